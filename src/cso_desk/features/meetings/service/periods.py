"""Which meetings report to a quarter, and the quarters around one."""

import re
from collections.abc import Iterable, Sequence
from typing import cast

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from cso_desk.features.meetings.record import MEETING, Meeting
from cso_desk.khmer.dates import quarter_of, quarter_range
from cso_desk.records.base import hub_scope
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store

_QUARTER = re.compile("[0-9]{4}Q[1-4]")


def quarter_by(quarter: str, quarters: int) -> str:
    """The quarter that is so many later, or earlier: ("2026Q1", -1) gives "2025Q4"."""
    year, number = (int(part) for part in quarter.split("Q"))
    place = year * 4 + number - 1 + quarters
    return f"{place // 4}Q{place % 4 + 1}"


def quarters_until(quarter: str, count: int = 4) -> tuple[str, ...]:
    """So many quarters, this one last."""
    return tuple(quarter_by(quarter, back) for back in range(1 - count, 1))


def quarters_of(meeting: Meeting) -> tuple[str, ...]:
    """The quarters that a meeting reports to: by its own word, or else that of its first day."""
    own = quarter_of(meeting.starts)
    # What came from elsewhere may hold anything: what is no quarter has no report.
    told = tuple(each for each in meeting.periods if _QUARTER.fullmatch(each))
    return told or ((own,) if own else ())


def hub_of(scope: str) -> str:
    """The code of the hub that a scope belongs to: "02" of "hub/02", "" of "network"."""
    return scope.partition("/")[2]


def in_quarters(reading: Reading, quarters: Iterable[str], hub: str = "") -> ColumnElement[bool]:
    """The meetings that report to one of the quarters: by their own word, or else by their first day."""
    table = reading.table(Meeting)
    found: list[ColumnElement[bool]] = []
    for quarter in quarters:
        first, last = quarter_range(quarter)
        found += [
            table.c.periods.contains(f'"{quarter}"', autoescape=True),
            and_(table.c.periods == "", table.c.starts >= first[:7], table.c.starts <= last),
        ]
    chosen = and_(table.c.deleted == 0, or_(false(), *found))
    return and_(chosen, table.c.scope == hub_scope(hub)) if hub else chosen


def latest_quarter(store: Store, hub: str = "") -> str:
    """The newest quarter to which a meeting that was held reports, such as "2026Q3"; "" where none was."""
    with store.reading() as reading:
        table = reading.table(Meeting)
        chosen = and_(table.c.deleted == 0, table.c.status == "held", table.c.starts != "")
        if hub:
            chosen = and_(chosen, table.c.scope == hub_scope(hub))
        rows = reading.rows(
            select(table.c.periods, func.max(table.c.starts)).where(chosen).group_by(table.c.periods)
        )
    kind = MEETING.fields["periods"].kind
    found = {
        quarter for periods, _day in rows for quarter in cast("Sequence[str]", kind.from_stored(periods))
    }
    found |= {quarter_of(day) or "" for periods, day in rows if not periods}
    return max(filter(_QUARTER.fullmatch, found), default="")
