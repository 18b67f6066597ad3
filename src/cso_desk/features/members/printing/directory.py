"""The directory on paper and as a workbook, lists of contacts, and address labels."""

from collections.abc import Callable, Iterable, Sequence
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
    stamp_sheets,
)
from cso_desk.features.hub.service import profile
from cso_desk.features.members.record import ORGANISATION_KINDS
from cso_desk.features.members.service import DirectoryRow, may_leave
from cso_desk.features.members.service.papers import Asked, institutions_asked
from cso_desk.khmer.phones import show_phone
from cso_desk.store.store import Store
from cso_desk.wording import N_

_Cells = Callable[[DirectoryRow, Speech], list[Cell]]


def directory_paper(store: Store, asked: Asked, language: str = "km", *, size: str = "A4") -> Paper:
    """The directory by district: "A4" across as a list, "A5" upright."""
    speech, rows = Speech(language), institutions_asked(store, asked)
    columns, cells = (_WIDE, _wide) if size == "A4" else (_NARROW, _narrow)
    if size == "A4" and not any(row.organisation.email for row in rows):
        columns, cells = (*_WIDE[:_EMAIL], *_WIDE[_EMAIL + 1 :]), _without_email
    table = Table(
        [
            # A long address may be broken; it must not take the room of the names.
            Column(speech(title), width=40 if title == "E-mail" else 0, weight=weight, align=align)
            for title, weight, align in columns
        ],
        list(_in_sections(rows, speech, cells, _district)),
        numbered=True,
        size=8.5,
    )
    blocks: list[Block] = [*opening(rows, speech, asked.day), table]
    return members_paper(
        store, speech, N_("Directory"), blocks, size=size, landscape=size == "A4", outside=asked.outside
    )


def contacts_paper(store: Store, asked: Asked, language: str = "km", *, by: str = "district") -> Paper:
    """Whom to call: one line an institution, by "district" or by "kind"."""
    speech, rows = Speech(language), institutions_asked(store, asked)
    columns = [
        Column(speech(title), weight=weight, align=align, whole=title == "Phone number")
        for title, weight, align in (
            (N_("No."), 0, "center"),
            (N_("Name of the institution"), 2.6, "left"),
            (N_("Representative"), 2, "left"),
            (N_("Phone number"), 1.6, "left"),
            (N_("Telegram"), 1, "left"),
        )
    ]
    told = list(_in_sections(rows, speech, _contact, _district if by == "district" else _kind))
    table = Table(columns, told, numbered=True, size=9)
    blocks: list[Block] = [*opening(rows, speech, asked.day), table]
    return members_paper(store, speech, N_("List of contacts"), blocks, outside=asked.outside)


def _contact(row: DirectoryRow, speech: Speech) -> list[Cell]:
    body, person = row.organisation, row.person
    reached = body.telegram or (person.telegram if person else "")
    return [
        None,
        name_of(row, speech),
        representative_of(row, speech),
        phones_on(speech, row.phones),
        reached,
    ]


def opening(rows: list[DirectoryRow], speech: Speech, day: date) -> list[Block]:
    """How many institutions on which day; and who must not see the paper where somebody did not agree."""
    intro = speech.plural(
        "{count} institution as of {date}", "{count} institutions as of {date}", len(rows),
        date=date_on(speech, day.isoformat()),
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(intro, align="center")]
    kept_here = sum(not may_leave(row.organisation) for row in rows)
    if kept_here:
        said = speech.plural(
            "For use inside the hub: {count} institution of this list did not agree to be shared.",
            "For use inside the hub: {count} institutions of this list did not agree to be shared.",
            kept_here,
        )
        blocks.append(Paragraph(said, align="center", size=8.5))
    return blocks


def members_paper(
    store: Store,
    speech: Speech,
    title: str,
    blocks: Sequence[Block],
    *,
    size: str = "A4",
    landscape: bool = False,
    outside: bool = False,
    subtitle: Text = "",
) -> Paper:
    """A paper of members with the head and the foot of the hub; `title` is a message id."""
    hub = profile(store)
    said = speech("Those who agreed to be shared") if outside else ""
    return Paper(
        speech(title),
        blocks,
        speech.language,
        subtitle=subtitle or said,
        head=paper_head(hub, speech),
        size=size,
        landscape=landscape,
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


def _in_sections(
    rows: list[DirectoryRow], speech: Speech, cells: _Cells, section: "_Section"
) -> Iterable[TableRow]:
    """Rows below the name of their section, where there is more than one."""
    sections: dict[tuple[object, ...], tuple[Text, list[DirectoryRow]]] = {}
    for row in rows:
        order, named = section(row, speech)
        sections.setdefault(order, (named, []))[1].append(row)
    for _order, (named, some) in sorted(sections.items()):
        if len(sections) > 1:
            yield Section(named)
        for row in some:
            yield cells(row, speech)


_Section = Callable[[DirectoryRow, Speech], tuple[tuple[object, ...], Text]]
"""In which section a row stands: its place among the others, and its name."""


def _district(row: DirectoryRow, speech: Speech) -> tuple[tuple[object, ...], Text]:
    code = row.place[:4]
    return (not code, code), place_on(speech, code) if code else speech("Place not known")


def _kind(row: DirectoryRow, speech: Speech) -> tuple[tuple[object, ...], Text]:
    code, codes = row.organisation.kind, list(ORGANISATION_KINDS)
    place = codes.index(code) if code in codes else len(codes) + (not code)
    return (place, code), choice_on(speech, ORGANISATION_KINDS, code) if code else speech("Kind not said")


def _wide(row: DirectoryRow, speech: Speech) -> list[Cell]:
    body = row.organisation
    address = speech.pick(body.address_km, body.address_en) or place_on(speech, body.place)
    return [
        None,
        name_of(row, speech),
        choice_on(speech, ORGANISATION_KINDS, body.kind),
        representative_of(row, speech),
        phones_on(speech, row.phones),
        body.email,
        address,
    ]


def _without_email(row: DirectoryRow, speech: Speech) -> list[Cell]:
    cells = _wide(row, speech)
    return [*cells[:_EMAIL], *cells[_EMAIL + 1 :]]


def _narrow(row: DirectoryRow, speech: Speech) -> list[Cell]:
    return [None, name_of(row, speech), representative_of(row, speech), phones_on(speech, row.phones)]


def name_of(row: DirectoryRow, speech: Speech) -> Text:
    """The name of an institution with its acronym."""
    body = row.organisation
    name = speech.pick(body.name_km, body.name_en)
    if not body.acronym:
        return name
    return speech("{name} ({acronym})", name=name, acronym=body.acronym)


def representative_of(row: DirectoryRow, speech: Speech) -> Text:
    """Who speaks for an institution, with the position."""
    if row.person is None:
        return ""
    name = speech.pick(row.person.name_km, row.person.name_en)
    title = speech.pick(row.position.title_km, row.position.title_en) if row.position else ""
    return speech("{name}, {title}", name=name, title=title) if title else name


def directory_workbook(store: Store, asked: Asked, language: str = "km") -> list[Sheet]:
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
    rows = institutions_asked(store, asked)
    sheet = Sheet(title(N_("Directory")), columns, [_sheet_row(row, speech) for row in rows], len(rows))
    return stamp_sheets(store.practice, speech, [sheet])


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


def labels_paper(store: Store, asked: Asked, language: str = "km") -> Paper:
    """Address labels for envelopes, three in a row."""
    speech = Speech(language)
    cards = [
        Card([text for text in _label(row, speech) if text], large=name_of(row, speech))
        for row in institutions_asked(store, asked)
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
        representative_of(row, speech),
        speech.pick(body.address_km, body.address_en) or place_on(speech, body.place),
        phones_on(speech, row.phones),
    ]
