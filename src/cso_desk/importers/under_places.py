"""Turns lists whose columns are headed by places, with names below each, into a name and its place a row."""

from cso_desk.importers import vocabulary
from cso_desk.importers.evidence import is_organisation, known_place
from cso_desk.importers.grid import NUMBER, PHONE, Grid, is_blank, lay_out, look
from cso_desk.importers.reading import Cell, Sheet
from cso_desk.places.gazetteer import LEVELS, Level

_TITLES = 8  # rows that may stand above the heads
_LEAST_NAMES = 3
_HEADS: dict[Level, str] = {"province": "Province", "district": "District", "commune": "Commune"}


def under_places(grid: Grid) -> Grid | None:
    """The grid with one name a row and the place that heads its column; None where no such heads stand."""
    filled = [row for row, cells in enumerate(grid.filled) if cells]
    for at, row in enumerate(filled[:_TITLES]):
        heads = {column: grid.text(row, column) for column in grid.filled[row]}
        level = _level_of(list(heads.values()))
        if level is None:
            continue
        names = [
            (grid.cell(below, column), head)
            for column, head in heads.items()
            for below in filled[at + 1 :]
            if not is_blank(grid.cell(below, column))
        ]
        beside = any(column not in heads for below in filled[at + 1 :] for column in grid.filled[below])
        if beside or len(names) < _LEAST_NAMES or not all(_is_name(cell) for cell, _head in names):
            return None
        titles: list[list[Cell]] = [[grid.text(above, grid.filled[above][0])] for above in filled[:at]]
        bodies = sum(1 for cell, _head in names if is_organisation(cell))
        called = "Institution" if bodies * 2 > len(names) else "Name"
        return lay_out(Sheet("", [*titles, [called, _HEADS[level]], *([cell, head] for cell, head in names)]))
    return None


def _level_of(heads: list[str]) -> Level | None:
    """The level of which all heads are places, where they are two and more different ones."""
    if len(set(heads)) < 2 or len(set(heads)) < len(heads):
        return None
    for level in LEVELS[: len(_HEADS)]:
        if all(known_place(head, level, None) for head in heads):
            return level
    return None


def _is_name(cell: Cell) -> bool:
    text = str(cell)
    is_place = bool(known_place(text, None, None))
    return look(cell) not in (NUMBER, PHONE) and not is_place and not vocabulary.is_header_word(text)
