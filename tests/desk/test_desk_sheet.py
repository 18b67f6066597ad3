"""The paper loop in the window: a signed sheet is typed in by keyboard alone."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from typing_in import Keyboard, all_of, meeting_with, open_sheet, people, statuses, typed_in_khmer

from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.search import suggestions
from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.form.sheet_page import SheetPage
from cso_desk.features.meetings.record import Attendance, Meeting, PrintedSheet
from cso_desk.features.meetings.service import attendance_rows, invite, keep_sheet, meeting_totals
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.store.store import Store


@pytest.fixture
def keys() -> Keyboard:
    return Keyboard()


def test_a_sheet_of_sixty_is_typed_in_with_fewer_than_four_keys_a_person(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    everybody = people(store, 60)
    meeting = meeting_with(store, everybody[:48])
    keep_sheet(store, meeting.id)
    page = open_sheet(desk, meeting)
    for place in range(48):
        if place % 12 == 11:
            keys.type("a")
        else:
            keys.press(Qt.Key.Key_Space)
    # The cursor has gone to the line below the rows: twelve known people who wrote themselves down.
    for each in everybody[48:]:
        family, given, letter = each.name_en.split()
        keys.type(f"{given[:3]} {family[0]} {letter}")
        keys.press(Qt.Key.Key_Return)
    totals = meeting_totals(store, meeting.id)
    assert (totals.participations, totals.people) == (56, 56)
    assert statuses(store, meeting).count("absent") == 4
    assert keys.pressed / len(everybody) <= 4  # 2.4 when this was written
    below = [each for each in page.model.rows if not each.printed]
    assert [each.row.person.id for each in below] == [each.id for each in everybody[48:]]
    assert [each.number for each in below] == list(range(49, 61))


def test_marks_are_given_by_single_keys_in_either_layout_and_in_khmer_digits(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    guests = people(store, 7)
    meeting = meeting_with(store, guests, ends="2026-08-07")
    open_sheet(desk, meeting)
    for key in ("p", "ា", "e", "២", "0", "3"):
        keys.type(key)
    keys.press(Qt.Key.Key_Return)
    rows = [each.attendance for each in attendance_rows(store, meeting.id)]
    assert [(each.status, each.days) for each in rows] == [
        ("present", None), ("absent", None), ("excused", None), ("present", 2), ("absent", None),
        ("present", 3), ("present", None),
    ]  # fmt: skip
    assert [each.status for each in all_of(store, Meeting) if each.id == meeting.id] == ["held"]


def test_undo_takes_back_one_row_and_the_cursor_goes_there(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = meeting_with(store, people(store, 5))
    page = open_sheet(desk, meeting)
    keys.press(Qt.Key.Key_Space, 3)
    desk.session.undo()
    assert statuses(store, meeting) == ["present", "present", "invited", "invited", "invited"]
    assert page.table.place() == 2
    keys.press(Qt.Key.Key_Backspace)
    keys.type("a")
    assert statuses(store, meeting)[2] == "absent"


def test_the_order_is_that_of_the_print_although_the_list_has_changed(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    guests = people(store, 4)
    meeting = meeting_with(store, guests[:3])
    sheet = keep_sheet(store, meeting.id)
    invite(store, meeting.id, people=[guests[3].id])
    with store.transaction("Order") as t:
        t.change(Attendance, sheet.attendances[0], sheet_row=40)
    page = open_sheet(desk, meeting)
    assert [each.row.person.id for each in page.model.rows] == [each.id for each in guests]
    assert [each.number for each in page.model.rows] == [1, 2, 3, None]
    keys.press(Qt.Key.Key_Space, 3)
    keys.type("Keo")  # invited after the print, so she signed below the rows
    assert len(all_of(store, PrintedSheet)) == 1


def test_a_row_that_was_taken_off_the_list_is_put_back_by_its_button(desk: DeskWindow, store: Store) -> None:
    meeting = meeting_with(store, people(store, 2))
    sheet = keep_sheet(store, meeting.id)
    with store.transaction("Take off") as t:
        t.trash(Attendance, sheet.attendances[1])
    page = open_sheet(desk, meeting)
    assert page.taken_off.isHidden()
    page.table.go(1)
    assert not page.taken_off.isHidden()
    page.taken_off.back.click()
    assert page.taken_off.isHidden()
    assert statuses(store, meeting) == ["invited", "invited"]


def test_a_scanned_code_writes_down_whoever_it_names_in_either_layout(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    latin, khmer = people(store, 2)
    meeting = meeting_with(store, [])
    open_sheet(desk, meeting).line.begin()
    for code in (latin.code, typed_in_khmer(khmer.code)):
        keys.type(code)
        keys.press(Qt.Key.Key_Return)
    assert [row.person.id for row in attendance_rows(store, meeting.id)] == [latin.id, khmer.id]


def test_a_new_person_is_written_down_in_the_same_line(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = meeting_with(store, [])
    open_sheet(desk, meeting).line.begin()
    keys.type("ហេង សុភាព")
    keys.press(Qt.Key.Key_Return)
    keys.type("f")
    keys.type("Farm")
    keys.press(Qt.Key.Key_Return)
    keys.type("សមាជិក")
    keys.press(Qt.Key.Key_Return)
    keys.type("០៩៧ ១២៣ ៤៥៦៧")
    keys.press(Qt.Key.Key_Return)
    (row,) = attendance_rows(store, meeting.id)
    assert (row.person.name_km, row.person.sex, row.person.phones) == ("ហេង សុភាព", "F", ("+855971234567",))
    assert row.organisation is not None
    assert (row.organisation.name_en, row.attendance.title_km) == ("Farmers", "សមាជិក")
    assert (row.attendance.walk_in, row.attendance.sheet_row) == (True, 1)


def test_a_new_institution_comes_with_its_person_in_one_step(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = meeting_with(store, [])
    before = len(all_of(store, Organisation))
    open_sheet(desk, meeting).line.begin()
    keys.type("Brand New")
    keys.press(Qt.Key.Key_Return)
    keys.type("m")
    keys.type("Zebra Club")
    keys.press(Qt.Key.Key_Return, 3)
    assert len(all_of(store, Organisation)) == before + 1
    desk.session.undo()
    assert len(all_of(store, Organisation)) == before
    assert attendance_rows(store, meeting.id) == []


def test_somebody_entered_before_is_told_and_not_entered_twice(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    guests = people(store, 3)
    meeting = meeting_with(store, guests)
    page = open_sheet(desk, meeting)
    keys.press(Qt.Key.Key_Space, 3)
    keys.type("Chea S")
    keys.press(Qt.Key.Key_Return)
    assert "entered before, on row 2" in page.line.said.text_shown()
    assert len(attendance_rows(store, meeting.id)) == 3


def test_who_may_be_known_already_is_asked_before_a_double_is_made(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = meeting_with(store, [])
    known = next(each for each in all_of(store, Person) if each.name_en == "Chea Vuthy")
    with store.transaction("Phone") as t:
        t.change(known, phones=("+85512999888",))
    page = open_sheet(desk, meeting)
    page._host.alike("person", Person(name_en="x"))  # begins to read beside the window
    page.line.begin()
    keys.type("Chia Wuthy")
    keys.press(Qt.Key.Key_Return)
    keys.type("m")
    keys.press(Qt.Key.Key_Return, 2)
    keys.type("012999888")
    keys.press(Qt.Key.Key_Return)
    assert page.line.new.doubt.isVisible()
    keys.press(Qt.Key.Key_Return)
    assert [each.person.id for each in attendance_rows(store, meeting.id)] == [known.id]


def test_somebody_comes_in_place_of_another(desk: DeskWindow, store: Store, keys: Keyboard) -> None:
    guests = people(store, 2)
    meeting = meeting_with(store, guests[:1])
    page = open_sheet(desk, meeting)
    keys.type("r")
    assert guests[0].name_en in page.line.before.text_shown()
    keys.type("Chea S")
    keys.press(Qt.Key.Key_Return)
    assert statuses(store, meeting) == ["replaced", "present"]
    assert attendance_rows(store, meeting.id)[1].attendance.replaces == guests[0].id


def test_the_hat_of_today_is_changed_by_one_key(desk: DeskWindow, store: Store, keys: Keyboard) -> None:
    (dara,) = people(store, 1)
    with store.transaction("Position") as t:
        board = t.add(Organisation(name_en="The Board"))
    meeting = meeting_with(store, [dara])
    with store.transaction("Position") as t:
        t.add(Position(person=dara.id, organisation=board.id, title_en="Chair", role="board"))
    page = open_sheet(desk, meeting)
    keys.type("h")
    assert attendance_rows(store, meeting.id)[0].attendance.organisation == board.id
    keys.type("h")
    assert attendance_rows(store, meeting.id)[0].attendance.title_en == "Member"
    keys.press(Qt.Key.Key_Space)
    keys.type("h")
    assert page.line.isVisible()


def test_totals_of_the_paper_are_compared_at_every_key(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = meeting_with(store, people(store, 3))
    page = open_sheet(desk, meeting)
    keys.press(Qt.Key.Key_Space, 2)
    page.totals.total.setFocus()
    keys.type("៣")
    keys.press(Qt.Key.Key_Return)
    keys.type("2")
    keys.press(Qt.Key.Key_Return)
    assert "The sheet says 3 people; 2 were entered." in page.totals.verdict.text_shown()
    assert "The sheet says 2 women; 1 were entered." in page.totals.verdict.text_shown()
    page.table.setFocus()
    page.table.go(2)
    keys.press(Qt.Key.Key_Space)
    assert page.totals.verdict.text_shown() == "The sheet and what was entered agree."


def test_what_is_half_typed_is_there_again_after_a_power_cut(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = meeting_with(store, people(store, 3))
    page = open_sheet(desk, meeting)
    keys.press(Qt.Key.Key_Space)
    page.line.begin()
    keys.type("Brand New")
    keys.press(Qt.Key.Key_Return)
    keys.type("f")
    keys.type("Zeb")
    page.draft.keep()
    desk.close_over()
    again = open_sheet(desk, meeting)
    assert again.line.typed() == ["Brand New", "Female", "Zeb", "", "", ""]
    assert again.table.place() == 1  # the first row without a mark
    again.line.clear()
    again.draft.keep()
    desk.close_over()
    assert open_sheet(desk, meeting).line.typed() == []


def test_who_has_no_mark_is_asked_when_the_sheet_is_closed(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = meeting_with(store, people(store, 3))
    page = open_sheet(desk, meeting)
    keys.press(Qt.Key.Key_Space)
    page.done.click()
    assert page.isVisible()
    keys.press(Qt.Key.Key_Return)
    assert statuses(store, meeting) == ["present", "absent", "absent"]
    assert desk.stack.currentWidget() is desk._pages["meetings"]


def test_the_scan_is_kept_with_the_meeting_and_shown_beside_the_rows(
    desk: DeskWindow, store: Store, tmp_path: Path
) -> None:
    meeting = meeting_with(store, people(store, 2))
    page = open_sheet(desk, meeting)
    photo, torn = tmp_path / "IMG_2041.jpg", tmp_path / "torn.pdf"
    image = QImage(600, 800, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    assert image.save(str(photo))
    torn.write_bytes(b"%PDF-1.4 torn off")
    page.head.show_scan.click()
    page.scans.files.add([photo, torn])
    assert page.scans.page_count() == 1
    assert page.scans.picture.pixmap().width() > 0
    held = next(each for each in all_of(store, Meeting) if each.id == meeting.id)
    assert [each.name for each in held.scans] == ["IMG_2041.jpg", "torn.pdf"]


def test_a_head_count_is_kept_with_how_exact_it_is(desk: DeskWindow, store: Store, keys: Keyboard) -> None:
    meeting = meeting_with(store, [])
    page: Any = desk.page("meetings")
    page.open_of_kind("attendance", "")
    page.open_record(meeting.id)
    page.pane.open_tab(2)
    tab = page.pane._stack.currentWidget()
    tab.count_heads()
    keys.type("៧០")
    keys.press(Qt.Key.Key_Return)
    keys.type("31")
    tab.heads.exact.setCurrentIndex(tab.heads.exact.findData("about"))
    keys.press(Qt.Key.Key_Return)
    totals = meeting_totals(store, meeting.id)
    assert (totals.participations, totals.female, totals.evidence) == (70, 31, "head_count")
    tab.count_heads()
    tab.heads.female.setText("90")
    tab.heads.keep()
    assert desk.problem.isVisible()
    assert meeting_totals(store, meeting.id).female == 31


def test_an_attendance_list_from_excel_goes_straight_into_the_meeting(
    desk: DeskWindow, store: Store, tmp_path: Path
) -> None:
    known = next(each for each in all_of(store, Person) if each.name_en == "Sok Dara")
    meeting = meeting_with(store, [known])
    path = tmp_path / "attendance.csv"
    path.write_text(
        "No.;Name;Sex;Institution;Phone\n1;Sok Dara;F;Women for Peace;\n2;New Face;M;Farmers;012 777 666\n",
        encoding="utf-8",
    )
    desk.session.import_list("attendance", meeting.id)
    over = desk.stack.currentWidget()
    assert over is not None
    page: Any = over.findChild(ImportPage)
    page.read(path)
    page.take_over()
    came = {each.person.name_en: each.attendance.status for each in attendance_rows(store, meeting.id)}
    assert came == {"Sok Dara": "present", "New Face": "present"}


def test_what_is_ticked_is_one_key_and_new_people_have_their_boxes(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = meeting_with(store, people(store, 3), asked=("youth", "disability"))
    page = open_sheet(desk, meeting)
    for row in (("y", "d"), ("យ", "m"), ("d", "d")):
        for key in row:
            keys.type(key)
        keys.press(Qt.Key.Key_Space)
    ticked = [(row.attendance.youth, row.attendance.disability) for row in attendance_rows(store, meeting.id)]
    assert ticked == [("yes", "yes"), ("yes", ""), ("", "no")]
    assert statuses(store, meeting) == ["present"] * 3
    desk.session.undo()  # the mark of the last row, then its second tick
    desk.session.undo()
    assert attendance_rows(store, meeting.id)[2].attendance.disability == "yes"
    page.line.begin()
    keys.type("ហេង សុភាព")
    keys.press(Qt.Key.Key_Return)
    keys.type("f")
    keys.press(Qt.Key.Key_Return, 3)
    keys.type("y")
    keys.press(Qt.Key.Key_Return)
    new = attendance_rows(store, meeting.id)[-1]
    assert (new.person.name_km, new.attendance.youth, new.attendance.disability) == ("ហេង សុភាព", "yes", "")
    keys.press(Qt.Key.Key_Up)
    keys.type("d")
    assert attendance_rows(store, meeting.id)[-1].attendance.disability == "yes"


def test_the_code_of_a_paper_opens_its_rows(desk: DeskWindow, store: Store) -> None:
    guests = people(store, 3)
    meeting = meeting_with(store, guests[:2])
    first = keep_sheet(store, meeting.id)
    invite(store, meeting.id, people=[guests[2].id])
    keep_sheet(store, meeting.id)
    for text in (f"{meeting.code}/1", f"cso-desk:meeting:{meeting.code}/1:{meeting.id}"):
        found = suggestions(desk.session, text)
        assert found[1].text == f"Type in the signed sheet {meeting.code}/1"
        found[1].data()
        current = desk.stack.currentWidget()
        assert current is not None
        page = current.findChild(SheetPage)
        assert isinstance(page, SheetPage)
        printed = page.head.print_chosen()
        assert printed is not None
        assert printed.id == first.id
        desk.close_over()
    assert "signed sheet" not in " ".join(
        each.text for each in suggestions(desk.session, f"{meeting.code}/9x")
    )
