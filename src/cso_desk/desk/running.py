"""Runs the window as a program of its own, and starts it once more when it is locked."""

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QProcess, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from cso_desk.desk.application import Desk
from cso_desk.desk.calls import Calls, call
from cso_desk.desk.qt import application, colour_first
from cso_desk.file_types import OPENED, UPDATE_ENDING
from cso_desk.settings import Settings, default_store_folder, home_folder, load_settings
from cso_desk.wording import use_language, use_latin_digits

_LATER = 500  # milliseconds until it is looked again whether the desk has time


class ArrivingDesk(Desk):
    """A desk that looks at the file `arrived` as soon as it is open and has time: a double click begins so.

    While it is open it answers further starts of the program, which hand it their file.
    """

    def __init__(self, folder: Path, settings: Settings, settings_folder: Path, runner: Any = None) -> None:
        self.arrived: Path | None = None
        self._calls = Calls(self.called)
        super().__init__(folder, settings, settings_folder, runner)

    def called(self, arrived: Path) -> None:
        """Come to the front and look at a bundle, or at an update of the program."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.arrived = arrived
        self._look_at_arrived()

    def _look_at_arrived(self) -> None:
        if self.arrived is None or self.desk is None:
            return  # behind the passphrase, it waits
        if self.desk.progress.isVisible() or QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_LATER, self, self._look_at_arrived)
            return
        path, self.arrived = self.arrived, None
        if path.suffix.lower() == UPDATE_ENDING:
            from cso_desk.desk.updates_page import UpdatesPage  # noqa: PLC0415  few look at it

            page = UpdatesPage(self.desk.session)
            self.desk.show_over(page)
            page.look_at(path)
        else:
            self.desk.open_page("exchange")
            self.desk.page("exchange").check(path)

    def _watch(self) -> None:
        super()._watch()
        self._look_at_arrived()

    def setCentralWidget(self, widget: QWidget) -> None:
        """Whatever stands in the window now, the store may be another one, or this window may have it now."""
        super().setCentralWidget(widget)
        if self._lock is not None and self._lock.is_held():
            self._calls.listen(self._folder)
        else:
            self._calls.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if event.isAccepted():
            self._calls.stop()


def run_desk(folder: Path | None = None, arrived: Path | None = None) -> int:
    """Open the window on the store in `folder`, by default this user's own; gives the exit code.

    A bundle or an update that `arrived` is looked at as soon as the desk is open. Where a window shows the
    store already, that one comes to the front instead and looks at it.
    """
    shown = folder or default_store_folder()
    if arrived is not None and call(shown, arrived):
        return 0
    from cso_desk.desk.faults import tell_faults  # noqa: PLC0415  what stands before the first paint is light

    made = application()
    settings = load_settings(home_folder())
    use_language(settings.language)
    use_latin_digits(settings.digits == "latin")
    colour_first(made, settings)
    window = ArrivingDesk(shown, settings, home_folder())
    window.anew = start_anew
    window.arrived = arrived
    tell_faults(window)
    window.show()
    code = made.exec()
    window.wait()
    return int(code)


def start_anew() -> bool:
    """Start this program once more, as it was started; False where the system does not let us.

    The file of a double click was looked at, and is not looked at again.
    """
    words = sys.orig_argv[1:]
    if words[-1].lower().endswith(OPENED):
        words.pop()
    started = QProcess.startDetached(sys.executable, words)
    return bool(started[0] if isinstance(started, tuple) else started)
