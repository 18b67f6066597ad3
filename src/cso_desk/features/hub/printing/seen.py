"""A list as it is seen in the window, on paper and as a workbook: its columns, its filters, its order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Block, Column, Paper, Paragraph, Table
from cso_desk.documents.workbook import CellValue, Sheet, SheetColumn
from cso_desk.errors import UserError
from cso_desk.features.hub.printing.shared import (
    each_language,
    on_one_line,
    paper_foot,
    paper_head,
    phones_on,
    practice_stamp,
    stamp_sheets,
)
from cso_desk.features.hub.service import profile
from cso_desk.fields.exact import NOT_HERE, REFERRING, exact_reference, exact_references, exact_text
from cso_desk.fields.showing import Manner, named_by, show
from cso_desk.records.base import Record
from cso_desk.records.kinds import Choice, Date, Figure, Flag, Kind, Money, Number, Phones, Time
from cso_desk.records.record_type import RecordType
from cso_desk.store.store import Store
from cso_desk.wording import LANGUAGES, N_, _, words

MOST_ON_PAPER = 10_000
"""Rows of a list on paper at most: some 400 pages."""

_UPRIGHT = 4  # so many columns fit on an upright page
_WEIGHTS = {Flag: 0.5, Number: 0.6, Time: 0.6, Choice: 1.0, Date: 1.0, Phones: 1.2}

Rows = Callable[[], Iterator[tuple[list[Record], dict[str, tuple[str, str]]]]]
Titles = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Beside:
    """A column of a workbook that is no field of its records: `texts` gives its cells by their ids."""

    label: str
    texts: Callable[[Sequence[str], str], Mapping[str, str]]


@dataclass(frozen=True)
class SeenList:
    """A list of the window. `narrowed` says how it is narrowed, in the language of the window.

    `codes` gives the codes of records that rows refer to. `own` are the rows as a workbook has them, which
    may come back: without what is lent to the records by others; that stands `beside` them.
    """

    kind: RecordType
    columns: Sequence[str]
    narrowed: str
    rows: Rows
    count: int
    codes: Callable[[Iterable[str]], Mapping[str, str]] = lambda _records: {}
    own: Rows | None = None
    beside: Sequence[Beside] = ()


def seen_paper(store: Store, seen: SeenList, language: str = "km") -> Paper:
    """The list as a numbered table. Raises UserError where it is too long to be printed."""
    if seen.count > MOST_ON_PAPER:
        raise UserError(
            _(
                "The list has more rows than can be printed: at most {count}. "
                "Filter it, or save it as a workbook.",
                count=MOST_ON_PAPER,
            )
        )
    speech, hub = Speech(language), profile(store)
    kinds = [seen.kind.fields[name].kind for name in seen.columns]
    pairs = list(zip(seen.columns, kinds, strict=True))
    rows: list[list[Cell]] = [
        [None, *(cell_on(speech, kind, getattr(record, name), titles) for name, kind in pairs)]
        for records, titles in seen.rows()
        for record in records
    ]
    columns = [Column(speech(N_("No.")), weight=0, align="center")]
    columns += [
        Column(
            speech(kind.label),
            weight=_WEIGHTS.get(type(kind), 1.6),
            align="right" if isinstance(kind, (Number, Figure, Money)) else "left",
            whole=isinstance(kind, Phones),
        )
        for kind in kinds
    ]
    said = [speech.plural("{count} row", "{count} rows", len(rows)), seen.narrowed]
    blocks: list[Block] = [Paragraph(text, align="center") for text in said if text]
    return Paper(
        speech(seen.kind.plural),
        [*blocks, Table(columns, rows, numbered=True, size=8.5)],
        language,
        head=paper_head(hub, speech),
        landscape=len(seen.columns) > _UPRIGHT,
        foot=paper_foot(hub, speech),
        stamp=practice_stamp(store.practice, speech),
    )


def seen_workbook(seen: SeenList, language: str = "km", *, practice: bool = False) -> list[Sheet]:
    """The list as one sheet; numbers stay numbers. `practice`: all of it is invented."""
    speech = Speech(language)
    kinds = [seen.kind.fields[name].kind for name in seen.columns]
    columns = [
        SheetColumn(
            on_one_line(speech(kind.label)), "number" if isinstance(kind, (Number, Figure)) else "text"
        )
        for kind in kinds
    ]
    columns += [SheetColumn(on_one_line(speech(each.label)), "text") for each in seen.beside]
    pairs = list(zip(seen.columns, kinds, strict=True))
    pick = words(speech.language if speech.language in LANGUAGES else "km").pick

    def rows() -> Iterator[list[CellValue]]:
        for records, titles in (seen.own or seen.rows)():
            ids = [record.id for record in records]
            beside = [each.texts(ids, language) for each in seen.beside]
            named = {
                record: exact_reference(record, code, pick(*titles[record]))
                for record, code in seen.codes(titles).items()
            }
            for record in records:
                own = (_sheet_cell(speech, kind, getattr(record, name), named) for name, kind in pairs)
                yield [*own, *(texts.get(record.id, "") for texts in beside)]

    sheet = Sheet(on_one_line(speech(seen.kind.plural)), columns, rows(), seen.count)
    return stamp_sheets(practice, speech, [sheet])


def cell_on(speech: Speech, kind: Kind, value: Any, titles: Titles) -> Text:
    """One value as people read it on paper; "" where nothing is known."""
    if isinstance(kind, Phones):
        return phones_on(speech, value or ())
    km, en = (show(kind, value, Manner(code, long_days=True), named_by(titles, code)) for code in LANGUAGES)
    return each_language(speech, km, en)


def _sheet_cell(speech: Speech, kind: Kind, value: Any, named: Mapping[str, str]) -> CellValue:
    if isinstance(kind, (Number, Figure)) and str(value or "").isdecimal():
        return int(value)
    if isinstance(kind, NOT_HERE):
        return on_one_line(cell_on(speech, kind, value, {}))
    # The sheet may come back after somebody worked on it: what it says must be what is kept.
    if isinstance(kind, REFERRING):
        if not isinstance(value, tuple):
            return named.get(value, "")
        return exact_references(named[record] for record in value if record in named)
    return exact_text(kind, value, speech.language if speech.language in LANGUAGES else "km")
