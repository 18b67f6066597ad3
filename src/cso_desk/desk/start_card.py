"""A card in the middle of the window, for whatever stands there before a store is open."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cso_desk.widgets.controls import Label, Say, button, column, frame, named, part, row
from cso_desk.widgets.operation import Failure, Operation, Runner
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_WIDTH = 460
_FIRST = 1000  # the card takes what there is up to its width before its sides get something


class StartPage(QWidget):
    """A card in the middle of the window. `opened` gives the open store."""

    opened = Signal(object)

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        part(self, "canvas")
        self._runner = runner
        self._operation: Operation | None = None
        self.help: QWidget | None = None
        self._ask: QPushButton | None = None
        self.problem = Label("", "bad", wrap=True)
        self.problem.hide()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        named(self._busy, lambda: _("Please wait"))
        self._busy.hide()

    def in_the_middle(self, *widgets: QWidget, foot: Sequence[QWidget] = (), width: int = _WIDTH) -> None:
        """Put these below one another on the card, problems above the `foot`; `width` at 10 points."""
        inner = column(*widgets, self.problem, self._busy, *foot, gap=8, margins=(28, 20, 28, 20))
        card = self._card = frame("card", inner)
        card.setMaximumWidth(theme.px(width))
        inside = QWidget()
        part(inside, "inside")
        layout = QVBoxLayout(inside)
        layout.addStretch(1)
        # Without an alignment: one would give the card the height of labels that do not wrap.
        middle = row(None, card, None)
        middle.setStretch(1, _FIRST)
        layout.addLayout(middle)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the control that has the keyboard
        area.setWidget(inside)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        if self.property("help"):
            self._ask = button(lambda: _("Help  F1"), self.toggle_help, name="flat", picture="question")
            self._ask.setParent(self)
            QShortcut(QKeySequence("F1"), self).activated.connect(self.toggle_help)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._ask is not None:
            self._ask.adjustSize()
            self._ask.move(theme.px(12), self.height() - self._ask.height() - theme.px(8))

    def toggle_help(self) -> None:
        """Show or hide the help that the property "help" names, beside the card."""
        if self.help is None:
            from cso_desk.desk.help_panel import HelpPanel  # noqa: PLC0415  not needed before somebody asks

            self.help = HelpPanel(self.toggle_help)
            self.help.show_page(str(self.property("help")))
            self.layout().addWidget(self.help)  # type: ignore[union-attr]
        self.help.setVisible(self.help.isHidden())
        if self._ask is not None:
            self._ask.setVisible(self.help.isHidden())  # its corner may belong to the card now

    def run(self, work: Callable[..., Any], done: Callable[[Any], object]) -> None:
        """Do something that takes a second or two beside the window."""
        self.problem.hide()
        self._busy.show()
        self._card.setEnabled(False)
        operation = Operation("", work)
        self._operation = operation
        operation.ended.connect(self._ended)
        operation.failed.connect(self._failed)
        operation.done.connect(done)
        self._runner.start(operation)

    def complain(self, sentence: str) -> None:
        self.problem.show_text(sentence)
        self.problem.show()

    def _ended(self) -> None:
        self._busy.hide()
        self._card.setEnabled(True)

    def _failed(self, failure: Failure) -> None:
        self._ended()  # a field that rests cannot be given the keyboard back
        self.complain(failure.sentence)


def secret_line(say: Say) -> QLineEdit:
    """A line that hides what is typed."""
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    named(made, say)
    return made
