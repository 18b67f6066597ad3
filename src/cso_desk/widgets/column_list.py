"""The columns of a list to choose from: found by a part of their names, in the groups of the record."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QScreen
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QToolButton, QWidget

from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import column, icon_button, named, part
from cso_desk.widgets.record_editor import Group, all_groups
from cso_desk.widgets.table_view import RecordTable
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_NAME = int(Qt.ItemDataRole.UserRole)
_MOST_ROWS, _FEWEST_ROWS = 14, 3
_WIDEST = 360
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class ColumnList(QFrame):
    """The fields with ticks; each tick shows or hides a column of the table at once.

    The keyboard stands in the line above the list: typing narrows it, arrows go through it, Enter ticks.
    """

    def __init__(self, table: RecordTable, kind: RecordType, groups: Sequence[Group]) -> None:
        super().__init__()
        self._table = table
        part(self, "popup")
        self.line, self.list = QLineEdit(), QListWidget()
        part(self.list, "plain")
        self.line.setPlaceholderText(_("Find a column…"))
        named(self.line, lambda: _("Find a column…"))
        named(self.list, lambda: _("Choose columns"))
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)
        shown = table.shown_columns()
        for heading, names in _in_groups(kind, groups):
            self._add_heading(heading)
            for name in names:
                self._add(name, _(kind.fields[name].kind.label), name in shown)
        self.list.itemChanged.connect(self._tell)
        self.line.textChanged.connect(self._narrow)
        self.setLayout(column(self.line, self.list, gap=8, margins=(12, 12, 12, 12)))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._narrow("")

    def open_below(self, button: QWidget) -> None:
        """Show the list below a button, within the screen."""
        screen: QScreen = button.screen()
        room, corner = screen.availableGeometry(), button.mapToGlobal(QPoint(button.width(), button.height()))
        self.list.ensurePolished()
        self.list.doItemsLayout()
        row = self._row_height()
        around = self.sizeHint().height() - self.list.sizeHint().height() + theme.px(8)
        fitting = (room.bottom() - corner.y() - around) // row
        self.list.setFixedHeight(row * max(_FEWEST_ROWS, min(_MOST_ROWS, fitting)))
        width = self.list.sizeHintForColumn(0) + theme.px(56)
        self.list.setFixedWidth(max(theme.px(240), min(width, theme.px(_WIDEST))))
        self.adjustSize()
        self.move(max(room.left(), corner.x() - self.width()), corner.y())
        self.show()
        self.line.setFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in _LIST_KEYS:
            self.list.keyPressEvent(event)
            return True
        item = self.list.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if item is not None and not item.isHidden():
                on = item.checkState() == Qt.CheckState.Checked
                item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
            return True
        return False

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(theme.font(bold=True))
        self.list.addItem(item)

    def _add(self, name: str, text: str, on: bool) -> None:
        item = QListWidgetItem(text)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        item.setData(_NAME, name)
        self.list.addItem(item)

    def _items(self) -> Iterator[QListWidgetItem]:
        return (self.list.item(place) for place in range(self.list.count()))

    def _narrow(self, text: str) -> None:
        """Leave what has the text in its name; a heading with nothing below it goes as well."""
        heading: QListWidgetItem | None = None
        first: QListWidgetItem | None = None
        for item in self._items():
            if item.data(_NAME) is None:
                heading = item
                item.setHidden(True)
                continue
            fits = text.strip().casefold() in item.text().casefold()
            item.setHidden(not fits)
            if fits:
                first = first or item
                if heading is not None:
                    heading.setHidden(False)
        self.list.setCurrentRow(self.list.row(first) if first is not None else -1)
        self.list.scrollToTop()

    def _row_height(self) -> int:
        return max(self.list.sizeHintForRow(0), theme.px(24))

    def _tell(self, item: QListWidgetItem) -> None:
        if not self._table.show_column(item.data(_NAME), item.checkState() == Qt.CheckState.Checked):
            # The last column stays: without one there would be no list to see.
            item.setCheckState(Qt.CheckState.Checked)


def column_button(table: RecordTable, kind: RecordType, groups: Sequence[Group]) -> QToolButton:
    """A button that opens the columns of a table."""

    def choose() -> None:
        found = ColumnList(table, kind, groups)
        found.setParent(made, Qt.WindowType.Popup)
        found.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        found.open_below(made)

    made = icon_button("columns", lambda: _("Choose columns"), choose)
    return made


def _in_groups(kind: RecordType, groups: Sequence[Group]) -> Iterator[tuple[str, list[str]]]:
    """The fields under the headings of the form; the code, and what has no place there, come first."""
    known = list(kind.typed)
    grouped = tuple(groups) or all_groups(kind)
    placed = {name for group in grouped for name in group.fields}
    yield _(kind.label), ["code", *(name for name in known if name not in placed)]
    for group in grouped:
        names = [name for name in group.fields if name in known]
        if names:
            yield _(group.label), names
