"""Series of meetings: when each was held, when it is expected, and the next one planned from the last."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Meeting, Series
from cso_desk.features.meetings.service.due import next_after
from cso_desk.features.meetings.service.inviting import guests_again, last_with_guests_in
from cso_desk.features.meetings.service.planning import agenda_in, plan_in
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.wording import N_, _

TAKEN_OVER = (
    "title_km", "title_en", "level", "venue_km", "venue_en", "place", "start_time", "end_time", "organisers",
    "chair", "facilitator", "note_taker", "project", "donor", "allowance", "asked",
)  # fmt: skip
"""What the next meeting of a series has from the last one."""
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class SeriesState:
    """Where a series stands on a day.

    `last` was held last, `coming` is the next one that is planned; `expected` is the day on which its rhythm
    asks for a meeting, "" where that is not known. `late`: that day is over and nothing is planned.
    """

    series: Series
    last: Meeting | None
    coming: Meeting | None
    expected: str
    late: bool


def series_state_in(reading: Reading, series: Series, day: str) -> SeriesState:
    """How one series stands on `day`, "2026-09-30"."""
    table = reading.table(Meeting)
    mine = table.c.series == series.id
    ends = func.max(table.c.starts, table.c.ends)  # SQLite: the greater of the two
    held = reading.all(
        Meeting, mine, table.c.status == "held", order_by=[table.c.starts.desc(), table.c.id.desc()], limit=1
    )
    coming = reading.all(
        Meeting,
        mine,
        table.c.status.in_(("planned", "invited")),
        ends >= func.substr(day, 1, func.length(ends)),
        order_by=[table.c.starts, table.c.id],
        limit=1,
    )
    newest = reading.rows(
        select(func.max(table.c.starts)).where(mine, table.c.deleted == 0, table.c.status != "cancelled")
    )[0][0]
    expected = next_after(str(newest or ""), series.rhythm) if series.rhythm else ""
    if coming:
        expected = next_after(held[0].starts, series.rhythm) if held and series.rhythm else ""
    late = bool(expected) and expected < day and not coming
    return SeriesState(series, held[0] if held else None, coming[0] if coming else None, expected, late)


def day_of_next(state: SeriesState, today: dt.date) -> str:
    """On which day the next meeting is planned at first: when the rhythm asks for it, at least in a week."""
    return max(state.expected, (today + _WEEK).isoformat())


def plan_from_series(
    store: Store,
    series: str,
    starts: str,
    ends: str = "",
    *,
    guests: bool = False,
    initiator: object = None,
) -> Meeting:
    """Plan the next meeting of a series on `starts`, with venue, people and agenda of the last one.

    With `guests` those of the last one stand on its list already; it stays planned until the invitations are
    out. What was left open is carried over by the series itself.
    """
    with store.transaction(N_("Plan meeting"), initiator=initiator) as t:
        of = t.get(Series, series)
        if of is None or of.deleted:
            raise UserError(_("This series is in the trash or not here any more. Choose another one."))
        last = _last_in(t, series)
        fresh = Meeting(series=RecordId(series), starts=starts, ends=ends or _as_long(last, starts))
        if last is not None:
            _take_over(fresh, last, of)
        agenda = agenda_in(t, last.id) if last else []
        plan_in(t, store.hub, fresh, [replace(item, papers=(), files=()) for item in agenda])
        if guests and (listed := last_with_guests_in(t, fresh)) is not None:
            for number, guest in enumerate(guests_again(t, listed, fresh), start=1):
                guest.sheet_row = number
                t.add(guest)
        return fresh


def _take_over(fresh: Meeting, last: Meeting, of: Series) -> None:
    """Fill in what stays the same. A title with a number names one quarter: take the series'."""
    for name in TAKEN_OVER:
        setattr(fresh, name, getattr(last, name))
    dated = any(letter.isdigit() for letter in last.title_km + last.title_en)
    if dated and (of.title_km or of.title_en):
        fresh.title_km, fresh.title_en = of.title_km, of.title_en


def _last_in(reading: Reading, series: str) -> Meeting | None:
    """The newest meeting of a series that was not called off."""
    table = reading.table(Meeting)
    newest: Sequence[Meeting] = reading.all(
        Meeting,
        table.c.series == series,
        table.c.status != "cancelled",
        order_by=[table.c.starts.desc(), table.c.id.desc()],
        limit=1,
    )
    return newest[0] if newest else None


def _as_long(last: Meeting | None, starts: str) -> str:
    """The last day of a meeting on `starts` that goes on for as many days as the last one; "" for one day."""
    try:
        first = dt.date.fromisoformat(starts)
        length = dt.date.fromisoformat(last.ends) - dt.date.fromisoformat(last.starts) if last else None
    except ValueError:
        return ""
    return (first + length).isoformat() if length else ""
