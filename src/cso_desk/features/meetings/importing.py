"""The attendance list of a meeting, and lists of meetings, become records."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service import last_row, meeting_in
from cso_desk.features.members.importing import (
    Existing,
    Hand,
    ImportPlan,
    ImportReport,
    PlannedRow,
    Progress,
    Values,
    answer,
    ask_guard,
    entry_of_person,
    id_poor,
    news_of,
    notes_of,
    pair_of,
    place_of,
    problems_by_row,
    run_plan,
    said_again,
    take_over,
    text_of,
)
from cso_desk.features.members.importing import plan_import as plan_people
from cso_desk.features.members.service import known
from cso_desk.importers.columns import Meaning
from cso_desk.importers.vocabulary import key
from cso_desk.khmer.dates import quarter_of
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_plural, _

if TYPE_CHECKING:
    from cso_desk.importers.preview import SheetReading

MEETING_FIELDS = (
    "title_km", "title_en", "venue_km", "venue_en", "place", "total_counted", "female_counted", "notes",
)  # fmt: skip
_Identity = tuple[str, str, str]
_TICKS = ("youth", "disability", "minority")
_TAKEN = frozenset((*_TICKS, "id_poor"))
_OF_MEETING = frozenset((
    "no", "signature", "remarks", "title", "date", "venue", "chair", "total", "female", "male",
    "place", "province", "district", "commune", "village",
))  # fmt: skip
"""What columns of a list of meetings mean that a field takes."""


def plan_import(
    store: Store,
    reading: "SheetReading",
    *,
    meeting: str = "",
    existing: Existing = "fill",
    progress: Progress | None = None,
) -> ImportPlan:
    """What taking over the attendance list of `meeting`, or a list of meetings, would do; nothing is written.

    `progress` may raise CancelledError. Raises UserError where an attendance list comes without its meeting.
    """
    if reading.purpose == "meetings":
        return _plan_meetings(store, reading, existing)
    if not meeting:
        raise UserError(_("Choose the meeting to which this attendance list belongs."))
    with store.reading() as look:
        year = int(meeting_in(look, meeting).starts[:4] or date.today().year)  # noqa: DTZ011
    plan = plan_people(store, reading, existing=existing, progress=progress)
    plan.purpose, plan.options = "attendance", {"meeting": meeting}
    with store.reading() as look:
        for row, values in zip(plan.rows, reading.rows, strict=True):
            # Somebody known was there all the same: the row is taken, the person's record is left alone.
            row.action = "update" if row.action == "skip" and row.existing else row.action
            row.changes = None  # that somebody was there is news
            row.payload = (
                entry_of_person(values, year, reading.columns, _TAKEN),
                _ticks(values),
            )
            ask_guard(look, row, Attendance(meeting=RecordId(meeting), status="present"))
    return plan


def run_import(store: Store, plan: ImportPlan, progress: Progress | None = None) -> ImportReport:
    """Take over a list as one step that can be undone."""
    if plan.purpose == "meetings":
        label = N_plural("Import a list of meetings, {count} row", "Import a list of meetings, {count} rows")
        return run_plan(store, plan, _carrying_meetings, progress, label=label)
    meeting = str(plan.options["meeting"])
    return run_plan(
        store,
        plan,
        lambda t: _carrying_guests(t, meeting),
        progress,
        label=N_plural(
            "Import an attendance list of {count} row", "Import an attendance list of {count} rows"
        ),
        finish=lambda hand: hand.transaction.change(Meeting, meeting, status="held"),
    )


def _carrying_guests(t: Transaction, meeting: str) -> Callable[[Hand, PlannedRow], None]:
    everything = known(t)
    meeting_in(t, meeting)
    there = {each.person: each for each in t.all(Attendance, t.table(Attendance).c.meeting == meeting)}
    invited = bool(there)
    number = last_row(there.values())

    def carry_out(hand: Hand, row: PlannedRow) -> None:
        nonlocal number
        entry, ticks = row.payload
        person, organisation = take_over(
            hand, everything, entry, existing=row.existing, new=row.action == "create"
        )
        before = there.get(person)
        if before is not None:
            if before.id not in hand.fresh:
                hand.transaction.change(before, status="present", **ticks)
                hand.changed["attendance"] += 1
            return
        number += 1
        attendance = Attendance(
            meeting=RecordId(meeting),
            person=person,
            organisation=organisation,
            title_km=entry.title_km,
            title_en=entry.title_en,
            status="present",
            walk_in=invited,
            sheet_row=number,
            **ticks,
        )
        there[person] = attendance
        hand.add(attendance)

    return carry_out


def _ticks(values: Values) -> dict[str, str]:
    ticks = {name: answer(values, name) for name in _TICKS} | {"id_poor": id_poor(values)}
    return {name: said for name, said in ticks.items() if said}


def _plan_meetings(store: Store, reading: "SheetReading", existing: Existing) -> ImportPlan:
    doubts = problems_by_row(reading)
    first: dict[_Identity, int] = {}
    rows = []
    with store.reading() as look:
        there = {_identity(each): each for each in look.all(Meeting)}
        for values in reading.rows:
            meeting = _meeting_of(values, reading.columns)
            row = PlannedRow(values["_row"], "create", meeting.title_km or meeting.title_en, meeting)
            row.problems += doubts.get(row.row, [])
            rows.append(row)
            _settle(look, row, there, first, existing)
    return ImportPlan("meetings", rows, existing)


def _settle(
    look: Reading,
    row: PlannedRow,
    there: Mapping[_Identity, Meeting],
    first: dict[_Identity, int],
    existing: Existing,
) -> None:
    """Say whether a meeting is known, stands further up or may not be written."""
    meeting: Meeting = row.payload
    identity = _identity(meeting)
    before, news = there.get(identity), {}
    if not row.title or not meeting.starts:
        row.refuse(_("This row has no title or no day, so it is left out."))
    elif identity in first:
        row.action, row.why = "skip", said_again(first[identity])
    elif before is not None:
        row.existing, row.why = before.id, _("Known already.")
        row.action = "skip" if existing == "skip" else "update"
        news = news_of(before, meeting, MEETING_FIELDS, existing)
        row.changes = tuple(f"meeting.{name}" for name in news)
    ask_guard(look, row, meeting, before, news)
    first.setdefault(identity, row.row)


def _carrying_meetings(t: Transaction) -> Callable[[Hand, PlannedRow], None]:
    there = {each.id: each for each in t.all(Meeting)}

    def carry_out(hand: Hand, row: PlannedRow) -> None:
        before = there.get(RecordId(row.existing)) if row.action == "update" else None
        if before is None:
            hand.add(row.payload)
        else:
            hand.merge(before, row.payload, MEETING_FIELDS)

    return carry_out


def _identity(meeting: Meeting) -> _Identity:
    return meeting.starts, key(meeting.title_km) or key(meeting.title_en), meeting.place


def _meeting_of(values: Values, columns: Sequence[Meaning]) -> Meeting:
    title_km, title_en = pair_of(values, "title")
    venue_km, venue_en = pair_of(values, "venue")
    total, female, male = (values.get(name) for name in ("total", "female", "male"))
    if female is None and total is not None and male is not None:
        female = total - male
    if total is None and female is not None and male is not None:
        total = female + male
    day = str(values.get("date", ""))
    quarter = quarter_of(day)
    past = bool(day) and day <= date.today().isoformat()  # noqa: DTZ011  the day on the wall
    chair = text_of(values, "chair")
    return Meeting(
        title_km=title_km,
        title_en=title_en,
        starts=day,
        ends=str(values.get("date_end", day)),
        venue_km=venue_km,
        venue_en=venue_en,
        place=place_of(values),
        periods=(quarter,) if quarter else (),
        status="held" if past else "planned",
        total_counted=total,
        female_counted=female,
        notes="\n".join(
            part
            for part in (
                chair and _("Chair: {name}", name=chair),
                notes_of(values, columns, _OF_MEETING),
            )
            if part
        ),
    )
