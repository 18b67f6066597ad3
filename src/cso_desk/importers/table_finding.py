"""Finds the table in a sheet by its structure: header, records, what is carried down, what is no record."""

from itertools import pairwise

from cso_desk.importers import row_kinds
from cso_desk.importers.body import Body, study
from cso_desk.importers.carrying import carry_down
from cso_desk.importers.grid import NUMBER, Grid, lay_out, letter, look
from cso_desk.importers.headers import Header, find_header
from cso_desk.importers.reading import Cell, Sheet
from cso_desk.importers.row_kinds import BLANK, FOOTER, RECORD, REPEATED, SECTION
from cso_desk.importers.sections import section_text
from cso_desk.importers.side_by_side import bands, join_continued
from cso_desk.importers.tables import WHY, Carried, Column, Row, Skipped, Table
from cso_desk.importers.turning import turned
from cso_desk.importers.under_places import under_places


def find_table(sheet: Sheet) -> Table | None:
    """The main table of a sheet: the one with most records. None where the sheet holds none."""
    return main_table(find_tables(sheet))


def main_table(tables: list[Table], chosen: int | None = None) -> Table | None:
    """The largest table of a sheet, or the one `chosen` of those with records; it learns of the others."""
    if not tables:
        return None
    main = max(tables, key=lambda table: (len(table.records) * max(len(table.columns), 1), table.confidence))
    filled = [table for table in tables if table.records]
    if chosen is not None and chosen < len(filled):
        main = filled[chosen]
    own = {*main.header_rows, *(row.number for row in main.records)}
    for other in tables:
        if other is not main and (other.records or other.header_rows):
            rows = [*other.header_rows, *(row.number for row in other.records)]
            main.others.append((min(rows), max(rows)))
            main.skipped.extend(Skipped(row, "another_table") for row in sorted(rows) if row not in own)
            main.titles = main.titles or other.titles
    main.skipped = sorted(
        {one for one in main.skipped if one.row not in own}, key=lambda skipped: skipped.row
    )
    return main


def find_tables(sheet: Sheet) -> list[Table]:
    """Every table of a sheet from top to bottom; those beside each other from left to right."""
    grid = lay_out(sheet)
    beside = bands(turned(grid) or under_places(grid) or grid)
    found = [table for grid in beside for table in _tables_below_each_other(grid)]
    return join_continued(found) if len(beside) > 1 else found


def _tables_below_each_other(grid: Grid) -> list[Table]:
    tables: list[Table] = []
    start, end = 0, len(grid.rows)
    while start < end:
        table, stop = _table_between(grid, start, end)
        if table is None:
            break
        tables.append(table)
        start = stop
    return tables


def _table_between(grid: Grid, start: int, end: int) -> tuple[Table | None, int]:
    header = find_header(grid, start, end)
    if header is None:
        return None, end
    body = study(grid, header, header.last + 1, end)
    kinds, stop = row_kinds.tell_apart(body)
    if stop < end:
        # What was learnt must come from this table alone.
        body = study(grid, header, header.last + 1, stop)
        kinds, _same = row_kinds.tell_apart(body)
        stop = max(stop, header.last + 1)
    stop = _before_titles(body, kinds, stop, end)
    kinds = [(row, kind) for row, kind in kinds if row < stop]
    return _assemble(body, kinds, start), stop


def _before_titles(body: Body, kinds: list[tuple[int, str]], stop: int, end: int) -> int:
    """Titles directly above the next table belong to that one."""
    if stop == end:
        return stop
    kind_of = dict(kinds)
    while stop - 1 > body.first and kind_of.get(stop - 1) == FOOTER:
        stop -= 1
    return stop


def _assemble(body: Body, kinds: list[tuple[int, str]], start: int) -> Table:
    header, grid = body.header, body.grid
    columns = [_column(header, column) for column in body.columns]
    records = _records(body, kinds)
    carried = carry_down(body, columns, records)
    above = min((*header.rows, body.first)) if header.rows else body.first
    skipped = [
        Skipped(row + 1, "title")
        for row in range(start, above)
        if grid.filled[row] and row not in header.rows
    ]
    tags = dict(header.tag_rows)
    skipped = [entry for entry in skipped if entry.row - 1 not in tags]
    skipped += [Skipped(row + 1, why) for row, why in header.tag_rows]
    last = max((row for row, kind in kinds if kind != BLANK), default=body.first)
    skipped += [Skipped(row + 1, kind) for row, kind in kinds if kind != RECORD and row <= last]
    titles = [
        _joined(grid, row) for row in range(start, above) if grid.filled[row] and row not in header.rows
    ]
    place = body.columns.index(body.number_column) if body.number_column in body.columns else None
    return Table(
        header_rows=[row + 1 for row in header.rows],
        columns=columns,
        records=records,
        carried_down=carried,
        skipped=skipped,
        titles=titles,
        number_column=place,
        confidence=_confidence(header, records),
        reasons=header.reasons,
    )


def _joined(grid: Grid, row: int) -> str:
    return " ".join(grid.text(row, column) for column in grid.filled[row])


def _confidence(header: Header, records: list[Row]) -> float:
    if not records or not header.rows:
        return 0.3 if records else 0.1
    return round(min(1.0, 0.25 + max(header.score, 0.0) / 12), 2)


def _column(header: Header, column: int) -> Column:
    labels = tuple(" ".join(label.split()) for label in header.labels.get(column, ()))
    return Column(letter(column), " / ".join(labels), column, labels)


def _records(body: Body, kinds: list[tuple[int, str]]) -> list[Row]:
    """The records with the texts of their sections; a run of sections replaces as many of the deepest."""
    grid, columns = body.grid, body.columns
    records: list[Row] = []
    path = _first_path(body, kinds)
    run: list[str] = []
    for row, kind in kinds:
        if kind == SECTION:
            run.append(_heading(body, row))
        elif kind == RECORD:
            if run:
                path = (path[: max(len(path) - len(run), 0)] + run) if len(run) <= len(path) else run
                run = []
            cells, carried = _cells(grid, row, columns, body.number_column)
            records.append(Row(row + 1, cells, tuple(path), carried))
    return records


def _heading(body: Body, row: int) -> str:
    return section_text(body, row)[0] or body.grid.text(row, body.grid.filled[row][0])


def _first_path(body: Body, kinds: list[tuple[int, str]]) -> list[str]:
    """The last title, where every section has a heading and then the header once more."""
    told = [(row, kind) for row, kind in kinds if kind != BLANK]
    each = any(one == SECTION and two == REPEATED for (_r, one), (_s, two) in pairwise(told))
    above = min(body.header.rows, default=0) - 1
    filled = body.grid.filled[above] if above >= 0 else []
    return [body.grid.text(above, filled[0])] if each and len(filled) == 1 else []


def _cells(
    grid: Grid, row: int, columns: list[int], number_column: int | None
) -> tuple[list[Cell], tuple[int, ...]]:
    whole = grid.rows[row]
    width = len(whole)
    cells = [whole[column] if column < width else None for column in columns]
    if row not in grid.merges_over:
        return cells, ()
    carried: list[int] = []
    for place, column in enumerate(columns):
        merge = grid.covering(row, column)
        if merge is None or merge.top == row or cells[place] not in (None, "") or merge.left > column:
            continue
        value = grid.cell(merge.top, merge.left)
        # A figure merged over several rows is their sum: repeating it would count it twice.
        if look(value) != NUMBER or column == number_column:
            cells[place] = value
            carried.append(place)
    return cells, tuple(carried)


__all__ = ["WHY", "Carried", "Column", "Row", "Skipped", "Table", "find_table", "find_tables"]
