"""Handing out on paper and in workbooks: the sheet to sign, who has not received a title, the register."""

from collections.abc import Sequence
from dataclasses import dataclass

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Column, Paper, Paragraph, Signatures, Space, Table
from cso_desk.documents.workbook import CellValue, Sheet, SheetColumn
from cso_desk.features.hub.printing import (
    DOTS,
    choice_on,
    date_on,
    hub_paper,
    list_sheets,
    on_one_line,
    phones_on,
    sheet_columns,
    signer,
)
from cso_desk.features.library.record import WAYS, LibraryTitle, TitleVersion
from cso_desk.features.library.service.distribution import Given, Standing
from cso_desk.features.members.record import Organisation, Person
from cso_desk.khmer.phones import show_phone
from cso_desk.store.store import Store
from cso_desk.wording import N_

_BLANK_ROWS = 5
_ROW_HEIGHT = 10  # mm, room to sign
_WIDE_FROM = 3
"""From so many titles on the sheet lies across: each title has a column of its own."""


@dataclass(frozen=True)
class Meant:
    """A title as it is handed out, with the version that is meant."""

    title: LibraryTitle
    version: TitleVersion | None = None


def title_said(meant: Meant, speech: Speech) -> Text:
    """What a title is called where it is handed out: with its version."""
    name = speech.pick(meant.title.title_km, meant.title.title_en) or meant.title.code
    label = meant.version.label if meant.version else ""
    return speech("{title}, {version}", title=name, version=label) if label else name


# --- the sheet to sign ---


def distribution_sheet(
    store: Store, meant: Sequence[Meant], standings: Sequence[Standing], day: str, language: str = "km"
) -> Paper:
    """A sheet on which institutions sign for what they receive; `day` is ISO, "" = to be written in.

    Titles are listed above the table by number, and have one column each, where people write how many copies.
    """
    speech = Speech(language)
    numbers = [speech.digits(place) for place in range(1, len(meant) + 1)]
    listed = [
        speech("{number}. {title}", number=number, title=title_said(each, speech))
        for number, each in zip(numbers, meant, strict=True)
    ]
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("Institution"), weight=2.4),
        Column(speech("Name"), weight=1.5),
        Column(speech("Phone number"), weight=1.2, whole=True),
        *(
            Column(speech("Copies of {number}", number=number) if len(meant) > 1 else speech("Copies"),
                   width=15, align="center")
            for number in numbers
        ),
        Column(speech("Signature"), width=32),
    ]  # fmt: skip
    rows = [_to_sign(each, len(meant), speech) for each in standings]
    table = Table(
        columns, rows, row_height=_ROW_HEIGHT, blank_rows=_BLANK_ROWS, numbered=True, size=9, keep=True
    )
    said = speech("Given on {date}", date=date_on(speech, day) if day else DOTS * 2)
    blocks: list[Block] = [
        *(Paragraph(each, keep=True) for each in listed),
        Paragraph(said, keep=True),
        Space(2),
        table,
        Space(4),
        Signatures([signer(speech, N_("Checked by")), signer(speech, N_("Handed out by"))]),
    ]
    return hub_paper(store, speech, N_("Distribution sheet"), blocks, landscape=len(meant) >= _WIDE_FROM)


def _to_sign(standing: Standing, titles: int, speech: Speech) -> list[Cell]:
    row = standing.row
    return [
        None,
        _body(row.organisation, speech),
        speech.pick(row.person.name_km, row.person.name_en) if row.person else "",
        phones_on(speech, row.phones[:1]),
        *[""] * titles,
        "",
    ]


def distribution_sheet_workbook(
    store: Store, meant: Sequence[Meant], standings: Sequence[Standing], language: str = "km"
) -> list[Sheet]:
    """The same to be filled in on a computer."""
    speech = Speech(language)
    columns = [
        *sheet_columns(
            speech, (N_("Institution"), "text"), (N_("Name"), "text"), (N_("Phone number"), "text")
        ),
        *(SheetColumn(on_one_line(title_said(each, speech)), "number") for each in meant),
        *sheet_columns(speech, (N_("Received by"), "text")),
    ]
    rows: list[Sequence[CellValue]] = [
        (on_one_line(_body(each.organisation, speech)), _person(each.row.person, speech),
         ", ".join(map(show_phone, each.row.phones)), *[None] * len(meant), "")
        for each in standings
    ]  # fmt: skip
    return list_sheets(store, speech, N_("Distribution sheet"), columns, rows)


# --- who has not received it ---


def not_received_paper(
    store: Store, meant: Meant, standings: Sequence[Standing], day: str, language: str = "km"
) -> Paper:
    """Whom to give a title: called one after the other, with what each of them has already."""
    speech = Speech(language)
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("Institution"), weight=2.4),
        Column(speech("Name"), weight=1.5),
        Column(speech("Phone number"), weight=1.3, whole=True),
        Column(speech("Has now"), weight=1.4),
        Column(speech("Told"), width=12, align="center"),
    ]
    rows: list[Sequence[Cell]] = [
        [None, _body(each.organisation, speech),
         speech.pick(each.row.person.name_km, each.row.person.name_en) if each.row.person else "",
         phones_on(speech, each.row.phones), has_now(each, speech), ""]
        for each in standings
    ]  # fmt: skip
    count = speech.plural(
        "{count} institution as of {date}", "{count} institutions as of {date}", len(rows),
        date=date_on(speech, day),
    )  # fmt: skip
    blocks: list[Block] = [Paragraph(count, align="center")]
    blocks += [Table(columns, rows, numbered=True)] if rows else []
    return hub_paper(store, speech, N_("Not received yet"), blocks, subtitle=title_said(meant, speech))


def not_received_workbook(store: Store, standings: Sequence[Standing], language: str = "km") -> list[Sheet]:
    """The same as a sheet, one institution a row."""
    speech = Speech(language)
    columns = sheet_columns(
        speech,
        (N_("Institution"), "text"), (N_("Name"), "text"), (N_("Phone number"), "text"),
        (N_("Has now"), "text"),
    )  # fmt: skip
    rows: list[Sequence[CellValue]] = [
        (on_one_line(_body(each.organisation, speech)), _person(each.row.person, speech),
         ", ".join(map(show_phone, each.row.phones)), on_one_line(has_now(each, speech)))
        for each in standings
    ]  # fmt: skip
    return list_sheets(store, speech, N_("Not received yet"), columns, rows)


def has_now(standing: Standing, speech: Speech) -> Text:
    """What an institution was given last: the version, and when."""
    if standing.last is None:
        return speech("nothing yet")
    label = standing.version.label if standing.version else ""
    day = date_on(speech, standing.last.given_on)
    return speech("{version}, on {date}", version=label, date=day) if label else day


# --- the register ---


def distributions_paper(
    store: Store, given: Sequence[Given], language: str = "km", *, only: Text = ""
) -> Paper:
    """What was handed out, line by line; `only` says which part of the register this is."""
    speech = Speech(language)
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("Given on"), width=30),
        Column(speech("Library title"), weight=2.4),
        Column(speech("Version"), weight=0.7),
        Column(speech("Institution"), weight=2),
        Column(speech("How it was given"), weight=0.9),
        Column(speech("Copies"), width=14, align="right"),
        Column(speech("Received by"), weight=1.3),
    ]
    rows = [_given(each, speech) for each in given]
    count = speech.plural("{count} line", "{count} lines", len(rows))
    blocks: list[Block] = [Paragraph(count, align="center")]
    blocks += [Table(columns, rows, numbered=True, size=8.5)] if rows else []
    return hub_paper(store, speech, N_("Distribution register"), blocks, subtitle=only, landscape=True)


def _given(each: Given, speech: Speech) -> list[Cell]:
    return [
        None,
        date_on(speech, each.line.given_on),
        title_said(Meant(each.title), speech) if each.title else "",
        each.version.label if each.version else "",
        _body(each.organisation, speech) if each.organisation else "",
        choice_on(speech, WAYS, each.line.way),
        speech.digits(each.line.copies),
        speech.pick(each.person.name_km, each.person.name_en) if each.person else "",
    ]


def distributions_workbook(store: Store, given: Sequence[Given], language: str = "km") -> list[Sheet]:
    """The register as a sheet, one line a row, with the names in both languages."""
    speech = Speech(language)
    columns = sheet_columns(
        speech,
        (N_("Given on"), "text"), (N_("Code"), "text"), (N_("Title in Khmer"), "text"),
        (N_("Title in English"), "text"), (N_("Version"), "text"), (N_("Institution"), "text"),
        (N_("How it was given"), "text"), (N_("Copies"), "number"), (N_("Received by"), "text"),
    )  # fmt: skip
    rows: list[Sequence[CellValue]] = [
        (each.line.given_on, each.title.code if each.title else "", each.title.title_km if each.title else "",
         each.title.title_en if each.title else "", each.version.label if each.version else "",
         on_one_line(_body(each.organisation, speech)) if each.organisation else "",
         on_one_line(choice_on(speech, WAYS, each.line.way)), each.line.copies,
         _person(each.person, speech))
        for each in given
    ]  # fmt: skip
    return list_sheets(store, speech, N_("Distribution register"), columns, rows)


# --- parts ---


def _body(organisation: Organisation, speech: Speech) -> Text:
    name = speech.pick(organisation.name_km, organisation.name_en) or organisation.code
    return (
        speech("{name} ({acronym})", name=name, acronym=organisation.acronym) if _adds(organisation) else name
    )


def _adds(organisation: Organisation) -> bool:
    """Whether the acronym says more than the names do."""
    return bool(organisation.acronym) and organisation.acronym not in (
        organisation.name_km,
        organisation.name_en,
    )


def _person(person: Person | None, speech: Speech) -> str:
    return on_one_line(speech.pick(person.name_km, person.name_en)) if person else ""
