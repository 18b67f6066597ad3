"""A link whose words go on in the next line where there is no room: a button does not wrap by itself."""

import re
from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from cso_desk.widgets.controls import part
from cso_desk.widgets.live import breakable
from cso_desk.widgets.theme import theme

_LEAST = 120  # pixels that a name keeps where there is little room
_BETWEEN_WORDS = re.compile("(?<=[ \u200b])")


class WrappedLink(QPushButton):
    """Shows `name`, which comes from a record and is never markup or a shortcut."""

    def __init__(self, name: str, action: Callable[[], object]) -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setAccessibleName(name)
        part(self, "link")
        self._words = _BETWEEN_WORDS.split(breakable(name))
        self._shown: list[str] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show("".join(self._words).splitlines() or [""])
        self.clicked.connect(lambda *_on: action())

    def lines(self, width: int) -> list[str]:
        """The lines in which the name stands at this width in pixels."""
        room, measure = width - self._around().width(), self.fontMetrics().horizontalAdvance
        lines = [""]
        for word in self._words:
            if lines[-1] and measure((lines[-1] + word).rstrip()) > room:
                lines.append("")
            lines[-1] += word
        return [line.strip(" \u200b") for line in lines]

    def heightForWidth(self, width: int) -> int:
        return self._around().height() + len(self.lines(width)) * self.fontMetrics().lineSpacing()

    def sizeHint(self) -> QSize:
        whole = self.fontMetrics().horizontalAdvance("".join(self._words))
        return self._around() + QSize(whole + 1, self.fontMetrics().lineSpacing() * len(self._shown))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), theme.px(_LEAST)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show(self.lines(self.width()))

    def _show(self, lines: list[str]) -> None:
        if lines != self._shown:
            self._shown = lines
            self.setText("\n".join(lines).replace("&", "&&"))
            self.updateGeometry()

    def _around(self) -> QSize:
        """What the stylesheet puts around the words."""
        self.ensurePolished()
        words = self.fontMetrics().size(0, self.text().replace("&&", "&"))
        return super().sizeHint() - words
