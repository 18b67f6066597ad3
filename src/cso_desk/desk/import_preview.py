"""The rows of a list as they would be taken over: what becomes of each, its values, and what to check."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from cso_desk.desk.import_words import IN_LANGUAGE, MEANINGS
from cso_desk.features.members.importing import ImportPlan, PlannedRow
from cso_desk.features.members.record import SEXES
from cso_desk.importers.columns import BILINGUAL, Meaning, base_of
from cso_desk.importers.preview import SheetReading
from cso_desk.importers.vocabulary import CATEGORY, all_meanings
from cso_desk.khmer.phones import show_phone
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.showing import digits, short_date
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

Index = QModelIndex | QPersistentModelIndex
_DISPLAY, _TOOLTIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_CHECK, _INK = int(Qt.ItemDataRole.CheckStateRole), int(Qt.ItemDataRole.ForegroundRole)
_NO_PARENT = QModelIndex()
DOUBTS = 2  # the column of what to check
BEFORE = 3  # columns before those of the list: what becomes of the row, its number, what to check
_ACTIONS = {
    "create": N_("New"),
    "update": N_("Known already"),
    "skip": N_("Left out"),
}


def meaning_label(meaning: str) -> str:
    """What a column means, in words."""
    base = base_of(meaning)
    label = _(MEANINGS[base]) if base in MEANINGS else base
    return label if base == meaning else _(IN_LANGUAGE[meaning[-3:]], meaning=label)


def meanings_offered() -> list[str]:
    """Every meaning a column may be given, those of one thing together."""
    known = [name for name in MEANINGS if name in all_meanings()]
    known += [name for name in all_meanings() if name not in MEANINGS]
    offered = []
    for name in known:
        offered += [name, f"{name}_km", f"{name}_en"] if name in BILINGUAL else [name]
    return offered


class PreviewModel(QAbstractTableModel):
    """Row 0 is free for the boxes that say what a column means. `counted` is told when rows are ticked."""

    counted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reading: SheetReading | None = None
        self._plan: Any = None
        self._planned: dict[int, str] = {}
        self._rows: list[int] = []
        self._values: list[dict[str, Any]] = []
        self._to_check = False
        self.is_glimpse = False
        """Whether these are the first rows of a list that is still being read."""

    def show_plan(self, reading: SheetReading, plan: Any) -> None:
        """Show a sheet and what is planned with its rows."""
        self._reading, self._plan, self.is_glimpse = reading, plan, False
        self._planned = {place: row.action for place, row in enumerate(plan.rows)}
        self._values = reading.rows
        self._choose()

    def show_glimpse(self, reading: SheetReading) -> None:
        """Show rows of which it is not known yet what becomes of them."""
        rows = [PlannedRow(int(values["_row"]), "skip", "", None) for values in reading.rows]
        self.show_plan(reading, ImportPlan(reading.purpose, rows))
        self.is_glimpse = True

    def only_to_check(self, on: bool) -> None:
        """Leave out the rows that raise no doubt."""
        self._to_check = on
        self._choose()

    def doubtful(self) -> int:
        return sum(bool(row.problems) for row in self._plan.rows) if self._plan else 0

    def has_remarks(self) -> bool:
        """Whether something is to be checked or was left out for a reason."""
        rows = self._plan.rows if self._plan is not None else ()
        return any(row.problems or (row.why and row.action == "skip") for row in rows)

    def columns(self) -> list[Meaning]:
        return self._reading.columns if self._reading else []

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self._plan is None else len(self._rows) + 1

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self._plan is None else len(self.columns()) + BEFORE

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.row() > 0 and index.column() == 0 and not self.is_glimpse:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags if index.row() > 0 else Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if not index.isValid() or index.row() == 0:
            return None
        place = self._rows[index.row() - 1]
        row = self._plan.rows[place]
        if role == _CHECK and index.column() == 0 and not self.is_glimpse:
            return Qt.CheckState.Unchecked if row.action == "skip" else Qt.CheckState.Checked
        if role in (_DISPLAY, _TOOLTIP):
            return self._text(place, index.column())
        if role == _INK and (row.problems and index.column() == DOUBTS):
            return QColor(theme.palette.warn)
        if role == _INK and row.action == "skip" and not self.is_glimpse:
            return QColor(theme.palette.quiet)
        return None

    def setData(self, index: Index, value: Any, role: int = _DISPLAY) -> bool:
        if role != _CHECK or index.column() != 0 or index.row() == 0:
            return False
        place = self._rows[index.row() - 1]
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        before = self._planned[place]
        taken = before if before != "skip" else "update" if self._plan.rows[place].existing else "create"
        self._plan.rows[place].action = taken if wanted else "skip"
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
        self._rows = [place for place, row in enumerate(rows) if row.problems or not self._to_check]
        self.endResetModel()

    def _text(self, place: int, column: int) -> str:
        row = self._plan.rows[place]
        if column == 0:
            return "…" if self.is_glimpse else _(_ACTIONS[row.action])
        if column == 1:
            return digits(row.row)
        if column == DOUBTS:
            return " ".join([*row.problems, *([row.why] if row.why else [])])
        return self._value(self._values[place], self.columns()[column - BEFORE])

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


def tables_of(readings: Sequence[SheetReading]) -> list[tuple[str, str, int]]:
    """Every table of a file: what it is called, the name of its sheet and its place in the sheet."""
    found: list[tuple[str, str, int]] = []
    for reading in readings:
        if len(reading.tables) < 2:
            found.append((_("Sheet “{name}”", name=reading.name), reading.name, reading.table))
            continue
        for place, table in enumerate(reading.tables):
            label = _(
                "Sheet “{name}”, {first}{first_row} to {last}{last_row}",
                name=reading.name,
                first=table.first_letter,
                first_row=table.first_row,
                last=table.last_letter,
                last_row=table.last_row,
            )
            found.append((label, reading.name, place))
    return found


def meaning_box(column: Meaning, changed: Callable[[str, str], object]) -> CalmComboBox:
    """The box above a column; `changed` gets its letter and the meaning that was chosen."""
    box = CalmComboBox()
    box.addItem(_("(not taken over)"), "")
    for meaning in meanings_offered():
        box.addItem(meaning_label(meaning), meaning)
    if column.meaning and box.findData(column.meaning) < 0:
        box.addItem(meaning_label(column.meaning), column.meaning)
    box.setCurrentIndex(max(0, box.findData(column.meaning)))
    box.setAccessibleName(_("What column {letter} means", letter=column.letter))
    box.setMaxVisibleItems(16)
    box.activated.connect(lambda _place: changed(column.letter, str(box.currentData())))
    return box
