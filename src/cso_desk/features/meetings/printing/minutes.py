"""The minutes of a meeting, in the order in which Cambodian minutes are read out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Numbered,
    PageBreak,
    Paper,
    Paragraph,
    Signatures,
    Table,
    Together,
)
from cso_desk.features.hub.printing import (
    choice_on,
    date_on,
    days_on,
    digits_on,
    figure_said,
    listed,
    paper_foot,
    paper_head,
    place_and_date,
    signer,
    times_on,
)
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile
from cso_desk.features.meetings.printing.sheet import kinds_on
from cso_desk.features.meetings.record import (
    ACTION_STATUSES,
    ENTRY_KINDS,
    Action,
    AgendaItem,
    Meeting,
    MinutesEntry,
)
from cso_desk.features.meetings.service import (
    AttendanceRow,
    MinutesParts,
    Quorum,
    Totals,
    agenda_in,
    attendance_rows_in,
    carried_over_in,
    meeting_in,
    meeting_totals,
    minutes_parts_in,
    quorum_in,
)
from cso_desk.features.members.printing import sex_on
from cso_desk.features.members.record import Person
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
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
class _Matter:
    """Everything that the minutes of one meeting are made of."""

    meeting: Meeting
    agenda: Sequence[AgendaItem]
    parts: MinutesParts
    rows: Sequence[AttendanceRow]
    earlier: Sequence[tuple[Action, Meeting]]
    quorum: Quorum
    people: dict[RecordId, Person]
    totals: Totals


def minutes_paper(store: Store, meeting: str, language: str = "km", *, annex: bool = True) -> Paper:
    """The minutes of one meeting, with the attendance list as annex; drafts say that they are."""
    totals = meeting_totals(store, meeting)
    with store.reading() as reading:
        matter = _matter(reading, meeting, totals)
    speech, hub = Speech(language), profile(store)
    now = matter.meeting
    blocks: list[Block] = [Facts(_facts(matter, speech), columns=1)]
    blocks += _composition(matter, speech)
    blocks += _agenda(matter, speech)
    blocks += _earlier(matter, speech)
    blocks += _proceedings(matter, speech)
    blocks += _concerns(matter, speech)
    blocks += _lessons(matter, speech)
    blocks += _actions(matter, speech)
    blocks += _closing(matter, speech)
    blocks.append(_signatures(matter, hub, speech))
    if annex and any(row.attendance.status == "present" for row in matter.rows):
        blocks += _annex(matter, speech)
    final = now.minutes_state in ("approved", "locked")
    return Paper(
        speech("Minutes of the meeting") if final else speech("Draft minutes of the meeting"),
        blocks,
        language,
        subtitle=speech.pick(now.title_km, now.title_en),
        head=paper_head(hub, speech, reference=_reference(now, speech)),
        code=now.code,
        foot=paper_foot(hub, speech),
    )


def _matter(reading: Reading, meeting: str, totals: Totals) -> _Matter:
    now = meeting_in(reading, meeting)
    parts = minutes_parts_in(reading, meeting)
    earlier = carried_over_in(reading, now)
    wanted = {now.chair, now.facilitator, now.note_taker}
    wanted |= {action.person for action in parts.actions} | {action.person for action, _m in earlier}
    people = reading.all(Person, reading.table(Person).c.id.in_(wanted), trash=True)
    return _Matter(
        now,
        agenda_in(reading, meeting),
        parts,
        attendance_rows_in(reading, meeting),
        earlier,
        quorum_in(reading, now),
        {each.id: each for each in people},
        totals,
    )


def _reference(meeting: Meeting, speech: Speech) -> Text:
    return speech("No.: {number}", number=digits_on(speech, meeting.number)) if meeting.number else ""


def _facts(matter: _Matter, speech: Speech) -> list[tuple[Text, Cell]]:
    now = matter.meeting
    pairs: list[tuple[Text, Cell]] = [
        (speech("Date"), days_on(speech, now.starts, now.ends)),
        (speech("Time"), times_on(speech, now.start_time, now.end_time)),
        (speech("Venue"), speech.pick(now.venue_km, now.venue_en)),
        (speech("Objective"), speech.pick(now.objective_km, now.objective_en)),
        (speech("Chair"), _named(matter, now.chair, speech)),
        (speech("Facilitator"), _named(matter, now.facilitator, speech)),
        (speech("Note-taker"), _named(matter, now.note_taker, speech)),
    ]
    return [(label, value) for label, value in pairs if value]


def _named(matter: _Matter, person: RecordId, speech: Speech) -> Text:
    """The name of a person with the position the person had on that day."""
    found = matter.people.get(person)
    if found is None:
        return ""
    name = speech.pick(found.name_km, found.name_en)
    row = next((row for row in matter.rows if row.person.id == person), None)
    title = speech.pick(row.attendance.title_km, row.attendance.title_en) if row else ""
    return speech("{name}, {title}", name=name, title=title) if title else name


def _composition(matter: _Matter, speech: Speech) -> list[Block]:
    totals = matter.totals
    if totals.female is None:
        sentence = speech(
            "Participants: {total}.", total=figure_said(speech, totals.participations, totals.qualifier)
        )
    else:
        sentence = speech(
            "In all {total} people took part, {female} of them women.",
            total=figure_said(speech, totals.participations, totals.qualifier),
            female=figure_said(speech, totals.female),
        )
    blocks: list[Block] = [Heading(speech("Composition"), 2), Paragraph(sentence)]
    if totals.institutions:
        blocks.append(
            Paragraph(
                speech(
                    "Institutions: {count} ({kinds}).",
                    count=totals.institutions,
                    kinds=kinds_on(totals, speech),
                )
            )
        )
    for status, message in (("absent", N_("Absent: {names}.")), ("excused", N_("Excused: {names}."))):
        names = [
            speech.pick(row.person.name_km, row.person.name_en)
            for row in matter.rows
            if row.attendance.status == status
        ]
        if names:
            blocks.append(Paragraph(speech(message, names=listed(names, speech))))
    if matter.quorum.needed is not None:
        message = (
            N_("The quorum of {needed} institutions was reached: {present} were present.")
            if matter.quorum.reached
            else N_("The quorum of {needed} institutions was not reached: {present} were present.")
        )
        blocks.append(Paragraph(speech(message, needed=matter.quorum.needed, present=matter.quorum.present)))
    return blocks


def _agenda(matter: _Matter, speech: Speech) -> list[Block]:
    if not matter.agenda:
        return []
    items = [speech.pick(item.title_km, item.title_en) for item in matter.agenda]
    return [Heading(speech("Agenda"), 2), Numbered(items, indent=4)]


def _earlier(matter: _Matter, speech: Speech) -> list[Block]:
    if not matter.earlier:
        return []
    rows = [
        [
            None,
            speech.pick(action.what_km, action.what_en),
            _who(matter, action, speech),
            date_on(speech, earlier.starts),
            choice_on(speech, ACTION_STATUSES, action.status),
        ]
        for action, earlier in matter.earlier
    ]
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("What"), weight=3),
        Column(speech("Who"), weight=1.6),
        Column(speech("Meeting of"), weight=1.2),
        Column(speech("Status"), weight=0.8),
    ]
    heading = Heading(speech("Open actions of earlier meetings"), 2)
    return [Together([heading, Table(columns, rows, numbered=True)])]


def _proceedings(matter: _Matter, speech: Speech) -> list[Block]:
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
                blocks.append(Paragraph(speech("Presented by {name}.", name=item.presenter), indent=4))
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


def _said(entries: Iterable[MinutesEntry], speech: Speech) -> list[Block]:
    blocks: list[Block] = []
    for entry in entries:
        text = speech.pick(entry.text_km, entry.text_en)
        if entry.kind != "other":
            kind = choice_on(speech, ENTRY_KINDS, entry.kind)
            text = speech("{kind}: {text}", kind=kind, text=text)
        blocks.append(Paragraph(text, indent=4))
        if entry.answer:
            blocks.append(Paragraph(speech("Answer: {text}", text=entry.answer), indent=8))
    return blocks


def _decided(matter: _Matter, item: str, speech: Speech) -> list[Block]:
    return [
        Paragraph(
            speech(
                "Decision {number}: {text}",
                number=digits_on(speech, each.number),
                text=speech.pick(each.text_km, each.text_en),
            ),
            indent=4,
            bold=True,
        )
        for each in matter.parts.decisions
        if each.agenda_item == item
    ]


def _concerns(matter: _Matter, speech: Speech) -> list[Block]:
    blocks: list[Block] = []
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("Concern"), weight=3),
        Column(speech("Raised by"), weight=1.2),
        Column(speech("Answer on the spot"), weight=2),
        Column(speech("Referred to"), weight=1.2),
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


def _lessons(matter: _Matter, speech: Speech) -> list[Block]:
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


def _actions(matter: _Matter, speech: Speech) -> list[Block]:
    if not matter.parts.actions:
        return []
    rows = [
        [None, speech.pick(each.what_km, each.what_en), _who(matter, each, speech), date_on(speech, each.due)]
        for each in matter.parts.actions
    ]
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("What"), weight=3),
        Column(speech("Who"), weight=1.6),
        Column(speech("By when"), weight=1.2),
    ]
    return [Heading(speech("Actions"), 2), Table(columns, rows, numbered=True)]


def _who(matter: _Matter, action: Action, speech: Speech) -> Text:
    person = matter.people.get(action.person)
    return speech.pick(person.name_km, person.name_en) if person else action.body


def _closing(matter: _Matter, speech: Speech) -> list[Block]:
    now = matter.meeting
    blocks: list[Block] = []
    if now.next_date:
        blocks.append(Paragraph(speech("Next meeting: {date}.", date=date_on(speech, now.next_date))))
    if now.end_time:
        sentence = speech("The meeting ended at {time}.", time=digits_on(speech, now.end_time))
        blocks.append(Paragraph(sentence))
    return blocks


def _signatures(matter: _Matter, hub: HubProfile, speech: Speech) -> Together:
    now = matter.meeting
    lines = place_and_date(hub, speech, now.ends or now.starts)
    chair, writer = matter.people.get(now.chair), matter.people.get(now.note_taker)
    left = signer(
        speech,
        N_("Chair of the meeting"),
        note=N_("Seen and agreed"),
        name=speech.pick(chair.name_km, chair.name_en) if chair else "",
    )
    right = signer(
        speech,
        N_("Note-taker"),
        name=speech.pick(writer.name_km, writer.name_en) if writer else "",
        lines=lines,
    )
    return Together([Signatures([left, right])])


def _annex(matter: _Matter, speech: Speech) -> list[Block]:
    rows = [
        [
            None,
            speech.pick(row.person.name_km, row.person.name_en),
            sex_on(speech, row.person.sex),
            speech.pick(row.attendance.title_km, row.attendance.title_en),
            speech.pick(row.organisation.name_km, row.organisation.name_en) if row.organisation else "",
        ]
        for row in matter.rows
        if row.attendance.status == "present"
    ]
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("Surname and given name"), weight=2),
        Column(speech("Sex"), weight=0, align="center"),
        Column(speech("Position"), weight=1.5),
        Column(speech("Institution"), weight=2.5),
    ]
    heading = Heading(speech("Annex: attendance list"), 1)
    return [PageBreak(), heading, Table(columns, rows, numbered=True)]
