"""A record in a low window, and a sheet in a narrow one."""

from typing import Any

from PySide6.QtWidgets import QApplication
from typing_in import meeting_with, open_sheet, people

from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.form.sheet_table import BODY, NAME
from cso_desk.features.meetings.record import Meeting
from cso_desk.store.store import Store
from cso_desk.widgets.operation import Failure


def test_in_a_low_window_the_buttons_of_a_record_leave_their_line_to_the_rows(
    desk: DeskWindow, store: Store
) -> None:
    with store.transaction("Add") as t:
        meeting = t.add(Meeting(title_en="Quarterly meeting"))
    desk.resize(910, 485)
    desk.show()
    desk.open_record("meeting", meeting.id)
    meetings: Any = desk.page("meetings").meetings
    assert meetings.pane._actions.isVisible()
    meetings.pane.open_tab(2)
    assert not meetings.pane._actions.isVisible()
    desk.resize(1366, 900)
    meetings.pane.open_tab(1)
    assert meetings.pane._actions.isVisible()


def test_where_a_message_takes_the_room_the_words_of_the_tabs_stay_whole(
    desk: DeskWindow, store: Store
) -> None:
    desk.resize(910, 485)
    desk.show()
    with store.reading() as reading:
        desk.open_record("meeting", reading.all(Meeting)[0].id)
    pane: Any = desk.page("meetings").meetings.pane
    desk.session.complain(Failure("A long sentence. " * 12))
    QApplication.processEvents()
    assert not pane._actions.isVisible()
    tabs = [each for each in pane._buttons.buttons() if each.isVisible()]
    assert all(each.visibleRegion().boundingRect().height() == each.height() for each in tabs)


def test_in_the_lowest_window_the_rows_of_a_record_have_the_page_to_themselves(
    desk: DeskWindow, store: Store
) -> None:
    desk.resize(910, 485)
    desk.show()
    with store.reading() as reading:
        meeting = reading.all(Meeting)[0]
    desk.open_record("meeting", meeting.id)
    meetings: Any = desk.page("meetings").meetings
    assert meetings.table.isVisible()
    meetings.pane.open_tab(2)
    assert not meetings.table.isVisible()
    assert not meetings.filter.isVisible()
    table = meetings.pane._stack.currentWidget().table
    QApplication.processEvents()
    assert table.viewport().height() >= 3 * table.rowHeight(0)
    assert meetings.pane.isAncestorOf(desk.focusWidget())
    assert desk.focusWidget().text() == "Attendance"
    meetings.pane.open_tab(0)
    assert meetings.table.isVisible()
    meetings.pane.open_tab(2)
    meetings.pane.closed.emit()
    assert meetings.table.isVisible()
    assert meetings.filter.isVisible()
    meetings.open_record(meeting.id)
    assert meetings.pane.isVisible()
    assert not meetings.table.isVisible()


def test_in_a_narrow_window_names_leave_room_for_institutions(desk: DeskWindow, store: Store) -> None:
    desk.resize(910, 485)
    desk.show()
    table = open_sheet(desk, meeting_with(store, people(store, 3), asked=("youth", "disability"))).table
    QApplication.processEvents()
    assert table.columnWidth(NAME) >= 130
    assert table.columnWidth(BODY) >= 130
    desk.resize(1366, 728)
    QApplication.processEvents()
    assert table.columnWidth(NAME) == 220
    assert table.columnWidth(BODY) > 300
