"""Ties between institutions, groups, compliance cards, and the network in figures."""

from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import event

from cso_desk.errors import UserError
from cso_desk.features.members.record import (
    ComplianceYear,
    ContactGroup,
    GroupMembership,
    Membership,
    Organisation,
    Person,
    Position,
    Relation,
)
from cso_desk.features.members.service import (
    Chosen,
    MemberFigures,
    TreeLine,
    add_organisation,
    add_person_with_position,
    compliance_due,
    compliance_of,
    deadline_of,
    directory,
    invitation,
    member_figures,
    missing_from,
    network_tree,
    own_network,
    put_into,
    rename,
    ties_from_others,
)
from cso_desk.store.store import Store

DAY = "2026-09-30"


def organisation(store: Store, name: str, **values: object) -> Organisation:
    return add_organisation(store, Organisation(name_km=name, **values))  # type: ignore[arg-type]


def staff(
    store: Store, name: str, body: Organisation, role: str = "representative", **values: object
) -> Person:
    position = Position(organisation=body.id, role=role)
    return add_person_with_position(store, Person(name_km=name, **values), position)[0]  # type: ignore[arg-type]


def tie(store: Store, kind: str, one: Organisation, other: Organisation, **values: str) -> Relation:
    with store.transaction("x") as t:
        return t.add(Relation(kind=kind, organisation=one.id, other=other.id, **values))  # type: ignore[arg-type]


def belong(store: Store, one: Organisation, body: Organisation, **values: str) -> None:
    with store.transaction("x") as t:
        t.add(Membership(organisation=one.id, body=body.id, **values))  # type: ignore[arg-type]


def tree(store: Store, day: str = DAY, of: str = "") -> list[TreeLine]:
    with store.reading() as reading:
        return network_tree(reading, day, of)


def drawn(lines: list[TreeLine]) -> list[str]:
    return ["  " * each.depth + each.organisation.name_km + ("*" if each.again else "") for each in lines]


# --- the tree ---


def test_members_and_hosts_stand_below_their_network(store: Store) -> None:
    network, part, one, host = (organisation(store, name) for name in ("ប", "ផ", "ក", "ខ"))
    belong(store, part, network)
    belong(store, one, part)
    tie(store, "hosts", host, network)
    organisation(store, "alone")
    assert drawn(tree(store)) == ["ប", "  ផ", "    ក", "  ខ"]
    belong(store, host, network)
    assert [each.ties for each in tree(store)] == [
        (),
        ("is a member of",),
        ("is a member of",),
        ("is a member of", "hosts the secretariat of"),
    ]


def test_a_circle_ends_and_an_institution_is_unfolded_once(store: Store) -> None:
    one, two, three = (organisation(store, name) for name in ("ក", "ខ", "គ"))
    for upper, lower in ((one, two), (two, three), (three, one)):
        belong(store, lower, upper)
    assert drawn(tree(store)) == ["ក", "  ខ", "    គ", "      ក*"]
    four = organisation(store, "ឃ")
    belong(store, two, four)
    assert drawn(tree(store)) == ["ឃ", "  ខ", "    គ", "      ក", "        ខ*"]
    with store.transaction("x") as t:
        t.add(Membership(organisation=one.id, body=one.id))
    assert len(tree(store)) == 5


def test_a_tree_of_a_day_has_the_ties_and_the_names_of_that_day(store: Store) -> None:
    network, one = organisation(store, "ប"), organisation(store, "ចាស់")
    belong(store, one, network, since="2020", until="2024-06")
    rename(store, one.id, "2022-12-31", name_km="ថ្មី")
    assert drawn(tree(store, "2021-01-01")) == ["ប", "  ចាស់"]
    assert drawn(tree(store, "2023-01-01")) == ["ប", "  ថ្មី"]
    assert tree(store, "2024-07-01") == []


def test_only_the_trees_of_one_institution(store: Store) -> None:
    a, b, c, d = (organisation(store, name) for name in ("ក", "ខ", "គ", "ឃ"))
    belong(store, b, a)
    belong(store, d, c)
    assert drawn(tree(store, of=b.id)) == ["ក", "  ខ"]
    assert tree(store, of=organisation(store, "ង").id) == []


def test_a_long_chain_is_drawn_to_its_end(store: Store) -> None:
    with store.transaction("x") as t:
        chain = [t.add(Organisation(name_en=f"O{number:04}")) for number in range(1500)]
        for upper, lower in pairwise(chain):
            t.add(Relation(kind="part_of", organisation=lower.id, other=upper.id))
    assert tree(store)[-1].depth == 1499


def test_what_is_gone_or_merged_is_not_in_the_tree(store: Store) -> None:
    network, one, twin, gone = (organisation(store, name) for name in ("ប", "ក", "ខ", "គ"))
    belong(store, twin, network)
    belong(store, gone, network)
    with store.transaction("x") as t:
        t.change(twin, merged_into=one.id)
        t.trash(gone)
    assert drawn(tree(store)) == ["ប", "  ក"]


def test_a_tie_is_told_from_the_other_side_too(store: Store) -> None:
    one, other = organisation(store, "ក"), organisation(store, "ខ")
    tie(store, "mou", one, other, from_date="2025", to_date="2027")
    tie(store, "formerly", one, other)
    belong(store, one, other)
    assert drawn(tree(store)) == ["ក", "  ខ", "    ក*"]
    with store.reading() as reading:
        told = [(each.kind, each.other, each.until) for each in ties_from_others(reading, other.id)]
    assert told == [
        ("has as a member", one.id, ""),
        ("has a memorandum of understanding with", one.id, "2027"),
        ("became", one.id, ""),
    ]


# --- groups ---


def group(store: Store, **values: object) -> ContactGroup:
    with store.transaction("x") as t:
        return t.add(ContactGroup(name_km="ក្រុមតេឡេក្រាម", **values))  # type: ignore[arg-type]


def missing(store: Store, group: ContactGroup) -> list[str]:
    with store.reading() as reading:
        found = missing_from(reading, group, DAY)
    return [each.person.name_km if each.person else f"({each.organisation.name_km})" for each in found]  # type: ignore[union-attr]


def test_who_is_not_in_the_group_yet(store: Store) -> None:
    one, two, three = (organisation(store, name) for name in ("ក", "ខ", "គ"))
    first, second = staff(store, "សុខ", one), staff(store, "សៅ", two)
    other = staff(store, "ចាន់", two, "staff")
    here = group(store)
    assert missing(store, here) == ["សុខ", "សៅ", "(គ)"]
    put_into(store, here.id, {first.id: one.id, other.id: ""}, DAY)
    assert missing(store, here) == ["សៅ", "(គ)"]
    anybody = group(store, expected="institutions")
    put_into(store, anybody.id, {first.id: one.id, other.id: ""}, DAY)
    assert missing(store, anybody) == ["(គ)"]
    everybody = group(store, expected="people")
    put_into(store, everybody.id, {first.id: ""}, DAY)
    assert missing(store, everybody) == ["ចាន់", "សៅ"]
    assert second.id
    assert three.id


def test_who_left_the_group_is_not_in_it_any_more(store: Store) -> None:
    person = staff(store, "សុខ", organisation(store, "ក"))
    here = group(store)
    with store.transaction("x") as t:
        t.add(GroupMembership(contact_group=here.id, person=person.id, until="2026-09-29"))
    assert missing(store, here) == ["សុខ"]


def test_nobody_is_put_into_a_group_twice_and_one_step_takes_it_back(store: Store) -> None:
    person = staff(store, "សុខ", organisation(store, "ក"))
    here = group(store)
    assert len(put_into(store, here.id, {person.id: ""}, DAY)) == 1
    assert put_into(store, here.id, {person.id: ""}, DAY) == []
    with pytest.raises(UserError):
        put_into(store, "0" * 32, {person.id: ""}, DAY)


def test_the_invitation_is_said_in_khmer_and_has_the_link_and_whom_to_ask(store: Store) -> None:
    with store.transaction("x") as t:
        owner = t.add(Person(name_km="សុខ ដារ៉ា", phones=("+85512345678",)))
    text = invitation(store, group(store, link="https://t.me/+abc", owner=owner.id, purpose_km="ដើម្បីជូនដំណឹង"))
    assert "«ក្រុមតេឡេក្រាម»" in text
    assert "https://t.me/+abc" in text
    assert "ដើម្បីជូនដំណឹង" in text
    assert "សុខ ដារ៉ា" in text
    assert "០១២ ៣៤៥ ៦៧៨" in text
    assert "http" not in invitation(store, group(store))
    assert "news@example.org" in invitation(store, group(store, link="news@example.org"), "en")


# --- compliance ---


def test_the_reports_are_due_at_the_end_of_february(store: Store) -> None:
    assert deadline_of(2025) == "2026-02-28"
    assert deadline_of(2027) == "2028-02-29"
    body = organisation(store, "ក", kind="ngo")
    organisation(store, "រដ្ឋបាល", kind="administration_district")
    with store.reading() as reading:
        assert compliance_due(reading, DAY) is None
    with store.transaction("x") as t:
        card = t.add(ComplianceYear(organisation=body.id, year=2025, activity_report_on="2026-02-20"))
    with store.reading() as reading:
        due = compliance_due(reading, "2026-02-28")
        assert due is not None
        assert (due.year, due.late, due.unreported_count) == (2025, False, 1)
        late = compliance_due(reading, "2026-03-01")
        assert late is not None
        assert late.late
    with store.transaction("x") as t:
        t.change(card, finance_report_on="2026-03")
    with store.reading() as reading:
        due = compliance_due(reading, DAY)
        assert due is not None
        assert due.unreported_count == 0
        new_year = compliance_due(reading, "2027-01-01")
        assert new_year is not None
        assert (new_year.year, new_year.unreported_count) == (2026, 1)


def test_two_cards_of_one_year_are_taken_together_and_the_newest_certificate_counts(store: Store) -> None:
    body = organisation(store, "ក", kind="association")
    with store.transaction("x") as t:
        t.add(ComplianceYear(organisation=body.id, year=2025, activity_report_on="2026-02-20"))
        t.add(ComplianceYear(organisation=body.id, year=2025, finance_report_on="2026-02-21"))
        t.add(ComplianceYear(organisation=body.id, year=2023, gpp_number="7", gpp_until="2026-11-15"))
    with store.reading() as reading:
        (line,) = compliance_of(reading, DAY)
        due = compliance_due(reading, DAY)
        assert due is not None
    assert line.reported
    assert (line.gpp_number, line.gpp_until) == ("7", "2026-11-15")
    assert [each.gpp_until for each in due.ending] == ["2026-11-15"]


# --- figures ---


def figures(store: Store, day: str = DAY) -> MemberFigures:
    with store.reading() as reading:
        return member_figures(reading, day)


def test_every_figure_opens_as_many_rows_as_it_counts(store: Store) -> None:
    one = organisation(store, "ក", kind="ngo", place="020801", sectors=("health", "youth"), staff_female="3")
    organisation(store, "ខ", kind="ngo", place="02", sectors=("health",), staff_male="5 about")
    organisation(store, "គ")
    staff(store, "សុខ", one, "head", sex="F")
    with store.transaction("x") as t:
        t.add(Membership(organisation=one.id, since="2020"))
    found = figures(store)
    assert found.by_kind == {"ngo": 2, "": 1}
    assert found.by_district == {"0208": 1, "": 2}
    assert found.by_sector == {"health": 2, "youth": 1, "": 1}
    assert found.by_head == {"F": 1, "": 2}
    assert (found.staff_female, found.staff_male, found.staff_told) == (3, 5, 2)
    counted = {
        "kind": found.by_kind,
        "district": found.by_district,
        "sector": found.by_sector,
        "head": found.by_head,
        "standing": found.standings,
    }
    for name, counts in counted.items():
        for code, count in counts.items():
            assert len(found.chosen(Chosen(**{name: code}))) == count
    for (district, sector), count in found.grid.items():
        assert len(found.chosen(Chosen(district=district, sector=sector))) == count
    assert found.standings == {"member": 1, "vote": 1, "no_membership": 2}
    assert len(found.chosen(Chosen())) == 3


def test_figures_of_an_earlier_day_know_who_was_head_and_member_then(store: Store) -> None:
    body = organisation(store, "ក", kind="ngo")
    with store.transaction("x") as t:
        woman, man = t.add(Person(name_km="ស្រី", sex="F")), t.add(Person(name_km="ប្រុស", sex="M"))
        t.add(Position(person=woman.id, organisation=body.id, role="head", to_date="2024-06-30"))
        t.add(Position(person=man.id, organisation=body.id, role="head", from_date="2024-07-01"))
        t.add(Membership(organisation=body.id, since="2020"))
        applicant = t.add(Organisation(name_km="ខ"))
        t.add(Membership(organisation=applicant.id, status="applicant", since="2026-01"))
    assert figures(store, "2024-06-30").by_head == {"F": 1}
    assert figures(store, "2024-07-01").by_head == {"M": 1}
    assert figures(store, "2019-12-31").rows == []
    assert (figures(store).applicants, figures(store, "2025-12-31").applicants) == (1, 0)


# --- what may leave the hub ---


def test_papers_for_outside_have_only_who_agreed(store: Store) -> None:
    shared = organisation(store, "ក", consent=True)
    organisation(store, "ខ")
    organisation(store, "គ", consent=True, sensitivity="hub")
    staff(store, "សុខ", shared, phones=("+85512345678",))
    (row,) = directory(store, date.fromisoformat(DAY), outside=True)
    assert row.organisation.id == shared.id
    assert row.person is None
    assert row.phones == ()
    assert len(directory(store, date.fromisoformat(DAY))) == 3


def statements(store: Store) -> int:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    with store.reading() as reading:
        member_figures(reading, DAY)
        compliance_due(reading, DAY)
        network_tree(reading, DAY, own=own_network(reading, store.hub))
        missing_from(reading, reading.all(ContactGroup)[0], DAY)
    event.remove(store.engine, "before_cursor_execute", note)
    return len(sent)


def test_the_number_of_statements_does_not_grow_with_the_store(store: Store) -> None:
    def fill(count: int) -> None:
        with store.transaction("x") as t:
            network = t.add(Organisation(name_km="ប"))
            here = t.add(ContactGroup(name_km="ក្រុម"))
            for number in range(count):
                body = t.add(Organisation(name_en=f"{number}", kind="ngo"))
                person = t.add(Person(name_en=f"{number}"))
                t.add(Position(person=person.id, organisation=body.id, role="head"))
                t.add(Membership(organisation=body.id, body=network.id))
                t.add(ComplianceYear(organisation=body.id, year=2025))
                t.add(GroupMembership(contact_group=here.id, person=person.id))

    fill(2)
    few = statements(store)
    fill(300)
    assert statements(store) == few
