"""Notices: a short sentence at the foot of the page, with one thing to do about it; nobody has to answer."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cso_desk.widgets.controls import IconLabel, Label, Say, button, icon_button, named, part, row
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

SECONDS = 12


class NoticeBar(QFrame):
    """Shows the newest notice until it is closed, acted upon or a while has passed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        part(self, "notice")
        self._label = Label(wrap=True)
        self._act: Callable[[], object] | None = None
        self._button: QPushButton = button(lambda: _("Undo"), self._do)
        self._close = icon_button("x", lambda: _("Close"), self.hide)
        icon_label = IconLabel("check-circle", 20, "surface")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(*(theme.px(side) for side in (16, 8, 8, 8)))
        for widget in (icon_label, self._label, self._button, self._close):
            self._layout.addWidget(widget, 1 if widget is self._label else 0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, text: str, *, action: Say | None = None, do: Callable[[], object] | None = None) -> None:
        """Show `text`; `action` is the word on the button and `do` what it does."""
        self._label.show_text(text)
        self._act = do
        self._button.setVisible(do is not None)
        if action is not None:
            self._button.setText(action())
            self._button.setAccessibleName(action())
        self.show()
        self.raise_()
        self._timer.start(SECONDS * 1000)

    def text(self) -> str:
        return self._label.text_shown()

    def height_for(self, width: int) -> int:
        """How high the notice must be at this width."""
        return max(self._layout.heightForWidth(width), self._layout.minimumSize().height())

    def _do(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()


@dataclass(frozen=True)
class WayOut:
    """What a person may do about a problem at once: a line asks for words, and `do` is given them."""

    asks: Say
    word: Say
    do: Callable[[str], object]


class Problem(QFrame):
    """What went wrong and what to do, inside the page; the details wait behind a button.

    `reported`: the person wants to report a fault, which is what has details.
    """

    reported = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        part(self, "problem")
        self._label = Label(wrap=True)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        named(self._details, lambda: _("Details"))
        self._details.setMaximumHeight(theme.px(160))
        self._more = button(lambda: _("Details"), self._toggle, name="flat", picture="caret-down")
        self._close = icon_button("x", lambda: _("Close"), self.hide)
        head = QHBoxLayout()
        for widget in (IconLabel("warning-circle", 20, "bad"), self._label, self._more, self._close):
            head.addWidget(widget, 1 if widget is self._label else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(side) for side in (12, 8, 8, 8)))
        layout.addLayout(head)
        self._way: WayOut | None = None
        self.answer = QLineEdit()
        self._go = button(lambda: self._way.word() if self._way else "", self._take_way, name="primary")
        self.answer.textChanged.connect(lambda text: self._go.setEnabled(bool(text.strip())))
        self.answer.returnPressed.connect(self._go.click)
        layout.addLayout(row(self.answer, self._go))
        layout.addWidget(self._details)
        self._copy = button(lambda: _("Copy the details"), self._take_along, picture="copy")
        self.report = button(lambda: _("Report a problem"), self.reported.emit, picture="lifebuoy")
        layout.addLayout(row(self.report, self._copy, None))
        self.hide()

    def tell(self, text: str, details: str = "") -> None:
        """Show the sentence; `details` are for whoever helps the secretary."""
        self._label.show_text(text)
        self.offer(None)
        self._details.setPlainText(details)
        self._more.setVisible(bool(details))
        self.report.setVisible(bool(details))
        for part_of_details in (self._details, self._copy):
            part_of_details.hide()
        self.show()

    def offer(self, way: WayOut | None) -> None:
        """Offer a way out below the sentence, None for no other than it says."""
        self._way = way
        self.answer.clear()
        self._go.setEnabled(False)
        for each in (self.answer, self._go):
            each.setVisible(way is not None)
        if way is not None:
            self.answer.setPlaceholderText(way.asks())
            self.answer.setAccessibleName(way.asks())
            self._go.setText(way.word())
            self._go.setAccessibleName(way.word())

    def text(self) -> str:
        return self._label.text_shown()

    def _toggle(self) -> None:
        shown = self._details.isHidden()
        self._details.setVisible(shown)
        self._copy.setVisible(shown)

    def _take_way(self) -> None:
        if self._way is not None:
            self._way.do(self.answer.text())

    def _take_along(self) -> None:
        QGuiApplication.clipboard().setText(self._details.toPlainText())
