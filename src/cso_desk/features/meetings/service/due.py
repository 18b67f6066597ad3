"""What is due now: coming meetings, meetings nobody recorded, open actions, series that lag behind."""

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, select

from cso_desk.features.meetings.record import Action, Meeting, Series
from cso_desk.features.members.record import Person
from cso_desk.store.reading import Reading

_MONTHS = {"monthly": 1, "bimonthly": 2, "quarterly": 3, "semester": 6, "yearly": 12}
_NEVER = "9999"


@dataclass(frozen=True)
class DueAction:
    """An open action; `who` are the names of the person in Khmer and English, or the body twice.

    `since` is the day of its meeting.
    """

    action: Action
    who: tuple[str, str]
    since: str
    late: bool


@dataclass(frozen=True)
class LateSeries:
    """A series whose next meeting should have been on `due`; the last one was on `last`."""

    series: Series
    last: str
    due: str


@dataclass(frozen=True)
class Due:
    """What is due, each list cut short; the counts are of all there are. `meetings`: whether there is any."""

    coming: Sequence[Meeting]
    coming_count: int
    unrecorded: Sequence[Meeting]
    unrecorded_count: int
    actions: Sequence[DueAction]
    action_count: int
    series: Sequence[LateSeries]
    meetings: bool


def due_on(reading: Reading, day: str, most: int = 5) -> Due:
    """What is due on `day`, "2026-09-30"; at most so many of each. The number of statements is fixed."""
    table = reading.table(Meeting)
    last = func.max(table.c.starts, table.c.ends)  # SQLite: the greater of the two
    dated = and_(table.c.starts > "", table.c.status.in_(("planned", "invited", "held")))
    coming = and_(dated, table.c.status != "held", last >= _as_long(day, last))
    unrecorded = and_(dated, table.c.status != "held", last < _as_long(day, last))
    actions, count = _actions(reading, day, most)
    return Due(
        reading.all(Meeting, coming, order_by=[table.c.starts, table.c.start_time, table.c.id], limit=most),
        reading.count(Meeting, coming),
        reading.all(Meeting, unrecorded, order_by=[table.c.starts.desc(), table.c.id], limit=most),
        reading.count(Meeting, unrecorded),
        actions,
        count,
        late_series_in(reading, day)[:most],
        bool(reading.all(Meeting, limit=1)),
    )


def _as_long(day: str, column: ColumnElement[str]) -> ColumnElement[str]:
    """`day` as exact as the column: a month that goes on is not over."""
    return func.substr(day, 1, func.length(column))


def _actions(reading: Reading, day: str, most: int) -> tuple[list[DueAction], int]:
    actions, meetings, people = (reading.table(each) for each in (Action, Meeting, Person))
    late = and_(actions.c.due > "", actions.c.due < _as_long(day, actions.c.due))
    still = and_(actions.c.deleted == 0, actions.c.status == "open", meetings.c.deleted == 0)
    joined = actions.join(meetings, meetings.c.id == actions.c.meeting)
    whole = joined.outerjoin(people, and_(people.c.id == actions.c.person, people.c.deleted == 0))
    rows = reading.rows(
        select(actions, people.c.name_km, people.c.name_en, meetings.c.starts, late)
        .select_from(whole)
        .where(still)
        .order_by(case((actions.c.due == "", _NEVER), else_=actions.c.due), meetings.c.starts, actions.c.id)
        .limit(most)
    )
    width = len(actions.c)
    kind = reading.shelves.type_of(Action)
    found = []
    for row in rows:
        action = kind.from_stored(dict(zip(actions.c.keys(), row, strict=False)))
        assert isinstance(action, Action)  # noqa: S101  its own type says so
        km, en, since, is_late = row[width:]
        who = (km or "", en or "") if km or en else (action.body, action.body)
        found.append(DueAction(action, who, since, bool(is_late)))
    count = reading.rows(select(func.count()).select_from(joined).where(still))[0][0]
    return found, int(count)


def late_series_in(reading: Reading, day: str) -> list[LateSeries]:
    """The series that lag on `day`, the longest overdue first."""
    meetings, table = reading.table(Meeting), reading.table(Series)
    rows = reading.rows(
        select(meetings.c.series, func.max(meetings.c.starts))
        .where(meetings.c.deleted == 0, meetings.c.status != "cancelled", meetings.c.series > "")
        .group_by(meetings.c.series)
    )
    last = {str(series): str(starts) for series, starts in rows}
    late = []
    for series in reading.all(Series, table.c.rhythm.in_(_MONTHS)):
        due = next_after(last.get(series.id, ""), series.rhythm)
        if due and due < day:
            late.append(LateSeries(series, last[series.id], due))
    return sorted(late, key=lambda each: (each.due, each.series.id))


def next_after(starts: str, rhythm: str) -> str:
    """The day on which a meeting of this rhythm follows one on `starts`; "" where that day is not known."""
    try:
        last = dt.date.fromisoformat(starts)
    except ValueError:
        return ""
    year, month = divmod(last.year * 12 + last.month - 1 + _MONTHS[rhythm], 12)
    month += 1
    return dt.date(year, month, min(last.day, calendar.monthrange(year, month)[1])).isoformat()
