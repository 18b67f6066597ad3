"""A keyboard that counts its keys, and meetings whose sheets are typed in with it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.form.sheet_page import SheetPage
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import attendance_rows, invite, plan_meeting
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


def typed_in_khmer(code: str) -> str:
    """What a scanner brings that presses the keys of a code while the keyboard stands in Khmer."""
    return code.translate(str.maketrans("BTP-0123456789", "ពទភឥ០១២៣៤៥៦៧៨៩"))


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


def meeting_with(store: Store, guests: Sequence[Person], **values: Any) -> Meeting:
    made = plan_meeting(store, Meeting(title_en="Network meeting", starts="2026-08-05", **values))
    invite(store, made.id, people=[each.id for each in guests])
    return made


def statuses(store: Store, meeting: Meeting) -> list[str]:
    return [each.attendance.status for each in attendance_rows(store, meeting.id)]


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
