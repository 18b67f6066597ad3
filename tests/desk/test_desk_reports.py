"""The Reports page: every figure opens what it counts; words, results and the closing of a quarter."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.record import Meeting, QuarterResult
from cso_desk.features.meetings.service import (
    WalkIn,
    plan_meeting,
    record_attendance,
    record_head_count,
    report_of,
    write_report,
)
from cso_desk.features.members.record import Organisation, Person
from cso_desk.store.store import Store


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
        ("Men", {"Guest 1"}),
        ("NGO", {"Farmers of Banan"}),
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


def test_a_doubt_opens_its_meetings(page: Any) -> None:
    press(page, "Meetings counted by heads")
    assert page.opened.heading.startswith("Meetings counted by heads")


def test_a_quarter_is_closed_and_opened_again_with_a_reason(
    page: Any, desk: DeskWindow, store: Store
) -> None:
    page.below.close("2026Q3")
    assert report_of(store, "2026Q3").state == "closed"
    reason = next(each for each in page.findChildren(QLineEdit) if "again" in each.placeholderText())
    reason.setText("A sheet came late")
    reason.returnPressed.emit()
    report = report_of(store, "2026Q3")
    assert (report.state, report.reopen_reason) == ("open", "A sheet came late")


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
