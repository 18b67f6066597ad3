"""What stands in the window when it could not be set up: what happened, what is safe, and what to do.

It is made of Qt alone: whatever of our own parts failed, this must not. Only its report needs parts of ours.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from cso_desk.errors import UserError
from cso_desk.log import lines_of, note_fault
from cso_desk.wording import _

_WIDTH, _EDGE, _GAP, _LINES = 520, 20, 12, 160


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
        self.again.setProperty("part", "primary")
        self.again.clicked.connect(lambda *_on: again())
        self.details = QPlainTextEdit("\n".join(lines_of(error)))
        self.details.setReadOnly(True)
        self.details.setAccessibleName(_("Details"))
        self.details.setMinimumHeight(_LINES)
        self.details.hide()
        self.more = QPushButton(_("Details"))
        self.more.clicked.connect(lambda *_on: self.details.setVisible(self.details.isHidden()))
        self.report = QPushButton(_("Report a problem"))
        self.report.clicked.connect(lambda *_on: self._show_report())
        self.holds = QLabel()
        self.holds.setTextFormat(Qt.TextFormat.PlainText)
        self.holds.setWordWrap(True)
        self.holds.hide()
        self.save = QPushButton(_("Save…"))
        self.save.clicked.connect(lambda *_on: self._ask())
        self.save.hide()
        self._stack((self.said, self.again, self.more, self.report, self.holds, self.details, self.save))

    def _stack(self, widgets: Iterable[QWidget]) -> None:
        """One below the other in the middle; aligned one by one, wrapped texts would be cut off."""
        card = QFrame()
        card.setProperty("part", "card")
        card.setFixedWidth(_WIDTH + 2 * _EDGE)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        inside.setSpacing(_GAP)
        for widget in widgets:
            inside.addWidget(widget)
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        beside = QHBoxLayout(self)
        beside.addStretch(1)
        beside.addLayout(middle)
        beside.addStretch(1)

    def save_to(self, path: Path) -> None:
        """Save the report that is shown; where that fails, say why."""
        from cso_desk.documents.saving import save_bytes  # noqa: PLC0415  what failed may be any part of ours

        try:
            save_bytes(path, self.details.toPlainText().encode())
            self.holds.setText(_("Saved as {file}.", file=path.name))
        except UserError as error:
            self.holds.setText(str(error))

    def _show_report(self) -> None:
        """Show the report in place of the details: the store is closed, so it is about the program alone."""
        from cso_desk.desk.problem_page import no_names  # noqa: PLC0415  what failed may be any part of ours
        from cso_desk.rescue.problem_report import problem_report  # noqa: PLC0415  as above

        self.details.setPlainText(problem_report(None))
        self.details.setAccessibleName(self.report.text())
        self.holds.setText(no_names())
        for widget in (self.holds, self.details, self.save):
            widget.show()
        for widget in (self.more, self.report):
            widget.hide()  # what may be saved stays in sight

    def _ask(self) -> None:
        from cso_desk.desk.file_dialogs import ask_save  # noqa: PLC0415  what failed may be any part of ours
        from cso_desk.rescue.problem_report import FILE_NAME  # noqa: PLC0415  as above

        ask_save(self, self.report.text(), FILE_NAME, f"{self.report.text()} (*.json)", self.save_to)


def _said(error: Exception) -> str:
    if isinstance(error, UserError):
        return str(error)
    return _(
        "The desk could not be set up: something went wrong inside the program. Your data were not changed. "
        "Try again; if it happens once more, start the computer anew, then ask for help and show the details."
    )
