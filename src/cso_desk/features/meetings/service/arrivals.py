"""One person after the other as they come or as their sheet is typed in: marked, welcomed, found by typing.

What stands here works inside a transaction of the caller, one for each row: nothing that was typed is lost in
a power cut, and Undo takes back the row that was just typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service.attendance import WalkIn, last_row
from cso_desk.features.meetings.service.hats import NO_DAY, all_hats_on
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import name_on
from cso_desk.features.members.service.earlier_names import earlier_names
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.search import search
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _

MOST_FOUND = 6


@dataclass(frozen=True)
class Guest:
    """Somebody who may be meant by what was typed, with one hat that they wear on the day of the meeting.

    `names` are those of the person in Khmer and English, `body` those of the institution. `status` is what
    the list says of them, "" where they are not on it.
    """

    person: RecordId
    names: tuple[str, str]
    hat: Attendance
    body: tuple[str, str] = ("", "")
    status: str = ""


def find_guests(store: Store, meeting: Meeting, text: str, *, limit: int = MOST_FOUND) -> list[Guest]:
    """People whose name or telephone `text` begins, those on the list and not marked yet before others.

    Somebody with several positions on that day is offered once for each. The number of statements is fixed.
    """
    hits = search(store, text, ("person",), limit=limit, typing=True, alike=True) if text.strip() else []
    ids = [RecordId(each.record) for each in hits]
    with store.reading() as reading:
        hats = all_hats_on(reading, ids, meeting.starts or NO_DAY)
        table = reading.table(Attendance)
        mine = (table.c.meeting == meeting.id, table.c.person.in_(ids))
        on_list = {each.person: each for each in reading.all(Attendance, *mine)}
        worn = [hat.organisation for each in ids for hat in (*hats.get(each, ()), on_list.get(each)) if hat]
        called = _called(reading, worn, meeting.starts)
    found = []
    for each, hit in zip(ids, hits, strict=True):
        said = on_list.get(each)
        offered = hats.get(each, [])[::-1] or [Attendance(person=each)]
        if said is not None and said.organisation:
            offered = [said, *(hat for hat in offered if hat.organisation != said.organisation)]
        names, status = (hit.title_km, hit.title_en), said.status if said else ""
        found += [Guest(each, names, hat, called.get(hat.organisation, ("", "")), status) for hat in offered]
    return sorted(found, key=lambda guest: guest.status not in ("invited", "confirmed"))


def _called(reading: Reading, bodies: Sequence[RecordId], day: str) -> dict[RecordId, tuple[str, str]]:
    """What institutions are called on a day."""
    table, earlier = reading.table(Organisation), earlier_names(reading)
    known = [name_on(each, day, earlier) for each in reading.all(Organisation, table.c.id.in_(bodies))]
    return {each.id: (each.name_km, each.name_en) for each in known}


def mark(t: Transaction, attendance: str, status: str, *, days: int | None = None) -> None:
    """Say of one row what became of it; `days`: how many of them, where the meeting has several.

    "invited" takes the mark away. A row that was put into the trash comes back when it is marked.
    """
    row = t.get(Attendance, attendance)
    if row is None:
        raise UserError(_("This row is not on the list any more."))
    if row.deleted:
        t.restore(row)
    t.change(row, status=status, days=days)
    if status == "present":
        begin(t, row.meeting)


_TICKS = {"": "yes", "yes": "no", "no": ""}
_ID_POOR_TICKS = {"": "yes", "yes": "none", "none": ""}
NO_TICKS = frozenset({"no", "none"})
"""What a box says that stayed empty on purpose."""


def tick(t: Transaction, attendance: str, name: str) -> str:
    """Turn what the paper says in one box: ticked, not ticked, nothing said; gives what it says now.

    `name` is "youth", "disability", "minority" or "id_poor"; a level of ID-Poor counts as ticked.
    """
    row = t.get(Attendance, attendance)
    if row is None:
        raise UserError(_("This row is not on the list any more."))
    turns = _ID_POOR_TICKS if name == "id_poor" else _TICKS
    before = getattr(row, name)
    value = turns.get(before, turns["yes"])
    t.change(row, **{name: value})
    return value


def begin(t: Transaction, meeting: str) -> Meeting:
    """Whoever comes to a meeting says that it is held; one that was cancelled is not begun by that."""
    now = meeting_in(t, meeting)
    if now.status == "cancelled":
        raise UserError(_("This meeting was cancelled. Plan it again before recording who came."))
    if now.status != "held":
        t.change(now, status="held")
    return now


def welcome(
    t: Transaction, meeting: str, guest: WalkIn, *, line: int | None = None, replaces: str = ""
) -> Attendance:
    """Somebody came. A person or an institution that is not there yet is added, and the position with it.

    Somebody on the list is marked present there, with the hat that was said now. `line` is the line of the
    paper, without one the next; `replaces` is the person on the list in whose place this one came.
    """
    now = begin(t, meeting)
    person = _settled_person(t, guest.person)
    body = _settled_body(t, guest.organisation)
    rows = t.all(Attendance, t.table(Attendance).c.meeting == meeting)
    if replaces:
        body = _give_way(t, rows, person, replaces, body)
    _keep_position(t, person, body, guest, now.starts)
    said: dict[str, object] = {"status": "present", **guest.ticks}
    if body:
        said |= {"organisation": body, "title_km": guest.title_km, "title_en": guest.title_en}
    if replaces:
        said["replaces"] = RecordId(replaces)
    there = next((row for row in rows if row.person == person), None)
    if there is not None:
        # Whoever was invited after the sheet was printed signed below it.
        t.change(there, **said, **({} if line is None else {"sheet_row": line}))
        return there
    made = Attendance(meeting=now.id, person=person, walk_in=not replaces)
    made.sheet_row = last_row(rows) + 1 if line is None else line
    for name, value in said.items():
        setattr(made, name, value)
    return t.add(made)


def _give_way(
    t: Transaction, rows: Sequence[Attendance], person: RecordId, replaces: str, body: RecordId
) -> RecordId:
    """Mark who sent somebody else; gives the institution that is represented."""
    first = next((row for row in rows if row.person == replaces), None)
    if first is None:
        raise UserError(_("The person to be replaced is not on the list of this meeting."))
    if first.person == person:
        raise UserError(_("Nobody comes in place of oneself. Type the name of the person who came."))
    t.change(first, status="replaced")
    return body or first.organisation


def replace_guest(
    store: Store, meeting: str, invited: str, came: str, *, initiator: object = None
) -> Attendance:
    """Somebody came in place of the person invited, for the same organisation."""
    with store.transaction(N_("Record a replacement"), initiator=initiator) as t:
        return welcome(t, meeting, WalkIn(person=Person(id=RecordId(came))), replaces=invited)


def _settled_person(t: Transaction, said: Person) -> RecordId:
    if t.get(Person, said.id, trash=False) is not None:
        return said.id
    if not (said.name_km.strip() or said.name_en.strip()):
        raise UserError(_("One line of the sheet has no name. Add the name, or leave the line out."))
    return t.add(said).id


def _settled_body(t: Transaction, said: Organisation | None) -> RecordId:
    if said is None:
        return NOBODY
    if t.get(Organisation, said.id, trash=False) is not None:
        return said.id
    return t.add(said).id if said.name_km.strip() or said.name_en.strip() else NOBODY


def _keep_position(t: Transaction, person: RecordId, body: RecordId, guest: WalkIn, day: str) -> None:
    """A hat that is worn for the first time becomes a position from that day on."""
    if not body:
        return
    table = t.table(Position)
    if t.all(Position, table.c.person == person, table.c.organisation == body, limit=1):
        return
    t.add(
        Position(
            person=person, organisation=body, title_km=guest.title_km, title_en=guest.title_en,
            role="staff", from_date=day,
        )
    )  # fmt: skip


def take_hat(t: Transaction, attendance: str, hat: Attendance) -> None:
    """Say for which institution somebody on the list came."""
    t.change(
        Attendance, attendance, organisation=hat.organisation, title_km=hat.title_km, title_en=hat.title_en
    )


def settle_open(t: Transaction, meeting: str) -> int:
    """Everybody on the list of whom nothing was said was absent; gives how many that are."""
    table = t.table(Attendance)
    waiting = t.all(Attendance, table.c.meeting == meeting, table.c.status.in_(("invited", "confirmed")))
    for row in waiting:
        t.change(row, status="absent")
    return len(waiting)
