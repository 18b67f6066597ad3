"""Reads a list file into all that a person needs to see before it is taken over; it changes nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cso_desk.errors import UserError
from cso_desk.importers.columns import Meaning, header_signature, recognise
from cso_desk.importers.duplicates import Pairs, find_duplicates, find_translations
from cso_desk.importers.grid import show
from cso_desk.importers.joined_sheets import TOGETHER, join, place_of_row, sheets_alike
from cso_desk.importers.list_purposes import Purpose
from cso_desk.importers.old_fonts import OldFontColumn, convert_old_fonts
from cso_desk.importers.own_tables import OwnColumns, own_table
from cso_desk.importers.reading import Progress, Sheet, Workbook, not_collecting, read_workbook
from cso_desk.importers.refusals import blank, no_list, no_results
from cso_desk.importers.table_finding import find_tables, main_table
from cso_desk.importers.tables import Carried, Skipped, Table, TablePlace
from cso_desk.importers.values import Problem, Reader, place_of_sheet, province_of_titles
from cso_desk.records.record_type import RecordType
from cso_desk.wording import _

_ROWS_PER_STEP = 500
_PURPOSE_OF: Mapping[str, Purpose] = {
    "organisation": "members", "person": "people", "meeting": "meetings", "library_title": "library",
}  # fmt: skip


@dataclass(slots=True)
class SheetReading:
    """One sheet as it was understood. Rows of the sheet count from 1; pairs hold positions in `rows` from 1.

    `rows` are dicts of meaning -> value with `_row`, the sheet row; `_other` holds cells of columns without a
    meaning by letter, `_aside` those that say nothing to us, `_unread` the text of cells that could not be
    understood by meaning. The rows of a list of ours have only `_cells`, the text of each cell by letter.
    """

    name: str
    header_rows: list[int] = field(default_factory=list)
    columns: list[Meaning] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    carried_down: list[Carried] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    purpose: Purpose = "people"
    duplicates: Pairs = field(default_factory=list)
    translation_pairs: Pairs = field(default_factory=list)
    other_tables: list[tuple[int, int]] = field(default_factory=list)
    tables: list[TablePlace] = field(default_factory=list)
    table: int = 0
    """Every table of the sheet that has records, and which of them this is."""
    old_fonts: list[OldFontColumn] = field(default_factory=list)
    own: OwnColumns | None = None
    """What stands in which column where this program wrote the list: its rows hold `_row` and `_cells`."""
    sheets: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Where several sheets are read as one list: their names, and those of open sheets with other columns."""
    format: str = ""
    """The format that says what stands in which column, as MARC 21 does; then there is nothing to choose."""
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    signature: str = ""
    hidden: bool = False
    encoding: str = ""
    delimiter: str = ""

    @property
    def records(self) -> int:
        return len(self.rows)

    @property
    def is_most_of_the_file(self) -> bool:
        """Whether these are several sheets as one list, and most of those that hold one.

        Sheets of attendance are of one meeting each.
        """
        return len(self.sheets) > len(self.others) and self.purpose != "attendance"

    def plain(self) -> dict[str, Any]:
        """The reading as plain data for JSON."""
        return {
            "name": self.name,
            "sheets": list(self.sheets),
            "purpose": self.purpose,
            "header_rows": self.header_rows,
            "columns": [
                {"letter": column.letter, "header": column.header, "meaning": column.meaning}
                for column in self.columns
            ],
            "records": self.records,
            "carried_down": [asdict(carried) for carried in self.carried_down],
            "skipped": [
                {"why": skipped.why, "sentence": skipped.sentence()} | place_of_row(skipped.row)
                for skipped in self.skipped
            ],
            "titles": self.titles,
            "rows": [_plain_row(row) for row in self.rows],
            "problems": [asdict(problem) | place_of_row(problem.row) for problem in self.problems],
            "duplicates": [list(pair) for pair in self.duplicates],
            "translation_pairs": [list(pair) for pair in self.translation_pairs],
            "other_tables": [list(rows) for rows in self.other_tables],
            "tables": [asdict(place) for place in self.tables],
            "table": self.table + 1,
            "old_fonts": [asdict(column) for column in self.old_fonts],
            "confidence": self.confidence,
            "signature": self.signature,
            "hidden": self.hidden,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
        }


def _plain_row(row: dict[str, Any]) -> dict[str, Any]:
    return row | {f"_{name}": said for name, said in place_of_row(row["_row"]).items()}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose about a list. `corrections` give a column, by letter, a meaning ("" = none).

    `table` is the place of the table in the sheet, None for the largest; `kept_fonts` are the letters of
    columns whose old font is not converted. `kinds` are the record types of which a list may be ours; where a
    person says what a list is for, it is read as anybody's.
    """

    corrections: Mapping[str, str] = field(default_factory=dict)
    purpose: Purpose | None = None
    table: int | None = None
    kept_fonts: frozenset[str] = frozenset()
    kinds: tuple[RecordType, ...] = ()


def read_list(
    path: Path,
    *,
    sheet: str | None = None,
    together: bool = False,
    corrections: Mapping[str, str] | None = None,
    purpose: Purpose | None = None,
    table: int | None = None,
    kept_fonts: Iterable[str] = (),
    kinds: Iterable[RecordType] = (),
    glimpse: Callable[[SheetReading], object] | None = None,
    progress: Progress | None = None,
) -> list[SheetReading]:
    """Read every sheet of a list file that holds something, or only the one called `sheet`.

    With `together`, the open sheets that have the same columns come first, as one; `sheet` may be TOGETHER
    for these alone. The choices are those of `Choices`. `glimpse` is given the first rows of a
    long workbook while the rest is read. `progress` is called with steps done and steps in all and stops the
    reading by raising CancelledError. Raises UserError or DamagedFileError.
    """
    choices = Choices(corrections or {}, purpose, table, frozenset(kept_fonts), tuple(kinds))

    def show(beginning: Sheet) -> None:
        if glimpse is not None and sheet in (None, beginning.name):
            reading = read_sheet(beginning, choices=choices)
            if reading.rows:
                glimpse(reading)

    workbook = read_workbook(Path(path), progress, show)
    chosen = [one for one in workbook.sheets if sheet in (None, TOGETHER) or one.name == sheet]
    if sheet is not None and not chosen:
        raise UserError(_("The file has no sheet called “{name}”.", name=sheet))
    filled = [one for one in chosen if not one.is_blank()]
    if not filled:
        raise blank(Path(path), workbook)
    opened = [_open(one, workbook, choices) for one in filled]
    joined = _join(opened, workbook, choices, progress) if together or sheet == TOGETHER else None
    if sheet == TOGETHER:
        if joined is None:
            raise UserError(_("No two sheets of this file have the same columns."))
        return [joined]
    for one in opened:
        one.understand(workbook, choices, progress)
    readings = [one.reading for one in opened]
    if not any(reading.rows for reading in readings):
        raise no_list(Path(path), workbook)
    return [joined, *readings] if joined else readings


def read_sheet(
    sheet: Sheet,
    workbook: Workbook | None = None,
    choices: Choices = Choices(),
    progress: Progress | None = None,
) -> SheetReading:
    """Read one sheet that is open already; texts in old fonts become Unicode in it."""
    opened = _open(sheet, workbook, choices)
    opened.understand(workbook, choices, progress)
    return opened.reading


@dataclass(slots=True)
class _Opened:
    """A sheet with the tables that were found in it; `own` where this program wrote it."""

    reading: SheetReading
    tables: list[Table]
    table: Table | None
    own: OwnColumns | None = None

    def understand(self, workbook: Workbook | None, choices: Choices, progress: Progress | None) -> None:
        """Read the rows of the table that was chosen."""
        reading, table = self.reading, self.table
        with not_collecting():
            if self.own is not None and table is not None:
                _read_own(reading, self.own, table, progress)
            elif table is None or not table.records:
                reading.problems.append(Problem(1, "", "error", _("No list was found in this sheet.")))
            else:
                _warn(reading, workbook)
                filled = [one for one in self.tables if one.records]
                reading.tables = [one.place() for one in filled]
                reading.table = next(place for place, one in enumerate(filled) if one is table)
                _fill(reading, table, choices, progress)


def _open(sheet: Sheet, workbook: Workbook | None, choices: Choices) -> _Opened:
    reading = SheetReading(sheet.name, hidden=sheet.hidden)
    if workbook is not None:
        reading.encoding, reading.delimiter = workbook.encoding, workbook.delimiter
    with not_collecting():
        reading.old_fonts = convert_old_fonts(sheet, choices.kept_fonts)
        if choices.purpose is None and (own := own_table(sheet, choices.kinds)) is not None:
            return _Opened(reading, [], own[1], own[0])
        tables = find_tables(sheet)
        return _Opened(reading, tables, main_table(tables, choices.table))


def _join(
    opened: Sequence[_Opened], workbook: Workbook, choices: Choices, progress: Progress | None
) -> SheetReading | None:
    """The open sheets with the same columns as one, where there are any."""
    tables = {
        one.reading.name: one.table
        for one in opened
        if one.table is not None and one.table.records and one.own is None and not one.reading.hidden
    }
    alike = sheets_alike(tables)
    if not alike:
        return None
    reading = SheetReading(TOGETHER, sheets=tuple(alike))
    reading.others = tuple(name for name in tables if name not in alike)
    fonts = {old.letter: old for one in opened if one.reading.name in alike for old in one.reading.old_fonts}
    reading.old_fonts = [fonts[each] for each in sorted(fonts)]
    _warn(reading, workbook)
    if reading.others:
        message = _(
            "Sheets with other columns are not among these rows: {names}.", names=_quoted(reading.others)
        )
        reading.problems.append(Problem(1, "", "notice", message))
    if several := [name for name in alike if tables[name].others]:
        message = _(
            "These sheets hold more than one table; the largest of each is among these rows: {names}.",
            names=_quoted(several),
        )
        reading.problems.append(Problem(1, "", "warning", message))
    with not_collecting():
        _fill(reading, join({name: tables[name] for name in alike}), choices, progress)
    return reading


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _warn(reading: SheetReading, workbook: Workbook | None) -> None:
    """Say what is wrong with the whole file."""
    if workbook is not None and workbook.damaged:
        message = _("Some letters of this file could not be read; they are shown as “�”.")
        reading.problems.append(Problem(1, "", "warning", message))
    if workbook is not None and workbook.old_fonts_named:
        message = _(
            "This file names an old Khmer font (Limon or ABC). Open it in Excel, save it as an Excel workbook"
            " (.xlsx) and choose that one: its texts can be converted."
        )
        reading.problems.append(Problem(1, "", "warning", message))
    without = set(workbook.without_results) if workbook is not None else set()
    if without & {reading.name, *reading.sheets}:
        reading.problems.append(Problem(1, "", "warning", no_results()))


def _read_own(
    reading: SheetReading, own: OwnColumns, table: Table, progress: Progress | None
) -> SheetReading:
    reading.own, reading.tables = own, [table.place()] if table.records else []
    reading.header_rows, reading.confidence = table.header_rows, table.confidence
    reading.columns = [Meaning(column.letter, column.header, "") for column in table.columns]
    reading.purpose = _PURPOSE_OF.get(own.kind.name, reading.purpose)
    letters = [column.letter for column in table.columns]
    for place, row in enumerate(table.records):
        if progress is not None and place % _ROWS_PER_STEP == 0:
            progress(place, len(table.records))
        cells = zip(letters, map(show, row.cells), strict=True)
        reading.rows.append({"_row": row.number, "_cells": {each: text for each, text in cells if text}})
    return reading


def _fill(
    reading: SheetReading,
    table: Table,
    choices: Choices,
    progress: Progress | None,
) -> None:
    meanings, likely = recognise(table, purpose=choices.purpose, corrections=choices.corrections)
    within = table.within if reading.sheets else province_of_titles([*table.titles, reading.name])
    reader = Reader(table, meanings, within, place_of_sheet(reading.name, within))
    for place, row in enumerate(table.records):
        if progress is not None and place % _ROWS_PER_STEP == 0:
            progress(place, len(table.records))
        reading.rows.append(reader.read(row))
    reading.header_rows, reading.columns, reading.purpose = table.header_rows, meanings, likely
    reading.carried_down, reading.skipped, reading.titles = table.carried_down, table.skipped, table.titles
    reading.problems += reader.problems
    reading.other_tables, reading.confidence = table.others, table.confidence
    reading.reasons, reading.signature = table.reasons, header_signature(table)
    reading.duplicates = find_duplicates(reading.rows, likely)
    if likely == "library":
        reading.translation_pairs = find_translations(reading.rows, reading.duplicates)
    if table.others and not reading.sheets:
        message = _(
            "This sheet holds more than one table. Choose above which one is taken over, and take over the"
            " others after it."
        )
        reading.problems.append(Problem(table.others[0][0], "", "warning", message))
