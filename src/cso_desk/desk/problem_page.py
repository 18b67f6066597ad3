"""The report of a problem, read as a whole before it is saved; no names are in it."""

from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cso_desk.desk.file_dialogs import ask_save
from cso_desk.desk.session import Session
from cso_desk.documents.saving import save_bytes
from cso_desk.rescue.problem_report import FILE_NAME, problem_report
from cso_desk.widgets.controls import Label, button, column, named, part, row
from cso_desk.wording import _


class ProblemPage(QWidget):
    """Gathers the report when it is opened; what is saved is the text that stands here."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        part(self, "canvas")
        self._session = session
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        named(self.text, self.title)
        self.save = button(lambda: _("Save…"), self._ask, name="primary")
        self.save.setEnabled(False)
        inside = column(Label(no_names, wrap=True), self.text, gap=12, margins=(24, 16, 24, 24))
        inside.addLayout(row(self.save, None))
        self.setLayout(inside)
        session.work(_("Gathering the report…"), partial(problem_report, session.store), self._show)

    def title(self) -> str:
        return _("Report a problem")

    def save_to(self, path: Path) -> None:
        """Save what is shown."""
        if self._session.attempt(lambda: save_bytes(path, self.text.toPlainText().encode())):
            self._session.say(_("Saved as {file}.", file=path.name))

    def _show(self, text: str) -> None:
        if shiboken6.isValid(self):  # the person may have gone back while it was gathered
            self.text.setPlainText(text)
            self.save.setEnabled(True)

    def _ask(self) -> None:
        ask_save(self, self.title(), FILE_NAME, f"{self.title()} (*.json)", self.save_to)


def no_names() -> str:
    """What a report holds and what it does not, said wherever one is shown."""
    return _(
        "This is for whoever helps you. It holds versions, counts, checks and the places in the program "
        "where something failed, but no names, no telephone numbers and no texts of yours. Read it, save it, "
        "then give the file to whoever helps."
    )
