"""Plans meetings, invites to them, and keeps their agenda."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cso_desk.errors import UserError
from cso_desk.features.hub.service import profile_in
from cso_desk.features.meetings.record import AgendaItem, Attendance, Meeting, Series
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import holds_on, people_in, representatives
from cso_desk.khmer.dates import quarter_of
from cso_desk.khmer.sorting import sort_key
from cso_desk.records.base import RecordId, new_id
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _


@dataclass(frozen=True)
class Invitation:
    """Who was invited now, and which organisations have nobody to represent them."""

    invited: tuple[Attendance, ...]
    without_representative: tuple[Organisation, ...]


def meeting_in(reading: Reading, meeting: str) -> Meeting:
    """The meeting, or a sentence where it is not there (any more)."""
    found = reading.get(Meeting, meeting)
    if found is None or found.deleted:
        raise UserError(_("This meeting is in the trash or not here any more. Choose another one."))
    return found


def plan_meeting(
    store: Store, meeting: Meeting, agenda: Iterable[AgendaItem] = (), *, initiator: object = None
) -> Meeting:
    """Keep a new meeting with its agenda; what it leaves empty comes from its series."""
    with store.transaction(N_("Plan meeting"), initiator=initiator) as t:
        _from_series(t, meeting)
        if not (meeting.title_km.strip() or meeting.title_en.strip()):
            raise UserError(_("Give the meeting a title in Khmer or in English."))
        meeting.ends = meeting.ends or meeting.starts
        check_days(meeting)
        quarter = quarter_of(meeting.starts)
        if quarter and not meeting.periods:
            meeting.periods = (quarter,)
        meeting.asked = meeting.asked or profile_in(t, store.hub).asked
        t.add(meeting)
        for number, item in enumerate(agenda, start=1):
            t.add(replace(item, id=new_id(), meeting=meeting.id, number=number))
        return meeting


def plan_from_series(
    store: Store, series: str, starts: str, ends: str = "", *, initiator: object = None
) -> Meeting:
    """Plan the next meeting of a series on `starts`, with venue, times and agenda of the last one."""
    with store.reading() as reading:
        table = reading.table(Meeting)
        last = reading.all(
            Meeting, table.c.series == series, order_by=[table.c.starts.desc(), table.c.id.desc()], limit=1
        )
        agenda = agenda_in(reading, last[0].id) if last else []
    fresh = Meeting(series=RecordId(series), starts=starts, ends=ends)
    if last:
        for name in (
            "title_km", "title_en", "level", "venue_km", "venue_en", "place", "start_time", "end_time",
            "organisers", "project", "donor", "asked",
        ):  # fmt: skip
            setattr(fresh, name, getattr(last[0], name))
    return plan_meeting(store, fresh, [replace(item, papers=()) for item in agenda], initiator=initiator)


def _from_series(t: Transaction, meeting: Meeting) -> None:
    series = t.get(Series, meeting.series) if meeting.series else None
    if series is None:
        return
    meeting.title_km = meeting.title_km or series.title_km
    meeting.title_en = meeting.title_en or series.title_en
    meeting.level = meeting.level or series.level
    if meeting.quorum is None:
        meeting.quorum = series.quorum
    if not meeting.number:
        table = t.table(Meeting)
        meeting.number = str(1 + t.count(Meeting, table.c.series == series.id))


def check_days(meeting: Meeting) -> None:
    """Raise UserError where days or times run backwards."""
    if not meeting.starts:
        raise UserError(_("Say on which day the meeting begins."))
    if meeting.ends and meeting.ends < meeting.starts[: len(meeting.ends)]:
        raise UserError(_("The meeting ends before it begins. Correct the days."))
    same_day = meeting.ends in ("", meeting.starts)
    if same_day and meeting.start_time and meeting.end_time and meeting.end_time < meeting.start_time:
        raise UserError(_("The meeting ends before it begins. Correct the times."))


def set_agenda(
    store: Store, meeting: str, agenda: Sequence[AgendaItem], *, initiator: object = None
) -> list[AgendaItem]:
    """Give a meeting this agenda in this order; items that are not in it any more go into the trash."""
    with store.transaction(N_("Change the agenda"), initiator=initiator) as t:
        meeting_in(t, meeting)
        before = {item.id: item for item in agenda_in(t, meeting)}
        for number, item in enumerate(agenda, start=1):
            item.meeting, item.number = RecordId(meeting), number
            if before.pop(item.id, None) is None:
                t.add(item)
            else:
                t.change(
                    item,
                    number=number, time=item.time, kind=item.kind, title_km=item.title_km,
                    title_en=item.title_en, presenter=item.presenter, papers=item.papers,
                )  # fmt: skip
        for item in before.values():
            t.trash(item)
        return agenda_in(t, meeting)


def agenda_in(reading: Reading, meeting: str) -> list[AgendaItem]:
    table = reading.table(AgendaItem)
    return reading.all(AgendaItem, table.c.meeting == meeting, order_by=[table.c.number, table.c.id])


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
        table = t.table(Attendance)
        rows = t.all(Attendance, table.c.meeting == meeting)
        there = {row.person for row in rows}
        guests, missing = _guests(t, now, list(people), list(organisations))
        row = max((each.sheet_row or 0 for each in rows), default=0)
        invited = []
        for guest in guests:
            if guest.person not in there:
                there.add(guest.person)
                row += 1
                guest.sheet_row = row
                invited.append(t.add(guest))
        if invited and now.status == "planned":
            t.change(now, status="invited")
        return Invitation(tuple(invited), tuple(missing))


def invite_group(store: Store, meeting: str, group: str, *, initiator: object = None) -> Invitation:
    """Invite everybody who is in a group on the day of the meeting, in the order of a dictionary."""
    with store.reading() as reading:
        day = meeting_in(reading, meeting).starts or "9999"
        inside, _bodies = people_in(reading, group, day)
        people = reading.all(Person, reading.table(Person).c.id.in_(inside))
    people.sort(key=lambda each: sort_key(each.name_km or each.name_en))
    return invite(store, meeting, people=[each.id for each in people], initiator=initiator)


def _guests(
    t: Transaction, meeting: Meeting, people: list[str], organisations: list[str]
) -> tuple[list[Attendance], list[Organisation]]:
    day = meeting.starts or "9999"
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


def hats_on(reading: Reading, people: Iterable[str], day: str) -> dict[RecordId, Attendance]:
    """For each person the organisation and position on `day`, the newest where there are several."""
    return {person: hats[-1] for person, hats in all_hats_on(reading, people, day).items()}


def all_hats_on(reading: Reading, people: Iterable[str], day: str) -> dict[RecordId, list[Attendance]]:
    """For each person every organisation and position on `day`, the newest last; each organisation once."""
    table = reading.table(Position)
    found: dict[RecordId, dict[RecordId, Attendance]] = {}
    for position in reading.all(
        Position, table.c.person.in_(list(people)), order_by=[table.c.from_date, table.c.id]
    ):
        if holds_on(position.from_date, position.to_date, day):
            hats = found.setdefault(position.person, {})
            hats.pop(position.organisation, None)
            hats[position.organisation] = Attendance(
                organisation=position.organisation, title_km=position.title_km, title_en=position.title_en
            )
    return {person: list(hats.values()) for person, hats in found.items()}


def cancel_meeting(store: Store, meeting: str, *, initiator: object = None) -> None:
    """The meeting will not be held; it stays in the list as cancelled."""
    with store.transaction(N_("Cancel meeting"), initiator=initiator) as t:
        now = meeting_in(t, meeting)
        if now.status == "held":
            raise UserError(_("This meeting was held. A meeting that was held cannot be cancelled."))
        t.change(now, status="cancelled")
