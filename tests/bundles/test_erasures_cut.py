"""An erasure that a cut withdraws is said anew, also where the program dies before it was said."""

import datetime as dt
import shutil

import pytest
from bundle_hubs import key_of
from dying import DeadError, dying

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.bundles.registry import register
from cso_desk.features.members.record import Person
from cso_desk.journal.forgetting import erase_person
from cso_desk.journal.soundness import soundness
from cso_desk.store.erasures import Erasure, erased_people
from cso_desk.trust.devices import own_fingerprint
from cso_desk.trust.directory import Cut
from cso_desk.trust.overview import network_state
from cso_desk.trust.registrar import approve, find_device, found, revoke
from cso_desk.wording import use_language

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def network(tmp_path):
    """The nation, hub 03, and hub 02, which erased somebody and whose computer is stolen then."""
    use_language("en")
    nation, cham, stolen = (
        create_store(tmp_path / hub, hub, passphrase=None)[0] for hub in ("00", "03", "02")
    )
    register(nation, lambda c: found(c, [key_of("root")], 1, 1000))
    for hub in (cham, stolen):
        receive_bundle(nation, make_bundle(hub, "", kind="hello").path, backup=False)
        digits = own_fingerprint(hub)
        register(nation, lambda c, digits=digits: approve(c, find_device(c, digits)))
    for hub in (cham, stolen):
        root = network_state(nation).root
        receive_bundle(hub, make_bundle(nation, hub.hub).path, accept=root, backup=False)
    with stolen.transaction("Add") as t:
        person = t.add(Person(name_en="Zebraquux", consent=True)).id
    for source, reader in ((stolen, nation), (nation, cham)):
        bring(source, reader)
    erase_person(stolen, person, DAY)
    yield nation, cham, stolen, person
    for store in (nation, cham, stolen):
        store.close()


def bring(source, reader):
    return receive_bundle(reader, make_bundle(source, reader.hub, kind="full").path, backup=False)


def cuts_here(connection, replica):
    """Cuts behind all that is held of a computer now."""
    rows = connection.exec_driver_sql(
        "SELECT t.scope, s.seq, s.chain, s.signature FROM seal s JOIN stream t ON t.no = s.stream"
        " WHERE t.author = ? ORDER BY t.scope, s.seq",
        (replica,),
    )
    last = {scope: Cut(scope, seq, bytes(chain).hex(), bytes(sig).hex()) for scope, seq, chain, sig in rows}
    return list(last.values())


def is_told_by(store, person):
    """The person is erased here, and whoever comes new takes in all that is held here."""
    with store.reading() as reading:
        assert erased_people(reading.connection) == [person]
        assert [each.target for each in reading.all(Erasure)] == [person]
    assert soundness(store).sound


def test_what_a_cut_withdraws_is_said_anew_and_whoever_comes_new_takes_it_in(network, tmp_path):
    nation, cham, stolen, person = network
    bring(stolen, cham)
    register(nation, lambda c: revoke(c, stolen.replica))
    assert bring(nation, cham).cut_off
    is_told_by(cham, person)
    fresh, _code = create_store(tmp_path / "fresh", "05", passphrase=None)
    receive_bundle(nation, make_bundle(fresh, "", kind="hello").path, backup=False)
    digits = own_fingerprint(fresh)
    register(nation, lambda c: approve(c, find_device(c, digits)))
    receive_bundle(fresh, make_bundle(nation, "05", kind="hello").path, accept=network_state(nation).root)
    bring(nation, cham)
    assert receive_bundle(fresh, make_bundle(cham, "05", kind="full").path, backup=False).changes
    fresh.close()


def test_a_registrar_that_withdraws_an_erasure_says_it_anew(network):
    nation, _cham, stolen, person = network
    with nation.reading() as reading:
        before = cuts_here(reading.connection, stolen.replica)
    bring(stolen, nation)
    is_told_by(nation, person)
    register(nation, lambda c: revoke(c, stolen.replica, before))
    is_told_by(nation, person)


def test_wherever_the_program_dies_after_a_cut_the_erasure_is_said_when_the_store_is_opened(
    network, tmp_path
):
    nation, cham, stolen, person = network
    bring(stolen, cham)
    register(nation, lambda c: revoke(c, stolen.replica))
    path = make_bundle(nation, "03", kind="full").path
    cham.engine.dispose()
    died = 0
    for last in range(1, 50):
        folder = tmp_path / f"try {last}"
        shutil.copytree(cham.folder, folder)
        store = open_store(folder)
        try:
            with dying(store.engine, last):
                receive_bundle(store, path, backup=False)
        except DeadError:
            died += 1
        else:
            break
        finally:
            store.close()
        again = open_store(folder)
        receive_bundle(again, path, backup=False)
        is_told_by(again, person)
        again.close()
    assert died > 4


def test_whom_only_a_liar_erased_is_there_again_when_the_liar_is_cut_off(network):
    """The stolen computer says first that it entered somebody of hub 03, and that they are erased."""
    nation, cham, stolen, _person = network
    person = Person(name_en="Sok Dara", consent=True).id
    with nation.reading() as reading:
        before = cuts_here(reading.connection, stolen.replica)
    with stolen.transaction("Lie") as t:
        t.add(Person(id=person, name_en="Nobody", consent=True))
    erase_person(stolen, person, DAY)
    bring(stolen, nation)
    with cham.transaction("Add") as t:
        t.add(Person(id=person, name_en="Sok Dara", consent=True))
    bring(cham, nation)
    assert shown(nation, person) == ("Erased person", True)
    register(nation, lambda c: revoke(c, stolen.replica, before))
    assert shown(nation, person) == ("Sok Dara", False)
    assert soundness(nation).sound


def shown(store, person):
    with store.reading() as reading:
        found = reading.get(Person, person)
    return found.name_en, found.deleted
