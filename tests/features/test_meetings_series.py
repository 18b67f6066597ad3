"""Series plan their next meeting from the last one; meetings go from status to status."""

import pytest

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Meeting, Series
from cso_desk.features.meetings.service import (
    attendance_rows,
    invite,
    invite_last,
    keep_sheet,
    plan_from_series,
    plan_meeting,
    record_attendance,
    replace_guest,
    series_state_in,
    set_meeting_status,
    sheet_meant,
)
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import add_organisation, add_person_with_position
from cso_desk.store.store import Store


def series(store: Store, **values: object) -> Series:
    with store.transaction("x") as t:
        return t.add(Series(title_km="ប្រជុំប្រចាំត្រីមាស", **values))  # type: ignore[arg-type]


def planned(store: Store) -> Meeting:
    return plan_meeting(store, Meeting(title_km="ប្រជុំ", starts="2026-08-05"))


def guest(store: Store, name: str, *, at: Organisation | None = None) -> Person:
    position = Position(organisation=at.id, role="representative", title_km="ប្រធាន") if at else None
    return add_person_with_position(store, Person(name_km=name), position)[0]


def body(store: Store, name: str) -> Organisation:
    return add_organisation(store, Organisation(name_km=name))


def now(store: Store, meeting: Meeting) -> Meeting:
    with store.reading() as reading:
        found = reading.get(Meeting, meeting.id)
    assert found
    return found


def in_khmer(text: str) -> str:
    """What a scanner types where the keyboard stands in Khmer (NiDA)."""
    plain = dict(zip("cosdekmting", "ចោសដេកមតិនង", strict=True))
    return "".join((plain | KEYS).get(each, each) for each in text)


KEYS = {"B": "ព", "T": "ទ", "M": "ំ", "-": "ឥ", "/": "៊", ":": "ោះ"} | dict(
    zip("0123456789", "០១២៣៤៥៦៧៨៩", strict=True)
)


def test_a_scanner_finds_a_sheet_whatever_layout_the_keyboard_has(store: Store) -> None:
    meeting = planned(store)
    sheet = keep_sheet(store, meeting.id)
    for text in (f"{meeting.code}/1", f"cso-desk:meeting:{meeting.code}/1"):
        assert sheet_meant(store, in_khmer(text)) == ("printed_sheet", sheet.id, f"{meeting.code}/1")
    assert sheet_meant(store, "ប្រជុំ") == ("", "", "")


def test_the_next_meeting_has_guests_people_and_length_of_the_last(store: Store) -> None:
    of, one, two = series(store, rhythm="quarterly"), body(store, "ក"), body(store, "ខ")
    stays, left, instead = guest(store, "១", at=one), guest(store, "២", at=two), guest(store, "៣")
    first = plan_from_series(store, of.id, "2026-05-05", "2026-05-06")
    with store.transaction("x") as t:
        t.change(first, chair=stays.id, venue_km="សាលា", title_km="ប្រជុំត្រីមាសទី ២")
        for position in t.all(Position):
            if position.person == left.id:
                t.change(position, to_date="2026-06-01")
    invite(store, first.id, people=[stays.id, left.id])
    record_attendance(store, first.id, present=[stays.id])
    replace_guest(store, first.id, left.id, instead.id)
    following = plan_from_series(store, of.id, "2026-08-05", guests=True)
    assert (following.ends, following.chair, following.venue_km) == ("2026-08-06", stays.id, "សាលា")
    assert (following.status, following.title_km) == ("planned", "ប្រជុំប្រចាំត្រីមាស")
    listed = [row.attendance for row in attendance_rows(store, following.id)]
    assert [(row.person, row.organisation, row.status, row.sheet_row) for row in listed] == [
        (stays.id, one.id, "invited", 1),
        (left.id, "", "invited", 2),  # represents nobody any more
    ]


def test_the_guests_of_the_last_meeting_are_invited_in_one_step_and_nobody_twice(store: Store) -> None:
    of, people = series(store), [guest(store, each) for each in "កខគ"]
    first = plan_from_series(store, of.id, "2026-05-05")
    invite(store, first.id, people=[each.id for each in people])
    following = plan_from_series(store, of.id, "2026-08-05")
    invite(store, following.id, people=[people[1].id])
    assert [each.person for each in invite_last(store, following.id).invited] == [people[0].id, people[2].id]
    assert invite_last(store, following.id).invited == ()
    with pytest.raises(UserError):
        invite_last(store, planned(store).id)


def test_a_series_says_when_it_was_held_and_when_it_is_late(store: Store) -> None:
    of = series(store, rhythm="quarterly")

    def state(day: str) -> tuple[str, str, str, bool]:
        with store.reading() as reading:
            found = series_state_in(reading, of, day)
        return (
            found.last.starts if found.last else "",
            found.coming.starts if found.coming else "",
            found.expected,
            found.late,
        )

    assert state("2026-08-01") == ("", "", "", False)
    first = plan_from_series(store, of.id, "2026-05-05")
    assert state("2026-05-01") == ("", "2026-05-05", "", False)
    record_attendance(store, first.id)
    assert state("2026-08-05") == ("2026-05-05", "", "2026-08-05", False)
    assert state("2026-08-06") == ("2026-05-05", "", "2026-08-05", True)
    plan_from_series(store, of.id, "2026-08-20")
    assert state("2026-08-06") == ("2026-05-05", "2026-08-20", "2026-08-05", False)


def test_a_meeting_goes_from_status_to_status_and_not_back_over_people(store: Store) -> None:
    meeting = planned(store)
    for status in ("invited", "held", "invited", "cancelled", "planned"):
        set_meeting_status(store, meeting.id, status)
        assert now(store, meeting).status == status
    record_attendance(store, meeting.id, present=[guest(store, "ក").id])
    for status in ("cancelled", "invited", "planned"):
        with pytest.raises(UserError):
            set_meeting_status(store, meeting.id, status)
    assert now(store, meeting).status == "held"
