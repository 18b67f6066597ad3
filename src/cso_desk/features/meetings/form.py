"""How meetings and what belongs to them are laid out, and the list in which attendance is keyed in."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout

from cso_desk.features.hub.form import paper
from cso_desk.features.meetings.record import ATTENDANCE, Attendance, Meeting
from cso_desk.features.meetings.service import alarms, attendance_rows, last_row, meeting_totals
from cso_desk.features.meetings.service.planning import hats_on
from cso_desk.records.base import Record, RecordId, new_id
from cso_desk.store.transaction import Transaction
from cso_desk.widgets.controls import Label, button, named, row
from cso_desk.widgets.editors.finders import record_finder
from cso_desk.widgets.editors.finding import FindLine
from cso_desk.widgets.host import Host, Paper
from cso_desk.widgets.live import live
from cso_desk.widgets.record_editor import CHECKED, Group
from cso_desk.widgets.related import RelatedRecords
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, digits_of, language, words

MEETING_GROUPS = (
    Group(
        N_("What and when"),
        ("title_km", "title_en", "starts", "ends", "start_time", "end_time", "status", "level", "series",
         "number"),
    ),
    Group(N_("Where and who"),
          ("venue_km", "venue_en", "place", "organisers", "chair", "facilitator", "note_taker")),
    Group(N_("What for"), ("objective_km", "objective_en", "project", "donor", "periods")),
    Group(N_("Attendance sheet"), ("asked", "quorum", "sheet_total", "total_counted", "female_counted",
                                   "counted_qualifier", "counted_basis")),
    Group(N_("After the meeting"), ("minutes_approved_on", "next_date", "notes")),
    Group(N_("Files"), ("papers", "scans")),
    CHECKED,
)  # fmt: skip

AGENDA_GROUPS = (
    Group(N_("Agenda item"), ("title_km", "title_en", "number", "time", "kind", "presenter", "papers")),
)
MINUTES_GROUPS = (
    Group(
        N_("Entry in the minutes"),
        ("text_km", "text_en", "kind", "agenda_item", "number", "raised_by", "answer", "referred_to"),
    ),
)
DECISION_GROUPS = (Group(N_("Decision"), ("text_km", "text_en", "number", "state", "agenda_item")),)
ACTION_GROUPS = (
    Group(
        N_("Action"),
        ("what_km", "what_en", "person", "body", "due", "status", "closed_on", "result", "decision"),
    ),
)
ATTENDANCE_GROUPS = (
    Group(
        N_("Attendance"),
        ("person", "organisation", "title_km", "title_en", "role", "status", "sheet_row", "days",
         "youth", "disability", "minority", "id_poor", "photo_consent", "replaces", "walk_in"),
    ),
)  # fmt: skip

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
        self._above = row(self.newcomer, self.totals, gap=8, margins=(16, 0, 16, 4))
        for place in range(self._above.count()):
            self._above.setStretch(place, 1)
        layout.insertLayout(1, self._above)
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


# --- papers: drawing them is heavy to import, and the page is open long before somebody prints ---


def sheet_paper(host: Host, meeting: Meeting) -> Paper:
    """The attendance sheet of a meeting."""
    from cso_desk.features.meetings.printing import attendance_sheet, attendance_workbook  # noqa: PLC0415

    return paper(
        lambda: _("Attendance sheet"),
        f"attendance-{meeting.code}",
        lambda chosen: attendance_sheet(host.store, meeting.id, chosen),
        lambda chosen: attendance_workbook(host.store, meeting.id, chosen),
    )


def agenda_paper(host: Host, meeting: Meeting) -> Paper:
    """The agenda of a meeting."""
    from cso_desk.features.meetings import printing  # noqa: PLC0415

    return paper(
        lambda: _("Agenda"),
        f"agenda-{meeting.code}",
        lambda chosen: printing.agenda_paper(host.store, meeting.id, chosen),
    )


def minutes_paper(host: Host, meeting: Meeting) -> Paper:
    """The minutes of a meeting."""
    from cso_desk.features.meetings import printing  # noqa: PLC0415

    return paper(
        lambda: _("Minutes"),
        f"minutes-{meeting.code}",
        lambda chosen: printing.minutes_paper(host.store, meeting.id, chosen),
    )


def quarter_report(host: Host, quarter: str) -> Paper:
    """The report of a quarter."""
    from cso_desk.features.meetings.printing import quarterly_report, quarterly_workbook  # noqa: PLC0415

    return paper(
        lambda: _("Quarterly report"),
        f"report-{quarter}",
        lambda chosen: quarterly_report(host.store, quarter, chosen),
        lambda chosen: quarterly_workbook(host.store, quarter, chosen),
    )
