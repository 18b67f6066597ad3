"""Invites to meetings: people, institutions, groups, and whoever was at the last one; nobody twice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service.hats import NO_DAY, all_hats_on, hats_on
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service import people_in, representatives
from cso_desk.khmer.sorting import sort_key
from cso_desk.records.base import RecordId, new_id
from cso_desk.store.aliases import aliases
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _


@dataclass(frozen=True)
class Invitation:
    """Who was invited now, and which organisations have nobody to represent them."""

    invited: tuple[Attendance, ...]
    without_representative: tuple[Organisation, ...]


def invite(
    store: Store,
    meeting: str,
    *,
    people: Iterable[str] = (),
    organisations: Iterable[str] = (),
    initiator: object = None,
) -> Invitation:
    """Invite people, and the representatives of organisations on the day of the meeting; nobody twice."""
    with store.transaction(N_("Invite to a meeting"), initiator=initiator) as t:
        now = meeting_in(t, meeting)
        guests, missing = _guests(t, now, list(people), list(organisations))
        return Invitation(tuple(_put_on_list(t, now, guests)), tuple(missing))


def invite_last(store: Store, meeting: str, *, initiator: object = None) -> Invitation:
    """Invite who was invited to the last meeting of the series, and who came to it without invitation."""
    with store.transaction(N_("Invite to a meeting"), initiator=initiator) as t:
        now = meeting_in(t, meeting)
        last = last_with_guests_in(t, now)
        if last is None:
            raise UserError(_("No earlier meeting of this series has an attendance list."))
        return Invitation(tuple(_put_on_list(t, now, guests_again(t, last, now))), ())


def last_with_guests_in(reading: Reading, meeting: Meeting) -> Meeting | None:
    """The meeting of the series before this one that has an attendance list; None without a series."""
    if not meeting.series:
        return None
    table, rows = reading.table(Meeting), reading.table(Attendance)
    listed = select(rows.c.meeting).where(rows.c.deleted == 0)
    found = reading.all(
        Meeting,
        table.c.series == meeting.series,
        table.c.id != meeting.id,
        table.c.starts <= (meeting.starts or NO_DAY),
        table.c.id.in_(listed),
        order_by=[table.c.starts.desc(), table.c.id.desc()],
        limit=1,
    )
    return found[0] if found else None


def guests_again(reading: Reading, last: Meeting, meeting: Meeting) -> list[Attendance]:
    """New rows for the guests of an earlier meeting in their order, each with a hat of the day of this one.

    Who came in place of somebody is left out: the one who was meant is invited again.
    """
    table, into = reading.table(Attendance), aliases(reading)
    before = reading.all(Attendance, table.c.meeting == last.id, order_by=[table.c.sheet_row, table.c.id])
    meant = {into.get(each.person, each.person): each for each in reversed(before) if not each.replaces}
    people = list(reversed(meant))
    known = {each.id for each in reading.all(Person, reading.table(Person).c.id.in_(people))}
    hats = all_hats_on(reading, people, meeting.starts or NO_DAY)
    guests = []
    for person in people:
        if person in known:
            offered = hats.get(person, [])
            same = [hat for hat in offered if hat.organisation == meant[person].organisation]
            hat = (same or offered[-1:] or [Attendance()])[0]
            guests.append(
                replace(hat, id=new_id(), meeting=meeting.id, person=person, role=meant[person].role)
            )
    return guests


def _put_on_list(t: Transaction, meeting: Meeting, guests: Iterable[Attendance]) -> list[Attendance]:
    """Add those who are not on the list yet below the others; the meeting counts as invited to."""
    table, into = t.table(Attendance), aliases(t)
    rows = t.all(Attendance, table.c.meeting == meeting.id)
    there = {into.get(row.person, row.person) for row in rows}
    number = max((each.sheet_row or 0 for each in rows), default=0)
    invited = []
    for guest in guests:
        if guest.person not in there:
            there.add(guest.person)
            number += 1
            guest.sheet_row = number
            invited.append(t.add(guest))
    if invited and meeting.status == "planned":
        t.change(meeting, status="invited")
    return invited


def invite_group(store: Store, meeting: str, group: str, *, initiator: object = None) -> Invitation:
    """Invite everybody who is in a group on the day of the meeting, in the order of a dictionary."""
    with store.reading() as reading:
        day = meeting_in(reading, meeting).starts or NO_DAY
        inside, _bodies = people_in(reading, group, day)
        people = reading.all(Person, reading.table(Person).c.id.in_(inside))
    people.sort(key=lambda each: sort_key(each.name_km or each.name_en))
    return invite(store, meeting, people=[each.id for each in people], initiator=initiator)


def _guests(
    t: Transaction, meeting: Meeting, people: list[str], organisations: list[str]
) -> tuple[list[Attendance], list[Organisation]]:
    day = meeting.starts or NO_DAY
    speakers = representatives(t, day, organisations) if organisations else {}
    guests = [
        Attendance(
            meeting=meeting.id,
            person=speakers[each][0].id,
            organisation=each,
            title_km=speakers[each][1].title_km,
            title_en=speakers[each][1].title_en,
        )
        for each in map(RecordId, organisations)
        if each in speakers
    ]
    silent = [each for each in organisations if each not in speakers]
    missing = t.all(Organisation, t.table(Organisation).c.id.in_(silent)) if silent else []
    known = {person.id for person in t.all(Person, t.table(Person).c.id.in_(people))} if people else set()
    hats = hats_on(t, people, day)
    for each in map(RecordId, people):
        if each in known:
            hat = hats.get(each, Attendance())
            guests.append(replace(hat, id=new_id(), meeting=meeting.id, person=each))
    return guests, missing
