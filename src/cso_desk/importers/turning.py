"""Turns lists whose fields stand below one another, in forms and across a sheet, into rows and columns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cso_desk.importers import vocabulary
from cso_desk.importers.grid import NUMBER, PHONE, Grid, is_blank, lay_out, look
from cso_desk.importers.reading import Cell, Sheet
from cso_desk.khmer.sex import parse_sex
from cso_desk.places.finding import resolve_place
from cso_desk.wording import _

_SAMPLE = 120
_LABELS_AMONG = 3  # the first columns in one of which the labels stand
_LEAST, _SHARE = 3, 0.6
_PLENTY = 5
_NAMES = frozenset({"org", "name", "contact", "title", "family_name"})
_LABEL_END = " \t\r\n:៖*"
_IN_ONE_CELL = re.compile(r"\s*([^:៖\n]{1,60}?)\s*[:៖]\s*(.*\S)\s*", re.DOTALL)


@dataclass
class _Block:
    """One group of fields: each label with its values by column; `heading` stands alone above them."""

    labels: list[str] = field(default_factory=list)
    values: list[dict[int, Cell]] = field(default_factory=list)
    heading: str = ""


def turned(grid: Grid) -> Grid | None:
    """The grid with a column for each label and a row for each record; None where rows are records."""
    column = _label_column(grid)
    if column is None:
        return None
    titles, blocks = _blocks(grid, column)
    headed = len(blocks) > 1 and all(block.heading for block in blocks)
    if headed:
        titles.pop()  # what stands above the first one
    heads: dict[tuple[str, int], int] = {}
    for block in blocks:
        for place in _places(block):
            heads.setdefault(place, len(heads))
    rows: list[list[Cell]] = [[title] for title in titles]
    rows.append([*([_headed(heads)] if headed else []), *(label for label, _nth in heads)])
    for block in blocks:
        for across in sorted({column for values in block.values for column in values}):
            cells: list[Cell] = [None] * len(heads)
            for place, values in zip(_places(block), block.values, strict=True):
                cells[heads[place]] = values.get(across)
            if not all(map(is_blank, cells)):
                rows.append([block.heading, *cells] if headed else cells)
    return lay_out(Sheet("", rows))


def _headed(heads: Iterable[tuple[str, int]]) -> str | None:
    """What stands above cards: who has a contact person or an acronym is an institution."""
    meanings = {meaning for label, _nth in heads for meaning in vocabulary.header_meanings(label)}
    return _("Institution") if meanings & {"contact", "acronym"} else None


def _places(block: _Block) -> Iterator[tuple[str, int]]:
    """Each label and the how manieth of its name it is in the block."""
    for at, label in enumerate(block.labels):
        yield label, block.labels[:at].count(label)


def _label_column(grid: Grid) -> int | None:
    """The column of labels, where one column has several that name different fields and the rows do not."""
    rows = [row for row, filled in enumerate(grid.filled[: 4 * _SAMPLE]) if filled][:_SAMPLE]
    for column in sorted({column for row in rows for column in grid.filled[row]})[:_LABELS_AMONG]:
        said = [(row, _field(grid, row, column)) for row in rows]
        labels = [(row, found[0], found[1]) for row, found in said if found is not None]
        asked = sum(1 for row in rows if len(grid.filled[row]) > 1 or _field(grid, row, column))
        if len(labels) < max(_LEAST, _SHARE * asked):
            continue
        meanings = {meaning for _row, label, _v in labels for meaning in vocabulary.header_meanings(label)}
        different = {vocabulary.key(label) for _row, label, _values in labels}
        first = labels[0]
        heads = sum(1 for cell in first[2].values() if vocabulary.is_header_word(str(cell)))
        typed = any(map(_is_typed, labels))
        if (
            len(different) >= _LEAST
            and meanings & _NAMES
            and heads < 2
            and (typed or len(different) >= _PLENTY)
        ):
            return column
    return None


def _field(grid: Grid, row: int, column: int) -> tuple[str, dict[int, Cell]] | None:
    """The known label of a row and its values by column; None where the row has none."""
    text = grid.text(row, column)
    if not text or len(text) > 200:
        return None
    values: dict[int, Cell] = {each: grid.cell(row, each) for each in grid.filled[row] if each > column}
    if vocabulary.is_header_word(text.strip(_LABEL_END)):
        return text.strip(_LABEL_END), values
    found = _IN_ONE_CELL.fullmatch(text)
    if found and not values and vocabulary.is_header_word(found[1]):
        return found[1], {column + 1: found[2]}
    return None


def _is_typed(told: tuple[int, str, dict[int, Cell]]) -> bool:
    """Whether a value is of the kind that its label says."""
    _row, label, values = told
    meanings = vocabulary.header_meanings(label)
    for cell in values.values():
        if "phones" in meanings and (look(cell) == PHONE or (look(cell) == NUMBER and len(str(cell)) >= 8)):
            return True
        text = str(cell)
        if ("email" in meanings and "@" in text) or ("sex" in meanings and parse_sex(text) is not None):
            return True
        if meanings.keys() & {"province", "district", "commune"} and resolve_place(text) is not None:
            return True
    return False


def _blocks(grid: Grid, column: int) -> tuple[list[str], list[_Block]]:
    """The titles above the first label, and the groups of fields, each from the first label to its next."""
    titles: list[str] = []
    blocks: list[_Block] = []
    heading = ""
    for row, filled in enumerate(grid.filled):
        if not filled:
            continue
        known = _field(grid, row, column)
        label = known[0] if known else grid.text(row, column).strip(_LABEL_END)
        values = known[1] if known else {each: grid.cell(row, each) for each in filled if each > column}
        if not blocks and known is None:
            titles.append(" ".join(grid.text(row, each) for each in filled))
            heading = _heading(grid, row, column)
        elif known is None and not values:
            heading = _heading(grid, row, column)
        elif not label and blocks:
            _go_on(blocks[-1], values)
        elif known is not None and (not blocks or label == blocks[-1].labels[0]):
            blocks.append(_Block([label], [values], heading))
            heading = ""
        elif values or known is not None:
            blocks[-1].labels.append(label)
            blocks[-1].values.append(values)
    return titles, blocks


def _heading(grid: Grid, row: int, column: int) -> str:
    """What stands alone in a row, beside a number: the name of what comes below, as on cards."""
    texts = [grid.text(row, each) for each in grid.filled[row] if each <= column]
    return max(texts, key=len, default="")


def _go_on(block: _Block, more: dict[int, Cell]) -> None:
    """A row without a label goes on with the values above it."""
    above = block.values[-1]
    for column, cell in more.items():
        above[column] = cell if is_blank(above.get(column)) else f"{above[column]}\n{cell}"
