"""The menu of a meeting with all its papers."""

from pathlib import Path
from typing import Any

import pytest

from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.form.calendar_file import meetings_paper, write_calendar
from cso_desk.features.meetings.form.papers import meeting_paper, papers_button
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import plan_meeting, printed_sheets_in
from cso_desk.features.meetings.service.papers import MEETING_PAPERS
from cso_desk.store.store import Store


@pytest.fixture
def meeting(store: Store) -> Meeting:
    return plan_meeting(store, Meeting(title_km="វេទិកា", title_en="Forum", starts="2026-08-05"))


def test_the_menu_offers_every_paper_of_a_meeting_and_the_calendar(
    desk: DeskWindow, meeting: Meeting
) -> None:
    made: Any = papers_button(desk.session, lambda: meeting)
    made.menu().aboutToShow.emit()
    offered = [each for each in made.menu().actions() if not each.isSeparator()]
    assert len(offered) == len(MEETING_PAPERS) + 1
    made.deleteLater()


@pytest.mark.parametrize("name", ["invitations", "evidence"])
def test_a_paper_is_made_and_its_file_is_called_by_day_code_and_title(
    desk: DeskWindow, meeting: Meeting, name: str
) -> None:
    paper = meeting_paper(name, desk.session, meeting)
    assert paper.file_name.startswith(f"2026-08-05 {meeting.code} ")
    assert not set(paper.file_name) & set('<>:"/\\|?*')
    for suffix in paper.suffixes:
        assert paper.make("km", suffix, lambda _done, _total: None)


def test_a_meeting_is_saved_for_the_calendar(desk: DeskWindow, meeting: Meeting, tmp_path: Path) -> None:
    write_calendar(desk.session, tmp_path / "one.ics", meeting=meeting.id)
    assert b"DTSTART;VALUE=DATE:20260805" in (tmp_path / "one.ics").read_bytes()
    assert "1 meeting is in it." in desk.notice.text()


def test_the_list_of_meetings_is_saved_for_the_calendar_as_it_is_shown(
    desk: DeskWindow, meeting: Meeting, store: Store
) -> None:
    plan_meeting(store, Meeting(title_en="Soon", starts="2026-08"))
    desk.open_record("meeting", meeting.id)
    page: Any = desk.page("meetings")
    paper = meetings_paper(page.meetings)
    made = paper.make("en", "ics", lambda _done, _total: None)
    assert b"SUMMARY:Forum\r\n" in made
    assert b"SUMMARY:Soon" not in made
    assert "no exact day yet" in paper.remark("ics")
    assert "ics" in paper.suffixes


def test_a_sheet_is_remembered_when_it_is_shown(desk: DeskWindow, store: Store, meeting: Meeting) -> None:
    meeting_paper("attendance-sheet", desk.session, meeting)
    with store.reading() as reading:
        assert len(printed_sheets_in(reading, meeting.id)) == 1
