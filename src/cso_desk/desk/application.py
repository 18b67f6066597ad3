"""Starts the window: first something to look at, then the store and everything heavy behind it."""

import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from cso_desk.settings import Settings, load_settings, save_settings
from cso_desk.widgets.live import listen
from cso_desk.widgets.operation import Runner, ThreadRunner
from cso_desk.widgets.theme import dress, theme
from cso_desk.wording import language, use_language

SMALLEST = (1024, 640)
USUAL = (1366, 728)


class Desk(QMainWindow):
    """The one window. Shows the start, then the desk of the store that was opened."""

    def __init__(self, folder: Path, runner: Runner, settings: Settings, settings_folder: Path) -> None:
        super().__init__()
        self._folder, self._runner = folder, runner
        self._settings, self._settings_folder = settings, settings_folder
        self.desk: Any = None
        self._size = 0
        self.setWindowTitle("CSO Desk")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        if settings.window:
            self.restoreGeometry(QByteArray.fromHex(settings.window.encode()))
        self._began = False
        blank = QWidget()
        blank.setProperty("part", "canvas")
        self.setCentralWidget(blank)

    def begin(self) -> None:
        """Show what comes first: the passphrase, a practice store at once, or the first start."""
        if self._began:
            return
        self._began = True
        from cso_desk.assembly import has_store, needs_passphrase  # noqa: PLC0415  behind the first paint
        from cso_desk.desk.starting import FirstStartPage, UnlockPage  # noqa: PLC0415

        if not has_store(self._folder):
            self._start(FirstStartPage(self._folder, self._runner))
            return
        page = UnlockPage(self._folder, self._runner)
        self._start(page)
        if needs_passphrase(self._folder):
            page.passphrase.setFocus()
        else:
            page.unlock()

    def open(self, made: Any) -> None:
        """Show the desk of an open store; a new store comes with its recovery code, which is shown first."""
        self._began = True
        if isinstance(made, tuple):
            from cso_desk.desk.starting import RecoveryPage  # noqa: PLC0415

            store, code = made
            self._start(RecoveryPage(store, code, self._runner))
            return
        from cso_desk.desk.window import DeskWindow  # noqa: PLC0415

        self.desk = DeskWindow(made, self._runner)
        self.desk.look_changed.connect(self._look_changed)
        self._size = theme.size
        self.desk.page_opened.connect(self._keep_page)
        self.setCentralWidget(self.desk)
        self.desk.open_page(self._settings.page or "today")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._began:
            # Everything heavy comes behind the first paint.
            QTimer.singleShot(0, self.begin)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.desk is not None:
            self.desk.save_typing()
            self.desk.session.detach()
            self.desk.session.store.close()
        self._settings.window = bytes(self.saveGeometry().toHex().data()).decode()
        self._keep()
        super().closeEvent(event)

    def _start(self, page: Any) -> None:
        page.opened.connect(self.open)
        self.setCentralWidget(page)

    def _look_changed(self) -> None:
        self._keep()
        if theme.size != self._size:
            # Lengths that were measured for the old size are all over the desk: set it up anew.
            self.desk.save_typing()
            self.desk.session.detach()
            self.open(self.desk.session.store)

    def _keep_page(self, name: str) -> None:
        self._settings.page = name
        self._keep()

    def _keep(self) -> None:
        self._settings.language = language()
        self._settings.palette, self._settings.text_size = theme.palette.name, theme.size
        save_settings(self._settings, self._settings_folder)


def application() -> QApplication:
    """The one Qt application of this process, made where there is none."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        # Without a screen Qt would abort the process.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QApplication.setApplicationName("CSO Desk")
    return QApplication(sys.argv[:1])


def run_desk(folder: Path | None = None) -> int:
    """Open the window on the store in `folder`, by default this user's own; gives the exit code."""
    made = application()
    settings_folder = _home()
    settings = load_settings(settings_folder)
    use_language(settings.language if settings.language in ("km", "en") else "km")
    listen()
    dress(made, settings.palette, settings.text_size)
    runner = ThreadRunner()
    window = Desk(folder or settings_folder / "store", runner, settings, settings_folder)
    window.show()
    code = made.exec()
    runner.wait()
    return int(code)


def _home() -> Path:
    """As `assembly.home_folder`, without the import of a database before the first paint."""
    import platformdirs  # noqa: PLC0415

    moved = os.environ.get("CSO_DESK_HOME")
    return Path(moved) if moved else platformdirs.user_data_path("cso-desk", appauthor=False)
