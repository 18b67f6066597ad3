"""`sheet`: says what a list file holds, sheet by sheet. It needs no store."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from cso_desk.commands.result import Result
from cso_desk.commands.speaking import Ticker
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.wording import _, ngettext

_MOST_PROBLEMS = 20


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help=_("a list: .xlsx, .xls, .ods, .csv or another text file")
    )
    parser.add_argument("--sheet", metavar="NAME", help=_("only the sheet called so"))


def run(args: Namespace) -> Result:
    path = Path(args.file).expanduser()
    readings = read_list(path, sheet=args.sheet, progress=Ticker(quiet=args.json))
    sheets = [without_rows(reading) for reading in readings]
    lines = [line for reading in readings for line in told(reading)]
    return Result({"file": str(path), "sheets": sheets}, lines)


def without_rows(reading: SheetReading) -> dict[str, Any]:
    """What a sheet is like, without the values of its rows."""
    found = reading.plain()
    del found["rows"]
    return found


def told(reading: SheetReading) -> list[str]:
    """What a sheet is like, in lines for people."""
    lines = [
        _("Sheets {names} as one list", names=", ".join(f"“{name}”" for name in reading.sheets))
        if reading.sheets
        else _("Sheet “{name}”", name=reading.name)
    ]
    lines.append("  " + ngettext("{count} row of data", "{count} rows of data", reading.records))
    if reading.header_rows:
        rows = ", ".join(map(str, reading.header_rows))
        lines.append("  " + _("Header in row {rows}", rows=rows))
    for column in reading.columns:
        meaning = column.meaning or _("not understood")
        lines.append(f"  {column.letter}  {column.header} → {meaning}")
    for old in reading.old_fonts:
        lines += [f"  {old.letter}  {old.font}: {before} → {after}" for before, after in old.samples[:2]]
    lines += [f"  {_('Row {row}', row=each.row)}: {each.sentence()}" for each in reading.skipped]
    return lines + problems_told(reading)


def problems_told(reading: SheetReading) -> list[str]:
    """The doubtful cells of a sheet, the first of them where there are many."""
    lines = [
        f"  ! {_('Row {row}', row=each.row)}{f', {each.column}' if each.column else ''}: {each.message}"
        for each in reading.problems[:_MOST_PROBLEMS]
    ]
    more = len(reading.problems) - _MOST_PROBLEMS
    if more > 0:
        lines.append("  " + ngettext("and {count} more doubt", "and {count} more doubts", more))
    return lines
