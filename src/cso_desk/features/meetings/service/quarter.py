"""The figures of a quarter, or of several: of one hub, or of every hub whose records are here.

The number of queries does not depend on how many meetings there are. A meeting that reports to two quarters
counts in each of them, and once where both are asked for together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile_in, youth_ages
from cso_desk.features.meetings.record import MEETING, Action, Attendance, Decision, Meeting
from cso_desk.features.meetings.service.attendance import AttendanceRow, rows_of
from cso_desk.features.meetings.service.figures import (
    PARTS,
    Conditions,
    Remark,
    Totals,
    alarms,
    conditions,
    counted,
    from_rows,
    totals_in,
)
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service import changes_within
from cso_desk.khmer.dates import quarter_of, quarter_range
from cso_desk.records.base import RecordId, hub_scope
from cso_desk.store.aliases import aliases, is_shown
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
    """The figures of one hub, or of all. `planned` counts all that was planned: also held and cancelled."""

    planned: int = 0
    held: int = 0
    totals: Totals = field(default_factory=Totals)
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
    return max(found, default="")


def quarter_figures(
    store: Store, quarters: str | Sequence[str], *, hub: str = "", expected: Iterable[str] | None = None
) -> QuarterFigures:
    """The figures of "2026Q3", or of several quarters together, of one hub or of all that are here.

    `expected` are the hubs that should have reported; without it, every hub with a profile here.
    """
    asked = (quarters,) if isinstance(quarters, str) else tuple(quarters)
    with store.reading() as reading:
        table = reading.table(Meeting)
        within = in_quarters(reading, asked, hub)
        meetings = reading.all(Meeting, within, order_by=[table.c.starts, table.c.id])
        ages = youth_ages(profile_in(reading, hub or store.hub))
        totals = totals_in(reading, meetings, within, ages=ages)
        lines = tuple(
            MeetingLine(each, hub_of(each.scope), totals[each.id], tuple(alarms(each, totals[each.id])))
            for each in meetings
        )
        total, by_hub = _sums(reading, lines, and_(within, table.c.status == "held"), within, ages)
        joined, left = _changes(reading, asked, hub)
        if expected is None:
            profiles = reading.all(HubProfile, order_by=[reading.table(HubProfile).c.hub])
            expected = [each.hub for each in profiles if each.hub != NATIONAL]
    missing = () if hub else tuple(sorted({each for each in expected if each not in by_hub}))
    return QuarterFigures(
        asked, hub, lines, total, by_hub, joined, left, missing, tuple(_notes(lines, missing))
    )


def _sums(
    reading: Reading,
    lines: tuple[MeetingLine, ...],
    held: ColumnElement[bool],
    within: ColumnElement[bool],
    ages: tuple[int, int],
) -> tuple[Sum, dict[str, Sum]]:
    what = conditions(reading, ages)
    scope = reading.table(Meeting).c.scope
    hubs = sorted({line.hub for line in lines})
    overall = reading.rows(what.joined.add_columns(*counted(what)).where(held))[0]
    each = {
        hub_of(str(row[0])): row[1:]
        for row in reading.rows(what.joined.add_columns(scope, *counted(what)).where(held).group_by(scope))
    }
    kinds = _kinds(reading, what, held)
    reached = _reached(reading, what, held)
    tasks = _tasks(reading, within)
    nothing = (0,) * (3 + len(PARTS))
    total = _sum(lines, overall, kinds.get(None, {}), reached, tasks, None)
    return total, {
        hub: _sum(
            [line for line in lines if line.hub == hub],
            each.get(hub, nothing),
            kinds.get(hub, {}),
            reached,
            tasks,
            hub,
        )
        for hub in hubs
    }


def _kinds(reading: Reading, what: Conditions, held: ColumnElement[bool]) -> dict[str | None, dict[str, int]]:
    """Different institutions by kind, for every hub, and under None for all together."""
    scope = reading.table(Meeting).c.scope
    pairs = reading.rows(
        what.joined.add_columns(scope, what.kind, what.organisation)
        .where(held, what.organisation.is_not(None))
        .distinct()
    )
    sets: dict[str | None, dict[str, set[str]]] = {}
    for row in pairs:
        for hub in (None, hub_of(str(row[0]))):
            sets.setdefault(hub, {}).setdefault(str(row[1]), set()).add(str(row[2]))
    return {hub: {kind: len(ids) for kind, ids in by_kind.items()} for hub, by_kind in sets.items()}


def _reached(reading: Reading, what: Conditions, held: ColumnElement[bool]) -> set[tuple[str, str]]:
    scope = reading.table(Meeting).c.scope
    rows = reading.rows(
        what.joined.add_columns(scope, what.district).where(held, func.length(what.district) == 4).distinct()
    )
    return {(hub_of(str(row[0])), str(row[1])) for row in rows}


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
    row: Sequence[int],
    kinds: Mapping[str, int],
    reached: set[tuple[str, str]],
    tasks: Sequence[tuple[str, str, int]],
    hub: str | None,
) -> Sum:
    held = [line for line in lines if line.held]

    def tasks_of(name: str) -> int:
        return sum(count for whose, what, count in tasks if what == name and hub in (None, whose))

    met = {line.meeting.place[:4] for line in held if len(line.meeting.place) >= 4}
    return Sum(
        planned=len(lines),
        held=len(held),
        totals=_with_heads(from_rows([int(value or 0) for value in row], kinds), held),
        districts_met=frozenset(met),
        districts_reached=frozenset(code for whose, code in reached if hub in (None, whose)),
        decisions=tasks_of("decision"),
        actions_open=tasks_of("open"),
        actions_done=tasks_of("done"),
    )


def _with_heads(rows: Totals, held: Iterable[MeetingLine]) -> Totals:
    """Add the heads of meetings without a sheet to participations and sexes; nobody knows which people."""
    heads = [line.totals for line in held if line.totals.evidence not in ("rows", "")]
    unasked = {name for each in heads for name in PARTS if getattr(each, name) is None}
    inexact = any(each.qualifier != "exact" or each.evidence == "estimate" for each in heads)
    return Totals(
        participations=rows.participations + sum(each.participations for each in heads),
        people=rows.people,
        institutions=rows.institutions,
        female=(rows.female or 0) + sum(each.female or 0 for each in heads),
        male=(rows.male or 0) + sum(each.male or 0 for each in heads),
        youth=rows.youth,
        disability=rows.disability,
        minority=rows.minority,
        id_poor=rows.id_poor,
        by_kind=rows.by_kind,
        evidence="rows" if not heads else "mixed" if rows.participations else "head_count",
        qualifier="about" if inexact else "exact",
        at_least=frozenset(unasked),
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
    held = [line.totals for line in lines if line.held]
    without_sheet = [each for each in held if each.evidence not in ("rows", "")]
    nothing = sum(not each.evidence for each in held)
    rough = sum(each.qualifier != "exact" or each.evidence == "estimate" for each in without_sheet)
    no_sex = sum(each.female is None for each in without_sheet)
    strange = sum(bool(line.alarms) for line in lines if line.held)
    counts = (
        (
            len(without_sheet),
            N_(
                "Meetings counted by heads, without an attendance list: {count}. "
                "Their people are in the participations only."
            ),
        ),
        (rough, N_("Meetings whose figure is not exact: {count}.")),
        (no_sex, N_("Meetings where women were not counted: {count}.")),
        (nothing, N_("Meetings held of which no attendance was recorded: {count}.")),
        (strange, N_("Meetings whose figures need a look: {count}.")),
        (len(missing), N_("Hubs of which nothing was received: {count}.")),
    )
    return [Remark(message, {"count": count}) for count, message in counts if count]


def rows_behind(
    store: Store,
    figure: str,
    *,
    quarters: Sequence[str] = (),
    meeting: str = "",
    hub: str = "",
    kind: str = "",
) -> list[AttendanceRow]:
    """The people or institutions that a figure counted, one row each.

    `figure` is "participations", "people", "institutions" or one of PARTS; of one meeting, or of all that
    were held in the quarters; `kind` leaves only institutions of that kind.
    """
    with store.reading() as reading:
        what = conditions(reading, youth_ages(profile_in(reading, hub or store.hub)))
        table, meetings = reading.table(Attendance), reading.table(Meeting)
        chosen = what.joined.add_columns(table.c.id)
        if quarters:
            chosen = chosen.where(in_quarters(reading, quarters, hub), meetings.c.status == "held")
        if meeting:
            chosen = chosen.where(meetings.c.id == meeting)
        if kind:
            chosen = chosen.where(what.kind == kind)
        if figure in PARTS:
            chosen = chosen.where(what.figures[figure])
        ids = select(chosen.subquery().c.id)
        rows = rows_of(reading, reading.all(Attendance, table.c.id.in_(ids), order_by=[table.c.sheet_row]))
        return _once(rows, figure, aliases(reading))


def _once(rows: list[AttendanceRow], figure: str, into: Mapping[str, RecordId]) -> list[AttendanceRow]:
    if figure == "people":
        return list({into.get(row.person.id, row.person.id): row for row in rows}.values())
    if figure == "institutions":
        named = [(row.organisation, row) for row in rows if row.organisation]
        return list({into.get(each.id, each.id): row for each, row in named}.values())
    return rows
