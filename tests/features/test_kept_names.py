"""Names of institutions that were taken apart are kept in the store, and count while nothing was changed."""

from entered_twice import organisations

from cso_desk.features.members.record import Organisation, OrganisationName
from cso_desk.features.members.service.duplicates import duplicates, known_duplicates
from cso_desk.features.members.service.duplicates.kept_names import (
    packed,
    read_called,
    said,
    unpacked,
)
from cso_desk.features.members.service.duplicates.profiles import profile_of, profiles
from cso_desk.journal.mending import make_anew


def fill(store, count=60):
    records = organisations(count, 907).records
    with store.transaction("Fill") as t:
        t.add_all(records)
    return records


def kept(store):
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql("SELECT record, said, parts FROM name_parts")
        return {record: (told, parts) for record, told, parts in rows}


def made_anew(store):
    """The profiles by record, and the records whose names had to be taken apart."""
    made = []
    with store.reading() as reading:
        found = {each.record: each for each in profiles(reading, Organisation, made=made)}
    return found, {record for record, _said, _parts in made}


def plain(name):
    return name.joined, [word.key for word in name.words], name.marks(), name.sound, name.khmer


def looks(profile):
    names = [list(map(plain, each)) for each in (profile.names, profile.former, profile.spoken)]
    rest = (profile.acronyms, profile.initials, profile.legal, profile.phones, profile.email, profile.place)
    return names, rest, profile.keys, profile.marks


def test_what_is_kept_says_the_same_as_what_is_taken_apart(store):
    records = fill(store)
    first = duplicates(store, "organisation")
    assert set(kept(store)) == {record.id for record in records}
    found, taken_apart = made_anew(store)
    assert not taken_apart
    assert all(looks(found[record.id]) == looks(profile_of(record)) for record in records)
    assert duplicates(store, "organisation") == first


def test_a_name_that_was_changed_is_taken_apart_again_whoever_changed_it(store):
    records = fill(store)
    known_duplicates(store, "organisation")
    with store.transaction("Rename") as t:
        t.change(records[0], name_en="Bamboo Shoot Weavers")
    with store.writing(derived=True) as connection:
        connection.execution_options(journalled=True)
        connection.exec_driver_sql("UPDATE organisation SET acronym = 'BSX' WHERE id = ?", (records[1].id,))
    found, taken_apart = made_anew(store)
    assert taken_apart == {records[0].id, records[1].id}
    assert taken_apart.isdisjoint(kept(store))
    assert "bambooshootweavers" in {name.joined for name in found[records[0].id].names}
    assert found[records[1].id].acronyms[0] == "bsx"


def test_what_is_kept_is_used_and_not_made_anyhow(store):
    records = fill(store)
    duplicates(store, "organisation")
    parts, one = kept(store)[records[0].id][1], records[1]
    told = said(one.name_km, one.name_en, one.acronym, "", parts)
    with store.writing(derived=True) as connection:
        connection.exec_driver_sql(
            "UPDATE name_parts SET said = ?, parts = ? WHERE record = ?", (told, parts, one.id)
        )
    found, _taken_apart = made_anew(store)
    assert list(map(plain, found[one.id].names)) == list(map(plain, found[records[0].id].names))


def test_what_was_damaged_or_cannot_be_read_is_taken_apart_again(store):
    records = fill(store)
    duplicates(store, "organisation")
    damaged, foreign = records[3], records[4]
    wrong = bytes([byte ^ 1 for byte in kept(store)[damaged.id][1]])
    told = said(foreign.name_km, foreign.name_en, foreign.acronym, "", b"\x93")
    with store.writing(derived=True) as connection:
        connection.exec_driver_sql("UPDATE name_parts SET parts = ? WHERE record = ?", (wrong, damaged.id))
        connection.exec_driver_sql(
            "UPDATE name_parts SET said = ?, parts = x'93' WHERE record = ?", (told, foreign.id)
        )
    found, taken_apart = made_anew(store)
    assert taken_apart == {damaged.id, foreign.id}
    assert all(looks(found[each.id]) == looks(profile_of(each)) for each in (damaged, foreign))


def test_earlier_names_count_though_those_of_today_are_kept(store):
    records = fill(store)
    duplicates(store, "organisation")
    with store.transaction("Note") as t:
        t.add(OrganisationName(organisation=records[2].id, name_en="Lotus Pond Circle"))
    found, taken_apart = made_anew(store)
    assert "lotuspondcircle" in {name.joined for name in found[records[2].id].former}
    assert not taken_apart


def test_nothing_is_kept_of_a_few_names_nor_of_what_is_gone(store):
    records = fill(store, 10)
    duplicates(store, "organisation")
    assert len(records) < 20
    assert not kept(store)
    more = fill(store)
    duplicates(store, "organisation")
    assert kept(store)
    with store.writing(derived=True) as connection:
        connection.execution_options(journalled=True)
        connection.exec_driver_sql("DELETE FROM organisation WHERE id = ?", (more[0].id,))
    assert more[0].id not in kept(store)
    with store.writing() as connection:
        make_anew(connection, store.shelves.types.values())
    assert not kept(store)


def test_numbers_are_packed_in_order_and_a_text_stands_for_one_way_only():
    assert unpacked(packed({7, 3, 2**60})) == (3, 7, 2**60)
    assert said("a", "b", "", "", b"") != said("a", "", "b", "", b"")
    assert said("a", "", "", "", b"") != said("a", "", "", "", b"b")
    assert read_called(b"\xc1") is None
