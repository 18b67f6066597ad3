"""What looks wrong among meetings after hubs were merged."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, Table, and_, func, select, tuple_

from cso_desk.features.meetings.record import Attendance, Decision, Meeting
from cso_desk.features.meetings.service.minutes_rules import MINUTES_RULES
from cso_desk.records.base import Record, RecordId
from cso_desk.store.aliases import as_survivor
from cso_desk.store.reading import Reading
from cso_desk.store.rules import Finding, Rule
from cso_desk.wording import N_


def double_attendance(reading: Reading) -> Iterator[Finding]:
    """People who stand twice on the list of one meeting."""
    table = reading.table(Attendance)
    # Two records that were merged into one person may both have come: a question, and no row is lost.
    whose = as_survivor(table.c.person)
    for meeting, person in _shared(reading, Attendance, (table.c.meeting, whose), table.c.person > ""):
        yield Finding("double_attendance", _TWICE, (("meeting", meeting), ("person", person)))


_TWICE = N_(
    "This person stands twice on the list of this meeting. They are counted once; it is right so where they "
    "spoke for two institutions."
)


def same_meeting(reading: Reading) -> Iterator[Finding]:
    """Meetings of one series on one day in one place, which may be the same one entered twice."""
    table = reading.table(Meeting)
    columns = (table.c.series, table.c.starts, table.c.place)
    fits = and_(table.c.series > "", table.c.starts > "", table.c.status != "cancelled")
    groups = {tuple(key) for key in _shared(reading, Meeting, columns, fits)}
    if not groups:
        return
    found: dict[tuple[str, ...], list[RecordId]] = defaultdict(list)
    rows = reading.rows(
        select(*columns, table.c.id)
        .where(table.c.deleted == 0, fits, table.c.starts.in_({key[1] for key in groups}))
        .order_by(table.c.id)
    )
    for *key, record in rows:
        if tuple(key) in groups:
            found[tuple(key)].append(RecordId(record))
    for records in found.values():
        told = tuple(("meeting", record) for record in records)
        yield Finding("same_meeting", _SAME, told, {"count": len(records)})


_SAME = N_("{count} meetings of one series stand on the same day in the same place.")


def typed_by_two_hubs(reading: Reading) -> Iterator[Finding]:
    """Meetings that several hubs held on one day in one place: one that was held together, typed by each."""
    table = reading.table(Meeting)
    key = (table.c.starts, table.c.place)
    fits = and_(table.c.deleted == 0, table.c.status == "held", table.c.starts > "", table.c.place > "")
    several = select(*key).where(fits).group_by(*key).having(func.count(table.c.scope.distinct()) > 1)
    rows = reading.rows(
        select(*key, table.c.id)
        .where(fits, tuple_(*key).in_(several))
        .order_by(table.c.starts, table.c.place, table.c.id)
    )
    for _where, some in groupby((tuple(map(str, row)) for row in rows), key=itemgetter(0, 1)):
        records = tuple(("meeting", RecordId(meeting)) for *_key, meeting in some)
        yield Finding("typed_by_two_hubs", _TOGETHER, records, {"count": len(records)})


_TOGETHER = N_(
    "{count} meetings of different hubs were held on the same day in the same place. If it was one, it "
    "counts more than once: let the hub that did not keep the list put its own into the trash."
)


def cancelled_and_held(reading: Reading) -> Iterator[Finding]:
    """Meetings that were cancelled and have people who were present."""
    meetings, rows = reading.table(Meeting), reading.table(Attendance)
    came = select(rows.c.meeting).where(rows.c.status == "present", rows.c.deleted == 0)
    found = reading.rows(
        select(meetings.c.id)
        .where(meetings.c.deleted == 0, meetings.c.status == "cancelled", meetings.c.id.in_(came))
        .order_by(meetings.c.id)
    )
    for (meeting,) in found:
        yield Finding("cancelled_and_held", _CANCELLED, (("meeting", RecordId(meeting)),))


_CANCELLED = N_("This meeting is cancelled, and yet people are marked as present.")


def one_number_twice(reading: Reading) -> Iterator[Finding]:
    """Meetings whose decisions carry one number twice: their minutes were closed at two places."""
    table = reading.table(Decision)
    for meeting, number in _shared(reading, Decision, (table.c.meeting, table.c.number), table.c.number > ""):
        yield Finding("one_number_twice", _NUMBER, (("meeting", meeting),), {"number": number})


_NUMBER = N_("Two decisions of this meeting carry the number {number}. The minutes were closed twice.")


def _shared(
    reading: Reading, record: type[Record], columns: tuple[ColumnElement[str], ...], fits: ColumnElement[bool]
) -> Iterator[tuple[RecordId, ...]]:
    """The values of some columns that several records share."""
    table: Table = reading.table(record)
    rows = reading.rows(
        select(*columns)
        .where(table.c.deleted == 0, fits)
        .group_by(*columns)
        .having(func.count() > 1)
        .order_by(*columns)
    )
    for row in rows:
        yield tuple(RecordId(value) for value in row)


RULES = (
    *MINUTES_RULES,
    Rule("double_attendance", N_("One person twice at one meeting"), double_attendance),
    Rule("same_meeting", N_("One meeting entered twice"), same_meeting),
    Rule("typed_by_two_hubs", N_("One meeting typed by two hubs"), typed_by_two_hubs),
    Rule("cancelled_and_held", N_("Cancelled and held"), cancelled_and_held),
    Rule("one_number_twice", N_("Minutes closed twice"), one_number_twice),
)
"""What can look wrong."""
