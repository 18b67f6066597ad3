"""A sheet as the finders look at it: which cells are filled, what they look like, what is merged."""

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache

from cso_desk.importers.reading import Cell, Merge, Sheet
from cso_desk.khmer import list_marks
from cso_desk.khmer.digits import to_latin_digits

TEXT, NUMBER, DATE, PHONE, TICK = "text", "number", "date", "phone", "tick"

_NUMBER = re.compile(r"[-+(]?\s*\d{1,3}(?:[, .]\d{3})*(?:[.,]\d+)?\s*[%)៛$]?|[-+]?\d+(?:[.,]\d+)?\s*%?")
_DATE = re.compile(
    r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{1,2}[- /]?[A-Za-z]{3,9}[-, /]+\d{2,4}|" + list_marks.DAY_OF_YEAR
)
_EXTENSION = r"(?:(?:ext\.?|x|#)\s*\d{1,6}\s*)?"
_PHONE = re.compile(
    rf"[(+]*(?:0|855|\+)[\d\s().\-]{{7,}}{_EXTENSION}(?:[/,;&\n]\s*[(+]*\d[\d\s().\-]{{5,}}{_EXTENSION})*",
    re.IGNORECASE,
)
_TICKS = frozenset("✓✔☑√✗✘☐xXvV")
_RUNNING = re.compile(r"\(?\s*(\d{1,6})\s*[.)\-/។៖]*")
_SPACES = " \t\r\n\u200b\u00a0\ufeff"


@lru_cache(maxsize=100_000)
def _look_of_text(text: str) -> str:
    bare = to_latin_digits(text).strip(_SPACES)
    if not bare:
        return ""
    if not any(letter.isdigit() for letter in bare):
        return TICK if bare in _TICKS else TEXT
    if len(bare) > 60:
        return TEXT
    digits = sum(letter.isdigit() for letter in bare)
    if digits >= 8 and _PHONE.fullmatch(bare):
        return PHONE
    if _NUMBER.fullmatch(bare):
        return NUMBER
    return DATE if _DATE.fullmatch(bare) else TEXT


def look(cell: Cell) -> str:
    """What a cell looks like: "" (blank), "text", "number", "date", "phone" or "tick"."""
    if isinstance(cell, str):
        return _look_of_text(cell) if cell else ""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return TICK
    if isinstance(cell, (int, float)):
        return NUMBER
    return DATE


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip(_SPACES))


def running_number(cell: Cell) -> int | None:
    """The number of a row ("១", "2.", "(3)", 4), or None."""
    if type(cell) is int:
        return cell if 0 <= cell < 1_000_000 else None
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        return int(cell) if cell == int(cell) and 0 <= cell < 1_000_000 else None
    if isinstance(cell, str) and (found := _RUNNING.fullmatch(to_latin_digits(cell).strip(_SPACES))):
        return int(found[1])
    return None


def show(cell: Cell) -> str:
    """The text of a cell: 3 as "3", dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell).strip(_SPACES) if isinstance(cell, str) else str(cell)


def letter(column: int) -> str:
    """The letter of column 0, 1, …: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass
class Grid:
    """Rows and columns count from 0; `filled[r]` are the columns of row r that hold something."""

    rows: list[list[Cell]]
    merges: list[Merge]
    filled: list[list[int]] = field(default_factory=list)
    merge_at: dict[tuple[int, int], Merge] = field(default_factory=dict)
    merges_over: dict[int, list[Merge]] = field(default_factory=dict)

    def lay_merges(self) -> None:
        """Make the merged ranges known by their first cell and by the rows they reach over."""
        for merge in self.merges:
            self.merge_at[merge.top, merge.left] = merge
            for row in range(merge.top, min(merge.bottom, merge.top + _TALLEST) + 1):
                self.merges_over.setdefault(row, []).append(merge)

    def cell(self, row: int, column: int) -> Cell:
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        return show(self.cell(row, column))

    def covering(self, row: int, column: int) -> Merge | None:
        """The merged range that holds this cell, if one does."""
        for merge in self.merges_over.get(row, ()):
            if merge.left <= column <= merge.right:
                return merge
        return None

    def span(self, row: int, column: int) -> int:
        """How many columns the cell reaches over."""
        merge = self.merge_at.get((row, column))
        return merge.right - merge.left + 1 if merge else 1


# A merged range over more rows than this is decoration: it is looked at only where it begins.
_TALLEST = 2_000


def lay_out(sheet: Sheet) -> Grid:
    """The grid of a sheet, its leading rows counted."""
    above: list[list[Cell]] = [[] for _row in range(sheet.first_row - 1)]
    rows = above + sheet.rows
    grid = Grid(rows, [merge for merge in sheet.merged if merge.top < len(rows)])
    grid.filled = [
        [
            place
            for place, cell in enumerate(row)
            if cell is not None and (type(cell) is not str or (cell and cell.strip(_SPACES)))
        ]
        for row in rows
    ]
    grid.lay_merges()
    return grid
