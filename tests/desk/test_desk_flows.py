"""The work of a secretary through the window: import and take back, key in attendance, exchange, decide."""

import datetime as dt
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.desk.conflict_page import ConflictPage
from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.paper_page import PaperPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.members.record import Organisation, Person
from cso_desk.journal.reviews import conflicts
from cso_desk.records.base import Record
from cso_desk.store.store import Store

LIST = """បញ្ជីសមាជិក;;;
ល.រ;ឈ្មោះអង្គការ;អ្នកទំនាក់ទំនង;លេខទូរស័ព្ទ
១;អង្គការផ្កាឈូក;ហោ ចន្នី;០៨៥ ០០០ ១០៧
២;សមាគមកសិករ;នួន ចិន្តា;012 345 678
៣;អង្គការយុវជន;ទេព ចំប៉ា;
សរុប;៣;;
"""


def all_of(store: Store, record: type[Record]) -> list[Any]:
    with store.reading() as reading:
        return reading.all(record)


def over(desk: DeskWindow, kind: type) -> Any:
    """The page that lies over the others."""
    current = desk.stack.currentWidget()
    assert current is not None
    found = current.findChild(kind)
    assert found is not None
    return found


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    path = tmp_path / "members.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_list_is_read_looked_at_taken_over_and_the_import_undone(
    desk: DeskWindow, store: Store, list_file: Path
) -> None:
    desk.open_page("members")
    desk.session.import_list("members")
    page: ImportPage = over(desk, ImportPage)
    page.read(list_file)
    assert page.model.rowCount() == 4
    assert page.go.text() == "Take over 3 rows"
    before = len(all_of(store, Organisation))
    page.take_over()
    assert len(all_of(store, Organisation)) == before + 2
    assert desk.stack.currentWidget() is desk._pages["members"]
    assert "added" in desk.notice.text()
    desk.session.undo()
    assert len(all_of(store, Organisation)) == before


def test_a_list_that_is_here_already_changes_nothing_and_offers_no_undo(
    desk: DeskWindow, store: Store, list_file: Path
) -> None:
    for _time in range(2):
        desk.session.import_list("members")
        page: ImportPage = over(desk, ImportPage)
        page.read(list_file)
        page.take_over()
    assert "here already" in desk.notice.text()
    offered = [each.text() for each in desk.notice.findChildren(QPushButton) if not each.isHidden()]
    assert "Undo" not in offered


def test_a_row_without_its_tick_is_left_out(desk: DeskWindow, store: Store, list_file: Path) -> None:
    desk.session.import_list("members")
    page: ImportPage = over(desk, ImportPage)
    page.read(list_file)
    first = page.model.index(1, 0)
    page.model.setData(first, Qt.CheckState.Unchecked.value, int(Qt.ItemDataRole.CheckStateRole))
    assert page.go.text() == "Take over 2 rows"
    page.take_over()
    assert not any("ផ្កាឈូក" in each.name_km for each in all_of(store, Organisation))


def test_a_column_given_another_meaning_is_remembered_for_the_next_list(
    desk: DeskWindow, list_file: Path
) -> None:
    desk.session.import_list("members")
    page: ImportPage = over(desk, ImportPage)
    page.read(list_file)
    page._other_meaning("C", "remarks")
    assert [each.meaning for each in page.model.columns()][2] == "remarks"
    page.take_over()
    desk.session.import_list("members")
    again: ImportPage = over(desk, ImportPage)
    again.read(list_file)
    assert [each.meaning for each in again.model.columns()][2] == "remarks"


def test_a_file_that_is_no_list_is_told_in_a_sentence(desk: DeskWindow, tmp_path: Path) -> None:
    path = tmp_path / "blank.csv"
    path.write_text("", encoding="utf-8")
    desk.session.import_list("members")
    over(desk, ImportPage).read(path)
    assert desk.problem.isVisible()
    assert "blank.csv" in desk.problem.text()
    assert desk.stack.isEnabled()


def test_the_directory_is_shown_page_by_page_and_saved(desk: DeskWindow, tmp_path: Path) -> None:
    members: Any = desk.page("members")
    members.print_directory()
    page: PaperPage = over(desk, PaperPage)
    assert page.page_count() == 1
    page.save(tmp_path / "directory.pdf")
    assert "Saved as directory.pdf." in desk.notice.text()
    document = pypdfium2.PdfDocument(tmp_path / "directory.pdf")
    assert "Women for Peace" in document[0].get_textpage().get_text_range()
    document.close()
    page.save(tmp_path / "directory.xlsx")
    assert (tmp_path / "directory.xlsx").read_bytes().startswith(b"PK")
    desk.close_over()


def test_a_paper_that_cannot_be_saved_says_why(desk: DeskWindow, tmp_path: Path) -> None:
    members: Any = desk.page("members")
    members.print_directory()
    over(desk, PaperPage).save(tmp_path / "missing" / "directory.pdf")
    assert str(tmp_path / "missing") in desk.problem.text()
    desk.close_over()


@pytest.fixture
def attendance(desk: DeskWindow, store: Store) -> Any:
    meeting = all_of(store, Meeting)[0]
    desk.open_record("meeting", meeting.id)
    page: Any = desk.page("meetings")
    page.pane.open_tab(2)
    return page.pane._stack.currentWidget()


def test_attendance_is_keyed_in_with_single_keys(attendance: Any, store: Store, qtbot: QtBot) -> None:
    attendance.table.selectRow(0)
    attendance.mark("present")
    assert all_of(store, Attendance)[0].status == "present"
    assert "Present: 1" in attendance.totals.text()
    assert "Women: 1" in attendance.totals.text()


def test_somebody_known_who_came_without_invitation_is_added_in_one_line(
    attendance: Any, store: Store, qtbot: QtBot
) -> None:
    qtbot.keyClicks(attendance.newcomer, "Vuthy")
    qtbot.keyClick(attendance.newcomer, Qt.Key.Key_Return)
    came = [each for each in all_of(store, Attendance) if each.walk_in]
    assert len(came) == 1
    assert came[0].status == "present"
    assert came[0].organisation
    assert attendance.model.rowCount() == 2


def test_before_the_day_the_same_line_invites_and_the_meeting_stays_to_come(
    attendance: Any, store: Store, qtbot: QtBot
) -> None:
    assert attendance.newcomer.accessibleName() == "Somebody else came"
    meeting = all_of(store, Meeting)[0]
    later = dt.date.today() + dt.timedelta(days=7)  # noqa: DTZ011  as the window does
    with store.transaction("Put off") as t:
        t.change(meeting, starts=later.isoformat())
    attendance.show_record(all_of(store, Meeting)[0])
    assert attendance.newcomer.accessibleName() == "Invite somebody"
    qtbot.keyClicks(attendance.newcomer, "Vuthy")
    qtbot.keyClick(attendance.newcomer, Qt.Key.Key_Return)
    rows = all_of(store, Attendance)
    assert [(each.status, each.walk_in) for each in rows] == [("invited", False)] * 2
    assert all(each.organisation for each in rows)
    assert all_of(store, Meeting)[0].status == "invited"
    assert attendance.newcomer.text() == ""


def test_the_keyboard_goes_back_to_where_it_was_when_a_page_over_others_is_closed(
    desk: DeskWindow, attendance: Any
) -> None:
    desk.show()
    attendance.newcomer.setFocus()
    attendance.type_in()
    assert desk.focusWidget() is not attendance.newcomer
    desk.close_over()
    assert desk.focusWidget() is attendance.newcomer


def test_a_new_face_becomes_a_person_on_the_spot(attendance: Any, store: Store, qtbot: QtBot) -> None:
    qtbot.keyClicks(attendance.newcomer, "Xylophone Quartz")
    qtbot.keyClick(attendance.newcomer, Qt.Key.Key_Return)
    assert "Xylophone Quartz" in {each.name_en for each in all_of(store, Person)}
    assert len(all_of(store, Attendance)) == 2


def test_inviting_the_members_puts_their_representatives_on_the_list(
    desk: DeskWindow, attendance: Any, store: Store
) -> None:
    meetings: Any = desk.page("meetings")
    meetings.meetings.invite_members()
    assert len(all_of(store, Attendance)) == 2
    assert "1 person was put on the list." in desk.notice.text()


@pytest.fixture
def nation(tmp_path: Path) -> Any:
    made, _code = create_store(tmp_path / "nation", "00", passphrase=None, actor="Chan Dara")
    yield made
    made.close()


def differ(desk: DeskWindow, store: Store, nation: Store, tmp_path: Path) -> Any:
    """Let the hub and the nation edit the same institution apart, and take the nation's file in."""
    from cso_desk.bundles.receiving import receive_bundle

    sent = make_bundle(store, "00", folder=tmp_path, allow_plain=True)
    receive_bundle(nation, sent.path)
    record = next(each for each in all_of(store, Organisation) if each.name_en == "Farmers")
    for where, name in ((nation, "Farmers' Union"), (store, "Farmers' League")):
        with where.transaction("Change {record}", record=record.code) as t:
            t.change(Organisation, record.id, name_en=name)
    back = make_bundle(nation, "02", folder=tmp_path, allow_plain=True)
    page: Any = desk.page("exchange")
    page.check(back.path)
    page.receive()
    return over(desk, ConflictPage)


def name_of(store: Store) -> str:
    return str(next(each for each in all_of(store, Organisation) if "Farmers" in each.name_en).name_en)


def test_a_file_is_looked_at_before_it_changes_anything(
    desk: DeskWindow, store: Store, nation: Store, tmp_path: Path
) -> None:
    with nation.transaction("Add") as t:
        t.add(Organisation(name_en="National member", scope="network"))
    made = make_bundle(nation, "02", folder=tmp_path, allow_plain=True)
    page: Any = desk.page("exchange")
    page.check(made.path)
    assert len(all_of(store, Organisation)) == 2
    page.receive()
    assert len(all_of(store, Organisation)) == 3
    uid = page._session.store and made.uid
    page.take_back(uid)
    assert len(all_of(store, Organisation)) == 2


@pytest.mark.parametrize(("shown", "name"), [(True, "Farmers' League"), (False, "Farmers' Union")])
def test_a_difference_is_settled_for_one_side(
    desk: DeskWindow, store: Store, nation: Store, tmp_path: Path, shown: bool, name: str
) -> None:
    page = differ(desk, store, nation, tmp_path)
    found = page.records()[0]
    side = next(each for each in found[0].sides if each.value == name)
    page.choose(found[0], side.value)
    assert name_of(store) == name
    with store.reading() as reading:
        assert conflicts(reading.connection, store.shelves) == []


def test_a_third_value_settles_a_difference_and_undo_opens_it_again(
    desk: DeskWindow, store: Store, nation: Store, tmp_path: Path
) -> None:
    page = differ(desk, store, nation, tmp_path)
    page.choose(page.records()[0][0], "Farmers of the plain")
    assert name_of(store) == "Farmers of the plain"
    desk.session.undo()
    assert len(page.records()) == 1


def test_a_file_that_is_no_bundle_is_told_in_a_sentence(desk: DeskWindow, tmp_path: Path) -> None:
    path = tmp_path / "photo.csobundle"
    path.write_bytes(b"\xff\xd8\xff\xe0 not a bundle")
    page: Any = desk.page("exchange")
    page.check(path)
    assert desk.problem.isVisible()
    assert desk.problem.text()
