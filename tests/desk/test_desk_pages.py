"""Every page opens, in both languages, large and small, and every control can be reached and has a name."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cso_desk.desk.pages import PAGES
from cso_desk.desk.paper_page import PaperPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.members.record import Organisation
from cso_desk.store.store import Store
from cso_desk.widgets.theme import theme
from cso_desk.wording import use_language

each_page = pytest.mark.parametrize("name", [page.name for page in PAGES])
CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView)


def visible(window: QWidget, kinds: Any) -> list[Any]:
    found = [widget for kind in kinds for widget in window.findChildren(kind)]
    return [
        widget for widget in found if widget.isVisibleTo(window) and not widget.objectName().startswith("qt_")
    ]


def open_everything(desk: DeskWindow, store: Store, name: str) -> None:
    with store.reading() as reading:
        organisation = reading.all(Organisation)[0]
        meeting = reading.all(Meeting)[0]
    desk.open_page(name)
    if name == "members":
        desk.open_record("organisation", organisation.id)
    if name == "meetings":
        desk.open_record("meeting", meeting.id)


def by_tab(control: Any) -> bool:
    return bool(control.focusPolicy() & Qt.FocusPolicy.TabFocus)


def by_arrows(control: Any) -> bool:
    """Of buttons that exclude each other Tab comes to one, and the arrow keys go on from there."""
    group = control.group() if isinstance(control, QAbstractButton) else None
    return group is not None and group.exclusive() and any(by_tab(each) for each in group.buttons())


@each_page
@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("size", [9, 14])
def test_every_page_opens(desk: DeskWindow, store: Store, name: str, language: str, size: int) -> None:
    use_language(language)
    theme.wear("dark", size)
    open_everything(desk, store, name)
    assert desk.stack.currentWidget() is desk._pages[name]
    assert not desk.problem.isVisible()


@each_page
def test_every_page_opens_on_an_empty_desk(empty_desk: DeskWindow, name: str) -> None:
    empty_desk.open_page(name)
    assert not empty_desk.problem.isVisible()


@each_page
def test_every_control_has_a_name_for_screen_readers(desk: DeskWindow, store: Store, name: str) -> None:
    open_everything(desk, store, name)
    unnamed = [
        f"{type(control).__name__} {control.property('part')}"
        for control in visible(desk, CONTROLS)
        if not control.accessibleName() and not (isinstance(control, QAbstractButton) and control.text())
    ]
    assert unnamed == []


@each_page
def test_every_control_is_reached_by_the_keyboard(desk: DeskWindow, store: Store, name: str) -> None:
    open_everything(desk, store, name)
    unreachable = [
        f"{type(control).__name__} {control.accessibleName()}"
        for control in visible(desk, CONTROLS)
        if control.isEnabled() and not by_tab(control) and not by_arrows(control)
    ]
    assert unreachable == []


@each_page
@pytest.mark.parametrize("language", ["km", "en"])
def test_no_label_is_cut(desk: DeskWindow, store: Store, qtbot: QtBot, name: str, language: str) -> None:
    use_language(language)
    open_everything(desk, store, name)
    qtbot.wait(10)
    cut = []
    for label in visible(desk, [QLabel]):
        text, room = label.text(), label.contentsRect()
        if not text or not label.isVisible():
            continue
        flags = int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0
        needed = QFontMetrics(label.font()).boundingRect(0, 0, room.width(), 10_000, flags, text)
        if needed.height() > label.height() + 1 or needed.width() > room.width() + 2:
            cut.append((text, needed.size().toTuple(), label.size().toTuple()))
    assert cut == []


def test_a_line_of_khmer_has_room_for_its_subscripts(desk: DeskWindow, store: Store) -> None:
    open_everything(desk, store, "members")
    page: Any = desk.page("members")
    ink = QFontMetrics(theme.font()).tightBoundingRect("ស្ត្រីភ្ញាក់ខ្ញុំឡើ")
    assert page.organisations.table.rowHeight(0) >= max(30, ink.height() + 8)
    line = page.organisations.pane.editor.editors["name_km"].control()
    assert line.height() >= ink.height() + 8


def test_switching_the_language_changes_every_text_at_once(desk: DeskWindow, store: Store) -> None:
    open_everything(desk, store, "members")

    def texts() -> set[str]:
        QApplication.processEvents()  # bars fold where the words of a language are longer
        shown = visible(desk, [QLabel, QAbstractButton])
        return {widget.text() for widget in shown if widget.text()}

    english = texts()
    assert {"Members", "Who it is", "Add an institution"} <= english
    use_language("km")
    khmer = texts()
    assert not {"Members", "Who it is", "Add an institution", "Details"} & khmer
    use_language("en")
    assert texts() == english


@pytest.mark.parametrize("palette", ["light", "dark", "contrast"])
def test_every_palette_can_be_worn_while_the_window_is_open(desk: DeskWindow, palette: str) -> None:
    desk.open_page("members")
    theme.wear(palette)
    assert desk.grab().toImage().pixelColor(700, 400).name() == theme.palette.surface


def test_alt_and_a_number_opens_a_page(desk: DeskWindow, qtbot: QtBot) -> None:
    desk.open_page("today")
    desk.sidebar._group.button(1).click()
    assert desk.stack.currentWidget() is desk._pages["members"]


def test_pages_come_before_records_in_the_search_over_everything(desk: DeskWindow, qtbot: QtBot) -> None:
    desk.open_page("today")
    qtbot.keyClicks(desk.top.search, "meeting")
    found = desk.top.search.suggestions()
    assert found[0] == "To do"
    assert found[1].startswith("Meetings   ·   Alt+3")
    assert any("Quarterly meeting" in text for text in found)
    qtbot.keyClick(desk.top.search, Qt.Key.Key_Return)
    assert desk.stack.currentWidget() is desk._pages["meetings"]


def test_a_person_is_found_by_half_a_name_and_an_institution_by_its_phone(
    desk: DeskWindow, qtbot: QtBot
) -> None:
    qtbot.keyClicks(desk.top.search, "Dar")
    assert any("Sok Dara" in text for text in desk.top.search.suggestions())
    desk.top.search.clear()
    qtbot.keyClicks(desk.top.search, "012345678")
    assert any("Farmers" in text for text in desk.top.search.suggestions())


@pytest.mark.parametrize("typed", ["0123456", "345678", "345 678", "+855 12 345 678", "១២៣៤៥", "០១២ ៣៤៥"])
def test_a_phone_is_found_by_any_part_however_it_is_written(
    desk: DeskWindow, qtbot: QtBot, typed: str
) -> None:
    desk.top.search.setText(typed)
    desk.top.search.textEdited.emit(typed)
    assert any("Farmers" in text for text in desk.top.search.suggestions())


@pytest.mark.parametrize("typed", ["Sok", "dara", "sok dar", "dara sok", "ដារ៉ា", "សុខ"])
def test_a_person_is_found_in_either_script_and_order(desk: DeskWindow, typed: str) -> None:
    desk.top.search.textEdited.emit(typed)
    assert any("Sok Dara" in text for text in desk.top.search.suggestions())


@pytest.mark.parametrize("typed", ["print directory", "បោះពុម្ព", "undo", "មិនធ្វើវិញ", "settings"])
def test_what_can_be_done_is_found_in_both_languages_whichever_the_window_speaks(
    desk: DeskWindow, typed: str
) -> None:
    desk.top.search.textEdited.emit(typed)
    assert desk.top.search.suggestions()[0] == "To do"


def test_a_command_is_chosen_by_keyboard_and_done(desk: DeskWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.top.search, "print dir")
    qtbot.keyClick(desk.top.search, Qt.Key.Key_Return)
    current = desk.stack.currentWidget()
    assert current is not None
    assert current.findChild(PaperPage) is not None


def test_where_nothing_is_found_a_line_says_what_to_try_and_enter_does_nothing(
    desk: DeskWindow, qtbot: QtBot
) -> None:
    qtbot.keyClicks(desk.top.search, "qqqqqq")
    assert desk.top.search.suggestions()[0].startswith("Nothing found")
    qtbot.keyClick(desk.top.search, Qt.Key.Key_Return)
    assert desk.top.search.text() == "qqqqqq"
