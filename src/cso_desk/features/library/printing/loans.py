"""The register of loans, and letters to those who should have brought their books back."""

import datetime as dt
from collections.abc import Iterable, Sequence

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
from cso_desk.documents.workbook import Sheet, SheetColumn
from cso_desk.features.hub.printing import (
    DOTS,
    date_on,
    digits_on,
    hub_paper,
    on_one_line,
    paper_foot,
    paper_head,
    phones_on,
    place_and_date,
    practice_stamp,
    signer,
    stamp_sheets,
)
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.library.service import LoanLine
from cso_desk.features.members.record import Person
from cso_desk.store.store import Store
from cso_desk.wording import N_

_SIZE = 10.5


def loans_paper(store: Store, lines: Sequence[LoanLine], language: str = "km") -> Paper:
    """Loans in the order in which they are given, with room for a signature of who returns a book."""
    speech = Speech(language)
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("Number"), weight=0, whole=True),
        Column(speech("Title"), weight=3),
        Column(speech("Borrower"), weight=1.6),
        Column(speech("Lent on"), width=27),
        Column(speech("Due on"), width=27),
        Column(speech("Returned on"), width=27),
        Column(speech("Signature"), width=26),
    ]
    rows = [_row(each, speech) for each in lines]
    count = speech.plural("{count} loan", "{count} loans", len(lines))
    blocks: list[Block] = [
        Paragraph(count, align="center"),
        Table(columns, rows, numbered=True, size=8.5, blank_rows=0 if rows else 12, row_height=8),
    ]
    return hub_paper(store, speech, N_("Register of loans"), blocks, landscape=True)


def _row(line: LoanLine, speech: Speech) -> list[Cell]:
    loan = line.loan
    days: list[Cell] = [date_on(speech, each) for each in (loan.lent_on, loan.due_on, loan.returned_on)]
    return [None, line.copy.code, _title(line.title, speech), _reader(line.person, speech), *days, None]


def loans_workbook(store: Store, lines: Sequence[LoanLine], language: str = "km") -> list[Sheet]:
    """The same as one sheet."""
    speech = Speech(language)
    heads = (
        (N_("Number"), "text"), (N_("Title"), "text"), (N_("Borrower"), "text"), (N_("Lent on"), "date"),
        (N_("Due on"), "date"), (N_("Returned on"), "date"), (N_("Days late"), "number"),
    )  # fmt: skip
    columns = [SheetColumn(on_one_line(speech(title)), kind) for title, kind in heads]
    rows = [
        (
            line.copy.code,
            on_one_line(_title(line.title, speech)),
            on_one_line(_reader(line.person, speech)),
            line.loan.lent_on,
            line.loan.due_on,
            line.loan.returned_on,
            line.late if line.overdue else None,
        )
        for line in lines
    ]
    sheet = Sheet(on_one_line(speech("Register of loans")), columns, rows, len(rows))
    return stamp_sheets(store.practice, speech, [sheet])


def overdue_letters(
    store: Store, lines: Sequence[LoanLine], language: str = "km", *, day: dt.date | None = None
) -> Paper:
    """A letter to each borrower with all that they should have brought back; `day` is today without it."""
    speech, hub = Speech(language), profile(store)
    written = (day or dt.date.today()).isoformat()  # noqa: DTZ011  the day on the wall
    head = paper_head(hub, speech, reference=speech("No.: {number}", number=DOTS))
    blocks: list[Block] = []
    for reader, theirs in _by_reader(lines):
        blocks += [PageBreak()] if blocks else []
        blocks += _letter(head, hub, reader, theirs, written, speech)
    return Paper(
        speech("Overdue letters"),
        blocks,
        language,
        foot=paper_foot(hub, speech),
        stamp=practice_stamp(store.practice, speech),
        page_numbers=False,
        show_title=False,
    )


def _by_reader(lines: Iterable[LoanLine]) -> Iterable[tuple[Person, list[LoanLine]]]:
    theirs: dict[str, tuple[Person, list[LoanLine]]] = {}
    for each in lines:
        if each.person is not None:
            theirs.setdefault(each.person.id, (each.person, []))[1].append(each)
    return theirs.values()


def _letter(
    head: Head, hub: HubProfile, reader: Person, lines: Sequence[LoanLine], written: str, speech: Speech
) -> list[Block]:
    name = _reader(reader, speech)
    asked = speech.plural(
        "Our library lent you the book below. It should have been back by now.",
        "Our library lent you the {count} books below. They should have been back by now.",
        len(lines),
    )
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("Number"), weight=0, whole=True),
        Column(speech("Title"), weight=3),
        Column(speech("Lent on"), width=32),
        Column(speech("Due on"), width=32),
        Column(speech("Days late"), width=20, align="right"),
    ]
    rows: list[list[Cell]] = [
        [
            None,
            line.copy.code,
            _title(line.title, speech),
            date_on(speech, line.loan.lent_on),
            date_on(speech, line.loan.due_on),
            digits_on(speech, str(line.late)),
        ]
        for line in lines
    ]
    reach = phones_on(speech, hub.phones)
    return [
        head,
        Paragraph(speech("Reminder of books to be returned"), align="center", size=14, display=True),
        Facts(
            [(speech("Addressee"), name), (speech("Subject"), speech("Books that are overdue"))], size=_SIZE
        ),
        Paragraph(asked, size=_SIZE),
        Table(columns, rows, numbered=True, size=9.5),
        Paragraph(
            speech(
                "Please bring them to the library, or tell us if you need them for longer: others may be "
                "waiting. If you have brought them back already, please excuse this letter."
            ),
            size=_SIZE,
        ),
        *([Facts([(speech("Telephone"), reach)], size=_SIZE)] if hub.phones else []),
        Together(
            [
                Signatures(
                    [None, signer(speech, N_("Librarian"), lines=place_and_date(hub, speech, written))],
                    gap=18,
                )
            ]
        ),
    ]


def _title(title: LibraryTitle, speech: Speech) -> Text:
    return speech.pick(title.title_km, title.title_en) or title.code


def _reader(person: Person | None, speech: Speech) -> Text:
    return (speech.pick(person.name_km, person.name_en) or person.code) if person else "—"
