"""The list on which people sign for the money of their journey, and the same list as a workbook."""

from dataclasses import replace
from decimal import Decimal

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Column, Facts, Paper, Signatures, Table, TableRow, Together, Total
from cso_desk.documents.workbook import Sheet, SheetColumn
from cso_desk.features.hub.printing import (
    DOTS,
    digits_on,
    each_language,
    on_one_line,
    paper_foot,
    paper_head,
    phones_on,
    place_and_date,
    practice_stamp,
    signer,
    stamp_sheets,
)
from cso_desk.features.meetings.printing.guests import Gathering, gathering, hat, named, titled
from cso_desk.features.meetings.printing.sheet import BLANK_ROWS, facts_of
from cso_desk.features.meetings.printing.sheet_columns import (
    NAME,
    NUMBER,
    PHONE,
    PLACE,
    ROW_HEIGHT,
    SEX,
    place_of,
)
from cso_desk.features.meetings.service import AttendanceRow
from cso_desk.features.members.printing import sex_on
from cso_desk.fields.showing import MONEY
from cso_desk.khmer.number_words import in_words
from cso_desk.khmer.phones import show_phone
from cso_desk.records.amounts import CURRENCIES, Money, money_of
from cso_desk.store.store import Store
from cso_desk.wording import N_


def receipt_list(store: Store, meeting: str, language: str = "km", *, amount: str = "") -> Paper:
    """Who signs for travel money: those who were present, before the meeting those who are invited.

    `amount` is what each is given, as it is stored: "20000 KHR"; without it the allowance of the meeting, and
    where that has none amounts are written by hand.
    """
    speech, of = Speech(language), gathering(store, meeting)
    each = _each(of, amount)
    rows, waiting = _rows(of)
    blocks: list[Block] = [
        Facts(facts_of(of.meeting, speech), columns=2),
        _table(rows, each, waiting, speech),
        _foot(of, len(rows), each, waiting, speech),
    ]
    return Paper(
        speech("List of receipts for travel money"),
        blocks,
        language,
        subtitle=titled(of.meeting, speech),
        head=replace(paper_head(of.hub, speech, kingdom=False), under_hub=()),
        code=of.meeting.code,
        qr=f"cso-desk:meeting:{of.meeting.code}:{of.meeting.id}",
        foot=paper_foot(of.hub, speech),
        stamp=practice_stamp(store.practice, speech),
    )


def _each(of: Gathering, amount: str) -> Money | None:
    said = amount or of.meeting.allowance
    return money_of(said) if said else None


def _rows(of: Gathering) -> tuple[list[AttendanceRow], bool]:
    """Who may be paid, and whether others may still come."""
    return (of.present, False) if of.present else (of.invited, True)


def _table(rows: list[AttendanceRow], each: Money | None, waiting: bool, speech: Speech) -> Table:
    total = Decimal(len(rows)) * each.amount if each and not waiting else None
    cells: list[TableRow] = [_cells(row, each, speech) for row in rows]
    cells.append(
        Total(["", speech("Total"), "", "", "", "", DOTS if total is None else _amount(total, speech), ""])
    )
    return Table(
        [
            Column(speech(NUMBER), weight=0, align="center"),
            Column(speech(NAME), width=28),
            Column(speech(SEX), weight=0, align="center"),
            Column(speech("Position and institution"), weight=2.4),
            Column(speech(PLACE), weight=1.4),
            Column(speech(PHONE), weight=0, whole=True),
            Column(_money_title(each, speech), width=28, align="right"),
            Column(speech("Signature"), width=26),
        ],
        cells,
        row_height=ROW_HEIGHT,
        blank_rows=BLANK_ROWS if waiting else 0,
        numbered=True,
        keep=True,
        size=8.5,
    )


def _cells(row: AttendanceRow, each: Money | None, speech: Speech) -> list[Cell]:
    return [
        None,
        named(row, speech),
        sex_on(speech, row.person.sex),
        hat(row, speech),
        place_of(row, speech),
        phones_on(speech, row.person.phones[:1]),
        _amount(each.amount, speech) if each else "",
        "",
    ]


def _money_title(each: Money | None, speech: Speech) -> Text:
    if each is None:
        return speech("Amount")
    currency = speech(CURRENCIES[each.currency]) if each.currency in CURRENCIES else each.currency
    return speech("Amount ({currency})", currency=currency)


def _amount(amount: Decimal, speech: Speech) -> Text:
    return digits_on(speech, f"{amount:,}")


def _foot(of: Gathering, count: int, each: Money | None, waiting: bool, speech: Speech) -> Together:
    """How much was paid to how many people, in figures and in words, and who signs for it."""
    total = None if each is None or waiting else each.amount * count
    people: Cell = DOTS if waiting else count
    pairs: list[tuple[Text, Cell]] = [(speech("People paid"), people)]
    if total is None or each is None:
        pairs += [(speech("Total paid"), DOTS), (speech("In words"), DOTS * 3)]
    else:
        said = _amount(total, speech)
        sum_of = speech(MONEY[each.currency], amount=said) if each.currency in MONEY else said
        spoken = each_language(speech, *(in_words(total, each.currency, code) for code in ("km", "en")))
        pairs += [(speech("Total paid"), sum_of), (speech("In words"), spoken)]
    lines = place_and_date(of.hub, speech, of.meeting.ends or of.meeting.starts, lunar=False)
    signing = Signatures(
        [
            signer(speech, N_("Approved by")),
            signer(speech, N_("Checked by")),
            signer(speech, N_("Paid by"), lines=lines),
        ],
        gap=18,
    )
    return Together([Facts(pairs, size=9.5), signing])


_COLUMNS = (
    (NUMBER, "number"), (N_("Name in Khmer"), "text"), (N_("Name in Latin letters"), "text"), (SEX, "text"),
    (N_("Position and institution"), "text"), (PLACE, "text"), (N_("Phone numbers"), "text"),
    (N_("Amount"), "number"), (N_("Currency"), "text"),
)  # fmt: skip


def receipt_workbook(store: Store, meeting: str, language: str = "km", *, amount: str = "") -> list[Sheet]:
    """The same people with amounts as numbers, for the books."""
    speech, of = Speech(language), gathering(store, meeting)
    each = _each(of, amount)
    cells = [
        [
            number,
            row.person.name_km,
            row.person.name_en,
            on_one_line(sex_on(speech, row.person.sex)),
            on_one_line(hat(row, speech)),
            on_one_line(place_of(row, speech)),
            ", ".join(show_phone(phone) for phone in row.person.phones),
            float(each.amount) if each else None,
            each.currency if each else "",
        ]
        for number, row in enumerate(_rows(of)[0], start=1)
    ]
    columns = [SheetColumn(on_one_line(speech(message)), kind) for message, kind in _COLUMNS]
    sheet = Sheet(on_one_line(speech("Receipts")), columns, cells, len(cells))
    return stamp_sheets(store.practice, speech, [sheet])
