"""What is due on a day: meetings that come, that nobody recorded, open actions, series that lag."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.features.meetings.record import Action, Meeting, Series
from cso_desk.features.meetings.service import Due, due_on, next_after
from cso_desk.features.members.record import Person
from cso_desk.store.store import Store

DAY = "2026-09-30"


def due(store: Store, most: int = 5) -> Due:
    with store.reading() as reading:
        return due_on(reading, DAY, most)


def add(store: Store, *records: Any) -> None:
    with store.transaction("Add") as t:
        t.add_all(records)


def titles(meetings: Any) -> list[str]:
    return [each.title_en for each in meetings]


def test_a_meeting_comes_until_its_last_day_is_over(store: Store) -> None:
    add(
        store,
        Meeting(title_en="later", starts="2026-10-02"),
        Meeting(title_en="goes on", starts="2026-09-29", ends="2026-09-30"),
        Meeting(title_en="some day of this month", starts="2026-09"),
        Meeting(title_en="cancelled", starts="2026-10-01", status="cancelled"),
        Meeting(title_en="held", starts="2026-09-30", status="held"),
        Meeting(title_en="never said when"),
    )
    found = due(store)
    assert titles(found.coming) == ["some day of this month", "goes on", "later"]
    assert (found.coming_count, found.unrecorded_count) == (3, 0)


def test_what_is_over_and_not_recorded_is_told_the_newest_first(store: Store) -> None:
    add(
        store,
        Meeting(title_en="old", starts="2026-08-01", status="invited"),
        Meeting(title_en="new", starts="2026-09-28", ends="2026-09-29"),
        Meeting(title_en="recorded", starts="2026-09-01", status="held"),
    )
    assert titles(due(store).unrecorded) == ["new", "old"]
    assert titles(due(store, most=1).unrecorded) == ["new"]
    assert due(store, most=1).unrecorded_count == 2


def test_actions_stand_by_when_they_are_due_with_who_does_them(store: Store) -> None:
    person = Person(name_km="សុខ ដារ៉ា", name_en="Sok Dara")
    meeting = Meeting(title_en="held", starts="2026-08-01", status="held")
    gone = Meeting(title_en="gone", starts="2026-08-01")
    add(store, person, meeting, gone)
    add(
        store,
        Action(meeting=meeting.id, what_en="some day", body="District office"),
        Action(meeting=meeting.id, what_en="this month", due="2026-09", person=person.id),
        Action(meeting=meeting.id, what_en="late", due="2026-09-29"),
        Action(meeting=meeting.id, what_en="done", due="2026-09-01", status="done"),
        Action(meeting=gone.id, what_en="of a meeting in the trash", due="2026-09-01"),
    )
    with store.transaction("Trash") as t:
        t.trash(Meeting, gone.id)
    found = due(store)
    assert [(each.action.what_en, each.late) for each in found.actions] == [
        ("this month", False), ("late", True), ("some day", False),
    ]  # fmt: skip
    assert [each.who[1] for each in found.actions] == ["Sok Dara", "", "District office"]
    assert {each.since for each in found.actions} == {"2026-08-01"}
    assert found.action_count == 3
    assert due(store, most=1).action_count == 3


@pytest.mark.parametrize(
    ("last", "status", "late"),
    [
        ("2026-06-29", "held", True),
        ("2026-06-30", "held", False),
        ("2026-06-29", "cancelled", False),
        ("2026-10-10", "planned", False),
        ("2026", "held", False),
    ],
)
def test_a_series_lags_when_its_rhythm_has_passed(store: Store, last: str, status: str, late: bool) -> None:
    series = Series(title_en="Network", rhythm="quarterly")
    never_met, no_rhythm = Series(title_en="new", rhythm="monthly"), Series(title_en="at need")
    add(store, series, never_met, no_rhythm)
    add(
        store,
        Meeting(series=series.id, starts=last, status=status),
        Meeting(series=no_rhythm.id, starts="2020-01-01", status="held"),
    )
    found = due(store).series
    assert [each.series.id for each in found] == ([series.id] if late else [])
    if late:
        assert (found[0].last, found[0].due) == ("2026-06-29", "2026-09-29")


def test_the_next_meeting_falls_on_the_last_day_of_a_shorter_month() -> None:
    assert next_after("2026-01-31", "monthly") == "2026-02-28"
    assert next_after("2027-11-30", "quarterly") == "2028-02-29"
    assert next_after("2026-12-01", "yearly") == "2027-12-01"


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)), st.sampled_from(["monthly", "yearly"]))
def test_the_next_meeting_is_later(day: Any, rhythm: str) -> None:
    assert next_after(day.isoformat(), rhythm) > day.isoformat()
