"""Two records are made one: nothing is lost, everything shows the survivor, and it can be undone."""

from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import given

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service.rules import double_attendance
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import directory, find_organisations, positions_of
from cso_desk.features.members.service.duplicates import (
    duplicates,
    known_duplicates,
    merge,
    references,
    separate,
    side_by_side,
)
from cso_desk.journal.undo import undo
from cso_desk.store.aliases import aliases, survivor_of, survivors
from cso_desk.store.listing import Listing, titles
from cso_desk.store.search import search


def keep(store, *records):
    with store.transaction("Fill") as t:
        t.add_all(records)
    return records


def get(store, record):
    with store.reading() as reading:
        return reading.get(type(record), record.id)


@pytest.fixture
def lotus(store):
    return keep(
        store,
        Organisation(name_en="Lotus Centre", phones=("+85512000001",), place="0204"),
        Organisation(
            name_en="Lotus Center", name_km="មជ្ឈមណ្ឌលផ្កាឈូក", phones=("+85512000001", "+85512000002"),
            email="lotus@mail.test", consent=False,
        ),
    )  # fmt: skip


def test_what_only_one_says_is_kept_and_lists_are_put_together(store, lotus):
    one, other = lotus
    merge(store, "organisation", one.id, other.id)
    now = get(store, one)
    assert (now.name_en, now.name_km) == ("Lotus Centre", "មជ្ឈមណ្ឌលផ្កាឈូក")
    assert now.phones == ("+85512000001", "+85512000002")
    assert (now.email, now.place) == ("lotus@mail.test", "0204")
    assert get(store, other).merged_into == one.id


def test_a_person_may_choose_field_by_field(store, lotus):
    one, other = lotus
    sides = {side.field.name: side for side in side_by_side(store, "organisation", one.id, other.id)}
    assert sides["name_en"].differs
    merge(store, "organisation", one.id, other.id, values={"name_en": "Lotus Center", "email": ""})
    assert (get(store, one).name_en, get(store, one).email) == ("Lotus Center", "")


def test_consent_is_never_taken_over_by_itself(store):
    one, other = keep(store, Person(name_en="Sok Dara"), Person(name_en="Sok Dara", consent=False))
    sides = {side.field.name: side for side in side_by_side(store, "person", one.id, other.id)}
    assert "consent" not in sides or sides["consent"].together is False


def test_lists_the_directory_and_counts_leave_out_what_was_merged(store, lotus):
    one, other = lotus
    merge(store, "organisation", one.id, other.id)
    kind = store.shelves.type_of(Organisation)
    assert Listing(store, kind).finish().count == 1
    assert [row.organisation.id for row in directory(store)] == [one.id]
    assert [each.id for each in find_organisations(store)] == [one.id]
    assert duplicates(store, "organisation") == []
    undo(store)
    assert Listing(store, kind).finish().count == 2
    assert get(store, one).email == ""
    assert get(store, other).merged_into == ""


def test_the_search_finds_the_survivor_by_the_names_of_the_other(store, lotus):
    one, other = lotus
    keep(store, Organisation(name_en="Bavel School"))
    merge(store, "organisation", one.id, other.id, values={"name_km": ""})
    assert [hit.record for hit in search(store, "ផ្កាឈូក")] == [one.id]
    with store.reading() as reading:
        assert titles(reading, [other.id])[other.id] == ("", "Lotus Centre")
    with store.transaction("Rename") as t:
        t.change(one, name_en="White Lotus")
    assert [hit.record for hit in search(store, "lotus")] == [one.id]
    with store.reading() as reading:
        assert titles(reading, [other.id])[other.id] == ("", "White Lotus")


def test_positions_follow_the_survivor(store, lotus):
    one, other = lotus
    dara, again = keep(store, Person(name_en="Sok Dara"), Person(name_en="Sok Dara"))
    keep(store, Position(person=again.id, organisation=other.id, role="head"))
    merge(store, "person", dara.id, again.id)
    merge(store, "organisation", one.id, other.id)
    ((_position, body),) = positions_of(store, dara.id)
    assert body.id == one.id
    kind = store.shelves.type_of(Position)
    assert Listing(store, kind, where={"person": dara.id}).count == 1
    (row,) = directory(store, date(2026, 9, 30))
    assert (row.person.id, row.organisation.id) == (dara.id, one.id)


def test_both_at_one_meeting_is_a_question_and_no_row_is_lost(store):
    dara, again = keep(store, Person(name_en="Sok Dara"), Person(name_en="Sok Dara"))
    (meeting,) = keep(store, Meeting(title_en="Quarterly", starts="2026-07-21", status="held"))
    keep(store, *(Attendance(meeting=meeting.id, person=p.id, status="present") for p in (dara, again)))
    with store.reading() as reading:
        assert list(double_attendance(reading)) == []
    merge(store, "person", dara.id, again.id)
    with store.reading() as reading:
        (finding,) = double_attendance(reading)
        assert ("person", dara.id) in finding.records
        assert reading.count(Attendance) == 2


def test_two_that_are_one_already_are_refused(store, lotus):
    one, other = lotus
    merge(store, "organisation", one.id, other.id)
    with pytest.raises(UserError):
        merge(store, "organisation", other.id, one.id)
    with pytest.raises(UserError):
        merge(store, "organisation", one.id, one.id)


def test_what_the_network_holds_is_not_merged_into_what_one_hub_holds(store):
    one, other = keep(store, Person(name_en="Sok Dara"), Person(name_en="Sok Dara", consent=True))
    with pytest.raises(UserError):
        merge(store, "person", one.id, other.id)
    merge(store, "person", other.id, one.id)


def test_a_record_merged_into_one_that_is_not_here_stays_visible(store):
    (one,) = keep(store, Person(name_en="Sok Dara"))
    with store.transaction("Merge elsewhere") as t:
        t.change(one, merged_into="f" * 32)
    with store.reading() as reading:
        assert survivor_of(reading, one.id) == one.id


NAMES = st.sampled_from("abcdefgh")


@given(st.dictionaries(NAMES, NAMES))
def test_every_chain_and_every_circle_ends_at_one_record(into):
    found = survivors(into)
    for record in into:
        end = found.get(record, record)
        assert found.get(end, end) == end
        assert found.get(into[record], into[record]) == end
    circle = {"c": "b", "b": "a", "a": "c", "d": "c"}
    assert survivors(circle) == {"b": "a", "c": "a", "d": "a"}


def test_hubs_that_merge_against_each_other_agree_on_the_smallest(store):
    one, other = keep(store, Person(name_en="Sok Dara"), Person(name_en="Sok Dara"))
    with store.transaction("Both ways") as t:
        t.change(one, merged_into=other.id)
        t.change(other, merged_into=one.id)
    with store.reading() as reading:
        smallest = min(one.id, other.id)
        assert set(aliases(reading).values()) == {smallest}


def test_a_merge_is_taken_apart_long_after_it_was_made(store, lotus):
    one, other = lotus
    merge(store, "organisation", one.id, other.id)
    with store.transaction("Something else") as t:
        t.change(one, notes="Moved to Bavel")
    separate(store, "organisation", other.id, one.id)
    kind = store.shelves.type_of(Organisation)
    assert Listing(store, kind).finish().count == 2
    assert get(store, other).merged_into == ""
    assert len(duplicates(store, "organisation")) == 1
    with pytest.raises(UserError):
        separate(store, "organisation", other.id, one.id)


def test_two_that_were_merged_into_each_other_at_once_stand_for_themselves_again(store):
    one, other = keep(store, Person(name_en="Sok Dara"), Person(name_en="Sok Dara"))
    with store.transaction("Both ways") as t:
        t.change(one, merged_into=other.id)
        t.change(other, merged_into=one.id)
    with store.reading() as reading:
        (merged,) = aliases(reading)
    separate(store, "person", merged, one.id if merged == other.id else other.id)
    with store.reading() as reading:
        assert aliases(reading) == {}


def test_what_was_merged_into_the_one_that_is_taken_apart_goes_with_it(store):
    one, two, three = keep(store, *(Person(name_en="Sok Dara") for _each in range(3)))
    with store.transaction("A chain") as t:
        t.change(three, merged_into=two.id)
        t.change(two, merged_into=one.id)
    separate(store, "person", two.id, one.id)
    with store.reading() as reading:
        assert aliases(reading) == {three.id: two.id}


def test_what_refers_to_a_record_is_counted_by_its_type(store, lotus):
    one, other = lotus
    (dara,) = keep(store, Person(name_en="Sok Dara"))
    keep(
        store, Position(person=dara.id, organisation=other.id), Position(person=dara.id, organisation=one.id)
    )
    assert references(store, "organisation", other.id) == {"position": 1}
    assert references(store, "person", dara.id) == {"position": 2}
    merge(store, "organisation", one.id, other.id)
    assert references(store, "organisation", one.id) == {"position": 2}


def test_known_pairs_follow_every_change_as_a_new_search_would(store, lotus):
    one, other = lotus
    assert known_duplicates(store, "organisation") == duplicates(store, "organisation")
    with store.transaction("Tell apart") as t:
        t.change(other, name_en="Bavel School", name_km="", phones=(), email="")
    assert known_duplicates(store, "organisation") == []
    undo(store)
    assert len(known_duplicates(store, "organisation")) == 1
    merge(store, "organisation", one.id, other.id)
    assert known_duplicates(store, "organisation") == []
    separate(store, "organisation", other.id, one.id)
    assert len(known_duplicates(store, "organisation")) == 1
