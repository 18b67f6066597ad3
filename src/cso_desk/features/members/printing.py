"""The directory on paper and as a workbook, and address labels."""

from collections.abc import Callable, Iterable
from datetime import date

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Card, Cards, Column, Paper, Paragraph, Section, Table, TableRow
from cso_desk.documents.workbook import Sheet, SheetColumn
from cso_desk.features.hub.printing import (
    choice_on,
    date_on,
    on_one_line,
    paper_foot,
    paper_head,
    phones_on,
    place_on,
    practice_stamp,
)
from cso_desk.features.hub.service import profile
from cso_desk.features.members.record import ORGANISATION_KINDS
from cso_desk.features.members.service import DirectoryRow, directory
from cso_desk.khmer.phones import show_phone
from cso_desk.store.store import Store
from cso_desk.wording import N_

_Cells = Callable[[DirectoryRow, Speech], list[Cell]]


def directory_paper(
    store: Store,
    language: str = "km",
    *,
    as_of: date | None = None,
    size: str = "A4",
    kinds: Iterable[str] = (),
    place: str = "",
) -> Paper:
    """The directory by district: "A4" across as a list, "A5" upright as a booklet."""
    speech, hub = Speech(language), profile(store)
    day = as_of or date.today()  # noqa: DTZ011  the day on the wall
    rows = directory(store, day, kinds=kinds, place=place)
    columns, cells = (_WIDE, _wide) if size == "A4" else (_NARROW, _narrow)
    if size == "A4" and not any(row.organisation.email for row in rows):
        columns, cells = (*_WIDE[:_EMAIL], *_WIDE[_EMAIL + 1 :]), _without_email
    intro = speech.plural(
        "{count} institution as of {date}", "{count} institutions as of {date}", len(rows),
        date=date_on(speech, day.isoformat()),
    )  # fmt: skip
    table = Table(
        [
            # A long address may be broken; it must not take the room of the names.
            Column(speech(title), width=40 if title == "E-mail" else 0, weight=weight, align=align)
            for title, weight, align in columns
        ],
        list(_by_district(rows, speech, cells)),
        numbered=True,
        size=8.5,
    )
    blocks: list[Block] = [Paragraph(intro, align="center"), table]
    return Paper(
        speech("Directory"),
        blocks,
        language,
        head=paper_head(hub, speech),
        size=size,
        landscape=size == "A4",
        foot=paper_foot(hub, speech),
        stamp=practice_stamp(store.practice, speech),
    )


_WIDE: tuple[tuple[str, float, str], ...] = (
    (N_("No."), 0, "center"),
    (N_("Name of the institution"), 3, "left"),
    (N_("Kind"), 1.2, "left"),
    (N_("Representative"), 2, "left"),
    (N_("Phone number"), 1.4, "left"),
    (N_("E-mail"), 1.2, "left"),
    (N_("Address"), 2.2, "left"),
)
_EMAIL = 5
_NARROW: tuple[tuple[str, float, str], ...] = (
    (N_("No."), 0, "center"),
    (N_("Name of the institution"), 3, "left"),
    (N_("Representative"), 2, "left"),
    (N_("Phone number"), 1.4, "left"),
)


def _by_district(rows: list[DirectoryRow], speech: Speech, cells: _Cells) -> Iterable[TableRow]:
    districts: dict[str, list[DirectoryRow]] = {}
    for row in rows:
        districts.setdefault(row.place[:4], []).append(row)
    for code in sorted(districts, key=lambda code: (not code, code)):
        if len(districts) > 1:
            yield Section(place_on(speech, code) if code else speech("Place not known"))
        for row in districts[code]:
            yield cells(row, speech)


def _wide(row: DirectoryRow, speech: Speech) -> list[Cell]:
    body = row.organisation
    address = speech.pick(body.address_km, body.address_en) or place_on(speech, body.place)
    return [
        None,
        _name(row, speech),
        choice_on(speech, ORGANISATION_KINDS, body.kind),
        _representative(row, speech),
        phones_on(speech, row.phones),
        body.email,
        address,
    ]


def _without_email(row: DirectoryRow, speech: Speech) -> list[Cell]:
    cells = _wide(row, speech)
    return [*cells[:_EMAIL], *cells[_EMAIL + 1 :]]


def _narrow(row: DirectoryRow, speech: Speech) -> list[Cell]:
    return [None, _name(row, speech), _representative(row, speech), phones_on(speech, row.phones)]


def _name(row: DirectoryRow, speech: Speech) -> Text:
    body = row.organisation
    name = speech.pick(body.name_km, body.name_en)
    if not body.acronym:
        return name
    return speech("{name} ({acronym})", name=name, acronym=body.acronym)


def _representative(row: DirectoryRow, speech: Speech) -> Text:
    if row.person is None:
        return ""
    name = speech.pick(row.person.name_km, row.person.name_en)
    title = speech.pick(row.position.title_km, row.position.title_en) if row.position else ""
    return speech("{name}, {title}", name=name, title=title) if title else name


def directory_workbook(store: Store, language: str = "km", *, as_of: date | None = None) -> list[Sheet]:
    """The directory as a sheet; names in both languages always have columns of their own."""
    speech = Speech(language)

    def title(message: str) -> str:
        return on_one_line(speech(message))

    columns = [
        SheetColumn(title(message), kind)
        for message, kind in (
            (N_("Code"), "text"),
            (N_("Name in Khmer"), "text"),
            (N_("Name in English"), "text"),
            (N_("Acronym"), "text"),
            (N_("Kind"), "text"),
            (N_("Representative"), "text"),
            (N_("Position"), "text"),
            (N_("Sex"), "text"),
            (N_("Phone numbers"), "text"),
            (N_("E-mail"), "text"),
            (N_("Place"), "text"),
            (N_("Code of the place"), "text"),
            (N_("Address"), "text"),
        )
    ]
    rows = directory(store, as_of)
    return [Sheet(title(N_("Directory")), columns, [_sheet_row(row, speech) for row in rows], len(rows))]


def _sheet_row(row: DirectoryRow, speech: Speech) -> list[str]:
    body, person = row.organisation, row.person
    return [
        body.code,
        body.name_km,
        body.name_en,
        body.acronym,
        on_one_line(choice_on(speech, ORGANISATION_KINDS, body.kind)),
        on_one_line(speech.pick(person.name_km, person.name_en)) if person else "",
        on_one_line(speech.pick(row.position.title_km, row.position.title_en)) if row.position else "",
        on_one_line(sex_on(speech, person.sex)) if person else "",
        ", ".join(show_phone(phone) for phone in row.phones),
        body.email,
        on_one_line(place_on(speech, body.place)),
        body.place,
        on_one_line(speech.pick(body.address_km, body.address_en)),
    ]


def sex_on(speech: Speech, sex: str) -> Text:
    """The sex as lists write it, in one letter."""
    return {"F": speech("F"), "M": speech("M")}.get(sex, "–" if sex == "X" else "")


def labels_paper(store: Store, language: str = "km", *, as_of: date | None = None) -> Paper:
    """Address labels for envelopes, three in a row."""
    speech = Speech(language)
    cards = [
        Card([text for text in _label(row, speech) if text], large=_name(row, speech))
        for row in directory(store, as_of)
    ]
    return Paper(
        speech("Labels"),
        [Cards(cards)],
        language,
        page_numbers=False,
        show_title=False,
        stamp=practice_stamp(store.practice, speech),
    )


def _label(row: DirectoryRow, speech: Speech) -> list[Text]:
    body = row.organisation
    return [
        _representative(row, speech),
        speech.pick(body.address_km, body.address_en) or place_on(speech, body.place),
        phones_on(speech, row.phones),
    ]
