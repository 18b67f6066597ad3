"""What looks wrong after hubs were merged: found, opened, said to be right, gone when mended."""

from pathlib import Path

import pytest

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.catalog import RULES
from cso_desk.features.meetings.record import Attendance, Decision, Meeting, Series
from cso_desk.features.members.record import (
    Membership,
    Organisation,
    OrganisationName,
    Person,
    Position,
    Relation,
)
from cso_desk.journal.undo import undo
from cso_desk.records.base import NETWORK, Record, RecordId, hub_scope
from cso_desk.store.rules import Approval, Finding, approve_finding, findings
from cso_desk.store.store import Store
from cso_desk.wording import words


@pytest.fixture
def hubs(store: Store, national: Store) -> tuple[Store, Store]:
    """Battambang and the nation, which know each other."""
    for source, target in ((store, national), (national, store)):
        receive_bundle(target, make_bundle(source, "", kind="hello").path)
    return store, national


def add(store: Store, *records: Record) -> None:
    with store.transaction("Add") as t:
        t.add_all(records)


def carry(source: Store, target: Store) -> None:
    receive_bundle(target, make_bundle(source, target.hub).path, backup=False)


def found(store: Store) -> list[Finding]:
    return findings(store, RULES)


def rules_of(store: Store) -> list[str]:
    return [each.rule for each in found(store)]


def heads(store: Store, *spans: tuple[str, str], role: str = "head") -> Organisation:
    body = Organisation(name_en="Farmers")
    people = [Person(name_en=f"Person {n}") for n in range(len(spans))]
    add(store, body, *people)
    for person, (since, until) in zip(people, spans, strict=True):
        add(
            store,
            Position(person=person.id, organisation=body.id, role=role, from_date=since, to_date=until),
        )
    return body


def test_two_heads_at_the_same_time_are_found_with_everybody_concerned(store: Store) -> None:
    body = heads(store, ("2020", ""), ("2024-05", ""))
    (finding,) = found(store)
    assert finding.rule == "two_heads"
    assert finding.records[0] == ("organisation", body.id)
    assert [kind for kind, _id in finding.records[1:]] == ["person", "person"]
    assert words("en")(finding.message, **finding.values).startswith("2 people are the head")


@pytest.mark.parametrize(
    "spans", [(("2020", "2024-04-30"), ("2024-05-01", "")), (("", "2019"), ("2020", ""))]
)
def test_one_head_after_the_other_is_as_it_should_be(
    store: Store, spans: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    heads(store, *spans)
    assert found(store) == []


def test_several_members_of_staff_are_as_it_should_be(store: Store) -> None:
    heads(store, ("2020", ""), ("2021", ""), role="staff")
    assert found(store) == []


def test_a_head_who_left_ends_the_finding(store: Store) -> None:
    heads(store, ("2020", ""), ("2024-05-01", ""))
    with store.reading() as reading:
        first = min(reading.all(Position), key=lambda each: each.from_date)
    with store.transaction("End") as t:
        t.change(first, to_date="2024-04-30")
    assert found(store) == []


def test_one_person_twice_at_one_meeting_is_found(store: Store) -> None:
    person, meeting = Person(name_en="Dara"), Meeting(title_en="Meeting")
    add(store, person, meeting, *(Attendance(meeting=meeting.id, person=person.id) for _n in range(2)))
    add(store, Attendance(meeting=meeting.id), Attendance(meeting=meeting.id))
    (finding,) = found(store)
    assert finding.records == (("meeting", meeting.id), ("person", person.id))


def test_one_meeting_entered_twice_is_found_but_not_one_in_another_place(store: Store) -> None:
    series = Series(title_en="Quarterly")
    facts = {"series": series.id, "starts": "2026-09-25"}
    same = [Meeting(place="0202", **facts) for _n in range(2)]
    add(
        store,
        series,
        *same,
        Meeting(place="0203", **facts),
        Meeting(place="0202", status="cancelled", **facts),
    )
    (finding,) = found(store)
    assert finding.rule == "same_meeting"
    assert {record for _kind, record in finding.records} == {each.id for each in same}


def test_a_cancelled_meeting_with_people_present_is_found(store: Store) -> None:
    meeting = Meeting(status="cancelled")
    add(store, meeting, Attendance(meeting=meeting.id, status="excused"))
    assert found(store) == []
    add(store, Attendance(meeting=meeting.id, status="present"))
    assert rules_of(store) == ["cancelled_and_held"]


def test_two_decisions_of_one_number_are_found(store: Store) -> None:
    meeting, other = Meeting(), Meeting()
    add(store, meeting, other, *(Decision(meeting=each.id, number="3") for each in (meeting, meeting, other)))
    (finding,) = found(store)
    assert (finding.rule, finding.records) == ("one_number_twice", (("meeting", meeting.id),))


def test_what_two_hubs_entered_alike_is_found_and_one_hubs_own_is_not(hubs: tuple[Store, Store]) -> None:
    store, national = hubs
    add(store, Organisation(name_en="Women for Peace", scope=NETWORK))
    add(store, Organisation(name_en="Lake Watch", phones=("+85512000124",), scope=NETWORK))
    add(store, Person(name_en="Sok Dara", phones=("+85512000999",), scope=NETWORK))
    add(national, Organisation(name_en="women  for peace"), Organisation(name_en="Women for Peace"))
    add(national, Organisation(name_en="Another name", phones=("+85512000124",)))
    add(national, Person(name_en="Sok Dara", phones=("+85512000999",)), Person(name_en="Sok Dara"))
    assert found(national) == []
    carry(store, national)
    assert sorted(rules_of(national)) == ["alike_organisation"] * 3 + ["alike_person"]


def test_what_was_said_to_be_right_stays_so_until_it_is_undone(store: Store) -> None:
    heads(store, ("2020", ""), ("2024", ""))
    (finding,) = found(store)
    approve_finding(store, finding, "Two founders")
    assert found(store) == []
    undo(store)
    assert found(store) == [finding]
    approve_finding(store, finding)
    assert found(store) == []
    with store.reading() as reading:
        assert len(reading.all(Approval, trash=True)) == 1


def test_a_third_head_is_a_new_finding(store: Store) -> None:
    body = heads(store, ("2020", ""), ("2024", ""))
    approve_finding(store, found(store)[0])
    person = Person(name_en="Third")
    add(store, person, Position(person=person.id, organisation=body.id, role="head"))
    assert rules_of(store) == ["two_heads"]


def test_an_approval_travels_as_far_as_the_records_and_two_of_them_are_one(
    hubs: tuple[Store, Store], tmp_path: Path
) -> None:
    store, national = hubs
    heads(store, ("2020", ""), ("2024", ""))
    carry(store, national)
    (here,), (there,) = found(store), found(national)
    assert here.key == there.key
    approve_finding(store, here, "Two founders")
    approve_finding(national, there, "Two founders")
    carry(store, national)
    with national.reading() as reading:
        (approval,) = reading.all(Approval)
    assert approval.scope == hub_scope("02")
    assert found(national) == []
    carry(national, store)
    assert found(store) == []


def test_a_finding_is_the_same_in_whatever_order_its_records_stand() -> None:
    records = (("organisation", RecordId("a" * 32)), ("organisation", RecordId("b" * 32)))
    assert Finding("x", "", records).key == Finding("x", "", records[::-1]).key
    assert Finding("x", "", records).key != Finding("y", "", records).key
    assert len(Finding("x", "", records).key) == 32


def test_rules_have_names_of_their_own_and_words() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_an_open_store_of_an_earlier_hub_finds_nothing(tmp_path: Path) -> None:
    made, _code = create_store(tmp_path / "empty", "12", passphrase=None)
    assert found(made) == []
    made.close()


def test_two_memberships_at_the_same_time_are_found_and_one_after_the_other_is_right(store: Store) -> None:
    body, calm = Organisation(name_en="Farmers"), Organisation(name_en="Weavers")
    add(store, body, calm)
    add(
        store,
        Membership(organisation=calm.id, since="2018", until="2020-06-30"),
        Membership(organisation=calm.id, since="2020-07-01"),
        Membership(organisation=calm.id, status="applicant", since="2017"),
        Membership(organisation=calm.id, body=body.id, since="2018"),
        Membership(organisation=body.id, since="2018", until="2020-06-30"),
        Membership(organisation=body.id, since="2020-06-30"),
    )
    (finding,) = found(store)
    assert (finding.rule, finding.records) == ("two_memberships", (("organisation", body.id),))


def test_what_ended_before_it_began_is_found(store: Store) -> None:
    body = Organisation(name_en="Farmers")
    add(store, body)
    wrong = Relation(
        organisation=body.id, other=body.id, kind="mou", from_date="2024-05-02", to_date="2024-05-01"
    )
    right = Relation(
        organisation=body.id, other=body.id, kind="mou", from_date="2024-05-02", to_date="2024-05"
    )
    name = OrganisationName(organisation=body.id, name_en="Old", from_date="2024-05", to_date="2023")
    add(store, wrong, right, name, Membership(organisation=body.id, since="2024", until="2024"))
    assert {each.records for each in found(store)} == {
        (("relation", wrong.id),),
        (("organisation_name", name.id),),
    }
