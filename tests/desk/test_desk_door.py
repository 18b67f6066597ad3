"""The laptop at the door: people sign in by half a name, see nobody else, and cannot reach the desk."""

import pytest
from PySide6.QtCore import Qt
from typing_in import Keyboard, meeting_with, people, statuses

from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.form.sign_in import SignIn
from cso_desk.features.meetings.service import attendance_rows
from cso_desk.store.store import Store


@pytest.fixture
def keys() -> Keyboard:
    return Keyboard()


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
