"""The recovery code of the first start: shown and printed, then typed back in part from the paper."""

import datetime as dt
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit

from cso_desk.desk.file_dialogs import ask_save
from cso_desk.desk.first_steps import Step, form
from cso_desk.desk.printer import print_pdf
from cso_desk.documents.saving import save_bytes
from cso_desk.errors import UserError
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.store.private_folder import PassingFolder
from cso_desk.widgets.controls import Label, button, frame, holder, row
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, language

if TYPE_CHECKING:
    # The hub's record brings what draws papers along; the window must stand before that.
    from cso_desk.features.hub.record import HubProfile

_A_LINE = 4
_FILE = "recovery-sheet"


class CodeStep(Step):
    """Shows the code in numbered groups, and prints it. `hub` gives the profile that stands on the sheet."""

    def __init__(self, code: str, hub: Callable[[], "HubProfile"], *, on_page: bool = False) -> None:
        super().__init__(
            lambda: _("Your recovery code"),
            lambda: _(
                "If the passphrase is forgotten, only this code opens the data. Print it or write it down "
                "now, and keep it in another place than this computer."
            ),
            on_page=on_page,
        )
        self._code, self._hub = code, hub
        self._folder: PassingFolder | None = None
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        for place, group in enumerate(code.split("-")):
            shown = Label(partial(_group, place, group), "heading")
            grid.addWidget(shown, place // _A_LINE, place % _A_LINE)
        around = row(margins=(20, 8, 12, 8))
        around.addLayout(grid)
        box = frame("card", around)
        box.setAccessibleName(code)
        self.print = button(lambda: _("Print the recovery sheet"), self._print, picture="printer")
        self.save = button(lambda: _("Save as PDF…"), self._ask, name="flat", picture="floppy-disk")
        self.said = Label("", "quiet", wrap=True)
        self.said.hide()
        self.inside.addWidget(box)
        self.inside.addWidget(holder(row(self.print, self.save, None)))
        self.inside.addWidget(self.said)

    def sheet(self) -> bytes:
        """The recovery sheet as a PDF, in the language of the window."""
        from cso_desk.documents.pdf import pdf_bytes  # noqa: PLC0415  heavy, and many write the code by hand
        from cso_desk.features.hub.printing.recovery import recovery_sheet  # noqa: PLC0415

        today = dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
        return pdf_bytes(recovery_sheet(self._hub(), self._code, today, language()))

    def keep(self, path: Path) -> None:
        """Write the sheet to a file."""
        self._try(
            lambda: save_bytes(path, self.sheet()),
            _(
                "Saved. Print {file} and then delete the file: whoever opens it can open the data.",
                file=path.name,
            ),
        )

    def _print(self) -> None:
        def act() -> None:
            self._folder = print_pdf(self.sheet(), _FILE)

        self._try(act, _("The sheet was handed to the printer. Take it away before you go on."))

    def _ask(self) -> None:
        ask_save(self, _("Recovery sheet"), f"{_FILE}.pdf", "PDF (*.pdf)", self.keep)

    def _try(self, act: Callable[[], object], done: str) -> None:
        try:
            act()
        except UserError as error:
            self.said.become("bad")
            self.said.show_text(str(error))
        else:
            self.said.become("good")
            self.said.show_text(done)
        self.said.show()


class CheckStep(Step):
    """Asks for one group of the code, which is no longer on the screen."""

    def __init__(self, code: str) -> None:
        self._groups = code.split("-")
        self.asked = 0
        super().__init__(
            lambda: _("Look at your paper"),
            lambda: _(
                "Many lose their data because the code was never written down. So type one part of it back."
            ),
        )
        self.group = QLineEdit()
        self.group.setMaxLength(12)
        self.inside.addLayout(form(((self._which, self.group),)))

    def enter(self) -> None:
        self.asked = secrets.randbelow(len(self._groups))
        self.group.clear()
        for each in self.findChildren(Label):
            if each.buddy() is self.group:
                each.show_text(self._which())
        self.group.setAccessibleName(self._which())
        self.group.setFocus()

    def _which(self) -> str:
        return _("Group {number} of the code", number=digits(self.asked + 1))

    def wrong(self) -> str:
        if to_latin_digits("".join(self.group.text().split())) == self._groups[self.asked]:
            return ""
        return _(
            "That is not group {number}. Look at your paper again, or go back: there the code is shown.",
            number=digits(self.asked + 1),
        )


def _group(place: int, group: str) -> str:
    return f"{digits(place + 1)}.  {digits(group)}"
