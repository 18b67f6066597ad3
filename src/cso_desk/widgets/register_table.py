"""A plain list of what many records brought: decisions, loans; Enter opens the one under the cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from cso_desk.widgets.controls import Say, named
from cso_desk.widgets.live import live
from cso_desk.widgets.table_view import dense
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

Index = QModelIndex | QPersistentModelIndex
_LEAST, _DAY, _NARROWER = 220, 120, 0.8


@dataclass(frozen=True)
class Row:
    """The texts of one record; `tone` is the colour of one of its cells, by the place of that cell."""

    record: str
    cells: tuple[str, ...]
    tone: tuple[int, str] = (0, "")


@dataclass(frozen=True)
class Head:
    """Message id and width of a column at text of 10 points; 0 takes what is free.

    Where too little is free the others get narrower, and then the list can be moved sideways.
    """

    label: str
    width: int


class RegisterModel(QAbstractTableModel):
    """Rows that were read at one moment."""

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__()
        self.heads = heads
        self.rows: Sequence[Row] = ()

    def show(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(self.heads[section].label)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and row.tone[1] and index.column() == row.tone[0]:
            return QColor(getattr(theme.palette, row.tone[1]))
        return None


class RegisterTable(QTableView):
    """`opened` gives the id of the record of a row: by Enter or a double click."""

    opened = Signal(str)

    def __init__(self, model: RegisterModel, say: Say) -> None:
        super().__init__()
        self._rows = model
        self.setModel(model)
        dense(self)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(theme.px(72))
        self._room: tuple[list[int], bool] | None = None
        self._share_out()
        named(self, say)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.rows[index.row()].record))
        last = len(model.heads) - 1
        live(self, lambda: model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """Give every column its width, when what there is room for changes."""
        heads, room = self._rows.heads, self.viewport().width() - theme.px(_LEAST)
        usual = [theme.px(each.width) for each in heads]
        widths = usual if sum(usual) <= room else [_narrower(each) for each in usual]
        fits = sum(widths) <= room
        if self._room == (widths, fits):
            return
        self._room = widths, fits
        modes = QHeaderView.ResizeMode
        for place, (each, width) in enumerate(zip(heads, widths, strict=True)):
            if each.width:
                self.setColumnWidth(place, width)
                continue
            self.horizontalHeader().setSectionResizeMode(place, modes.Stretch if fits else modes.Interactive)
            if not fits:
                self.setColumnWidth(place, theme.px(_LEAST))

    def chosen(self) -> list[str]:
        """The ids of the rows that are selected."""
        return [self._rows.rows[index.row()].record for index in self.selectionModel().selectedRows()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and place >= 0:
            self.opened.emit(self._rows.rows[place].record)
        else:
            super().keyPressEvent(event)


def _narrower(width: int) -> int:
    """The width of a column in a narrow list; a day or a number needs what it has."""
    return max(round(width * _NARROWER), min(width, theme.px(_DAY)))
