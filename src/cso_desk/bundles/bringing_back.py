"""Looks at what was set aside of a revoked computer, and types again here what a person says was right."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from cso_desk.bundles.opening import open_bundle
from cso_desk.bundles.set_aside import AsideLine, files_set_aside, lines_set_aside
from cso_desk.errors import UserError
from cso_desk.records.base import RecordId
from cso_desk.records.kinds import Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.erasures import all_erased
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Edit, Transaction
from cso_desk.trust.certificates import read_certificate
from cso_desk.wording import N_plural, _

_LOOKED_AT = "looked-at"
_SCOPE = "scope"


@dataclass(frozen=True)
class AsideFile:
    """One file of what was withdrawn. `hub`, `name`: of the computer that wrote it; `at`: UTC milliseconds.

    `problem`: why it cannot be read, "" where it can.
    """

    path: Path
    hub: str = ""
    name: str = ""
    at: int = 0
    changes: int = 0
    problem: str = ""


@dataclass(frozen=True)
class AsideValue:
    """A field as it was written last on the revoked computer, and as it is now. Both are stored values."""

    field: str
    value: Stored
    now: Stored


@dataclass(frozen=True)
class AsideRecord:
    """What was set aside of one record. `here`: it still exists; `actor`, `at`: of the last change to it.

    Fields that say now what they said then are left out: there is nothing to bring back.
    """

    kind: str
    record: str
    here: bool
    values: tuple[AsideValue, ...]
    actor: str
    at: int


def aside_files(store: Store) -> list[AsideFile]:
    """Every file with something withdrawn that nobody has dealt with, oldest first."""
    return [_described(store, path) for path in files_set_aside(store.folder)]


def _described(store: Store, path: Path) -> AsideFile:
    try:
        with store.reading() as reading:
            manifest = open_bundle(reading.connection, path).manifest
    except UserError as error:
        return AsideFile(path, problem=str(error))
    known = {one.replica: one for one in map(read_certificate, map(str.encode, manifest.devices))}
    author = next((known[part.replica] for part in manifest.streams if part.replica in known), None)
    hub, name = (author.hub, author.name) if author else ("", "")
    return AsideFile(path, hub, name, manifest.made_at, manifest.changes)


def aside_records(store: Store, path: Path) -> list[AsideRecord]:
    """What was set aside in a file, record by record. Raises UserError where it cannot be read.

    Records and fields of a newer version of the program are left out: only that one can bring them back.
    """
    found: dict[tuple[str, str], list[AsideLine]] = {}
    with store.reading() as reading:
        gone = all_erased(reading.connection)
    for line in lines_set_aside(store, path):
        kind = store.shelves.types.get(line.kind)
        if kind is not None and line.field in kind.fields and line.record not in gone:
            found.setdefault((line.kind, line.record), []).append(line)
    with store.reading() as reading:
        return [_record(reading, store.shelves.types[kind], *each) for (kind, _r), each in found.items()]


def _record(reading: Reading, kind: RecordType, *lines: AsideLine) -> AsideRecord:
    last = {line.field: line for line in lines}
    newest = max(lines, key=lambda line: line.at)
    held = reading.get(kind.record, newest.record)
    now = kind.to_stored(held if held is not None else kind.record())
    values = tuple(
        AsideValue(name, line.value, now[name])
        for name, line in last.items()
        if line.value != now[name] and not (name == _SCOPE and held is not None)
    )
    return AsideRecord(kind.name, newest.record, held is not None, values, newest.actor, newest.at)


def bring_back(store: Store, path: Path, records: Collection[str], *, initiator: object = None) -> int:
    """Give these records the values that were set aside, as one step of this hub that Undo takes back.

    Gives how many records changed. It is work of this computer from then on: the revoked one stays revoked.
    """
    wanted = [each for each in aside_records(store, path) if each.record in records and each.values]
    if not wanted:
        raise UserError(_("Nothing of this differs from what stands here. Nothing was changed."))
    label = N_plural("Bring {count} record back", "Bring {count} records back")
    with store.transaction(label, count=len(wanted), initiator=initiator) as transaction:
        transaction.write(_new(store, wanted))
        for each in wanted:
            if each.here:
                _change(transaction, store.shelves.types[each.kind], each)
    return len(wanted)


def _new(store: Store, wanted: Iterable[AsideRecord]) -> list[Edit]:
    """Records that are nowhere any more keep their id, so that what refers to them finds them again."""
    edits = []
    for each in wanted:
        if not each.here:
            kind = store.shelves.types[each.kind]
            values = kind.to_stored(kind.record()) | {one.field: one.value for one in each.values}
            scope = str(values[_SCOPE] or f"hub/{store.hub}")
            edits.append(Edit(kind, RecordId(each.record), scope, values | {_SCOPE: scope}, new=True))
    return edits


def _change(transaction: Transaction, kind: RecordType, each: AsideRecord) -> None:
    values = {one.field: kind.fields[one.field].kind.from_stored(one.value) for one in each.values}
    transaction.change(kind.record, each.record, **values)


def put_away(path: Path) -> Path:
    """Note that a person has dealt with a file: it goes into a folder beside it. Gives where it is."""
    folder = path.parent / _LOOKED_AT
    try:
        folder.mkdir(exist_ok=True)
        return path.replace(folder / path.name)
    except OSError as error:
        raise UserError(
            _("The file {file} cannot be moved now. Close what has opened it and try again.", file=path.name)
        ) from error
