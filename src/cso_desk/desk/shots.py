"""Pictures of every page of a store, for looking at them: made without a screen."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from cso_desk.assembly import open_store
from cso_desk.desk.first_start import FirstStartPage
from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.pages import PAGES
from cso_desk.desk.qt import application
from cso_desk.desk.starting import UnlockPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.members.record import Organisation, Person
from cso_desk.resources import resource
from cso_desk.widgets.live import listen
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.record_pane import RecordPane
from cso_desk.widgets.theme import DEFAULT_SIZE, dress
from cso_desk.wording import LANGUAGES, language, use_language

SIZE = (1366, 728)

Shown = tuple[str, QWidget]
"""A window, and what the state is called in which it is."""

_ROUNDS = 4  # layouts settle in steps
_TABS = {
    "organisation": ("member", "member-people", "history"),
    "person": ("person", "person-positions", "person-history"),
    "meeting": (
        "meeting",
        "agenda",
        "attendance",
        "minutes",
        "decisions",
        "actions",
        "meeting-history",
    ),
    "library_title": ("title", "title-history"),
}


def take_shots(
    store_folder: Path,
    passphrase: str | None,
    out_folder: Path,
    languages: Sequence[str] = LANGUAGES,
    themes: Sequence[str] = ("light", "dark"),
    *,
    text_size: int = DEFAULT_SIZE,
    list_file: Path | None = None,
) -> list[Path]:
    """Write a picture of every page, in every language and palette, to `out_folder`; gives the files.

    `list_file` is what the import page shows, by default a sample that comes with the program. The store is
    read, nothing in it is changed. Raises UserError as opening it does.
    """
    made = application()
    listen()
    before = language()
    out_folder.mkdir(parents=True, exist_ok=True)
    written = []
    try:
        for palette in themes:
            dress(made, palette, text_size)
            for code in languages:
                use_language(code)
                store = open_store(store_folder, passphrase)
                try:
                    for name, widget in _pages(store, store_folder, list_file or _sample()):
                        path = out_folder / f"{name}-{code}-{palette}.png"
                        settle(widget, SIZE)
                        picture_of(widget).save(str(path))
                        written.append(path)
                finally:
                    store.close()
    finally:
        use_language(before)
    return written


def settle(window: QWidget, size: tuple[int, int]) -> None:
    """Show a window in this size and wait until every layout has found its place."""
    window.resize(*size)
    window.show()
    for _round in range(_ROUNDS):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def picture_of(window: QWidget) -> QPixmap:
    """The window as it is seen, with the menu or list that is open over it."""
    made = window.grab()
    painter = QPainter(made)
    origin = window.mapToGlobal(QPoint(0, 0))
    for each in QApplication.topLevelWidgets():
        if each.isVisible() and each.windowType() == Qt.WindowType.Popup:
            painter.drawPixmap(each.mapToGlobal(QPoint(0, 0)) - origin, each.grab())
    painter.end()
    return made


def pages_in(desk: DeskWindow) -> Iterator[Shown]:
    """Every page of the sidebar."""
    for page in PAGES:
        desk.open_page(page.name)
        yield page.name, desk


def records_in(desk: DeskWindow) -> Iterator[Shown]:
    """An institution, a person, a meeting and a title of the library beside their lists, with every tab."""
    store = desk.session.store
    with store.reading() as reading:
        table = reading.table(Meeting)
        newest = [table.c.status != "held", table.c.starts.desc()]
        found: dict[str, list[Any]] = {
            "organisation": reading.all(Organisation, limit=1),
            "person": reading.all(Person, limit=1),
            "meeting": reading.all(Meeting, order_by=newest, limit=1),
            "library_title": reading.all(LibraryTitle, limit=1),
        }
    for kind, records in found.items():
        if records:
            desk.open_record(kind, records[0].id)
            pane = next(each for each in desk.findChildren(RecordPane) if each.isVisibleTo(desk))
            for place, name in enumerate(_TABS[kind]):
                pane.open_tab(pane.history if name.endswith("history") else place)
                yield name, desk


def _pages(store: Any, folder: Path, list_file: Path | None) -> Iterator[Shown]:
    runner = RunnerAtOnce()
    yield "unlock", UnlockPage(folder, runner)
    yield "first-start", FirstStartPage(folder, runner)
    desk = DeskWindow(store, runner)
    try:
        yield from _desk_pages(desk, list_file)
    finally:
        desk.take_down()


def _desk_pages(desk: DeskWindow, list_file: Path | None) -> Iterator[Shown]:
    desk.resize(*SIZE)
    desk.show()
    yield from pages_in(desk)
    yield from records_in(desk)
    desk.open_conflicts()
    yield "differences", desk
    desk.close_over()
    if list_file is not None:
        read_list_in(desk, "members", list_file)
        yield "import", desk
        desk.close_over()
    members: Any = desk.page("members")
    members.print_directory()
    yield "directory", desk


def read_list_in(desk: DeskWindow, target: str, list_file: Path) -> ImportPage:
    """Open the import page on a list file; gives the page."""
    desk.open_import(target)
    over = desk.stack.currentWidget()
    page = over.findChild(ImportPage) if over is not None else None
    if not isinstance(page, ImportPage):
        raise TypeError("the page of an import is not open")
    page.read(list_file)
    return page


def _sample() -> Path | None:
    samples = sorted(resource("samples").glob("*members*.xlsx"))
    return samples[0] if samples else None
