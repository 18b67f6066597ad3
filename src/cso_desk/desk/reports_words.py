"""What a hub writes on a quarter, the results it adds, and the day on which it closes the quarter."""

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from cso_desk.desk.session import Session
from cso_desk.features.meetings.record import QUARTER_REPORT, QUARTER_RESULT, QuarterReport, QuarterResult
from cso_desk.features.meetings.service import (
    TOLD,
    QuarterFigures,
    close_quarter,
    differences,
    reopen_quarter,
    report_of,
    result_alarms,
    results_in,
    write_report,
)
from cso_desk.records.amounts import figure_of
from cso_desk.records.base import Record, RecordId
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import Label, button, column, frame, holder, named, row
from cso_desk.widgets.record_editor import Group, RecordEditor
from cso_desk.widgets.showing import digits, quarter, short_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, digits_of, language, words

_CARD = (20, 12, 20, 14)
_WORDS = {
    "highlights": N_("In short"),
    "challenges": N_("Challenges"),
    "lessons": N_("Lessons learned"),
    "plan": N_("Plan for the next quarter"),
}
_REASON_WIDTH = 320
REPORT_GROUPS = tuple(Group(label, (f"{name}_km", f"{name}_en")) for name, label in _WORDS.items())
RESULT_GROUPS = (
    Group(N_("Result"), ("kind", "title_km", "title_en", "quarter", "day", "place")),
    Group(N_("Figures"), ("people", "women", "planned", "basis", "source", "files", "notes")),
)


class RecordOver(QWidget):
    """One record of a quarter, edited over the Reports page; every field saves itself."""

    def __init__(
        self, session: Session, kind: RecordType, record: Record, groups: tuple[Group, ...], title: str
    ) -> None:
        super().__init__()
        self._session, self._kind, self._record, self._title = session, kind, record.id, title
        self.editor = RecordEditor(session, kind, groups)
        self.setLayout(column(self.editor, gap=0, margins=(24, 16, 24, 16)))
        self.editor.show_record(record)
        session.changes.changed.connect(self._on_changed)

    def title(self) -> str:
        return self._title

    def save_now(self) -> None:
        """Save what is being typed."""
        self.editor.save_now()

    def _on_changed(self, changed: Any) -> None:
        if self._record in changed.ids:
            with self._session.store.reading() as reading:
                found = reading.get(self._kind.record, self._record)
            if found is not None:
                self.editor.show_record(found)


class QuarterCards:
    """The cards of the Reports page below the figures, for one quarter of this store's own hub."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asking = False

    def cards(self, figures: QuarterFigures, hub: str) -> list[QWidget]:
        """Words, results and closing."""
        report = report_of(self._session.store, figures.quarters[0])
        return [self._closing(report, figures), self._words(report), self._results(report.quarter, hub)]

    # --- words ---

    def write(self, of: str) -> None:
        """Open the words on a quarter for writing."""
        if self._session.attempt(lambda: write_report(self._session.store, of)):
            record = report_of(self._session.store, of)
            title = f"{_('Quarterly report')} · {quarter(of)}"
            self._session.show_over(RecordOver(self._session, QUARTER_REPORT, record, REPORT_GROUPS, title))

    def _words(self, report: QuarterReport) -> QFrame:
        edit = button(
            lambda: _("Write"), partial(self.write, report.quarter), picture="pencil-simple", writes="data"
        )
        head = row(Label(_("Words of the report"), "heading"), None, edit)
        inside = column(holder(head), gap=4, margins=_CARD)
        told = False
        for name, label in _WORDS.items():
            text = title_of((getattr(report, f"{name}_km"), getattr(report, f"{name}_en")))
            if text:
                told = True
                inside.addWidget(Label(_(label), "group"))
                inside.addWidget(Label(text, wrap=True))
        if not told:
            hint = _("Challenges, lessons and the next plan stand in the report as you write them here.")
            inside.addWidget(Label(hint, "quiet", wrap=True))
        return frame("card", inside)

    # --- results ---

    def add_result(self, of: str) -> None:
        """Begin a result of the quarter."""
        fresh = QuarterResult(quarter=of)
        if self._session.change(N_("Add a result"), lambda t: t.add(fresh)):
            self.open_result(fresh.id)

    def open_result(self, record: RecordId) -> None:
        """Show one result for editing."""
        with self._session.store.reading() as reading:
            found = reading.get(QuarterResult, record)
        if found is not None:
            title = title_of((found.title_km, found.title_en)) or _("Result of a quarter")
            self._session.show_over(RecordOver(self._session, QUARTER_RESULT, found, RESULT_GROUPS, title))

    def _results(self, of: str, hub: str) -> QFrame:
        with self._session.store.reading() as reading:
            results = results_in(reading, [of], hub)
        add = button(lambda: _("Add a result"), partial(self.add_result, of), picture="plus", writes="data")
        head = row(Label(_("Results, trainings and services"), "heading"), None, add)
        inside = column(holder(head), gap=2, margins=_CARD)
        for each in results:
            name = title_of((each.title_km, each.title_en)) or _("Result of a quarter")
            go = button(partial(str, name), partial(self.open_result, each.id), name="link")
            line = row(go, None, Label(_people(each)))
            inside.addLayout(line)
            for alarm in result_alarms(each):
                inside.addWidget(Label(alarm.said(words(language()), digits_of()), "warn", wrap=True))
        if not results:
            hint = _("Figures that stand on no attendance list: people asked in a study, trained or served.")
            inside.addWidget(Label(hint, "quiet", wrap=True))
        return frame("card", inside)

    # --- closing ---

    def close(self, of: str) -> None:
        """Keep the figures as they are told today."""
        today = dt.date.today()  # noqa: DTZ011  the day on the wall
        self._session.attempt(lambda: close_quarter(self._session.store, of, on=today))

    def reopen(self, of: str, reason: str) -> None:
        """Let the quarter be changed again."""
        self._session.attempt(lambda: reopen_quarter(self._session.store, of, reason))

    def _closing(self, report: QuarterReport, figures: QuarterFigures) -> QFrame:
        inside = column(gap=6, margins=_CARD)
        if report.state == "closed":
            said = _(
                "Closed on {day}. Its meetings do not change until it is opened again.",
                day=short_date(report.closed_on),
            )
            inside.addWidget(Label(said, wrap=True))
            inside.addWidget(self._reason(report.quarter))
        else:
            end = button(
                lambda: _("Close the quarter"),
                partial(self.close, report.quarter),
                picture="lock-simple",
                writes="decision",
            )
            said = _("Close the quarter when its report is sent: the figures are kept as you told them.")
            beside = row(Label(said, "quiet", wrap=True), end)
            beside.setStretch(0, 1)
            inside.addLayout(beside)
        if report.reopen_reason and report.state != "closed":
            again = _("It was closed before and opened again: {reason}", reason=report.reopen_reason)
            inside.addWidget(Label(again, wrap=True))
        for other in differences(report, figures):
            now, told = (digits(count) if count is not None else "—" for count in (other.now, other.told))
            what = _("{what}: {told} were told, now {now}.", what=_(TOLD[other.name]), told=told, now=now)
            inside.addWidget(Label(what, "warn", wrap=True))
        return frame("card", inside)

    def _reason(self, of: str) -> QWidget:
        reason = QLineEdit()
        reason.setMinimumWidth(theme.px(_REASON_WIDTH))
        reason.setPlaceholderText(_("Why it must be opened again"))
        named(reason, lambda: _("Why it must be opened again"))
        again = button(
            lambda: _("Open again"),
            lambda: self.reopen(of, reason.text()),
            picture="lock-simple-open",
            writes="decision",
        )
        reason.returnPressed.connect(again.click)
        whole = holder(row(reason, again, None))
        whole.setObjectName("reopening")
        return whole


def _people(each: QuarterResult) -> str:
    """How many people, and how many women among them."""
    if not each.people:
        return ""
    people = figure_of(each.people)
    if not each.women:
        return digits(people.number)
    women = figure_of(each.women)
    return _("{people}, of whom {women} women", people=digits(people.number), women=digits(women.number))
