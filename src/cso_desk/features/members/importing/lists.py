"""Lists of members and lists of people become organisations, people and positions."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from cso_desk.features.members.importing.cells import Values
from cso_desk.features.members.importing.doubts import ask_about
from cso_desk.features.members.importing.entries import (
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    Entry,
    add_what_the_list_says,
    entry_of_member,
    entry_of_person,
    main_record,
    names_representatives,
    title_of_entry,
)
from cso_desk.features.members.importing.own_lists import read_own_row
from cso_desk.features.members.importing.plan import (
    Existing,
    Hand,
    ImportPlan,
    ImportReport,
    PlannedRow,
    Progress,
    list_wins,
    problems_by_row,
    run_plan,
)
from cso_desk.features.members.importing.settling import certain, known_title, same_body, settle
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import (
    Known,
    ToldDays,
    keep_told_days,
    known,
    lend_days,
    same_person,
)
from cso_desk.importers.own_tables import OwnColumns
from cso_desk.importers.reading import not_collecting
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_plural, _

if TYPE_CHECKING:
    from cso_desk.importers.preview import SheetReading

_ROWS_PER_STEP = 250
_DAYS = ("member_since", "member_until")


def plan_import(
    store: Store,
    reading: "SheetReading",
    *,
    existing: Existing = "fill",
    progress: Progress | None = None,
) -> ImportPlan:
    """What taking over a list of members or of people would do. Nothing is written.

    Rows that are certainly known become "update" ("skip" where `existing` says so); rows that only may be
    known are created, with their `doubt` and the suspicion among their problems: so nothing is mixed and
    nothing lost, and two records can be merged later. `progress` may raise CancelledError.
    """
    with not_collecting():
        return _planned(store, reading, existing, progress)


def _planned(
    store: Store, reading: "SheetReading", existing: Existing, progress: Progress | None
) -> ImportPlan:
    members = reading.purpose == "members"
    doubts, own = problems_by_row(reading), reading.own
    with store.reading() as look:
        everything = known(look)
        lend_days(look, everything.organisations.values())
    represent = names_representatives(reading)
    planned: dict[str, int] = {}
    rows = []
    for place, values in enumerate(reading.rows):
        if progress and place % _ROWS_PER_STEP == 0:
            progress(place, len(reading.rows))
        entry, wrong = _entry(values, own) if own else (None, [])
        entry = entry or (
            entry_of_member(values, reading.columns)
            if members
            else entry_of_person(values, columns=reading.columns)
        )
        if own is None and reading.purpose == "people":
            add_what_the_list_says(entry, values, represent=represent)
        title = title_of_entry(entry) or (known_title(entry, everything) if own else "")
        row = PlannedRow(values["_row"], "create", title, entry)
        row.problems += wrong or doubts.get(row.row, []) if own else doubts.get(row.row, [])
        if row.title:
            settle(row, entry, everything, planned, existing)
        else:
            row.refuse(_("This row has no name, so it is left out."))
        rows.append(row)
    unsure = ((row, main_record(row.payload)) for row in rows if _is_worth_asking(row))
    ask_about(store, everything, ((row, main) for row, main in unsure if main is not None), progress)
    return ImportPlan(reading.purpose, rows, existing)


def _is_worth_asking(row: PlannedRow) -> bool:
    """Whether a row may be somebody else than the first comparison says: a telephone alone says little."""
    if row.doubt is not None:
        return row.doubt.sort == "reached" and not row.doubt.further_up
    return row.action == "create" and not row.existing


def run_import(store: Store, plan: ImportPlan, progress: Progress | None = None) -> ImportReport:
    """Take over a list as one step that can be undone."""
    label = N_plural("Import a list of members, {count} row", "Import a list of members, {count} rows")
    if plan.purpose == "people":
        label = N_plural("Import a list of people, {count} row", "Import a list of people, {count} rows")
    told: list[ToldDays] = []

    def finish(hand: Hand) -> None:
        made, changed = keep_told_days(hand.transaction, told, wins=list_wins(hand.existing))
        hand.count("membership", made, changed)

    return run_plan(store, plan, lambda t: _carrying(t, told), progress, label=label, finish=finish)


def _entry(values: Values, own: OwnColumns) -> tuple[Entry, list[str]]:
    """A row of a list of ours, and what is wrong in it."""
    row = read_own_row(own, values)
    if isinstance(row.record, Person):
        return Entry(None, row.record, about_person=True, names=row.names), row.problems
    assert isinstance(row.record, Organisation)  # noqa: S101  see own_lists
    # A membership is ended, it is not emptied.
    names = tuple(name for name in row.names if name not in _DAYS or getattr(row.record, name))
    return Entry(row.record, None, names=names), row.problems


def _carrying(t: Transaction, told: list[ToldDays]) -> Callable[[Hand, PlannedRow], None]:
    """Writes rows; from when until when the organisations are members is noted in `told`."""
    everything = known(t)
    became: dict[str, str] = {}  # a row that is somebody known is so for the rows below, too

    def carry_out(hand: Hand, row: PlannedRow) -> None:
        entry, main = row.payload, main_record(row.payload)
        existing = became.get(row.existing, row.existing)
        person, organisation = take_over(
            hand, everything, _without_days(entry), existing=existing, new=row.action == "create"
        )
        if (body := entry.organisation) is not None and (body.member_since or body.member_until):
            told.append((everything.organisations[organisation], body.member_since, body.member_until))
        if main is not None:
            became[main.id] = person if entry.about_person else organisation

    return carry_out


def _without_days(entry: Entry) -> Entry:
    """The entry without what becomes a membership; the plan keeps all of it."""
    if entry.organisation is None:
        return entry
    body = copy(entry.organisation)
    body.member_since = body.member_until = ""
    return replace(entry, organisation=body, names=tuple(n for n in entry.names if n not in _DAYS))


def take_over(
    hand: Hand, everything: Known, entry: Entry, *, existing: str = "", new: bool = False
) -> tuple[RecordId, RecordId]:
    """Write one entry; gives the ids of its person and its organisation, NOBODY where there is none.

    `existing` is the record that the entry is about; with `new` it becomes a record of its own.
    """
    about_person = entry.about_person
    organisation = person = NOBODY
    if (body := entry.organisation) is not None:
        match = None if new and not about_person else certain(same_body(everything, entry))
        if not about_person and not new and existing in everything.organisations:
            match = RecordId(existing)
        if about_person and match and everything.organisations[match].place:
            body.place = ""  # what is known of the institution itself is surer
        organisation = _keep(hand, everything, body, match, entry.names or ORGANISATION_FIELDS, entry)
    if (who := entry.person) is not None:
        match = None if new and about_person else certain(same_person(everything, who, organisation))
        if about_person and not new and existing in everything.people:
            match = RecordId(existing)
        person = _keep(hand, everything, who, match, entry.names or PERSON_FIELDS, entry)
    if person and organisation and organisation not in everything.works_in[person]:
        position = Position(
            person=person,
            organisation=organisation,
            title_km=entry.title_km,
            title_en=entry.title_en,
            role=entry.role,
            from_date=entry.from_date,
        )
        hand.add(position)
        everything.learn_position(position)
    return person, organisation


def _keep(
    hand: Hand,
    everything: Known,
    said: Organisation | Person,
    match: RecordId | None,
    names: tuple[str, ...],
    entry: Entry,
) -> RecordId:
    if match is None:
        said.code = ""  # a hub gives its codes itself
        hand.add(said)
        everything.learn(said)
        return said.id
    before = everything.organisations.get(match) or everything.people[match]
    hand.merge(before, said, names, whole=bool(entry.names))
    return match
