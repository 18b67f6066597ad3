"""What was said and decided in a meeting, item by item, as blocks of its minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Bullets, Column, Heading, Paragraph, Table, Together
from cso_desk.features.hub.printing import choice_on, date_on, digits_on
from cso_desk.features.meetings.record import (
    ACTION_STATUSES,
    ENTRY_KINDS,
    Action,
    AgendaItem,
    Meeting,
    MinutesEntry,
    MinutesStep,
)
from cso_desk.features.meetings.service import (
    AttendanceRow,
    MinutesParts,
    Quorum,
    Totals,
    agenda_in,
    approval_of,
    attendance_rows_in,
    carried_over_in,
    meeting_before,
    meeting_in,
    minutes_parts_in,
    minutes_steps,
    quorum_in,
    shared_numbers,
)
from cso_desk.features.members.record import Person
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading
from cso_desk.wording import N_

_BESIDE_ITEMS = ("concern_cso", "concern_authority", "good_practice", "challenge", "opportunity")
_LESSONS = {
    "good_practice": N_("Good practices"),
    "challenge": N_("Challenges"),
    "opportunity": N_("Opportunities"),
    "recommendation": N_("Recommendations"),
}
_CONCERNS = {
    "concern_cso": N_("Concerns of civil society"),
    "concern_authority": N_("Concerns of the authorities"),
}


@dataclass(frozen=True)
class Matter:
    """Everything that the minutes of one meeting are made of.

    `numbers` are what decisions are called whose number another one carries too; `before` is the meeting
    whose minutes were to be approved at this one.
    """

    meeting: Meeting
    agenda: Sequence[AgendaItem]
    parts: MinutesParts
    rows: Sequence[AttendanceRow]
    earlier: Sequence[tuple[Action, Meeting]]
    quorum: Quorum
    people: dict[RecordId, Person]
    totals: Totals
    numbers: dict[RecordId, str]
    before: Meeting | None
    before_approval: tuple[MinutesStep, Meeting | None] | None
    before_amended: bool
    approval: tuple[MinutesStep, Meeting | None] | None


def matter_of(reading: Reading, meeting: str, totals: Totals) -> Matter:
    """Everything about one meeting, read at one moment."""
    now = meeting_in(reading, meeting)
    parts = minutes_parts_in(reading, meeting)
    earlier = carried_over_in(reading, now)
    wanted = {now.chair, now.facilitator, now.note_taker}
    wanted |= {action.person for action in parts.actions} | {action.person for action, _m in earlier}
    people = reading.all(Person, reading.table(Person).c.id.in_(wanted), trash=True)
    before = meeting_before(reading, now)
    steps = minutes_steps(reading, before.id) if before else []
    return Matter(
        now,
        agenda_in(reading, meeting),
        parts,
        attendance_rows_in(reading, meeting),
        earlier,
        quorum_in(reading, now),
        {each.id: each for each in people},
        totals,
        shared_numbers(reading),
        before,
        approval_of(reading, before.id) if before else None,
        any(each.state == "amended" for each in steps),
        approval_of(reading, now.id),
    )


def proceedings(matter: Matter, speech: Speech) -> list[Block]:
    """What was said and decided at each item, then what belongs to none."""
    entries = [each for each in matter.parts.entries if each.kind not in _BESIDE_ITEMS]
    blocks: list[Block] = []
    for number, item in enumerate(matter.agenda, start=1):
        said = [each for each in entries if each.agenda_item == item.id]
        decided = [each for each in matter.parts.decisions if each.agenda_item == item.id]
        if said or decided or item.presenter:
            title = speech(
                "{number}. {title}", number=number, title=speech.pick(item.title_km, item.title_en)
            )
            blocks.append(Heading(title, 3))
            if item.presenter:
                blocks.append(
                    Paragraph(
                        speech("Presented by {name}.", name=item.presenter),
                        indent=4,
                        keep=bool(said or decided),
                    )
                )
            blocks += _said(said, speech)
            blocks += _decided(matter, item.id, speech)
    items = {item.id for item in matter.agenda}
    rest = [
        each
        for each in entries
        if each.agenda_item not in items and each.kind not in ("other", "recommendation")
    ]
    blocks += _said(rest, speech)
    blocks += [
        block
        for owner in sorted({each.agenda_item for each in matter.parts.decisions} - items)
        for block in _decided(matter, owner, speech)
    ]
    other = [each for each in entries if each.agenda_item not in items and each.kind == "other"]
    if other:
        blocks += [Heading(speech("Other matters"), 3), *_said(other, speech)]
    return [Heading(speech("Proceedings"), 2), *blocks] if blocks else []


def _said(entries: Iterable[MinutesEntry], speech: Speech) -> list[Paragraph]:
    blocks: list[Paragraph] = []
    for entry in entries:
        text = speech.pick(entry.text_km, entry.text_en)
        if entry.kind != "other":
            kind = choice_on(speech, ENTRY_KINDS, entry.kind)
            text = speech("{kind}: {text}", kind=kind, text=text)
        blocks.append(Paragraph(text, indent=4))
        if entry.answer:
            blocks[-1] = replace(blocks[-1], keep=True)
            blocks.append(Paragraph(speech("Answer: {text}", text=entry.answer), indent=8))
    return blocks


def _decided(matter: Matter, item: str, speech: Speech) -> list[Block]:
    return [
        Paragraph(
            speech(
                "Decision {number}: {text}",
                number=digits_on(speech, matter.numbers.get(each.id, each.number)),
                text=speech.pick(each.text_km, each.text_en),
            ),
            indent=4,
            bold=True,
        )
        for each in matter.parts.decisions
        if each.agenda_item == item
    ]


def concerns(matter: Matter, speech: Speech) -> list[Block]:
    """The concerns of each side with their answers."""
    blocks: list[Block] = []
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("Concern"), weight=3),
        Column(speech("Raised by"), width=26),
        Column(speech("Answer on the spot"), width=40),
        Column(speech("Referred to"), width=26),
    ]
    for kind, message in _CONCERNS.items():
        rows = [
            [None, speech.pick(each.text_km, each.text_en), each.raised_by, each.answer, each.referred_to]
            for each in matter.parts.entries
            if each.kind == kind
        ]
        if rows:
            blocks += [Heading(speech(message), 2), Table(columns, rows, numbered=True)]
    return blocks


def lessons(matter: Matter, speech: Speech) -> list[Block]:
    """Good practices, challenges, opportunities, and recommendations made at no item."""
    items = {item.id for item in matter.agenda}
    blocks: list[Block] = []
    for kind, message in _LESSONS.items():
        texts = [
            speech.pick(each.text_km, each.text_en)
            for each in matter.parts.entries
            if each.kind == kind and not (kind == "recommendation" and each.agenda_item in items)
        ]
        if texts:
            blocks += [Heading(speech(message), 2), Bullets(texts, indent=4)]
    return blocks


def actions(matter: Matter, speech: Speech) -> list[Block]:
    """Who has to do what by when."""
    if not matter.parts.actions:
        return []
    rows = [
        [
            None,
            speech.pick(each.what_km, each.what_en),
            who_does(matter.people, each, speech),
            date_on(speech, each.due),
        ]
        for each in matter.parts.actions
    ]
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("What"), weight=3),
        Column(speech("Who"), weight=1.6),
        Column(speech("By when"), weight=1.2),
    ]
    return [Heading(speech("Actions"), 2), Table(columns, rows, numbered=True)]


def who_does(people: Mapping[RecordId, Person], action: Action, speech: Speech) -> Text:
    """The person or the outside body that an action falls to."""
    person = people.get(action.person)
    return speech.pick(person.name_km, person.name_en) if person else action.body


def earlier_actions(
    pairs: Sequence[tuple[Action, Meeting]], people: Mapping[RecordId, Person], speech: Speech
) -> list[Block]:
    """What earlier meetings of the series left to be done, and how it stands."""
    if not pairs:
        return []
    rows: list[list[Cell]] = [
        [
            None,
            speech.pick(action.what_km, action.what_en),
            who_does(people, action, speech),
            date_on(speech, action.due),
            date_on(speech, earlier.starts),
            _standing(action, speech),
        ]
        for action, earlier in pairs
    ]
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("What"), weight=3),
        Column(speech("Who"), weight=1.6),
        Column(speech("By when"), width=23),
        Column(speech("Meeting of"), width=23),
        Column(speech("Status"), weight=1.3),
    ]
    heading = Heading(speech("Open actions of earlier meetings"), 2)
    return [Together([heading, Table(columns, rows, numbered=True)])]


def _standing(action: Action, speech: Speech) -> Text:
    """How an action stands, with what came of it."""
    state = choice_on(speech, ACTION_STATUSES, action.status)
    return speech("{state}: {result}", state=state, result=action.result) if action.result else state
