"""F1: every page has help of its own in both languages, also those that lie over the others."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cso_desk.desk.application import Desk
from cso_desk.desk.help_topics import TOPICS
from cso_desk.desk.help_words import HELP
from cso_desk.desk.pages import PAGES
from cso_desk.desk.settings_page import SettingsPage
from cso_desk.desk.today_others import show_backups
from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.form.correction_page import CorrectionPage
from cso_desk.features.library.form.stock_page import StockPage
from cso_desk.features.meetings.form.minutes_page import MinutesPage
from cso_desk.features.meetings.form.sheet_page import SheetPage
from cso_desk.features.meetings.record import Meeting
from cso_desk.settings import Settings
from cso_desk.widgets.controls import Label
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.wording import use_language


def said(panel: QWidget) -> str:
    return "\n".join(each.text_shown() for each in panel.findChildren(Label))


def helped(desk: Any) -> str:
    """What F1 says of what is open."""
    desk.toggle_help()
    text = said(desk.help)
    desk.toggle_help()
    return text


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_every_page_of_the_sidebar_has_help_of_its_own(desk: DeskWindow, page: str) -> None:
    desk.open_page(page)
    assert HELP[page].purpose in helped(desk)


OVER: dict[str, Callable[[Any], None]] = {
    "settings": lambda desk: desk.show_over(SettingsPage(desk.session, Settings(), lambda _name: None)),
    "import": lambda desk: desk.open_import("members"),
    "paper": lambda desk: desk.page("members").print_directory(),
    "trash": lambda desk: desk.open_trash(),
    "backups": lambda desk: show_backups(desk.session),
    "differences": lambda desk: desk.open_conflicts(),
    "doubts": lambda desk: desk.open_doubts(),
    "duplicates": lambda desk: desk.open_duplicates(),
    "sheet": lambda desk: desk.session.show_over(SheetPage(desk.session, Meeting())),
    "minutes": lambda desk: desk.session.show_over(MinutesPage(desk.session, Meeting())),
    "lending": lambda desk: desk.session.show_over(StockPage(desk.session)),
    "corrections": lambda desk: desk.session.show_over(CorrectionPage(desk.session)),
}
BEFORE = {"first", "unlock"}
"""What stands in the window before there is a desk."""


def test_a_side_may_have_help_of_its_own(desk: DeskWindow) -> None:
    desk.open_page("library", "lending")
    assert HELP["lending"].purpose in helped(desk)
    desk.open_page("library", "titles")
    assert HELP["library"].purpose in helped(desk)


@pytest.mark.parametrize("name", OVER)
def test_every_page_over_the_others_has_help_and_gives_it_back(desk: DeskWindow, name: str) -> None:
    desk.open_page("members")
    OVER[name](desk)
    assert HELP[name].purpose in helped(desk)
    desk.close_over()
    assert HELP["members"].purpose in helped(desk)


def test_the_first_start_has_help_of_its_own(look: None, tmp_path: Path, qtbot: QtBot) -> None:
    window: Any = Desk(tmp_path / "hub", Settings(), tmp_path / "settings", RunnerAtOnce())
    window.show()
    window.begin()
    page = window.centralWidget()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(page.next, Qt.Key.Key_F1)
    assert page.help.isVisible()
    assert HELP["first"].purpose in said(page.help)
    assert "All shortcuts" not in [each.text() for each in page.help.findChildren(QPushButton)]
    qtbot.keyClick(page.next, Qt.Key.Key_F1)
    assert not page.help.isVisible()
    window.close()
    shiboken6.delete(window)


def test_help_that_is_open_follows_what_is_laid_over(desk: DeskWindow) -> None:
    desk.open_page("today")
    desk.toggle_help()
    desk.open_trash()
    assert HELP["trash"].purpose in said(desk.help)
    desk.close_over()
    desk.open_page("today")
    assert HELP["today"].purpose in said(desk.help)


def test_every_topic_stands_below_some_page() -> None:
    assert {name for told in HELP.values() for name in told.more} == set(TOPICS)
    assert set(HELP) == {page.name for page in PAGES} | set(OVER) | BEFORE


def test_help_is_khmer_in_a_khmer_window(desk: DeskWindow) -> None:
    desk.open_page("exchange")
    use_language("km")
    text = helped(desk)
    for told in (HELP["exchange"].purpose, TOPICS["network"].said[0], TOPICS["shared"].title):
        assert told not in text


def test_the_page_of_an_import_begins_with_choosing_a_file(desk: Any) -> None:
    desk.activateWindow()
    desk.open_import("members")
    focused = desk.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Choose a file…"
