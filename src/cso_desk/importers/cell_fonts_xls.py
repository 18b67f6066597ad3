"""Tells which texts of an old workbook (.xls) are written in an old font, by xlrd; values are not read here.

Runs beside `child.py` in the process of its own, so it imports nothing of the program.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import xlrd

if TYPE_CHECKING:
    from cso_desk.importers.cell_fonts import Cells, OldFonts, Run

MOST_BYTES = 48 * 1024 * 1024
"""xlrd takes some eleven bytes for a blank cell that takes two in the file."""


def old_font_cells(data: bytes, old: "OldFonts") -> "dict[str, Cells] | None":
    """The cells in old fonts, by the name of their sheet; None where they cannot be found out.

    Whatever happens here, the values of the file are read by another program, which refuses what is damaged.
    """
    if len(data) > MOST_BYTES:
        return None
    try:
        return _found(data, old)
    except Exception:  # noqa: BLE001  xlrd lets out whatever an altered file brings about
        return None


def _found(data: bytes, old: "OldFonts") -> "dict[str, Cells]":
    found: dict[str, Cells] = {}
    # What xlrd has to say would stand among the frames of standard output.
    with open(os.devnull, "w", encoding="utf-8") as silence:  # noqa: PTH123  start-up time
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=silence
        )
        if not any(old.has(font.name) for font in book.font_list):
            return {}
        for place, name in enumerate(book.sheet_names()):
            if cells := list(_old_cells(book, book.sheet_by_index(place), old)):
                found[name] = cells
            book.unload_sheet(place)  # one sheet at a time: memory is short
    return found


def _old_cells(book: Any, sheet: Any, old: "OldFonts") -> "Iterator[tuple[int, int, list[Run]]]":
    fonts = [font.name for font in book.font_list]
    for row in range(sheet.nrows):
        for column, (kind, text) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
            if kind != xlrd.XL_CELL_TEXT or not text:
                continue
            usual = fonts[book.xf_list[sheet.cell_xf_index(row, column)].font_index]
            changes = sheet.rich_text_runlist_map.get((row, column), ())
            if runs := old.runs(_pieces(text, usual, [(at, fonts[font]) for at, font in changes])):
                yield row, column, runs


def _pieces(text: str, usual: str, changes: list[tuple[int, str]]) -> "Iterator[Run]":
    """The text cut where its font changes, which is told by the place of the first letter."""
    starts = [(0, usual), *changes]
    ends = [at for at, _font in changes] + [len(text)]
    for (start, font), end in zip(starts, ends, strict=True):
        yield font, text[start:end]
