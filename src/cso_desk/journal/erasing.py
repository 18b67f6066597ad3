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
from cso_desk.journal.heads import Range, settle_records
from cso_desk.journal.streams import SHIFT, all_names
from cso_desk.records.kinds import Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.erasures import ERASURE
from cso_desk.store.transaction import Edit
from cso_desk.wording import _

HASH_BYTES = 32
UNFINISHED = "erasing"
"""The fact of a store that values were taken out and are perhaps still found in its files."""
FILES_DUE = "erased_files"
"""The fact of a store that files beside its database may hold what was taken out."""
OUTBOX_DUE = "outbox_due"
"""The fact of a store that names hubs whose files of the outbox went and have to be made anew."""

_NATIONAL = "00"
_encode = msgspec.msgpack.Encoder().encode


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
    kinds = {kind.name: kind for kind in types}
    names = all_names(connection)
    targets = _targets(connection, names) if ERASURE.name in kinds else {}
    people = {*ours, *(target for target, by in targets.items() if _may_erase(connection, names, target, by))}
    if not people:
        return Applied()
    before = dict(_known(connection))
    new = people - {record for record, root in before.items() if root}
    _note_people(connection, kinds, new)
    _note_parts(connection, kinds, names, new, ranges)
    now = _known(connection)
    fresh = now.keys() - before.keys()
    late = _touched(connection, before.keys(), ranges)
    dropped = _blank(connection, kinds, names, late, ranges)
    blanked = dropped + _blank(connection, kinds, names, fresh, None)
    settle_records(connection, kinds.values(), fresh | late)
    if blanked:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO meta VALUES (?, 'yes'), (?, 'yes')", (UNFINISHED, FILES_DUE)
        )
    return Applied(len(new), dropped, blanked)


def unexplained(connection: Connection, types: Iterable[RecordType], ranges: Sequence[Range]) -> bool:
    """Whether a value is missing among these changes of a record that no erasure held here speaks of."""
    names = all_names(connection)
    missing: set[str] = set()
    for first, last in ranges:
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT record FROM change WHERE cid BETWEEN ? AND ? AND length(salt) = ?",
            (first, last, HASH_BYTES),
        )
        missing.update(str(record) for (record,) in rows)
    missing -= _known(connection).keys()
    if not missing:
        return False
    named = _targets(connection, names)
    return any(
        record not in named and not _refers(connection, types, names, record, named) for record in missing
    )


def refuse_erased(connection: Connection, edits: Iterable[Edit]) -> None:
    """Raise UserError where an edit tells something of somebody who was erased."""
    if not connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM erased)").scalar():
        return
    known = _known(connection)
    for edit in edits:
        kind, record, values, personal = edit.kind, edit.record, edit.values, edit.kind.personal
        if personal is None:
            continue
        told = {name for name in values if values[name] != kind.fields[name].default}
        more = record in known and (not told <= personal.stays or values.get("deleted") == 0)
        if more or (personal.by and known.get(str(values.get(personal.by, "")))):
            raise UserError(
                _("This person was erased. Nothing can be entered about them any more; nothing was changed.")
            )


# --- which records ---


def _known(connection: Connection) -> dict[str, bool]:
    """The records that were erased, each with whether it is the person."""
    return {str(r): bool(root) for r, root in connection.exec_driver_sql("SELECT record, root FROM erased")}


def _targets(connection: Connection, names: Mapping[str, int]) -> dict[str, set[str]]:
    """Whom erasures name, each with the hubs that say so. What was told once holds, whatever came later."""
    number = names.get(f"{ERASURE.name}.target")
    found: dict[str, set[str]] = {}
    if number is not None:
        rows = connection.exec_driver_sql(
            f"SELECT DISTINCT c.value, {_HUB} FROM erasure e CROSS JOIN change c ON c.record = e.id"
            f" JOIN stream st ON st.no = c.cid >> {SHIFT} WHERE c.name = ? AND c.value <> ''",
            (number,),
        )
        for target, hub in rows:
            found.setdefault(str(target), set()).add(str(hub))
    return found


_HUB = (
    "coalesce(CASE WHEN st.author IN (SELECT replica FROM secret) OR st.author ="
    " (SELECT value FROM meta WHERE key = 'replica') THEN (SELECT value FROM meta WHERE key = 'hub') END,"
    " (SELECT hub FROM device d WHERE d.replica = st.author), '')"
)
"""SQL for the hub that wrote a stream."""


def _may_erase(connection: Connection, names: Mapping[str, int], target: str, hubs: set[str]) -> bool:
    """The national hub erases anybody, others whom they entered: who else first told of them may not."""
    own = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'hub'").scalar()
    return _NATIONAL in hubs or own in hubs or bool(owners(connection, names, target) & hubs)


def owners(connection: Connection, names: Mapping[str, int], record: str) -> set[str]:
    """The hub that entered a record, as a set; empty where it is not held, or two say they did."""
    scopes = [number for name, number in names.items() if name.endswith(".scope")]
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT {_HUB} FROM change c JOIN stream st ON st.no = c.cid >> {SHIFT}"
        f" WHERE c.record = ? AND c.prev IS NULL AND c.name IN ({','.join(map(str, scopes)) or 'NULL'})"
        " AND NOT EXISTS (SELECT 1 FROM parent p WHERE p.cid = c.cid)",
        (record,),
    )
    found = {str(hub) for (hub,) in rows}
    return found if len(found) == 1 else set()


def _note_people(connection: Connection, kinds: Mapping[str, RecordType], people: set[str]) -> None:
    roots = [kind.name for kind in kinds.values() if kind.personal is not None and not kind.personal.by]
    if roots and people:
        connection.exec_driver_sql(
            "INSERT INTO erased VALUES (?, ?, 1, 1) ON CONFLICT(record) DO UPDATE SET root = 1, whole = 1",
            [(each, roots[0]) for each in sorted(people)],
        )


def _note_parts(
    connection: Connection,
    kinds: Mapping[str, RecordType],
    names: Mapping[str, int],
    people: Iterable[str],
    ranges: Sequence[Range] | None,
) -> None:
    """Note what belongs to somebody erased: of people new among them all of it, else what just came."""
    new = json.dumps(sorted(people))
    for kind in kinds.values():
        number = names.get(f"{kind.name}.{kind.personal.by}") if kind.personal and kind.personal.by else None
        if number is None or kind.personal is None:
            continue
        said = f"SELECT DISTINCT c.record, '{kind.name}', 0, {int(kind.personal.whole)} FROM change c WHERE"
        keep = f"INSERT OR IGNORE INTO erased {said} c.name = {number} AND c.value IN"
        if ranges is None:
            connection.exec_driver_sql(f"{keep} (SELECT record FROM erased WHERE root = 1)")
            continue
        if new != "[]":
            connection.exec_driver_sql(f"{keep} (SELECT value FROM json_each(?))", (new,))
        for span in ranges:
            connection.exec_driver_sql(
                f"{keep} (SELECT record FROM erased WHERE root = 1) AND c.cid BETWEEN ? AND ?", span
            )


def _refers(
    connection: Connection,
    types: Iterable[RecordType],
    names: Mapping[str, int],
    record: str,
    named: Mapping[str, object],
) -> bool:
    """Whether a record was ever said to belong to one of those named."""
    by = [names.get(f"{kind.name}.{kind.personal.by}") for kind in types if kind.personal]
    rows = connection.exec_driver_sql("SELECT name, value FROM change WHERE record = ?", (record,))
    return any(name in by and value in named for name, value in rows)


def _touched(connection: Connection, records: Iterable[str], ranges: Sequence[Range] | None) -> set[str]:
    """Which of these records some changes speak of."""
    if ranges is None:
        return set(records)
    found: set[str] = set()
    for span in ranges:
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT c.record FROM erased e CROSS JOIN change c ON c.record = e.record"
            " WHERE c.cid BETWEEN ? AND ?",
            span,
        )
        found.update(str(record) for (record,) in rows)
    return found & set(records)


# --- what goes ---


def _blank(
    connection: Connection,
    kinds: Mapping[str, RecordType],
    names: Mapping[str, int],
    records: Iterable[str],
    ranges: Sequence[Range] | None,
) -> int:
    """Take the values out of what was said of these records, and their salts; gives of how many changes.

    With `ranges` only what stands there is counted, and nothing else can be left.
    """
    kind_of = {str(r): str(kind) for r, kind in connection.exec_driver_sql("SELECT record, kind FROM erased")}
    rows = []
    for record in sorted(records):
        kind = kinds.get(kind_of[record])
        if kind is None or kind.personal is None:
            continue
        stays = [names.get(f"{kind.name}.{each}", 0) for each in sorted(kind.personal.stays)]
        said = connection.exec_driver_sql(
            "SELECT cid, value, salt FROM change WHERE record = ? AND length(salt) <> ?"
            f" AND name NOT IN ({','.join(map(str, stays))})",
            (record, HASH_BYTES),
        )
        rows += [(value_hash(bytes(salt), value), cid) for cid, value, salt in said]
    if rows:
        connection.exec_driver_sql("UPDATE change SET value = NULL, salt = ? WHERE cid = ?", rows)
    if ranges is None:
        return len(rows)
    return sum(any(first <= cid <= last for first, last in ranges) for _hash, cid in rows)
