"""Merged, told apart and separated at several hubs: what all show after real bundles went round."""

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from bundle_hubs import exchange, introduce

from cso_desk.assembly import create_store
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.members.record import Membership, Organisation, Person, Position
from cso_desk.features.members.service import positions_of
from cso_desk.features.members.service.duplicates import (
    duplicates,
    merge,
    references,
    say_distinct,
    separate,
)
from cso_desk.journal.merged import merged, take_apart
from cso_desk.journal.undo import undo
from cso_desk.store.aliases import aliases, survivor_of
from cso_desk.store.search import search
from cso_desk.store.store import Store

Hubs = tuple[Store, Store, Store]
PHONE = ("+85512345678",)


@pytest.fixture
def hubs(tmp_path: Path) -> Iterator[Hubs]:
    """Three hubs that know each other and hold the same two people twice, with what belongs to them."""
    made = tuple(create_store(tmp_path / hub, hub, passphrase=None)[0] for hub in ("02", "03", "17"))
    introduce(*made)
    first, second, third = made
    with first.transaction("Add") as t:
        body = t.add(Organisation(name_en="Santi Sena", consent=True))
        t.add(Organisation(name_en="Santi Sena Organisation", consent=True))
        one = t.add(Person(name_en="Sok Dara", phones=PHONE, consent=True))
        other = t.add(Person(name_en="Dara Sok", phones=PHONE, consent=True))
        meeting = t.add(Meeting(title_en="Quarter", starts="2026-10-05", scope="network"))
        t.add(Position(person=other.id, organisation=body.id, title_en="Director"))
        t.add(Attendance(meeting=meeting.id, person=other.id, scope="network"))
        t.add(Attendance(meeting=meeting.id, person=one.id, scope="network"))
    go_round(made)
    yield first, second, third
    for store in made:
        store.close()


def go_round(hubs: Hubs) -> None:
    """Everybody hears of everything."""
    for _round in range(2):
        for source, reader in permutations(hubs, 2):
            exchange(source, reader)


def named(store: Store, name: str) -> str:
    with store.reading() as reading:
        return next(
            each.id for kind in (Person, Organisation) for each in reading.all(kind) if each.name_en == name
        )


def shown(store: Store) -> tuple:
    """What a hub shows: who stands for whom, what everybody is called, and what is found."""
    with store.reading() as reading:
        stand_for = aliases(reading)
        people = {each.id: each for each in reading.all(Person, trash=True)}
    found = {name: [each.record for each in search(store, name)] for name in ("Sok Dara", "Dara Sok")}
    return stand_for, people, found, [(pair.one, pair.other) for pair in duplicates(store, "person")]


def test_both_merge_at_once_in_different_directions_and_all_show_one(hubs: Hubs) -> None:
    one, other = named(hubs[0], "Sok Dara"), named(hubs[0], "Dara Sok")
    merge(hubs[0], "person", one, other)
    merge(hubs[1], "person", other, one)
    go_round(hubs)
    assert shown(hubs[0]) == shown(hubs[1]) == shown(hubs[2])
    (pair,) = shown(hubs[2])[0].items()
    assert set(pair) == {one, other}
    assert shown(hubs[2])[3] == []
    for store in hubs:
        with store.reading() as reading:
            survivor = survivor_of(reading, one)
        assert references(store, "person", survivor) == references(hubs[0], "person", survivor)
        assert references(store, "person", survivor)["attendance"] == 2
        assert references(store, "person", survivor)["position"] == 1


def test_after_a_crosswise_merge_one_separation_parts_them_everywhere(hubs: Hubs) -> None:
    one, other = named(hubs[0], "Sok Dara"), named(hubs[0], "Dara Sok")
    merge(hubs[0], "person", one, other)
    merge(hubs[1], "person", other, one)
    go_round(hubs)
    separate(hubs[2], "person", one, other)
    go_round(hubs)
    assert shown(hubs[0]) == shown(hubs[1]) == shown(hubs[2])
    assert shown(hubs[0])[0] == {}
    assert len(shown(hubs[0])[3]) == 1


def test_one_separates_while_another_edits_the_merged_record(hubs: Hubs) -> None:
    one, other = named(hubs[0], "Sok Dara"), named(hubs[0], "Dara Sok")
    merge(hubs[0], "person", one, other)
    go_round(hubs)
    separate(hubs[0], "person", other, one)
    with hubs[1].transaction("Change") as t:
        t.change(Person, other, email="dara@mail.test")
    go_round(hubs)
    assert shown(hubs[0]) == shown(hubs[1]) == shown(hubs[2])
    stand_for, people, found, _pairs = shown(hubs[2])
    assert stand_for == {}
    assert people[other].email == "dara@mail.test"
    assert other in found["Dara Sok"]


def test_what_comes_to_a_merged_person_elsewhere_follows_to_the_survivor(hubs: Hubs) -> None:
    one, other = named(hubs[0], "Sok Dara"), named(hubs[0], "Dara Sok")
    second = named(hubs[0], "Santi Sena Organisation")
    merge(hubs[0], "person", one, other)
    with hubs[1].transaction("Add") as t:  # has not heard of it yet
        t.add(Position(person=other, organisation=second, title_en="Treasurer"))
    go_round(hubs)
    for store in hubs:
        held = [position.title_en for position, _body in positions_of(store, one)]
        assert sorted(held) == ["Director", "Treasurer"]
        assert references(store, "person", one)["position"] == 2


def test_memberships_follow_a_merged_institution(hubs: Hubs) -> None:
    kept, gone = named(hubs[0], "Santi Sena"), named(hubs[0], "Santi Sena Organisation")
    with hubs[1].transaction("Add") as t:
        net = t.add(Organisation(name_en="Net", kind="network", consent=True))
        t.add(Membership(organisation=gone, body=net.id, since="2021"))
    merge(hubs[0], "organisation", kept, gone)
    go_round(hubs)
    for store in hubs:
        assert references(store, "organisation", kept)["membership"] == 1
        assert references(store, "organisation", kept)["position"] == 1


def test_one_merges_while_another_says_that_they_are_not_the_same(hubs: Hubs) -> None:
    one, other = named(hubs[0], "Sok Dara"), named(hubs[0], "Dara Sok")
    (pair,) = duplicates(hubs[1], "person")
    say_distinct(hubs[1], pair)
    merge(hubs[0], "person", one, other)
    go_round(hubs)
    assert shown(hubs[0]) == shown(hubs[1]) == shown(hubs[2])
    separate(hubs[2], "person", one, other)
    go_round(hubs)
    # Whoever parts them again need not say once more that they are two.
    assert [shown(store)[3] for store in hubs] == [[], [], []]


def test_a_merge_in_a_row_across_hubs_ends_at_one_and_each_takes_its_own_back(hubs: Hubs) -> None:
    with hubs[0].transaction("Add") as t:
        third = t.add(Person(name_en="Sok Daraa", phones=PHONE, consent=True)).id
    go_round(hubs)
    one, other = named(hubs[0], "Sok Dara"), named(hubs[0], "Dara Sok")
    merge(hubs[0], "person", one, other)
    merge(hubs[1], "person", third, one)
    go_round(hubs)
    for store in hubs:
        assert shown(store)[0] == {one: third, other: third}
    with hubs[1].reading() as reading:
        (own,) = [each for each in merged(reading) if each.step]
    assert take_apart(hubs[1], own)
    go_round(hubs)
    for store in hubs:
        assert shown(store)[0] == {other: one}
    assert shown(hubs[0]) == shown(hubs[1]) == shown(hubs[2])


@pytest.fixture
def third(hubs: Hubs) -> str:
    """The same person a third time, held by all."""
    with hubs[0].transaction("Add") as t:
        made = t.add(Person(name_en="Sok Daraa", phones=PHONE, consent=True)).id
    go_round(hubs)
    return made


def test_three_hubs_put_the_same_three_together_each_into_another_and_all_show_one(
    hubs: Hubs, third: str
) -> None:
    three = [named(hubs[0], "Sok Dara"), named(hubs[0], "Dara Sok"), third]
    for store, kept in zip(hubs, three, strict=True):
        merge(store, "person", kept, *(each for each in three if each != kept))
    go_round(hubs)
    assert shown(hubs[0]) == shown(hubs[1]) == shown(hubs[2])
    stand_for = shown(hubs[0])[0]
    assert len(stand_for) == 2
    (survivor,) = set(stand_for.values())
    assert {survivor, *stand_for} == set(three)
    for store in hubs:
        assert references(store, "person", survivor)["attendance"] == 2


def test_one_takes_several_merges_back_while_another_merges_two_of_them(hubs: Hubs, third: str) -> None:
    one, other = named(hubs[0], "Sok Dara"), named(hubs[0], "Dara Sok")
    merge(hubs[0], "person", one, other, third)
    undo(hubs[0])
    merge(hubs[1], "person", one, third)
    (pair, *_more) = [
        each for each in duplicates(hubs[2], "person") if {each.one, each.other} == {one, other}
    ]
    say_distinct(hubs[2], pair)
    go_round(hubs)
    assert shown(hubs[0]) == shown(hubs[1]) == shown(hubs[2])
    assert shown(hubs[0])[0] == {third: one}
