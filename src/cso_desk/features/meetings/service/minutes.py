"""Keeps the minutes: what was said, line by line, and all that was written in one meeting."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import ENTRY_KINDS, Action, Decision, MinutesEntry
from cso_desk.features.meetings.service.decisions import add_decision_in
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.khmer.normalise import is_khmer
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _


@dataclass(frozen=True)
class MinutesParts:
    """Everything written in the minutes of one meeting, in order."""

    entries: tuple[MinutesEntry, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]


def add_minutes_entry(store: Store, entry: MinutesEntry, *, initiator: object = None) -> MinutesEntry:
    """Keep a new paragraph of the minutes at the end; `entry.meeting` says of which meeting."""
    if entry.kind not in ENTRY_KINDS:
        raise ValueError(f"no such kind of entry: {entry.kind}")
    if not (entry.text_km.strip() or entry.text_en.strip()):
        raise UserError(_("Write what was said, in Khmer or in English."))
    with store.transaction(N_("Write in the minutes"), initiator=initiator) as t:
        return add_entry_in(t, entry)


def add_entry_in(t: Transaction, entry: MinutesEntry) -> MinutesEntry:
    """As `add_minutes_entry`, inside a step."""
    meeting_in(t, entry.meeting)
    table = t.table(MinutesEntry)
    t.flush()
    last = t.rows(select(func.max(table.c.number)).where(table.c.meeting == entry.meeting))[0][0]
    entry.number = entry.number or (last or 0) + 1
    return t.add(entry)


@dataclass(frozen=True)
class Line:
    """One paragraph as the note-taker sees it: an entry, or a decision (`kind` "decision").

    `text` and `other` are the language it is written in and the other one; `khmer` says which is which.
    """

    kind: str
    text: str
    raised_by: str = ""
    answer: str = ""
    referred_to: str = ""
    agenda_item: RecordId = NOBODY
    record: RecordId = NOBODY
    number: str = ""
    khmer: bool = True
    other: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.other.strip())


def line_of(record: MinutesEntry | Decision, *, khmer: bool = True) -> Line:
    """A record as a line, in Khmer or in English where it has that, else in what it has."""
    khmer = bool(record.text_km) if khmer or not record.text_en else False
    text, other = (record.text_km, record.text_en) if khmer else (record.text_en, record.text_km)
    if isinstance(record, Decision):
        return Line("decision", text, agenda_item=record.agenda_item, record=record.id,
                    number=record.number, khmer=khmer, other=other)  # fmt: skip
    return Line(record.kind, text, record.raised_by, record.answer, record.referred_to, record.agenda_item,
                record.id, khmer=khmer, other=other)  # fmt: skip


def keep_line(t: Transaction, meeting: str, line: Line) -> RecordId:
    """Write a line down as it is now and give its record; an emptied one goes into the trash.

    One that becomes a decision gets its number, and one that is none any more leaves its number behind:
    a copy of the minutes may carry it.
    """
    before = (t.get(MinutesEntry, line.record) or t.get(Decision, line.record)) if line.record else None
    if before is not None and (line.is_empty or isinstance(before, Decision) != (line.kind == "decision")):
        t.trash(before)
        before = None
    if line.is_empty:
        return NOBODY
    khmer = line.khmer if line.other else is_khmer(line.text)
    km, en = (line.text, line.other) if khmer else (line.other, line.text)
    values: dict[str, Any] = {"agenda_item": line.agenda_item, "text_km": km.strip(), "text_en": en.strip()}
    more: dict[str, Any] = {
        "kind": line.kind,
        "raised_by": line.raised_by.strip(),
        "answer": line.answer.strip(),
        "referred_to": line.referred_to.strip(),
    }
    if before is not None:
        t.change(before, **values, **({} if isinstance(before, Decision) else more))
        return before.id
    here = RecordId(meeting)
    if line.kind == "decision":
        return add_decision_in(t, Decision(meeting=here, **values)).id
    return add_entry_in(t, MinutesEntry(meeting=here, **values, **more)).id


def in_order_of_writing(parts: MinutesParts) -> list[MinutesEntry | Decision]:
    """Entries in their order, and each decision where it was taken between them."""
    found: list[MinutesEntry | Decision] = []
    waiting = sorted(parts.decisions, key=lambda each: each.id)
    for entry in parts.entries:
        while waiting and waiting[0].id < entry.id:
            found.append(waiting.pop(0))
        found.append(entry)
    return [*found, *waiting]


def minutes_parts(store: Store, meeting: str) -> MinutesParts:
    """Entries, decisions and actions of one meeting, in the order in which they are printed."""
    with store.reading() as reading:
        return minutes_parts_in(reading, meeting)


def minutes_parts_in(reading: Reading, meeting: str) -> MinutesParts:
    entries, decisions, actions = (reading.table(each) for each in (MinutesEntry, Decision, Action))
    found = reading.all(Decision, decisions.c.meeting == meeting, order_by=[decisions.c.id])
    return MinutesParts(
        tuple(
            reading.all(MinutesEntry, entries.c.meeting == meeting, order_by=[entries.c.number, entries.c.id])
        ),
        tuple(sorted(found, key=_by_number)),
        tuple(reading.all(Action, actions.c.meeting == meeting, order_by=[actions.c.due, actions.c.id])),
    )


def _by_number(decision: Decision) -> tuple[int, RecordId]:
    number = decision.number.rpartition("/")[2]
    return (int(number) if number.isdecimal() else 0, decision.id)
