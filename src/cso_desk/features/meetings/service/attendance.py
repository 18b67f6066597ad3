"""Records who came: people invited, people who came without, or only a count of heads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service.hats import hats_on
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import (
    Known,
    earlier_names,
    known,
    name_on,
    same_organisation,
    same_person,
)
from cso_desk.features.members.service.earlier_names import Earlier
from cso_desk.khmer.sorting import sort_key
from cso_desk.records.base import NOBODY, RecordId, new_id
from cso_desk.store.aliases import aliases, as_survivor
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _


@dataclass(kw_only=True)
class WalkIn:
    """Somebody who came without invitation, as the sheet says it.

    `organisation` is as the sheet says it too; with an id of a record known already, that record is meant.
    `ticks` are fields of the attendance: {"youth": "yes"}.
    """

    person: Person
    organisation: Organisation | None = None
    title_km: str = ""
    title_en: str = ""
    ticks: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class AttendanceRow:
    """One line of an attendance list."""

    attendance: Attendance
    person: Person
    organisation: Organisation | None


def attendance_rows(store: Store, meeting: str) -> list[AttendanceRow]:
    """The list of one meeting in the order of the sheet, those without a row in the order of names."""
    with store.reading() as reading:
        return attendance_rows_in(reading, meeting)


def attendance_rows_in(reading: Reading, meeting: str) -> list[AttendanceRow]:
    """As `attendance_rows`, inside a look at the store."""
    table = reading.table(Attendance)
    rows = reading.all(Attendance, table.c.meeting == meeting)
    return sorted(rows_of(reading, rows), key=_sheet_order)


@dataclass(frozen=True)
class Names:
    """Who stands for records that were merged, and what organisations were called earlier."""

    into: Mapping[str, RecordId]
    earlier: Earlier


def names_in(reading: Reading) -> Names:
    """What `rows_of` needs to know of the whole store; whoever reads in pieces asks once."""
    return Names(aliases(reading), earlier_names(reading))


def rows_of(
    reading: Reading, attendances: list[Attendance], names: Names | None = None
) -> list[AttendanceRow]:
    """Attendances with their people and organisations, in six queries however many there are.

    An organisation is called as on the day of the meeting.
    """
    attendance, people, bodies = (reading.table(each) for each in (Attendance, Person, Organisation))
    meetings = {each.meeting for each in attendances}
    here = attendance.c.meeting.in_(meetings)
    whose, where = as_survivor(attendance.c.person), as_survivor(attendance.c.organisation)
    persons = reading.all(Person, people.c.id.in_(select(whose).where(here)), trash=True)
    organisations = reading.all(Organisation, bodies.c.id.in_(select(where).where(here)), trash=True)
    person_of = {each.id: each for each in persons}
    organisation_of = {each.id: each for each in organisations}
    names = names or names_in(reading)
    into = names.into
    held = reading.table(Meeting)
    day_of = {
        str(meeting): str(day)
        for meeting, day in reading.rows(select(held.c.id, held.c.starts).where(held.c.id.in_(meetings)))
    }

    def body(attendance: Attendance) -> Organisation | None:
        found = organisation_of.get(into.get(attendance.organisation, attendance.organisation))
        return found and name_on(found, day_of.get(attendance.meeting, ""), names.earlier)

    return [
        AttendanceRow(
            each, _as_called(person_of.get(into.get(each.person, each.person)), each.person), body(each)
        )
        for each in attendances
    ]


def _as_called(survivor: Person | None, person: RecordId) -> Person:
    """The person of a row, called as the one that stands for it; rows are told apart by whom they name."""
    if survivor is None:
        return Person(id=person)
    return survivor if survivor.id == person else replace(survivor, id=person)


def _sheet_order(row: AttendanceRow) -> tuple[int, bytes]:
    number = row.attendance.sheet_row
    return (number or 1_000_000, sort_key(row.person.name_km or row.person.name_en))


def record_attendance(
    store: Store,
    meeting: str,
    *,
    present: Iterable[str] = (),
    excused: Iterable[str] = (),
    ticks: Mapping[str, Mapping[str, object]] | None = None,
    walk_ins: Iterable[WalkIn] = (),
    initiator: object = None,
) -> list[AttendanceRow]:
    """Take over a filled sheet: the meeting was held, and whoever was invited and is not named was absent.

    `present` and `excused` are ids of people; present people who were not on the list are added to it.
    `ticks` are what single people ticked: {person: {"youth": "yes", "days": 2}}. Walk-ins become people with
    a position, unless they are known already.
    """
    with store.transaction(N_("Record attendance"), initiator=initiator) as t:
        now = meeting_in(t, meeting)
        if now.status == "cancelled":
            raise UserError(_("This meeting was cancelled. Plan it again before recording who came."))
        came, sorry = list(dict.fromkeys(present)), set(excused)
        _mark(t, now, came, sorry, ticks or {})
        _walk_in(t, now, list(walk_ins))
        t.change(now, status="held")
        return attendance_rows_in(t, meeting)


def _mark(
    t: Transaction,
    meeting: Meeting,
    came: list[str],
    sorry: set[str],
    ticks: Mapping[str, Mapping[str, object]],
) -> None:
    on_list = {each.person: each for each in t.all(Attendance, t.table(Attendance).c.meeting == meeting.id)}
    for person, row in on_list.items():
        if row.status == "replaced" and person not in came:
            continue
        status = "present" if person in came else "excused" if person in sorry else "absent"
        t.change(row, status=status, **dict(ticks.get(person, {})))
    number = last_row(on_list.values())
    unexpected = [person for person in map(RecordId, came) if person not in on_list]
    hats = hats_on(t, unexpected, meeting.starts) if unexpected else {}
    for person in unexpected:
        number += 1
        hat = hats.get(person, Attendance())
        row = replace(
            hat,
            id=new_id(),
            meeting=meeting.id,
            person=person,
            status="present",
            walk_in=True,
            sheet_row=number,
        )
        for name, value in ticks.get(person, {}).items():
            setattr(row, name, value)
        t.add(row)


def last_row(rows: Iterable[Attendance]) -> int:
    return max((row.sheet_row or 0 for row in rows), default=0)


def _walk_in(t: Transaction, meeting: Meeting, guests: list[WalkIn]) -> None:
    if not guests:
        return
    everything = known(t)
    on_list = {each.person: each for each in t.all(Attendance, t.table(Attendance).c.meeting == meeting.id)}
    number = last_row(on_list.values())
    for guest in guests:
        attendance = settle_guest(t, everything, guest, meeting.starts)
        attendance.meeting, attendance.status = meeting.id, "present"
        there = on_list.get(attendance.person)
        if there is not None:
            t.change(there, status="present", **dict(guest.ticks))
            continue
        number += 1
        attendance.walk_in, attendance.sheet_row = True, number
        on_list[attendance.person] = t.add(attendance)


def settle_guest(t: Transaction, everything: Known, guest: WalkIn, day: str) -> Attendance:
    """The attendance of somebody on a sheet; person, organisation and position are added where new."""
    if not (guest.person.name_km.strip() or guest.person.name_en.strip()):
        raise UserError(_("One line of the sheet has no name. Add the name, or leave the line out."))
    organisation = _settled_organisation(t, everything, guest.organisation)
    if guest.person.id in everything.people:
        person = guest.person.id
    else:
        match = same_person(everything, guest.person, organisation)
        if match and match.certain:
            person = match.record
        else:
            person = t.add(guest.person).id
            everything.learn(guest.person)
    if organisation and organisation not in everything.works_in[person]:
        position = Position(
            person=person,
            organisation=organisation,
            title_km=guest.title_km,
            title_en=guest.title_en,
            role="staff",
            from_date=day,
        )
        everything.learn_position(t.add(position))
    attendance = Attendance(
        person=person, organisation=organisation, title_km=guest.title_km, title_en=guest.title_en
    )
    for name, value in guest.ticks.items():
        setattr(attendance, name, value)
    return attendance


def _settled_organisation(t: Transaction, everything: Known, said: Organisation | None) -> RecordId:
    if said is None or not (said.id in everything.organisations or said.name_km or said.name_en):
        return NOBODY
    if said.id in everything.organisations:
        return said.id
    match = same_organisation(everything, said)
    if match and match.certain:
        return match.record
    everything.learn(t.add(said))
    return said.id


def record_head_count(
    store: Store,
    meeting: str,
    total: int,
    female: int | None,
    *,
    qualifier: str = "exact",
    basis: str = "head_count",
    initiator: object = None,
) -> None:
    """Keep a count of heads for a meeting without a sheet: the meeting was held."""
    if total < 0 or (female or 0) < 0:
        raise UserError(_("A number of people cannot be less than zero. Correct the figure."))
    if female is not None and female > total:
        raise UserError(
            _(
                "There cannot be more women ({female}) than people ({total}). Correct one of the figures.",
                female=female,
                total=total,
            )
        )
    with store.transaction(N_("Record a head count"), initiator=initiator) as t:
        t.change(
            meeting_in(t, meeting),
            status="held",
            total_counted=total,
            female_counted=female,
            counted_qualifier=qualifier,
            counted_basis=basis,
        )
