"""What now: the next meeting with its papers, what is late, what others wait for, each with one button."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from cso_desk.desk.attention import attention
from cso_desk.desk.erasure_files import outbox_due
from cso_desk.desk.erasure_merged import merged_due
from cso_desk.desk.erasure_texts import texts_due
from cso_desk.desk.retention import retention_due
from cso_desk.desk.session import Session
from cso_desk.desk.today_library import library_cards
from cso_desk.desk.today_look import Look, look
from cso_desk.desk.today_members import compliance_card
from cso_desk.desk.today_others import backup_card, care_cards, first_steps, others_card
from cso_desk.features.hub.service import profile
from cso_desk.features.meetings.form import agenda_paper, sheet_paper
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import DueAction, LateSeries, close_action
from cso_desk.records.base import Record
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.scroll_page import WIDEST, ScrollPage
from cso_desk.widgets.showing import digits, long_date, short_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, ngettext

_CARD = (20, 12, 20, 12)
_BESIDE = 300  # pixels of a line that its margins and its button need
_NARROWEST = 160  # pixels that a text gets however narrow the window is
_STEP = 40  # pixels by which the width changes before texts are cut anew


class TodayPage(ScrollPage):
    """The first page of the morning."""

    def __init__(self, session: Session) -> None:
        self._drawn_for = 0
        super().__init__(session)
        self.session = session
        session.doubles.counted.connect(self.look_again)
        session.retention.counted.connect(self.look_again)

    def load(self) -> None:
        super().load()
        self.session.doubles.ask()

    def cards(self) -> list[QWidget]:
        day = dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
        self._drawn_for = self._width
        found = look(self.session.store, day)
        due = found.due
        shown: list[QWidget] = [self._greeting(day), *care_cards(self.session)]
        shown += first_steps(self.session, found)
        if found.differences:
            shown.append(self._waiting(found.differences))
        if self.session.doubles.total:
            shown.append(self._twice(self.session.doubles.total))
        shown += [*outbox_due(self.session), *merged_due(self.session), *texts_due(self.session)]
        if due.coming or due.meetings:
            shown.append(self._coming(found, day))
        if due.unrecorded:
            lines = [self._unrecorded(each) for each in due.unrecorded]
            heading = _("Held, but not recorded yet")
            shown.append(_card(heading, lines, due.unrecorded_count))
        if due.actions:
            lines = [self._action(each) for each in due.actions]
            board = button(lambda: _("All actions"), lambda: self.session.go("meetings", "actions"))
            shown.append(_card(_("Open actions"), lines, due.action_count, board))
        if due.series:
            shown.append(_card(_("Series that should meet again"), [self._series(s) for s in due.series]))
        shown += library_cards(self.session, found)
        shown += retention_due(self.session)
        shown += compliance_card(self.session, found)
        shown += others_card(self.session, found)
        return [*shown, *backup_card(self.session, found)]

    def _greeting(self, day: str) -> QWidget:
        hub = profile(self.session.store)
        title = Label(title_of((hub.name_km, hub.name_en), "CSO Desk"), "title", wrap=True)
        return holder(column(title, Label(long_date(day), "quiet"), gap=0))

    def _waiting(self, count: int) -> QFrame:
        said = ngettext(
            "{number} difference between hubs waits for a decision.",
            "{number} differences between hubs wait for a decision.",
            count,
            number=digits(count),
        )
        decide = button(
            lambda: _("Decide now"), lambda: self.session.go("exchange", "conflicts"), name="primary"
        )
        return attention("git-merge", said, decide)

    def _twice(self, count: int) -> QFrame:
        said = ngettext(
            "{number} pair of institutions or people may have been entered twice.",
            "{number} pairs of institutions or people may have been entered twice.",
            count,
            number=digits(count),
        )
        look = button(lambda: _("Look at them"), self.session.show_duplicates)
        return attention("users", said, look, warns=False)

    # --- meetings ---

    def _coming(self, found: Look, day: str) -> QFrame:
        """The next meeting with its papers, and those after it."""
        due = found.due
        if not due.coming:
            plan = button(
                lambda: _("Plan a meeting"), lambda: self.session.go("meetings", "add"), writes="data"
            )
            return _card(_("Next meeting"), [_line(Label(_("No meeting is planned."), "quiet"), None, plan)])
        first, *later = due.coming
        inside = column(Label(_("Next meeting"), "heading"), gap=4, margins=_CARD)
        inside.addWidget(self._link(first, "meeting", _title(first)))
        venue = title_of((first.venue_km, first.venue_en))
        when = " ".join((long_date(first.starts), digits(first.start_time))).strip()
        inside.addWidget(Label("   ·   ".join(filter(None, (when, _until(first, day), venue))), wrap=True))
        sheet = button(
            lambda: _("Attendance sheet"),
            lambda: self.session.show_paper(sheet_paper(self.session, first)),
            name="primary",
            picture="printer",
        )
        agenda = button(
            lambda: _("Agenda"),
            lambda: self.session.show_paper(agenda_paper(self.session, first)),
            picture="printer",
        )
        inside.addWidget(flowing(sheet, agenda))
        for each in later:
            inside.addWidget(line())
            day_of = Label(short_date(each.starts), "quiet")
            inside.addWidget(_line(self._link(each, "meeting", _title(each)), day_of, None))
        _say_more(inside, due.coming_count - len(due.coming))
        return frame("card", inside)

    def _unrecorded(self, meeting: Meeting) -> QWidget:
        # The tab of attendance is opened; it is named by its kind of record.
        key_in = button(lambda: _("Key in who came"), lambda: self._open("attendance", meeting))
        day = Label(short_date(meeting.starts), "quiet")
        return _line(self._link(meeting, "meeting", _title(meeting)), day, key_in)

    def _series(self, late: LateSeries) -> QWidget:
        name = title_of((late.series.title_km, late.series.title_en), late.series.code)
        said = _("last on {last}, due since {due}", last=short_date(late.last), due=short_date(late.due))
        plan = button(lambda: _("Plan the next one"), lambda: self.plan(late), writes="data")
        return _line(Label(name, wrap=True), Label(said, "quiet", wrap=True), plan)

    def plan(self, late: LateSeries) -> None:
        """Plan the next meeting of a series with the guests of the last, and open it to be put right."""
        # Lists of meetings are not needed before somebody goes to one.
        from cso_desk.features.meetings.form.series import plan_next  # noqa: PLC0415

        plan_next(self.session, late.series.id)

    # --- actions ---

    def _action(self, each: DueAction) -> QWidget:
        action = each.action
        what = title_of((action.what_km, action.what_en), action.code)
        due = _("by {day}", day=short_date(action.due)) if action.due else ""
        parts = (due, title_of(each.who), _age(each))
        said = Label("   ·   ".join(filter(None, parts)), "bad" if each.late else "quiet", wrap=True)
        done = button(lambda: _("Done"), lambda: self.close_action(each), writes="data")
        return _line(self._link(action, "action", what), said, done)

    def close_action(self, each: DueAction) -> None:
        """Note that an action is done."""

        def act() -> None:
            close_action(self.session.store, each.action.id)
            self.session.notify(_("The action is noted as done."), undo=True)

        self.session.attempt(act)

    # --- parts ---

    def _open(self, kind: str, record: Record) -> None:
        self.session.go_to_record(kind, record.id)

    def _link(self, record: Record, kind: str, text: str) -> QPushButton:
        """A button that opens a record; its text is cut where the window is narrow, and whole in its hint."""
        room = max(theme.px(_NARROWEST), self._width - theme.px(_BESIDE))
        plain = " ".join(text.split())
        short = self.fontMetrics().elidedText(plain, Qt.TextElideMode.ElideRight, room)
        hint = None if short == plain else lambda: plain
        made = button(lambda: short, lambda: self._open(kind, record), name="link", hint=hint)
        made.setAccessibleName(plain)
        return made

    @property
    def _width(self) -> int:
        return min(self.viewport().width(), theme.px(WIDEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if abs(self._width - self._drawn_for) >= theme.px(_STEP):
            # Not while Qt lays out what would be thrown away.
            QTimer.singleShot(0, self, self.look_again)


def _title(meeting: Meeting) -> str:
    return title_of((meeting.title_km, meeting.title_en), meeting.code)


def _until(meeting: Meeting, day: str) -> str:
    """How long it is until then: today, tomorrow, in so many days."""
    try:
        days = (dt.date.fromisoformat(meeting.starts) - dt.date.fromisoformat(day)).days
    except ValueError:
        return ""
    if days <= 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in {number} day", "in {number} days", days, number=digits(days))


def _age(each: DueAction) -> str:
    if each.late:
        return _("late")
    return _("since {day}", day=short_date(each.since)) if each.since else ""


def _card(heading: str, lines: Sequence[QWidget], count: int = 0, act: QPushButton | None = None) -> QFrame:
    """Lines under a heading, how many more there are, and a button that shows them all."""
    inside = column(Label(heading, "heading"), gap=2, margins=_CARD)
    for each in lines:
        inside.addWidget(line())
        inside.addWidget(each)
    _say_more(inside, count - len(lines))
    if act is not None:
        inside.addSpacing(theme.px(8))
        inside.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
    return frame("card", inside)


def _say_more(inside: object, count: int) -> None:
    if count > 0:
        inside.addWidget(Label(_("and {count} more", count=digits(count)), "quiet"))  # type: ignore[attr-defined]


def _line(what: QWidget, below: Label | None, act: QWidget | None) -> QWidget:
    """What is due, in quiet words below when and by whom, and the one thing to do about it."""
    said = column(what, gap=0) if below is None else column(what, below, gap=0)
    inside = row(holder(said), *([act] if act is not None else []))
    inside.setStretch(0, 1)
    return holder(inside)
