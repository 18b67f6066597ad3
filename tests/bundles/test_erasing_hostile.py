"""A hub that may exchange abuses erasures: what it may not erase stays everywhere, with every value."""

import datetime as dt

import pytest
from bundle_hubs import exchange, hubs_in

from cso_desk.bundles.chain_check import chain_faults
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.journal.erasing import HASH_BYTES, value_hash
from cso_desk.journal.forgetting import erase_person
from cso_desk.journal.soundness import soundness
from cso_desk.store.erasures import ERASURE, Erasure, erasure_id
from cso_desk.store.transaction import Edit
from cso_desk.wording import use_language

DAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def english():
    use_language("en")


def add(store, record):
    with store.transaction("Add") as t:
        return t.add(record).id


def person_of(store, name="Zebraquux Sok"):
    return add(store, Person(name_en=name, phones=("+85512345678",), consent=True))


def forged(store, kind, record, scope="network", **values):
    """A change that the program never makes: of any record, by any name."""
    kind = store.shelves.types[kind]
    with store.transaction("Edit") as t:
        t.write([Edit(kind, record, scope, values, new=False)])


def say_erased(store, target):
    """The record that tells of an erasure, without asking whether this hub may erase."""
    record = Erasure(id=erasure_id(target), of="person", target=target, day=DAY.isoformat(), scope="network")
    with store.transaction("Erase") as t:
        t.write([Edit(ERASURE, record.id, record.scope, ERASURE.to_stored(record), new=True)])


def told_of(store, record):
    """Every value that was told of a record, but where it is held."""
    with store.reading() as reading:
        return reading.connection.exec_driver_sql(
            "SELECT n.name, c.value FROM change c JOIN name n ON n.no = c.name WHERE c.record = ?"
            " AND length(c.salt) <> ? ORDER BY 1, 2",
            (record, HASH_BYTES),
        ).all()


def is_sound(store):
    with store.reading() as reading:
        assert not chain_faults(reading.connection)
    assert soundness(store).sound


def test_no_record_goes_because_somebody_calls_it_a_part_of_somebody_erased(tmp_path):
    with hubs_in(tmp_path, "02", "03", "00") as (victim, liar, nation):
        body = add(victim, Organisation(name_en="Body", phones=("+85512345678",), scope="network"))
        person = person_of(victim)
        exchange(victim, liar)
        exchange(victim, nation)
        before = told_of(nation, body), told_of(nation, person)
        mine = person_of(liar, "Mine")
        forged(liar, "position", body, person=mine)
        forged(liar, "attendance", person, person=mine)
        forged(liar, "position", mine, person=mine)
        erase_person(liar, mine, DAY)
        for reader in (nation, victim):
            exchange(liar, reader)
            for record, known in zip((body, person), before, strict=True):
                assert set(known) <= set(told_of(reader, record))
            with reader.reading() as reading:
                assert reading.get(Organisation, body).name_en == "Body"
                assert reading.get(Person, person).name_en == "Zebraquux Sok"
            is_sound(reader)


def test_no_line_of_another_hub_goes_because_somebody_says_it_is_of_somebody_erased(tmp_path):
    with hubs_in(tmp_path, "02", "03", "00") as (victim, liar, nation):
        person = person_of(victim)
        meeting = add(
            victim, Meeting(title_en="Quarterly", starts="2026-10-05", status="held", scope="network")
        )
        line = add(victim, Attendance(meeting=meeting, person=person, status="present", title_en="Head"))
        seat = add(victim, Position(person=person, title_en="Chair"))
        exchange(victim, liar)
        exchange(victim, nation)
        mine = person_of(liar, "Mine")
        for kind, part in (("attendance", line), ("position", seat)):
            forged(liar, kind, part, person=mine)
        erase_person(liar, mine, DAY)
        for reader in (nation, victim):
            exchange(liar, reader)
            assert ("attendance.title_en", "Head") in told_of(reader, line)
            assert ("position.title_en", "Chair") in told_of(reader, seat)
            with reader.reading() as reading:
                assert reading.get(Position, seat) is not None
            is_sound(reader)


def test_an_erasure_names_nothing_but_people(tmp_path):
    with hubs_in(tmp_path, "02", "00") as (hub, nation):
        body = add(hub, Organisation(name_en="Body", scope="network"))
        say_erased(hub, body)
        exchange(hub, nation)
        for store in (hub, nation):
            assert ("organisation.name_en", "Body") in told_of(store, body)
            with store.reading() as reading:
                assert reading.get(Organisation, body).name_en == "Body"
            is_sound(store)


def test_who_may_not_erase_somebody_takes_nothing_away(tmp_path):
    with hubs_in(tmp_path, "02", "03", "00") as (victim, liar, nation):
        person = person_of(victim)
        exchange(victim, liar)
        exchange(victim, nation)
        say_erased(liar, person)
        for reader in (nation, victim):
            exchange(liar, reader)
            with reader.reading() as reading:
                assert reading.get(Person, person).name_en == "Zebraquux Sok"


def left_out(store, record):
    """Take what is said of a record out of the journal, as an erasure would."""
    with store.writing() as connection:
        rows = connection.exec_driver_sql(
            "SELECT c.cid, c.value, c.salt FROM change c JOIN name n ON n.no = c.name WHERE c.record = ?"
            " AND n.name NOT LIKE '%.scope' AND n.name NOT LIKE '%.person'",
            (record,),
        ).all()
        connection.exec_driver_sql(
            "UPDATE change SET value = NULL, salt = ? WHERE cid = ?",
            [(value_hash(bytes(salt), value), cid) for cid, value, salt in rows],
        )


def test_values_left_out_of_what_is_no_person_are_refused(tmp_path):
    with hubs_in(tmp_path, "02", "03", "05") as (victim, liar, reader):
        body = add(victim, Organisation(name_en="Zebraquux", scope="network"))
        exchange(victim, liar)
        say_erased(liar, body)
        left_out(liar, body)
        with pytest.raises(UserError, match="damaged"):
            receive_bundle(reader, make_bundle(liar, "05").path, backup=False)
        assert receive_bundle(reader, make_bundle(victim, "05").path, backup=False).changes


def test_values_left_out_of_what_is_called_a_part_of_somebody_erased_are_refused(tmp_path):
    with hubs_in(tmp_path, "02", "03", "05") as (victim, liar, reader):
        seat = add(victim, Position(person=person_of(victim), title_en="Chair"))
        exchange(victim, liar)
        mine = person_of(liar, "Mine")
        forged(liar, "position", seat, person=mine)
        erase_person(liar, mine, DAY)
        left_out(liar, seat)
        with pytest.raises(UserError, match="damaged"):
            receive_bundle(reader, make_bundle(liar, "05").path, backup=False)


def test_whoever_lies_that_they_entered_somebody_takes_away_nothing_for_good(tmp_path):
    """Also where the lie comes first; what the other hub tells is kept."""
    with hubs_in(tmp_path, "02", "03", "05") as (victim, liar, reader):
        person = person_of(victim)
        add(liar, Person(id=person, name_en="Nobody", consent=True))
        say_erased(liar, person)
        exchange(liar, reader)
        exchange(victim, reader)
        assert ("person.name_en", "Zebraquux Sok") in told_of(reader, person)
        assert ("person.name_en", "Nobody") not in told_of(reader, person)
        is_sound(reader)


def test_somebody_who_agreed_to_be_shared_later_is_erased_everywhere(tmp_path):
    with hubs_in(tmp_path, "02", "05", "00") as (hub, other, nation):
        person = add(hub, Person(name_en="Zebraquux", consent=False))
        seat = add(hub, Position(person=person, title_en="Head Zebraquux"))
        exchange(hub, nation)
        with hub.transaction("Share") as t:
            t.change(Person, person, consent=True)
        for reader in (other, nation):
            exchange(hub, reader)
        with other.reading() as reading:
            assert reading.get(Person, person).name_en == "Zebraquux"
            assert reading.get(Position, seat) is not None
        erase_person(hub, person, DAY)
        for reader in (other, nation):
            exchange(hub, reader)
            assert "Zebraquux" not in str(told_of(reader, person) + told_of(reader, seat))
            with reader.reading() as reading:
                assert reading.get(Person, person).name_en == "Erased person"


def test_who_says_wrongly_that_a_line_is_of_somebody_loses_only_what_they_wrote_there(tmp_path):
    with hubs_in(tmp_path, "02", "03", "00") as (host, other, nation):
        seat = add(host, Position(person=person_of(host), title_en="Chair"))
        mine = person_of(other, "Mine")
        for reader in (other, nation):
            exchange(host, reader)
        with other.transaction("Edit") as t:
            t.change(Position, seat, person=mine, title_km="Mine")
        erase_person(other, mine, DAY)
        for reader in (nation, host):
            exchange(other, reader)
            left = told_of(reader, seat)
            assert ("position.title_en", "Chair") in left
            assert ("position.title_km", "Mine") not in left
            is_sound(reader)
