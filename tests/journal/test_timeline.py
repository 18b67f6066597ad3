"""A record's timeline is made from record types: what refers to it, and when."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from cso_desk.assembly import create_store
from cso_desk.catalog import RECORD_TYPES
from cso_desk.features.meetings.record import MEETING, Action, Attendance, Meeting
from cso_desk.features.members.record import ORGANISATION, PERSON, Organisation, Person, Position
from cso_desk.journal.timeline import Event, timeline
from cso_desk.records.dated import has_timeline, sources
from cso_desk.records.kinds import Date
from cso_desk.records.record_type import RecordType
from cso_desk.store.store import Store

TYPES = {kind.name: kind for kind in RECORD_TYPES}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    yield made
    made.close()


@pytest.fixture
def dara(store: Store) -> Person:
    """Somebody who led an institution, came to two meetings, chaired one and has something to do."""
    with store.transaction("Fill") as t:
        person = t.add(Person(name_en="Sok Dara"))
        women = t.add(Organisation(name_en="Women for Peace", member_since="2019"))
        t.add(
            Position(
                person=person.id,
                organisation=women.id,
                title_en="Director",
                from_date="2020-03",
                to_date="2024-06-30",
            )
        )
        for day in ("2023-05-01", "2025-01-15"):
            meeting = t.add(Meeting(title_en=f"Meeting of {day}", starts=day, chair=person.id))
            t.add(Attendance(meeting=meeting.id, person=person.id, organisation=women.id, status="present"))
        t.add(Action(meeting=meeting.id, person=person.id, what_en="Send the minutes", due="2025-02-01"))
        gone = t.add(Meeting(title_en="In the trash", starts="2025-06-01"))
        t.add(Attendance(meeting=gone.id, person=person.id))
        t.trash(gone)
    return person


def brief(events: list[Event]) -> list[tuple[str, str, str]]:
    return [(each.day, each.kind, each.via) for each in events]


def test_what_refers_to_a_person_stands_in_the_order_of_time(store: Store, dara: Person) -> None:
    events = timeline(store, PERSON, dara.id)
    assert brief(events) == [
        ("2025-02-01", "action", "person"),
        ("2025-01-15", "attendance", "person"),
        ("2025-01-15", "meeting", "chair"),
        ("2024-06-30", "position", "person"),
        ("2023-05-01", "attendance", "person"),
        ("2023-05-01", "meeting", "chair"),
        ("2020-03", "position", "person"),
    ]
    came = events[1]
    assert {name for _km, name in came.names} == {"Meeting of 2025-01-15", "Women for Peace"}
    assert "Present" in came.choices
    assert ("", "Director") in events[3].names


def test_an_institution_has_its_own_days_and_those_of_its_people(store: Store, dara: Person) -> None:
    with store.reading() as reading:
        women = reading.all(Organisation)[0]
    events = brief(timeline(store, ORGANISATION, women.id))
    assert ("2019", "organisation", "") in events
    assert ("2020-03", "position", "organisation") in events
    assert ("2025-01-15", "attendance", "organisation") in events


def test_a_change_of_name_is_told_with_both_names(store: Store, dara: Person) -> None:
    with store.transaction("Rename") as t:
        t.change(dara, name_en="Sok Dara Rith")
    first = timeline(store, PERSON, dara.id)[0]
    assert (first.before, first.after) == ("Sok Dara", "Sok Dara Rith")


def test_pages_join_without_a_gap(store: Store, dara: Person) -> None:
    whole = timeline(store, PERSON, dara.id)
    parts = [timeline(store, PERSON, dara.id, first, 2) for first in range(0, 8, 2)]
    assert [each for part in parts for each in part] == whole


def test_the_number_of_statements_does_not_grow_with_what_there_is(store: Store, dara: Person) -> None:
    def statements() -> int:
        seen: list[str] = []
        with store.reading() as reading:
            engine = reading.connection.engine

        def note(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
            seen.append(sql)

        timeline(store, PERSON, dara.id)
        event.listen(engine, "before_cursor_execute", note)
        timeline(store, PERSON, dara.id)
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    few = statements()
    with store.transaction("More") as t:
        for number in range(60):
            meeting = t.add(Meeting(title_en=f"Meeting {number}", starts="2022-01-01"))
            t.add(Attendance(meeting=meeting.id, person=dara.id))
    assert statements() == few


@pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.name)
def test_every_record_type_can_tell_its_time(store: Store, kind: RecordType) -> None:
    assert all(isinstance(kind.fields[name].kind, Date) for name in kind.dates)
    record = kind.record()
    with store.transaction("Add") as t:
        t.add(record)
    assert timeline(store, kind, record.id) == []


def test_a_meeting_of_which_only_its_parts_speak_has_no_timeline() -> None:
    assert has_timeline(TYPES, PERSON)
    assert has_timeline(TYPES, ORGANISATION)
    assert not has_timeline(TYPES, MEETING)
    assert {each.kind.name for each in sources(TYPES, MEETING)} == {"meeting", "action", "printed_sheet"}
