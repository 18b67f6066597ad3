"""Today says what now, and each thing has the button that does it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton

from cso_desk.desk.today_look import last_backup
from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.record import Action, Meeting, Series
from cso_desk.features.members.record import Organisation
from cso_desk.journal.identity import BEHIND
from cso_desk.records.base import Record
from cso_desk.store.facts import keep_fact
from cso_desk.store.store import Store
from cso_desk.store.upkeep import note_upkeep
from cso_desk.widgets.controls import Label

TODAY = dt.date.today()  # noqa: DTZ011  the day on the wall


def day(later: int) -> str:
    return (TODAY + dt.timedelta(days=later)).isoformat()


def add(store: Store, *records: Any) -> None:
    with store.transaction("Add") as t:
        t.add_all(records)


def today(desk: DeskWindow) -> Any:
    desk.open_page("today")
    return desk._pages["today"]


def words(page: Any) -> str:
    return "\n".join(each.text_shown() for each in page.widget().findChildren(Label))


def press(page: Any, word: str) -> None:
    found = [each for each in page.widget().findChildren(QPushButton) if each.accessibleName() == word]
    assert found, [each.accessibleName() for each in page.widget().findChildren(QPushButton)]
    found[0].click()


def titled(record: Record) -> Callable[[Any], bool]:
    return lambda page: page.pane.record is not None and page.pane.record.id == record.id


def test_the_papers_of_the_next_meeting_are_printed_from_here(desk: DeskWindow, store: Store) -> None:
    add(store, Meeting(title_en="Forum", starts=day(1), start_time="08:00", venue_en="Hall"))
    page = today(desk)
    assert "tomorrow" in words(page)
    assert "Hall" in words(page)
    for paper in ("Attendance sheet", "Agenda"):
        press(today(desk), paper)
        assert desk.problem.isHidden()
        assert desk.stack.currentWidget() is not page
        desk.close_over()


def test_a_meeting_that_is_over_leads_to_its_attendance(desk: DeskWindow, store: Store) -> None:
    meeting = Meeting(title_en="Past forum", starts=day(-3))
    add(store, meeting)
    press(today(desk), "Key in who came")
    meetings: Any = desk._pages["meetings"]
    assert desk.stack.currentWidget() is meetings
    assert meetings.pane.record.id == meeting.id
    assert meetings.pane._buttons.checkedId() == 2


def test_an_action_is_noted_as_done_and_taken_back(desk: DeskWindow, store: Store) -> None:
    meeting = Meeting(title_en="Held", starts=day(-30), status="held")
    add(store, meeting, Action(meeting=meeting.id, what_en="Write the letter", due=day(-2), body="Board"))
    page = today(desk)
    assert "Board   ·   late" in words(page)
    press(page, "Done")
    assert "Open actions" not in words(page)
    desk.session.undo()
    assert "Open actions" in words(page)


def test_a_series_that_lags_is_planned_with_one_press(desk: DeskWindow, store: Store) -> None:
    series = Series(title_en="Two-monthly update", rhythm="bimonthly")
    add(store, series, Meeting(series=series.id, title_en="Update", starts=day(-90), status="held"))
    page = today(desk)
    assert "Series that should meet again" in words(page)
    press(page, "Plan the next one")
    meetings: Any = desk._pages["meetings"]
    assert meetings.pane.record.starts == day(7)
    assert meetings.pane.record.series == series.id
    assert "Series that should meet again" not in words(today(desk))


def test_first_steps_of_a_new_hub_go_one_by_one(empty_desk: DeskWindow, empty_store: Store) -> None:
    page = today(empty_desk)
    assert "First steps" in words(page)
    press(page, "Import the list of members…")
    empty_desk.close_over()
    add(empty_store, Organisation(name_en="Women for Peace"))
    buttons = [each.accessibleName() for each in page.widget().findChildren(QPushButton)]
    assert "Import the list of members…" not in buttons
    assert "Plan a meeting" in buttons
    press(page, "Plan a meeting")
    meetings: Any = empty_desk.page("meetings")
    with empty_store.transaction("Plan") as t:
        planned = t.get(Meeting, meetings.pane.record.id)
        t.change(planned, title_en="First", starts=day(4))
    assert "First steps" not in words(today(empty_desk))
    assert "in 4 days" in words(today(empty_desk))


def test_a_long_text_is_cut_only_where_the_window_is_narrow(desk: DeskWindow, store: Store) -> None:
    text = "Write to the governor about the wells of the villages along the lake and the road " * 2
    meeting = Meeting(title_en="Held", starts=day(-30), status="held")
    add(store, meeting, Action(meeting=meeting.id, what_en=text))
    page = today(desk)
    link = next(b for b in page.widget().findChildren(QPushButton) if b.accessibleName() == text.strip())
    assert link.text().endswith("…")
    assert link.toolTip() == text.strip()
    assert page.widget().minimumSizeHint().width() <= page.viewport().width()


def test_the_newest_backup_counts_and_one_that_was_cut_short_does_not(tmp_path: Any) -> None:
    assert last_backup(tmp_path) == 0
    for name in (
        "2026-09-01_101500-000001_before-bundle",
        "2026-09-03_101500-1_before-bundle.part",
        "notes_x",
    ):
        folder = tmp_path / "backups" / name
        folder.mkdir(parents=True)
        (folder / "store.db").touch()
    assert last_backup(tmp_path) == dt.datetime(2026, 9, 1, 10, 15, tzinfo=dt.UTC).timestamp() * 1000


def test_changes_that_the_file_of_the_store_no_longer_holds_are_told_until_that_is_seen(
    desk: DeskWindow, store: Store
) -> None:
    store.practice = False
    keep_fact(store, BEHIND, "13")
    page = today(desk)
    page.draw()
    assert "13 changes of ours are missing" in words(page)
    press(page, "I have seen this")
    page.draw()
    assert "changes of ours" not in words(page)


def test_what_a_check_found_is_told_beside_the_first_steps_and_to_everybody(
    desk: DeskWindow, store: Store
) -> None:
    store.practice = False
    note_upkeep(store.folder, found="A page is damaged.")
    page = today(desk)
    page.draw()
    assert "A page is damaged." in words(page)
