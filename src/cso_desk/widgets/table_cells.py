"""Paints the cells of a list. Each text is shaped once: Qt's styles shape it several times at every paint."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from cso_desk.widgets.table_model import Index, RecordModel
from cso_desk.widgets.theme import theme

# Combining Qt's flags as Python enums takes longer than painting the cell.
_SELECTED, _HOVERED = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_MouseOver.value
_FOCUSED = QStyle.StateFlag.State_HasFocus.value
_BESIDE = 8  # pixels on either side of a cell, at text of 10 points
_MARGIN = 3  # pixels that Qt leaves beside every text of a list, its heads too
_FOCUS_LINE = 2
_SHAPED_KEPT = 2000  # texts: a few full screens

_Place = tuple[int, int, int, int]
_Shaped = tuple[QStaticText, float, float]


class TableCells(QStyledItemDelegate):
    """Paints the cells of a `RecordTable` from what its model says, in the colours of the theme.

    A text that has no room ends with "…"; one that is borrowed is quieter, see `store.borrowed`.
    """

    def __init__(self, model: RecordModel, table: QTableView) -> None:
        super().__init__(table)
        self._model, self._table = model, table
        self._shaped: dict[tuple[str, int], _Shaped] = {}
        theme.changed.connect(self._dress)
        self._dress()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        left, top, width, height = cast("_Place", option.rect.getRect())
        text, ends, borrowed = self._model.look_of(index.row(), index.column())
        state = option.state.value
        if state & _SELECTED:
            painter.fillRect(left, top, width, height, self._chosen)
        elif state & _HOVERED:
            painter.fillRect(left, top, width, height, self._raised)
        under, colour = (_FOCUS_LINE, self._accent) if state & _FOCUSED else (self._line_width, self._line)
        painter.fillRect(left, top + height - under, width, under, colour)
        if text:
            room = width - 2 * self._beside
            shaped, wide, high = self._shaped.get((text, room)) or self._shape(text, room)
            painter.setPen(self._quiet if borrowed else self._ink)
            start = left + width - self._beside - wide if ends else left + self._beside
            painter.drawStaticText(round(start), round(top + (height - under - high) / 2), shaped)

    def _shape(self, text: str, room: int) -> _Shaped:
        """A text as it stands in so much room, ready to be drawn, with its width and height."""
        found = self._laid_out(text)
        if found[1] > room:
            short = QFontMetrics(self._table.font()).elidedText(text, Qt.TextElideMode.ElideRight, room)
            found = self._laid_out(short)
        if len(self._shaped) >= _SHAPED_KEPT:
            self._shaped.clear()
        self._shaped[text, room] = found
        return found

    def _laid_out(self, text: str) -> _Shaped:
        made = QStaticText(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.prepare(font=self._table.font())
        size = made.size()
        return made, size.width(), size.height()

    def _dress(self) -> None:
        palette = theme.palette
        self._chosen, self._raised = QColor(palette.accent_soft), QColor(palette.raised)
        self._line, self._accent = QColor(palette.line), QColor(palette.accent)
        self._ink, self._quiet = QColor(palette.text), QColor(palette.quiet)
        self._line_width, self._beside = palette.line_width, theme.px(_BESIDE) + _MARGIN
        self._shaped.clear()
