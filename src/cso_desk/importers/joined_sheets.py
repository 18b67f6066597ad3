"""Makes one table of the sheets of a workbook that have the same columns, as one sheet for each district."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Self

from cso_desk.importers import vocabulary
from cso_desk.importers.evidence import known_place
from cso_desk.importers.grid import letter
from cso_desk.importers.place_values import bare_heading
from cso_desk.importers.reading import Cell
from cso_desk.importers.tables import Carried, Column, Row, Skipped, Table
from cso_desk.importers.values import place_of_sheet, province_of_titles
from cso_desk.places.gazetteer import Level
from cso_desk.wording import _

TOGETHER = ""
"""Stands for the name of a sheet where all with the same columns are meant: no sheet is called so."""

_ALIKE = 0.75  # so much of all headings of two sheets must be the same
_LEAST_HEADINGS = 2
_ROWS_OF_A_SHEET = 10_000_000  # more than a sheet can have
_Heading = tuple[str, int]
"""What is written above a column, and the how many-th column of the sheet it is that is called so."""


class SheetRow(int):
    """A row of one of several sheets: as a number it is another one in each; said, it names row and sheet."""

    sheet: str
    number: int

    def __new__(cls, place: int, number: int = 0, sheet: str = "") -> Self:
        made = super().__new__(cls, place)
        made.number, made.sheet = number, sheet
        return made

    def __str__(self) -> str:
        return f"{self.number} ({self.sheet})"


def number_in_sheet(row: int) -> int:
    """The number that the sheet itself shows for a row."""
    return row.number if isinstance(row, SheetRow) else row


def place_of_row(row: int) -> dict[str, int | str]:
    """Where a row stands, as plain data: its number, and its sheet where there are several."""
    return {"row": row.number, "sheet": row.sheet} if isinstance(row, SheetRow) else {"row": row}


def sheets_alike(tables: Mapping[str, Table]) -> list[str]:
    """The largest group of sheets, by rows, whose tables have the same columns; [] where no two have."""
    headings = {name: _headings(table) for name, table in tables.items() if table.records}
    best: tuple[int, list[str]] = (0, [])
    for one in headings.values():
        group = [name for name, other in headings.items() if _are_alike(one, other)]
        rows = sum(len(tables[name].records) for name in group)
        if len(group) > 1 and rows > best[0]:
            best = (rows, group)
    return best[1]


def join(tables: Mapping[str, Table]) -> Table:
    """One table of several with the same columns, by the names of their sheets; the first column names them.

    Columns stand and are called as in the largest one; columns that only others have follow. A sheet that is
    named after a place is a heading above its rows.
    """
    largest = max(tables.values(), key=lambda table: len(table.records))
    places = {heading: at for at, heading in enumerate(_headings(largest), 1)}
    columns = list(largest.columns)
    following = max(column.index for table in tables.values() for column in table.columns) + 1
    for table in tables.values():
        for heading, column in zip(_headings(table), table.columns, strict=True):
            if heading not in places:
                places[heading] = len(columns) + 1
                columns.append(replace(column, letter=letter(following), index=following))
                following += 1
    named = _("Sheet")
    names = Column(letter(following), named, following, (named,))
    joined = replace(
        largest, columns=[names, *columns], records=[], skipped=[], titles=[], others=[], carried_down=[],
        number_column=None if largest.number_column is None else largest.number_column + 1,
        confidence=min(table.confidence for table in tables.values()),
        sheet_letter=names.letter, sheet_level=_level_of(tables),
    )  # fmt: skip
    within = {province_of_titles([*table.titles, name]) for name, table in tables.items()}
    joined.within = within.pop() if len(within) == 1 else ""
    for at, (name, table) in enumerate(tables.items(), 1):
        _add(joined, at * _ROWS_OF_A_SHEET, name, table, [places[heading] for heading in _headings(table)])
    return joined


def _add(joined: Table, first: int, name: str, table: Table, places: Sequence[int]) -> None:
    above = place_of_sheet(name, province_of_titles([*table.titles, name]))
    said = bare_heading(name) if above else name  # "2. Pailin (12)"
    columns = joined.columns
    for row in table.records:
        cells: list[Cell] = [said, *[None] * (len(columns) - 1)]
        for place, cell in zip(places, row.cells, strict=True):
            cells[place] = cell
        number = SheetRow(first + row.number, row.number, name)
        carried = tuple(places[place] for place in row.carried)
        joined.records.append(Row(number, cells, (*above, *row.sections), carried))
    joined.skipped += [
        Skipped(SheetRow(first + each.row, each.row, name), each.why) for each in table.skipped
    ]
    joined.titles += [title for title in table.titles if title not in joined.titles]
    to = {column.letter: columns[place] for column, place in zip(table.columns, places, strict=True)}
    known = {(each.kind, each.letter) for each in joined.carried_down}
    for each in table.carried_down:
        column = to.get(each.letter)
        told = Carried(each.kind, column.letter, column.header, each.values) if column else each
        if (told.kind, told.letter) not in known:
            joined.carried_down.append(told)


def _headings(table: Table) -> list[_Heading]:
    counts: Counter[str] = Counter()
    found = []
    for column in table.columns:
        words = vocabulary.key(column.header)
        found.append((words, counts[words]))
        counts[words] += 1
    return found


def _are_alike(one: Sequence[_Heading], other: Sequence[_Heading]) -> bool:
    mine, theirs = ({heading for heading in headings if heading[0]} for headings in (one, other))
    shared = len(mine & theirs)
    return shared >= _LEAST_HEADINGS and shared >= _ALIKE * len(mine | theirs)


def _level_of(tables: Mapping[str, Table]) -> Level | None:
    """The level of which every sheet names a place."""
    within = province_of_titles([title for table in tables.values() for title in table.titles])
    levels: tuple[tuple[Level, str | None], ...] = (("province", None), ("district", within or None))
    for level, inside in levels:
        if all(known_place(bare_heading(name), level, inside) for name in tables):
            return level
    return None
