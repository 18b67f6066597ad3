"""Certificates of participation: one on a page for everybody who was present."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cso_desk.documents.bilingual import Speech, Text, inline
from cso_desk.documents.paper import Block, PageBreak, Paper, Paragraph, Signatures, Space, Together
from cso_desk.documents.pdf import page_count
from cso_desk.features.hub.printing import (
    DOTS,
    days_on,
    paper_head,
    place_and_date,
    place_on,
    practice_stamp,
    signer,
)
from cso_desk.features.meetings.printing.guests import Gathering, called, gathering, hat, titled
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import AttendanceRow
from cso_desk.store.store import Store
from cso_desk.wording import N_

_MARGINS = (14, 25, 14, 25)
_TRIED = (14, 25, 32, 25)  # with room left, for the faces of Word stand farther apart
_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6)  # of letters: the longest names must leave it one page


def certificates_paper(store: Store, meeting: str, language: str = "km") -> Paper:
    """A certificate for each who was present; one to fill in by hand where nobody is known to have been."""
    speech, of = Speech(language), gathering(store, meeting)
    rows: list[AttendanceRow | None] = [*of.present] or [None]
    longest = max(rows, key=lambda row: _length(row, speech))
    papers = [_paper(store, of, rows, speech, scale) for scale in _SCALES]
    for made, scale in zip(papers, _SCALES, strict=True):
        # The longest first: one page is laid out sooner than hundreds.
        one = replace(_paper(store, of, [longest], speech, scale), margins=_TRIED)
        if page_count(one) == 1 and page_count(replace(made, margins=_TRIED)) == len(rows):
            return made
    return papers[-1]


def _length(row: AttendanceRow | None, speech: Speech) -> int:
    """How much stands on the certificate of somebody, in letters."""
    return len(inline(called(row, speech))) + len(inline(hat(row, speech))) if row is not None else 0


def _paper(
    store: Store, of: Gathering, rows: Sequence[AttendanceRow | None], speech: Speech, scale: float
) -> Paper:
    return Paper(
        speech("Certificate of participation"),
        list(_pages(of, rows, speech, scale)),
        speech.language,
        landscape=True,
        frame=True,
        stamp=practice_stamp(store.practice, speech),
        page_numbers=False,
        show_title=False,
        margins=_MARGINS,
    )


def _pages(
    of: Gathering, rows: Sequence[AttendanceRow | None], speech: Speech, scale: float
) -> Iterable[Block]:
    for number, row in enumerate(rows):
        if number:
            yield PageBreak()
        yield replace(paper_head(of.hub, speech), under_hub=())  # room for long names
        yield Together(_certificate(of, row, speech, scale))


def certificate_number(meeting: Meeting, row: AttendanceRow | None) -> str:
    """The number of a certificate: by it meeting and person are found again, however often it is printed."""
    return (
        f"{meeting.code}/{row.person.code}"
        if row is not None and row.person.code
        else f"{meeting.code}/{DOTS}"
    )


def _certificate(of: Gathering, row: AttendanceRow | None, speech: Speech, scale: float) -> list[Block]:
    now = of.meeting
    number = speech("No.: {number}", number=certificate_number(now, row))
    who: list[Block] = [
        Paragraph(called(row, speech) if row else DOTS, align="center", size=18 * scale, display=True)
    ]
    if row is not None and (known := hat(row, speech)):
        who.append(Paragraph(known, align="center", size=11 * scale))
    return [
        Paragraph(speech("Certificate of participation"), align="center", size=20 * scale, display=True),
        Paragraph(number, align="center", size=9.5 * scale),
        Space(2),
        Paragraph(speech("This is to certify that"), align="center", size=11 * scale),
        *who,
        Paragraph(speech("took part in"), align="center", size=11 * scale),
        Paragraph(titled(now, speech), align="center", size=13 * scale, bold=True),
        Paragraph(_when_and_where(now, speech), align="center", size=11 * scale),
        _signature(of, speech, 20 * scale),
    ]


def _when_and_where(meeting: Meeting, speech: Speech) -> Text:
    days = days_on(speech, meeting.starts, meeting.ends)
    venue = speech.pick(meeting.venue_km, meeting.venue_en) or place_on(speech, meeting.place)
    return (
        speech("held on {date} at {venue}", date=days, venue=venue)
        if venue
        else speech("held on {date}", date=days)
    )


def _signature(of: Gathering, speech: Speech, gap: float) -> Signatures:
    lines = place_and_date(of.hub, speech, of.meeting.ends or of.meeting.starts)
    return Signatures([None, signer(speech, N_("Head of the hub"), lines=lines)], gap=gap)
