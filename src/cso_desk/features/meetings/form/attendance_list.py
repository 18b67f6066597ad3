"""The list in which it is seen and keyed in who came; before the day, who is invited."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout

from cso_desk.features.meetings.form.head_count import HeadCount
from cso_desk.features.meetings.form.inviting import InviteBar, say_invited
from cso_desk.features.meetings.form.layout import ATTENDANCE_GROUPS
from cso_desk.features.meetings.form.sheet_totals import quorum_said
from cso_desk.features.meetings.record import ATTENDANCE, Attendance, Meeting
from cso_desk.features.meetings.service import (
    WalkIn,
    alarms,
    attendance_rows,
    hats_on,
    invite,
    mark,
    meeting_totals,
    quorum,
    welcome,
)
from cso_desk.features.meetings.service.hats import NO_DAY
from cso_desk.features.members.record import Organisation, Person
from cso_desk.records.base import Record, RecordId
from cso_desk.store.transaction import Transaction
from cso_desk.widgets.controls import Label, button, row
from cso_desk.widgets.editors.finders import record_finder
from cso_desk.widgets.editors.finding import FindLine
from cso_desk.widgets.empty import EmptyPage
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
_BEFORE = ("planned", "invited")
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
        live(self.newcomer, self._say_newcomer)
        self.totals = Label("", "quiet", wrap=True)
        marks = [self._mark_button(*mark) for mark in _MARKS]
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101  RelatedRecords made it so
        for place, each in enumerate(marks):
            self.head.insertWidget(place, each)
        self.bar.fold(*reversed(marks))
        self.heads, self.inviting = HeadCount(host), InviteBar(host)
        self.heads.asked.connect(self.newcomer.setHidden)  # a low window has no room for both
        layout.insertWidget(1, self._paper_bar())
        layout.insertWidget(2, self.heads)
        layout.insertWidget(3, self.inviting)
        self._above = row(self.newcomer, self.totals, gap=8, margins=(16, 0, 16, 4))
        for place in range(self._above.count()):
            self._above.setStretch(place, 1)
        layout.insertLayout(4, self._above)
        self.model.modelReset.connect(self._say_totals)
        live(self, self._say_totals)

    def empty(self) -> EmptyPage:
        """The ways in which a list begins."""
        return EmptyPage(
            "users",
            lambda: _("Nobody is on the list yet"),
            lambda: _(
                "Invite a group or whoever was on the last list, print the sheet, and type it in when it is "
                "signed. Where there was no sheet, keep the head count."
            ),
            button(
                lambda: _("Invite…"), self.invite, name="primary", picture="envelope-simple", writes="data"
            ),
            button(lambda: _("Head count"), self.count_heads, picture="users", writes="data"),
        )

    def mark(self, status: str) -> None:
        """Give the chosen rows a status, in one step, and go on to the next row."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        ids = [RecordId(each) for each in self.table.selected_ids()]
        if not ids:
            return
        before = self._status()
        done = self._host.change(N_("Record attendance"), lambda t: _mark_all(t, ids, status))
        if done and before != "held" and self._status() == "held":
            self._host.notify(_("The meeting counts as held now."), undo=True)
        if done and rows[-1] + 1 < self.model.rowCount():
            self.table.selectRow(rows[-1] + 1)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def come(self, chosen: object) -> None:
        """Add somebody who came without invitation, for the organisation of their position on that day.

        Nobody came to a meeting whose day is still to come: there the person is invited.
        """
        person = chosen() if callable(chosen) else chosen
        meeting = self._parent
        if person is None or not isinstance(meeting, Meeting):
            return
        if self._to_come():
            self._host.attempt(
                lambda: say_invited(self._host, invite(self._host.store, meeting.id, people=[str(person)]))
            )
            self._next_newcomer()
            return
        guest = self._guest(RecordId(str(person)), meeting)
        made: list[Attendance] = []
        if self._host.change(N_("Record attendance"), lambda t: made.append(welcome(t, meeting.id, guest))):
            self.table.open_record(made[0].id)
        self._next_newcomer()

    def _next_newcomer(self) -> None:
        self.newcomer.clear()
        self.newcomer.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_newcomer()

    def _guest(self, person: RecordId, meeting: Meeting) -> WalkIn:
        """Somebody known, with the newest hat of that day; who is on the list keeps the hat of the list."""
        with self._host.store.reading() as reading:
            hat = hats_on(reading, [person], meeting.starts or NO_DAY).get(person, Attendance())
        listed = {row.attendance.person for row in attendance_rows(self._host.store, meeting.id)}
        if person in listed or not hat.organisation:
            return WalkIn(person=Person(id=person))
        body = Organisation(id=hat.organisation)
        return WalkIn(
            person=Person(id=person), organisation=body, title_km=hat.title_km, title_en=hat.title_en
        )

    def _now(self) -> Meeting | None:
        """The meeting as it stands now."""
        with self._host.store.reading() as reading:
            return reading.get(Meeting, self._parent.id) if self._parent is not None else None

    def _status(self) -> str:
        """How far the meeting has come by now."""
        found = self._now()
        return found.status if found is not None else ""

    def _to_come(self) -> bool:
        """Whether the day of the meeting is still to come, and nobody said that it was held."""
        found, today = self._now(), date.today().isoformat()  # noqa: DTZ011  the day on the wall
        return found is not None and found.starts > today and found.status in _BEFORE

    def _say_newcomer(self) -> None:
        """Say in the line whether it invites, or notes who came."""
        to_come = self._to_come()
        self.newcomer.setAccessibleName(_("Invite somebody") if to_come else _("Somebody else came"))
        self.newcomer.setPlaceholderText(
            _("Invite somebody: type a name, press Enter")
            if to_come
            else _("Somebody else came: type a name, press Enter")
        )

    def show_record(self, record: Record) -> None:
        super().show_record(record)
        self._say_totals()
        self._say_newcomer()

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
        """Ask for a group, a saved view or the guests of the last meeting."""
        if isinstance(self._parent, Meeting):
            self.inviting.ask(self._parent)

    def take_over(self) -> None:
        """Take over an attendance list that somebody typed."""
        if self._parent is not None:
            self._host.import_list("attendance", self._parent.id)

    def _paper_bar(self) -> FoldingBar:
        type_in = button(
            lambda: _("Type in the sheet"), self.type_in, name="primary", picture="keyboard", writes="data"
        )
        others = [
            button(lambda: _("Sign-in at the door"), self.sign_in, picture="sign-in", writes="data"),
            button(lambda: _("Head count"), self.count_heads, picture="users", writes="data"),
            button(lambda: _("Invite…"), self.invite, picture="envelope-simple", writes="data"),
            button(lambda: _("Import a list…"), self.take_over, picture="download-simple", writes="data"),
        ]
        return FoldingBar(row(type_in, *others, None, margins=(16, 4, 8, 4)), [*reversed(others), type_in])

    def _mark_button(self, status: str, label: str, key: str, picture: str) -> QPushButton:
        made = button(
            lambda: f"{_(label)}  {key}",
            lambda: self.mark(status),
            picture=picture,
            hint=lambda: _(label),
            writes="data",
        )
        shortcut = QShortcut(QKeySequence(key), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self.mark(status))
        return made

    def _say_totals(self) -> None:
        if self._parent is None:
            return
        totals = meeting_totals(self._host.store, self._parent.id)
        unknown = totals.female is None and totals.participations > 0
        said = [
            _("Present: {count}", count=digits(totals.participations)),
            _("Women: {count}", count=digits("?" if unknown else totals.female or 0)),
            _("Institutions: {count}", count=digits(totals.institutions)),
        ]
        reached = quorum_said(quorum(self._host.store, self._parent.id))
        said += [reached] if reached else []
        doubts = [each.said(words(language()), digits_of()) for each in alarms(self._parent, totals)]  # type: ignore[arg-type]
        self.totals.show_text("   ".join(said) + ("\n" + "\n".join(doubts) if doubts else ""))
        self.totals.become("warn" if doubts else "quiet")


def _mark_all(t: Transaction, ids: list[RecordId], status: str) -> None:
    for each in ids:
        row = t.get(Attendance, each)
        mark(t, each, status, days=row.days if row is not None else None)
