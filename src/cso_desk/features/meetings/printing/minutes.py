"""The minutes of a meeting, in the order in which Cambodian minutes are read out."""

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import (
    Block,
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
    place_on,
    practice_stamp,
    signer,
    times_on,
)
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile
from cso_desk.features.meetings.printing.proceedings import (
    Matter,
    actions,
    concerns,
    earlier_actions,
    lessons,
    matter_of,
    proceedings,
)
from cso_desk.features.meetings.printing.sheet import kinds_on
from cso_desk.features.meetings.record import QUORUM_SHARES, Meeting
from cso_desk.features.meetings.service import Quorum, meeting_totals
from cso_desk.features.members.printing import sex_on
from cso_desk.records.base import RecordId
from cso_desk.store.store import Store
from cso_desk.wording import N_

_FINAL = ("approved", "locked")


def minutes_paper(store: Store, meeting: str, language: str = "km", *, annex: bool = True) -> Paper:
    """The minutes of one meeting, with the attendance list as annex; drafts say that they are."""
    totals = meeting_totals(store, meeting)
    with store.reading() as reading:
        matter = matter_of(reading, meeting, totals)
    speech, hub = Speech(language), profile(store)
    now = matter.meeting
    blocks: list[Block] = [Facts(_facts(matter, speech), columns=1)]
    blocks += _composition(matter, speech)
    blocks += _agenda(matter, speech)
    blocks += _earlier(matter, speech)
    blocks += proceedings(matter, speech)
    blocks += concerns(matter, speech)
    blocks += lessons(matter, speech)
    blocks += actions(matter, speech)
    blocks += _closing(matter, speech)
    blocks.append(_signatures(matter, hub, speech))
    if annex and any(row.attendance.status == "present" for row in matter.rows):
        blocks += _annex(matter, speech)
    final = now.minutes_state in _FINAL
    return Paper(
        speech("Minutes of the meeting") if final else speech("Draft minutes of the meeting"),
        blocks,
        language,
        subtitle=speech.pick(now.title_km, now.title_en),
        head=paper_head(hub, speech, reference=_reference(now, speech)),
        code=now.code,
        foot=paper_foot(hub, speech),
        stamp=practice_stamp(store.practice, speech),
    )


def _reference(meeting: Meeting, speech: Speech) -> Text:
    return speech("No.: {number}", number=digits_on(speech, meeting.number)) if meeting.number else ""


def _facts(matter: Matter, speech: Speech) -> list[tuple[Text, Cell]]:
    now = matter.meeting
    pairs: list[tuple[Text, Cell]] = [
        (speech("Date"), days_on(speech, now.starts, now.ends)),
        (speech("Time"), times_on(speech, now.start_time, now.end_time)),
        (speech("Venue"), speech.pick(now.venue_km, now.venue_en)),
        (speech("Place"), place_on(speech, now.place)),
        (speech("Objective"), speech.pick(now.objective_km, now.objective_en)),
        (speech("Chair"), _named(matter, now.chair, speech)),
        (speech("Facilitator"), _named(matter, now.facilitator, speech)),
        (speech("Note-taker"), _named(matter, now.note_taker, speech)),
    ]
    return [(label, value) for label, value in pairs if value]


def _named(matter: Matter, person: RecordId, speech: Speech) -> Text:
    """The name of a person with the position the person had on that day."""
    found = matter.people.get(person)
    if found is None:
        return ""
    name = speech.pick(found.name_km, found.name_en)
    row = next((row for row in matter.rows if row.person.id == person), None)
    title = speech.pick(row.attendance.title_km, row.attendance.title_en) if row else ""
    return speech("{name}, {title}", name=name, title=title) if title else name


def _composition(matter: Matter, speech: Speech) -> list[Block]:
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
    return blocks + _quorum(matter.quorum, speech)


def _quorum(quorum: Quorum, speech: Speech) -> list[Block]:
    """Whether the meeting could decide, and by which rule."""
    if quorum.needed is None:
        return []
    message = (
        N_("The quorum of {needed} institutions was reached: {present} were present.")
        if quorum.reached
        else N_("The quorum of {needed} institutions was not reached: {present} were present.")
    )
    said: list[Block] = [Paragraph(speech(message, needed=quorum.needed, present=quorum.present))]
    if quorum.share:
        share = choice_on(speech, QUORUM_SHARES, quorum.share)
        said.append(Paragraph(speech("Rule of the quorum: {share} ({count}).", share=share, count=quorum.of)))
    return said


def _agenda(matter: Matter, speech: Speech) -> list[Block]:
    if not matter.agenda:
        return []
    items = [speech.pick(item.title_km, item.title_en) for item in matter.agenda]
    return [Heading(speech("Agenda"), 2), Numbered(items, indent=4)]


def _earlier(matter: Matter, speech: Speech) -> list[Block]:
    """The minutes that were to be approved, and the actions that were open."""
    blocks: list[Block] = []
    if matter.before is not None:
        said = speech(_approval_said(matter), date=date_on(speech, matter.before.starts))
        blocks = [Together([Heading(speech("Minutes of the last meeting"), 2), Paragraph(said)])]
    return [*blocks, *earlier_actions(matter.earlier, matter.people, speech)]


def _approval_said(matter: Matter) -> str:
    if matter.before_approval is None:
        return N_("The minutes of the meeting of {date} are not approved yet.")
    if matter.before_amended:
        return N_("The minutes of the meeting of {date} were approved with amendments.")
    return N_("The minutes of the meeting of {date} were approved.")


def _closing(matter: Matter, speech: Speech) -> list[Block]:
    now = matter.meeting
    blocks: list[Block] = []
    if now.next_date:
        blocks.append(Paragraph(speech("Next meeting: {date}.", date=date_on(speech, now.next_date))))
    if now.end_time:
        sentence = speech("The meeting ended at {time}.", time=digits_on(speech, now.end_time))
        blocks.append(Paragraph(sentence))
    if matter.approval is not None and now.minutes_state in _FINAL:
        step, at = matter.approval
        message = (
            N_("These minutes were approved at the meeting of {date}.")
            if at is not None
            else N_("These minutes were approved on {date}.")
        )
        day = at.starts if at is not None else now.minutes_approved_on or step.day
        blocks.append(Paragraph(speech(message, date=date_on(speech, day))))
    return blocks


def _signatures(matter: Matter, hub: HubProfile, speech: Speech) -> Together:
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


def _annex(matter: Matter, speech: Speech) -> list[Block]:
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
