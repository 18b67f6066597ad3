"""Tab goes by where things stand, not by when they were made."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from cso_desk.widgets.reading_order import ReadingOrder, in_reading_order, tab_stops


@pytest.fixture
def window(qtbot: QtBot) -> ReadingOrder:
    made = ReadingOrder()
    made.resize(400, 300)
    qtbot.addWidget(made)
    return made


def put(name: str, within: QWidget, x: int, y: int, height: int = 20) -> QPushButton:
    made = QPushButton(name, within)
    made.setGeometry(QRect(x, y, 60, height))
    made.show()
    return made


def tabbed(window: QWidget, times: int, key: Qt.Key = Qt.Key.Key_Tab) -> list[str]:
    names = []
    for _time in range(times):
        QTest.keyClick(window.focusWidget() or window, key)
        now = window.focusWidget()
        assert isinstance(now, QPushButton)
        names.append(now.text())
    return names


def test_tab_goes_line_by_line_and_round_again_in_either_direction(window: ReadingOrder) -> None:
    for name, x, y in (("d", 80, 60), ("b", 80, 4), ("c", 0, 60), ("a", 0, 0)):
        put(name, window, x, y)
    window.show()
    assert tabbed(window, 5) == ["a", "b", "c", "d", "a"]
    assert tabbed(window, 2, Qt.Key.Key_Backtab) == ["d", "c"]


def test_what_is_added_later_takes_the_place_where_it_stands(window: ReadingOrder) -> None:
    first, last = put("first", window, 0, 0), put("last", window, 0, 80)
    window.show()
    first.setFocus()
    put("between", window, 0, 40)
    assert tabbed(window, 2) == ["between", "last"]
    last.move(0, 20)
    assert tabbed(window, 1) == ["between"]


def test_a_tall_part_at_the_left_is_read_before_all_that_stands_beside_it(window: ReadingOrder) -> None:
    below, side, top = put("below", window, 80, 60), put("side", window, 0, 0, 200), put("top", window, 80, 0)
    window.show()
    assert in_reading_order([below, side, top]) == [side, top, below]


def test_what_cannot_be_used_now_is_passed_by(window: ReadingOrder) -> None:
    put("a", window, 0, 0)
    put("off", window, 0, 30).setEnabled(False)
    put("hidden", window, 0, 60).hide()
    put("by mouse", window, 0, 90).setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    put("z", window, 0, 120)
    window.show()
    assert tabbed(window, 3) == ["a", "z", "a"]


def test_from_what_only_the_mouse_chooses_tab_goes_on_from_there(window: ReadingOrder) -> None:
    put("a", window, 0, 0)
    put("by mouse", window, 0, 30).setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    put("z", window, 0, 60)
    window.show()
    window.findChildren(QPushButton)[1].setFocus()
    assert tabbed(window, 1) == ["z"]


def test_a_part_that_hands_the_keyboard_on_is_no_stop_of_its_own(window: ReadingOrder) -> None:
    whole = QWidget(window)
    whole.setGeometry(0, 0, 100, 100)
    whole.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    line = QLineEdit(whole)
    whole.setFocusProxy(line)
    window.show()
    assert tab_stops(window) == [line]


def test_what_has_been_scrolled_away_is_shown_when_tab_comes_to_it(window: ReadingOrder) -> None:
    above = put("above", window, 0, 0)
    area, inside = QScrollArea(window), QWidget()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setGeometry(0, 40, 200, 100)
    inside.resize(150, 900)
    first = put("first", inside, 0, 0)
    area.setWidget(inside)
    window.show()
    above.setFocus()
    area.verticalScrollBar().setValue(700)
    assert first.visibleRegion().isEmpty()
    assert tabbed(window, 1) == ["first"]
    assert not first.visibleRegion().isEmpty()
