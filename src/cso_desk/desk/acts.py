"""What the window can do, by name: found by the search field with its shortcut, done when it is chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from cso_desk.desk.pages import PAGES
from cso_desk.desk.updates_restart import Restarts
from cso_desk.wording import LANGUAGES, N_, _, use_language, words

if TYPE_CHECKING:
    from cso_desk.desk.window import DeskWindow


@dataclass(frozen=True)
class Act:
    """Something to do. `label` and `also` are message ids; `also` holds further words that people type."""

    label: str
    do: Callable[[], object]
    keys: str = ""
    also: str = ""

    def is_meant(self, text: str) -> bool:
        """Whether every word of `text` stands in its name, in whichever language."""
        names = " ".join(
            words(code)(part) for code in LANGUAGES for part in (self.label, self.also)
        ).casefold()
        return all(word in names for word in text.casefold().split())

    def said(self) -> str:
        """Its name, and the keys that do the same."""
        return f"{_(self.label)}   ·   {self.keys}" if self.keys else _(self.label)


def acts_of(desk: "DeskWindow") -> list[Act]:
    """Everything that the search field offers to do in this window."""
    session = desk.session
    pages = [
        Act(page.label, partial(desk.open_page, page.name), f"Alt+{place}")
        for place, page in enumerate(PAGES, 1)
    ]
    bring = partial(Act, also=N_("Excel list bring"))
    return [
        *pages,
        Act(N_("Undo"), session.undo, "Ctrl+Z", N_("back take back")),
        Act(N_("Redo"), session.redo, "Ctrl+Y", N_("again forward")),
        bring(N_("Import the list of members…"), lambda: session.import_list("members")),
        bring(N_("Import a list of meetings…"), lambda: session.import_list("meetings")),
        bring(N_("Import the list of books…"), lambda: session.import_list("library")),
        Act(
            N_("Print the directory"),
            partial(_on_page, desk, "members", "print_directory"),
            also=N_("paper list"),
        ),
        Act(N_("Plan a meeting"), partial(_on_page, desk, "meetings", "add"), also=N_("new meeting")),
        Act(N_("Entered twice"), desk.open_duplicates, also=N_("duplicates merge the same double")),
        Act(N_("Settings"), desk.top.settings.emit, also=N_("colours dark text size logo name")),
        *_lock_of(desk),
        Act(N_("Trash"), desk.open_trash, also=N_("deleted bring back")),
        Act(N_("Help for this page"), desk.toggle_help, "F1"),
        Act(N_("All shortcuts"), desk.open_shortcuts, "Ctrl+/", N_("keys keyboard")),
        Act(N_("Khmer"), partial(use_language, "km"), also=N_("language")),
        Act(N_("English"), partial(use_language, "en"), also=N_("language")),
    ]


def _lock_of(desk: "DeskWindow") -> list[Act]:
    """What locks the desk, by its keys too; a practice store has nothing to lock."""
    if desk.session.store.practice:
        return []

    def lock() -> None:
        window = desk.window()
        if isinstance(window, Restarts):
            # The desk is gone then, and must not be within its keys.
            QTimer.singleShot(0, window, window.lock)

    QShortcut(QKeySequence("Ctrl+L"), desk).activated.connect(lock)
    return [Act(N_("Lock the desk"), lock, "Ctrl+L", N_("leave passphrase close"))]


def _on_page(desk: "DeskWindow", name: str, what: str) -> None:
    getattr(desk.page(name), what)()
