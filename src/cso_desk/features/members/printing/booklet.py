"""The directory as a booklet to be carried along: cover, one entry an institution, index of names."""

from collections.abc import Iterator, Sequence

from cso_desk.documents.bilingual import Both, Speech, Text
from cso_desk.documents.folding import FOLDED
from cso_desk.documents.paper import (
    Block,
    Column,
    Facts,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Space,
    Table,
    Together,
)
from cso_desk.features.hub.printing import (
    choice_on,
    digits_on,
    logo_of,
    on_one_line,
    paper_foot,
    phones_on,
    place_on,
    practice_stamp,
)
from cso_desk.features.hub.service import profile
from cso_desk.features.members.printing.directory import name_of, opening, representative_of
from cso_desk.features.members.record import ORGANISATION_KINDS
from cso_desk.features.members.service import DirectoryRow
from cso_desk.features.members.service.papers import Asked, institutions_asked
from cso_desk.khmer.sorting import sort_key
from cso_desk.store.store import Store
from cso_desk.wording import N_

_LOGO = 30  # mm
_WHOLE = "\u00a0"  # a space at which no line ends
_DISTRICT = 4  # digits of the code of a district


def booklet_paper(store: Store, asked: Asked, language: str = "km", *, size: str = "A5") -> Paper:
    """The directory in A5: a cover, the institutions by district with running numbers, and an index.

    On "A4" two pages stand side by side, so that the folded sheets are a booklet.
    """
    speech, hub = Speech(language), profile(store)
    rows = sorted(
        institutions_asked(store, asked, language),
        key=lambda row: (not row.place, row.place[:_DISTRICT]),  # the order of names stays within a district
    )
    blocks: list[Block] = [Space(25)]
    logo = logo_of(hub)
    if logo:
        blocks += [Picture(logo, width=_LOGO), Space(8)]
    blocks += [
        Paragraph(
            speech.pick(hub.name_km, hub.name_en) or hub.abbreviation, bold=True, align="center", size=14
        ),
        Space(12),
        Paragraph(speech("Directory of institutions"), align="center", size=22, display=True),
        Space(6),
        *opening(rows, asked, speech),
        *(
            [Paragraph(speech("Those who agreed to be shared"), align="center", size=9)]
            if asked.outside
            else []
        ),
    ]
    if rows:
        blocks += [PageBreak(), *_entries(rows, speech), PageBreak()]
        blocks += [Heading(speech("Index of names"), 1), _index(rows, speech)]
    return Paper(
        speech("Directory of institutions"),
        blocks,
        language,
        size=FOLDED if size == "A4" else "A5",
        foot=paper_foot(hub, speech),
        stamp=practice_stamp(store.practice, speech),
        show_title=False,
        margins=(16, 12, 12, 15),
    )


def _entries(rows: Sequence[DirectoryRow], speech: Speech) -> Iterator[Block]:
    district = "none"
    for number, row in enumerate(rows, start=1):
        head: list[Block] = []
        if row.place[:_DISTRICT] != district:
            district = row.place[:_DISTRICT]
            head.append(Heading(place_on(speech, district) if district else speech("Place not known"), 2))
        title = speech("{number}. {name}", number=number, name=name_of(row, speech))
        yield Together([*head, Paragraph(title, bold=True, size=10), Facts(_facts(row, speech), size=9)])
        yield Space(2)


def _facts(row: DirectoryRow, speech: Speech) -> list[tuple[Text, Text]]:
    body = row.organisation
    # The district stands above the entry.
    place = place_on(speech, body.place) if len(body.place) > _DISTRICT else ""
    address = speech.pick(body.address_km, body.address_en) or place
    told = [
        (N_("Kind"), choice_on(speech, ORGANISATION_KINDS, body.kind)),
        (N_("Representative"), representative_of(row, speech)),
        (N_("Phone number"), phones_on(speech, row.phones)),
        (N_("E-mail"), body.email),
        (N_("Address"), address),
    ]
    return [(speech(label), value) for label, value in told if value]


def _index(rows: Sequence[DirectoryRow], speech: Speech) -> Table:
    """Every name and acronym in the order of the dictionary, with the number of its entry."""
    told: dict[tuple[str, int], None] = {}
    for number, row in enumerate(rows, start=1):
        body = row.organisation
        named = speech.pick(body.name_km, body.name_en)
        names = [named.km, named.en] if isinstance(named, Both) else [named]
        for name in (*names, body.acronym):
            if name:
                told[name, number] = None
    cells = [
        [name, on_one_line(digits_on(speech, number)).replace(" ", _WHOLE)]
        for name, number in sorted(told, key=lambda pair: sort_key(pair[0]))
    ]
    columns = [
        Column(speech("Name of the institution"), weight=4),
        Column(speech("No."), weight=0, align="right"),
    ]
    return Table(columns, cells, size=9, head=False)
