"""What stands in the window before a store is open: its passphrase, or that another window has it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal

from cso_desk.desk.languages import language_switch
from cso_desk.desk.one_window import Look
from cso_desk.desk.reading_code import open_ready, read_store, reading_desk
from cso_desk.desk.start_card import StartPage, secret_line
from cso_desk.errors import DamagedFileError
from cso_desk.store.holds import Hold
from cso_desk.store.tries import seconds_left
from cso_desk.widgets.controls import IconLabel, Label, button, holder, line, row
from cso_desk.widgets.operation import Failure, Operation, Runner
from cso_desk.widgets.pieces import in_pieces
from cso_desk.widgets.showing import digits
from cso_desk.wording import _, ngettext


class UnlockPage(StartPage):
    """Asks for the passphrase of a store and opens it. `failing` is told when that did not work.

    `damaged` is told instead, with what was typed, where the passphrase is not the trouble. With `look` the
    store is only looked at, and not mended either.
    """

    failing = Signal()
    damaged = Signal(str)

    def __init__(self, folder: Path, runner: Runner, page: str = "", look: Look | None = None) -> None:
        super().__init__(runner)
        self._folder, self._page, self._look = folder, page, look
        self.setProperty("help", "unlock")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go_on)
        self._go = button(lambda: _("Open"), self.unlock, name="primary")
        self.passphrase = secret_line(lambda: _("Passphrase"))
        self.passphrase.returnPressed.connect(self.unlock)
        self.in_the_middle(
            IconLabel("lock-key", 40, "accent"),
            Label(lambda: _("Open the desk"), "title"),
            Label(
                lambda: _("Type the passphrase of this store. The recovery code opens it as well."),
                "quiet",
                wrap=True,
            ),
            self.passphrase,
            self._go,
            line(),
            holder(row(language_switch(), None)),
        )

        self._wait_for(seconds_left(folder))

    def load(self) -> None:
        """Load what the desk and its last page need, beside the window, while the passphrase is typed."""
        self._loading = Operation("", lambda _progress: read_store(self._page))
        self._loading.done.connect(lambda _read: in_pieces(self, reading_desk(self._page), self._not_read))
        self._runner.start(self._loading)

    def _not_read(self, _error: Exception) -> None:
        self.complain(_("A part of the program could not be read. Start it again, or install it anew."))

    def unlock(self) -> None:
        """Try what was typed."""
        if self._pause.isActive():
            return
        secret = self.passphrase.text()

        def work(_progress: object) -> Any:
            return open_ready(self._folder, secret, self._page, self._look)

        self.run(work, self.opened.emit)

    def _failed(self, failure: Failure) -> None:
        super()._failed(failure)
        if isinstance(failure.cause, DamagedFileError) and self._look is None:
            self.damaged.emit(self.passphrase.text())
            return
        self.failing.emit()
        self._wait_for(seconds_left(self._folder), failure.sentence)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _wait_for(self, seconds: int, sentence: str = "") -> None:
        """Take no passphrase for so many seconds, and say so."""
        if not seconds:
            return
        wait = ngettext(
            "Wait {number} second, then try again.",
            "Wait {number} seconds, then try again.",
            seconds,
            number=digits(seconds),
        )
        self.complain(f"{sentence} {wait}".strip())
        self._go.setEnabled(False)
        self._pause.start(seconds * 1000)

    def _go_on(self) -> None:
        self.problem.hide()
        self._go.setEnabled(True)


class TakenPage(StartPage):
    """Says why the store cannot be written from this window; `look` opens it to look at it only."""

    def __init__(
        self, runner: Runner, hold: Hold, again: Callable[[], object], look: Callable[[], object]
    ) -> None:
        super().__init__(runner)
        taken = hold is Hold.TAKEN
        self.again = button(lambda: _("Try again"), again, name="primary")
        self.look = button(lambda: _("Open to look only"), look, picture="eye")
        self.in_the_middle(
            IconLabel("browsers" if taken else "lock-simple", 40, "accent"),
            Label(
                lambda: _("The desk is open already") if taken else _("Nothing can be written here"), "title"
            ),
            Label(lambda: _taken_said() if taken else _unwritable_said(), "quiet", wrap=True),
            self.again,
            self.look,
            line(),
            holder(row(language_switch(), None)),
        )


def _taken_said() -> str:
    return _(
        "Another window shows this store. Go on working there, or close it and try again here. Two windows "
        "would write over each other. You can look at it here meanwhile, and search, print and export."
    )


def _unwritable_said() -> str:
    return _(
        "Nobody may write in the folder of this store: a stick with its lock on, or the folder of somebody "
        "else. You can look at it here, and search, print and export."
    )
