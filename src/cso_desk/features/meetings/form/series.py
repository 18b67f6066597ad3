"""A series beside its list: when it was held and is expected, its meetings, and the next one in one press."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cso_desk.features.meetings.form.calendar_file import save_calendar
from cso_desk.features.meetings.record import MEETING, Series
from cso_desk.features.meetings.service import (
    SeriesState,
    attendance_rows,
    carried_over,
    day_of_next,
    late_series_in,
    plan_from_series,
    series_state_in,
)
from cso_desk.records.base import Record
from cso_desk.widgets.controls import Label, button, column, frame, part, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.table_model import RecordModel
from cso_desk.widgets.table_view import RecordTable
from cso_desk.wording import _, ngettext


def plan_next(host: Host, series: str) -> None:
    """Plan the next meeting of a series when its rhythm asks for it, and open it to be put right."""
    today = dt.date.today()  # noqa: DTZ011  the day on the wall
    store = host.store

    def act() -> None:
        with store.reading() as reading:
            found = reading.get(Series, series) or Series()
            state = series_state_in(reading, found, today.isoformat())
        made = plan_from_series(store, series, day_of_next(state, today), guests=True)
        guests, actions = len(attendance_rows(store, made.id)), len(carried_over(store, made.id))
        host.go_to_record("meeting", made.id, "starts")
        said = [_("Planned for {day}. Change the day here if need be.", day=short_date(made.starts))]
        if guests:
            said.append(
                ngettext(
                    "{number} guest of the last meeting is on the list.",
                    "{number} guests of the last meeting are on the list.",
                    guests,
                    number=digits(guests),
                )
            )
        if actions:
            said.append(
                ngettext(
                    "{number} open action is carried over.",
                    "{number} open actions are carried over.",
                    actions,
                    number=digits(actions),
                )
            )
        host.notify(" ".join(said), undo=True)

    host.attempt(act)


class SeriesMeetings(QWidget):
    """The tab of a series: how it stands today, and its meetings, the newest first."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._series: Series | None = None
        self.said = Label("", wrap=True)
        self.coming = button(lambda: _("Open the planned one"), self._open_coming, picture="calendar-blank")
        self.plan = button(
            lambda: _("Plan the next one"), self._plan, name="primary", picture="plus", writes="data"
        )
        self.calendar = button(
            lambda: _("For the calendar…"),
            self._to_calendar,
            picture="floppy-disk",
            hint=lambda: _("Save the meetings of this series for a telephone or a computer (iCalendar)"),
        )
        self._coming = ""
        self.model = RecordModel(host, MEETING, ("starts", "title_km", "title_en", "place", "status"))
        self.table = RecordTable(self.model, lambda: _("Meetings of this series"))
        self.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        self.table.entered_record.connect(lambda record: host.go_to_record("meeting", record))
        head = column(
            self.said, flowing(self.plan, self.coming, self.calendar), gap=8, margins=(16, 10, 16, 10)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(frame("bar", head))
        layout.addWidget(self.table, 1)
        host.changes.changed.connect(self._on_changed)
        live(self, self._say)

    def show_record(self, record: Record) -> None:
        """Show how a series stands, and its meetings."""
        if isinstance(record, Series):
            self._series = record
            self.model.only({"series": record.id})
            self._say()

    def _say(self) -> None:
        if self._series is None:
            return
        today = dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
        with self._host.store.reading() as reading:
            state = series_state_in(reading, self._series, today)
        self._coming = state.coming.id if state.coming else ""
        self.coming.setVisible(bool(self._coming))
        self.said.show_text("   ·   ".join(_standing(state)))
        self.said.become("warn" if state.late else "")

    def _plan(self) -> None:
        if self._series is not None:
            plan_next(self._host, self._series.id)

    def _to_calendar(self) -> None:
        if self._series is not None:
            save_calendar(self._host, self, self._series.code or "series", series=self._series.id)

    def _open_coming(self) -> None:
        self._host.go_to_record("meeting", self._coming)

    def _on_changed(self, changed: object) -> None:
        if self.isVisible() and {"meeting", "series"} & changed.kinds:  # type: ignore[attr-defined]
            self._say()


def _standing(state: SeriesState) -> list[str]:
    """How a series stands, in a few words each."""
    last = state.last
    said = [_("Last held: {day}", day=short_date(last.starts)) if last else _("Not held yet")]
    if state.coming:
        said.append(_("Planned: {day}", day=short_date(state.coming.starts)))
    if state.expected:
        said.append(_("Expected: {day}", day=short_date(state.expected)))
    if state.late:
        said.append(_("It should have met again."))
    if not state.series.rhythm:
        said.append(_("Choose a rhythm, and you are told when the next one is due."))
    return said


class LateBar(QFrame):
    """The line below the bar of the list of series: which one should have met again."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        part(self, "bar")
        self._host, self._late = host, ""
        self._said = Label("", "warn", wrap=True)
        self.plan = button(
            lambda: _("Plan the next one"), lambda: plan_next(host, self._late), picture="plus", writes="data"
        )
        inside = row(self._said, self.plan, margins=(16, 4, 8, 4))
        inside.setStretch(0, 1)
        self.setLayout(inside)
        host.changes.changed.connect(self._on_changed)
        live(self, self._say)

    def _say(self) -> None:
        today = dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
        with self._host.store.reading() as reading:
            late = late_series_in(reading, today)
        self.setVisible(bool(late))
        if not late:
            return
        first = late[0]
        self._late = first.series.id
        name = title_of((first.series.title_km, first.series.title_en), first.series.code)
        said = [_("{name} should have met on {day}.", name=name, day=short_date(first.due))]
        others = len(late) - 1
        if others:
            said.append(
                ngettext(
                    "{number} more series is late.",
                    "{number} more series are late.",
                    others,
                    number=digits(others),
                )
            )
        self._said.show_text(" ".join(said))

    def _on_changed(self, changed: object) -> None:
        if {"meeting", "series"} & changed.kinds:  # type: ignore[attr-defined]
            self._say()
