"""Finds the rows that name the columns: one to three, merged or not, below any number of title rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cso_desk.importers import vocabulary
from cso_desk.importers.grid import NUMBER, TEXT, Grid, look, running_number
from cso_desk.importers.header_depth import header_rows, labels_above, usual_columns
from cso_desk.importers.label_rows import (
    data_like,
    holds_contact,
    is_count_row,
    is_tag_row,
    known_labels,
    names_columns,
    reach,
)

LOOK_AT = 300
"""A header is searched in so many filled rows; no list begins with more titles than that."""
_BODY = 15
_MISSPELT = 30  # rows in which a header word may be misspelt and still count
_NOTE_LENGTH = 80
_COUNTED = re.compile(r"\(?[0-9០-៩]{1,4}\s*[.)\-/៖]\s*\S")


@dataclass(frozen=True)
class Header:
    """Rows count from 0. `labels`: column -> its texts, top to bottom; `tag_rows` hold codes, not names."""

    rows: tuple[int, ...]
    labels: dict[int, tuple[str, ...]]
    notes: dict[int, str]
    tag_rows: tuple[tuple[int, str], ...]
    score: float
    reasons: tuple[str, ...]

    @property
    def last(self) -> int:
        """The last row above the records (-1 where the sheet begins with records)."""
        return max((*self.rows, *(row for row, _why in self.tag_rows)), default=-1)


def find_header(grid: Grid, start: int, end: int) -> Header | None:
    """The header of the table between the rows `start` and `end`; None where those rows are blank.

    A table without one gets a Header with no rows.
    """
    lines = [row for row in range(start, end) if grid.filled[row]][: LOOK_AT + _BODY]
    if not lines:
        return None
    best: tuple[float, int, list[str]] | None = None
    for order, row in enumerate(lines[:LOOK_AT]):
        body = lines[order + 1 : order + 1 + _BODY]
        if not body and order:
            break
        score, reasons = _score(grid, row, body, order)
        if best is None or score > best[0]:
            best = (score, row, reasons)
        if order > 40 and best[0] > 8:
            break
    assert best is not None  # noqa: S101  there is at least one row
    score, row, reasons = best
    earlier = _header_of_table_above(grid, [line for line in lines if line < row])
    if earlier is not None:
        row = earlier
        place = lines.index(row)
        score, reasons = _score(grid, row, lines[place + 1 : place + 1 + _BODY], place)
    if len(lines) > 1 and _is_bare_list(grid, row, lines):
        counted = [
            _COUNTED.match(grid.text(line, grid.filled[line][0])) is not None for line in lines[:_BODY]
        ]
        titles = ((row, "title"),) if not counted[0] and len(counted) > 2 and all(counted[1:]) else ()
        return Header((), {}, {}, titles, 1.0, ("no_header",))
    known = known_labels(grid, row)
    if known < 2 and (
        data_like(grid, row) >= 2 or holds_contact(grid, row) or (not known and _counts_on(grid, row, lines))
    ):
        return _without_header(grid, lines)
    return _whole(grid, row, score, reasons, start, end)


def _score(grid: Grid, row: int, body: Sequence[int], order: int) -> tuple[float, list[str]]:
    filled = grid.filled[row]
    reasons: list[str] = []
    data = data_like(grid, row)
    known = known_labels(grid, row, misspelt=order < _MISSPELT and data < 2)
    if known:
        reasons.append("known_words")
    wide = [line for line in body if len(grid.filled[line]) >= 2] or list(body)
    counts = Counter(column for line in wide for column in grid.filled[line])
    usual = {column for column, count in counts.items() if count >= 0.4 * len(wide)}
    coverage = len(reach(grid, row) & usual) / len(usual) if usual else 0.0
    contrast = _contrast(grid, row, wide)
    if contrast:
        reasons.append("differs_from_records")
    texts = [grid.text(row, column) for column in filled]
    doubles = len(texts) - len(set(texts))
    long = sum(1 for text in texts if len(text) > _NOTE_LENGTH)
    score = 1.6 * known + 3 * coverage + 2.5 * contrast + 0.3 * min(len(filled), 8)
    score -= 2.0 * data + 0.5 * doubles + 0.5 * long + 0.12 * order
    if len(filled) == 1 and (len(usual) > 1 or grid.span(row, filled[0]) > 1):
        score -= 6
    if is_tag_row(grid, row):
        score -= 20
    return score, reasons


def _contrast(grid: Grid, row: int, body: Sequence[int]) -> float:
    """The share of a row's columns that are text here and something else in every next row at once."""
    columns = grid.filled[row]
    if not body or not columns:
        return 0.0
    differing = 0
    for column in columns:
        if look(grid.cell(row, column)) not in {TEXT, NUMBER}:
            continue
        below = [kind for line in body if (kind := look(grid.cell(line, column)))]
        first = look(grid.cell(body[0], column))
        typed = sum(1 for kind in below if kind != TEXT)
        if below and typed >= 0.7 * len(below) and first not in {TEXT, ""}:
            differing += look(grid.cell(row, column)) == TEXT
    return differing / len(columns)


def _header_of_table_above(grid: Grid, lines: Sequence[int]) -> int | None:
    """The header of a small table that stands above a larger one, with records of its own between them."""
    for place, row in enumerate(lines):
        if names_columns(grid, row):
            records = sum(1 for below in lines[place + 1 :] if data_like(grid, below) >= 2)
            return row if records else None
    return None


def _is_bare_list(grid: Grid, row: int, lines: Sequence[int]) -> bool:
    """One column of texts whose first row is one like the others, as far as can be known."""
    columns = {column for line in lines for column in grid.filled[line]}
    if len(columns) > 1 or row != lines[0] or known_labels(grid, row, misspelt=True):
        return False
    column = columns.pop()
    return (
        grid.span(row, column) == 1
        and (
            not vocabulary.header_meanings(grid.text(row, column)) or _names_like_others(grid, column, lines)
        )
        and all(look(grid.cell(line, column)) == TEXT for line in lines[:_BODY])
    )


def _counts_on(grid: Grid, row: int, lines: Sequence[int]) -> bool:
    """Whether a row begins with a number and the next one with the number after it."""
    following = next((line for line in lines if line > row), None)
    if following is None or len(grid.filled[row]) < 2:
        return False
    one, two = (running_number(grid.cell(line, grid.filled[line][0])) for line in (row, following))
    return one is not None and two == one + 1


def _names_like_others(grid: Grid, column: int, lines: Sequence[int]) -> bool:
    """Whether the first row of a column names an organisation, as most others do."""
    said = [vocabulary.is_organisation(grid.text(line, column)) for line in lines[:_BODY]]
    return said[0] and sum(said) > len(said) / 2


def _without_header(grid: Grid, lines: Sequence[int]) -> Header:
    """A list that begins with its records: the first row as wide as the usual one."""
    widths = sorted(len(grid.filled[row]) for row in lines)
    usual = widths[len(widths) // 2]
    first = next(row for row in lines if len(grid.filled[row]) >= usual)
    titles = tuple((row, "title") for row in lines if row < first)
    return Header((), {}, {}, titles, 1.0, ("no_header",))


def _whole(grid: Grid, row: int, score: float, reasons: list[str], start: int, end: int) -> Header:
    usual = usual_columns(grid, row, end)
    rows = header_rows(grid, row, start, end, usual)
    tags: list[tuple[int, str]] = []
    after = rows[-1] + 1
    while after < end and len(tags) < 3:
        if not grid.filled[after]:
            break
        if is_tag_row(grid, after):
            tags.append((after, "tag_row"))
        elif is_count_row(grid, after) and after + 1 < end and _is_real_count(grid, after, end):
            tags.append((after, "column_numbers"))
        else:
            break
        after += 1
    labels, notes = labels_above(grid, rows, usual)
    if len(rows) > 1:
        reasons.append("several_header_rows")
    return Header(tuple(rows), labels, notes, tuple(tags), score, tuple(reasons))


def _is_real_count(grid: Grid, row: int, end: int) -> bool:
    """Numbers over text columns count columns; numbers over numbers may be a record."""
    for below in range(row + 1, min(end, row + 4)):
        if len(grid.filled[below]) >= 2:
            return any(look(grid.cell(below, column)) == TEXT for column in grid.filled[row][1:])
    return False
