"""Minutes written while the meeting goes on: by keyboard alone, safe at a power cut, shown to the room."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from typing_in import Keyboard, all_of

from cso_desk.assembly import open_store
from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.form.minutes_page import MinutesPage
from cso_desk.features.meetings.form.minutes_projector import Projector, covered
from cso_desk.features.meetings.record import Action, AgendaItem, Decision, Meeting, MinutesEntry, Series
from cso_desk.features.meetings.service import (
    add_action,
    add_decision,
    add_minutes_entry,
    minutes_parts,
    record_attendance,
    set_minutes_state,
)
from cso_desk.features.members.record import Person
from cso_desk.store.facts import kept_fact
from cso_desk.store.store import Store
from cso_desk.wording import use_language

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def keys() -> Keyboard:
    return Keyboard()


def the_meeting(store: Store) -> Meeting:
    return next(each for each in all_of(store, Meeting) if each.title_en == "Quarterly meeting")


def open_minutes(desk: DeskWindow, meeting: Meeting) -> MinutesPage:
    desk.open_record("minutes_entry", meeting.id)
    page: Any = desk.page("meetings")
    page.open_of_kind("meeting", meeting.id)
    page.pane.open_tab(3)
    page.pane._stack.currentWidget().write()
    over: Any = desk.stack.currentWidget()
    found = over.findChild(MinutesPage)
    assert isinstance(found, MinutesPage)
    found.setFocus()
    return found


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def written(store: Store, meeting: Meeting) -> list[tuple[str, str]]:
    return [(each.kind, each.text_km or each.text_en) for each in minutes_parts(store, meeting.id).entries]


def test_a_note_taker_writes_the_minutes_by_keys_only(desk: DeskWindow, store: Store, keys: Keyboard) -> None:
    meeting = the_meeting(store)
    page = open_minutes(desk, meeting)
    keys.type("គណៈកម្មការរាយការណ៍")
    press(Qt.Key.Key_1, CTRL)
    keys.press(Qt.Key.Key_Return)
    press(Qt.Key.Key_2, CTRL)
    keys.type("Two villages")
    press(Qt.Key.Key_Return, SHIFT)
    keys.type("have no water")
    keys.press(Qt.Key.Key_Return)
    press(Qt.Key.Key_3, CTRL)
    keys.type("Ask the commune")
    keys.press(Qt.Key.Key_Return)
    press(Qt.Key.Key_5, CTRL)
    for text in ("ផ្លូវខូច", "Farmers", "", "District"):
        keys.type(text)
        keys.press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    keys.type("Write a letter")
    keys.press(Qt.Key.Key_Return)
    keys.type("Sok Dara")
    keys.press(Qt.Key.Key_Return)
    keys.type("12/10/2026")
    keys.press(Qt.Key.Key_Return)
    keys.type("ជួបមេឃុំ")
    keys.press(Qt.Key.Key_Return)
    keys.type("សាលាឃុំ")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return)
    press(Qt.Key.Key_PageDown, CTRL)
    keys.type("Closing words")
    keys.press(Qt.Key.Key_Return)
    (item,) = all_of(store, AgendaItem)
    parts = minutes_parts(store, meeting.id)
    assert [(each.kind, each.text_km, each.text_en) for each in parts.entries] == [
        ("presentation", "គណៈកម្មការរាយការណ៍", ""),
        ("discussion", "", "Two villages\nhave no water"),
        ("concern_cso", "ផ្លូវខូច", ""),
        ("other", "", "Closing words"),
    ]
    assert {each.agenda_item for each in parts.entries[:3]} == {item.id}
    assert parts.entries[3].agenda_item == ""
    concern = parts.entries[2]
    assert (concern.raised_by, concern.answer, concern.referred_to) == ("Farmers", "", "District")
    assert [(each.number, each.text_en, each.agenda_item) for each in parts.decisions] == [
        ("2026/1", "Ask the commune", item.id)
    ]
    dara = next(each for each in all_of(store, Person) if each.name_en == "Sok Dara")
    tasks = sorted((each.what_en or each.what_km, each.person, each.body, each.due) for each in parts.actions)
    assert tasks == [
        ("Write a letter", dara.id, "", "2026-10-12"), ("ជួបមេឃុំ", "", "សាលាឃុំ", ""),
    ]  # fmt: skip
    assert {each.agenda_item for each in parts.actions} == {item.id}
    assert page.pane.lines[-1].typed().is_empty


def test_the_tab_calls_a_decision_by_the_number_that_papers_give_it(desk: DeskWindow, store: Store) -> None:
    with store.transaction("As two laptops give the same number") as t:
        meeting = t.add(Meeting(title_en="First", starts="2026-09-25"))
        for text in ("One", "Two"):
            t.add(Decision(meeting=meeting.id, number="2026/1", text_en=text))
    desk.open_record("decision", meeting.id)
    page: Any = desk.page("meetings")
    page.open_of_kind("meeting", meeting.id)
    page.pane.open_tab(4)
    model = page.pane._stack.currentWidget().model
    place = model.columns.index("number")

    def shown() -> list[str]:
        return sorted(model.index(row, place).data() for row in range(model.rowCount()))

    assert shown() == ["2026/1", "2026/1-2"]
    use_language("km")
    try:
        assert shown() == ["២០២៦/១", "២០២៦/១-២"]
    finally:
        use_language("en")


def test_a_power_cut_takes_nothing_but_the_last_second(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = the_meeting(store)
    page = open_minutes(desk, meeting)
    keys.type("Kept as it is left")
    keys.press(Qt.Key.Key_Return)
    keys.type("Half of a sen")
    page.keep_draft()
    assert written(store, meeting) == [("discussion", "Kept as it is left")]
    assert json.loads(kept_fact(store, f"draft minutes {meeting.id}"))["lines"][0]["text"] == "Half of a sen"
    # What a program that is opened again finds is only what stands in the store by now.
    page.pane.lines[-1].put_back(page.pane.lines[-1]._kept)
    again = MinutesPage(desk.session, meeting)
    assert again.pane.lines[-1].text.toPlainText() == "Half of a sen"
    again.save_now()
    again.keep_draft()
    assert written(store, meeting)[-1] == ("discussion", "Half of a sen")
    assert kept_fact(store, f"draft minutes {meeting.id}") == ""
    again.deleteLater()


_KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from cso_desk.assembly import create_store
from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.form.minutes_page import MinutesPage
from cso_desk.features.meetings.record import Meeting
from cso_desk.widgets.live import listen
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.theme import dress

application = QApplication([])
listen()
dress(application)
store, _code = create_store(Path(sys.argv[1]), "02", passphrase=None)
with store.transaction("Plan") as t:
    meeting = t.add(Meeting(title_en="Meeting", starts="2026-09-25"))
desk = DeskWindow(store, RunnerAtOnce())
desk.show()
page = MinutesPage(desk.session, meeting)
desk.session.show_over(page)

def type_in(text):
    for letter in text:
        key = Qt.Key.Key_Return if letter == chr(10) else 0
        told = "" if key else letter
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, told)
        QApplication.sendEvent(page.pane.lines[-1].text, event)

for number in range(5):
    type_in(f"Entry {number}" + chr(10))
type_in("Half of a sen")
page.keep_draft()
type_in("tence")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that kills at once")
def test_a_program_that_is_killed_loses_at_most_a_second_of_typing(tmp_path: Path) -> None:
    run = [sys.executable, "-X", "utf8", "-c", _KILLED, str(tmp_path / "hub")]
    told = subprocess.run(run, check=False, capture_output=True)
    assert told.returncode == -9, told.stderr
    store = open_store(tmp_path / "hub")
    (meeting,) = all_of(store, Meeting)
    assert [text for _kind, text in written(store, meeting)] == [f"Entry {number}" for number in range(5)]
    draft = json.loads(kept_fact(store, f"draft minutes {meeting.id}"))
    assert [each["text"] for each in draft["lines"]] == ["Half of a sen"]
    store.close()


def test_an_entry_is_kept_when_it_is_left_and_goes_when_it_is_emptied(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = the_meeting(store)
    page = open_minutes(desk, meeting)
    for text in ("One", "Two"):
        keys.type(text)
        keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Up)
    keys.type("!")
    keys.press(Qt.Key.Key_Up)
    assert written(store, meeting) == [("discussion", "One"), ("discussion", "Two!")]
    keys.press(Qt.Key.Key_Backspace, 4)
    assert QApplication.focusWidget() is page.pane.lines[0].text
    keys.press(Qt.Key.Key_Down)
    assert written(store, meeting) == [("discussion", "Two!")]
    desk.session.undo()
    assert written(store, meeting) == [("discussion", "One"), ("discussion", "Two!")]
    assert [each.text.toPlainText() for each in page.pane.lines] == ["One", "Two!", ""]


def test_ctrl_and_a_khmer_digit_change_the_kind_too(desk: DeskWindow, store: Store, keys: Keyboard) -> None:
    meeting = the_meeting(store)
    open_minutes(desk, meeting)
    keys.type("ក")
    focus = QApplication.focusWidget()
    assert focus is not None
    QApplication.sendEvent(focus, QKeyEvent(QEvent.Type.KeyPress, 0x17E4, CTRL, ""))
    keys.press(Qt.Key.Key_Return)
    assert written(store, meeting) == [("recommendation", "ក")]


def test_an_item_that_came_up_is_added_to_the_agenda(desk: DeskWindow, store: Store, keys: Keyboard) -> None:
    meeting = the_meeting(store)
    page = open_minutes(desk, meeting)
    page.more.line.setFocus()
    keys.type("Floods")
    keys.press(Qt.Key.Key_Return)
    keys.type("Much rain")
    keys.press(Qt.Key.Key_Return)
    items = {each.id: each for each in all_of(store, AgendaItem)}
    (entry,) = minutes_parts(store, meeting.id).entries
    assert (items[entry.agenda_item].title_en, items[entry.agenda_item].number) == ("Floods", 2)


def test_locked_minutes_take_no_letter_and_are_unlocked_with_a_reason(
    desk: DeskWindow, store: Store, keys: Keyboard
) -> None:
    meeting = the_meeting(store)
    record_attendance(store, meeting.id)
    add_minutes_entry(store, MinutesEntry(meeting=meeting.id, text_en="Said"))
    page = open_minutes(desk, meeting)
    page.states.go("approved")
    page.states.go("locked")
    page.step_item(1)
    assert [each.text.isReadOnly() for each in page.pane.lines] == [True]
    assert not page.pane.action_line.isVisible()
    page.states.go("amended")
    page.states.unlock()
    assert desk.problem.isVisible()
    page.states.reason.setText("A name is wrong")
    page.states.unlock()
    assert [each.minutes_state for each in all_of(store, Meeting) if each.id == meeting.id] == ["amended"]
    assert [each.text.isReadOnly() for each in page.pane.lines] == [False, False]


@pytest.fixture
def series(store: Store) -> tuple[Meeting, Meeting]:
    """Two meetings of a series; the first left minutes to approve and an action."""
    meeting = the_meeting(store)
    with store.transaction("Series") as t:
        of = t.add(Series(title_en="Quarterly")).id
        first = t.add(Meeting(title_en="First", starts="2026-06-01", series=of))
        t.change(meeting, series=of)
    record_attendance(store, first.id)
    add_action(store, Action(meeting=first.id, what_en="Repair the pump", body="Commune", due="2026-07"))
    return first, the_meeting(store)


def test_the_last_minutes_are_approved_and_open_actions_closed_at_the_next_meeting(
    desk: DeskWindow, store: Store, series: tuple[Meeting, Meeting]
) -> None:
    first, now = series
    page = open_minutes(desk, now)
    texts = [each.text().replace("\u200b", "") for each in page.earlier.findChildren(type(page._heading))]
    assert any("56 days late" in each for each in texts)
    page.earlier._approve(now, first)
    approved = next(each for each in all_of(store, Meeting) if each.id == first.id)
    assert (approved.minutes_state, approved.minutes_approved_on) == ("approved", now.starts)
    (action,) = all_of(store, Action)
    note = page.earlier.findChildren(type(page.states.reason))[0]
    note.setText("Done by the commune")
    page.earlier._close(now, action, "done", note)
    (action,) = all_of(store, Action)
    assert (action.status, action.closed_on, action.result) == ("done", now.starts, "Done by the commune")


@pytest.fixture
def room(desk: DeskWindow, store: Store) -> Iterator[tuple[MinutesPage, Projector]]:
    page = open_minutes(desk, the_meeting(store))
    page.show_projector()
    assert page.projector is not None
    yield page, page.projector
    page.end_projector()


def test_the_room_reads_the_item_and_the_text_as_it_is_typed(
    room: tuple[MinutesPage, Projector], keys: Keyboard
) -> None:
    page, projector = room
    page.pane.begin()
    keys.type("We ask")
    assert any(each.startswith("We ask") for each in projector.texts())
    assert any("Opening" in each for each in projector.texts())
    press(Qt.Key.Key_3, CTRL)
    keys.press(Qt.Key.Key_Return)
    assert any("2026/1" in each and "We ask" in each for each in projector.texts())
    keys.press(Qt.Key.Key_Escape)
    assert page.projector is None


def test_the_room_sees_no_telephone_and_nothing_that_stays_in_the_hub(
    room: tuple[MinutesPage, Projector], store: Store, keys: Keyboard
) -> None:
    page, projector = room
    meeting = the_meeting(store)
    item = all_of(store, AgendaItem)[0].id
    add_minutes_entry(
        store, MinutesEntry(meeting=meeting.id, agenda_item=item, text_en="Secret", sensitivity="hub")
    )
    add_decision(store, Decision(meeting=meeting.id, agenda_item=item, text_en="Hidden", sensitivity="hub"))
    page.pane.begin()
    keys.type("Call 012 345 678 or ០១២៣៤៥៦៧៨, 12 October 2026")
    said = "\n".join(projector.texts())
    assert "Call" in said
    assert "2026" in said
    for each in ("345", "៣៤៥", "Secret", "Hidden"):
        assert each not in said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("012 345 678", "••••••"),
        ("+855 12 345 678.", "••••••."),
        ("ទូរស័ព្ទ ០៩៧ ១២៣ ៤៥៦៧", "ទូរស័ព្ទ ••••••"),
        ("12/10/2026", "12/10/2026"),
        ("5,365,088.70 USD for 1500 people", "5,365,088.70 USD for 1500 people"),
    ],
)
def test_what_looks_like_a_telephone_is_covered(text: str, shown: str) -> None:
    assert covered(text) == shown


def test_the_projector_turns_from_dark_to_light(room: tuple[MinutesPage, Projector]) -> None:
    page, projector = room
    dark = projector.palette().window().color().lightness()
    page.turn_projector()
    assert projector.palette().window().color().lightness() > dark


def test_minutes_state_is_told_with_who_and_when(desk: DeskWindow, store: Store) -> None:
    meeting = the_meeting(store)
    record_attendance(store, meeting.id)
    set_minutes_state(store, meeting.id, "approved", on="2026-10-02")
    page = open_minutes(desk, meeting)
    assert page.states.state.text() == "Approved"
    assert "2 Oct 2026" in page.states.trail.text_shown()
    assert "Sok Chantha" in page.states.trail.text_shown()
