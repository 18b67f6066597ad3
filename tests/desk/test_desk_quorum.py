"""While a sheet is typed in, it is told whether enough institutions came."""

from PySide6.QtCore import Qt
from typing_in import Keyboard, meeting_with, open_sheet, people

from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.record import Meeting
from cso_desk.store.store import Store


def test_a_sheet_tells_that_the_meeting_is_held_and_whether_enough_institutions_came(
    desk: DeskWindow, store: Store
) -> None:
    keys = Keyboard()
    meeting = meeting_with(store, people(store, 6))
    with store.transaction("Rule") as t:
        t.change(Meeting, meeting.id, quorum=2)
    page = open_sheet(desk, meeting)
    keys.press(Qt.Key.Key_Space)
    assert page.line.said.text_shown() == "The meeting counts as held now."
    assert "No quorum yet: 1 of 2 institutions" in page.totals.entered.text_shown()
    keys.press(Qt.Key.Key_Space, 3)
    assert "Quorum reached: 2 of 2 institutions" in page.totals.entered.text_shown()


def test_a_quorum_that_is_a_share_is_said_with_its_rule(desk: DeskWindow, store: Store) -> None:
    keys = Keyboard()
    meeting = meeting_with(store, people(store, 6))
    with store.transaction("Rule") as t:
        t.change(Meeting, meeting.id, quorum_share="majority_invited")
    page = open_sheet(desk, meeting)
    keys.press(Qt.Key.Key_Space)
    said = page.totals.entered.text_shown()
    assert "No quorum yet: 1 of " in said
    assert "(More than half of those invited, " in said
