"""The figures of a quarter, or of several: of one hub, or of every hub whose records are here.

A meeting that reports to two quarters counts in each of them, and once where both are asked for together.
The number of queries does not depend on how many meetings there are, and no attendance is read of a meeting
that has a tally.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile_in, youth_ages
from cso_desk.features.meetings.record import Action, Decision, Meeting
from cso_desk.features.meetings.service.figures import DISTRICT, Remark, Totals, alarms, totals_of
from cso_desk.features.meetings.service.gathering import gather
from cso_desk.features.meetings.service.periods import hub_of, in_quarters
from cso_desk.features.meetings.service.tallies import WORTH_KEEPING, Tallies, refresh_tallies, tallies_in
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service import changes_within
from cso_desk.khmer.dates import quarter_range
from cso_desk.records.base import hub_scope
from cso_desk.store.aliases import is_shown
from cso_desk.store.reading import Reading
from cso_desk.store.store import NATIONAL, Store
from cso_desk.wording import N_


@dataclass(frozen=True)
class MeetingLine:
    """One meeting of the quarter with its figures; `hub` is the code of the hub that keeps it."""

    meeting: Meeting
    hub: str
    totals: Totals
    alarms: tuple[Remark, ...]

    @property
    def held(self) -> bool:
        return self.meeting.status == "held"


@dataclass(frozen=True)
class Sum:
    """The figures of one hub, or of all. `planned` counts all that was planned: also held and cancelled.

    `heads` are those of the participations that were only counted, of whom nobody knows the names;
    `by_heads` is at how many meetings that was so.
    """

    planned: int = 0
    held: int = 0
    totals: Totals = field(default_factory=Totals)
    heads: int = 0
    by_heads: int = 0
    districts_met: frozenset[str] = frozenset()
    districts_reached: frozenset[str] = frozenset()
    decisions: int = 0
    actions_open: int = 0
    actions_done: int = 0


@dataclass(frozen=True)
class QuarterFigures:
    """Everything a quarterly report says in figures.

    `districts_met` are codes of districts where meetings were held, `districts_reached` those where the
    institutions that took part have their place. `missing` are hubs of which nothing is here.
    """

    quarters: tuple[str, ...]
    hub: str
    lines: tuple[MeetingLine, ...]
    total: Sum
    by_hub: Mapping[str, Sum]
    joined: tuple[Organisation, ...] = ()
    left: tuple[Organisation, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[Remark, ...] = field(default=())

    @property
    def held(self) -> tuple[MeetingLine, ...]:
        return tuple(line for line in self.lines if line.held)


def quarter_figures(
    store: Store, quarters: str | Sequence[str], *, hub: str = "", expected: Iterable[str] | None = None
) -> QuarterFigures:
    """The figures of "2026Q3", or of several quarters together, of one hub or of all that are here.

    `expected` are the hubs that should have reported; without it, every hub with a profile here.
    """
    asked = (quarters,) if isinstance(quarters, str) else tuple(quarters)
    refresh_tallies(store, at_least=WORTH_KEEPING)
    with store.reading() as reading:
        return quarter_figures_in(reading, asked, hub=hub, at=hub or store.hub, expected=expected)


def quarter_figures_in(
    reading: Reading, asked: Sequence[str], *, hub: str, at: str, expected: Iterable[str] | None = None
) -> QuarterFigures:
    """As `quarter_figures`, inside a look at the store of the hub `at`, whose ages of youth count."""
    table = reading.table(Meeting)
    within = in_quarters(reading, asked, hub)
    meetings = reading.all(Meeting, within, order_by=[table.c.starts, table.c.id])
    ages = youth_ages(profile_in(reading, at))
    tallies = tallies_in(reading, [each.id for each in meetings])
    lines = tuple(_line(each, totals_of(each, tallies, ages)) for each in meetings)
    tasks = _tasks(reading, within)
    total = _sum(lines, tallies, tasks, None)
    by_hub = {
        code: _sum([line for line in lines if line.hub == code], tallies, tasks, code)
        for code in sorted({line.hub for line in lines})
    }
    joined, left = _changes(reading, asked, hub)
    if expected is None:
        profiles = reading.all(HubProfile, order_by=[reading.table(HubProfile).c.hub])
        expected = [each.hub for each in profiles if each.hub != NATIONAL]
    missing = () if hub else tuple(sorted({each for each in expected if each not in by_hub}))
    notes = tuple(_notes(lines, missing))
    return QuarterFigures(tuple(asked), hub, lines, total, by_hub, joined, left, missing, notes)


def _line(meeting: Meeting, totals: Totals) -> MeetingLine:
    return MeetingLine(meeting, hub_of(meeting.scope), totals, tuple(alarms(meeting, totals)))


def _tasks(reading: Reading, within: ColumnElement[bool]) -> list[tuple[str, str, int]]:
    """Hub, "decision" or the status of an action, and how many of them."""
    meetings = reading.table(Meeting)
    found: list[tuple[str, str, int]] = []
    for record, column in ((Decision, None), (Action, "status")):
        table = reading.table(record)
        groups = [meetings.c.scope, *([table.c[column]] if column else [])]
        rows = reading.rows(
            select(func.count(), *groups)
            .select_from(table)
            .join(meetings, meetings.c.id == table.c.meeting)
            .where(within, table.c.deleted == 0)
            .group_by(*groups)
        )
        found += [(hub_of(str(row[1])), str(row[2]) if column else "decision", int(row[0])) for row in rows]
    return found


def _sum(
    lines: Sequence[MeetingLine],
    tallies: Tallies,
    tasks: Sequence[tuple[str, str, int]],
    hub: str | None,
) -> Sum:
    held = [line for line in lines if line.held]
    gathered = gather((line.totals, tallies.of(line.meeting.id)) for line in held)

    def tasks_of(name: str) -> int:
        return sum(count for whose, what, count in tasks if what == name and hub in (None, whose))

    met = {line.meeting.place[:DISTRICT] for line in held if len(line.meeting.place) >= DISTRICT}
    totals = gathered.totals(tallies.bodies)
    return Sum(
        planned=len(lines),
        held=len(held),
        totals=totals,
        heads=gathered.heads,
        by_heads=gathered.by_heads,
        districts_met=frozenset(met),
        districts_reached=frozenset(code for code in totals.by_district if code),
        decisions=tasks_of("decision"),
        actions_open=tasks_of("open"),
        actions_done=tasks_of("done"),
    )


def _changes(
    reading: Reading, quarters: Iterable[str], hub: str
) -> tuple[tuple[Organisation, ...], tuple[Organisation, ...]]:
    table = reading.table(Organisation)

    def during(column: ColumnElement[str]) -> ColumnElement[bool]:
        spans = [quarter_range(quarter) for quarter in quarters]
        return or_(false(), *(column.between(first[:7], last) for first, last in spans))

    alive = is_shown(table.c.id)
    if hub:
        alive = and_(alive, or_(table.c.scope == hub_scope(hub), func.substr(table.c.place, 1, 2) == hub))
    spans = [quarter_range(quarter) for quarter in quarters]

    def inside(day: str) -> bool:
        return any(first[:7] <= day <= last for first, last in spans)

    joined, left = changes_within(reading, alive, during, inside)
    return tuple(joined), tuple(left)


def _notes(lines: Sequence[MeetingLine], missing: Sequence[str]) -> list[Remark]:
    held = [line for line in lines if line.held]
    without_sheet = [line for line in held if line.totals.evidence not in ("rows", "")]
    told = (
        (
            without_sheet,
            N_(
                "Meetings counted by heads, without an attendance list: {count}. "
                "Their people are in the participations only."
            ),
        ),
        (
            [line for line in without_sheet if _is_rough(line.totals)],
            N_("Meetings whose figure is not exact: {count}."),
        ),
        (
            [line for line in without_sheet if line.totals.female is None],
            N_("Meetings where women were not counted: {count}."),
        ),
        (
            [line for line in held if not line.totals.evidence],
            N_("Meetings held of which no attendance was recorded: {count}."),
        ),
        (
            [line for line in lines if not line.held and line.totals.evidence == "rows"],
            N_("Meetings with people marked as present that are not marked as held: {count}."),
        ),
        (
            [line for line in held if line.alarms and line.totals.evidence],
            N_("Meetings whose figures need a look: {count}."),
        ),
    )
    notes = [
        Remark(message, {"count": len(some)}, tuple(line.meeting.id for line in some))
        for some, message in told
        if some
    ]
    if missing:
        notes.append(Remark(N_("Hubs of which nothing was received: {count}."), {"count": len(missing)}))
    return notes


def _is_rough(totals: Totals) -> bool:
    return totals.qualifier != "exact" or totals.evidence == "estimate"
