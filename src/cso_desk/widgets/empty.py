"""What a page shows while it has nothing: what it is for, and the first step."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cso_desk.widgets.controls import IconLabel, Label, Say, button, holder, row
from cso_desk.widgets.theme import theme
from cso_desk.wording import _


class EmptyPage(QWidget):
    """An icon, a title, a sentence or two, and the buttons of the first step."""

    def __init__(self, picture: str, title: Say, text: Say, *first_steps: QPushButton) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(8))
        layout.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._gap = theme.px(8)
        self._picture = IconLabel(picture, 48, "accent")
        layout.addWidget(self._picture, 0, centre)
        layout.addWidget(Label(title, "heading"), 0, centre)
        words = Label(text, "quiet", wrap=True)
        words.setAlignment(centre)
        words.setMaximumWidth(theme.px(420))
        beside = row(None, words, None)
        beside.setStretch(1, 100)  # as wide as it may be
        layout.addLayout(beside)
        if first_steps:
            layout.addSpacing(theme.px(8))
            layout.addWidget(holder(row(*first_steps)), 0, centre)
        layout.addStretch(3)

    def minimumSizeHint(self) -> QSize:
        """As high as the words and the buttons: the picture gives way first."""
        needed = super().minimumSizeHint()
        if self._picture.isHidden():
            return needed
        return QSize(needed.width(), needed.height() - self._picture_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self.layout().totalHeightForWidth(event.size().width())  # type: ignore[union-attr]
        if self._picture.isHidden():
            needed += self._picture_height()
        self._picture.setVisible(event.size().height() >= needed)

    def _picture_height(self) -> int:
        return self._picture.sizeHint().height() + self._gap


class NothingFound(QWidget):
    """What a list shows that was narrowed until nothing is left, with the way back to all of it."""

    def __init__(self, show_all: Callable[[], None]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(8))
        layout.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(Label(lambda: _("Nothing in this list is like that."), "quiet"), 0, centre)
        layout.addWidget(button(lambda: _("Show the whole list"), show_all), 0, centre)
        layout.addStretch(3)
