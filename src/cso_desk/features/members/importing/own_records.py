"""Lists of ours of any type come home: groups, meetings, titles, and parts such as positions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cso_desk.features.members.importing.guarding import ask_guard
from cso_desk.features.members.importing.own_lists import OwnRow, emptied_by, read_own_row
from cso_desk.features.members.importing.plan import (
    Existing,
    Hand,
    ImportPlan,
    ImportReport,
    PlannedRow,
    Progress,
    news_of,
    run_plan,
)
from cso_desk.features.members.importing.referred import Referred
from cso_desk.fields.exact import REFERRING
from cso_desk.importers.own_tables import OwnColumns
from cso_desk.khmer.normalise import fold
from cso_desk.records.base import Record, RecordId
from cso_desk.records.record_type import RecordType
from cso_desk.store.aliases import aliases
from cso_desk.store.listing import titles
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.importers.preview import SheetReading

_ROWS_PER_STEP = 250


def plan_import(
    store: Store, reading: "SheetReading", *, existing: Existing = "fill", progress: Progress | None = None
) -> ImportPlan:
    """What taking over a list of ours would do. Nothing is written; `progress` may raise CancelledError.

    A record with a code is known by it, else by its name; a part by what it refers to and its first day.
    """
    own = reading.own
    if own is None:
        raise ValueError("this program did not write the list")
    rows: list[PlannedRow] = []
    with store.reading() as look:
        referred = Referred(look, own.kind)
        there = _kept(look, own.kind)
        for place, values in enumerate(reading.rows):
            if progress and place % _ROWS_PER_STEP == 0:
                progress(place, len(reading.rows))
            said = read_own_row(own, values, referred.find)
            row = PlannedRow(values["_row"], "create", _title(own, said, values["_cells"]), said)
            row.problems += said.problems
            rows.append(row)
        settled = _match(own, rows, there)
        called = titles(look, (one for record in settled.values() for one in _refers_to(own.kind, record)))
        for row in rows:
            before = settled.get(row.row)
            if before is not None:
                news = _settle(own.kind, row, before, existing, called)
            else:
                news = {}
                _leave_out(own.kind, row)
            ask_guard(look, row, row.payload.record, before, news)
    return ImportPlan(own.kind.name, rows, existing, other_type=True)


def run_import(store: Store, plan: ImportPlan, progress: Progress | None = None) -> ImportReport:
    """Take over a list of ours as one step that can be undone."""
    return run_plan(store, plan, lambda t: _carrying(t, plan.purpose), progress)


def _carrying(t: Transaction, name: str) -> Callable[[Hand, PlannedRow], None]:
    there = {each.id: each for each in _kept(t, t.shelves.types[name])}

    def carry_out(hand: Hand, row: PlannedRow) -> None:
        said: OwnRow = row.payload
        before = there.get(RecordId(row.existing))
        if before is not None and row.action == "update":
            hand.merge(before, said.record, said.names, whole=True)
            return
        said.record.code = ""  # a hub gives its codes itself
        hand.add(said.record)

    return carry_out


def _kept(reading: Reading, kind: RecordType) -> list[Record]:
    """The records of a type; what they refer to is who stands for it now, as lists show it."""
    into = aliases(reading)
    records: list[Record] = reading.all(kind.record)
    for name in _referring(kind) if into else ():
        for record in records:
            now = getattr(record, name)
            setattr(
                record, name, tuple(into.get(e, e) for e in now) if type(now) is tuple else into.get(now, now)
            )
    return records


def _referring(kind: RecordType) -> tuple[str, ...]:
    return tuple(
        name for name, field in kind.fields.items() if field.kind.typed and isinstance(field.kind, REFERRING)
    )


def _refers_to(kind: RecordType, record: Record) -> Iterator[str]:
    for name in _referring(kind):
        value = getattr(record, name)
        yield from value if isinstance(value, tuple) else (value,)


def _title(own: OwnColumns, said: OwnRow, cells: Mapping[str, str]) -> str:
    """What a row is called: its name, or the records that it joins."""
    joined = (cells.get(letter, "") for letter, name in own.columns.items() if name in _referring(own.kind))
    return " ".join(filter(None, own.kind.title(said.record))) or " – ".join(filter(None, joined))


def _leave_out(kind: RecordType, row: PlannedRow) -> None:
    """A new row without a name, or a part of what is not here, becomes no record; its reason is told."""
    said: Record = row.payload.record
    if kind.parent is not None and not getattr(said, kind.parent):
        row.refuse(_("What this row belongs to is not here, so it is left out."))
    elif kind.called and not any(getattr(said, name) for name in kind.called):
        row.refuse(_("This row has no name, so it is left out."))


def _match(own: OwnColumns, rows: Iterable[PlannedRow], there: Iterable[Record]) -> dict[int, Record]:
    """The record that each row is about, by the row of the sheet; every record stands for one row at most."""
    free = {record.id: record for record in there}
    waiting = {row.row: row.payload.record for row in rows}
    settled: dict[int, Record] = {}
    for same, alike in _ways(own):
        index: defaultdict[Any, list[Record]] = defaultdict(list)
        wanted: defaultdict[Any, list[int]] = defaultdict(list)
        for record in free.values():
            index[same(record)].append(record)
        for row, said in waiting.items():
            wanted[same(said)].append(row)
        for key, some in wanted.items():
            found = index.get(key, [])
            if key is not None and found and (alike or len(found) == len(some) == 1):
                settled |= dict(zip(some, found, strict=False))
        for row in settled.keys() & waiting.keys():
            del waiting[row], free[settled[row].id]
    return settled


Way = Callable[[Record], Any]


def _ways(own: OwnColumns) -> Sequence[tuple[Way, bool]]:
    """Ever weaker ways in which a row and a record are the same, as keys; None is no key.

    With each, whether rows and records of one key are all alike: else only a single one meets a single one.
    """
    kind, columns = own.kind, tuple(own.columns.values())
    all_but_code = tuple(name for name in columns if name != "code")
    ties = tuple(name for name in columns if name in _referring(kind))
    day = tuple(name for name in kind.dates[:1] if name in columns)
    names = tuple(name for name in kind.called if name in columns)

    def of(*wanted: str) -> Way:
        return lambda record: tuple(getattr(record, name) for name in wanted)

    def named(record: Record) -> Any:
        called = [fold(getattr(record, name)) for name in names]
        return (*called, *of(*ties, *day)(record)) if any(called) else None

    if kind.letter is not None:
        return ((lambda record: fold(record.code) or None, False), (of(*all_but_code), True), (named, False))
    return ((of(*all_but_code), True), (of(*ties, *day), False), (of(*ties), False))


def _settle(
    kind: RecordType,
    row: PlannedRow,
    before: Record,
    existing: Existing,
    called: Mapping[str, tuple[str, str]],
) -> dict[str, Any]:
    """Say that the row is about a record that is there; gives what it changes."""
    said: OwnRow = row.payload
    row.existing, row.why = before.id, _("Known already.")
    row.action = "skip" if existing == "skip" else "update"
    row.title = row.title or " ".join(filter(None, kind.title(before)))
    news = news_of(before, said.record, said.names, existing, whole=True, called=kind.called)
    row.changes = () if existing == "skip" else tuple(f"{kind.name}.{name}" for name in news)
    if existing == "replace":
        emptied_by(row, kind, before, said.record, said.names, called)
    return news
