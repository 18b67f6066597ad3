"""Records that a cell refers to are written with their codes and found again, whatever they are called."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cso_desk.features.members.record import ContactGroup, Organisation, Person
from cso_desk.fields.exact import exact_reference, exact_references, read_exact
from cso_desk.fields.reading import WrongInputError
from cso_desk.records.kinds import Reference, References
from cso_desk.store.listing import codes, titles
from cso_desk.store.record_meant import record_meant

ONE, MANY = Reference("Owner", to="person"), References("Who", to="person")


def finding(store):
    return lambda kind, text: record_meant(store, kind, text)


def written(store, *records):
    ids = [record.id for record in records]
    with store.reading() as look:
        known, named = codes(look, ids), titles(look, ids)
    return [exact_reference(one, known[one], named[one][1] or named[one][0]) for one in ids]


@pytest.fixture
def people(store):
    names = ["Sok Dara", "Sok Dara", "Keo; Sopheap, (Ms) ⟨x⟩", "BTB-P0001"]
    with store.transaction("Add") as t:
        made = [t.add(Person(name_en=name)) for name in names]
    record_meant(store, "person", "Sok Dara")  # entries are made when somebody looks
    return made


def test_two_people_of_one_name_are_told_apart_by_their_codes(store, people):
    texts = written(store, *people)
    assert texts[0].startswith("BTB-P0001 ")
    assert [read_exact(ONE, text, finding(store)) for text in texts] == [each.id for each in people]
    with pytest.raises(WrongInputError, match="Sok Dara"):
        read_exact(ONE, "Sok Dara", finding(store))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(st.data())
def test_several_in_one_cell_come_back_in_their_order(store, people, data):
    chosen = data.draw(st.lists(st.sampled_from(people), unique_by=lambda each: each.id))
    text = exact_references(written(store, *chosen))
    assert read_exact(MANY, text, finding(store)) == tuple(each.id for each in chosen)


def test_a_changed_name_beside_a_code_is_nobody_else(store, people):
    assert read_exact(ONE, "BTB-P0002 somebody", finding(store)) == people[1].id


def test_a_record_without_a_code_is_told_by_its_id(store, people):
    text = exact_reference(people[2].id, "", "Keo ⟨Sopheap⟩")
    assert text == f"Keo (Sopheap) ⟨{people[2].id}⟩"
    assert read_exact(ONE, text, finding(store)) == people[2].id
    assert record_meant(store, "organisation", text) == ""


def test_a_code_of_another_type_or_of_nobody_is_no_value(store, people):
    with store.transaction("Add") as t:
        t.add(Organisation(name_en="Lotus"))
        t.add(ContactGroup(name_en="Youth"))
    for text in ("BTB-P9999 Nobody", "BTB-0001 Lotus", "BTB-G0001 Youth"):
        with pytest.raises(WrongInputError):
            read_exact(ONE, text, finding(store))
    with pytest.raises(WrongInputError):
        read_exact(ONE, "BTB-P0001")
