"""Columns are found and ticked with the keyboard alone; what was found by a search is seen as a whole."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QToolButton

from cso_desk.desk.window import DeskWindow
from cso_desk.widgets.column_list import ColumnList


@pytest.fixture
def page(desk: DeskWindow) -> Any:
    """The list of institutions."""
    desk.resize(1366, 728)
    desk.show()
    desk.open_page("members")
    whole: Any = desk.page("members")
    return whole.organisations


def choose(page: Any) -> ColumnList:
    buttons = page.findChildren(QToolButton)
    next(each for each in buttons if each.accessibleName() == "Choose columns").click()
    made: ColumnList = page.findChildren(ColumnList)[-1]
    return made


def offered(columns: ColumnList) -> list[str]:
    return [item.text() for item in columns._items() if not item.isHidden()]


def test_a_column_is_found_by_a_part_of_its_name_below_its_heading(page: Any) -> None:
    columns = choose(page)
    assert {"Code", "Who it is", "How to reach it", "Website", "Sensitivity"} <= set(offered(columns))
    QTest.keyClicks(columns.line, "WEB")
    assert offered(columns) == ["How to reach it", "Website"]
    QTest.keyClicks(columns.line, "zzz")
    assert offered(columns) == []
    columns.close()


def test_a_column_is_shown_and_hidden_with_the_keyboard(page: Any) -> None:
    columns = choose(page)
    QTest.keyClicks(columns.line, "address")
    QTest.keyClick(columns.line, Qt.Key.Key_Down)
    QTest.keyClick(columns.line, Qt.Key.Key_Return)
    assert page.table.shown_columns()[-1] == "address_en"
    QTest.keyClick(columns.line, Qt.Key.Key_Return)
    assert "address_en" not in page.table.shown_columns()
    columns.close()


def test_the_last_column_stays(page: Any) -> None:
    page.table.show_columns(["name_en"])
    columns = choose(page)
    QTest.keyClicks(columns.line, "name in english")
    QTest.keyClick(columns.line, Qt.Key.Key_Return)
    assert page.table.shown_columns() == ["name_en"]
    item = columns.list.currentItem()
    assert item is not None
    assert item.checkState() == Qt.CheckState.Checked
    columns.close()


def test_a_search_that_finds_nothing_says_what_to_try(desk: DeskWindow) -> None:
    QTest.keyClicks(desk.top.search, "zzzz")
    assert desk.top.search.suggestions() == [
        "Nothing found",
        "Type a part of the name, in Khmer or Latin letters.",
        "Type the last digits of a phone number.",
        "Type the number of a law or a code, such as 182 or BTB-0007.",
    ]
    assert not desk.top.search.take_first()


def test_every_row_that_was_found_is_seen_as_a_whole(desk: DeskWindow) -> None:
    desk.resize(1366, 728)
    desk.show()
    QTest.keyClicks(desk.top.search, "m")
    popup = desk.top.search._popup
    assert isinstance(popup, QListView)
    assert len(desk.top.search.suggestions()) > 2
    seen = popup.viewport().rect()
    for row in range(len(desk.top.search.suggestions())):
        place = popup.visualRect(desk.top.search._model.index(row, 0))
        assert place.bottom() <= seen.bottom() or place.top() >= seen.bottom() - 1, "a row is cut"
        assert popup.sizeHintForColumn(0) <= seen.width()
    desk.top.search.close_popup()
