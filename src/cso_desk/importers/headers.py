"""Finds the rows that name the columns: one to three, merged or not, below any number of title rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cso_desk.importers import vocabulary
from cso_desk.importers.grid import DATE, NUMBER, PHONE, TEXT, TICK, Grid, look, running_number

LOOK_AT = 300
"""A header is searched in so many filled rows; no list begins with more titles than that."""
_BODY = 15
_MISSPELT = 30  # rows in which a header word may be misspelt and still count
_KNOWN = 0.75
_LONGEST_LABEL = 120
_NOTE_LENGTH = 80
_TAG = re.compile(r"#[a-z][\w+]*(?:\s*\+\w+)*", re.IGNORECASE)
_DEEPEST = 3
_COUNTED = re.compile(r"\(?[0-9០-៩]{1,4}\s*[.)\-/៖]\s*\S")
# "Date: 12 March" says something; "Date" names a column.
_STATEMENT = re.compile(r"[:៖]\s*\S")


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


def is_tag_row(grid: Grid, row: int) -> bool:
    """An HXL row: every filled cell is a tag such as #adm1+name."""
    texts = [grid.text(row, column) for column in grid.filled[row]]
    return len(texts) >= 1 and all(_TAG.fullmatch(text) for text in texts)


def _is_count_row(grid: Grid, row: int) -> bool:
    """A row that only counts the columns: (1) (2) (3), or A, B, C=A+B."""
    numbers = [running_number(grid.cell(row, column)) for column in grid.filled[row]]
    return len(numbers) >= 3 and numbers == list(range(numbers[0] or 0, (numbers[0] or 0) + len(numbers)))


def _years(grid: Grid, row: int) -> set[int]:
    """The columns whose header is a year, one after the other."""
    years = [(column, running_number(grid.cell(row, column))) for column in grid.filled[row]]
    found = [(column, year) for column, year in years if year is not None and 1900 <= year <= 2700]
    if len(found) < 2:
        return set()
    rising = all(one[1] < two[1] for one, two in pairwise(found))
    return {column for column, _year in found} if rising else set()


def data_like(grid: Grid, row: int) -> int:
    """How many cells of a row look like data, not like the name of a column."""
    years = _years(grid, row)
    looks = [look(grid.cell(row, column)) for column in grid.filled[row] if column not in years]
    return sum(1 for kind in looks if kind in {NUMBER, DATE, PHONE, TICK})


def known_labels(grid: Grid, row: int, *, misspelt: bool = False) -> int:
    """How many different cells of a row are words that stand above columns, misspelt ones too if wanted."""
    known = set()
    single = 0
    for column in grid.filled[row]:
        text = grid.text(row, column)
        if look(grid.cell(row, column)) != TEXT or len(text) > _LONGEST_LABEL:
            continue
        if vocabulary.is_header_word(text) or (misspelt and _is_nearly_known(text)):
            known.add(vocabulary.key(text))
            single += len(vocabulary.key(text)) == 1
    # "ស" or "M" alone is what stands in the cells of a column of sexes.
    return len(known) - (single if single == 1 else 0)


def _is_nearly_known(text: str) -> bool:
    return max(vocabulary.header_meanings(text).values(), default=0.0) >= _KNOWN


def _reach(grid: Grid, row: int) -> set[int]:
    """The columns a row of labels stands above, merged cells with all they cover."""
    return {column + step for column in grid.filled[row] for step in range(min(grid.span(row, column), 200))}


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
    coverage = len(_reach(grid, row) & usual) / len(usual) if usual else 0.0
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
    if data_like(grid, row) >= 2 and known_labels(grid, row) < 2:
        return _without_header(grid, lines)
    return _whole(grid, row, score, reasons, start, end)


def names_columns(grid: Grid, row: int) -> bool:
    """Whether a row of three cells or more plainly names columns: most are words that stand above such."""
    filled = grid.filled[row]
    if len(filled) < 3 or data_like(grid, row):
        return False
    known = known_labels(grid, row)
    return known >= 3 and known >= 0.6 * len(filled)


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
        and not vocabulary.header_meanings(grid.text(row, column))
        and all(look(grid.cell(line, column)) == TEXT for line in lines[:_BODY])
    )


def _without_header(grid: Grid, lines: Sequence[int]) -> Header:
    """A list that begins with its records: the first row as wide as the usual one."""
    widths = sorted(len(grid.filled[row]) for row in lines)
    usual = widths[len(widths) // 2]
    first = next(row for row in lines if len(grid.filled[row]) >= usual)
    titles = tuple((row, "title") for row in lines if row < first)
    return Header((), {}, {}, titles, 1.0, ("no_header",))


def _whole(grid: Grid, row: int, score: float, reasons: list[str], start: int, end: int) -> Header:
    rows = [row]
    usual = _usual_columns(grid, row, end)
    while len(rows) < _DEEPEST and rows[0] > start:
        upper = rows[0] - 1
        if not (_belongs_above(grid, upper, rows, usual) or _translates(grid, upper, rows[0])):
            break
        rows.insert(0, upper)
    while len(rows) < _DEEPEST and rows[-1] + 1 < end and _belongs_below(grid, rows, usual):
        rows.append(rows[-1] + 1)
    tags: list[tuple[int, str]] = []
    after = rows[-1] + 1
    while after < end and len(tags) < 3:
        if not grid.filled[after]:
            break
        if is_tag_row(grid, after):
            tags.append((after, "tag_row"))
        elif _is_count_row(grid, after) and after + 1 < end and _is_real_count(grid, after, end):
            tags.append((after, "column_numbers"))
        else:
            break
        after += 1
    labels, notes = _labels(grid, rows, usual)
    if len(rows) > 1:
        reasons.append("several_header_rows")
    return Header(tuple(rows), labels, notes, tuple(tags), score, tuple(reasons))


def _is_real_count(grid: Grid, row: int, end: int) -> bool:
    """Numbers over text columns count columns; numbers over numbers may be a record."""
    for below in range(row + 1, min(end, row + 4)):
        if len(grid.filled[below]) >= 2:
            return any(look(grid.cell(below, column)) == TEXT for column in grid.filled[row][1:])
    return False


def _usual_columns(grid: Grid, row: int, end: int) -> set[int]:
    """The columns that are filled in the rows below a header."""
    body = [line for line in range(row + 1, min(end, row + 60)) if len(grid.filled[line]) >= 2][:30]
    counts = Counter(column for line in body for column in grid.filled[line])
    return {column for column, count in counts.items() if count >= max(1, 0.3 * len(body))}


def _only_labels(grid: Grid, row: int) -> bool:
    texts = [grid.text(row, column) for column in grid.filled[row]]
    return bool(texts) and data_like(grid, row) == 0 and all(len(text) <= _LONGEST_LABEL for text in texts)


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
        reach = range(column, column + span) if span > 1 else range(column, stop)
        under = [below for below in reach if below in own]
        if len(under) >= 2:
            several += 1
            known += span > 1 or vocabulary.is_header_word(grid.text(upper, column))
        elif under == [column] and column in own:
            single += 1
    return several, single, known


def _belongs_above(grid: Grid, upper: int, rows: Sequence[int], usual: set[int]) -> bool:
    filled = grid.filled[upper]
    if not filled or not _only_labels(grid, upper):
        return False
    if any(_STATEMENT.search(grid.text(upper, column)) for column in filled):
        return False
    lower = rows[0]
    if _tied(grid, upper, lower):
        return True
    width = len(usual | set(grid.filled[lower]))
    if len(filled) == 1:
        span = grid.span(upper, filled[0])
        return 1 < span < width and filled[0] > min(grid.filled[lower])
    named = {column for line in rows for column in _reach(grid, line)}
    missing = {column for column in usual if column not in named}
    several, single, known = _groups(grid, upper, lower)
    if missing & set(filled) and several:
        return True
    below = [vocabulary.key(grid.text(lower, column)) for column in grid.filled[lower]]
    repeated = len(below) != len(set(below))
    return several > single and bool(known or repeated)


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
        alike += any(known.get(meaning, 0.0) >= _KNOWN for meaning in vocabulary.header_meanings(two))
    return alike >= 2 and alike >= 0.6 * len(both)


def _belongs_below(  # noqa: PLR0911  one return for each reason
    grid: Grid, rows: Sequence[int], usual: set[int]
) -> bool:
    upper, lower = rows[-1], rows[-1] + 1
    filled = grid.filled[lower]
    if not filled:
        own = grid.filled[upper]
        return len(own) > 1 and all(_reaches_below(grid, upper, column) for column in own)
    if not _only_labels(grid, lower) or is_tag_row(grid, lower):
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


def _labels(
    grid: Grid, rows: Sequence[int], usual: set[int]
) -> tuple[dict[int, tuple[str, ...]], dict[int, str]]:
    """The texts above each column, and the cells of the header that are notes."""
    columns = sorted({column for row in rows for column in _reach(grid, row)} | usual)
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
