"""Invitation letters: an official letter to each guest, all of them in one file."""

import datetime as dt
from collections.abc import Iterable

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import (
    Block,
    Column,
    Facts,
    Head,
    PageBreak,
    Paper,
    Paragraph,
    Signatures,
    Table,
    Together,
)
from cso_desk.features.hub.printing import (
    DOTS,
    days_on,
    digits_on,
    paper_foot,
    paper_head,
    place_and_date,
    place_on,
    practice_stamp,
    signer,
    times_on,
)
from cso_desk.features.meetings.printing.guests import Gathering, called, gathering, hat, titled
from cso_desk.features.meetings.record import AGENDA_KINDS, AgendaItem
from cso_desk.features.meetings.service import AttendanceRow
from cso_desk.store.store import Store
from cso_desk.wording import N_

_SIZE, _SIZE_OF_BOTH = 10.5, 9.5  # letters of two languages stay on one page


def invitation_letters(
    store: Store, meeting: str, language: str = "km", *, number: str = "", day: dt.date | None = None
) -> Paper:
    """A letter for each guest; one to fill in by hand where nobody is invited yet.

    `number` is that of the register of letters; without it there is room to write one. `day` is the day of
    the letter, today without it.
    """
    speech, of = Speech(language), gathering(store, meeting)
    written = (day or dt.date.today()).isoformat()  # noqa: DTZ011  the day on the wall
    reference = speech("No.: {number}", number=digits_on(speech, number) if number else DOTS)
    head = paper_head(of.hub, speech, reference=reference)
    return Paper(
        speech("Invitation letter"),
        list(_letters(of, head, written, speech)),
        language,
        foot=paper_foot(of.hub, speech),
        stamp=practice_stamp(store.practice, speech),
        page_numbers=False,
        show_title=False,
    )


def _letters(of: Gathering, head: Head, written: str, speech: Speech) -> Iterable[Block]:
    for place, row in enumerate(of.invited or [None]):
        if place:
            yield PageBreak()
        yield head
        yield from _letter(of, row, written, speech)


def _letter(of: Gathering, row: AttendanceRow | None, written: str, speech: Speech) -> list[Block]:
    now, addressed, size = of.meeting, _addressed(row, speech), _size(speech)
    subject = speech("Invitation to {title}", title=titled(now, speech))
    invited = speech(
        "With reference to the above, we have the honour of inviting {name} to take part in {title}.",
        name=_spoken(row, speech),
        title=titled(now, speech),
    )
    closing = speech("Please accept, {name}, the assurance of our high esteem.", name=_spoken(row, speech))
    return [
        Paragraph(speech("Invitation letter"), align="center", size=14, display=True),
        Facts([(speech("Addressee"), addressed), (speech("Subject"), subject)], size=size),
        Paragraph(invited, size=size),
        Facts(_details(of, speech), columns=2, size=size),
        *_objective(of, size, speech),
        *_agenda(of.agenda, size - 1, speech),
        # Where both do not fit on one page, nobody signs a page on which nothing is written.
        Together(
            [
                Paragraph(
                    speech("We would be grateful for your presence at the time and place above."), size=size
                ),
                Paragraph(closing, size=size),
                _signature(of, written, speech),
            ]
        ),
    ]


def _size(speech: Speech) -> float:
    return _SIZE_OF_BOTH if speech.language == "both" else _SIZE


def _addressed(row: AttendanceRow | None, speech: Speech) -> Text:
    """Person with hat; the head of an institution where only that is known."""
    if row is None:
        return DOTS
    known = hat(row, speech)
    if not (row.person.name_km or row.person.name_en):
        return speech("The head of {institution}", institution=known) if known else DOTS
    name = called(row, speech)
    return speech("{name}, {hat}", name=name, hat=known) if known else name


def _spoken(row: AttendanceRow | None, speech: Speech) -> Text:
    if row is None or not (row.person.name_km or row.person.name_en):
        return speech("you")
    return called(row, speech)


def _details(of: Gathering, speech: Speech) -> list[tuple[Text, Cell]]:
    now = of.meeting
    pairs: list[tuple[Text, Cell]] = [
        (speech("Date"), days_on(speech, now.starts, now.ends)),
        (speech("Time"), times_on(speech, now.start_time, now.end_time)),
        (speech("Venue"), speech.pick(now.venue_km, now.venue_en) or place_on(speech, now.place)),
    ]
    return [(label, value) for label, value in pairs if value]


def _objective(of: Gathering, size: float, speech: Speech) -> list[Block]:
    objective = speech.pick(of.meeting.objective_km, of.meeting.objective_en)
    return [Facts([(speech("Objective"), objective)], size=size)] if objective else []


def _agenda(items: Iterable[AgendaItem], size: float, speech: Speech) -> list[Block]:
    items = list(items)
    if not items:
        return []
    timed = any(item.time for item in items)
    columns = [
        Column(speech("No."), weight=0, align="center"),
        *([Column(speech("Time"), width=18)] if timed else []),
        Column(speech("Agenda item"), weight=4),
        Column(speech("Presenter")),
    ]
    rows = [
        [
            None,
            *([digits_on(speech, item.time)] if timed else []),
            speech.pick(item.title_km, item.title_en) or speech(AGENDA_KINDS.get(item.kind, "")),
            item.presenter,
        ]
        for item in items
    ]
    return [Table(columns, rows, numbered=True, size=size)]


def _signature(of: Gathering, written: str, speech: Speech) -> Signatures:
    lines = place_and_date(of.hub, speech, written)
    return Signatures([None, signer(speech, N_("Head of the hub"), lines=lines)], gap=18)
