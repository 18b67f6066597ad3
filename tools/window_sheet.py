"""The paper loop in scenes: a signed sheet is typed in, heads are counted, people sign in at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QEvent, QIODevice, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from cso_desk.features.meetings.form.sheet_page import SheetPage
from cso_desk.features.meetings.form.sign_in import SignIn
from cso_desk.features.meetings.record import Attendance, Meeting, Series
from cso_desk.features.meetings.service import keep_sheet
from cso_desk.features.members.record import Person
from cso_desk.wording import N_, language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from window_stage import Room

    from cso_desk.desk.shots import Shown
    from cso_desk.desk.window import DeskWindow
    from cso_desk.store.store import Store

_TAB = 2
_NEW = ("ហេង សុភាព", "Heng Sopheap")


def sheet(room: Room) -> Iterator[Shown]:
    """A sheet as it is opened, half typed in, with somebody new, the scan, and the question at the end."""
    desk = room.desk()
    page = open_sheet(desk)
    yield "opened", desk
    for place, status in enumerate(("present", "absent", "excused", "present", "replaced")):
        if place < len(page.model.rows):
            page.say(place, status, None)
    page.totals.total.setText("6")
    page.totals.total.setModified(True)
    page.totals.total.editingFinished.emit()
    yield "half-way", desk
    found = _somebody(desk.session.store)
    type_into(page.line.name, found)
    yield "found", desk
    page.line.name.close_popup()
    page.line.clear()
    name = _NEW[0] if language() == "km" else _NEW[1]
    page.line._start_new(name)
    page.line.new.sex.setText("")
    yield "new", desk
    page.line.clear()
    page.want(0, "replace")
    yield "in-place", desk
    page._leave_line()
    page.scans.files.adding.setFocus()
    page.head.show_scan.click()
    yield "no-scan", desk
    scan = room.folder / ("រូបថតបញ្ជី" if language() == "km" else "Photo of the sheet.png")
    scan.write_bytes(photo())
    page.scans.files.add([scan])
    desk.notice.hide()
    yield "scan", desk
    page.head.show_scan.click()
    page.end()
    yield "question", desk


def heads(room: Room) -> Iterator[Shown]:
    """Counting heads where there was no sheet; inviting a group."""
    desk = room.desk()
    desk.open_record("meeting", _meeting(desk.session.store).id)
    page: Any = desk.page("meetings")
    page.pane.open_tab(_TAB)
    page.pane._stack.currentWidget().count_heads()
    yield "asked", desk
    tab: Any = page.pane._stack.currentWidget()
    tab.heads.hide()
    tab.invite()
    yield "group", desk


def series(room: Room) -> Iterator[Shown]:
    """The series of a hub, one with its meetings, and the menu of what becomes of a meeting."""
    desk = room.desk()
    store = desk.session.store
    meetings: Any = desk.page("meetings")
    desk.open_page("meetings")
    meetings.show_side(1)
    yield "list", desk
    with store.transaction(N_("Add a record")) as t:
        of = t.all(Series)[0] if t.all(Series) else t.add(Series(title_km="ប្រជុំប្រចាំត្រីមាស"))
        t.change(of, rhythm="quarterly")
        held = t.add(Meeting(series=of.id, title_km=of.title_km, title_en=of.title_en, starts="2026-02-10"))
        t.change(held, status="held")
    desk.open_record("series", of.id)
    meetings.series.pane.open_tab(1)
    yield "meetings", desk
    meetings.series.pane._stack.currentWidget().plan.click()
    yield "planned", desk


def door(room: Room) -> Iterator[Shown]:
    """The window at the door: waiting, somebody found, welcomed, somebody new, the end."""
    desk = room.desk()
    store = desk.session.store
    window = room.keep(SignIn(desk.session, _meeting(store), desk))
    window.begin()
    window.setWindowState(Qt.WindowState.WindowNoState)  # the screen of a test is smaller than a laptop's
    yield "pin", window
    window.start("2468")
    yield "waiting", window
    type_into(window.name, _somebody(store)[:3])
    yield "found", window
    window.choices[0].click()
    yield "welcome", window
    type_into(window.name, _NEW[0] if language() == "km" else _NEW[1])
    window.choices[-1].click()
    yield "new", window
    window._begin_again()
    window.ask()
    yield "end", window
    window.end()


def open_sheet(desk: DeskWindow) -> SheetPage:
    """The page of the sheet of the newest meeting that was not held yet."""
    meeting = _meeting(desk.session.store)
    keep_sheet(desk.session.store, meeting.id)
    page = SheetPage(desk.session, meeting)
    desk.open_page("meetings")
    desk.session.show_over(page)
    return page


def _meeting(store: Store) -> Meeting:
    """A meeting with people on its list who have no mark yet."""
    with store.reading() as reading:
        table, rows = reading.table(Meeting), reading.table(Attendance)
        found = reading.all(Attendance, limit=1, order_by=[rows.c.meeting])
        wanted = found[0].meeting if found else ""
        meetings = reading.all(Meeting, table.c.id == wanted) or reading.all(Meeting, limit=1)
    with store.transaction(N_("Record attendance")) as t:
        for each in t.all(Attendance, t.table(Attendance).c.meeting == meetings[0].id):
            t.change(each, status="invited", walk_in=False)
    return meetings[0]


def _somebody(store: Store) -> str:
    """The name of somebody, in the language of the window."""
    with store.reading() as reading:
        people = reading.all(Person, limit=1)
    return people[0].name_km if language() == "km" else people[0].name_en or people[0].name_km


def photo() -> bytes:
    """A picture of a sheet as a telephone would take it."""
    image = QImage(600, 800, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    for line in range(12):
        painter.drawLine(40, 80 + line * 56, 560, 80 + line * 56)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def type_into(line: QWidget, text: str) -> None:
    """Type a text of any script, as a keyboard would."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(line, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


SCENES = {each.__name__: each for each in (sheet, heads, series, door)}
"""Every scene under its name."""
