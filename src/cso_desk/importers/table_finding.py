"""Finds the table in a sheet by its structure: header, records, what is carried down, what is no record."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from cso_desk.importers import row_kinds, vocabulary
from cso_desk.importers.grid import NUMBER, TEXT, Grid, lay_out, letter, look
from cso_desk.importers.headers import Header, find_header
from cso_desk.importers.reading import Cell, Sheet
from cso_desk.importers.row_kinds import (
    BLANK,
    FOOTER,
    NEXT_TABLE,
    NOTE,
    NUMBERED_ONLY,
    RECORD,
    REPEATED,
    SECTION,
    TAG,
    TOTAL,
    Body,
)  # fmt: skip
from cso_desk.wording import N_, _

WHY = {
    "title": N_("A title above the table."),
    TAG: N_("A row of codes, not of names."),
    "column_numbers": N_("A row that only counts the columns."),
    BLANK: N_("A blank row."),
    SECTION: N_("A heading that belongs to the rows below it."),
    TOTAL: N_("A total, not a record."),
    REPEATED: N_("The header once more."),
    NUMBERED_ONLY: N_("A number and nothing else."),
    NOTE: N_("A note, not a record."),
    FOOTER: N_("Below the table: a note, a date or a signature."),
    "side_note": N_("A note beside the table."),
    "another_table": N_("Another table in the same sheet."),
}
_NEVER_CARRIED = frozenset(
    {
        "no", "name", "family_name", "given_name", "contact", "sex", "sex_m", "sex_f", "age",
        "birth_year", "birth_date", "phones", "email", "telegram", "facebook", "website", "acronym",
        "remarks", "signature", "total", "female", "male", "copies", "isbn", "number",
        "registration_no", "youth", "disability", "minority", "id_poor", "date", "year", "file",
        "position",
    }
)  # fmt: skip
_MAX_CARRIED_SHARE = 0.67
_DITTO_LOOK = "ditto"


@dataclass(frozen=True, slots=True)
class Column:
    """`letter` as in the sheet; `header` is "Group / Sub" where a header has several rows."""

    letter: str
    header: str
    index: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A record: its sheet row, its cells in the order of the columns, what the section rows above it say.

    `carried` are the places in `cells` that were filled from above.
    """

    number: int
    cells: list[Cell]
    sections: tuple[str, ...] = ()
    carried: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """A column ("column") or the headings ("section") whose value is carried to the rows below."""

    kind: str
    letter: str
    header: str
    values: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sheet row that is no record, and why (a key of WHY)."""

    row: int
    why: str

    def sentence(self) -> str:
        """Why, in the language of the window."""
        return _(WHY[self.why])


@dataclass(slots=True)
class Table:
    """A table of a sheet; rows count from 1 as the sheet shows them. `confidence` runs from 0 to 1."""

    header_rows: list[int]
    columns: list[Column]
    records: list[Row]
    carried_down: list[Carried] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    number_column: int | None = None
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    others: list[tuple[int, int]] = field(default_factory=list)
    """The sheet rows, first and last, of other tables in the sheet."""


def find_table(sheet: Sheet) -> Table | None:
    """The main table of a sheet: the one with most records. None where the sheet holds none."""
    tables = find_tables(sheet)
    if not tables:
        return None
    main = max(tables, key=lambda table: (len(table.records) * max(len(table.columns), 1), table.confidence))
    for other in tables:
        if other is not main and (other.records or other.header_rows):
            rows = [*other.header_rows, *(row.number for row in other.records)]
            main.others.append((min(rows), max(rows)))
            main.skipped.extend(Skipped(row, "another_table") for row in sorted(rows))
    main.skipped = sorted(set(main.skipped), key=lambda skipped: skipped.row)
    return main


def find_tables(sheet: Sheet) -> list[Table]:
    """Every table of a sheet from top to bottom, side by side ones too."""
    grid = lay_out(sheet)
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
    body = row_kinds.study(grid, header, header.last + 1, end)
    kinds, stop = row_kinds.tell_apart(body)
    if stop < end:
        # What was learnt must come from this table alone.
        body = row_kinds.study(grid, header, header.last + 1, stop)
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
    carried = _carry_down(body, columns, records)
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
    path: list[str] = []
    run: list[str] = []
    for row, kind in kinds:
        if kind == SECTION:
            run.append(row_kinds.section_text(body, row))
        elif kind == RECORD:
            if run:
                path = (path[: max(len(path) - len(run), 0)] + run) if len(run) <= len(path) else run
                run = []
            cells, carried = _cells(grid, row, columns, body.number_column)
            records.append(Row(row + 1, cells, tuple(path), carried))
    return records


def _cells(
    grid: Grid, row: int, columns: list[int], number_column: int | None
) -> tuple[list[Cell], tuple[int, ...]]:
    cells = [grid.cell(row, column) for column in columns]
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


def _carry_down(body: Body, columns: list[Column], records: list[Row]) -> list[Carried]:
    """Fill what stands only in the first row of a group, and say so."""
    told: list[Carried] = []
    merged = Counter(place for row in records for place in row.carried)
    hierarchy = _hierarchy(body, columns, records)
    for place in hierarchy:
        _fill(records, place, lambda _row: True)
    for place, column in enumerate(columns):
        ditto = _fill_ditto(records, place)
        if place in hierarchy or merged[place] or ditto:
            values = len({vocabulary.key(str(row.cells[place])) for row in records})
            told.append(Carried("column", column.letter, column.header, values))
    told += _fill_second_contacts(body, columns, records)
    headings = {row.sections for row in records if row.sections}
    if headings:
        told.append(Carried("section", "", "", len(headings)))
    return told


def _set(records: list[Row], at: int, place: int, value: Cell) -> None:
    row = records[at]
    row.cells[place] = value
    records[at] = Row(row.number, row.cells, row.sections, (*row.carried, place))


def _fill(records: list[Row], place: int, wanted: Callable[[int], bool]) -> None:
    above: Cell = None
    sections: tuple[str, ...] = ()
    for at, row in enumerate(records):
        if look(row.cells[place]):
            above = row.cells[place]
        elif above is not None and row.sections == sections and wanted(at):
            _set(records, at, place, above)
        else:
            above = None
        sections = row.sections


def _fill_ditto(records: list[Row], place: int) -> bool:
    """Put the value above in place of ditto marks."""
    found = False
    above: Cell = None
    for at, row in enumerate(records):
        cell = row.cells[place]
        if isinstance(cell, str) and len(cell) < 12 and vocabulary.is_word("ditto", cell.strip()):
            if above is not None:
                _set(records, at, place, above)
                found = True
        elif look(cell):
            above = cell
    return found


def _hierarchy(body: Body, columns: list[Column], records: list[Row]) -> list[int]:
    """The leading columns of text that are filled only where a new group begins."""
    found: list[int] = []
    if len(records) < 2:
        return found
    for place, column in enumerate(columns):
        if place == len(columns) - 1:
            break
        if column.index == body.number_column:
            continue
        filled = [row.cells[place] for row in records if look(row.cells[place])]
        share = len(filled) / len(records)
        if share > 0.97 and not found:
            break
        meanings = vocabulary.header_meanings(column.labels[-1]) if column.labels else {}
        best = max(meanings, key=lambda meaning: meanings[meaning], default="")
        if not (
            filled
            and look(records[0].cells[place])
            and share <= _MAX_CARRIED_SHARE
            and best not in _NEVER_CARRIED
            and all(look(cell) == TEXT for cell in filled)
            and _is_nested(records, place, found)
        ):
            break
        found.append(place)
    return found


def _is_nested(records: list[Row], place: int, upper: list[int]) -> bool:
    """Whether a new group of an upper column begins a new one here too."""
    starts = [row for row in records if any(look(row.cells[above]) for above in upper)]
    return all(look(row.cells[place]) for row in starts) if upper else True


def _fill_second_contacts(body: Body, columns: list[Column], records: list[Row]) -> list[Carried]:
    """A row without number and organisation directly below one with both is its second person."""
    if body.number_column not in body.columns:
        return []
    number = body.columns.index(body.number_column)
    filled_places: set[int] = set()
    for at in range(1, len(records)):
        row, above = records[at], records[at - 1]
        if look(row.cells[number]) or row.number != above.number + 1 or row.sections != above.sections:
            continue
        leading = []
        for place in range(number + 1, len(columns)):
            if look(row.cells[place]) and place not in row.carried:
                break
            leading.append(place)
        rest = [place for place in range(len(columns)) if look(row.cells[place])]
        if not leading or len(rest) < 2 or place >= len(columns) - 1:
            continue
        for blank in [number, *(place for place in leading if place not in row.carried)]:
            if look(above.cells[blank]) == TEXT or (blank == number and look(above.cells[blank])):
                _set(records, at, blank, above.cells[blank])
                filled_places.add(blank)
    return [
        Carried("column", columns[place].letter, columns[place].header, len(records))
        for place in sorted(filled_places)
    ]


__all__ = ["NEXT_TABLE", "WHY", "Carried", "Column", "Row", "Skipped", "Table", "find_table", "find_tables"]
