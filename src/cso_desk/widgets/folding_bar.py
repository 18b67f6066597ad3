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
        self._words: dict[QPushButton, tuple[str, int]] = {}
        self._busy = False
        tools.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._tools = tools
        self.setLayout(tools)

    def fold(self, *buttons: QPushButton) -> None:
        """Let these buttons lose their words too."""
        self._folding += [each for each in buttons if not each.icon().isNull()]

    def minimumSizeHint(self) -> QSize:
        """As wide as the bar is with every button folded."""
        folded = sum(each.sizeHint().width() - _folded_width(each) for each in self._folding if each.text())
        whole = self._tools.totalMinimumSize()
        return QSize(whole.width() - folded, whole.height())

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
        """Fold as few buttons as will do; one that stays is not touched, which would ask for this again."""
        if self._busy:
            return
        self._busy = True
        try:
            for each in self._folding:
                if each.text():
                    self._words[each] = (each.text(), each.sizeHint().width() - _folded_width(each))
            narrow = self._tools.totalMinimumSize().width()
            narrow -= sum(self._words[each][1] for each in self._folding if each.text())
            for each in reversed(self._folding):
                words, more = self._words.get(each, ("", 0))
                narrow += more
                fits = narrow <= self.width()
                if fits != bool(each.text()):
                    each.setText(words if fits else "")
                    each.setToolTip("" if fits else each.accessibleName())
        finally:
            self._busy = False


def _folded_width(button: QPushButton) -> int:
    """How wide the button is without its words: what its words and the gap before them take is left out."""
    words = button.fontMetrics().horizontalAdvance(button.text())
    return button.sizeHint().width() - words
