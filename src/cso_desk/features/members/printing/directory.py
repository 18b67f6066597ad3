"""The directory on paper and as a workbook, and lists of contacts."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Column, Kept, Paper, Paragraph, Section, Table, TableRow, Total
from cso_desk.documents.workbook import Sheet, SheetColumn
from cso_desk.features.hub.printing import (
    choice_on,
    date_on,
    hub_paper,
    listed,
    on_one_line,
    phones_on,
    place_on,
    stamp_sheets,
)
from cso_desk.features.members.record import ORGANISATION_KINDS
from cso_desk.features.members.service import DirectoryRow, may_leave
from cso_desk.features.members.service.papers import Asked, institutions_asked
from cso_desk.khmer.phones import show_phone
from cso_desk.store.store import Store
from cso_desk.wording import N_

_Cells = Callable[[DirectoryRow, Speech], list[Cell]]


def directory_paper(store: Store, asked: Asked, language: str = "km", *, size: str = "A4") -> Paper:
    """The directory by district: "A4" across as a list, "A5" upright."""
    speech, rows = Speech(language), institutions_asked(store, asked, language)
    heads, cells = (_WIDE, _wide) if size == "A4" else (_NARROW, _narrow)
    blocks = [
        *opening(rows, asked, speech),
        *_listing(heads, list(_in_sections(rows, speech, cells, _district)), speech),
    ]
    return members_paper(
        store, speech, N_("Directory"), blocks, size=size, landscape=size == "A4", outside=asked.outside
    )


def contacts_paper(store: Store, asked: Asked, language: str = "km", *, by: str = "district") -> Paper:
    """Whom to call: one line an institution, by "district" or by "kind"."""
    speech, rows = Speech(language), institutions_asked(store, asked, language)
    told = list(_in_sections(rows, speech, _contact, _district if by == "district" else _kind))
    blocks = [*opening(rows, asked, speech), *_listing(_CONTACTS, told, speech)]
    return members_paper(store, speech, N_("List of contacts"), blocks, outside=asked.outside)


def _listing(heads: Sequence["_Head"], rows: Sequence[TableRow], speech: Speech) -> list[Block]:
    """A numbered table; columns that may go are left away where they would be empty. Nothing of no rows."""
    plain = [row for row in rows if not isinstance(row, _WITHOUT_CELLS)]
    if not plain:
        return []
    kept = [at for at, head in enumerate(heads) if not head.may_go or any(row[at] for row in plain)]
    columns = [
        Column(speech(head.title), head.width, head.weight, head.align, whole=head.whole)
        for head in (heads[at] for at in kept)
    ]
    shown = [row if isinstance(row, _WITHOUT_CELLS) else [row[at] for at in kept] for row in rows]
    return [Table(columns, shown, numbered=True, size=8.5)]


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


def opening(rows: list[DirectoryRow], asked: Asked, speech: Speech) -> list[Block]:
    """How many institutions on which day, and which were chosen; and who must not see the paper where
    somebody did not agree.
    """
    intro = speech.plural(
        "{count} institution as of {date}", "{count} institutions as of {date}", len(rows),
        date=date_on(speech, asked.day.isoformat()),
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(intro, align="center")]
    chosen = [choice_on(speech, ORGANISATION_KINDS, each) for each in asked.kinds]
    chosen += [place_on(speech, asked.place)] if asked.place else []
    if chosen:
        blocks.append(Paragraph(speech("Only: {chosen}", chosen=listed(chosen, speech)), align="center"))
    if not rows:
        blocks.append(none_found(speech))
    kept_here = sum(not may_leave(row.organisation) for row in rows)
    if kept_here:
        said = speech.plural(
            "For use inside the hub: {count} institution of this list did not agree to be shared.",
            "For use inside the hub: {count} institutions of this list did not agree to be shared.",
            kept_here,
        )
        blocks.append(Paragraph(said, align="center", size=8.5))
    return blocks


def none_found(speech: Speech) -> Block:
    """Said where a paper would have nothing to tell."""
    return Paragraph(speech("No institution fits what was asked for."), align="center")


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
    said = speech("Those who agreed to be shared") if outside else ""
    return hub_paper(store, speech, title, blocks, subtitle=subtitle or said, size=size, landscape=landscape)


class _Head(NamedTuple):
    """The head of a column: a message id. One that `may_go` is left away where it would be empty."""

    title: str
    weight: float
    align: str = "left"
    width: float = 0
    whole: bool = False
    may_go: bool = False


_NUMBER = _Head(N_("No."), 0, "center")
_NAME, _SPEAKER = _Head(N_("Name of the institution"), 3), _Head(N_("Representative"), 2)
_PHONE = _Head(N_("Phone number"), 1.4, whole=True)
_WIDE = (
    _NUMBER,
    _NAME,
    _Head(N_("Kind"), 1.2),
    _SPEAKER,
    _PHONE,
    # A long address may be broken; it must not take the room of the names.
    _Head(N_("E-mail"), 1.2, width=40, may_go=True),
    _Head(N_("Address"), 2.2),
)
_NARROW = (_NUMBER, _NAME, _SPEAKER, _PHONE)
_CONTACTS = (*_NARROW, _Head(N_("Telegram"), 1, may_go=True))
_WITHOUT_CELLS = (Section, Total, Kept)


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
    rows = institutions_asked(store, asked, language)
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
