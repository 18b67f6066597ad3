"""Three or more records that hang together are found, shown with every tie between them, and made one."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from cso_desk.errors import UserError
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service.duplicates import (
    LARGEST,
    Cluster,
    Pair,
    clusters,
    known_duplicates,
    left_out_first,
    merge,
    say_distinct,
    separate,
    side_by_side,
    ties,
    which_to_keep,
)
from cso_desk.journal.merged import merged, take_apart
from cso_desk.journal.undo import undo
from cso_desk.records.base import RecordId
from cso_desk.store.aliases import aliases


def pair(one: str, other: str, score: float = 0.9) -> Pair:
    first, second = sorted((one, other))
    return Pair("person", RecordId(first), RecordId(second), score, ())


@pytest.fixture
def three(store):
    """A person in two scripts, and somebody who has the name of the first and a telephone of the second."""
    with store.transaction("Fill") as t:
        return [
            t.add(Person(name_en="Sok Chantha", phones=("+85512000001",), place="0204")),
            t.add(Person(name_km="សុខ ចន្ថា", phones=("+85512000001", "+85593777888"), place="0204")),
            t.add(Person(name_en="Sok Chantah", phones=("+85593777888",), place="1701", birth_year=1980)),
        ]


def get(store, record):
    with store.reading() as reading:
        return reading.get(type(record), record.id)


def test_two_records_are_a_pair_and_no_cluster():
    assert clusters([pair("a", "b"), pair("c", "d")]) == []


def test_records_that_hang_together_by_a_third_are_shown_together_from_the_surest_pair_on():
    (found,) = clusters([pair("a", "b", 0.8), pair("b", "c", 0.95), pair("x", "y")])
    assert found.records == ("b", "c", "a")
    assert [each.score for each in found.pairs] == [0.95, 0.8]


NUMBERS = st.integers(0, 30)
EDGES = st.dictionaries(st.tuples(NUMBERS, NUMBERS), st.floats(0.65, 1), max_size=60)


@given(EDGES)
def test_each_record_is_in_one_cluster_in_which_a_path_of_pairs_leads_to_every_other(edges):
    pairs = [pair(f"{one:02}", f"{other:02}", score) for (one, other), score in edges.items() if one < other]
    found = clusters(pairs)
    placed = [record for each in found for record in each.records]
    assert len(placed) == len(set(placed))
    for each in found:
        assert 3 <= len(each.records) <= LARGEST
        reached = {each.records[0]}
        for _step in each.records:
            reached |= {end for p in each.pairs if {p.one, p.other} & reached for end in (p.one, p.other)}
        assert reached == set(each.records)
    assert clusters(reversed(pairs)) == found


def test_what_hangs_on_to_the_largest_comes_when_that_is_decided():
    chain = [pair(f"{n:02}", f"{n + 1:02}", 0.99 - n / 1000) for n in range(LARGEST + 3)]
    first, second = clusters(chain)
    assert len(first.records) == LARGEST
    assert len(second.records) == 4


def only(store, kind="person") -> Cluster:
    (found,) = clusters(known_duplicates(store, kind))
    return found


def test_two_that_are_little_alike_are_shown_as_such_and_merged_by_nobody(store, three):
    one, two, third = three
    found = only(store)
    told = {frozenset((tie.pair.one, tie.pair.other)): tie for tie in ties(store, found)}
    assert len(told) == 3
    assert told[frozenset((one.id, third.id))].is_weak
    assert not told[frozenset((one.id, two.id))].is_weak
    assert not any(tie.distinct for tie in told.values())
    with store.reading() as reading:
        assert aliases(reading) == {}


def test_who_was_told_apart_from_one_in_it_is_left_out_at_first(store, three):
    one, _two, third = three
    say_distinct(store, pair(one.id, third.id))
    found = only(store)
    told = ties(store, found)
    (apart,) = [tie for tie in told if tie.distinct]
    assert {apart.pair.one, apart.pair.other} == {one.id, third.id}
    (out,) = left_out_first(found.records, told)
    assert out == max((one.id, third.id), key=found.records.index)


def test_several_are_merged_and_come_back_in_one_step(store, three):
    one, two, third = three
    merge(store, "person", two.id, one.id, third.id, values={"place": "0204"})
    now = get(store, two)
    assert (now.name_en, now.name_km, now.birth_year) == ("Sok Chantha", "សុខ ចន្ថា", 1980)
    with store.reading() as reading:
        assert aliases(reading) == {one.id: two.id, third.id: two.id}
    assert known_duplicates(store, "person") == []
    undo(store)
    with store.reading() as reading:
        assert aliases(reading) == {}
    assert (get(store, two).name_en, get(store, two).birth_year) == ("", None)


def test_every_value_stands_beside_the_others_and_lists_are_put_together(store, three):
    one, two, third = three
    sides = {side.field.name: side for side in side_by_side(store, "person", one.id, two.id, third.id)}
    assert sides["phones"].together == ("+85512000001", "+85593777888")
    assert sides["name_en"].values == ("Sok Chantha", "", "Sok Chantah")
    assert sides["name_en"].together == "Sok Chantha"
    assert sides["place"].differs


def test_one_of_several_is_taken_out_again_and_the_others_stay_one(store, three):
    one, two, third = three
    merge(store, "person", one.id, two.id, third.id)
    with store.reading() as reading:
        found = next(each for each in merged(reading) if each.record.id == third.id)
    assert not take_apart(store, found)  # the step made more of it
    separate(store, "person", third.id, one.id)
    with store.reading() as reading:
        assert aliases(reading) == {two.id: one.id}


def test_where_one_of_several_may_not_go_in_nothing_is_merged(store, three):
    one, two, third = three
    with store.transaction("Share") as t:
        t.change(third, consent=True)
    with pytest.raises(UserError):
        merge(store, "person", one.id, two.id, third.id)
    with pytest.raises(UserError):
        merge(store, "person", one.id, two.id, two.id)
    with pytest.raises(UserError):
        merge(store, "person", one.id)
    with store.reading() as reading:
        assert aliases(reading) == {}
    assert which_to_keep(store, "person", one.id, two.id, third.id)[0] == third.id


def test_one_that_is_none_of_the_others_is_told_apart_from_all_in_one_step(store, three):
    one, two, third = three
    found = only(store)
    say_distinct(store, *(pair(third.id, each) for each in found.records if each != third.id))
    assert [{each.one, each.other} for each in known_duplicates(store, "person")] == [{one.id, two.id}]
    undo(store)
    assert only(store).records == found.records


def test_institutions_are_put_together_in_the_same_way(store):
    with store.transaction("Fill") as t:
        made = [
            t.add(Organisation(name_en="Lotus Centre", acronym=each, phones=("+85512000001",), place="0204"))
            for each in ("", "LC", "")
        ]
    ids = {each.id for each in made}
    found = only(store, "organisation")
    assert set(found.records) == ids
    keep, *others = which_to_keep(store, "organisation", *found.records)
    merge(store, "organisation", keep, *others)
    with store.reading() as reading:
        assert set(aliases(reading).values()) == {keep}
