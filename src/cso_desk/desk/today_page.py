"""What is due now: the next meetings, actions that are open, and what waits for a decision."""

import datetime as dt

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.desk.scroll_page import ScrollPage
from cso_desk.desk.session import Session
from cso_desk.features.hub.service import profile
from cso_desk.features.meetings.record import Action, Meeting
from cso_desk.features.meetings.service import open_actions
from cso_desk.features.members.service import counts_by_kind
from cso_desk.journal.reviews import conflicts
from cso_desk.widgets.controls import IconLabel, Label, button, column, frame, holder, line, row
from cso_desk.widgets.showing import digits, long_date, short_date, title_of
from cso_desk.wording import _, ngettext

_MOST = 6


class TodayPage(ScrollPage):
    """The first page of the morning."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def cards(self) -> list[QWidget]:
        store = self._session.store
        day = dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
        with store.reading() as reading:
            meetings = reading.all(Meeting)
            waiting = len(conflicts(reading.connection, store.shelves))
        members = sum(counts_by_kind(store).values())
        shown: list[QWidget] = [self._greeting(day)]
        if waiting:
            shown.append(self._waiting(waiting))
        if not members and not meetings:
            return [*shown, self._first_steps()]
        coming = sorted((m for m in meetings if m.starts >= day and m.status != "cancelled"), key=_start)
        unfinished = sorted((m for m in meetings if _needs_attendance(m, day)), key=_start)
        shown.append(self._meetings(_("Coming meetings"), coming, _("No meeting is planned.")))
        if unfinished:
            shown.append(self._meetings(_("Attendance is not keyed in yet"), unfinished, ""))
        shown.append(self._actions(day))
        return shown

    def _greeting(self, day: str) -> QWidget:
        hub = profile(self._session.store)
        title = Label(title_of((hub.name_km, hub.name_en), "CSO Desk"), "title", wrap=True)
        return holder(column(title, Label(long_date(day), "quiet"), gap=0))

    def _waiting(self, count: int) -> QFrame:
        said = ngettext(
            "{number} difference between hubs waits for a decision.",
            "{number} differences between hubs wait for a decision.",
            count,
            number=digits(count),
        )
        look = button(
            lambda: _("Decide now"), lambda: self._session.go("exchange", "conflicts"), name="primary"
        )
        inside = row(
            IconLabel("git-merge", 24, "warn"), Label(said, wrap=True), look, margins=(16, 10, 12, 10)
        )
        inside.setStretch(1, 1)
        return frame("caution", inside)

    def _first_steps(self) -> QFrame:
        inside = column(
            Label(_("First steps"), "heading"),
            Label(
                _("Your desk is empty. Bring the list of your members, then plan your first meeting."),
                wrap=True,
            ),
            gap=8,
            margins=(20, 16, 20, 16),
        )
        inside.addLayout(
            row(
                button(
                    lambda: _("Import the list of members…"),
                    lambda: self._session.import_list("members"),
                    name="primary",
                    picture="download-simple",
                ),
                button(
                    lambda: _("Plan a meeting"),
                    lambda: self._session.go("meetings"),
                    picture="calendar-blank",
                ),
                None,
            )
        )
        return frame("card", inside)

    def _meetings(self, heading: str, meetings: list[Meeting], nothing: str) -> QFrame:
        inside = column(Label(heading, "heading"), gap=2, margins=(20, 12, 20, 12))
        for meeting in meetings[:_MOST]:
            inside.addWidget(line())
            inside.addWidget(self._meeting_line(meeting))
        if not meetings:
            inside.addWidget(Label(nothing, "quiet"))
        return frame("card", inside)

    def _meeting_line(self, meeting: Meeting) -> QWidget:
        when = Label(f"{short_date(meeting.starts)}  {digits(meeting.start_time)}".strip(), "quiet")
        when.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 22)
        name = title_of((meeting.title_km, meeting.title_en), meeting.code)
        go = button(lambda: name, lambda: self._session.go_to_record("meeting", meeting.id), name="link")
        venue = Label(title_of((meeting.venue_km, meeting.venue_en)), "quiet")
        inside = row(when, go, None, venue)
        return holder(inside)

    def _actions(self, day: str) -> QFrame:
        due = sorted(open_actions(self._session.store), key=lambda pair: pair[0].due or "9999")
        inside = column(Label(_("Open actions"), "heading"), gap=2, margins=(20, 12, 20, 12))
        for action, _meeting in due[:_MOST]:
            inside.addWidget(line())
            inside.addWidget(self._action_line(action, day))
        if not due:
            inside.addWidget(Label(_("Nothing is open."), "quiet"))
        elif len(due) > _MOST:
            inside.addWidget(Label(_("and {count} more", count=digits(len(due) - _MOST)), "quiet"))
        return frame("card", inside)

    def _action_line(self, action: Action, day: str) -> QWidget:
        late = bool(action.due) and action.due < day[: len(action.due)]
        when = Label(short_date(action.due) if action.due else "—", "bad" if late else "quiet")
        when.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 22)
        what = title_of((action.what_km, action.what_en), action.code)
        shown = button(
            lambda: " ".join(what.split())[:110],
            lambda: self._session.go_to_record("action", action.id),
            name="link",
        )
        return holder(row(when, shown, None, Label(_("late"), "bad") if late else 0))


def _start(meeting: Meeting) -> str:
    return meeting.starts + meeting.start_time


def _needs_attendance(meeting: Meeting, day: str) -> bool:
    return bool(meeting.starts) and meeting.starts < day and meeting.status in ("planned", "invited")
