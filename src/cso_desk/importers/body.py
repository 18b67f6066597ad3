"""What is known of the rows under a header: the columns, how often each is filled, what it usually holds."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from cso_desk.importers import vocabulary
from cso_desk.importers.grid import NUMBER, TEXT, Grid, look, running_number
from cso_desk.importers.headers import Header

LIKELY, CERTAIN = 0.34, 0.6
"""A row that is filled less than LIKELY is hardly a record; more than CERTAIN, it is one."""
_SAMPLE = 2_000
_COUNTED = 0.3  # of the rows, at least, have a number in the column that counts them
_LETTERS = re.compile(r"\(?(?:[IVXivx]{1,5}|[A-Za-zក-អ])\s*[.)\-/៖]?")
_DOTTED = re.compile(r"[0-9០-៩]{1,3}\.[0-9០-៩]{1,3}\.?")


@dataclass
class Body:
    """What is known of the rows `first` … `end` (not included) under a header; everything counts from 0."""

    grid: Grid
    header: Header
    first: int
    end: int
    columns: list[int] = field(default_factory=list)
    number_column: int | None = None
    share: dict[int, float] = field(default_factory=dict)
    usual_look: dict[int, str] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    """The texts above the header; below it they are no headings."""

    @cached_property
    def code_column(self) -> int | None:
        """The column of the codes of records, where the header says that there is one."""
        codes = (
            column
            for column in self.columns
            if column in self.header.labels
            and vocabulary.header_meanings(self.header.labels[column][-1]).get("code") == vocabulary.EXACT
        )
        return next(codes, None)

    @cached_property
    def is_lettered(self) -> bool:
        """Whether the records themselves are counted by letters (a, b, c or I, II, III)."""
        return self._share_of_first_cells(_LETTERS) >= 0.2

    @cached_property
    def is_dotted(self) -> bool:
        """Whether the records are counted 1.1, 1.2, 2.1, so that 1 and 2 alone count headings."""
        return self._share_of_first_cells(_DOTTED) >= 0.5

    def _share_of_first_cells(self, form: re.Pattern[str]) -> float:
        filled = self.grid.filled
        rows = [row for row in range(self.first, min(self.end, self.first + 200)) if len(filled[row]) >= 3]
        return sum(1 for row in rows if form.fullmatch(self.grid.text(row, filled[row][0]))) / max(
            len(rows), 1
        )

    @cached_property
    def header_keys(self) -> list[set[tuple[int, str]]]:
        return [
            {(column, vocabulary.key(self.grid.text(row, column))) for column in self.grid.filled[row]}
            for row in self.header.rows
        ]

    @cached_property
    def header_starts(self) -> set[str]:
        """The first letters of the header, by which nearly every other row is known not to repeat it."""
        grid, rows = self.grid, self.header.rows
        return {grid.text(row, column)[:1].casefold() for row in rows for column in grid.filled[row][:2]}

    def filled(self, row: int) -> list[int]:
        """The columns of the table that are filled in a row."""
        wanted = self._wanted
        return [column for column in self.grid.filled[row] if column in wanted]

    @cached_property
    def _wanted(self) -> frozenset[int]:
        return frozenset(self.columns)


def study(grid: Grid, header: Header, first: int, end: int) -> Body:
    """Learn from the rows which columns there are, how often each is filled and what it usually holds."""
    body = Body(grid, header, first, end, titles=_titles(grid, header, first))
    rows = [row for row in range(first, end) if grid.filled[row]]
    sample = rows if len(rows) <= _SAMPLE else rows[:: len(rows) // _SAMPLE + 1]
    body.columns = _columns(grid, header, sample)
    body.number_column = _number_column(grid, header, body.columns, rows[:_SAMPLE])
    width = len(body.columns)
    likely = [row for row in sample if len(body.filled(row)) >= min(2, width)] or sample
    for _round in range(3):
        _learn(body, likely)
        better = [row for row in sample if likeness(body, row) >= LIKELY or is_numbered(body, row)]
        if not better or better == likely:
            break
        likely = better
    return body


def _titles(grid: Grid, header: Header, first: int) -> frozenset[str]:
    above = range(max(first - 40, 0), first)
    rows = [row for row in above if row not in header.rows and len(grid.filled[row]) == 1]
    return frozenset(grid.text(row, grid.filled[row][0]) for row in rows)


def _columns(grid: Grid, header: Header, sample: list[int]) -> list[int]:
    """Named columns, and unnamed ones that are filled often enough not to be a note at the side."""
    counts = Counter(column for row in sample for column in grid.filled[row])
    wide = sum(1 for row in sample if len(grid.filled[row]) >= 2) or len(sample)
    chosen = {
        column
        for column, labels in header.labels.items()
        if labels
        and (counts[column] or column in grid.filled[header.rows[-1]] or _is_named(grid, header, column))
    }
    last = max(chosen, default=-1)
    for column, count in counts.items():
        if column in chosen or column in header.notes:
            continue
        inside = column < last or not chosen
        if count >= (0.2 if inside else 0.5) * wide:
            chosen.add(column)
    return sorted(chosen)


def _is_named(grid: Grid, header: Header, column: int) -> bool:
    """A blank column keeps its name where the name is its own, not that of a merged neighbour."""
    return any(column in grid.filled[row] for row in header.rows)


def _number_column(grid: Grid, header: Header, columns: list[int], sample: list[int]) -> int | None:
    """The column that counts the records, by its name or by counting."""
    best: tuple[float, int] | None = None
    for column in columns[:4]:
        meanings = vocabulary.header_meanings(header.labels[column][-1]) if column in header.labels else {}
        if column in header.labels and look(header.labels[column][-1]) == NUMBER:
            continue  # figures of a year
        # A row of one cell is a section or a note, whatever stands in it.
        rows = [row for row in sample if column in grid.filled[row] and len(grid.filled[row]) >= 2]
        rows = rows or [row for row in sample if column in grid.filled[row]]
        numbers = [running_number(grid.cell(row, column)) for row in rows]
        if not numbers:
            continue
        known = [number for number in numbers if number is not None]
        if known and len(known) >= _COUNTED * len(numbers):
            # Below the last number stand a total and signatures, in a short list as many rows as records.
            numbers = numbers[: max(place for place, number in enumerate(numbers) if number is not None) + 1]
        rising = sum(1 for one, two in pairwise(known) if two in (one + 1, 1) or 0 < two - one < 9)
        named = meanings.get("no", 0.0) >= 0.9 and len(meanings) <= 2
        share = len(known) / len(numbers)
        steady = rising / max(len(known) - 1, 1)
        starts = bool(known) and known[0] in (0, 1)
        if share >= 0.6 and (
            (named and (steady >= 0.5 or len(known) < 3)) or (starts and len(known) >= 3 and steady >= 0.9)
        ):
            certainty = share + steady + named
            if best is None or certainty > best[0]:
                best = (certainty, column)
    return best[1] if best else None


def _learn(body: Body, rows: list[int]) -> None:
    count = max(len(rows), 1)
    looks: dict[int, Counter[str]] = {column: Counter() for column in body.columns}
    for row in rows:
        for column in body.filled(row):
            looks[column][look(body.grid.cell(row, column))] += 1
    body.share = {column: sum(found.values()) / count for column, found in looks.items()}
    body.usual_look = {}
    for column, found in looks.items():
        kind, often = found.most_common(1)[0] if found else (TEXT, 0)
        body.usual_look[column] = kind if often >= 0.8 * sum(found.values()) else TEXT


def fits(body: Body, row: int, column: int) -> bool:
    """Whether a cell looks as its column usually does; text in a column of numbers does not."""
    if column == body.number_column:
        return is_numbered(body, row) or vocabulary.is_empty(body.grid.cell(row, column))
    usual = body.usual_look.get(column, TEXT)
    return (
        usual == TEXT
        or look(body.grid.cell(row, column)) != TEXT
        or vocabulary.is_empty(body.grid.cell(row, column))
    )


def likeness(body: Body, row: int) -> float:
    """How much a row is filled as records are: 1 = every usual column, with what it usually holds."""
    whole = sum(body.share.values()) or 1.0
    filled = body.filled(row)
    covered = [
        column
        for column in body.columns
        if column not in filled and body.grid.covering(row, column) is not None
    ]
    fitting = sum(body.share[column] * (1.0 if fits(body, row, column) else -0.5) for column in filled)
    from_above = sum(body.share[c] for c in covered if _reaches_down(body.grid, row, c))
    return (fitting + from_above) / whole


def _reaches_down(grid: Grid, row: int, column: int) -> bool:
    merge = grid.covering(row, column)
    return merge is not None and merge.top < row and merge.left == merge.right


def is_numbered(body: Body, row: int) -> bool:
    column = body.number_column
    return (
        column is not None
        and column in body.grid.filled[row]
        and running_number(body.grid.cell(row, column)) is not None
    )
