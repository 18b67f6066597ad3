"""A bar of tools whose buttons show only their icons where there is no room for their words."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QPushButton

from cso_desk.widgets.controls import part


class FoldingBar(QFrame):
    """`folding` are the buttons that may lose their words, the one that stays longest at the end."""

    def __init__(self, tools: QBoxLayout, folding: Sequence[QPushButton]) -> None:
        super().__init__()
        part(self, "bar")
        self._folding = [each for each in folding if not each.icon().isNull()]
        self._words: dict[QPushButton, str] = {}
        self._busy = False
        tools.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._tools = tools
        self.setLayout(tools)

    def minimumSizeHint(self) -> QSize:
        """As wide as the bar is with every button folded."""
        folded = sum(
            each.sizeHint().width() - each.sizeHint().height() for each in self._folding if each.text()
        )
        whole = self._tools.totalMinimumSize()
        return QSize(whole.width() - max(0, folded), whole.height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            # The words are longer in the other language, or a button came or went.
            self._fold()
        return done

    def _fold(self) -> None:
        if self._busy:
            return
        self._busy = True
        try:
            for each in self._folding:
                if each.text():
                    self._words[each] = each.text()
                elif each in self._words:
                    each.setText(self._words[each])
                    each.setToolTip("")
            for each in self._folding:
                self._tools.invalidate()
                if self._tools.totalMinimumSize().width() <= self.width():
                    break
                each.setText("")
                each.setToolTip(each.accessibleName())
            self._tools.invalidate()
            self._tools.activate()
        finally:
            self._busy = False
