"""What stands behind a figure of the Reports page, each row opening its record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.desk.session import Session
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import Asked, AttendanceRow, MeetingLine, rows_behind
from cso_desk.widgets.controls import Label, column, frame, holder, icon_button, line, row
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.wrapped_link import WrappedLink
from cso_desk.wording import _, ngettext

MOST = 200
"""So many rows are listed; the workbook has all of them."""


@dataclass(frozen=True)
class Opened:
    """A figure whose rows are shown: attendances that are asked for, or meetings."""

    heading: str
    asked: Asked | None = None
    meetings: tuple[str, ...] = ()


def rows_card(
    session: Session, opened: Opened, lines: Sequence[MeetingLine], close: Callable[[], object]
) -> QFrame:
    """The rows behind a figure, below its name."""
    meetings: dict[str, Meeting] = {each.meeting.id: each.meeting for each in lines}
    made: list[Callable[[], QWidget]]
    if opened.asked is None:
        found = [meetings[each] for each in opened.meetings if each in meetings]
        made = [partial(_meeting, session, each) for each in found]
    else:
        rows = rows_behind(session.store, opened.asked)
        figure = opened.asked.figure
        made = [
            partial(_person, session, each, meetings.get(each.attendance.meeting), figure) for each in rows
        ]
    said = ngettext("{number} row", "{number} rows", len(made), number=digits(len(made)))
    end = icon_button("x", lambda: _("Close"), close)
    head = row(Label(opened.heading, "heading", wrap=True), Label(said, "quiet"), end)
    head.setStretch(0, 1)
    inside = column(gap=2, margins=(20, 12, 20, 14))
    inside.addLayout(head)
    for make in made[:MOST]:
        inside.addWidget(line())
        inside.addWidget(make())
    if len(made) > MOST:
        more = _("and {count} more; the workbook of the report has them all", count=digits(len(made) - MOST))
        inside.addWidget(Label(more, "quiet", wrap=True))
    return frame("card", inside)


def _meeting(session: Session, meeting: Meeting) -> QWidget:
    name = title_of((meeting.title_km, meeting.title_en), meeting.code)
    go = WrappedLink(name, lambda: session.go_to_record("meeting", meeting.id))
    return _row(go, short_date(meeting.starts))


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
