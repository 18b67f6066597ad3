"""Pictures of every page, for the handbook and for looking at them: made without a screen."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from cso_desk.assembly import open_store
from cso_desk.desk.application import application
from cso_desk.desk.first_start import FirstStartPage
from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.pages import PAGES
from cso_desk.desk.starting import UnlockPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.members.record import Organisation
from cso_desk.resources import resource
from cso_desk.widgets.live import listen
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.theme import DEFAULT_SIZE, dress
from cso_desk.wording import LANGUAGES, language, use_language

SIZE = (1366, 728)
_ROUNDS = 4  # layouts settle in steps


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
                        _picture(made, widget, path)
                        written.append(path)
                finally:
                    store.close()
    finally:
        use_language(before)
    return written


def _sample() -> Path | None:
    samples = sorted(resource("samples").glob("*members*.xlsx"))
    return samples[0] if samples else None


def _pages(store: Any, folder: Path, list_file: Path | None) -> Iterator[tuple[str, QWidget]]:
    runner = RunnerAtOnce()
    yield "unlock", UnlockPage(folder, runner)
    yield "first-start", FirstStartPage(folder, runner)
    desk = DeskWindow(store, runner)
    desk.resize(*SIZE)
    desk.show()
    for page in PAGES:
        desk.open_page(page.name)
        yield page.name, desk
    yield from _records(store, desk)
    desk.open_conflicts()
    yield "differences", desk
    desk.close_over()
    if list_file is not None:
        desk.open_import("members")
        over = desk.stack.currentWidget()
        page_shown = over.findChild(ImportPage) if over is not None else None
        if isinstance(page_shown, ImportPage):
            page_shown.read(list_file)
        yield "import", desk
        desk.close_over()
    members: Any = desk.page("members")
    members.print_directory()
    yield "directory", desk
    desk.close()


def _records(store: Any, desk: DeskWindow) -> Iterator[tuple[str, QWidget]]:
    with store.reading() as reading:
        organisations = reading.all(Organisation, limit=1)
        table = reading.table(Meeting)
        newest = [table.c.status != "held", table.c.starts.desc()]
        meetings = reading.all(Meeting, order_by=newest, limit=1)
    if organisations:
        desk.open_record("organisation", organisations[0].id)
        yield "member", desk
        pane: Any = desk.page("members")
        pane.organisations.pane.open_tab(2)
        yield "history", desk
    if meetings:
        desk.open_record("meeting", meetings[0].id)
        meeting: Any = desk.page("meetings")
        for place, name in enumerate(("meeting", "agenda", "attendance", "minutes")):
            meeting.pane.open_tab(place)
            yield name, desk


def _picture(made: QApplication, widget: QWidget, path: Path) -> None:
    widget.resize(*SIZE)
    widget.show()
    for _round in range(_ROUNDS):
        made.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    widget.grab().save(str(path))
