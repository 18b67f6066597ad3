"""The signed sheet is typed in: row by row in the order of the paper, by keyboard alone.

Every row is a step of its own: nothing is lost when the power fails, and Undo takes back the row that was
just typed, to which the cursor goes.
"""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from cso_desk.features.meetings.form.guest_line import GuestLine
from cso_desk.features.meetings.form.scan_panel import ScanPanel
from cso_desk.features.meetings.form.sheet_draft import SheetDraft
from cso_desk.features.meetings.form.sheet_end import EndQuestion
from cso_desk.features.meetings.form.sheet_head import SheetHead
from cso_desk.features.meetings.form.sheet_table import SheetModel, SheetTable
from cso_desk.features.meetings.form.sheet_taken_off import TakenOff
from cso_desk.features.meetings.form.sheet_totals import SheetTotals
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service import (
    SheetRow,
    WalkIn,
    all_hats_on,
    mark,
    next_line,
    printed_sheets_in,
    quorum_rules_in,
    settle_open,
    sheet_rows_in,
    take_hat,
    tick,
    welcome,
)
from cso_desk.features.meetings.service.planning import days_of
from cso_desk.widgets.controls import button, frame, row
from cso_desk.widgets.controls import line as rule
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import N_, _

_OPEN = ("invited", "confirmed")


class SheetPage(QWidget):
    """Rows with one key each, a line for those who wrote themselves down, and the totals of the paper."""

    finished = Signal()

    def __init__(self, host: Host, meeting: Meeting, sheet: str = "") -> None:
        """`sheet` is the print that lies on the desk, without one the newest."""
        super().__init__()
        self.setProperty("help", "sheet")
        self._host, self._meeting = host, meeting
        self._mine = False
        self._replaces: SheetRow | None = None
        self.model = SheetModel()
        days = days_of(meeting)
        self.head = SheetHead(days)
        self.table = SheetTable(self.model, days)
        self.line = GuestLine(host, lambda: self._meeting, self.come)
        self.totals = SheetTotals(host)
        self.scans = ScanPanel(host, meeting)
        self.question = EndQuestion()
        self.taken_off = TakenOff(self.put_back)
        self.done = button(
            lambda: _("Close the sheet"), self.end, name="primary", picture="check", writes="data"
        )
        self._build()
        self.draft = SheetDraft(self, host.store, meeting.id, self.line.typed)
        self._look(sheet)
        self._put_draft_back()
        host.changes.changed.connect(self._on_changed)
        live(self, self._say_line)

    def title(self) -> str:
        return _("Type in the sheet")

    # --- what the keys do ---

    def say(self, place: int, status: str, days: int | None) -> None:
        """Say what became of the person of a row, and go on to the next."""
        attendance = self.model.rows[place].row.attendance
        if self._step(lambda t: mark(t, attendance.id, status, days=days)):
            self._reread(place)
            self._say_taken_off()
            self._tell_held(status)
            if status != "invited":
                self._go_on(place)

    def tick(self, place: int, name: str) -> None:
        """Turn what the paper says in one box of a row; the cursor stays."""
        attendance = self.model.rows[place].row.attendance
        if self._step(lambda t: tick(t, attendance.id, name)):
            self._reread(place)

    def want(self, place: int, what: str) -> None:
        """Say who came in place of somebody, or give somebody the next of their hats."""
        if what == "hat":
            self._next_hat(place)
            return
        self._replaces = self.model.rows[place]
        self._say_line()
        self.line.begin()

    def come(self, guest: WalkIn) -> bool:
        """Write down somebody on the next free line, or mark the row on which they stand."""
        place = self.model.place_of_person(guest.person.id)
        there = self.model.rows[place] if place >= 0 else None
        if there is not None and there.row.attendance.status == "present" and not self._replaces:
            self.line.tell(_("{name} was entered before, on row {number}.", **_told(there)), "warn")
            self.table.go(place)
            self.line.name.selectAll()
            return False
        on_paper = there is not None and there.printed
        number = None if on_paper else next_line(self.model.rows)
        instead = self._replaces.row.person.id if self._replaces else ""
        done = self._step(lambda t: welcome(t, self._meeting.id, guest, line=number, replaces=instead))
        if done:
            self._replaces = None
            self._look()
            self._tell_who_came(guest)
            self.table.go(max(self.model.place_of_person(guest.person.id), 0))  # ticks are an arrow away
        return done

    def put_back(self) -> None:
        """Put somebody on the list again who was taken off it, with the mark that they had."""
        place = self.table.place()
        attendance = self.model.rows[place].row.attendance
        if self._step(lambda t: t.restore(Attendance, attendance.id)):
            self._reread(place)
            self._say_taken_off()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Close the sheet; of whom nothing was said is asked first."""
        waiting = self._waiting()
        if waiting and self.question.isHidden():
            self._ask(waiting)
        else:
            self.finished.emit()

    def settle(self) -> None:
        """Everybody without a mark was absent."""
        if self._step(lambda t: settle_open(t, self._meeting.id)):
            self.finished.emit()

    # --- building ---

    def _build(self) -> None:
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.table)
        self._split.addWidget(self.scans)
        self.scans.hide()
        foot = row(self.totals, self.done, gap=0, margins=(0, 0, 16, 0))
        foot.setStretch(0, 1)
        self._foot = frame("foot", foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._split, 1)
        for each in (rule(), self.taken_off, self.line, self.question, self._foot):
            layout.addWidget(each)
        self.head.chosen.connect(self._look)
        self.head.scan.connect(self._toggle_scan)
        self.table.said.connect(self.say)
        self.table.wanted.connect(self.want)
        self.table.ticked.connect(self.tick)
        self.table.passed.connect(self.line.begin)
        self.table.selectionModel().currentChanged.connect(lambda *_moved: self._say_taken_off())
        self.line.left.connect(self._leave_line)
        self.question.absent.connect(self.settle)
        self.question.leave.connect(self.finished)

    # --- looking ---

    def _look(self, sheet: str = "") -> None:
        """Read meeting, prints and rows anew; the cursor stays, at first it goes to the first open row."""
        place = self.table.place()
        current = self.model.rows[place].row.attendance.id if 0 <= place < len(self.model.rows) else ""
        with self._host.store.reading() as reading:
            self._meeting = reading.get(Meeting, self._meeting.id) or self._meeting
            self.head.show_meeting(self._meeting, printed_sheets_in(reading, self._meeting.id))
            if sheet:
                self.head.choose(sheet)
            rows = sheet_rows_in(reading, self._meeting.id, self.head.print_chosen())
            rules = quorum_rules_in(reading, self._meeting)
        self.model.show(rows, self._meeting.asked)
        self.totals.show_meeting(self._meeting, rules)
        self.totals.show_rows(rows)
        self._say_line()
        if rows:
            found = self.model.place_of(current) if current else self._first_open()
            self.table.go(max(found, 0))

    def _reread(self, place: int) -> None:
        """Show one row as it is stored now."""
        with self._host.store.reading() as reading:
            found = reading.get(Attendance, self.model.rows[place].row.attendance.id)
        if found is not None:
            self.model.put(place, found)
        self.totals.show_rows(self.model.rows)

    def _first_open(self) -> int:
        return next((n for n, each in enumerate(self.model.rows) if _is_open(each)), 0)

    def _waiting(self) -> int:
        return sum(each.row.attendance.status in _OPEN for each in self.model.rows)

    def _go_on(self, place: int) -> None:
        """To the next row of the paper; below the last one to the line for others."""
        after = place + 1
        if after < len(self.model.rows) and self.model.rows[after].number is not None:
            self.table.go(after)
        elif not any(_is_open(each) for each in self.model.rows[after:]):
            self.line.begin()
        else:
            self.table.go(after)

    def _on_changed(self, changed: Any) -> None:
        if self._mine or not changed.kinds & {"attendance", "person", "meeting", "printed_sheet"}:
            return
        with QSignalBlocker(self.table):
            self._look()
        place = next((self.model.place_of(each) for each in changed.ids), -1)
        if place >= 0:
            self.table.go(place)

    def _step(self, act: Any) -> bool:
        """One step of one row; this page shows by itself what it did."""
        self._mine = True
        try:
            return self._host.change(N_("Record attendance"), act)
        finally:
            self._mine = False

    def _next_hat(self, place: int) -> None:
        attendance = self.model.rows[place].row.attendance
        day = self._meeting.starts or "9999"
        with self._host.store.reading() as reading:
            hats = all_hats_on(reading, [attendance.person], day).get(attendance.person, [])
        bodies = [each.organisation for each in hats]
        if not set(bodies) - {attendance.organisation}:
            self.line.tell(_("No other position of this person is known on that day."), "warn")
            return
        after = bodies.index(attendance.organisation) + 1 if attendance.organisation in bodies else 0
        if self._step(lambda t: take_hat(t, attendance.id, hats[after % len(hats)])):
            self._look()

    def _leave_line(self) -> None:
        if self._replaces is not None:
            self._replaces = None
            self._say_line()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- saying ---

    def _say_line(self) -> None:
        if self._replaces is not None:
            said = _("In place of {name}:", **_told(self._replaces))
        else:
            said = digits(next_line(self.model.rows))
        self.line.before.show_text(said)

    def _say_taken_off(self) -> None:
        place = self.table.place()
        self.taken_off.show_row(self.model.rows[place] if 0 <= place < len(self.model.rows) else None)

    def _tell_held(self, status: str) -> None:
        """Whoever came says that the meeting is held: say so once, so that a wrong sheet is noticed."""
        first = status == "present" and self._meeting.status != "held"
        if first:
            self._meeting = replace(self._meeting, status="held")
        self.line.tell(_("The meeting counts as held now.") if first else "")

    def _tell_who_came(self, guest: WalkIn) -> None:
        found = next((each for each in self.model.rows if each.row.person.id == guest.person.id), None)
        if found is not None:
            self.line.tell(_("Row {number}: {name} is present.", **_told(found)), "good")

    def _ask(self, waiting: int) -> None:
        for each in (self.head.keys, self.line, self._foot):
            each.hide()  # first: a low window has no room for all
        self.question.ask(waiting)

    def _toggle_scan(self) -> None:
        self.scans.setVisible(self.head.show_scan.isChecked())
        half = max(self._split.width() // 2, 1)
        self._split.setSizes([half, half])
        if self.head.show_scan.isChecked():
            self.scans.open()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """The keyboard belongs to the rows; a proxy would let Tab skip what stands above them."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_draft_back(self) -> None:
        texts = self.draft.texts()
        if texts:
            self.line.put_back(texts)
            self.line.tell(_("This was being typed when the program ended."))


def _is_open(each: SheetRow) -> bool:
    return each.row.attendance.status in _OPEN and each.number is not None and not each.row.attendance.deleted


def _told(each: SheetRow) -> dict[str, str]:
    """The name and number of a row, for sentences."""
    person = each.row.person
    number = digits(each.number) if each.number is not None else "—"
    return {"name": title_of((person.name_km, person.name_en), person.code), "number": number}
