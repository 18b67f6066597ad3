"""Labels for copies and spines, and reader cards, on the sheets of labels that shops sell."""

from collections.abc import Sequence
from dataclasses import dataclass

from cso_desk.documents.bilingual import Speech, Text
from cso_desk.documents.paper import Block, Card, Cards, Paper, Paragraph
from cso_desk.features.hub.printing import practice_stamp
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile
from cso_desk.features.library.record import LibraryCopy, LibraryTitle
from cso_desk.features.members.record import Person
from cso_desk.store.store import Store
from cso_desk.wording import N_

Labelled = Sequence[tuple[LibraryCopy, LibraryTitle]]
_HEIGHT, _WIDTH = 297.0, 210.0  # millimetres of A4


@dataclass(frozen=True)
class LabelSheet:
    """A sheet of A4 labels: how many in a row, their width and height in millimetres, and their name."""

    name: str
    columns: int
    width: float
    height: float

    @property
    def rows(self) -> int:
        """How many rows a sheet has."""
        return int(_HEIGHT // self.height)

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """What is left around the labels: top, right, bottom, left."""
        above = (_HEIGHT - self.rows * self.height) / 2
        beside = (_WIDTH - self.columns * self.width) / 2
        # A hair less at the foot, or rounding would push the last row to the next page.
        return above, beside, max(above - 0.1, 0), beside


LABEL_SHEETS = {
    "3x8": LabelSheet(N_("24 labels, 70 × 37 mm"), 3, 70, 37),
    "3x7": LabelSheet(N_("21 labels, 70 × 42.3 mm"), 3, 70, 42.3),
    "2x7": LabelSheet(N_("14 labels, 99 × 38 mm"), 2, 99.1, 38.1),
    "4x10": LabelSheet(N_("40 labels, 52.5 × 29.7 mm"), 4, 52.5, 29.7),
    "5x13": LabelSheet(N_("65 labels, 38 × 21 mm"), 5, 38.1, 21.2),
}
"""Common formats, the usual one first."""

QR_SHEETS = {
    "3x8": N_("24 labels, 70 × 37 mm, with QR codes"),
    "3x7": N_("21 labels, 70 × 42.3 mm, with QR codes"),
    "2x7": N_("14 labels, 99 × 38 mm, with QR codes"),
    "4x10": N_("40 labels, 52.5 × 29.7 mm, with QR codes"),
}
"""The formats on which a code for telephones has room, and what they are called with one."""


def copy_labels(
    store: Store,
    labelled: Labelled,
    language: str = "km",
    *,
    sheet: str = "3x8",
    skip: int = 0,
    square: bool = False,
) -> Paper:
    """A label for each copy with its number as a bar code, or as a `square` code for telephones.

    `skip` leaves that many labels of the first sheet free: they were used before.
    """
    speech, hub = Speech(language), profile(store)
    cards = [_copy_card(copy, title, hub, speech, square=square) for copy, title in labelled]
    return _sheet(store, speech, N_("Labels of copies"), cards, LABEL_SHEETS[sheet], skip)


def _copy_card(
    copy: LibraryCopy, title: LibraryTitle, hub: HubProfile, speech: Speech, *, square: bool
) -> Card:
    name = speech.pick(title.title_km, title.title_en)
    own = speech.pick(hub.name_km, hub.name_en) or hub.abbreviation
    lines: list[Text] = [each for each in (copy.shelf, name, own) if each]
    if square:
        return Card(lines, large=copy.code, qr=copy.code)
    return Card(lines, large=copy.code, bars=copy.code)


def spine_labels(
    store: Store, labelled: Labelled, language: str = "km", *, sheet: str = "5x13", skip: int = 0
) -> Paper:
    """Small labels for the spine: the call number large, the number of the copy below."""
    speech = Speech(language)
    cards = [Card([copy.code], large=copy.shelf or copy.code) for copy, _title in labelled]
    return _sheet(store, speech, N_("Spine labels"), cards, LABEL_SHEETS[sheet], skip)


def reader_cards(store: Store, people: Sequence[Person], language: str = "km") -> Paper:
    """Cards of 86 by 54 mm with name and number, which the desk scans."""
    speech, hub = Speech(language), profile(store)
    own = speech.pick(hub.name_km, hub.name_en) or hub.abbreviation
    cards = [
        Card(
            [person.code, speech("Reader card"), own],
            large=speech.pick(person.name_km, person.name_en) or person.code,
            bars=person.code,
        )
        for person in people
    ]
    block = Cards(cards, columns=2, height=54, border=False, size=10, marks=True)
    return _paper(store, speech, N_("Reader cards"), [block] if cards else [], (14, 19, 10, 19))


def _sheet(
    store: Store, speech: Speech, title: str, cards: Sequence[Card], sheet: LabelSheet, skip: int
) -> Paper:
    free = [Card([])] * (skip % (sheet.columns * sheet.rows))
    size = 9 if sheet.height > 30 else 7  # small letters for small labels
    block = Cards([*free, *cards], columns=sheet.columns, height=sheet.height, border=False, size=size)
    return _paper(store, speech, title, [block] if cards else [], sheet.margins)


def _paper(
    store: Store,
    speech: Speech,
    title: str,
    blocks: list[Block],
    margins: tuple[float, float, float, float],
) -> Paper:
    return Paper(
        speech(title),
        blocks or [Paragraph(speech("There is nothing to print labels for."), align="center")],
        speech.language,
        page_numbers=False,
        show_title=False,
        stamp=practice_stamp(store.practice, speech),
        margins=margins,
    )
