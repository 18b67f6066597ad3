"""The result of a stock-take, on paper and as a workbook."""

from collections.abc import Sequence

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Column, Facts, Heading, Paper, Paragraph, Signatures, Table
from cso_desk.documents.workbook import Sheet, SheetColumn
from cso_desk.features.hub.printing import (
    date_on,
    digits_on,
    hub_paper,
    on_one_line,
    signer,
    stamp_sheets,
)
from cso_desk.features.library.record import LibraryCopy, LibraryTitle, StockTake
from cso_desk.features.library.service import StockResult
from cso_desk.store.store import Store
from cso_desk.wording import N_

_Pairs = Sequence[tuple[LibraryCopy, LibraryTitle]]


def stock_paper(store: Store, stock: StockTake, result: StockResult, language: str = "km") -> Paper:
    """How many were expected and found; then what is missing, misplaced, and lent and yet here."""
    speech = Speech(language)
    facts: list[tuple[Text, Cell]] = [
        (speech("Began on"), date_on(speech, stock.began_on)),
        (speech("Ended on"), date_on(speech, stock.ended_on)),
        (speech("Shelves"), stock.shelf or speech("All shelves")),
        (speech("Copies expected"), digits_on(speech, str(result.expected))),
        (speech("Copies found"), digits_on(speech, str(len(result.found)))),
        (speech("Missing"), digits_on(speech, str(len(result.missing)))),
        (speech("Lent at the moment"), digits_on(speech, str(result.lent))),
    ]
    blocks: list[Block] = [Facts([(label, value) for label, value in facts if value], columns=2)]
    for title, pairs in _parts(result):
        if pairs:
            blocks += [Heading(speech(title), level=2), _table(pairs, speech)]
    if not any(pairs for _title, pairs in _parts(result)):
        blocks.append(Paragraph(speech("Everything stands where it should.")))
    blocks.append(Signatures([signer(speech, N_("Checked by")), signer(speech, N_("Counted by"))]))
    return hub_paper(store, speech, N_("Result of the stock-take"), blocks)


def _parts(result: StockResult) -> list[tuple[str, _Pairs]]:
    here = [(each.copy, each.title) for each in result.lent_here]
    return [
        (N_("Missing copies"), result.missing),
        (N_("Copies that belong on another shelf"), result.misplaced),
        (N_("Noted as lent, and yet here"), here),
    ]


def _table(pairs: _Pairs, speech: Speech) -> Table:
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("Number"), weight=0, whole=True),
        Column(speech("Shelf"), weight=0),
        Column(speech("Title"), weight=3),
        Column(speech("Last seen on"), width=32),
    ]
    rows: list[list[Cell]] = [
        [None, copy.code, copy.shelf, _title(title, speech), date_on(speech, copy.seen_on)]
        for copy, title in pairs
    ]
    return Table(columns, rows, numbered=True)


def stock_workbook(store: Store, result: StockResult, language: str = "km") -> list[Sheet]:
    """The same with a sheet for each part, and one of what was found."""
    speech = Speech(language)
    heads = (
        (N_("Number"), "text"), (N_("Accession number"), "text"), (N_("Shelf"), "text"),
        (N_("Title"), "text"), (N_("Last seen on"), "date"),
    )  # fmt: skip
    columns = [SheetColumn(on_one_line(speech(title)), kind) for title, kind in heads]
    names = (N_("Missing"), N_("Other shelf"), N_("Lent and here"), N_("Found"))
    parts = [*(pairs for _title, pairs in _parts(result)), result.found]
    sheets = [
        Sheet(
            on_one_line(speech(name)),
            columns,
            [
                (copy.code, copy.accession, copy.shelf, on_one_line(_title(title, speech)), copy.seen_on)
                for copy, title in pairs
            ],
            len(pairs),
        )
        for name, pairs in zip(names, parts, strict=True)
    ]
    return stamp_sheets(store.practice, speech, sheets)


def _title(title: LibraryTitle, speech: Speech) -> Text:
    return speech.pick(title.title_km, title.title_en) or title.code
