"""What stands in the window while it is closed: the backup that is being made, and the way out of it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from cso_desk.desk.start_card import StartPage
from cso_desk.settings import home_folder, load_settings
from cso_desk.store.backing_up import back_up, is_due
from cso_desk.store.backups import EXIT, own_place
from cso_desk.store.second_place import copy_elsewhere, places_elsewhere
from cso_desk.store.store import Store
from cso_desk.widgets.controls import IconLabel, Label, button, row
from cso_desk.widgets.operation import Failure, Operation, Runner
from cso_desk.wording import _


def closing_is_due(store: Store) -> bool:
    """Whether something was written since the last backup, and one can be made."""
    try:
        return store.hold is None and is_due(store)
    except Exception:  # noqa: BLE001  a store that cannot be read any more must not keep the window open
        return False


class EveningBackup:
    """Keeps a window that is being closed until the backup is made, left out, or no longer wanted."""

    def __init__(self, window: QMainWindow, runner: Runner) -> None:
        self._window, self._runner = window, runner
        self._page: ClosingPage | None = None

    def holds(self, desk: Any) -> bool:
        """Whether the window has to stay. The first call makes the backup where one is due."""
        if self._page is not None:
            return not self._page.ended
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication) and application.isSavingSession():
            return False  # the computer is shut down: that waits for nobody
        desk.save_typing()
        if not closing_is_due(desk.session.store):
            return False
        window = self._window
        page = self._page = ClosingPage(
            desk.session.store, self._runner, lambda: QTimer.singleShot(0, window, window.close)
        )
        page.back_up()
        if not page.ended:
            # The desk gives only its place away: its store is closed after the backup, it goes with it.
            window.takeCentralWidget()
            desk.setParent(window)
            window.setCentralWidget(page)
        return not page.ended


class ClosingPage(StartPage):
    """Makes the backup of the day, and copies it where a second place is plugged in; then calls `done`."""

    def __init__(self, store: Store, runner: Runner, done: Callable[[], object]) -> None:
        super().__init__(runner)
        self._store, self._done = store, done
        self.ended = False
        self.work: Operation | None = None
        self.again = button(lambda: _("Try again"), self.back_up)
        self.leave = button(lambda: _("Close without a backup"), self._leave, name="flat")
        self.again.hide()
        self.in_the_middle(
            IconLabel("floppy-disk", 40, "accent"),
            Label(lambda: _("Making the backup of today"), "title"),
            Label(
                lambda: _("The window closes by itself. Earlier backups stay as they are."),
                "quiet",
                wrap=True,
            ),
            foot=[],
        )
        self._below(self.again, self.leave)

    def _below(self, *buttons: Any) -> None:
        # Beside the card, which rests while it works: this is the way out of it.
        layout = self.layout()
        assert layout is not None  # noqa: S101  in_the_middle made it
        card = self._card.layout()
        assert card is not None  # noqa: S101
        card.addLayout(row(None, *buttons))  # type: ignore[attr-defined]

    def back_up(self) -> None:
        """Make it."""
        self.again.hide()
        self.problem.hide()
        self._busy.setRange(0, 0)
        self._busy.show()
        work = self.work = Operation("", self._made)
        work.progressed.connect(self._move)
        work.failed.connect(self._failed)
        work.done.connect(lambda _made: self._finish())
        self._runner.start(work)

    def _made(self, progress: Any) -> None:
        back_up(self._store, EXIT, progress=progress)
        for place in places_elsewhere(load_settings(home_folder()).backup_folder, self._store):
            if place != own_place(self._store.folder):
                copy_elsewhere(self._store, place, progress)

    def _move(self, done: int, total: int) -> None:
        self._busy.setRange(0, total)
        self._busy.setValue(done)

    def _failed(self, failure: Failure) -> None:
        self.work = None
        self._busy.hide()
        if failure.cancelled:
            self._finish()
            return
        self.complain(failure.sentence)
        self.again.show()
        self.leave.setFocus()

    def _leave(self) -> None:
        if self.work is not None:
            self.work.cancel()
            self.leave.setEnabled(False)
        else:
            self._finish()

    def _finish(self) -> None:
        self.ended = True
        self._done()
