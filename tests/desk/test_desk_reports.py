"""The Reports page: every figure opens what it counts; words, results and the closing of a quarter."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from waiting import RunnerWhenAsked

from cso_desk.desk.reports_look import COMERS, MOST, PLACES, REPORT
from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.record import Attendance, Meeting, QuarterResult
from cso_desk.features.meetings.service import (
    WalkIn,
    minutes_steps,
    plan_meeting,
    record_attendance,
    record_head_count,
    report_of,
    set_minutes_state,
    write_report,
)
from cso_desk.features.meetings.service.tallies import WORTH_KEEPING
from cso_desk.features.members.record import Organisation, Person
from cso_desk.places.gazetteer import children
from cso_desk.store.store import Store
from cso_desk.widgets.operation import Failure


@pytest.fixture
def page(desk: DeskWindow, store: Store) -> Any:
    body = Organisation(name_en="Farmers of Banan", kind="ngo", place="0201")
    with store.transaction("x") as t:
        t.add(body)
    people = [Person(name_en=f"Guest {n}", sex="FM"[n % 2]) for n in range(3)]
    meeting = plan_meeting(store, Meeting(title_en="Forum", starts="2026-08-05", place="0201"))
    record_attendance(store, meeting.id, walk_ins=[WalkIn(person=each, organisation=body) for each in people])
    counted = plan_meeting(store, Meeting(title_en="Fair", starts="2026-09-05"))
    record_head_count(store, counted.id, 40, 20)
    desk.open_page("reports")
    return desk.page("reports")


def press(page: Any, name: str) -> None:
    found = [each for each in page.findChildren(QPushButton) if each.accessibleName().startswith(name)]
    assert found, name
    found[0].click()


def shown(page: Any) -> set[str]:
    return {each.accessibleName() for each in page.findChildren(QPushButton)}


@pytest.mark.parametrize(
    ("figure", "rows"),
    [
        ("Participations", {"Guest 0", "Guest 1", "Guest 2"}),
        ("Women", {"Guest 0", "Guest 2"}),
        ("Institutions:", {"Farmers of Banan"}),
        ("Participations · Men", {"Guest 1"}),
        ("Institutions by kind · NGO", {"Farmers of Banan"}),
        ("Counted by heads", {"Fair"}),
        ("Districts where", {"Forum"}),
    ],
)
def test_a_figure_opens_what_it_counts(page: Any, figure: str, rows: set[str]) -> None:
    press(page, figure)
    assert page.opened is not None
    assert rows <= shown(page)
    page.close_rows()
    assert page.opened is None


def test_of_many_rows_the_first_are_shown_and_all_are_counted(page: Any, store: Store) -> None:
    with store.transaction("x") as t:
        forum = t.add(Meeting(title_en="Big", starts="2026-07-01", status="held"))
        people = t.add_all([Person(name_en=f"Member {n}", sex="F") for n in range(MOST + 20)])
        t.add_all([Attendance(meeting=forum.id, person=each.id, status="present") for each in people])
    press(page, "Women")
    told = [each.text() for each in page.findChildren(QLabel)]
    assert f"{MOST + 22} rows" in told
    assert "and 22 more; the workbook of the report has them all" in told
    assert sum(name.startswith("Member") for name in shown(page)) == MOST


def test_a_doubt_opens_its_meetings(page: Any) -> None:
    press(page, "Meetings counted by heads")
    assert page.opened.heading.startswith("Meetings counted by heads")


def test_a_quarter_is_closed_and_opened_again_with_a_reason(
    page: Any, desk: DeskWindow, store: Store
) -> None:
    page.go_to("2026Q3", REPORT)
    page.below.close("2026Q3")
    assert report_of(store, "2026Q3").state == "closed"
    reason = next(each for each in page.findChildren(QLineEdit) if "again" in each.placeholderText())
    reason.setText("A sheet came late")
    reason.returnPressed.emit()
    report = report_of(store, "2026Q3")
    assert (report.state, report.reopen_reason) == ("open", "A sheet came late")


def test_a_refused_change_of_a_closed_quarter_offers_to_open_it_with_a_reason(
    page: Any, desk: DeskWindow, store: Store
) -> None:
    page.below.close("2026Q3")
    with store.reading() as reading:
        (forum,) = reading.all(Meeting, reading.table(Meeting).c.title_en == "Forum")
    assert not desk.session.change("x", lambda t: t.change(forum, status="cancelled"))
    assert desk.problem.answer.isVisibleTo(desk.problem)
    desk.problem.answer.setText("It was cancelled after all")
    desk.problem.answer.returnPressed.emit()
    assert report_of(store, "2026Q3").reopen_reason == "It was cancelled after all"
    assert desk.problem.isHidden()
    assert desk.session.change("x", lambda t: t.change(forum, status="cancelled"))


def test_a_refused_change_of_locked_minutes_offers_to_unlock_them_with_a_reason(
    page: Any, desk: DeskWindow, store: Store
) -> None:
    with store.reading() as reading:
        (forum,) = reading.all(Meeting, reading.table(Meeting).c.title_en == "Forum")
        row = reading.all(Attendance, reading.table(Attendance).c.meeting == forum.id)[0]
    set_minutes_state(store, forum.id, "approved")
    set_minutes_state(store, forum.id, "locked")
    assert not desk.session.change("x", lambda t: t.change(row, status="excused"))
    desk.problem.answer.setText("She was excused")
    desk.problem.answer.returnPressed.emit()
    assert desk.problem.isHidden()
    assert desk.session.change("x", lambda t: t.change(row, status="excused"))
    with store.reading() as reading:
        assert [each.reason for each in minutes_steps(reading, forum.id)][-1] == "She was excused"


def test_without_a_reason_a_closed_quarter_stays_closed(page: Any, desk: DeskWindow, store: Store) -> None:
    page.below.close("2026Q3")
    desk.session.change("x", lambda t: t.add(Meeting(title_en="Late", starts="2026-09-30")))
    desk.problem.answer.setText("  ")
    desk.problem.answer.returnPressed.emit()
    assert report_of(store, "2026Q3").state == "closed"


def test_another_refusal_asks_for_nothing(desk: DeskWindow) -> None:
    desk.session.complain(Failure("The disk is full."))
    assert not desk.problem.answer.isVisibleTo(desk.problem)


def test_words_and_results_are_written_over_the_page(page: Any, desk: DeskWindow, store: Store) -> None:
    write_report(store, "2026Q3", challenges_en="Floods")
    page.below.write("2026Q3")
    page.below.add_result("2026Q3")
    with store.reading() as reading:
        (result,) = reading.all(QuarterResult)
    assert result.quarter == "2026Q3"
    desk.open_record("quarter_result", result.id)
    desk.open_page("reports")
    assert page.quarter == "2026Q3"


def test_a_place_opens_its_meetings_of_a_quarter(page: Any) -> None:
    page.go_to("2026Q3", PLACES)
    press(page, "Banan District · Quarter 3")
    assert "Forum" in shown(page)
    assert "Fair" not in shown(page)


def test_a_district_that_nobody_came_from_is_said(page: Any) -> None:
    page.go_to("2026Q3", PLACES)
    told = [each.text() for each in page.findChildren(QLabel)]
    assert told.count("Not reached") == len(children("02")) - 1


def test_who_drifts_away_stands_first_and_opens_what_was_missed(page: Any, store: Store) -> None:
    with store.transaction("x") as t:
        (body,) = t.all(Organisation, t.table(Organisation).c.name_en == "Farmers of Banan")
        for day in ("2026-09-10", "2026-09-20"):
            meeting = t.add(Meeting(title_en=f"Later {day}", starts=day, status="held"))
            t.add(Attendance(meeting=meeting.id, organisation=body.id, status="absent"))
    page.go_to("2026Q3", COMERS)
    assert any("missed the last two" in each.text() for each in page.findChildren(QLabel))
    press(page, "Farmers of Banan · Missed in a row")
    assert {"Later 2026-09-10", "Later 2026-09-20"} <= shown(page)
    assert "Forum" not in shown(page)


def test_a_figure_in_the_table_of_meetings_opens_its_rows(page: Any) -> None:
    press(page, "Forum · Women")
    assert {"Guest 0", "Guest 2"} <= shown(page)
    assert "Guest 1" not in shown(page)


def test_the_keyboard_stays_where_it_was_when_a_figure_was_opened_and_closed(
    page: Any, desk: DeskWindow
) -> None:
    desk.show()
    QApplication.processEvents()
    press(page, "Participations:")
    assert desk.focusWidget().accessibleName() == "Close"
    desk.focusWidget().click()
    assert desk.focusWidget().accessibleName().startswith("Participations:")


@pytest.fixture
def uncounted(desk: DeskWindow, store: Store) -> tuple[Any, RunnerWhenAsked]:
    """The page over many meetings that nobody counted yet; what it starts waits for the test."""
    with store.transaction("x") as t:
        for number in range(WORTH_KEEPING):
            t.add(Meeting(title_en=f"Forum {number}", starts="2026-08-10", status="held"))
    desk.session.runner = runner = RunnerWhenAsked()
    desk.open_page("reports")
    runner.run()
    return desk.page("reports"), runner


def test_many_uncounted_meetings_are_counted_beside_the_window(
    uncounted: tuple[Any, RunnerWhenAsked],
) -> None:
    page, runner = uncounted
    assert page.counting
    assert any("still to be counted" in each.text() for each in page.findChildren(QLabel))
    runner.run_all()
    assert "Meetings held, of those planned: 20 / 21" in shown(page)


def test_counting_that_was_cancelled_waits_until_it_is_asked_for(
    uncounted: tuple[Any, RunnerWhenAsked],
) -> None:
    page, runner = uncounted
    for each in runner.waiting:
        each.cancel()
    runner.run_all()
    assert not page.counting
    press(page, "Count now")
    runner.run_all()
    assert "Meetings held, of those planned: 20 / 21" in shown(page)
