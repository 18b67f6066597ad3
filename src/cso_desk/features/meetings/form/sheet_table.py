"""The rows of a printed sheet in a table that is worked through with one key a row."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from cso_desk.features.hub.record import ASKED
from cso_desk.features.meetings.record import ATTENDANCE_STATUSES, Attendance
from cso_desk.features.meetings.service import NO_TICKS, SheetRow
from cso_desk.features.members.record import ANSWERS, ID_POOR
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.keyboard import latin_key
from cso_desk.widgets.controls import named
from cso_desk.widgets.icons import icon
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, title_of
from cso_desk.widgets.table_view import dense
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

Index = QModelIndex | QPersistentModelIndex
NUMBER, NAME, SEX, BODY, DAYS, MARK, TICKS = range(7)
"""The columns; from TICKS on those that are ticked on the paper. They are shown before MARK."""
_HEADS = (N_("No."), N_("Name"), N_("Sex"), N_("Institution and position"), N_("Days"), N_("Attendance"))
_WIDTHS = {NUMBER: 56, NAME: 220, SEX: 56, BODY: 300, DAYS: 56, MARK: 152}
_TICK_WIDTHS = (52, 128)  # the narrowest and the widest
_NARROW = 560
_LEAST_NAME, _NAMES = 132, 0.45  # where there is little room, the name's part of what it shares
MEANT = {"youth": ANSWERS, "disability": ANSWERS, "minority": ANSWERS, "id_poor": ID_POOR}
_SEXES = {"F": N_("F"), "M": N_("M")}
_COLOURS = {"present": "good", "absent": "bad", "excused": "warn", "replaced": "warn"}
_SAID_BY = {"p": "present", "a": "absent", "e": "excused", "r": "replace", "h": "hat"}
TICK_KEYS = {"youth": "y", "disability": "d", "minority": "m", "id_poor": "i"}
_PRESENT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_UNMARK = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class SheetModel(QAbstractTableModel):
    """The rows as they stand on the paper, with a column for each thing that was `asked` there."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[SheetRow] = []
        self.asked: tuple[str, ...] = ()

    def show(self, rows: Sequence[SheetRow], asked: Sequence[str]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.asked = tuple(each for each in TICK_KEYS if each in asked)
        self.endResetModel()

    def put(self, place: int, attendance: Attendance) -> None:
        """Show what was just said of one row."""
        row = self.rows[place]
        self.rows[place] = replace(row, row=replace(row.row, attendance=attendance))
        self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def place_of(self, attendance: str) -> int:
        """The place of a row by the id of its attendance, -1 where it is not there."""
        return next((n for n, each in enumerate(self.rows) if each.row.attendance.id == attendance), -1)

    def place_of_person(self, person: str) -> int:
        """The place of the row of somebody, -1 where there is none."""
        return next((n for n, each in enumerate(self.rows) if each.row.person.id == person), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_HEADS) + len(self.asked)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(_HEADS[section]) if section < TICKS else self._asked_at(section)
        return self._asked_at(section) if role == Qt.ItemDataRole.ToolTipRole and section >= TICKS else None

    def _asked_at(self, section: int) -> str:
        """What is ticked in a column, with the key that does it."""
        name = self.asked[section - TICKS]
        return f"{_(ASKED[name])}  {TICK_KEYS[name].upper()}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if column >= TICKS:
            return _tick(row, self.asked[column - TICKS], role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _cell(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and column in (NAME, BODY):
            return _cell(row, column)
        if role == Qt.ItemDataRole.ForegroundRole:
            status = row.row.attendance.status
            token = _COLOURS.get(status, "quiet") if column == MARK else ""
            token = token or ("quiet" if row.row.attendance.deleted or row.number is None else "")
            return QColor(getattr(theme.palette, token)) if token else None
        return None


def _tick(row: SheetRow, name: str, role: int) -> Any:
    """What was ticked; paler where it was not, and is known of the person."""
    said = getattr(row.row.attendance, name)
    value = said or getattr(row.row.person, name, "")
    if not value:
        return None
    if role == Qt.ItemDataRole.DecorationRole and value != "X":
        return icon("minus" if value in NO_TICKS else "check", "text" if said else "disabled")
    if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        choices = MEANT[name]
        return (
            _(choices.get(value, value)) if said else _("Known: {value}", value=_(choices.get(value, value)))
        )
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
    what)`: "replace" or "hat". `ticked(row, what)`: a key of `TICK_KEYS`. `passed`: the cursor went below the
    last row that was printed.
    """

    said = Signal(int, str, object)
    wanted = Signal(int, str)
    ticked = Signal(int, str)
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
        live(
            self, lambda: model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, model.columnCount() - 1)
        )
        model.modelReset.connect(self._arrange_ticks)

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
        self._share_out()

    def _share_out(self) -> None:
        """Let the name leave room for the institution."""
        if self.isColumnHidden(BODY):
            return
        others = (each for each in range(self.model().columnCount()) if each not in (NAME, BODY))
        free = self.viewport().width() - sum(
            self.columnWidth(each) for each in others if not self.isColumnHidden(each)
        )
        most = min(theme.px(_WIDTHS[NAME]), round(free * _NAMES))
        self.setColumnWidth(NAME, max(theme.px(_LEAST_NAME), most))

    def _arrange_ticks(self) -> None:
        """What is ticked stands before the mark, each column as wide as its word."""
        head = self.horizontalHeader()
        least, most = _TICK_WIDTHS
        for column in range(TICKS, self.model().columnCount()):
            said = str(self.model().headerData(column, Qt.Orientation.Horizontal))
            wanted = head.fontMetrics().horizontalAdvance(said) + theme.px(20)
            self.setColumnWidth(column, min(max(wanted, theme.px(least)), theme.px(most)))
        head.moveSection(head.visualIndex(MARK), head.count() - 1)
        self._share_out()

    def _tick_of(self, event: QKeyEvent) -> str:
        """What is ticked by a key, "" for nothing."""
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return ""
        model = self.model()
        asked = model.asked if isinstance(model, SheetModel) else ()
        key = latin_key(to_latin_digits(event.text()))
        return next((each for each in asked if TICK_KEYS[each] == key), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.place()
        meant = meaning(event, self._days) if place >= 0 else None
        ticked = self._tick_of(event) if place >= 0 else ""
        if ticked:
            event.accept()
            self.ticked.emit(place, ticked)
        elif meant is None:
            if event.key() == Qt.Key.Key_Down and place == self.model().rowCount() - 1:
                self.passed.emit()
            elif event.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()  # a letter that means nothing here does not make the cursor jump
            else:
                super().keyPressEvent(event)
        else:
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
