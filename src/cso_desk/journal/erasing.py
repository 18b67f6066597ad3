"""Takes what an erased person was out of the journal: values and salts go, their hashes stay.

A change whose value is gone has no value and, where its salt stood, the salted hash (32 bytes, not 12):
chains and seals hold as before, and nobody guesses the value behind it. Which changes are blanked follows
from the changes held alone, so that hubs end with the same in whatever order bundles come. See
docs/decisions/0831.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from cso_desk.errors import UserError
from cso_desk.journal.erasure_rights import HUB, Hubs, Rights, rights, root_among, said_of
from cso_desk.journal.heads import Range, settle_records
from cso_desk.journal.streams import SHIFT, all_names, listed
from cso_desk.records.kinds import Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.erasures import ERASURE, PEOPLE
from cso_desk.store.facts import kept_fact
from cso_desk.store.store import Store
from cso_desk.store.transaction import Edit
from cso_desk.wording import _

HASH_BYTES = 32
UNFINISHED = "erasing"
"""The fact of a store that values were taken out and are perhaps still found in its files."""
FILES_DUE = "erased_files"
"""The fact of a store that files beside its database may hold what was taken out."""
OUTBOX_DUE = "outbox_due"
"""The fact of a store that names hubs whose files of the outbox went and have to be made anew."""

_encode = msgspec.msgpack.Encoder().encode


def are_files_due(store: Store) -> bool:
    """Whether files beside the database have to be looked through, or made anew."""
    return bool(kept_fact(store, FILES_DUE) or kept_fact(store, OUTBOX_DUE))


def value_hash(salt: bytes, value: Stored) -> bytes:
    """SHA-256 of the salt and the MessagePack of the value, whose first byte tells its type.

    Of an erased value it is what stands in place of the salt.
    """
    return salt if len(salt) == HASH_BYTES else hashlib.sha256(salt + _encode(value)).digest()


@dataclass(frozen=True)
class Applied:
    """What erasures did: people who were not erased here before, and changes about others that were.

    `dropped` are among the changes that just came: somebody wrote them without knowing of the erasure.
    """

    people: int = 0
    dropped: int = 0
    blanked: int = 0


def apply_erasures(
    connection: Connection,
    types: Iterable[RecordType],
    ranges: Sequence[Range] | None = None,
    *,
    ours: Iterable[str] = (),
) -> Applied:
    """Blank whatever erasures held here speak of, after changes were inserted; None: look at everything.

    `ours` are people whom this hub erases whatever else is known, as after a backup was restored. Call it
    inside a writing transaction with a connection that may write records.
    """
    kinds, names = {kind.name: kind for kind in types}, all_names(connection)
    root = root_among(kinds.values())
    if root is None or ERASURE.name not in kinds:
        return Applied()
    _forget_what_is_nobody(connection, names, root)
    before = _known(connection)
    marked = frozenset(record for record, known in before.items() if known.root)
    right = rights(connection, root, names, marked, frozenset(ours))
    if not right.people:
        return Applied()
    new = frozenset(each for each in right.people.keys() - marked if _may_be(connection, names, root, each))
    _note_people(connection, root, new)
    jobs = _jobs(right, kinds, root, new, ranges)
    _note_parts(connection, jobs)
    late = {job for job in jobs if job.record in before}
    dropped = _blank(connection, names, late, ranges)
    blanked = dropped + _blank(connection, names, jobs - late, None)
    settle_records(connection, kinds.values(), {job.record for job in jobs})
    if blanked:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO meta VALUES (?, 'yes'), (?, 'yes')", (UNFINISHED, FILES_DUE)
        )
    return Applied(len(new), dropped, blanked)


def unexplained(connection: Connection, types: Iterable[RecordType], ranges: Sequence[Range]) -> bool:
    """Whether a value is missing among these changes that was not told of somebody whom an erasure names.

    Whoever says so need not be who may erase: where a cut takes an erasure away, others say it again.
    """
    kinds, names = {kind.name: kind for kind in types}, all_names(connection)
    told = {number: name for name, number in names.items()}
    missing: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for span in ranges:
        rows = connection.exec_driver_sql(
            f"SELECT DISTINCT c.record, c.name, {HUB} FROM change c"
            f" JOIN stream st ON st.no = c.cid >> {SHIFT} WHERE c.cid BETWEEN ? AND ? AND length(c.salt) = ?",
            (*span, HASH_BYTES),
        )
        for record, name, hub in rows:
            kind, _dot, field = told[name].partition(".")
            missing.setdefault((kind, str(record)), set()).add((field, str(hub)))
    if not missing:
        return False
    marked = {record for record, known in _known(connection).items() if known.root}
    said = Rights(connection, names, dict.fromkeys(said_of(connection, names).keys() | marked))
    return any(
        kind not in kinds or not _explains(said, kinds[kind], record, fields)
        for (kind, record), fields in missing.items()
    )


def _explains(said: Rights, kind: RecordType, record: str, fields: set[tuple[str, str]]) -> bool:
    """Whether these fields of a record, each with the hub that wrote it, may be missing."""
    if kind.personal is None:
        return False
    hubs = said.of_part(kind, record) if kind.personal.by else said.people.get(record, frozenset())
    return all(field not in kind.personal.stays and (hubs is None or hub in hubs) for field, hub in fields)


def refuse_erased(connection: Connection, edits: Iterable[Edit]) -> None:
    """Raise UserError where an edit tells something of somebody who was erased."""
    if not connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM erased)").scalar():
        return
    known = _known(connection)
    for edit in edits:
        kind, values, personal = edit.kind, edit.values, edit.kind.personal
        if personal is None:
            continue
        told = {name for name in values if values[name] != kind.fields[name].default}
        here = edit.record in known and known[edit.record].kind == kind.name
        more = here and (not told <= personal.stays or values.get("deleted") == 0)
        person = known.get(str(values.get(personal.by, ""))) if personal.by else None
        if more or (person is not None and person.root):
            raise UserError(
                _("This person was erased. Nothing can be entered about them any more; nothing was changed.")
            )


# --- which records ---


@dataclass(frozen=True)
class _Mark:
    """How a record was erased: `kind` is its type's name; `root`: it is the person."""

    kind: str
    root: bool


def _known(connection: Connection) -> dict[str, _Mark]:
    """The records that were erased."""
    rows = connection.exec_driver_sql("SELECT record, kind, root FROM erased")
    return {str(record): _Mark(str(kind), bool(root)) for record, kind, root in rows}


def _may_be(connection: Connection, names: Mapping[str, int], root: RecordType, record: str) -> bool:
    """Whether a record that an erasure names is a person, or nothing is known of it yet."""
    row = connection.exec_driver_sql(
        "SELECT NOT EXISTS (SELECT 1 FROM change WHERE record = ?) OR EXISTS (SELECT 1 FROM change"
        f" WHERE record = ? AND name IN ({listed(_numbers(names, root))}))",
        (record, record),
    )
    return bool(row.scalar_one())


def _forget_what_is_nobody(connection: Connection, names: Mapping[str, int], root: RecordType) -> None:
    """What an erasure named before anything was known of it, and what is no person now that it came."""
    connection.exec_driver_sql(
        "DELETE FROM erased WHERE root = 1 AND EXISTS (SELECT 1 FROM change c WHERE c.record = erased.record)"
        " AND NOT EXISTS (SELECT 1 FROM change c WHERE c.record = erased.record"
        f" AND c.name IN ({listed(_numbers(names, root))}))"
    )


def _numbers(names: Mapping[str, int], kind: RecordType, *, but: frozenset[str] = frozenset()) -> list[int]:
    """The local numbers of all fields ever told of a record type, also by newer versions."""
    told = ((*name.partition("."), number) for name, number in names.items())
    return [number for of, _dot, field, number in told if of == kind.name and field not in but]


@dataclass(frozen=True)
class _Job:
    """A record of a type of which values go: those that `hubs` wrote; None: all."""

    record: str
    kind: RecordType
    hubs: Hubs


def _note_people(connection: Connection, root: RecordType, people: Iterable[str]) -> None:
    if people:
        connection.exec_driver_sql(
            "INSERT INTO erased VALUES (?, ?, 1, 1) ON CONFLICT(record) DO UPDATE"
            " SET kind = excluded.kind, root = 1, whole = 1",
            [(each, root.name) for each in sorted(people)],
        )


def _jobs(
    right: Rights,
    kinds: Mapping[str, RecordType],
    root: RecordType,
    new: frozenset[str],
    ranges: Sequence[Range] | None,
) -> set[_Job]:
    """What has to be looked at: people new among the erased and all their parts, and what just came."""
    run = right.connection.exec_driver_sql
    touched = _touched(right.connection, right.people.keys() - new, ranges)
    jobs = {_Job(each, root, right.people[each]) for each in new | touched}
    for kind in kinds.values():
        by = (
            right.names.get(f"{kind.name}.{kind.personal.by}") if kind.personal and kind.personal.by else None
        )
        if by is None:
            continue
        ever = f"SELECT DISTINCT p.record FROM change p WHERE p.name = {by} AND p.value IN"
        found = set()
        if ranges is None:
            found = {str(part) for (part,) in run(f"{ever} ({PEOPLE})")}
        elif new:
            rows = run(f"{ever} (SELECT value FROM json_each(?))", (json.dumps(sorted(new)),))
            found = {str(part) for (part,) in rows}
        for span in ranges or ():
            rows = run(
                "SELECT i.record FROM (SELECT DISTINCT c.record FROM change c WHERE c.cid BETWEEN ? AND ?"
                f" AND c.name IN ({listed(_numbers(right.names, kind))})) i WHERE EXISTS"
                f" (SELECT 1 FROM change p WHERE p.record = i.record AND p.name = {by}"
                f" AND p.value IN ({PEOPLE}))",
                span,
            )
            found |= {str(part) for (part,) in rows}
        jobs |= {_Job(each, kind, right.of_part(kind, each)) for each in found}
    return jobs


def _note_parts(connection: Connection, jobs: Iterable[_Job]) -> None:
    """Note what belongs to somebody erased as a whole."""
    rows = [
        (job.record, job.kind.name, int(job.kind.personal.whole))
        for job in jobs
        if job.hubs is None and job.kind.personal is not None and job.kind.personal.by
    ]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO erased VALUES (?, ?, 0, ?) ON CONFLICT(record) DO UPDATE SET kind = excluded.kind,"
            " whole = excluded.whole WHERE root = 0 AND excluded.whole > whole",
            rows,
        )


def _touched(connection: Connection, people: Iterable[str], ranges: Sequence[Range] | None) -> set[str]:
    """Which of the people that were erased before some changes speak of."""
    if ranges is None:
        return set(people)
    found: set[str] = set()
    for span in ranges:
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT c.record FROM erased e CROSS JOIN change c ON c.record = e.record"
            " WHERE e.root = 1 AND c.cid BETWEEN ? AND ?",
            span,
        )
        found.update(str(record) for (record,) in rows)
    return found & set(people)


# --- what goes ---


def _blank(
    connection: Connection, names: Mapping[str, int], jobs: Iterable[_Job], ranges: Sequence[Range] | None
) -> int:
    """Take the values out of what was said of these records, and their salts; gives of how many changes.

    With `ranges` only what stands there is counted, and nothing else can be left.
    """
    rows = []
    for job in sorted(jobs, key=lambda each: (each.record, each.kind.name)):
        stays = job.kind.personal.stays if job.kind.personal else frozenset()
        said = connection.exec_driver_sql(
            f"SELECT c.cid, c.value, c.salt, {HUB} FROM change c JOIN stream st ON st.no = c.cid >> {SHIFT}"
            f" WHERE c.record = ? AND length(c.salt) <> ? AND c.name IN"
            f" ({listed(_numbers(names, job.kind, but=stays))})",
            (job.record, HASH_BYTES),
        )
        rows += [
            (value_hash(bytes(salt), value), cid)
            for cid, value, salt, hub in said
            if job.hubs is None or hub in job.hubs
        ]
    if rows:
        connection.exec_driver_sql("UPDATE change SET value = NULL, salt = ? WHERE cid = ?", rows)
    if ranges is None:
        return len(rows)
    return sum(any(first <= cid <= last for first, last in ranges) for _hash, cid in rows)
