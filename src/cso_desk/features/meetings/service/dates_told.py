"""Which meetings are told to calendars, and which of them was told last."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func

from cso_desk.features.meetings.record import MEETING, AgendaItem, Meeting
from cso_desk.store.reading import Reading
from cso_desk.store.revisions import Revision, revisions
from cso_desk.store.store import Store

_TOLD = (
    "title_km", "title_en", "objective_km", "objective_en", "starts", "ends", "start_time", "end_time",
    "venue_km", "venue_en", "place", "status",
)  # fmt: skip
_WHOLE_DAY = len("2026-09-30")


@dataclass(frozen=True)
class ToldMeeting:
    """A meeting with its agenda; `revision` grows with every change of what a calendar shows of it."""

    meeting: Meeting
    agenda: Sequence[AgendaItem]
    revision: Revision


def told_meetings(
    store: Store, *, meetings: Collection[str] | None = None, series: str = "", day: str = ""
) -> tuple[list[ToldMeeting], int, int]:
    """Meetings by day; how many stay here because they are for this hub only, and how many have no day yet.

    They are those with these ids, those of a `series`, or all that are not over on `day`, "2026-09-30".
    """
    with store.reading() as reading:
        table = reading.table(Meeting)
        asked: ColumnElement[bool] = table.c.series == series
        if not series:
            asked = func.max(table.c.starts, table.c.ends) >= day  # SQLite: the greater of the two
        # So many ids are not bound to a statement; a hub has some hundred meetings.
        found = reading.all(
            Meeting, *([asked] if meetings is None else []), order_by=[table.c.starts, table.c.id]
        )
        wanted = [each for each in found if meetings is None or each.id in meetings]
        free = [each for each in wanted if each.sensitivity != "hub"]
        dated = [each for each in free if _is_day(each.starts)]
        agenda = _agendas(reading, {each.id for each in dated})
        changed = revisions(reading, MEETING, [each.id for each in dated], _TOLD)
    told = [ToldMeeting(each, agenda.get(each.id, ()), changed[each.id]) for each in dated]
    return told, len(wanted) - len(free), len(free) - len(dated)


def _agendas(reading: Reading, meetings: Collection[str]) -> dict[str, list[AgendaItem]]:
    table = reading.table(AgendaItem)
    found: dict[str, list[AgendaItem]] = {}
    for item in reading.all(AgendaItem, table.c.sensitivity != "hub", order_by=[table.c.number, table.c.id]):
        if item.meeting in meetings:
            found.setdefault(item.meeting, []).append(item)
    return found


def _is_day(text: str) -> bool:
    """Whether a date is known to the day; "2026-09" and "2026" are not."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == _WHOLE_DAY
