"""Makes list files for the tests of the importers: workbooks from rows, with merged ranges."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from cso_desk.importers.reading import Merge, Sheet


def save_workbook(path: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    workbook.save(path)
    return path


def sheet_of(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]] = ()) -> Sheet:
    """A sheet in memory; merged ranges as (top, left, bottom, right) from 0."""
    return Sheet("ទំព័រ", [list(row) for row in rows], [Merge(*one) for one in merged])
