"""A printed sheet is known again by its code, and what was signed is typed in row by row."""

from collections.abc import Sequence

import pytest

from cso_desk.errors import UserError
from cso_desk.features.meetings.printing import attendance_sheet
from cso_desk.features.meetings.record import Attendance, Meeting, PrintedSheet
from cso_desk.features.meetings.service import (
    SheetRow,
    WalkIn,
    alarms,
    attendance_rows,
    cancel_meeting,
    find_guests,
    invite,
    invite_group,
    keep_sheet,
    mark,
    meeting_totals,
    next_line,
    plan_meeting,
    settle_open,
    sheet_rows_in,
    take_hat,
    welcome,
)
from cso_desk.features.members.record import ContactGroup, GroupMembership, Organisation, Person, Position
from cso_desk.features.members.service import add_organisation, add_person_with_position
from cso_desk.store.store import Store

DAY = "2026-08-05"


def meeting_of(store: Store, people: Sequence[Person]) -> Meeting:
    made = plan_meeting(store, Meeting(title_km="ប្រជុំ", starts=DAY))
    invite(store, made.id, people=[each.id for each in people])
    return made


def person(store: Store, name: str, at: Organisation | None = None, **values: object) -> Person:
    position = Position(organisation=at.id, role="representative", title_km="ប្រធាន") if at else None
    return add_person_with_position(store, Person(name_km=name, **values), position)[0]  # type: ignore[arg-type]


def rows(store: Store, meeting: Meeting, sheet: PrintedSheet | None = None) -> list[SheetRow]:
    with store.reading() as reading:
        return sheet_rows_in(reading, meeting.id, sheet)


def said(found: Sequence[SheetRow]) -> list[tuple[int | None, str, str]]:
    return [(each.number, each.row.person.name_km, each.row.attendance.status) for each in found]


def come(store: Store, meeting: Meeting, guest: WalkIn, **more: object) -> Attendance:
    with store.transaction("Record attendance") as t:
        return welcome(t, meeting.id, guest, **more)  # type: ignore[arg-type]


@pytest.fixture
def three(store: Store) -> list[Person]:
    return [person(store, name) for name in ("ក", "ខ", "គ")]


def test_the_same_list_has_one_sheet_and_another_list_the_next(store: Store, three: list[Person]) -> None:
    meeting = meeting_of(store, three)
    first = keep_sheet(store, meeting.id)
    assert keep_sheet(store, meeting.id).id == first.id
    invite(store, meeting.id, people=[person(store, "ឃ").id])
    second = keep_sheet(store, meeting.id)
    assert (first.number, second.number) == (1, 2)
    assert second.attendances[:3] == first.attendances


def test_the_paper_carries_the_number_of_its_print(store: Store, three: list[Person]) -> None:
    meeting = meeting_of(store, three)
    assert attendance_sheet(store, meeting.id).code == meeting.code
    keep_sheet(store, meeting.id)
    paper = attendance_sheet(store, meeting.id)
    assert paper.code == f"{meeting.code}/1"
    assert paper.qr == f"cso-desk:meeting:{meeting.code}/1:{meeting.id}"


def test_rows_keep_the_order_of_the_paper_whatever_happened_to_the_list(
    store: Store, three: list[Person]
) -> None:
    meeting = meeting_of(store, three)
    sheet = keep_sheet(store, meeting.id)
    invite(store, meeting.id, people=[person(store, "ឃ").id])
    with store.transaction("Put in another order") as t:
        listed = {each.person: each for each in t.all(Attendance)}
        t.change(listed[three[0].id], sheet_row=9)
        t.trash(listed[three[1].id])
    assert said(rows(store, meeting, sheet)) == [
        (1, "ក", "invited"), (2, "ខ", "invited"), (3, "គ", "invited"), (None, "ឃ", "invited"),
    ]  # fmt: skip


def test_a_row_in_the_trash_comes_back_when_the_paper_says_present(store: Store, three: list[Person]) -> None:
    meeting = meeting_of(store, three)
    sheet = keep_sheet(store, meeting.id)
    with store.transaction("Trash") as t:
        t.trash(Attendance, sheet.attendances[1])
    with store.transaction("Record attendance") as t:
        mark(t, sheet.attendances[1], "present", days=2)
    back = rows(store, meeting, sheet)[1].row.attendance
    assert (back.status, back.days, back.deleted) == ("present", 2, False)


def test_what_was_written_below_the_rows_follows_them_with_its_line(
    store: Store, three: list[Person]
) -> None:
    meeting = meeting_of(store, three)
    sheet = keep_sheet(store, meeting.id)
    late = person(store, "ឃ")
    invite(store, meeting.id, people=[late.id])
    new = Person(name_km="ង", sex="F", phones=("+85512345678",))
    come(store, meeting, WalkIn(person=new, organisation=Organisation(name_km="ក្រុម")), line=4)
    come(store, meeting, WalkIn(person=late), line=5)
    found = rows(store, meeting, sheet)
    assert said(found)[3:] == [(4, "ង", "present"), (5, "ឃ", "present")]
    assert [each.row.attendance.walk_in for each in found[3:]] == [True, False]
    assert next_line(found) == 6
    with store.reading() as reading:
        assert reading.all(Meeting)[0].status == "held"
        hats = reading.all(Position)
    assert [(each.person, each.from_date) for each in hats] == [(new.id, DAY)]


def test_somebody_on_the_list_keeps_the_row_and_takes_the_hat(store: Store) -> None:
    one = add_organisation(store, Organisation(name_km="មួយ"))
    two = add_organisation(store, Organisation(name_km="ពីរ"))
    dara = person(store, "ដារ៉ា", one)
    meeting = meeting_of(store, [dara])
    come(store, meeting, WalkIn(person=dara, organisation=two, title_km="សមាជិក"))
    (row,) = attendance_rows(store, meeting.id)
    assert (row.attendance.organisation, row.attendance.sheet_row) == (two.id, 1)
    with store.transaction("Hat") as t:
        take_hat(t, row.attendance.id, Attendance(organisation=one.id, title_km="ប្រធាន"))
    assert attendance_rows(store, meeting.id)[0].attendance.organisation == one.id


def test_somebody_comes_in_place_of_another_for_the_same_institution(store: Store) -> None:
    one = add_organisation(store, Organisation(name_km="មួយ"))
    dara = person(store, "ដារ៉ា", one)
    meeting = meeting_of(store, [dara])
    made = come(store, meeting, WalkIn(person=Person(name_km="ថ្មី", sex="F")), line=2, replaces=dara.id)
    assert (made.organisation, made.replaces, made.walk_in) == (one.id, dara.id, False)
    assert [each.attendance.status for each in attendance_rows(store, meeting.id)] == ["replaced", "present"]
    with pytest.raises(UserError):
        come(store, meeting, WalkIn(person=dara), replaces=dara.id)
    with pytest.raises(UserError):
        come(store, meeting, WalkIn(person=dara), replaces="nobody")


def test_a_group_is_invited_as_it_is_on_the_day_in_the_order_of_a_dictionary(
    store: Store, three: list[Person]
) -> None:
    with store.transaction("Group") as t:
        group = t.add(ContactGroup(name_km="ក្រុម"))
        for each, until in zip(three, ("", "2026-08-01", ""), strict=True):
            t.add(GroupMembership(contact_group=group.id, person=each.id, until=until))
    meeting = meeting_of(store, [])
    invitation = invite_group(store, meeting.id, group.id)
    assert [each.person for each in invitation.invited] == [three[0].id, three[2].id]
    assert not invite_group(store, meeting.id, group.id).invited


def test_nobody_comes_to_a_cancelled_meeting(store: Store, three: list[Person]) -> None:
    meeting = meeting_of(store, three)
    cancel_meeting(store, meeting.id)
    with pytest.raises(UserError):
        come(store, meeting, WalkIn(person=three[0]))


def test_who_was_not_marked_was_absent(store: Store, three: list[Person]) -> None:
    meeting = meeting_of(store, three)
    with store.transaction("Record attendance") as t:
        mark(t, rows(store, meeting)[0].row.attendance.id, "present")
        assert settle_open(t, meeting.id) == 2
    assert [each[2] for each in said(rows(store, meeting))] == ["present", "absent", "absent"]


def test_half_a_name_or_a_telephone_finds_guests_those_on_the_list_first(store: Store) -> None:
    one = add_organisation(store, Organisation(name_km="មួយ"))
    two = add_organisation(store, Organisation(name_km="ពីរ"))
    other = person(store, "សុខ ណារិទ្ធ", one)
    dara = person(store, "សុខ ដារ៉ា", one, phones=("+85512345678",))
    with store.transaction("Position") as t:
        t.add(Position(person=dara.id, organisation=two.id, title_km="សមាជិក", role="board"))
    meeting = meeting_of(store, [dara])
    found = find_guests(store, meeting, "សុខ")
    assert [(each.person, each.body[0], each.status) for each in found] == [
        (dara.id, "ពីរ", "invited"), (dara.id, "មួយ", "invited"), (other.id, "មួយ", ""),
    ]  # fmt: skip
    assert {each.person for each in find_guests(store, meeting, "០១២ ៣៤៥")} == {dara.id}
    assert find_guests(store, meeting, " ") == []


def test_the_women_on_the_sheet_are_compared_with_those_entered(store: Store) -> None:
    people = [person(store, "ក", sex="F"), person(store, "ខ", sex="M")]
    meeting = meeting_of(store, people)
    with store.transaction("x") as t:
        for each in rows(store, meeting):
            mark(t, each.row.attendance.id, "present")
        t.change(meeting, sheet_total=2, sheet_female=2)
    with store.reading() as reading:
        now = reading.get(Meeting, meeting.id)
    assert now
    assert [(each.message, each.values) for each in alarms(now, meeting_totals(store, meeting.id))] == [
        ("The sheet says {sheet} women; {rows} were entered.", {"sheet": 2, "rows": 1})
    ]
