"""The list itself: one row a record, sorted by its heads, its columns chosen, opened by Enter or a click."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QTableView,
)

from cso_desk.widgets.controls import named, part
from cso_desk.widgets.live import live
from cso_desk.widgets.table_cells import TableCells
from cso_desk.widgets.table_model import RecordModel
from cso_desk.widgets.theme import theme
from cso_desk.wording import LANGUAGES, _, language

_WIDTHS = {"Choice": 168, "Date": 116, "Number": 88, "Flag": 72, "Time": 80, "Place": 188, "Phones": 132}
_CODE, _WIDE = 96, 224
_BESIDE_TITLE = 40  # paddings and the arrow
_BESIDE_WORDS = 20


class RecordTable(QTableView):
    """Shows a `RecordModel`.

    `opened` gives the id of the record that the cursor came to, `entered_record` of one that was asked for
    by Enter or a double click. `pasted` gives the text that was pasted, `trash_asked` the key Delete. Columns
    and widths are kept in `kept`, widths for each language as they are with text of 10 points.
    """

    opened = Signal(str)
    entered_record = Signal(str)
    pasted = Signal(str)
    trash_asked = Signal()
    columns_changed = Signal()

    def __init__(
        self, model: RecordModel, say_name: Callable[[], str], kept: dict[str, Any] | None = None
    ) -> None:
        super().__init__()
        self.records = model
        self.kept = {} if kept is None else kept
        self.setModel(model)
        self.setItemDelegate(TableCells(model, self))
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
        model.completed.connect(self._return)
        self._current = ""
        self._returning = self._measuring = False
        head.sectionResized.connect(self._resized)
        head.sectionMoved.connect(self._moved)
        columns = [name for name in self.kept.get("columns", []) if name in model.kind.fields]
        if columns:
            model.show_columns(columns)
        # A title in another language may need more room.
        live(self, self._measure)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.doubleClicked.connect(lambda _index: self.entered_record.emit(self.current_record()))
        self.clicked.connect(lambda _index: self.opened.emit(self.current_record()))

    def open_record(self, record: str) -> bool:
        """Put the cursor on a record; False where the list does not show it."""
        if self.records.row_of(record) is None:
            self.records.complete_now()
        return self._go_to(record)

    def _go_to(self, record: str) -> bool:
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
            self.copy_rows()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.trash_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_record():
            self.entered_record.emit(self.current_record())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Qt puts the cursor on the first row; a page that is only looked at opens no record for that.
        self._returning = True
        super().focusInEvent(event)
        self._returning = False

    def show_column(self, name: str, on: bool) -> bool:
        """Show a field as the last column, or no longer; False where no column would be left."""
        columns = [column for column in self.shown_columns() if column != name]
        columns += [name] if on else []
        if not columns:
            return False
        self.show_columns(columns)
        self.kept["columns"] = columns
        self.columns_changed.emit()
        return True

    def show_columns(self, columns: Sequence[str]) -> None:
        """Show these columns, in this order, with the widths that they had."""
        head = self.horizontalHeader()
        head.blockSignals(True)
        for place in range(head.count()):
            head.moveSection(head.visualIndex(place), place)
        head.blockSignals(False)
        self.records.show_columns(columns)
        self.show_order()
        self._measure()

    def shown_columns(self) -> list[str]:
        """The fields of the columns as they stand from left to right."""
        head, columns = self.horizontalHeader(), self.records.columns
        return [columns[head.logicalIndex(place)] for place in range(len(columns))]

    def show_order(self) -> None:
        """Let the arrow stand at the column by which the list is ordered."""
        order, columns = self.records.order, self.records.columns
        way = Qt.SortOrder.DescendingOrder if self.records.descending else Qt.SortOrder.AscendingOrder
        head = self.horizontalHeader()
        head.blockSignals(True)
        head.setSortIndicator(columns.index(order) if order in columns else -1, way)
        head.blockSignals(False)
        head.viewport().update()

    # --- what is selected ---

    def selected_ranges(self) -> list[tuple[int, int]]:
        """The selected rows as (first, last), in the order of the list."""
        chosen = self.selectionModel().selection()
        some = [chosen.at(place) for place in range(chosen.count())]
        return sorted({(each.top(), each.bottom()) for each in some})

    def selected_count(self) -> int:
        return sum(last - first + 1 for first, last in self.selected_ranges())

    def selected_ids(self) -> list[str]:
        return self.records.ids(self.selected_ranges())

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard as text that a spreadsheet takes, one cell a column."""
        self.records.copy(self.selected_ranges(), self.shown_columns(), QApplication.clipboard().setText)

    # --- within ---

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.row_height)
        self.verticalHeader().setMinimumSectionSize(theme.row_height)
        self._measuring = True
        kept = self._widths()
        for place in range(len(self.records.columns)):
            self.setColumnWidth(place, self._width(place, kept))
        self._measuring = False

    def _width(self, place: int, kept: dict[str, dict[str, int]]) -> int:
        """Pixels: as chosen for this language, otherwise for the other one, otherwise as usual."""
        name = self.records.columns[place]
        if name in kept[language()]:
            return theme.px(kept[language()][name])
        kind = self.records.kind.fields[name].kind
        usual = _CODE if name == "code" else _WIDTHS.get(type(kind).__name__, _WIDE)
        other = max(each.get(name, 0) for each in kept.values())
        words = 0 if other else self._words_width(getattr(kind, "choices", {}))
        return max(theme.px(other or usual), words, self._title_width(place))

    def _resized(self, place: int, _before: int, now: int) -> None:
        head = self.horizontalHeader()
        last = head.visualIndex(place) == head.count() - 1
        if self._measuring or last or not self._by_hand():
            return
        kept = self._widths()
        kept[language()][self.records.columns[place]] = round(now * 100 / theme.px(100))
        self.kept["widths"] = kept
        self.columns_changed.emit()

    def _widths(self) -> dict[str, dict[str, int]]:
        """The widths that were chosen, for each language by the names of the fields."""
        found = self.kept.get("widths")
        found = found if isinstance(found, dict) else {}
        both = {name: width for name, width in found.items() if isinstance(width, int)}
        own = {each: found[each] if isinstance(found.get(each), dict) else {} for each in LANGUAGES}
        # The first versions kept one width for both languages.
        return {each: both | {n: w for n, w in own[each].items() if isinstance(w, int)} for each in LANGUAGES}

    def _moved(self, *_places: int) -> None:
        self.kept["columns"] = self.shown_columns()
        self.columns_changed.emit()

    def _by_hand(self) -> bool:
        return bool(QApplication.mouseButtons() & Qt.MouseButton.LeftButton)

    def _title_width(self, place: int) -> int:
        """What the title of a column needs beside the arrow that says it is sorted."""
        title = str(self.records.headerData(place, Qt.Orientation.Horizontal) or "")
        return QFontMetrics(theme.font(bold=True)).horizontalAdvance(title) + theme.px(_BESIDE_TITLE)

    def _words_width(self, choices: Mapping[str, str]) -> int:
        """What the longest of the words among which a field chooses needs, as far as there is room."""
        advance = QFontMetrics(theme.font()).horizontalAdvance
        widest = max((advance(_(label)) for label in choices.values()), default=0)
        return min(widest + theme.px(_BESIDE_WORDS), theme.px(_WIDE)) if widest else 0

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._returning:
            self.opened.emit(self.current_record())

    def _remember(self) -> None:
        self._current = self.current_record() or self._current
        self._returning = True

    def _return(self) -> None:
        # The list was read anew; the cursor stays on its record, and nobody opened another one.
        self._returning = True
        if self._current and (self.currentIndex().isValid() or self._go_to(self._current)):
            self._current = ""
        if self.records.complete:
            self._current = ""
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
