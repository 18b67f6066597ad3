"""A card in the middle of the window, for whatever stands there before a store is open."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from cso_desk.widgets.controls import Label, Say, column, frame, named, part, row
from cso_desk.widgets.operation import Failure, Operation, Runner
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_WIDTH = 460


class StartPage(QWidget):
    """A card in the middle of the window. `opened` gives the open store."""

    opened = Signal(object)

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        part(self, "canvas")
        self._runner = runner
        self._operation: Operation | None = None
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
        card.setFixedWidth(theme.px(width))
        inside = QWidget()
        part(inside, "inside")
        layout = QVBoxLayout(inside)
        layout.addStretch(1)
        # Without an alignment: one would give the card the height of labels that do not wrap.
        layout.addLayout(row(None, card, None))
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the control that has the keyboard
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

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
        self.complain(failure.sentence)


def secret_line(say: Say) -> QLineEdit:
    """A line that hides what is typed."""
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    named(made, say)
    return made
