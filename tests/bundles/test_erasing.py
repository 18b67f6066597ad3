"""A person who is erased at one hub is gone at all of them, whatever comes late, and nothing else changes."""

import datetime as dt

import pytest
from bundle_hubs import changes_of, exchange, hubs_in

from cso_desk.bundles.chain_check import chain_faults
from cso_desk.bundles.histories import told_of_histories
from cso_desk.bundles.opening import open_bundle
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle, undo_receive
from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.journal.erasing import HASH_BYTES, value_hash
from cso_desk.journal.forgetting import erase_person, plan_erasure
from cso_desk.journal.reviews import conflicts
from cso_desk.journal.soundness import soundness
from cso_desk.journal.undo import undo
from cso_desk.store.erasures import all_erased
from cso_desk.wording import use_language

DAY = dt.date(2026, 11, 23)
CANARY = "Zebraquux"


@pytest.fixture(autouse=True)
def english():
    use_language("en")


def everything_about(store, name=CANARY, shared=True):
    with store.transaction("Add") as t:
        body = t.add(Organisation(name_en="Body", scope="network" if shared else "")).id
        person = t.add(
            Person(name_en=f"{name} Sok", phones=("+85512345678",), sex="F", birth_year=1990, consent=shared)
        ).id
        t.add(Position(person=person, organisation=body, title_en=f"Head {name}"))
        meeting = t.add(Meeting(title_en="Quarterly", starts="2026-10-05", status="held")).id
        t.add(
            Attendance(
                meeting=meeting, person=person, organisation=body, status="present", title_en=f"Head {name}"
            )
        )
    return person


def values_with(store, text=CANARY):
    with store.reading() as reading:
        find = "SELECT value FROM change WHERE value LIKE ?"
        return reading.connection.exec_driver_sql(find, (f"%{text}%",)).all()


def values_of_changes(store):
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql("SELECT cid, value, salt FROM change").all()
    return {cid: (value, bytes(salt)) for cid, value, salt in rows}


def shown(store, person):
    with store.reading() as reading:
        found = reading.get(Person, person)
        return found and (found.name_en, found.phones, found.sex, found.birth_year, found.deleted)


def is_sound(store):
    with store.reading() as reading:
        assert not chain_faults(reading.connection)
        assert not conflicts(reading.connection, store.shelves)
    assert soundness(store).sound


def test_no_salt_that_is_left_tells_a_value_that_went(tmp_path):
    with hubs_in(tmp_path, "02") as (store,):
        person = everything_about(store)
        with store.transaction("Change") as t:
            t.change(Person, person, phones=("+85598765432",), sex="M")
        before = values_of_changes(store)
        erase_person(store, person, DAY)
        after = values_of_changes(store)
        left = {salt for _value, salt in after.values() if len(salt) != HASH_BYTES}
        erased = [cid for cid, (_value, salt) in after.items() if len(salt) == HASH_BYTES]
        assert len(erased) >= 4
        for cid in erased:
            assert not [salt for salt in left if value_hash(salt, before[cid][0]) == after[cid][1]]


GONE = ("Erased person", (), "F", 1990, True)


def test_an_erased_person_is_gone_at_all_hubs_and_every_chain_holds(tmp_path):
    with hubs_in(tmp_path, "02", "00", "03") as (battambang, nation, other):
        person = everything_about(battambang)
        exchange(battambang, nation)
        exchange(nation, other)
        assert values_with(nation)
        assert values_with(other)
        plan = erase_person(battambang, person, DAY)
        assert plan.parts == {"position": 1, "attendance": 1}
        assert plan.until == dt.date(2027, 2, 21)
        exchange(battambang, nation)
        exchange(nation, other)
        for store in (battambang, nation, other):
            assert not values_with(store)
            assert shown(store, person) == GONE
            is_sound(store)
        assert changes_of(battambang) == changes_of(nation)


def test_a_hub_that_comes_new_gets_the_history_without_the_person(tmp_path):
    with hubs_in(tmp_path, "02", "00") as (battambang, nation):
        person = everything_about(battambang)
        erase_person(battambang, person, DAY)
        made = make_bundle(battambang, "00").path
        with nation.reading() as reading:
            manifest = open_bundle(reading.connection, made).manifest
        assert (manifest.format, manifest.min_reader) == (2, 2)
        assert receive_bundle(nation, made, backup=False).erased == 1
        assert shown(nation, person) == GONE
        is_sound(nation)
        assert receive_bundle(nation, made, backup=False).changes == 0


def test_a_late_file_does_not_bring_the_person_back(tmp_path):
    with hubs_in(tmp_path, "02", "00", "03") as (battambang, nation, other):
        person = everything_about(battambang)
        late = make_bundle(battambang, "00", kind="full").path
        exchange(battambang, other)
        erase_person(battambang, person, DAY)
        news = make_bundle(battambang, "00", kind="full").path
        receive_bundle(nation, news, backup=False)
        assert receive_bundle(nation, late, backup=False).changes == 0
        # The other hub heard of the person and not of the erasure, and tells more of it.
        with other.transaction("Edit") as t:
            t.change(Person, person, name_en=f"{CANARY} Dara")
        received = receive_bundle(nation, make_bundle(other, "00").path, backup=False)
        assert received.dropped > 0
        assert "dropped" in told_of_histories(received)[0]
        assert not values_with(nation)
        assert shown(nation, person) == GONE
        exchange(nation, other)
        assert not values_with(other)
        assert shown(other, person) == GONE
        for store in (nation, other):
            is_sound(store)


def test_what_was_added_elsewhere_to_an_erased_person_goes_too(tmp_path):
    with hubs_in(tmp_path, "02", "00") as (battambang, nation):
        person = everything_about(battambang)
        exchange(battambang, nation)
        erase_person(battambang, person, DAY)
        with nation.transaction("Add") as t:
            t.add(Position(person=person, title_en=f"Deputy {CANARY}"))
        exchange(nation, battambang)
        exchange(battambang, nation)
        for store in (battambang, nation):
            assert not values_with(store)
            with store.reading() as reading:
                assert reading.count(Position) == 0
            is_sound(store)


def test_a_province_does_not_erase_whom_another_one_entered(tmp_path):
    with hubs_in(tmp_path, "02", "03", "00") as (battambang, other, nation):
        person = everything_about(battambang)
        exchange(battambang, other)
        with pytest.raises(UserError, match="Another hub"):
            plan_erasure(other, person, DAY)
        exchange(battambang, nation)
        erase_person(nation, person, DAY)
        exchange(nation, battambang)
        assert not values_with(battambang)


def test_values_left_out_by_whoever_passes_them_on_are_refused(tmp_path):
    with hubs_in(tmp_path, "02", "00", "03") as (battambang, nation, other):
        everything_about(battambang)
        exchange(battambang, nation)
        with nation.writing() as connection:
            connection.exec_driver_sql(
                "UPDATE change SET value = NULL, salt = zeroblob(?) WHERE value LIKE ?",
                (HASH_BYTES, f"{CANARY}%"),
            )
        with pytest.raises(UserError):
            receive_bundle(other, make_bundle(nation, "03").path, backup=False)


def test_an_erasure_is_neither_undone_nor_taken_back(tmp_path):
    with hubs_in(tmp_path, "02", "00") as (battambang, nation):
        person = everything_about(battambang)
        exchange(battambang, nation)
        with battambang.transaction("Edit") as t:
            t.change(Person, person, email="z@example.org")
        erase_person(battambang, person, DAY)
        with pytest.raises(UserError):
            undo(battambang)
        with pytest.raises(UserError, match="was erased"), battambang.transaction("Edit") as t:
            t.change(Person, person, name_en="Back")
        with pytest.raises(UserError, match="was erased"), battambang.transaction("Restore") as t:
            t.add(Position(person=person))
        with pytest.raises(UserError, match="already"):
            plan_erasure(battambang, person, DAY)
        received = receive_bundle(nation, make_bundle(battambang, "00").path, backup=False)
        with pytest.raises(UserError, match="erasure"):
            undo_receive(nation, received.uid)
        with nation.reading() as reading:
            assert person in all_erased(reading.connection)
