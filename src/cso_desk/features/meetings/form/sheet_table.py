"""The rows of a printed sheet in a table that is worked through with one key a row."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from cso_desk.features.meetings.record import ATTENDANCE_STATUSES, Attendance
from cso_desk.features.meetings.service import SheetRow
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.keyboard import latin_key
from cso_desk.widgets.controls import named
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, title_of
from cso_desk.widgets.table_view import dense
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

Index = QModelIndex | QPersistentModelIndex
NUMBER, NAME, SEX, BODY, DAYS, MARK = range(6)
_HEADS = (N_("No."), N_("Name"), N_("Sex"), N_("Institution and position"), N_("Days"), N_("Attendance"))
_WIDTHS = {NUMBER: 56, NAME: 220, SEX: 56, BODY: 300, DAYS: 56, MARK: 152}
_NARROW = 560
_SEXES = {"F": N_("F"), "M": N_("M")}
_COLOURS = {"present": "good", "absent": "bad", "excused": "warn", "replaced": "warn"}
_SAID_BY = {"p": "present", "a": "absent", "e": "excused", "r": "replace", "h": "hat"}
_PRESENT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_UNMARK = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class SheetModel(QAbstractTableModel):
    """The rows as they stand on the paper."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[SheetRow] = []

    def show(self, rows: Sequence[SheetRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def put(self, place: int, attendance: Attendance) -> None:
        """Show what was just said of one row."""
        row = self.rows[place]
        self.rows[place] = replace(row, row=replace(row.row, attendance=attendance))
        self.dataChanged.emit(self.index(place, 0), self.index(place, MARK))

    def place_of(self, attendance: str) -> int:
        """The place of a row by the id of its attendance, -1 where it is not there."""
        return next((n for n, each in enumerate(self.rows) if each.row.attendance.id == attendance), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_HEADS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _cell(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (NAME, BODY):
            return _cell(row, index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            status = row.row.attendance.status
            token = _COLOURS.get(status, "quiet") if index.column() == MARK else ""
            token = token or ("quiet" if row.row.attendance.deleted or row.number is None else "")
            return QColor(getattr(theme.palette, token)) if token else None
        return None


def _cell(row: SheetRow, column: int) -> str:
    attendance, person, body = row.row.attendance, row.row.person, row.row.organisation
    if column == NUMBER:
        return digits(row.number) if row.number is not None else "—"
    if column == NAME:
        return title_of((person.name_km, person.name_en), person.code)
    if column == SEX:
        return _(_SEXES[person.sex]) if person.sex in _SEXES else ""
    if column == DAYS:
        return digits(attendance.days) if attendance.days is not None else ""
    if column == MARK:
        return _marked(attendance)
    called = title_of((body.name_km, body.name_en), body.code) if body else ""
    return "   ·   ".join(filter(None, (called, title_of((attendance.title_km, attendance.title_en)))))


def _marked(attendance: Attendance) -> str:
    if attendance.deleted:
        return _("Taken off the list")
    waits = attendance.status in ("invited", "confirmed")
    return "…" if waits else _(ATTENDANCE_STATUSES.get(attendance.status, attendance.status))


class SheetTable(QTableView):
    """One key says what became of a row; the cursor goes down by itself.

    `said(row, status, days)`: days is None where the meeting has one day or no number was typed. `wanted(row,
    what)`: "replace" or "hat". `passed`: the cursor went below the last row that was printed.
    """

    said = Signal(int, str, object)
    wanted = Signal(int, str)
    passed = Signal()

    def __init__(self, model: SheetModel, days: int) -> None:
        super().__init__()
        self._days = days
        self.setModel(model)
        dense(self)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setColumnHidden(DAYS, days == 1)
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(theme.px(40))
        head.setSectionResizeMode(BODY, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            if column != BODY:
                self.setColumnWidth(column, theme.px(width))
        named(self, lambda: _("Rows of the sheet"))
        live(self, lambda: model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, MARK))

    def place(self) -> int:
        """The row of the cursor, -1 where there is none."""
        return self.currentIndex().row()

    def go(self, place: int) -> None:
        """Put the cursor on a row and show it with the rows around it."""
        index = self.model().index(place, NAME)
        self.setCurrentIndex(index)
        self.scrollTo(self.model().index(min(place + 2, self.model().rowCount() - 1), NAME))
        self.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside a scan there is room for names and marks only."""
        super().resizeEvent(event)
        narrow = self.viewport().width() < theme.px(_NARROW)
        if narrow != self.isColumnHidden(BODY):
            self.setColumnHidden(BODY, narrow)
            self.setColumnHidden(SEX, narrow)
            mode = QHeaderView.ResizeMode
            self.horizontalHeader().setSectionResizeMode(NAME, mode.Stretch if narrow else mode.Interactive)
            self.setColumnWidth(NAME, theme.px(_WIDTHS[NAME]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.place()
        meant = meaning(event, self._days) if place >= 0 else None
        if meant is None:
            if event.key() == Qt.Key.Key_Down and place == self.model().rowCount() - 1:
                self.passed.emit()
            elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()  # a letter that means nothing here does not make the cursor jump
            else:
                super().keyPressEvent(event)
            return
        event.accept()
        what, days = meant
        if what in ("replace", "hat"):
            self.wanted.emit(place, what)
        else:
            self.said.emit(place, what, days)


def meaning(event: QKeyEvent, days: int) -> tuple[str, int | None] | None:
    """What a key says of a row of a meeting of so many days; None where it says nothing.

    Letters work in the Khmer layout too, and so do Khmer digits: the number of days that somebody was there.
    """
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return None
    if event.key() in _PRESENT:
        return "present", None
    if event.key() in _UNMARK:
        return "invited", None
    typed = to_latin_digits(event.text())
    if len(typed) == 1 and typed in "0123456789":
        return _days_said(int(typed), days)
    said = _SAID_BY.get(latin_key(typed))
    return (said, None) if said else None


def _days_said(count: int, days: int) -> tuple[str, int | None] | None:
    if count > days:
        return None
    return ("present", count if days > 1 else None) if count else ("absent", None)
