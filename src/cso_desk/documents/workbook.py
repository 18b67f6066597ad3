"""Writes XLSX workbooks row by row: text stays text, dates are dates, Khmer has room.

The XML is written straight into the zip, so 100,000 rows need little memory. Widths are measured with the
face of the papers; the font named in the file is one that Cambodian offices have.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape

from cso_desk.documents.saving import Progress, save_atomically
from cso_desk.documents.text import Style, measure
from cso_desk.documents.workbook_parts import (
    DATE,
    HEAD,
    MAIN,
    NUMBER,
    STAMP,
    TEXT,
    TIME,
    WRAPPED,
    XML,
    letters,
    small_parts,
)
from cso_desk.errors import UserError
from cso_desk.wording import N_, _

CellValue = str | int | float | bool | dt.date | dt.datetime | None
MOST_ROWS, MOST_TEXT = 1_048_576, 32_767  # limits of the format

_SAMPLE = 200  # rows measured for the widths
_ROW_POINTS, _HEAD_POINTS = 21, 26
_CHARACTER = 5.25  # points of one width unit at 10 pt (7 pixels at 96 dpi)
_CHUNK = 500
_HIGHEST_ROW = 409
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = dt.date(1899, 12, 30)
_FIRST_DATE = dt.date(1900, 3, 1)  # Excel believes 1900 had a 29 February: earlier dates go out as text
_MOST_DIGITS = 15  # longer numbers would lose their end
_KINDS = ("text", "number", "date", "time", "yes")
_UNTITLED = N_("Sheet")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """`kind`: "text", "number", "date" (a day), "time" (day and time) or "yes" (✓ or empty).

    A value that is not of its kind is written as text, never dropped. `width` in characters, 0 measures.
    """

    title: str
    kind: str = "text"
    width: float = 0
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` may be a generator; it is read once. A `stamp` stands above the head and over every page."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[CellValue]]
    count: int = 0  # how many rows to expect, for progress only
    stamp: str = ""

    @property
    def head(self) -> int:
        """The row in which the titles of the columns stand."""
        return 2 if self.stamp else 1


def write_workbook(sheets: Sequence[Sheet], path: Path, progress: Progress | None = None) -> None:
    """Write the sheets to `path`, whole or not at all.

    `progress(done, total)` counts rows and may raise CancelledError. UserError if the file cannot be
    written or a sheet has more rows than the format holds; ValueError without a sheet or a known kind.
    """
    save_atomically(path, lambda stream: _write(sheets, stream, progress))


def workbook_bytes(sheets: Sequence[Sheet], progress: Progress | None = None) -> bytes:
    """The workbook without a file; raises as `write_workbook`."""
    stream = BytesIO()
    _write(sheets, stream, progress)
    return stream.getvalue()


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names as Excel takes them: no forbidden signs, at most 31 letters, each only once."""
    names: list[str] = []
    taken: set[str] = set()
    for raw in wanted:
        clean = _FORBIDDEN_IN_XML.sub("", _FORBIDDEN_IN_NAME.sub(" ", raw))
        # Excel counts UTF-16 units, and keeps the word History to itself.
        base = _shortened(clean.strip().strip("'").strip(), 31) or _(_UNTITLED)
        base = f"{base}_" if base.casefold() == "history" else base
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{_shortened(base, 31 - len(str(number)) - 3)} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


def _shortened(text: str, units: int) -> str:
    while len(text.encode("utf-16-le")) > 2 * units:
        text = text[:-1]
    return text.strip()


def _write(sheets: Sequence[Sheet], stream: BinaryIO, progress: Progress | None) -> None:
    if not sheets or any(column.kind not in _KINDS for sheet in sheets for column in sheet.columns):
        raise ValueError("a workbook needs a sheet, and columns of a known kind")
    names = sheet_names(sheet.name for sheet in sheets)
    total = sum(sheet.count for sheet in sheets)
    rows_in = [0] * len(sheets)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for index, sheet in enumerate(sheets):
            entry = _entry(f"xl/worksheets/sheet{index + 1}.xml")
            with archive.open(entry, "w", force_zip64=True) as part:
                for count, xml in _sheet_xml(sheet, selected=index == 0):
                    part.write(xml.encode("utf-8"))
                    rows_in[index] += count
                    if progress and count:
                        progress(sum(rows_in), max(total, sum(rows_in)))
        widths = [max(len(sheet.columns), 1) for sheet in sheets]
        for name, xml in small_parts(names, widths, rows_in, [sheet.head for sheet in sheets]):
            archive.writestr(_entry(name), xml)


def _entry(name: str) -> zipfile.ZipInfo:
    """A zip entry without the time of day: the same rows give the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _sheet_xml(sheet: Sheet, *, selected: bool) -> Iterator[tuple[int, str]]:
    """The XML of one sheet in chunks, each with the number of rows in it."""
    rows = iter(sheet.rows)
    sample = list(islice(rows, _SAMPLE))
    widths = [
        _width(column, [row[index] for row in sample if len(row) > index])
        for index, column in enumerate(sheet.columns)
    ]
    wrapped = [(i, (widths[i] - 1.5) * _CHARACTER) for i, column in enumerate(sheet.columns) if column.wrap]
    yield 0, _sheet_start(widths, sheet.head, selected=selected)
    heads = "".join(_text(column.title, HEAD) for column in sheet.columns)
    if sheet.stamp:
        yield 0, f'<row r="1" ht="{_HEAD_POINTS}" customHeight="1">{_text(sheet.stamp, STAMP)}</row>'
    yield 0, f'<row r="{sheet.head}" ht="{_HEAD_POINTS}" customHeight="1">{heads}</row>'
    styles = [
        (WRAPPED if column.wrap else TEXT, NUMBER if column.kind == "number" else TEXT)
        for column in sheet.columns
    ]
    everything = chain(sample, rows)
    written = sheet.head
    while chunk := list(islice(everything, _CHUNK)):
        written += len(chunk)
        if written > MOST_ROWS:
            raise UserError(
                _(
                    "A sheet holds at most {count} rows. Choose fewer and export again.",
                    count=MOST_ROWS - sheet.head,
                )
            )
        yield (
            len(chunk),
            "".join(f"{_row_start(row, wrapped)}{''.join(map(_cell, row, styles))}</row>" for row in chunk),
        )
    last = f"{letters(max(len(sheet.columns), 1))}{written}"
    yield (
        0,
        f'</sheetData><autoFilter ref="A{sheet.head}:{last}"/>{_PRINTING}{_over(sheet.stamp)}</worksheet>',
    )


def _row_start(row: Sequence[CellValue], wrapped: Sequence[tuple[int, float]]) -> str:
    """Every row says its height: programs do not reckon with the height of Khmer."""
    lines = 1
    for index, points in wrapped:
        text = row[index] if index < len(row) else ""
        if isinstance(text, str) and text:
            needed = sum(int(measure(part[:2000], Style(10)) / points) + 1 for part in text.split("\n"))
            lines = max(lines, needed)
    return f'<row ht="{min(_ROW_POINTS * lines, _HIGHEST_ROW)}" customHeight="1">'


_PRINTING = (
    '<pageMargins left="0.6" right="0.6" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
)


def _over(stamp: str) -> str:
    """What stands over every printed page; an ampersand begins a code there."""
    said = escape(_FORBIDDEN_IN_XML.sub("", stamp).replace("&", "&&"))
    return f"<headerFooter><oddHeader>&amp;C&amp;B{said}</oddHeader></headerFooter>" if said else ""


def _sheet_start(widths: Sequence[float], head: int, *, selected: bool) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width:.2f}" customWidth="1"/>'
        for number, width in enumerate(widths, 1)
    )
    columns = f"<cols>{columns}</cols>" if columns else ""
    tab = ' tabSelected="1"' if selected else ""
    return (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView{tab} workbookViewId="0"><pane ySplit="{head}" topLeftCell="A{head + 1}" '
        'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="{_ROW_POINTS}" customHeight="1"/>{columns}<sheetData>'
    )


def _width(column: SheetColumn, values: Sequence[CellValue]) -> float:
    """In characters: the widest of head and sample, at most what is comfortable to read."""
    if column.width:
        return column.width
    head = measure(column.title, Style(10, bold=True)) + 18  # room for the filter's button
    texts = {_shown(value).split("\n", 1)[0][:200] for value in values}
    widest = max(chain([head], (measure(text, Style(10)) for text in texts)))
    return min(max(widest / _CHARACTER + 2, 6), 40 if column.wrap else 60)


def _shown(value: CellValue) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "✓"
    return value.strftime("%d/%m/%Y %H:%M") if isinstance(value, dt.datetime) else str(value)


def _text(text: str, style: int) -> str:
    if len(text) > MOST_TEXT:
        text = text[: MOST_TEXT - 1] + "…"
    # "_x0041_" is how the format escapes characters: text that looks like it is escaped itself.
    text = _ESCAPE_LIKE.sub("_x005F_", text) if "_x" in text else text
    safe = escape(_FORBIDDEN_IN_XML.sub("\ufffd", text))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'


def _cell(value: CellValue, styles: tuple[int, int]) -> str:
    """One cell; `styles` are the looks of text and of numbers in its column."""
    if type(value) is str and value:
        return _text(value, styles[0])
    if value is None or value == "" or value is False:
        return f'<c s="{styles[0]}"/>'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, styles[1])
    if isinstance(value, dt.date):
        return _date(value)
    return _text(_shown(value), styles[0])


def _date(value: dt.date) -> str:
    day = value.date() if isinstance(value, dt.datetime) else value
    if day < _FIRST_DATE:
        return _text(str(value), TEXT)
    days = (day - _EPOCH).days
    if not isinstance(value, dt.datetime):
        return f'<c s="{DATE}"><v>{days}</v></c>'
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return f'<c s="{TIME}"><v>{days + seconds / 86400:.10f}</v></c>'


def _number(value: float, style: int) -> str:
    text = repr(value)
    digits = sum(character.isdigit() for character in text) if isinstance(value, int) else 0
    if text in ("inf", "-inf", "nan") or digits > _MOST_DIGITS:
        return _text(text, TEXT)
    return f'<c s="{style}"><v>{text}</v></c>'
