"""Files that hold somebody erased: the outbox is made anew, what was set aside waits its days."""

import datetime as dt
import os
import time

import pytest
from bundle_hubs import introduce

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.erased_files import clear_files, told_of_cleared
from cso_desk.bundles.hub_states import CARRY, hub_states
from cso_desk.bundles.packing import OUTBOX, make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.bundles.set_aside import files_set_aside, set_aside
from cso_desk.features.members.record import Person
from cso_desk.journal.erasing import FILES_DUE
from cso_desk.journal.forgetting import erase_person
from cso_desk.store.facts import kept_fact
from cso_desk.wording import use_language

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def hubs(tmp_path):
    use_language("en")
    made = [create_store(tmp_path / hub, hub, passphrase=None)[0] for hub in ("02", "00")]
    introduce(*made)
    yield made
    for store in made:
        store.close()


def add(store):
    with store.transaction("Add") as t:
        return t.add(Person(name_en="Zebraquux", consent=True)).id


def outbox(store):
    return sorted(path.name for path in (store.folder / OUTBOX).glob("*_to_00_*"))


def test_what_waits_in_the_outbox_is_made_anew_without_the_person(hubs):
    store, nation = hubs
    person = add(store)
    old = make_bundle(store, "00").path.name
    asked = make_bundle(store, "00", kind="request").path.name
    erase_person(store, person, DAY)
    cleared = clear_files(store)
    assert cleared.gone == (old,)
    (new,) = cleared.anew
    assert outbox(store) == sorted([new, asked])
    assert "1 file in the outbox" in told_of_cleared(cleared)[0]
    (state,) = [each for each in hub_states(store) if each.hub == "00"]
    assert (state.step, state.made.file) == (CARRY, new)
    receive_bundle(nation, store.folder / OUTBOX / new, backup=False)
    with nation.reading() as reading:
        assert reading.get(Person, person).name_en == "Erased person"
    assert clear_files(store) == type(cleared)()


def test_an_erasure_that_came_with_a_file_clears_the_outbox_of_whoever_takes_it_in(hubs):
    store, nation = hubs
    person = add(store)
    receive_bundle(nation, make_bundle(store, "00").path, backup=False)
    old = make_bundle(nation, "02", kind="full").path
    erase_person(store, person, DAY)
    receive_bundle(nation, make_bundle(store, "00").path, backup=False)
    assert not old.exists()
    assert kept_fact(nation, FILES_DUE) == ""


def test_what_was_interrupted_is_done_when_the_store_is_opened(hubs):
    store, _nation = hubs
    person = add(store)
    old = make_bundle(store, "00").path
    erase_person(store, person, DAY)
    store.close()
    hubs[0] = open_store(store.folder)
    assert not old.exists()
    assert len(outbox(hubs[0])) == 1


def test_what_was_set_aside_and_holds_the_person_goes_after_ninety_days(hubs):
    store, _nation = hubs
    person = add(store)
    make_bundle(store, "00", kind="full")  # which seals the stream
    with store.writing() as connection:
        ((first, last),) = connection.exec_driver_sql(
            "SELECT min(cid), max(cid) FROM change WHERE cid >> 40 ="
            " (SELECT max(cid) >> 40 FROM change WHERE record = ?)",
            (person,),
        ).all()
        file = set_aside(store, connection, [(first, last)], "02")
    erase_person(store, person, DAY)
    cleared = clear_files(store)
    assert cleared.kept == (file.name,)
    assert file.name in told_of_cleared(cleared)[-1]
    old = time.time() - 91 * 86_400
    os.utime(file, (old, old))
    assert clear_files(store).dropped == (file.name,)
    assert files_set_aside(store.folder) == []
    assert kept_fact(store, FILES_DUE) == ""
