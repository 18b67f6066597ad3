"""A table found in a sheet: its columns and records, what was carried down, which rows are no records."""

from dataclasses import dataclass, field

from cso_desk.importers.reading import Cell
from cso_desk.importers.row_kinds import BLANK, FOOTER, NOTE, NUMBERED_ONLY, REPEATED, SECTION, TAG, TOTAL
from cso_desk.places.gazetteer import Level
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


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table of a sheet stands: its first and last row and column, and how many records it has."""

    first_row: int
    last_row: int
    first_letter: str
    last_letter: str
    records: int


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
    sheet_letter: str = ""
    sheet_level: Level | None = None
    within: str = ""
    """Of a table of several sheets: the column of their names, the level of which all name places, and the
    code of the province that the titles of each of them name."""

    def place(self) -> TablePlace:
        """Where it stands; only for a table that holds something."""
        rows = [*self.header_rows, *(row.number for row in self.records)]
        letters = [column.letter for column in self.columns] or [""]
        return TablePlace(min(rows), max(rows), letters[0], letters[-1], len(self.records))
