"""The paper loop in the window: a signed sheet is typed in by keyboard alone; people sign in at the door."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.form.sheet_page import SheetPage
from cso_desk.features.meetings.form.sign_in import SignIn
from cso_desk.features.meetings.record import Attendance, Meeting, PrintedSheet
from cso_desk.features.meetings.service import (
    attendance_rows,
    invite,
    keep_sheet,
    meeting_totals,
    plan_meeting,
)
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.records.base import Record
from cso_desk.store.store import Store

GIVEN = ("Dara", "Sophea", "Vanna", "Rithy", "Bopha", "Kosal", "Chenda", "Makara", "Nary", "Piseth")
FAMILY = ("Sok", "Chea", "Keo", "Nuon", "Prak", "Tep", "Ouk")


class Keyboard:
    """Types into whatever has the keyboard, and counts."""

    def __init__(self) -> None:
        self.pressed = 0

    def press(self, key: Qt.Key, times: int = 1) -> None:
        for _time in range(times):
            QTest.keyClick(self._focus(), key)
            self.pressed += 1

    def type(self, text: str) -> None:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(self._focus(), event)
            self.pressed += 1

    def _focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus


@pytest.fixture
def keys() -> Keyboard:
    return Keyboard()


def all_of(store: Store, record: type[Record]) -> list[Any]:
    with store.reading() as reading:
        return reading.all(record)


def people(store: Store, count: int) -> list[Person]:
    """People of a province, every other a woman, each with an institution."""
    with store.transaction("Import") as t:
        bodies = [t.add(Organisation(name_en=f"Association {n}")) for n in range(count // 3 + 1)]
        made = [
            t.add(
                Person(name_en=f"{FAMILY[n % 7]} {GIVEN[n % 10]} {chr(65 + n % 26)}", sex="FM"[n % 2],
                       phones=(f"+855129{n:05}",))
            )
            for n in range(count)
        ]  # fmt: skip
        for n, each in enumerate(made):
            t.add(Position(person=each.id, organisation=bodies[n // 3].id, title_en="Member", role="staff"))
    return made


def meeting_with(store: Store, guests: Sequence[Person], **values: str) -> Meeting:
    made = plan_meeting(store, Meeting(title_en="Network meeting", starts="2026-08-05", **values))
    invite(store, made.id, people=[each.id for each in guests])
    return made


def open_sheet(desk: DeskWindow, meeting: Meeting) -> SheetPage:
    desk.open_record("attendance", meeting.id)
    page: Any = desk.page("meetings")
    page.open_of_kind("meeting", meeting.id)
    page.pane.open_tab(2)
    page.pane._stack.currentWidget().type_in()
    over = desk.stack.currentWidget()
    assert over is not None
    found = over.findChild(SheetPage)
    assert isinstance(found, SheetPage)
    return found


def statuses(store: Store, meeting: Meeting) -> list[str]:
    return [each.attendance.status for each in attendance_rows(store, meeting.id)]


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
    assert keys.pressed / 60 <= 4, keys.pressed / 60
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
    page.keep_draft()
    desk.close_over()
    again = open_sheet(desk, meeting)
    assert again.line.typed() == ["Brand New", "Female", "Zeb", "", ""]
    assert again.table.place() == 1  # the first row without a mark
    again.line.clear()
    again.keep_draft()
    desk.close_over()
    assert open_sheet(desk, meeting).line.typed() == []


def test_who_has_no_mark_is_asked_when_the_sheet_is_closed(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = meeting_with(store, people(store, 3))
    page = open_sheet(desk, meeting)
    keys.press(Qt.Key.Key_Space)
    page.done.click()
    assert desk.stack.currentWidget().isAncestorOf(page)
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
    page._show_scan.click()
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


# --- at the door ---


@pytest.fixture
def door(desk: DeskWindow, store: Store) -> SignIn:
    meeting = meeting_with(store, people(store, 3))
    made = SignIn(desk.session, meeting, desk)
    made.show()
    made.name.setFocus()
    return made


def test_half_a_name_and_enter_signs_in(door: SignIn, store: Store, keys: Keyboard) -> None:
    keys.type("Sop")
    assert door.choices[0].text().startswith("Chea Sophea B   ·   Association 0")
    keys.press(Qt.Key.Key_Return)
    assert statuses(store, door._meeting) == ["invited", "present", "invited"]
    assert door.greeting.text_shown() == "Welcome, Chea Sophea B."
    assert "Present: 1" in door._count.text()
    door.not_me.click()
    assert statuses(store, door._meeting) == ["invited", "invited", "invited"]
    keys.type("129000")
    keys.press(Qt.Key.Key_Return)
    assert statuses(store, door._meeting).count("present") == 1


def test_nobody_at_the_door_leafs_through_the_others(door: SignIn, keys: Keyboard) -> None:
    keys.type("s")
    assert door.choices == []
    keys.type("o")
    said = " ".join(each.text() for each in door.choices)
    assert "855" not in said
    assert "129" not in said
    keys.press(Qt.Key.Key_Escape)
    keys.type("12900")
    assert door.choices == []


def test_somebody_new_signs_in_with_a_few_words(door: SignIn, store: Store, keys: Keyboard) -> None:
    keys.type("Zoe Quill")
    keys.press(Qt.Key.Key_Return)
    keys.type("f")
    keys.press(Qt.Key.Key_Return, 2)
    keys.type("012 777 666")
    keys.press(Qt.Key.Key_Return)
    row = attendance_rows(store, door._meeting.id)[-1]
    assert (row.person.name_en, row.person.sex, row.attendance.walk_in) == ("Zoe Quill", "F", True)
    assert door.greeting.text_shown() == "Welcome, Zoe Quill."
    door.not_me.click()
    assert len(attendance_rows(store, door._meeting.id)) == 3


def test_the_door_is_left_only_by_a_clear_act(door: SignIn, keys: Keyboard) -> None:
    keys.press(Qt.Key.Key_Escape)
    assert not door.close()
    assert door.isVisible()
    door.stay()
    door.leave.click()
    assert door.isVisible()
    door.end()
    assert not door.isVisible()
