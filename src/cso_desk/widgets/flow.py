"""Puts widgets side by side and goes on in the next line, as words do."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from cso_desk.widgets.theme import theme

_NARROWEST = 96


def flowing(*widgets: QWidget, gap: int = 8) -> QWidget:
    """Widgets side by side, that go on in the next line where the window is narrow."""
    made = QWidget()
    flow = FlowLayout(made, gap)
    for each in widgets:
        flow.addWidget(each)
    policy = made.sizePolicy()
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


class FlowLayout(QLayout):
    """Lines of widgets, each line as high as its highest."""

    def __init__(self, parent: QWidget, gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = theme.px(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def clear(self) -> None:
        """Take every widget away."""
        while self._items:
            widget = self._items.pop().widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items]
        # A long chip is cut rather than that it makes the whole pane wider.
        widest = max((size.width() for size in sizes), default=0)
        return QSize(min(widest, theme.px(_NARROWEST)), max((size.height() for size in sizes), default=0))

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        x, y, high = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            width = min(size.width(), rect.width()) if rect.width() else size.width()
            if high and x + width > rect.right() + 1:
                x, y, high = rect.x(), y + high + self._gap, 0
            if place:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, size.height())))
            x += width + self._gap
            high = max(high, size.height())
        return y + high - rect.y()
