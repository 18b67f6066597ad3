"""A record in a low window."""

from typing import Any

from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.record import Meeting
from cso_desk.store.store import Store


def test_in_a_low_window_the_buttons_of_a_record_leave_their_line_to_the_rows(
    desk: DeskWindow, store: Store
) -> None:
    with store.transaction("Add") as t:
        meeting = t.add(Meeting(title_en="Quarterly meeting"))
    desk.resize(910, 485)
    desk.show()
    desk.open_record("meeting", meeting.id)
    meetings: Any = desk.page("meetings")
    assert meetings.pane._actions.isVisible()
    meetings.pane.open_tab(2)
    assert not meetings.pane._actions.isVisible()
    desk.resize(1366, 900)
    meetings.pane.open_tab(1)
    assert meetings.pane._actions.isVisible()
