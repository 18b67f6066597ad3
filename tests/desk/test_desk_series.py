"""Series and invitations in the window: the next meeting in one press; guests from groups and views."""

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from typing_in import Keyboard, all_of, people

from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.form.statuses import fill_statuses
from cso_desk.features.meetings.record import Attendance, Meeting, Series
from cso_desk.features.meetings.service import attendance_rows, invite, plan_from_series, set_meeting_status
from cso_desk.features.members.record import ContactGroup, GroupMembership, Person
from cso_desk.store.store import Store


def day(away: int) -> str:
    return (dt.date.today() + dt.timedelta(days=away)).isoformat()  # noqa: DTZ011  as the window does


def series_with_guests(store: Store, guests: list[Person], away: int = -120) -> tuple[Series, Meeting]:
    with store.transaction("Add") as t:
        of = t.add(Series(title_en="Network meeting", rhythm="quarterly"))
    held = plan_from_series(store, of.id, day(away))
    invite(store, held.id, people=[each.id for each in guests])
    set_meeting_status(store, held.id, "held")
    return of, held


def test_the_next_meeting_is_planned_in_one_press_and_one_step(desk: DeskWindow, store: Store) -> None:
    of, _held = series_with_guests(store, people(store, 3))
    desk.open_record("series", of.id)
    page: Any = desk.page("meetings")
    bar = page.series._tidings
    assert "should have met" in bar._said.text_shown()
    page.series.pane.open_tab(1)
    tab = page.series.pane._stack.currentWidget()
    assert "It should have met again." in tab.said.text_shown()
    tab.plan.click()
    made = page.pane.record
    assert (made.starts, made.series, made.status) == (day(7), of.id, "planned")
    assert len(attendance_rows(store, made.id)) == 3
    assert "3 guests of the last meeting are on the list." in desk.notice.text()
    assert bar.isHidden()
    desk.session.undo()
    assert all(each.meeting != made.id for each in all_of(store, Attendance))
    assert not bar.isHidden()


def attendance_of(desk: DeskWindow, meeting: Meeting) -> Any:
    desk.open_record("meeting", meeting.id)
    page: Any = desk.page("meetings")
    page.pane.open_tab(2)
    return page.pane._stack.currentWidget()


def test_guests_come_from_a_group_a_saved_view_and_the_last_meeting_nobody_twice(
    desk: DeskWindow, store: Store
) -> None:
    guests, keys = people(store, 6), Keyboard()
    of, _held = series_with_guests(store, guests[:2])
    with store.transaction("Group") as t:
        group = t.add(ContactGroup(name_en="Telegram group"))
        t.add(GroupMembership(contact_group=group.id, person=guests[2].id))
    desk.session.lists["person"] = {"views": {"Whoever is called Dara": {"text": "Dara", "filters": {}}}}
    meeting = plan_from_series(store, of.id, day(10))
    tab = attendance_of(desk, meeting)

    def listed() -> list[str]:
        return [str(row.attendance.person) for row in attendance_rows(store, meeting.id)]

    tab.invite()
    tab.inviting.last.click()
    assert listed() == [each.id for each in guests[:2]]
    tab.invite()
    keys.type("Tele")
    keys.press(Qt.Key.Key_Return)
    assert listed() == [each.id for each in guests[:3]]
    tab.invite()
    keys.press(Qt.Key.Key_Down)
    assert tab.inviting.group.suggestions() == ["Telegram group", "People: Whoever is called Dara"]
    keys.type("whoever")
    keys.press(Qt.Key.Key_Return)
    called = {each.id for each in all_of(store, Person) if "Dara" in each.name_en}
    assert set(listed()) == called | {each.id for each in guests[:3]}
    assert len(listed()) == len(set(listed()))
    desk.session.undo()
    assert listed() == [each.id for each in guests[:3]]


def test_the_status_button_offers_each_step_from_where_a_meeting_is(desk: DeskWindow, store: Store) -> None:
    meeting = plan_from_series(store, series_with_guests(store, [])[0].id, day(10))
    menu = QMenu()

    def steps() -> dict[str, Any]:
        with store.reading() as reading:
            fill_statuses(menu, desk.session, reading.get(Meeting, meeting.id))
        return {each.text(): each for each in menu.actions() if each.isEnabled() and each.text()}

    steps()["The invitations are out"].trigger()
    assert list(steps()) == ["It was held", "Back to planned", "Cancel the meeting"]
    steps()["Cancel the meeting"].trigger()
    steps()["Plan it again"].trigger()
    assert "Status: Planned" in desk.notice.text()
