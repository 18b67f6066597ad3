"""Tells the rows under a header apart: records, section rows, totals, repeated headers, notes, signatures."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from cso_desk.importers import vocabulary
from cso_desk.importers.grid import NUMBER, TEXT, Grid, look, running_number
from cso_desk.importers.headers import Header, data_like, is_tag_row, known_labels

RECORD, BLANK, SECTION, TOTAL, REPEATED, NUMBERED_ONLY, NOTE, FOOTER, TAG = (
    "record", "blank", "section", "total", "repeated_header", "only_number", "note", "footer", "tag_row",
)  # fmt: skip
NEXT_TABLE = "next_table"

_SAMPLE = 2_000
_ENUMERATOR = re.compile(r"(?:[IVXivx]{1,5}|[A-Za-zក-អ]|\d{1,2})\s*[.)\-/៖]?")
_NOTE_SIGN = ("*", "※", "(*)", "**")
_LIKELY, _CERTAIN = 0.34, 0.6


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
    body = Body(grid, header, first, end)
    rows = [row for row in range(first, end) if grid.filled[row]]
    sample = rows if len(rows) <= _SAMPLE else rows[:: len(rows) // _SAMPLE + 1]
    body.columns = _columns(grid, header, sample)
    body.number_column = _number_column(grid, header, body.columns, sample)
    width = len(body.columns)
    likely = [row for row in sample if len(body.filled(row)) >= min(2, width)] or sample
    for _round in range(3):
        _learn(body, likely)
        better = [row for row in sample if likeness(body, row) >= _LIKELY or _is_numbered(body, row)]
        if not better or better == likely:
            break
        likely = better
    return body


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
        # A row of one cell is a section or a note, whatever stands in it.
        rows = [row for row in sample if column in grid.filled[row] and len(grid.filled[row]) >= 2]
        rows = rows or [row for row in sample if column in grid.filled[row]]
        numbers = [running_number(grid.cell(row, column)) for row in rows]
        if not numbers:
            continue
        known = [number for number in numbers if number is not None]
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


def _fits(body: Body, row: int, column: int) -> bool:
    """Whether a cell looks as its column usually does; text in a column of numbers does not."""
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
    fitting = sum(body.share[column] * (1.0 if _fits(body, row, column) else -0.5) for column in filled)
    from_above = sum(body.share[c] for c in covered if _reaches_down(body.grid, row, c))
    return (fitting + from_above) / whole


def _reaches_down(grid: Grid, row: int, column: int) -> bool:
    merge = grid.covering(row, column)
    return merge is not None and merge.top < row and merge.left == merge.right


def _is_numbered(body: Body, row: int) -> bool:
    column = body.number_column
    return (
        column is not None
        and column in body.grid.filled[row]
        and running_number(body.grid.cell(row, column)) is not None
    )


def _is_repeated_header(body: Body, row: int) -> bool:
    grid = body.grid
    if not any(
        grid.text(row, column)[:1].casefold() in body.header_starts for column in grid.filled[row][:2]
    ):
        return False
    keys = {(column, vocabulary.key(grid.text(row, column))) for column in grid.filled[row]}
    if not keys or data_like(grid, row):
        return False
    alone = len(keys) == 1 and len(body.columns) > 1
    return not alone and any(
        len(keys & known) >= 0.6 * max(len(known), len(keys)) for known in body.header_keys
    )


def _total_word(body: Body, row: int) -> bool:
    """Whether the first words of a row say that it is a total; a numbered row is a record all the same."""
    if _is_numbered(body, row):
        return False
    grid = body.grid
    texts = [(c, grid.text(row, c)) for c in grid.filled[row] if look(grid.cell(row, c)) == TEXT][:2]
    if not texts or not vocabulary.starts_as("total", texts[0][1]):
        return False
    column, text = texts[0]
    if vocabulary.is_word("total", text.rstrip(":៖ ")) or body.number_column is not None:
        return True
    rest = [c for c in body.filled(row) if c != column]
    return text[0] > "\u1700" or all(look(grid.cell(row, c)) == NUMBER for c in rest)


def _sums_up(body: Body, row: int) -> bool:
    """A row of nothing but numbers, without a running number, under columns of numbers."""
    filled = body.filled(row)
    if not filled or _is_numbered(body, row) or body.number_column is None:
        return False
    named = [c for c in body.columns if body.usual_look[c] == TEXT and body.share[c] >= 0.5]
    only_numbers = all(look(body.grid.cell(row, column)) == NUMBER for column in filled)
    return only_numbers and bool(named) and not any(column in filled for column in named)


def _section_text(body: Body, row: int) -> str:  # noqa: PLR0911  one return for each form
    """The text of a row that can only name what follows: one cell, or an enumerator and one cell."""
    grid = body.grid
    filled = grid.filled[row]
    texts = [grid.text(row, column) for column in filled]
    if len(filled) == 1:
        wide = grid.span(row, filled[0])
        if look(grid.cell(row, filled[0])) != TEXT or len(texts[0]) > 150:
            return ""
        if wide >= 2 or len(body.columns) >= 3 or (len(body.columns) == 2 and body.number_column is not None):
            return texts[0]
        return texts[0] if len(body.columns) > 1 and vocabulary.starts_as("section", texts[0]) else ""
    if len(filled) == 2 and len(body.columns) >= 4 and filled[0] <= body.columns[1]:
        letters = _ENUMERATOR.fullmatch(texts[0]) and look(grid.cell(row, filled[1])) == TEXT
        counted = running_number(grid.cell(row, filled[0])) is not None
        if letters and (not counted or grid.span(row, filled[1]) >= 3):
            return texts[1]
    if len(filled) <= 3 and grid.span(row, filled[0]) >= 3 and look(grid.cell(row, filled[0])) == TEXT:
        return texts[0]
    if len(filled) <= 2 and len(body.columns) >= 4 and vocabulary.starts_as("section", texts[0]):
        return texts[0] if likeness(body, row) < _LIKELY else ""
    return ""


def _starts_next_table(body: Body, row: int) -> bool:
    filled = body.grid.filled[row]
    if len(filled) < 3 or data_like(body.grid, row):
        return False
    known = known_labels(body.grid, row)
    return known >= 3 and known >= 0.6 * len(filled)


def _kind(body: Body, row: int) -> str:  # noqa: PLR0911  one return for each kind
    """What a row is by itself; its place among the others may still make it a footer."""
    if not body.grid.filled[row]:
        return BLANK
    if is_tag_row(body.grid, row) and len(body.grid.filled[row]) > 1:
        return TAG
    if _is_repeated_header(body, row):
        return REPEATED
    if not _is_numbered(body, row) and _starts_next_table(body, row):
        return NEXT_TABLE
    if _total_word(body, row) or _sums_up(body, row):
        return TOTAL
    first = body.grid.text(row, body.grid.filled[row][0])
    if first.startswith(_NOTE_SIGN) and len(body.grid.filled[row]) <= 2:
        return NOTE
    if _is_numbered(body, row):
        return _kind_of_numbered(body, row)
    likely = likeness(body, row)
    section = _section_text(body, row)
    single_sparse = section and (likely < _LIKELY or body.grid.span(row, body.grid.filled[row][0]) >= 2)
    if single_sparse:
        return NOTE if vocabulary.starts_as("footer", section) and not _names_section(section) else SECTION
    return RECORD if likely >= _LIKELY else NOTE


def _names_section(text: str) -> bool:
    return vocabulary.starts_as("section", text)


def _kind_of_numbered(body: Body, row: int) -> str:
    others = [column for column in body.filled(row) if column != body.number_column]
    if others:
        return SECTION if _section_text(body, row) else RECORD
    merged = any(body.grid.covering(row, column) for column in body.columns if column != body.number_column)
    return RECORD if merged else NUMBERED_ONLY


def tell_apart(body: Body) -> tuple[list[tuple[int, str]], int]:
    """The kind of every row, and the row where the table ends because another one begins."""
    kinds: list[tuple[int, str]] = []
    stop = body.end
    seen = False
    for row in range(body.first, body.end):
        kind = _kind(body, row)
        if kind == NEXT_TABLE:
            if seen:
                stop = row
                break
            kind = NOTE
        seen = seen or kind == RECORD
        kinds.append((row, kind))
    return _with_footer(body, kinds), stop


def _with_footer(body: Body, kinds: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Everything under the last record is the foot of the page."""
    last = _last_record(body, kinds)
    told: list[tuple[int, str]] = []
    for row, kind in kinds:
        if row > last and kind not in {BLANK, TOTAL, NUMBERED_ONLY}:
            told.append((row, FOOTER))
        else:
            told.append((row, kind))
    return told


def _last_record(body: Body, kinds: list[tuple[int, str]]) -> int:
    """The last row that is a record for certain: later ones after a gap must earn it."""
    records = [row for row, kind in kinds if kind == RECORD]
    if not records:
        return body.first - 1
    numbered = [row for row in records if _is_numbered(body, row)]
    by_number = len(numbered) >= 0.5 * len(records)
    last = records[-1]
    kind_of = dict(kinds)
    floor = numbered[-1] if by_number else records[0]
    while last > floor and _is_foot(body, kind_of, last, by_number=by_number):
        last = max((row for row in records if row < last), default=floor)
    return last


def _is_foot(body: Body, kind_of: dict[int, str], row: int, *, by_number: bool) -> bool:
    """Whether the last row taken for a record belongs to the foot: a signature, a date, a source."""
    grid = body.grid
    filled = grid.filled[row]
    before = next(
        (kind for above in range(row - 1, body.first - 1, -1) if (kind := kind_of.get(above))), RECORD
    )
    likely = likeness(body, row)
    texts = [grid.text(row, column) for column in filled]
    says_so = any(vocabulary.starts_as("footer", text) for text in texts)
    unfit = sum(1 for column in body.filled(row) if not _fits(body, row, column))
    if by_number:
        return before != RECORD or likely < _CERTAIN or unfit > 0
    if says_so and (len(filled) <= 2 or likely < _CERTAIN):
        return True
    return before != RECORD and (likely < _CERTAIN or unfit > 0) and len(body.columns) > 2


def section_text(body: Body, row: int) -> str:
    """The text a section row carries to the rows below it."""
    return _section_text(body, row) or body.grid.text(row, body.grid.filled[row][0])


def columns_of(rows: Iterable[int], body: Body) -> Counter[int]:
    """How often each column is filled in these rows."""
    return Counter(column for row in rows for column in body.filled(row))
