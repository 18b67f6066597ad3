"""The menu of a meeting with all its papers."""

from typing import Any

import pytest

from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.form.papers import meeting_paper, papers_button
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import plan_meeting, printed_sheets_in
from cso_desk.features.meetings.service.papers import MEETING_PAPERS
from cso_desk.store.store import Store


@pytest.fixture
def meeting(store: Store) -> Meeting:
    return plan_meeting(store, Meeting(title_km="វេទិកា", title_en="Forum", starts="2026-08-05"))


def test_the_menu_offers_every_paper_of_a_meeting(desk: DeskWindow, meeting: Meeting) -> None:
    made: Any = papers_button(desk.session, lambda: meeting)
    made.menu().aboutToShow.emit()
    assert len(made.menu().actions()) == len(MEETING_PAPERS)
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


def test_a_sheet_is_remembered_when_it_is_shown(desk: DeskWindow, store: Store, meeting: Meeting) -> None:
    meeting_paper("attendance-sheet", desk.session, meeting)
    with store.reading() as reading:
        assert len(printed_sheets_in(reading, meeting.id)) == 1
