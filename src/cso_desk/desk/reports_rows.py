"""What stands behind a figure of the Reports page, each row opening its record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.desk.reports_look import MOST, Found
from cso_desk.desk.session import Session
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import Asked, AttendanceRow, MeetingLine
from cso_desk.widgets.controls import Label, button, column, frame, holder, icon_button, line, row
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.wrapped_link import WrappedLink
from cso_desk.wording import _, ngettext


@dataclass(frozen=True)
class Opened:
    """A figure whose rows are shown: attendances that are asked for, or meetings.

    `said` is told beside the meetings of these ids: that somebody stayed away.
    """

    heading: str
    asked: Asked | None = None
    meetings: tuple[str, ...] = ()
    said: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Opening:
    """How figures of a quarter are opened: of which `hub` ("" = all) they are, and what shows their rows."""

    session: Session
    quarter: str
    hub: str
    open: Callable[[Opened], object]

    def asked(self, figure: str, *, hub: str = "", **more: str) -> Opened:
        """The rows of a figure of the quarter; `hub` asks for those of one hub."""
        return Opened("", Asked(figure, (self.quarter,), hub=hub or self.hub, **more))

    def link(self, text: str, heading: str, opened: Opened, *, name: str = "link") -> QWidget:
        """A figure that is pressed to see what it counts; `heading` says what it is."""
        shown = replace(opened, heading=f"{heading}: {text}")
        press = button(lambda: text, partial(self.open, shown), name=name)
        press.setAccessibleName(shown.heading)
        return press


def rows_card(
    session: Session,
    opened: Opened,
    lines: Sequence[MeetingLine],
    found: Found | None,
    close: Callable[[], object],
) -> QFrame:
    """The rows behind a figure, below its name; `found` is None while they are being read."""
    meetings: dict[str, Meeting] = {each.meeting.id: each.meeting for each in lines}
    if opened.asked is None:
        made = _meetings(session, opened, meetings)
        count = len(made)
    elif found is None:
        return _card(opened, Label(_("Reading…"), "quiet"), close)
    else:
        made = [
            partial(_person, session, each, meetings.get(each.attendance.meeting), opened.asked.figure)
            for each in found.behind.rows
        ]
        count = found.behind.count
    said = ngettext("{number} row", "{number} rows", count, number=digits(count))
    return _card(opened, Label(said, "quiet"), close, made, count)


def _card(
    opened: Opened,
    said: Label,
    close: Callable[[], object],
    made: Sequence[Callable[[], QWidget]] = (),
    count: int = 0,
) -> QFrame:
    end = icon_button("x", lambda: _("Close"), close)
    head = row(Label(opened.heading, "heading", wrap=True), said, end)
    head.setStretch(0, 1)
    inside = column(gap=2, margins=(20, 12, 20, 14))
    inside.addLayout(head)
    for make in made[:MOST]:
        inside.addWidget(line())
        inside.addWidget(make())
    if count > MOST:
        inside.addWidget(more_said(count - MOST))
    return frame("card", inside)


def more_said(count: int) -> Label:
    """That there are more than are listed."""
    said = _("and {count} more; the workbook of the report has them all", count=digits(count))
    return Label(said, "quiet", wrap=True)


def _meetings(
    session: Session, opened: Opened, meetings: Mapping[str, Meeting]
) -> list[Callable[[], QWidget]]:
    found = [meetings[each] for each in opened.meetings if each in meetings]
    said = opened.said or {}
    return [partial(_meeting, session, each, said.get(each.id, "")) for each in found]


def _meeting(session: Session, meeting: Meeting, said: str) -> QWidget:
    name = title_of((meeting.title_km, meeting.title_en), meeting.code)
    go = WrappedLink(name, lambda: session.go_to_record("meeting", meeting.id))
    return _row(go, "   ·   ".join(filter(None, (short_date(meeting.starts), said))))


def _person(session: Session, each: AttendanceRow, meeting: Meeting | None, figure: str) -> QWidget:
    person, body = each.person, each.organisation
    who = title_of((person.name_km, person.name_en), person.code)
    where = title_of((body.name_km, body.name_en), body.code) if body else ""
    if figure == "institutions" and body is not None:
        go = WrappedLink(where, lambda: session.go_to_record("organisation", body.id))
        return _row(go, "")
    go = WrappedLink(who, lambda: session.go_to_record("person", person.id))
    more = [where]
    if meeting is not None and not figure.startswith("people"):
        more += [title_of((meeting.title_km, meeting.title_en), meeting.code), short_date(meeting.starts)]
    return _row(go, "   ·   ".join(filter(None, more)))


def _row(go: WrappedLink, more: str) -> QWidget:
    inside = column(go, gap=0)
    if more:
        inside.addWidget(Label(more, "quiet", wrap=True))
    return holder(inside)
