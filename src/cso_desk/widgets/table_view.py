"""The list itself: one row a record, sorted by its heads, its columns chosen, opened by Enter or a click."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QTableView, QToolButton

from cso_desk.widgets.controls import icon_button, named, part
from cso_desk.widgets.live import live
from cso_desk.widgets.table_model import RecordModel
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_WIDTHS = {"Choice": 136, "Date": 116, "Number": 88, "Flag": 72, "Time": 80, "Place": 168, "Phones": 132}
_CODE, _WIDE = 96, 224
_BESIDE_TITLE = 40  # paddings and the arrow


class RecordTable(QTableView):
    """Shows a `RecordModel`.

    `opened` gives the id of the record that the cursor came to, `entered_record` of one that was asked for
    by Enter or a double click.
    """

    opened = Signal(str)
    entered_record = Signal(str)

    def __init__(self, model: RecordModel, say_name: Callable[[], str]) -> None:
        super().__init__()
        self.records = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorClearable(True)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setStretchLastSection(True)
        head.setSectionsMovable(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        named(self, say_name)
        theme.changed.connect(self._measure)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._return)
        self._current = ""
        self._returning = False
        # A title in another language may need more room.
        live(self, self._measure)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda _index: self.entered_record.emit(self.current_record()))
        self.clicked.connect(lambda _index: self.opened.emit(self.current_record()))

    def open_record(self, record: str) -> bool:
        """Put the cursor on a record; False where the list does not show it."""
        row = self.records.row_of(record)
        if row is None:
            return False
        index = self.records.index(row, 0)
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def current_record(self) -> str:
        """The id of the record under the cursor, "" where there is none."""
        index = self.currentIndex()
        return str(self.records.data(index, int(Qt.ItemDataRole.UserRole)) or "") if index.isValid() else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_record():
            self.entered_record.emit(self.current_record())
        else:
            super().keyPressEvent(event)

    def column_chooser(self) -> QToolButton:
        """A button whose menu ticks the columns that are shown."""
        made = icon_button("columns", lambda: _("Choose columns"))
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        made.setMenu(menu)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        return made

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        fields = self.records.kind.fields
        for name in ["code", *self.records.kind.typed]:
            action = QAction(_(fields[name].kind.label), menu, checkable=True)
            action.setChecked(name in self.records.columns)
            action.toggled.connect(lambda on, name=name: self._show_column(name, on))
            menu.addAction(action)

    def _show_column(self, name: str, on: bool) -> None:
        columns = [column for column in self.records.columns if column != name]
        columns += [name] if on else []
        if columns:
            self.records.show_columns(columns)
            self._measure()

    def _copy(self) -> None:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        columns = range(len(self.records.columns))
        lines = ["\t".join(self.records.index(row, column).data() for column in columns) for row in rows]
        QApplication.clipboard().setText("\n".join(lines))

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.row_height)
        self.verticalHeader().setMinimumSectionSize(theme.row_height)
        for place, name in enumerate(self.records.columns):
            kind = type(self.records.kind.fields[name].kind).__name__
            width = theme.px(_CODE if name == "code" else _WIDTHS.get(kind, _WIDE))
            self.setColumnWidth(place, max(width, self._title_width(place)))

    def _title_width(self, place: int) -> int:
        """What the title of a column needs beside the arrow that says it is sorted."""
        title = str(self.records.headerData(place, Qt.Orientation.Horizontal) or "")
        return QFontMetrics(theme.font(bold=True)).horizontalAdvance(title) + theme.px(_BESIDE_TITLE)

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._returning:
            self.opened.emit(self.current_record())

    def _remember(self) -> None:
        self._current = self.current_record()
        self._returning = True

    def _return(self) -> None:
        # The list was read anew; the cursor stays on its record, and nobody opened another one.
        if self._current:
            self.open_record(self._current)
        self._returning = False


def dense(table: QTableView) -> None:
    """The look of a small table that is not a list of records, such as a preview."""
    part(table, "plain")
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.row_height)
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setTextElideMode(Qt.TextElideMode.ElideRight)
    head.setStretchLastSection(True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
