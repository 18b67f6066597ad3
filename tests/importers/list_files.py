"""Makes list files for the tests of the importers: workbooks from rows, with merged ranges."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Font

from cso_desk.importers.reading import Merge, Sheet


def save_workbook(
    path: Path,
    rows: Sequence[Sequence[Any]],
    merged: Sequence[str] = (),
    fonts: Mapping[str, str] | None = None,
    hidden: tuple[Sequence[int], Sequence[str]] = ((), ()),
) -> Path:
    """Write a workbook of one sheet; `fonts` by column letter, `hidden` rows and columns."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    for letter, name in (fonts or {}).items():
        for cell in sheet[letter]:
            cell.font = Font(name=name)
    for number in hidden[0]:
        sheet.row_dimensions[number].hidden = True
    for letter in hidden[1]:
        sheet.column_dimensions[letter].hidden = True
    workbook.save(path)
    return path


def save_sheets(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write a workbook of several sheets, by their names."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def sheet_of(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]] = ()) -> Sheet:
    """A sheet in memory; merged ranges as (top, left, bottom, right) from 0."""
    return Sheet("ទំព័រ", [list(row) for row in rows], [Merge(*one) for one in merged])
