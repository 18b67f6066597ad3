"""Parts a sheet into the tables beside each other; a list that goes on at its right stays one list."""

from dataclasses import replace

from cso_desk.importers import vocabulary
from cso_desk.importers.grid import Grid
from cso_desk.importers.headers import Header, find_header
from cso_desk.importers.label_rows import known_labels
from cso_desk.importers.tables import Table

_NAMES = frozenset({"name", "org", "contact", "title", "family_name"})
_MOST_BESIDE = 4
_SAMPLE = 2_000
_CERTAIN = 0.9


def bands(grid: Grid) -> list[Grid]:
    """The sheet itself, or the sheet once for each table beside the others, all else blanked."""
    edges = _edges(grid)
    if not edges:
        return [grid]
    starts, ends = [0, *edges], [*edges, max(len(row) for row in grid.rows)]
    return [_narrowed(grid, start, end) for start, end in zip(starts, ends, strict=True)]


def join_continued(tables: list[Table]) -> list[Table]:
    """Tables beside each other under the same words in the same rows are one list that goes on."""
    joined: list[Table] = []
    for table in tables:
        above = next((one for one in joined if _continues(one, table)), None)
        if above is None:
            joined.append(table)
            continue
        above.records += table.records
        above.skipped += table.skipped
    return joined


def _continues(one: Table, other: Table) -> bool:
    beside = {column.index for column in one.columns}.isdisjoint(column.index for column in other.columns)
    return (
        beside
        and one.header_rows == other.header_rows
        and [vocabulary.key(column.header) for column in one.columns]
        == [vocabulary.key(column.header) for column in other.columns]
    )


def _narrowed(grid: Grid, start: int, end: int) -> Grid:
    """The columns from `start` to before `end`; rows and columns keep their numbers."""
    blank: list[None] = [None] * start
    merges = [replace(merge, right=min(merge.right, end - 1)) for merge in grid.merges if merge.left < end]
    merges = [merge for merge in merges if merge.left >= start]
    found = Grid([[*blank, *row[start:end]] for row in grid.rows], merges)
    found.filled = [[column for column in row if start <= column < end] for row in grid.filled]
    found.lay_merges()
    return found


def _edges(grid: Grid) -> list[int]:
    """The columns at which a table begins at the right of another one."""
    header = find_header(grid, 0, len(grid.rows))
    if header is None or not header.rows:
        return []
    if repeated := _repeated(header):
        return repeated
    edges: list[int] = []
    for gap in _gaps(grid, header):
        left = _narrowed(grid, edges[-1] if edges else 0, gap)
        right = _narrowed(grid, gap, max(len(row) for row in grid.rows))
        if _is_table(left) and _is_table(right) and len(edges) < _MOST_BESIDE:
            edges.append(gap)
    return edges


def _repeated(header: Header) -> list[int]:
    """Where the header says the same words again: No, Name, Phone, No, Name, Phone."""
    columns = sorted(column for column, labels in header.labels.items() if labels)
    keys = [tuple(map(vocabulary.key, header.labels[column])) for column in columns]
    for parts in range(2, _MOST_BESIDE + 1):
        width, rest = divmod(len(keys), parts)
        if rest or width < 2:
            continue
        chunks = [keys[place : place + width] for place in range(0, len(keys), width)]
        if all(chunk == chunks[0] for chunk in chunks) and any(_names(labels[-1]) for labels in chunks[0]):
            return [columns[place] for place in range(width, len(keys), width)]
    return []


def _names(label: str) -> bool:
    meanings = vocabulary.header_meanings(label)
    return any(meanings.get(meaning, 0.0) >= _CERTAIN for meaning in _NAMES)


def _gaps(grid: Grid, header: Header) -> list[int]:
    """The columns right of a column that is blank in every row of the table."""
    rows = grid.filled[min(header.rows) : min(header.rows) + _SAMPLE]
    # A title or a pair of signatures may reach over the gap; no record does.
    used = {column for row in rows if len(row) > 2 for column in row}
    last = max(used, default=0)
    return [column for column in range(1, last + 1) if column in used and column - 1 not in used]


def _is_table(grid: Grid) -> bool:
    """Whether these columns are a table of their own: a header of known words, and names under it."""
    header = find_header(grid, 0, len(grid.rows))
    if header is None or not header.rows:
        return False
    row = max(header.rows, key=lambda one: known_labels(grid, one))
    own = [labels[-1] for labels in header.labels.values() if labels]
    return known_labels(grid, row) >= 2 and any(map(_names, own))
