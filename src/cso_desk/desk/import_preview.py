"""The rows of a list as they would be taken over: what becomes of each, its values, and what to check."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from cso_desk.desk.import_words import change_said, state_said
from cso_desk.features.members.importing import ImportPlan, PlannedRow
from cso_desk.features.members.record import SEXES
from cso_desk.importers.columns import Meaning
from cso_desk.importers.joined_sheets import number_in_sheet
from cso_desk.importers.own_tables import OwnColumns
from cso_desk.importers.preview import SheetReading
from cso_desk.importers.vocabulary import CATEGORY
from cso_desk.khmer.phones import show_phone
from cso_desk.widgets.showing import digits, short_date
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

Index = QModelIndex | QPersistentModelIndex
_DISPLAY, _TOOLTIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_CHECK, _INK = int(Qt.ItemDataRole.CheckStateRole), int(Qt.ItemDataRole.ForegroundRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_NO_PARENT = QModelIndex()
DOUBTS = 2  # the column of what to check
BEFORE = 3  # columns before those of the list: what becomes of the row, its number, what to check
TO_CHECK = "check"
"""What narrows the rows to those with something to check, beside the states of rows."""


class PreviewModel(QAbstractTableModel):
    """Row 0 is free for the boxes that say what a column means. `counted` is told when rows are ticked."""

    counted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reading: SheetReading | None = None
        self.own: OwnColumns | None = None
        self._plan: Any = None
        self._planned: dict[int, str] = {}
        self._rows: list[int] = []
        self._values: list[dict[str, Any]] = []
        self._only = ""
        self.is_glimpse = False
        """Whether these are the first rows of a list that is still being read."""

    def show_plan(self, reading: SheetReading, plan: Any) -> None:
        """Show a sheet and what is planned with its rows."""
        self._reading, self._plan, self.is_glimpse = reading, plan, False
        self.own = reading.own
        self._planned = {place: "create" if row.doubt else row.action for place, row in enumerate(plan.rows)}
        self._values = reading.rows
        self._choose()

    def show_glimpse(self, reading: SheetReading) -> None:
        """Show rows of which it is not known yet what becomes of them."""
        rows = [PlannedRow(int(values["_row"]), "skip", "", None) for values in reading.rows]
        self.show_plan(reading, ImportPlan(reading.purpose, rows))
        self.is_glimpse = True

    def only(self, what: str) -> None:
        """Leave out the rows that are in another state; TO_CHECK: those that raise no doubt; "": show all."""
        self._only = what
        self._choose()

    @property
    def settled(self) -> bool:
        """Whether nothing is to be chosen of columns: their headings are the names of fields."""
        return self.own is not None or bool(self._reading and self._reading.format)

    @property
    def plan(self) -> Any:
        """What is planned with the list that is shown."""
        return self._plan

    def plan_row(self, row: int) -> PlannedRow | None:
        """What is planned with a row of the table, None for that of the boxes."""
        return self._plan.rows[self._rows[row - 1]] if 0 < row <= len(self._rows) else None

    def place_of(self, wanted: PlannedRow) -> int:
        """The row of the table in which a row of the list stands, 0 where it is not shown."""
        return next((n for n, at in enumerate(self._rows, 1) if self._plan.rows[at] is wanted), 0)

    def next_doubtful(self, row: int) -> int:
        """The next row of the table, round and round, of which nobody chose whom it is about; else 0."""
        count = len(self._rows)
        after = ((row + step - 1) % count + 1 for step in range(1, count + 1))
        return next((at for at in after if self._plan.rows[self._rows[at - 1]].state == "doubtful"), 0)

    def to_check(self) -> int:
        return sum(row.to_check for row in self._plan.rows) if self._plan else 0

    def emptied(self) -> int:
        """How many fields the empty cells of the list empty."""
        rows = self._plan.rows if self._plan is not None else ()
        return sum(len(row.emptied) for row in rows if row.action != "skip")

    def has_remarks(self) -> bool:
        """Whether something is to be checked or changed, or was left out for a reason."""
        rows = self._plan.rows if self._plan is not None else ()
        return any(row.problems or row.changes or (row.why and row.action == "skip") for row in rows)

    def say_chosen(self) -> None:
        """Show what was chosen for rows meanwhile; they stay where they are until another narrowing."""
        self.dataChanged.emit(self.index(1, 0), self.index(len(self._rows), DOUBTS))
        self.counted.emit()

    def columns(self) -> list[Meaning]:
        return self._reading.columns if self._reading else []

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self._plan is None else len(self._rows) + 1

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self._plan is None else len(self.columns()) + BEFORE

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.row() > 0 and index.column() == 0 and self._may_choose(index.row()):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags if index.row() > 0 else Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid() or index.row() == 0:
            return None
        place = self._rows[index.row() - 1]
        row = self._plan.rows[place]
        if role == _CHECK and index.column() == 0 and self._may_choose(index.row()):
            return Qt.CheckState.Unchecked if row.action == "skip" else Qt.CheckState.Checked
        if role in (_DISPLAY, _TOOLTIP):
            return self._text(place, index.column())
        if role == _FONT and self._emptied(row, index.column()):
            return _struck_out()
        return self._ink(row, index.column()) if role == _INK else None

    def _may_choose(self, row: int) -> bool:
        """Whether a person may take a row of the table over or leave it out."""
        planned = self.plan_row(row)
        return planned is not None and not planned.refused and not self.is_glimpse

    def _ink(self, row: PlannedRow, column: int) -> QColor | None:
        doubtful = column == DOUBTS and (row.to_check or row.state == "doubtful")
        if doubtful or self._emptied(row, column):
            return QColor(theme.palette.warn)
        if row.state in ("out", "same") and not self.is_glimpse:
            return QColor(theme.palette.quiet)
        return None

    def setData(self, index: Index, value: Any, role: int = _DISPLAY) -> bool:
        if role != _CHECK or index.column() != 0 or not self._may_choose(index.row()):
            return False
        place = self._rows[index.row() - 1]
        row = self._plan.rows[place]
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            before = self._planned[place]
            known = "update" if row.existing and row.doubt is None else "create"
            row.action, row.chosen = (before if before != "skip" else known), ""
        else:
            row.action, row.chosen = "skip", "out"
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), self.columnCount() - 1))
        self.counted.emit()
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or role not in (_DISPLAY, _TOOLTIP) or self._plan is None:
            return None
        own = (_("Take over"), _("Row"), _("To check"))
        return own[section] if section < BEFORE else self._header(section)

    def _header(self, section: int) -> str:
        column = self.columns()[section - BEFORE]
        return f"{column.letter}  {' '.join(column.header.split())}"

    def _choose(self) -> None:
        self.beginResetModel()
        rows = self._plan.rows if self._plan else []
        self._rows = [place for place, row in enumerate(rows) if self._is_shown(row)]
        self.endResetModel()

    def _is_shown(self, row: PlannedRow) -> bool:
        return not self._only or (row.to_check if self._only == TO_CHECK else row.state == self._only)

    def _text(self, place: int, column: int) -> str:
        row = self._plan.rows[place]
        if column == 0:
            return "…" if self.is_glimpse else state_said(row)
        if column == 1:
            return digits(number_in_sheet(row.row))
        if column == DOUBTS:
            return _remark(row)
        if self.own is not None:
            letter = self.columns()[column - BEFORE].letter
            cells = self._values[place].get("_cells", {})
            return self._emptied(row, column) or " ".join(str(cells.get(letter, "")).split())
        return self._value(self._values[place], self.columns()[column - BEFORE])

    def _emptied(self, row: PlannedRow, column: int) -> str:
        """What an empty cell takes away, "" where it takes nothing."""
        if not row.emptied or self.own is None or column < BEFORE or row.action == "skip":
            return ""
        field = self.own.columns.get(self.columns()[column - BEFORE].letter, "")
        return " ".join(row.emptied.get(field, "").split())

    def _value(  # noqa: PLR0911  one return for each kind of value
        self, values: Mapping[str, Any], column: Meaning
    ) -> str:
        if not column.meaning:
            unassigned = values.get("_other", {}) | values.get("_aside", {})
            return str(unassigned.get(column.letter, ""))
        if column.meaning == CATEGORY:
            return "✓" if column.header.rpartition(" / ")[2] in values.get("categories", ()) else ""
        value = values.get(column.meaning)
        if value in (None, ""):
            return str(values.get("_unread", {}).get(column.meaning, ""))
        if isinstance(value, list):
            return ", ".join(
                digits(show_phone(one)) if column.meaning == "phones" else str(one) for one in value
            )
        if column.meaning == "sex" and value in SEXES:
            return _(SEXES[value])
        if column.meaning == "date":
            return short_date(str(value))
        return digits(value) if isinstance(value, int) else " ".join(str(value).split())


def _struck_out() -> QFont:
    font = QFont()
    font.setStrikeOut(True)
    return font


def _remark(row: PlannedRow) -> str:
    # What was doubtful about the record is settled by a choice; it stands last.
    said = row.problems[:-1] if row.doubt is not None and row.chosen else [*row.problems]
    if row.changes and row.state == "changed":
        said.append(_("Changes: {fields}.", fields=_joined(change_said(each) for each in row.changes)))
    return " ".join([*said, *([row.why] if row.why else [])])


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(parts))
