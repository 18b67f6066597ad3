"""A button that shows a whole value, in as many lines as it needs; one of several to choose from."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton

from cso_desk.widgets.controls import Label, column, part
from cso_desk.widgets.theme import theme

_AROUND = (16, 8, 16, 8)


class ChoiceButton(QPushButton):
    """Pressed it stays pressed. `name` is what a screen reader says, the text where it is left out."""

    def __init__(self, text: str, name: str = "") -> None:
        super().__init__()
        part(self, "value")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self._text = Label(text, wrap=True)
        self._text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._inside = column(self._text, gap=0, margins=_AROUND)
        self.setLayout(self._inside)
        self.setAccessibleName(name or text)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setHorizontalPolicy(policy.Policy.Ignored)
        self.setSizePolicy(policy)

    def text_shown(self) -> str:
        """The value that can be chosen."""
        return self._text.text_shown()

    def sizeHint(self) -> QSize:
        return self._inside.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.heightForWidth(max(self.width(), theme.px(120))))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._inside.totalHeightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()
