"""The list in which it is seen and keyed in who came."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout

from cso_desk.features.meetings.form.head_count import HeadCount
from cso_desk.features.meetings.form.inviting import InviteBar
from cso_desk.features.meetings.form.layout import ATTENDANCE_GROUPS
from cso_desk.features.meetings.record import ATTENDANCE, Attendance, Meeting
from cso_desk.features.meetings.service import alarms, attendance_rows, hats_on, last_row, meeting_totals
from cso_desk.records.base import Record, RecordId, new_id
from cso_desk.store.transaction import Transaction
from cso_desk.widgets.controls import Label, button, named, row
from cso_desk.widgets.editors.finders import record_finder
from cso_desk.widgets.editors.finding import FindLine
from cso_desk.widgets.folding_bar import FoldingBar
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.related import RelatedRecords
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, digits_of, language, words

_MARKS = (
    ("present", N_("Present"), "P", "check-circle"),
    ("absent", N_("Absent"), "A", "x-circle"),
    ("excused", N_("Excused"), "E", "minus-circle"),
)
_BESIDE_FROM = 700  # how wide it must be for the figures beside the line of newcomers


class AttendanceList(RelatedRecords):
    """Who came: rows in the order of the paper sheet, marked by single keys; new faces in one line."""

    def __init__(self, host: Host) -> None:
        super().__init__(
            host,
            ATTENDANCE,
            "meeting",
            columns=("sheet_row", "person", "organisation", "status", "role"),
            groups=ATTENDANCE_GROUPS,
            order="sheet_row",
            open_at_once=False,
        )
        self._suggest, _name = record_finder(host, "person")
        self.newcomer = FindLine(self._suggest)
        self.newcomer.chosen.connect(self.come)
        named(self.newcomer, lambda: _("Somebody else came"))
        live(
            self.newcomer,
            lambda: self.newcomer.setPlaceholderText(_("Somebody else came: type a name, press Enter")),
        )
        self.totals = Label("", "quiet", wrap=True)
        marks = [self._mark_button(*mark) for mark in _MARKS]
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101  RelatedRecords made it so
        for place, mark in enumerate(marks):
            self.head.insertWidget(place, mark)
        self.bar.fold(*reversed(marks))
        self.heads, self.inviting = HeadCount(host), InviteBar(host)
        layout.insertWidget(1, self._paper_bar())
        layout.insertWidget(2, self.heads)
        layout.insertWidget(3, self.inviting)
        self._above = row(self.newcomer, self.totals, gap=8, margins=(16, 0, 16, 4))
        for place in range(self._above.count()):
            self._above.setStretch(place, 1)
        layout.insertLayout(4, self._above)
        self.model.modelReset.connect(self._say_totals)
        live(self, self._say_totals)

    def mark(self, status: str) -> None:
        """Give the chosen rows a status, in one step, and go on to the next row."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        ids = [RecordId(each) for each in self.table.selected_ids()]
        if not ids:
            return
        done = self._host.change(
            N_("Record attendance"),
            lambda t: _mark_all(t, ids, status),
        )
        if done and rows[-1] + 1 < self.model.rowCount():
            self.table.selectRow(rows[-1] + 1)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def come(self, chosen: object) -> None:
        """Add somebody who came without invitation, for the organisation of their position on that day."""
        person = chosen() if callable(chosen) else chosen
        meeting = self._parent
        if person is None or not isinstance(meeting, Meeting):
            return
        rows = [row.attendance for row in attendance_rows(self._host.store, meeting.id)]
        invited = next((row for row in rows if row.person == person), None)
        if invited is not None:
            self._host.change(N_("Record attendance"), lambda t: t.change(invited, status="present"))
            self.table.open_record(invited.id)
        else:
            guest = _newcomer(self._host, meeting, RecordId(str(person)), last_row(rows) + 1)
            if self._host.change(N_("Record attendance"), lambda t: t.add(guest)):
                self.table.open_record(guest.id)
        self.newcomer.clear()
        self.newcomer.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_record(self, record: Record) -> None:
        super().show_record(record)
        self._say_totals()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_BESIDE_FROM)
        self._above.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )

    def type_in(self) -> None:
        """Open the signed sheet to be typed in."""
        # Heavy to import, and most pages are opened to look.
        from cso_desk.features.meetings.form.sheet_page import SheetPage  # noqa: PLC0415

        if isinstance(self._parent, Meeting):
            self._host.show_over(SheetPage(self._host, self._parent))

    def sign_in(self) -> None:
        """Open the window in which people at the door say that they are there."""
        from cso_desk.features.meetings.form.sign_in import SignIn  # noqa: PLC0415

        if isinstance(self._parent, Meeting):
            SignIn(self._host, self._parent, self.window()).begin()

    def count_heads(self) -> None:
        """Ask how many came, for a meeting without a sheet."""
        if isinstance(self._parent, Meeting):
            with self._host.store.reading() as reading:
                self.heads.ask(reading.get(Meeting, self._parent.id) or self._parent)

    def invite(self) -> None:
        """Ask for a group whose people are invited."""
        if isinstance(self._parent, Meeting):
            self.inviting.ask(self._parent)

    def take_over(self) -> None:
        """Take over an attendance list that somebody typed."""
        if self._parent is not None:
            self._host.import_list("attendance", self._parent.id)

    def _paper_bar(self) -> FoldingBar:
        type_in = button(lambda: _("Type in the sheet"), self.type_in, name="primary", picture="keyboard")
        others = [
            button(lambda: _("Sign-in at the door"), self.sign_in, picture="sign-in"),
            button(lambda: _("Head count"), self.count_heads, picture="users"),
            button(lambda: _("Invite a group…"), self.invite, picture="envelope-simple"),
            button(lambda: _("Import a list…"), self.take_over, picture="download-simple"),
        ]
        return FoldingBar(row(type_in, *others, None, margins=(16, 4, 8, 4)), [*reversed(others), type_in])

    def _mark_button(self, status: str, label: str, key: str, picture: str) -> QPushButton:
        made = button(
            lambda: f"{_(label)}  {key}", lambda: self.mark(status), picture=picture, hint=lambda: _(label)
        )
        shortcut = QShortcut(QKeySequence(key), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self.mark(status))
        return made

    def _say_totals(self) -> None:
        if self._parent is None:
            return
        totals = meeting_totals(self._host.store, self._parent.id)
        said = [
            _("Present: {count}", count=digits(totals.participations)),
            _("Women: {count}", count=digits("?" if totals.female is None else totals.female)),
            _("Institutions: {count}", count=digits(totals.institutions)),
        ]
        doubts = [each.said(words(language()), digits_of()) for each in alarms(self._parent, totals)]  # type: ignore[arg-type]
        self.totals.show_text("   ".join(said) + ("\n" + "\n".join(doubts) if doubts else ""))
        self.totals.become("warn" if doubts else "quiet")


def _mark_all(transaction: Transaction, ids: list[RecordId], status: str) -> None:
    for each in ids:
        transaction.change(Attendance, each, status=status)


def _newcomer(host: Host, meeting: Meeting, person: RecordId, row: int) -> Attendance:
    with host.store.reading() as reading:
        hat = hats_on(reading, [person], meeting.starts or "9999").get(person, Attendance())
    return replace(
        hat, id=new_id(), meeting=meeting.id, person=person, status="present", walk_in=True, sheet_row=row
    )
