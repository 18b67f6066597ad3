"""What a person chose for the rows of a list; it is kept while columns get other meanings."""

from collections.abc import Iterable, Mapping, MutableMapping
from typing import get_args

from cso_desk.features.members.importing.entries import ORGANISATION_FIELDS, PERSON_FIELDS, Entry, main_record
from cso_desk.features.members.importing.plan import Action, Choice, ImportPlan, PlannedRow, news_of
from cso_desk.features.members.record import ORGANISATION, PERSON, Person
from cso_desk.records.base import Record
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store

Choices = MutableMapping[tuple[int, str, str], Choice]
"""What was chosen, by the row, its title and the record that it may be."""

CHOICES: tuple[Choice, ...] = get_args(Choice)
_ACTIONS: Mapping[Choice, Action] = {"same": "update", "new": "create", "out": "skip"}


def choose(store: Store, plan: ImportPlan, rows: Iterable[PlannedRow], choice: Choice) -> None:
    """Decide what becomes of rows: "same" as the record they may be, "new", or left "out"."""
    chosen = [row for row in rows if not row.refused and (choice != "same" or row.existing)]
    for row in chosen:
        row.chosen, row.action = choice, _ACTIONS[choice]
    if choice == "same":
        _tell_changes(store, plan, [row for row in chosen if row.doubt is not None])


def doubts_like(plan: ImportPlan, row: PlannedRow) -> list[PlannedRow]:
    """All rows that raise the same kind of doubt as this one."""
    sort = row.doubt.sort if row.doubt else None
    return [each for each in plan.rows if each.doubt is not None and each.doubt.sort == sort]


def note_choices(plan: ImportPlan, choices: Choices) -> None:
    """Bring what is chosen in a plan into `choices`; those of rows that it does not have stay there."""
    for row in plan.rows:
        if row.chosen:
            choices[_key(row)] = row.chosen
        else:
            choices.pop(_key(row), None)


def choose_again(store: Store, plan: ImportPlan, choices: Choices) -> None:
    """Choose in a plan of the same list what was chosen before, where the row is the same still."""
    again: dict[Choice, list[PlannedRow]] = {choice: [] for choice in CHOICES}
    for row in plan.rows if choices else ():
        if (choice := choices.get(_key(row))) is not None:
            again[choice].append(row)
    for choice, rows in again.items():
        if rows:
            choose(store, plan, rows, choice)


def _key(row: PlannedRow) -> tuple[int, str, str]:
    if row.doubt is None:
        return row.row, row.title, ""
    # A record further up in the list has another id in each plan.
    return row.row, row.title, str(row.doubt.further_up or row.doubt.record)


def record_of(row: PlannedRow) -> Record | None:
    """The record that a row says; None where it says another thing."""
    said = row.payload[0] if isinstance(row.payload, tuple) else row.payload
    if isinstance(said, Entry):
        return main_record(said)
    return said if isinstance(said, Record) else None


def _tell_changes(store: Store, plan: ImportPlan, rows: Iterable[PlannedRow]) -> None:
    """What taking a row for the record it may be would change in that record."""
    with store.reading() as reading:
        for row in rows:
            said, before = record_of(row), other_record(reading, plan, row)
            if said is None or before is None or isinstance(row.payload, tuple):
                row.changes = None
            elif isinstance(row.payload, Entry):
                row.changes = _changes(plan, row.payload, before, said)
            else:
                kind = reading.shelves.type_of(before)
                news = news_of(before, said, plan.options["fields"], plan.existing, called=kind.called)
                row.changes = tuple(f"{kind.name}.{name}" for name in news if plan.existing != "skip")


def other_record(reading: Reading, plan: ImportPlan, row: PlannedRow) -> Record | None:
    """The record that a doubtful row may be: a kept one, or that of a row further up."""
    if row.doubt is None:
        return None
    if row.doubt.further_up:
        above = (record_of(each) for each in plan.rows if each.row == row.doubt.further_up)
        return next(above, None)
    return reading.get(reading.shelves.types[row.doubt.kind].record, row.doubt.record)


def _changes(plan: ImportPlan, entry: Entry, before: Record, said: Record) -> tuple[str, ...] | None:
    person = isinstance(said, Person)
    names = entry.names or (PERSON_FIELDS if person else ORGANISATION_FIELDS)
    called = (PERSON if person else ORGANISATION).called
    news = news_of(before, said, names, plan.existing, whole=bool(entry.names), called=called)
    found = tuple(f"{'person' if person else 'organisation'}.{name}" for name in news)
    if plan.existing == "skip":
        found = ()
    # Whether the other record of the row is there is only known when it is taken over.
    return found if found or not (entry.person and entry.organisation) else None
