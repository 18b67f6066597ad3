"""Files that hold somebody erased: the outbox is made anew, what was set aside waits its days."""

import datetime as dt
import json
import shutil

import pytest
from bundle_hubs import hubs_in
from dying import DeadError, dying
from sqlalchemy import Engine

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.erased_files import (
    clear_files,
    erase_with_files,
    is_outbox_due,
    last_aside,
    told_of_cleared,
)
from cso_desk.bundles.hub_states import CARRY, hub_states
from cso_desk.bundles.packing import OUTBOX, make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.bundles.set_aside import files_set_aside, set_aside
from cso_desk.features.members.record import Person
from cso_desk.journal.erasing import FILES_DUE, OUTBOX_DUE
from cso_desk.journal.forgetting import erase_person
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.key_cost import CHEAP
from cso_desk.wording import use_language

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def hubs(tmp_path):
    use_language("en")
    with hubs_in(tmp_path, "02", "00") as made:
        yield made


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


_MADE = "SELECT count(*) FROM bundle WHERE hub = '00' AND direction = 'out'"


def test_wherever_the_program_dies_the_outbox_is_made_anew_when_the_store_is_opened(hubs, tmp_path):
    store, _nation = hubs
    person = add(store)
    make_bundle(store, "00")
    erase_person(store, person, DAY)
    store.engine.dispose()
    died = 0
    for last in range(1, 60, 4):
        folder = tmp_path / f"try {last}"
        shutil.copytree(store.folder, folder)
        with dying(Engine, last) as begun:
            try:
                open_store(folder).close()
            except DeadError:
                died += 1
        again = open_store(folder)
        assert [outbox(again), is_outbox_due(again)] == [outbox(again)[:1], False]
        with again.reading() as reading:
            values = reading.connection.exec_driver_sql(_MADE)
            made = values.scalar_one()
        again.close()
        if len(begun) <= last:
            break
    assert made == 2
    assert died > 3


def aside(store, person):
    """A file with what says something of the person, set aside today."""
    make_bundle(store, "00", kind="full")  # which seals the stream
    with store.writing() as connection:
        ((first, last),) = connection.exec_driver_sql(
            "SELECT min(cid), max(cid) FROM change WHERE cid >> 40 ="
            " (SELECT max(cid) >> 40 FROM change WHERE record = ?)",
            (person,),
        ).all()
        return set_aside(store, connection, [(first, last)], "02")


def person_in(store):
    with store.reading() as reading:
        return reading.all(Person, limit=1)[0].id


def test_what_was_set_aside_and_holds_the_person_goes_after_ninety_days(hubs):
    store, _nation = hubs
    file = aside(store, add(store))
    made = dt.date.fromisoformat(file.name[:10])
    _plan, cleared = erase_with_files(store, person_in(store), made + dt.timedelta(days=10))
    until = made + dt.timedelta(days=90)
    assert cleared.kept == {file.name: until}
    assert last_aside(cleared) == until.isoformat()
    assert file.name in told_of_cleared(cleared)[-1]
    assert clear_files(store, until).dropped == ()
    assert clear_files(store, until + dt.timedelta(days=1)).dropped == (file.name,)
    assert files_set_aside(store.folder) == []
    assert kept_fact(store, FILES_DUE) == ""


@pytest.mark.parametrize("back", [400, 4000])
def test_a_clock_that_goes_back_keeps_such_a_file_no_longer(hubs, back):
    store, _nation = hubs
    file = aside(store, add(store))
    made = dt.date.fromisoformat(file.name[:10])
    erase_with_files(store, person_in(store), made)
    wrong = made - dt.timedelta(days=back)
    assert clear_files(store, wrong).kept == {file.name: wrong + dt.timedelta(days=90)}
    assert clear_files(store, wrong + dt.timedelta(days=90)).kept
    assert clear_files(store, wrong + dt.timedelta(days=91)).dropped == (file.name,)


def test_a_file_set_aside_while_the_clock_was_ahead_stays_ninety_days(hubs):
    store, _nation = hubs
    file = aside(store, add(store))
    file.rename(file.with_name(f"2099{file.name[4:]}"))
    day = dt.date(2026, 11, 23)
    _plan, cleared = erase_with_files(store, person_in(store), day)
    assert list(cleared.kept.values()) == [day + dt.timedelta(days=90)]


def test_a_file_that_cannot_be_made_anew_is_told_and_made_at_the_next_start(hubs):
    store, _nation = hubs
    person = add(store)
    # The power failed after the file had gone, and nothing can be written into the outbox now.
    folder = make_bundle(store, "00").path.parent
    keep_fact(store, OUTBOX_DUE, json.dumps({"00": "delta"}))
    shutil.rmtree(folder)
    folder.write_bytes(b"no folder")
    _plan, cleared = erase_with_files(store, person, DAY)
    assert cleared.waiting == ("00",)
    assert "No new file could be made for the national hub: " in told_of_cleared(cleared)[0]
    assert is_outbox_due(store)
    store.close()
    folder.unlink()
    store = hubs[0] = open_store(store.folder)
    assert not is_outbox_due(store)
    assert kept_fact(store, OUTBOX_DUE) == ""
    (new,) = outbox(store)
    (state,) = [each for each in hub_states(store) if each.hub == "00"]
    assert (state.step, state.made.file) == (CARRY, new)


def test_nobody_waits_for_a_file_that_somebody_made_by_hand(hubs):
    store, _nation = hubs
    add(store)
    keep_fact(store, OUTBOX_DUE, json.dumps({"00": "delta", "07": "delta"}))  # nobody is known of 07
    assert is_outbox_due(store)
    made = make_bundle(store, "00").path.name
    assert not is_outbox_due(store)
    assert clear_files(store).anew == ()
    assert outbox(store) == [made]
    assert kept_fact(store, OUTBOX_DUE) == ""


def test_where_no_backup_can_be_made_the_erasure_is_done_and_that_is_told(tmp_path):
    use_language("en")
    store, _code = create_store(tmp_path / "hub", "02", passphrase="rice moon candle", cost=CHEAP)
    person = add(store)
    (store.folder / "backups").write_bytes(b"no folder")
    _plan, cleared = erase_with_files(store, person, DAY)
    assert cleared.no_backup
    assert "No backup without this person" in told_of_cleared(cleared)[-1]
    with store.reading() as reading:
        assert reading.get(Person, person).name_en == "Erased person"
    store.close()
