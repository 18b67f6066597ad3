"""The signed sheet is typed in: row by row in the order of the paper, by keyboard alone.

Every row is a step of its own: nothing is lost when the power fails, and Undo takes back the row that was
just typed, to which the cursor goes.
"""

import datetime as dt
import json
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from cso_desk.errors import UserError
from cso_desk.features.meetings.form.guest_line import GuestLine
from cso_desk.features.meetings.form.scan_panel import ScanPanel
from cso_desk.features.meetings.form.sheet_table import SheetModel, SheetTable
from cso_desk.features.meetings.form.sheet_totals import SheetTotals
from cso_desk.features.meetings.record import Attendance, Meeting, PrintedSheet
from cso_desk.features.meetings.service import (
    SheetRow,
    WalkIn,
    all_hats_on,
    mark,
    next_line,
    printed_sheets_in,
    settle_open,
    sheet_rows_in,
    take_hat,
    welcome,
)
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.widgets.controls import Label, button, column, frame, named, row
from cso_desk.widgets.controls import line as rule
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.wording import N_, _, ngettext

_EVERY = 1000  # milliseconds between two looks at what is half typed
_OPEN = ("invited", "confirmed")


class SheetPage(QWidget):
    """Rows with one key each, a line for those who wrote themselves down, and the totals of the paper."""

    finished = Signal()

    def __init__(self, host: Host, meeting: Meeting) -> None:
        super().__init__()
        self.setProperty("help", "sheet")
        self._host, self._meeting = host, meeting
        self._days = days_of(meeting)
        self._sheets: list[PrintedSheet] = []
        self._mine = False
        self._replaces: SheetRow | None = None
        self.model = SheetModel()
        self.table = SheetTable(self.model, self._days)
        self.line = GuestLine(host, lambda: self._meeting, self.come)
        self.totals = SheetTotals(host)
        self.scans = ScanPanel(host, meeting)
        self.sheet = CalmComboBox()
        self._build()
        self._draft = kept_fact(host.store, self._draft_key)
        self._look(first=True)
        self._put_draft_back()
        host.changes.changed.connect(self._on_changed)
        live(self, self._say)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep_draft)
        self._timer.start(_EVERY)

    def title(self) -> str:
        return _("Type in the sheet")

    # --- what the keys do ---

    def say(self, place: int, status: str, days: int | None) -> None:
        """Say what became of the person of a row, and go on to the next."""
        attendance = self.model.rows[place].row.attendance
        if self._step(lambda t: mark(t, attendance.id, status, days=days)):
            self._reread(place)
            self.line.tell("")
            if status != "invited":
                self._go_on(place)

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
        place = next(
            (n for n, each in enumerate(self.model.rows) if each.row.person.id == guest.person.id), -1
        )
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
        return done

    def end(self) -> None:
        """Close the sheet; of whom nothing was said is asked first."""
        waiting = self._waiting()
        if waiting and self._question.isHidden():
            self._ask(waiting)
        else:
            self.finished.emit()

    def settle(self) -> None:
        """Everybody without a mark was absent."""
        if self._step(lambda t: settle_open(t, self._meeting.id)):
            self.finished.emit()

    def keep_draft(self) -> None:
        """Keep what is half typed in the line, so that a power cut does not take it."""
        typed = self.line.typed()
        text = json.dumps(typed, ensure_ascii=False) if typed else ""
        if text == self._draft:
            return
        try:
            keep_fact(self._host.store, self._draft_key, text, wait=False)
        except UserError:
            return  # somebody else is writing, or the disk is full: the next look tries again
        self._draft = text

    # --- building ---

    def _build(self) -> None:
        named(self.sheet, lambda: _("Printed sheet"))
        self.sheet.setMinimumContentsLength(18)
        self.sheet.activated.connect(lambda _place: self._look())
        self._about = Label("", "heading", wrap=True)
        self._keys = Label(self._say_keys, "quiet", wrap=True)
        self._show_scan = button(
            lambda: _("Scan of the sheet"), self._toggle_scan, picture="paperclip", checkable=True
        )
        top = row(self._about, self.sheet, self._show_scan)
        top.setStretch(0, 1)
        head = column(gap=2, margins=(16, 6, 16, 6))
        head.addLayout(top)
        head.addWidget(self._keys)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.table)
        self._split.addWidget(self.scans)
        self.scans.hide()
        self.done = button(lambda: _("Close the sheet"), self.end, name="primary", picture="check")
        self._question = self._build_question()
        foot = row(self.totals, self.done, gap=0, margins=(0, 0, 16, 0))
        foot.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(frame("bar", head))
        layout.addWidget(self._split, 1)
        layout.addWidget(rule())
        layout.addWidget(self.line)
        layout.addWidget(self._question)
        self._foot = frame("foot", foot)
        layout.addWidget(self._foot)
        self.table.said.connect(self.say)
        self.table.wanted.connect(self.want)
        self.table.passed.connect(self.line.begin)
        self.line.left.connect(self._leave_line)

    def _build_question(self) -> QFrame:
        self._asked = Label()
        absent = button(lambda: _("They were absent"), self.settle, name="primary")
        leave = button(lambda: _("Leave them open"), self.finished.emit)
        for each in (absent, leave):
            each.setAutoDefault(True)
        self._absent, self._leave = absent, leave
        inside = column(flowing(self._asked, absent, leave), gap=4, margins=(16, 8, 16, 8))
        made = frame("caution", inside)
        made.hide()
        return made

    # --- looking ---

    def _look(self, *, first: bool = False) -> None:
        """Read meeting, sheets and rows anew; the cursor stays, at first it goes to the first open row."""
        place = self.table.place()
        current = self.model.rows[place].row.attendance.id if 0 <= place < len(self.model.rows) else ""
        with self._host.store.reading() as reading:
            self._meeting = reading.get(Meeting, self._meeting.id) or self._meeting
            self._sheets = printed_sheets_in(reading, self._meeting.id)
            if first:
                self._fill_sheets()
            chosen = next((each for each in self._sheets if each.id == self.sheet.currentData()), None)
            rows = sheet_rows_in(reading, self._meeting.id, chosen)
        self.model.show(rows)
        self.totals.show_meeting(self._meeting)
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

    def _say(self) -> None:
        meeting = self._meeting
        title = title_of((meeting.title_km, meeting.title_en), meeting.code)
        self._about.show_text("   ·   ".join(filter(None, (title, short_date(meeting.starts)))))
        chosen = self.sheet.currentData()
        self._fill_sheets()
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(chosen)))
        self._say_line()

    def _fill_sheets(self) -> None:
        self.sheet.clear()
        for each in self._sheets:
            said = _(
                "Sheet {code}, printed {day}",
                code=f"{self._meeting.code}/{each.number}",
                day=short_date(each.printed_on),
            )
            self.sheet.addItem(said, each.id)
        self.sheet.setVisible(len(self._sheets) > 1)

    def _say_keys(self) -> str:
        said = [
            _("Space: present"), _("A: absent"), _("E: excused"), _("R: somebody else came instead"),
            _("H: other institution"), _("Backspace: no mark"),
        ]  # fmt: skip
        if self._days > 1:
            said.insert(1, _("1 to {days}: days present", days=digits(self._days)))
        return "   ".join(said)

    def _say_line(self) -> None:
        if self._replaces is not None:
            said = _("In place of {name}:", **_told(self._replaces))
        else:
            said = digits(next_line(self.model.rows))
        self.line.before.show_text(said)

    def _tell_who_came(self, guest: WalkIn) -> None:
        found = next((each for each in self.model.rows if each.row.person.id == guest.person.id), None)
        if found is not None:
            self.line.tell(_("Row {number}: {name} is present.", **_told(found)), "good")

    def _ask(self, waiting: int) -> None:
        self._asked.show_text(
            ngettext(
                "{number} person on the list has no mark.",
                "{number} people on the list have no mark.",
                waiting,
                number=digits(waiting),
            )
        )
        for each in (self._keys, self.line, self._foot):
            each.hide()  # first: a low window has no room for all
        self._question.show()
        self._absent.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_scan(self) -> None:
        self.scans.setVisible(self._show_scan.isChecked())
        half = max(self._split.width() // 2, 1)
        self._split.setSizes([half, half])
        if self._show_scan.isChecked():
            self.scans.open()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """The keyboard belongs to the rows; a proxy would let Tab skip what stands above them."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is half typed ---

    @property
    def _draft_key(self) -> str:
        return f"draft sheet {self._meeting.id}"

    def _put_draft_back(self) -> None:
        try:
            texts = json.loads(self._draft) if self._draft else []
        except ValueError:
            texts = []
        if texts and all(isinstance(each, str) for each in texts):
            self.line.put_back(texts)
            self.line.tell(_("This was being typed when the program ended."))


def _is_open(each: SheetRow) -> bool:
    return each.row.attendance.status in _OPEN and each.number is not None and not each.row.attendance.deleted


def _told(each: SheetRow) -> dict[str, str]:
    """The name and number of a row, for sentences."""
    person = each.row.person
    number = digits(each.number) if each.number is not None else "—"
    return {"name": title_of((person.name_km, person.name_en), person.code), "number": number}


def days_of(meeting: Meeting) -> int:
    """How many days a meeting has; 1 where that is not known exactly."""
    try:
        first = dt.date.fromisoformat(meeting.starts)
        last = dt.date.fromisoformat(meeting.ends or meeting.starts)
    except ValueError:
        return 1
    return min(max((last - first).days + 1, 1), 9)
