"""Badges and name tents of a meeting, several on a page, with marks where to cut and to fold."""

from cso_desk.documents.bilingual import Speech
from cso_desk.documents.paper import Card, Cards, Paper
from cso_desk.features.hub.printing import DOTS, days_on, practice_stamp
from cso_desk.features.meetings.printing.guests import Gathering, gathering, hat, named, titled
from cso_desk.features.meetings.service import AttendanceRow
from cso_desk.store.store import Store
from cso_desk.wording import N_

_MARGINS = (14, 15, 10, 15)
_BLANK = {"badges": 10, "tents": 2}  # a page of them, to write names on


def badges_paper(store: Store, meeting: str, language: str = "km") -> Paper:
    """Badges of 90 by 54 mm with name, hat, meeting and hub; blank ones where nobody is invited yet."""
    speech, of = Speech(language), gathering(store, meeting)
    cards = [_badge(of, row, speech) for row in of.invited] or [_badge(of, None, speech)] * _BLANK["badges"]
    block = Cards(cards, columns=2, height=54, border=False, size=10, marks=True)
    return _sheet(store, speech, N_("Badges"), block)


def tents_paper(store: Store, meeting: str, language: str = "km") -> Paper:
    """Name tents: the name on both sides of a folded card, two on a page."""
    speech, of = Speech(language), gathering(store, meeting)
    cards = [_tent(row, speech) for row in of.invited] or [Card([])] * _BLANK["tents"]
    block = Cards(cards, columns=1, height=66, border=False, size=20, marks=True, folded=True)
    return _sheet(store, speech, N_("Name tents"), block)


def _sheet(store: Store, speech: Speech, title: str, block: Cards) -> Paper:
    return Paper(
        speech(title), [block], speech.language, stamp=practice_stamp(store.practice, speech),
        page_numbers=False, show_title=False, margins=_MARGINS,
    )  # fmt: skip


def _badge(of: Gathering, row: AttendanceRow | None, speech: Speech) -> Card:
    now = of.meeting
    hub = speech.pick(of.hub.name_km, of.hub.name_en) or of.hub.abbreviation
    about = [titled(now, speech), days_on(speech, now.starts, now.ends), hub]
    if row is None:
        return Card(about, large=DOTS)
    return Card([hat(row, speech), *about], large=named(row, speech))


def _tent(row: AttendanceRow, speech: Speech) -> Card:
    return Card([hat(row, speech)], large=named(row, speech))
