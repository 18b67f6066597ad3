"""Tries out the window without a screen: every page in every language."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cso_desk.assembly import create_store
from cso_desk.desk.shots import SIZE, pages_in, picture_of, records_in, settle
from cso_desk.desk.window import DeskWindow
from cso_desk.features.hub.service import save_profile
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.members.record import Organisation, Person
from cso_desk.places.gazetteer import show_place
from cso_desk.self_test.trial import check
from cso_desk.self_test.window_letters import application_without_screen
from cso_desk.self_test.words import HUB, names
from cso_desk.store.store import Store
from cso_desk.widgets.live import listen
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.theme import dress
from cso_desk.wording import LANGUAGES, N_, language, use_language

_FEWEST_COLOURS = 8  # of a page; one that was not painted has one
_SAMPLE = 7  # every so many pixels are looked at


def every_page(folder: Path) -> None:
    """Every page, and a record of each kind with all its tabs, opens in every language and is painted."""
    made, before = application_without_screen(), language()
    dress(made)
    listen()
    with contextlib.closing(_filled(folder / "window")) as store, _faults() as faults:
        desk = DeskWindow(store, RunnerAtOnce())
        try:
            for code in LANGUAGES:
                use_language(code)
                settle(desk, SIZE)
                for pages in (pages_in, records_in):
                    for name, shown in pages(desk):
                        settle(shown, SIZE)
                        check(not desk.problem.isVisible(), f"{name} ({code}) tells of a problem")
                        check(not faults, f"{name} ({code}): {'; '.join(faults)}")
                        check(_is_painted(shown), f"{name} ({code}) is empty")
        finally:
            desk.take_down()
            use_language(before)


def _filled(folder: Path) -> Store:
    store, _code = create_store(folder, HUB, passphrase=None)
    save_profile(store, name_km=show_place(HUB, "km"), name_en=show_place(HUB, "en"))
    first, second, third, *_rest = names()
    with store.transaction(N_("Add a record")) as t:
        t.add(Organisation(name_km=first, consent=True))
        t.add(Person(name_km=second))
        t.add(Meeting(title_km=third, starts="2026-09-18"))
        t.add(LibraryTitle(title_km=first))
    return store


@contextlib.contextmanager
def _faults() -> Iterator[list[str]]:
    """What goes wrong in a slot or in a painting; Qt lets nobody catch it."""
    found: list[str] = []
    before = sys.excepthook
    sys.excepthook = lambda kind, error, _trace: found.append(f"{kind.__name__}: {error}")
    try:
        yield found
    finally:
        sys.excepthook = before


def _is_painted(window: QWidget) -> bool:
    image = picture_of(window).toImage()
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), _SAMPLE) for y in range(0, image.height(), _SAMPLE)
    }
    return len(colours) >= _FEWEST_COLOURS
