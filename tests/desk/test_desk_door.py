"""The laptop at the door: people sign in by half a name, see nobody else, and cannot reach the desk."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from typing_in import Keyboard, all_of, meeting_with, people, statuses, typed_in_khmer

from cso_desk.assembly import create_store
from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.form.door_lock import EndDoor, wait_after
from cso_desk.features.meetings.form.sign_in import SignIn
from cso_desk.features.meetings.service import attendance_rows
from cso_desk.features.members.record import Person
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store


@pytest.fixture
def keys() -> Keyboard:
    return Keyboard()


@pytest.fixture
def door(desk: DeskWindow, store: Store) -> SignIn:
    meeting = meeting_with(store, people(store, 3))
    made = SignIn(desk.session, meeting, desk)
    made.begin()
    made.choose.line.setText("២៤៦៨")
    made.choose.take()
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


@pytest.mark.parametrize("layout", ["Latin", "Khmer"])
def test_a_scanned_code_signs_in_whoever_it_names_in_either_layout(
    door: SignIn, store: Store, keys: Keyboard, layout: str
) -> None:
    code = next(each.code for each in all_of(store, Person) if each.name_en == "Chea Sophea B")
    keys.type(code if layout == "Latin" else typed_in_khmer(code))
    assert [each.text() for each in door.choices] == ["Chea Sophea B   ·   Association 0"]
    keys.press(Qt.Key.Key_Return)
    assert statuses(store, door._meeting) == ["invited", "present", "invited"]


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


def test_the_door_is_left_only_with_its_pin(door: SignIn, keys: Keyboard) -> None:
    keys.press(Qt.Key.Key_Escape)
    assert not door.close()
    assert door.isVisible()
    door.stay()
    door.leave.click()
    keys.type("1357")
    keys.press(Qt.Key.Key_Return)
    assert door.isVisible()
    assert "not it" in door.question.said.text_shown()
    keys.type("2468")
    keys.press(Qt.Key.Key_Return)
    assert not door.isVisible()


def test_guessing_at_the_door_has_to_wait_longer_and_longer(door: SignIn, keys: Keyboard) -> None:
    assert [wait_after(wrong) for wrong in (1, 2, 3, 4, 5, 20)] == [0, 0, 30, 60, 120, 600]
    door.ask()
    for guess in ("1111", "2222", "3333"):
        keys.type(guess)
        keys.press(Qt.Key.Key_Return)
    assert "30 seconds" in door.question.said.text_shown()
    door.question.line.setText("2468")
    door.question.answer()
    door.stay()
    door.ask()
    assert door.isVisible()
    assert not door.question.line.isEnabled()


def test_a_pin_has_four_digits_and_before_it_the_window_may_be_closed(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    made = SignIn(desk.session, meeting_with(store, people(store, 1)), desk)
    made.begin()
    for text in ("", "12", "abcd"):
        made.choose.line.setText(text)
        made.choose.take()
        assert made.choose.wrong.isVisible()
        assert not made.name.isVisible()
    made.leave.click()
    assert not made.isVisible()


def test_the_passphrase_of_the_store_opens_the_door_where_the_pin_is_forgotten(
    qapp: QApplication, tmp_path: Path
) -> None:
    store, _code = create_store(tmp_path / "hub", "02", passphrase="long enough for us", cost=CHEAP)
    end, opened = EndDoor(store.folder), list[bool]()
    end.opened.connect(lambda: opened.append(True))
    end.keep("2468")
    end.ask()
    for text in ("wrong but long", "long enough for us"):
        end.line.setText(text)
        end.answer()
    assert opened == [True]
    store.close()
