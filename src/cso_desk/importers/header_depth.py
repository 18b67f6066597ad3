"""The further rows of a header, above and below the one that was found, and the texts above each column."""

import re
from collections import Counter
from collections.abc import Sequence

from cso_desk.importers import vocabulary
from cso_desk.importers.grid import Grid
from cso_desk.importers.label_rows import KNOWN, is_tag_row, only_labels, reach

_NOTE_LENGTH = 80
_DEEPEST = 3
# "Date: 12 March" says something; "Date" names a column.
_STATEMENT = re.compile(r"[:៖]\s*\S")


def usual_columns(grid: Grid, row: int, end: int) -> set[int]:
    """The columns that are filled in the rows below a header."""
    body = [line for line in range(row + 1, min(end, row + 60)) if len(grid.filled[line]) >= 2][:30]
    counts = Counter(column for line in body for column in grid.filled[line])
    return {column for column, count in counts.items() if count >= max(1, 0.3 * len(body))}


def header_rows(grid: Grid, row: int, start: int, end: int, usual: set[int]) -> list[int]:
    """The rows of the header whose main row is `row`, top to bottom; `usual` are the columns below it."""
    rows = [row]
    while len(rows) < _DEEPEST and rows[0] > start:
        upper = rows[0] - 1
        if not (_belongs_above(grid, upper, rows, usual) or _translates(grid, upper, rows[0])):
            break
        rows.insert(0, upper)
    while len(rows) < _DEEPEST and rows[-1] + 1 < end and _belongs_below(grid, rows, usual):
        rows.append(rows[-1] + 1)
    return rows


def _tied(grid: Grid, upper: int, lower: int) -> bool:
    """Whether a cell of the upper row reaches down into the lower one."""
    return any(
        merge.top <= upper and lower <= merge.bottom < merge.top + _DEEPEST
        for merge in grid.merges_over.get(upper, ())
    )


def _groups(grid: Grid, upper: int, lower: int) -> tuple[int, int, int]:
    """How many labels of the upper row stand over several of the lower row, over one, and are known words."""
    several = single = known = 0
    own = set(grid.filled[lower])
    columns = grid.filled[upper]
    for place, column in enumerate(columns):
        stop = columns[place + 1] if place + 1 < len(columns) else max(own, default=0) + 1
        span = grid.span(upper, column)
        below_it = range(column, column + span) if span > 1 else range(column, stop)
        under = [below for below in below_it if below in own]
        if len(under) >= 2:
            several += 1
            known += span > 1 or vocabulary.is_header_word(grid.text(upper, column))
        elif under == [column] and column in own:
            single += 1
    return several, single, known


def _belongs_above(grid: Grid, upper: int, rows: Sequence[int], usual: set[int]) -> bool:
    filled = grid.filled[upper]
    if not filled or not only_labels(grid, upper):
        return False
    if any(_STATEMENT.search(grid.text(upper, column)) for column in filled):
        return False
    lower = rows[0]
    if _tied(grid, upper, lower):
        return True
    width = len(usual | set(grid.filled[lower]))
    if len(filled) == 1:
        return filled[0] > min(grid.filled[lower]) and _heads_some(grid, upper, filled[0], width)
    named = {column for line in rows for column in reach(grid, line)}
    missing = {column for column in usual if column not in named}
    several, single, known = _groups(grid, upper, lower)
    if missing & set(filled) and several:
        return True
    below = [vocabulary.key(grid.text(lower, column)) for column in grid.filled[lower]]
    repeated = len(below) != len(set(below))
    return several > single and bool(known or repeated)


def _heads_some(grid: Grid, row: int, column: int, width: int) -> bool:
    """Whether the only label of a row stands over some columns, and is no title a bit to the right."""
    span = grid.span(row, column)
    return 1 < span < width and (2 * span <= width or vocabulary.is_header_word(grid.text(row, column)))


def _reaches_below(grid: Grid, row: int, column: int) -> bool:
    merge = grid.covering(row, column)
    return merge is not None and row < merge.bottom < merge.top + _DEEPEST


def _translates(grid: Grid, upper: int, lower: int) -> bool:
    """Whether two rows name the same columns, one in Khmer and the other in another language."""
    own = set(grid.filled[lower])
    both = [column for column in grid.filled[upper] if column in own]
    if len(both) < 2 or len(both) < 0.6 * max(len(own), len(grid.filled[upper])):
        return False
    alike = 0
    for column in both:
        one, two = grid.text(upper, column), grid.text(lower, column)
        if (one[:1] > "\u1700") == (two[:1] > "\u1700"):
            continue
        known = vocabulary.header_meanings(one)
        alike += any(known.get(meaning, 0.0) >= KNOWN for meaning in vocabulary.header_meanings(two))
    return alike >= 2 and alike >= 0.6 * len(both)


def _belongs_below(  # noqa: PLR0911  one return for each reason
    grid: Grid, rows: Sequence[int], usual: set[int]
) -> bool:
    upper, lower = rows[-1], rows[-1] + 1
    filled = grid.filled[lower]
    if not filled:
        own = grid.filled[upper]
        return len(own) > 1 and all(_reaches_below(grid, upper, column) for column in own)
    if not only_labels(grid, lower) or is_tag_row(grid, lower):
        return False
    if _translates(grid, upper, lower):
        return True
    if len(filled) == 1 and grid.span(lower, filled[0]) > 1:
        return False
    if _tied(grid, upper, lower):
        return True
    own = grid.filled[upper]
    under_groups = 0
    for column in filled:
        merge = grid.covering(upper, column)
        if column in own and not (merge and merge.right > merge.left):
            following = column + 1
            if following in own or following not in filled:
                return False
        under_groups += column not in own or bool(merge and merge.right > merge.left)
    return under_groups >= 1 and len(filled) < len(usual | set(own)) and len(filled) >= 2


def labels_above(
    grid: Grid, rows: Sequence[int], usual: set[int]
) -> tuple[dict[int, tuple[str, ...]], dict[int, str]]:
    """The texts above each column, and the cells of the header that are notes."""
    columns = sorted({column for row in rows for column in reach(grid, row)} | usual)
    labels: dict[int, list[str]] = {column: [] for column in columns}
    notes: dict[int, str] = {}
    for place, row in enumerate(rows):
        carried = ""
        for column in columns:
            text = _label_at(grid, row, column)
            is_last = place == len(rows) - 1
            if text:
                carried = text if not is_last and _spreads(grid, rows, place, column) else ""
            elif carried and grid.text(rows[-1], column) and not grid.covering(row, column):
                text = carried
            else:
                carried = ""
            if text and text not in labels[column]:
                labels[column].append(text)
    for column in list(labels):
        whole = " ".join(labels[column])
        if len(whole) > _NOTE_LENGTH and (column not in usual or whole.count("\n") >= 3):
            notes[column] = whole
    return {column: tuple(texts) for column, texts in labels.items() if texts and column not in notes}, notes


def _label_at(grid: Grid, row: int, column: int) -> str:
    merge = grid.covering(row, column)
    if merge is None:
        return grid.text(row, column)
    return grid.text(merge.top, merge.left)


def _spreads(grid: Grid, rows: Sequence[int], place: int, column: int) -> bool:
    """Whether an unmerged label of an upper row stands over the blank cells at its right as well."""
    if grid.covering(rows[place], column):
        return False
    return any(grid.text(row, column) for row in rows[place + 1 :])
