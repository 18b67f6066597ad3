"""What stands in the window when it could not be set up: what happened, what is safe, and what to do.

It is made of Qt alone: whatever of our own parts failed, this must not.
"""

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from cso_desk.errors import UserError
from cso_desk.log import lines_of, note_fault
from cso_desk.wording import _

_WIDTH, _GAP, _LINES = 520, 12, 160


class TroublePage(QWidget):
    """Tells an error. `again` begins once more from the start."""

    def __init__(self, error: Exception, again: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("part", "canvas")
        if not isinstance(error, UserError):
            with suppress(OSError):
                note_fault(error)
        self.said = QLabel(_said(error))
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.again = QPushButton(_("Try again"))
        self.again.clicked.connect(lambda *_on: again())
        self.details = QPlainTextEdit("\n".join(lines_of(error)))
        self.details.setReadOnly(True)
        self.details.setAccessibleName(_("Details"))
        self.details.setMinimumHeight(_LINES)
        self.details.hide()
        more = QPushButton(_("Details"))
        more.clicked.connect(lambda *_on: self.details.setVisible(self.details.isHidden()))
        layout = QVBoxLayout(self)
        layout.setSpacing(_GAP)
        layout.addStretch(1)
        for widget in (self.said, self.again, more, self.details):
            widget.setFixedWidth(_WIDTH)
            layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)


def _said(error: Exception) -> str:
    if isinstance(error, UserError):
        return str(error)
    return _(
        "The desk could not be set up: something went wrong inside the program. Your data were not changed. "
        "Try again; if it happens once more, start the computer anew, then ask for help and show the details."
    )
