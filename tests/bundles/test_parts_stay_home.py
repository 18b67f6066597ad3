"""What belongs to an institution or a person goes where that may go: real bundles between two hubs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle_hubs import changes_of, exchange, introduce

from cso_desk.assembly import create_store
from cso_desk.features.members.record import (
    ComplianceYear,
    ContactGroup,
    GroupMembership,
    Membership,
    Organisation,
    OrganisationName,
    Person,
    Position,
    Relation,
)
from cso_desk.features.members.service import set_consent
from cso_desk.journal.reviews import conflicts
from cso_desk.journal.undo import undo
from cso_desk.records.base import NETWORK, Record
from cso_desk.store.store import Store

PARTS = (Position, OrganisationName, Membership, Relation, ComplianceYear)


@pytest.fixture
def hubs(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    ours, _code = create_store(tmp_path / "ours", "02", passphrase=None)
    theirs, _code = create_store(tmp_path / "theirs", "03", passphrase=None)
    introduce(ours, theirs)
    yield ours, theirs
    ours.close()
    theirs.close()


def filled(store: Store) -> tuple[Organisation, Person]:
    """A shared institution with one part of each type, and the shared person who speaks for it."""
    with store.transaction("x") as t:
        body = t.add(Organisation(name_km="អង្គការពន្លឺ", consent=True))
        other = t.add(Organisation(name_km="បណ្តាញធំ", kind="network", consent=True))
        head = t.add(Person(name_km="សុខ ដារ៉ា", consent=True))
        t.add(Position(person=head.id, organisation=body.id, title_en="Director"))
        t.add(OrganisationName(organisation=body.id, name_en="Old Light", to_date="2020"))
        t.add(Membership(organisation=body.id, body=other.id, since="2021"))
        t.add(Relation(organisation=other.id, kind="hosts", other=body.id))
        t.add(ComplianceYear(organisation=body.id, year=2025))
    return body, head


def scopes(store: Store) -> dict[str, str]:
    """The scope of each living part, by its type."""
    with store.reading() as reading:
        return {kind.__name__: each.scope for kind in PARTS for each in reading.all(kind)}


def living(store: Store, *kinds: type[Record]) -> list[Record]:
    with store.reading() as reading:
        return [each for kind in kinds for each in reading.all(kind)]


def waits(store: Store) -> int:
    with store.reading() as reading:
        return len(conflicts(reading.connection, store.shelves))


def test_parts_of_what_is_shared_are_shared(hubs: tuple[Store, Store]) -> None:
    ours, theirs = hubs
    filled(ours)
    exchange(ours, theirs)
    assert scopes(ours) == scopes(theirs) == {kind.__name__: NETWORK for kind in PARTS}


@pytest.mark.parametrize("how", [{"consent": False}, {"sensitivity": "hub"}])
def test_parts_leave_the_network_with_their_institution_and_come_back_with_it(
    hubs: tuple[Store, Store], how: dict[str, object]
) -> None:
    ours, theirs = hubs
    body, _head = filled(ours)
    exchange(ours, theirs)
    with ours.transaction("x") as t:
        t.change(body, **how)
    assert scopes(ours) == {kind.__name__: "hub/02" for kind in PARTS}
    exchange(ours, theirs)
    assert living(theirs, *PARTS) == []
    before = changes_of(theirs)
    with ours.transaction("x") as t:
        t.change(Position, living(ours, Position)[0].id, title_en="Secret director")
        t.add(Position(person=living(ours, Person)[0].id, organisation=body.id, title_en="Second secret"))
        t.add(ComplianceYear(organisation=body.id, year=2024, scope=NETWORK))
    exchange(ours, theirs)
    assert changes_of(theirs) == before
    with ours.transaction("x") as t:
        t.change(body, consent=True, sensitivity="network")
    exchange(ours, theirs)
    assert len(living(theirs, *PARTS)) == len(living(ours, *PARTS)) == len(PARTS) + 2
    assert {each.title_en for each in living(theirs, Position)} == {"Secret director", "Second secret"}  # type: ignore[attr-defined]
    assert waits(ours) == waits(theirs) == 0


def test_a_position_goes_with_its_person_and_stays_with_the_narrower_one(hubs: tuple[Store, Store]) -> None:
    ours, theirs = hubs
    body, head = filled(ours)
    exchange(ours, theirs)
    set_consent(ours, head, False)
    assert scopes(ours)["Position"] == "hub/02"
    assert scopes(ours)["Relation"] == NETWORK
    set_consent(ours, body, False)
    set_consent(ours, head, True)
    assert scopes(ours)["Position"] == "hub/02"
    exchange(ours, theirs)
    assert living(theirs, Position) == []
    set_consent(ours, body, True)
    exchange(ours, theirs)
    assert scopes(ours)["Position"] == NETWORK
    assert len(living(theirs, Position)) == 1


def test_what_is_for_this_hub_only_never_travels_whatever_was_agreed(hubs: tuple[Store, Store]) -> None:
    ours, theirs = hubs
    with ours.transaction("x") as t:
        body = t.add(Organisation(name_en="Quiet House", consent=True, sensitivity="hub"))
        t.add(Membership(organisation=body.id, since="2021"))
        open_body = t.add(Organisation(name_en="Open House", consent=True))
        t.add(OrganisationName(organisation=open_body.id, name_en="Quiet name", sensitivity="hub"))
    exchange(ours, theirs)
    assert [each.name_en for each in living(theirs, Organisation)] == ["Open House"]  # type: ignore[attr-defined]
    assert living(theirs, Membership, OrganisationName) == []
    assert all("Quiet" not in str(change[3]) for change in changes_of(theirs).values())


def test_undo_of_a_withdrawal_brings_the_parts_back(hubs: tuple[Store, Store]) -> None:
    ours, theirs = hubs
    body, _head = filled(ours)
    exchange(ours, theirs)
    set_consent(ours, body, False)
    exchange(ours, theirs)
    undo(ours)
    exchange(ours, theirs)
    assert scopes(ours) == scopes(theirs) == {kind.__name__: NETWORK for kind in PARTS}
    assert waits(ours) == waits(theirs) == 0


def test_a_part_that_turns_to_somebody_who_did_not_agree_goes_home(hubs: tuple[Store, Store]) -> None:
    ours, theirs = hubs
    filled(ours)
    with ours.transaction("x") as t:
        quiet = t.add(Person(name_en="Quiet person"))
        t.change(Position, living(ours, Position)[0].id, person=quiet.id)
    assert scopes(ours)["Position"] == "hub/02"
    exchange(ours, theirs)
    assert all(change[3] != quiet.id for change in changes_of(theirs).values())


def test_a_part_in_the_trash_goes_home_too_and_is_not_restored_into_the_network(
    hubs: tuple[Store, Store],
) -> None:
    ours, theirs = hubs
    body, _head = filled(ours)
    position = living(ours, Position)[0]
    with ours.transaction("x") as t:
        t.trash(position)
    exchange(ours, theirs)
    set_consent(ours, body, False)
    with ours.transaction("x") as t:
        t.restore(position)
    exchange(ours, theirs)
    assert scopes(ours)["Position"] == "hub/02"
    assert living(theirs, Position) == []


def test_a_place_in_a_shared_group_is_as_narrow_as_its_person(hubs: tuple[Store, Store]) -> None:
    ours, theirs = hubs
    _body, head = filled(ours)
    with ours.transaction("x") as t:
        group = t.add(ContactGroup(name_en="Board", scope=NETWORK))
        t.add(GroupMembership(contact_group=group.id, person=head.id))
        quiet = t.add(Person(name_en="Quiet person"))
        t.add(GroupMembership(contact_group=group.id, person=quiet.id))
    exchange(ours, theirs)
    assert [each.person for each in living(theirs, GroupMembership)] == [head.id]  # type: ignore[attr-defined]
    set_consent(ours, head, False)
    exchange(ours, theirs)
    assert living(theirs, GroupMembership) == []


def test_what_was_merged_into_a_record_goes_home_with_it(hubs: tuple[Store, Store]) -> None:
    ours, theirs = hubs
    body, _head = filled(ours)
    with ours.transaction("x") as t:
        twin = t.add(Organisation(name_en="Light, again", consent=True))
        t.add(Membership(organisation=twin.id, since="2019"))
        t.change(twin, merged_into=body.id)
    exchange(ours, theirs)
    set_consent(ours, body, False)
    exchange(ours, theirs)
    assert {each.name_km for each in living(theirs, Organisation)} == {"បណ្តាញធំ"}  # type: ignore[attr-defined]
    assert living(theirs, *PARTS) == []
    set_consent(ours, body, True)
    exchange(ours, theirs)
    assert len(living(theirs, Organisation)) == 3
    assert len(living(theirs, Membership)) == 2


def test_a_part_that_another_hub_told_goes_home_with_the_institution(hubs: tuple[Store, Store]) -> None:
    ours, theirs = hubs
    body, _head = filled(ours)
    exchange(ours, theirs)
    with theirs.transaction("x") as t:
        t.add(ComplianceYear(organisation=body.id, year=2023))
    exchange(theirs, ours)
    set_consent(ours, body, False)
    exchange(ours, theirs)
    assert living(theirs, ComplianceYear) == []
    assert len(living(ours, ComplianceYear)) == 2
