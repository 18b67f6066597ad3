"""Starts the window: first something to look at, then the store and everything heavy behind it."""
# ruff: noqa: PLC0415  every import inside a function keeps something heavy behind the first paint

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from cso_desk.desk.first_look import FirstLook, first_look, keep_look, picture_at
from cso_desk.desk.qt import dressing_as
from cso_desk.desk.reading_code import open_ready, reading, reading_desk
from cso_desk.desk.watching import Watching
from cso_desk.settings import Settings, practice_folder, save_settings
from cso_desk.widgets.pieces import at_once, in_pieces
from cso_desk.wording import language

if TYPE_CHECKING:
    from cso_desk.desk.one_window import Look, WindowLock
    from cso_desk.widgets.operation import Runner

SMALLEST = (880, 460)  # a screen of 1366 x 768 at 150 %
USUAL = (1366, 728)


class Desk(QMainWindow):
    """The one window. Shows the start, then the desk of the store that was opened.

    Without a `runner` the application is dressed, and work gets its threads, after the first paint.
    """

    def __init__(
        self, folder: Path, settings: Settings, settings_folder: Path, runner: "Runner | None" = None
    ) -> None:
        super().__init__()
        self.anew: Callable[[], bool] = lambda: False  # starts the program once more, for the lock
        self._folder = folder
        self._own_folder = folder  # while the practice hub is open, the folder of the real store
        self._runner: Any = runner
        self._in_pieces = runner is None  # whoever gives a runner waits until everything is done
        self._settings, self._settings_folder = settings, settings_folder
        self.desk: Any = None
        self._evening: Any = None
        self._lock: WindowLock | None = None
        self._look: Look | None = None  # the store is only looked at
        self.watching = Watching(self, settings, self.lock)
        self._size = 0
        self.setWindowTitle("CSO Desk")
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        if settings.window:
            self.restoreGeometry(QByteArray.fromHex(settings.window.encode()))
        self._began = False
        picture = first_look(folder, settings)
        first = QWidget() if picture is None else FirstLook(picture)
        first.setProperty("part", "canvas")
        self.setCentralWidget(first)

    def begin(self) -> None:
        """Show what comes first: the passphrase, a practice store at once, or the first start."""
        if not self._began:
            self._began = True
            self._go(self._first())

    def open(self, made: Any) -> None:
        """Show the desk of an open store before this returns."""
        at_once(self._opening(made), self._show_trouble)

    def show_settings(self) -> None:
        """Show the page of settings over the desk."""
        from cso_desk.desk.settings_page import SettingsPage

        self._settings.language = language()
        # Later: the page that tells this is drawn anew by some settings.
        chosen = lambda name: QTimer.singleShot(0, self, lambda: self._follow(name))  # noqa: E731
        acts = (chosen, self.open_practice, self.leave_out)
        self.desk.show_over(SettingsPage(self.desk.session, self._settings, *acts))

    def leave_out(self, own: str, user: Any) -> None:
        """Close the desk and give the store another key, so that a user opens it no more."""
        from cso_desk.desk.leaving import leaving

        page = leaving(self.desk.session.store, self._runner, own, user, self._ask)
        self._close_desk()
        self.setCentralWidget(page.begun())

    def open_practice(self, *, anew: bool = False) -> None:
        """Go over to the practice hub; `anew` makes it again from the beginning. The real store is closed."""
        from cso_desk.desk.practice import PracticePage

        self._move_to(practice_folder())
        page = PracticePage(self._runner, anew=anew)
        page.left.connect(self.leave_practice)
        self._start(page)
        page.prepare()

    def leave_practice(self) -> None:
        """Go back to the own store, or to its first start."""
        self._move_to(self._own_folder)
        self._again()

    def _move_to(self, folder: Path) -> None:
        self._close_desk()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self._folder = folder

    def lock(self) -> None:
        """Close the store and ask for its passphrase again. Work that still runs is not cut off."""
        from cso_desk.store.files import needs_passphrase

        if self.desk is None or self.desk.progress.isVisible() or not needs_passphrase(self._folder):
            return
        question = QApplication.activeModalWidget()
        if question is not None:
            question.close()
            QTimer.singleShot(0, self, self.lock)
            return
        self._move_to(self._folder)
        # What was shown lingers in the memory of this process.
        (self.close if self.anew() else self._again)()

    def reopen(self) -> None:
        """Close the store and open it again."""
        self._close_desk()
        self._again()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._began:
            # Everything heavy comes behind the first paint.
            QTimer.singleShot(0, self, self.begin)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.desk is not None and self._backs_up():
            event.ignore()
            return
        self._settings.window = bytes(self.saveGeometry().toHex().data()).decode()
        self.hide()
        self._close_desk(for_good=True)
        self._keep()
        if self._lock is not None:
            self._lock.release()
        self.watching.stop()
        super().closeEvent(event)

    def _backs_up(self) -> bool:
        """Make the backup of the day before the window goes; whether it has to stay for that."""
        from cso_desk.desk.closing import EveningBackup

        if self._evening is None:
            self._evening = EveningBackup(self, self._runner)
        return bool(self._evening.holds(self.desk))

    def wait(self) -> None:
        """Wait for work that still runs in threads, so that nothing is cut off."""
        if self._runner is not None and hasattr(self._runner, "wait"):
            self._runner.wait()

    # --- before the desk ---

    def _go(self, pieces: Iterator[None]) -> None:
        if self._in_pieces:
            in_pieces(self, pieces, self._show_trouble)
        else:
            at_once(pieces, self._show_trouble)

    def _first(self) -> Iterator[None]:
        yield  # what was painted has to reach the screen
        yield from self._prepare()
        from cso_desk.store.files import has_store, needs_passphrase

        if not has_store(self._folder):
            self._welcome()
        elif self._look is None and (kept := self._kept_from()) is not None:
            self._offer_look(kept)
        elif needs_passphrase(self._folder):
            yield from reading(
                "cso_desk.widgets.showing", "cso_desk.desk.start_card", "cso_desk.desk.starting"
            )
            self._ask()
        else:
            self._open_behind()

    def _prepare(self) -> Iterator[None]:
        """Dress the application, and make what runs work in threads."""
        self._began = True
        if self._runner is None:
            yield from reading("cso_desk.widgets.icon_font", "cso_desk.widgets.theme")
            yield from dressing_as(self._settings)
            yield from reading("cso_desk.widgets.controls", "cso_desk.widgets.operation")
            from cso_desk.widgets.operation import ThreadRunner

            self._runner = ThreadRunner()

    def _kept_from(self) -> "Look | None":
        """Take the store for this window; what keeps it from that."""
        from cso_desk.desk.one_window import WindowLock, kept_from

        if self._lock is None:
            self._lock = WindowLock(self._folder)
        return kept_from(self._folder, self._lock)

    def _offer_look(self, kept: "Look") -> None:
        from cso_desk.desk.starting import TakenPage

        def look() -> None:
            self._look = kept
            self._go(self._first())

        self._start(TakenPage(self._runner, kept.hold, self._again, look))

    def _show_trouble(self, error: Exception) -> None:
        """Tell what went wrong while the window was set up."""
        from cso_desk.desk.trouble import TroublePage

        desk, self.desk = self.desk, None
        if desk is not None:  # it stands half
            desk.session.detach()
            desk.session.store.close()
        self.setCentralWidget(TroublePage(error, self._again))

    def _again(self) -> None:
        self._began, self._look = False, None
        self.begin()

    def _welcome(self) -> None:
        """The first start of a new hub."""
        from cso_desk.desk.first_start import FirstStartPage

        page = FirstStartPage(self._folder, self._runner)
        page.begins.connect(self._begin_with)
        page.practised.connect(self.open_practice)
        self._start(page)

    def _begin_with(self, choice: str) -> None:
        if choice == "import":
            self.desk.session.import_list("members")
        elif choice == "practice":
            self.open_practice()

    def _ask(self, *, again: bool = False) -> None:
        """Ask for the passphrase; what the desk needs is read while it is typed.

        `again`: try without one, to tell why a practice store could not be opened.
        """
        from cso_desk.desk.starting import UnlockPage

        page = UnlockPage(self._folder, self._runner, self._settings.page, self._look)
        page.opened.connect(lambda store: self._unlocked(store, page.passphrase.text()))
        page.damaged.connect(lambda secret: QTimer.singleShot(0, self, lambda: self._rescue(secret)))
        self.setCentralWidget(page)
        page.passphrase.setFocus()
        if again:
            page.unlock()
        else:
            QTimer.singleShot(0, page, page.load)

    def _rescue(self, secret: str) -> None:
        """The store's file is damaged: say so, and what can be done."""
        from cso_desk.desk.rescue_page import RescuePage

        self.setCentralWidget(RescuePage(self._folder, secret, self._runner, self._again))

    def _unlocked(self, store: Any, secret: str) -> None:
        """Open the desk; whoever had to use the recovery code chooses a new passphrase before that."""
        from cso_desk.desk.leaving import renewing

        if store.user is None and not store.practice and not store.hold:
            self._start(renewing(self._runner, store, secret))
        else:
            self._go(self._opening(store))

    def _open_behind(self) -> None:
        """Open a practice store behind the first look; where that fails, its page tells why."""
        from cso_desk.widgets.operation import Operation

        page = self._settings.page
        opening = self._unlocking = Operation(
            "", lambda _progress: open_ready(self._folder, page=page, look=self._look)
        )
        opening.done.connect(lambda store: self._go(self._opening(store)))
        opening.failed.connect(lambda _failure: self._ask(again=True))
        self._runner.start(opening)

    def _start(self, page: Any) -> None:
        page.opened.connect(self.open)
        self.setCentralWidget(page)

    # --- the desk ---

    def _opening(self, store: Any) -> Iterator[None]:
        """Set up the desk of an open store, in pieces between which the window answers."""
        page = self._settings.page
        yield from self._prepare()
        yield from reading_desk(page)
        if self._look is None:
            self._kept_from()
        from cso_desk.desk.window import DeskWindow
        from cso_desk.widgets.theme import theme

        desk = self.desk = DeskWindow(store, self._runner)
        desk.look_changed.connect(self._look_changed)
        self._size = theme.size
        desk.page_opened.connect(self._keep_page)
        desk.anew.connect(self.reopen)
        desk.practice_left.connect(self.leave_practice)
        desk.practice_anew.connect(lambda: self.open_practice(anew=True))
        desk.top.settings.connect(self.show_settings)
        desk.session.lists = self._settings.lists
        desk.session.changes.lists.connect(self._keep)
        desk.session.paper_language = self._settings.paper_language
        yield
        yield from desk.making(page)
        if self.desk is desk:  # not closed meanwhile
            desk.open_page(page)
            yield
        if self.desk is desk:
            desk.resize(self.size())
            yield from desk.painting()
        if self.desk is desk:
            self.setCentralWidget(desk)
            yield
        if self.desk is desk:
            self._watch()

    def _watch(self) -> None:
        """Look after the desk, which stands now."""
        self.watching.begin(self.desk)

    def _close_desk(self, *, for_good: bool = False) -> None:
        if self.desk is not None:
            self.desk.save_typing()
            self.watching.end()
            store = self.desk.session.store
            picture = picture_at(self.desk, self._settings) if for_good and not store.hold else None
            self.desk.session.detach()
            store.close()
            self.desk = None
            if not store.hold:
                keep_look(picture, store.folder, self._settings)

    def _follow(self, name: str) -> None:
        """Do what a setting says that was just chosen."""
        from cso_desk.desk.choices import take_on

        self.desk.session.paper_language = self._settings.paper_language
        self.watching.follow(self._settings)
        take_on(name, self._settings)
        self._look_changed()
        if name == "text_size":
            # The desk was set up anew for it.
            self.show_settings()

    def _look_changed(self) -> None:
        from cso_desk.widgets.theme import theme

        self._keep()
        if theme.size != self._size:
            # Lengths that were measured for the old size are all over the desk: set it up anew.
            self.desk.save_typing()
            self.watching.end()
            self.desk.session.detach()
            self.open(self.desk.session.store)

    def _keep_page(self, name: str) -> None:
        self._settings.page = name
        self._keep()

    def _keep(self) -> None:
        from cso_desk.widgets.theme import theme

        self._settings.language = language()
        self._settings.palette, self._settings.text_size = theme.palette.name, theme.size
        save_settings(self._settings, self._settings_folder)
