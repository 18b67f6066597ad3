"""Hubs with a root: enrolment by two files, suspension, revocation, later selves, in real bundle files."""

from functools import partial

import pytest
from bundle_hubs import Note, changes_of, key_of, one_file, open_hub
from forging import altered, certificate_as, own_key
from sqlalchemy import Connection

from cso_desk.bundles.network_part import NetworkPart
from cso_desk.bundles.opening import open_bundle
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle
from cso_desk.bundles.registry import register
from cso_desk.errors import UserError
from cso_desk.trust.devices import own_certificate, own_fingerprint
from cso_desk.trust.directory import make_directory
from cso_desk.trust.keeping import applicants, network_of
from cso_desk.trust.overview import network_state
from cso_desk.trust.registrar import (
    approve,
    find_device,
    found,
    hand_over,
    lift,
    reject,
    revoke,
    rotate,
    suspend,
)
from cso_desk.trust.roots import completed, propose_root
from cso_desk.trust.signing import public_key
from cso_desk.wording import use_language

ROOT_KEYS = [key_of(f"root {number}") for number in range(3)]


def founded(folder, threshold=2):
    national = open_hub(folder, "00", "desk")
    register(national, lambda connection: found(connection, ROOT_KEYS, threshold, 1000))
    return national


def root_digits(store):
    return network_state(store).root


def write(store, title):
    with store.transaction("Add note") as t:
        return t.add(Note(title=title, scope=f"hub/{store.hub}"))


def approved(national, hub):
    """Two files: the introduction there, the grant back; the digits are compared both ways."""
    receive_bundle(national, make_bundle(hub, "", kind="hello").path)
    digits = own_fingerprint(hub)
    register(national, lambda connection: approve(connection, find_device(connection, digits)))
    receive_bundle(hub, make_bundle(national, hub.hub).path, accept=root_digits(national))


def device_of(connection: Connection, digits):
    return find_device(connection, digits).replica


def decide(national, what, hub, **more):
    digits = own_fingerprint(hub)
    return register(national, lambda c: what(c, device_of(c, digits), **more))


def status_of(store, hub):
    digits = own_fingerprint(hub)
    return next((d.status for d in network_state(store).devices if d.fingerprint == digits), "")


@pytest.fixture(autouse=True)
def english():
    use_language("en")


@pytest.fixture
def network(tmp_path):
    national = founded(tmp_path)
    two, five = open_hub(tmp_path, "02"), open_hub(tmp_path, "05")
    approved(national, two)
    approved(national, five)
    receive_bundle(two, make_bundle(national, "02").path)
    return national, two, five


def test_a_hub_is_enrolled_by_two_files(network):
    national, two, _five = network
    assert status_of(national, two) == "active"
    assert network_state(two).own == "active"
    write(two, "first")
    receive_bundle(national, make_bundle(two, "00").path)
    assert len(changes_of(national)) == len(changes_of(two)) > 0


def test_a_root_is_taken_on_only_where_a_person_accepts_its_digits(tmp_path):
    national, two = founded(tmp_path), open_hub(tmp_path, "02")
    receive_bundle(national, make_bundle(two, "", kind="hello").path)
    register(national, lambda c: approve(c, find_device(c, own_fingerprint_in(c, "02"))))
    grant = make_bundle(national, "02").path
    looked = check_bundle(two, grant)
    assert looked.root == root_digits(national)
    assert not looked.can_receive
    with pytest.raises(UserError, match=looked.root):
        receive_bundle(two, grant)
    with pytest.raises(UserError):
        receive_bundle(two, grant, accept="1234 5678 9012 3456 7890 1234")
    assert root_digits(two) == ""
    receive_bundle(two, grant, accept=looked.root.replace(" ", ""))
    assert root_digits(two) == root_digits(national)


def own_fingerprint_in(connection, hub):
    return next(a.certificate.fingerprint for a in applicants(connection) if a.certificate.hub == hub)


def test_a_device_that_nobody_entered_is_not_listened_to(tmp_path, network):
    national, _two, _five = network
    stranger = open_hub(tmp_path, "07", "stranger")
    write(stranger, "lies")
    with pytest.raises(UserError, match="not entered"):
        receive_bundle(national, one_file(stranger, "00"), accept=own_fingerprint(stranger))


def test_an_introduction_is_for_the_registrar_only(tmp_path, network):
    national, two, _five = network
    hello = make_bundle(open_hub(tmp_path, "07"), "", kind="hello").path
    with pytest.raises(UserError, match="not entered"):
        receive_bundle(two, hello)
    receive_bundle(national, hello)
    assert [d.status for d in network_state(national).devices if d.hub == "07"] == ["waiting"]


def test_an_introduction_names_no_devices_of_others(network):
    national, _two, _five = network
    path = make_bundle(national, "", kind="hello").path
    with national.reading() as reading:
        part = open_bundle(reading.connection, path).manifest.trust
    assert len(part.roots) == 1
    assert part.directories == []


def test_a_rejected_device_is_remembered(tmp_path, network):
    national = network[0]
    hello = make_bundle(open_hub(tmp_path, "07"), "", kind="hello").path
    receive_bundle(national, hello)
    register(national, lambda c: reject(c, find_device(c, own_fingerprint_in(c, "07"))))
    receive_bundle(national, hello)
    assert [d.status for d in network_state(national).devices if d.hub == "07"] == ["rejected"]


def test_a_suspended_device_waits_and_nothing_is_lost(network):
    national, two, five = network
    write(two, "while suspended")
    bundle = make_bundle(two, "00").path
    decide(national, suspend, two)
    with pytest.raises(UserError, match="suspended"):
        receive_bundle(national, bundle)
    receive_bundle(five, make_bundle(national, "05").path)
    assert status_of(five, two) == "suspended"
    decide(national, lift, two)
    receive_bundle(national, bundle)
    assert len(changes_of(national)) == len(changes_of(two))


def test_what_others_relay_of_a_suspended_device_waits_and_the_rest_is_taken_in(network):
    national, two, five = network
    with two.transaction("Add note") as t:
        t.add(Note(title="of two", scope="network"))
    receive_bundle(five, one_file(two, "05"))
    with five.transaction("Add note") as t:
        t.add(Note(title="of five", scope="network"))
    decide(national, suspend, two)
    relayed = make_bundle(five, "00").path
    receive_bundle(national, relayed)
    held = {title for (name, *_), title in titles(national)}
    assert held == {"of five"}
    decide(national, lift, two)
    receive_bundle(national, make_bundle(five, "00", kind="full").path)
    assert {title for (name, *_), title in titles(national)} == {"of five", "of two"}


def titles(store):
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql("SELECT id, title FROM note").all()
    return [((str(i),), str(title)) for i, title in rows]


def test_a_suspended_device_is_no_recipient(network):
    national, two, _five = network
    decide(national, suspend, two)
    with pytest.raises(UserError, match="cannot be encrypted"):
        make_bundle(national, "02")


def test_a_revoked_device_is_refused_for_ever_and_says_so_itself(network):
    national, two, five = network
    write(two, "late")
    late = make_bundle(two, "00").path
    decide(national, revoke, two)
    with pytest.raises(UserError, match="revoked"):
        receive_bundle(national, late)
    with pytest.raises(UserError, match="does not stand"):
        decide(national, lift, two)
    digits = own_fingerprint(two)
    with pytest.raises(UserError, match="stays so"):
        register(national, lambda c: approve(c, find_device(c, digits)))
    receive_bundle(five, make_bundle(national, "05").path)
    with pytest.raises(UserError, match="revoked"):
        receive_bundle(five, one_file(two, "05"))


def test_a_registrar_that_was_taken_out_of_the_root_enters_nobody(tmp_path, network):
    national, two, _five = network
    second = open_hub(tmp_path, "00", "second desk")
    approved_as_second(national, second)
    register(second, lambda c: rotate(c, ROOT_KEYS[:2], without=[own_replica(national)]))
    receive_bundle(national, make_bundle(second, "00").path)
    with pytest.raises(UserError, match="Only the computer"):
        decide(national, suspend, two)
    receive_bundle(two, make_bundle(second, "02").path)
    assert network_state(two).root_version == 2
    assert network_state(two).own == "active"


def own_replica(store):
    with store.writing() as connection:
        return own_certificate(connection).replica


def approved_as_second(national, second):
    receive_bundle(national, make_bundle(second, "", kind="hello").path)
    digits = own_fingerprint(second)
    register(national, lambda c: approve(c, find_device(c, digits)))
    receive_bundle(second, make_bundle(national, "00").path, accept=root_digits(national))


def test_too_few_root_keys_change_nothing(network):
    national = network[0]
    before = root_digits(national)
    for keys in (ROOT_KEYS[:1], [ROOT_KEYS[0]] * 2, [key_of("wrong"), ROOT_KEYS[1]]):
        with pytest.raises(UserError, match="not enough"):
            register(national, partial(rotate, signing=keys))
    assert root_digits(national) == before


def test_a_new_root_reaches_everybody_by_bundles(network):
    national, two, _five = network
    new = [key_of("new root")]
    register(national, partial(rotate, signing=ROOT_KEYS[1:], keys=new, threshold=1))
    receive_bundle(two, make_bundle(national, "02").path)
    assert root_digits(two) == root_digits(national)
    state = network_state(two)
    assert (state.root_version, state.keys, state.threshold) == (2, 1, 1)


def test_a_bundle_of_another_network_is_refused_until_its_root_is_accepted(tmp_path, network):
    two = network[1]
    other_folder = tmp_path / "other"
    other = open_hub(other_folder, "00", "other desk")
    register(other, lambda c: found(c, [key_of("other root")], 1))
    receive_bundle(other, make_bundle(two, "", kind="hello").path)
    digits = own_fingerprint(two)
    register(other, lambda c: approve(c, find_device(c, digits)))
    bundle = make_bundle(other, "02").path
    before = root_digits(two)
    with pytest.raises(UserError, match="another network"):
        receive_bundle(two, bundle)
    assert root_digits(two) == before
    receive_bundle(two, bundle, accept=root_digits(other))
    assert root_digits(two) == root_digits(other)


def test_a_handed_over_device_gets_nothing_more_and_its_work_counts(tmp_path, network):
    national, two, _five = network
    old = own_fingerprint(two)
    write(two, "before the change of computers")
    last = make_bundle(two, "00").path
    new = open_hub(tmp_path, "02", "new laptop")
    receive_bundle(national, make_bundle(new, "", kind="hello").path)
    digits = own_fingerprint(new)
    register(national, lambda c: hand_over(c, device_of(c, old), find_device(c, digits)))
    receive_bundle(national, last)
    assert len(changes_of(national)) == len(changes_of(two))
    made = make_bundle(national, "02").path
    with pytest.raises(UserError):
        receive_bundle(two, made)
    receive_bundle(new, made, accept=root_digits(national))
    assert changes_of(new) == changes_of(national)


def test_a_device_cannot_pass_for_one_of_another_hub(network):
    national, two, five = network
    hello = make_bundle(two, "", kind="hello").path
    forged = altered(hello, two, from_hub="00", devices=[certificate_as(two, "00")])
    for reader in (national, five):
        with pytest.raises(UserError, match="damaged"):
            receive_bundle(reader, forged)


def test_a_part_that_proves_nothing_damages_the_bundle(network):
    national, two, _five = network
    hello = make_bundle(two, "", kind="hello").path
    true = network_of_store(national)
    evil = make_directory(99, 1, true.entries.values(), own_key(two))
    evil_registrar = [public_key(key_of("evil"))]
    newer = completed(propose_root(2, [public_key(own_key(two))], 1, evil_registrar, [own_key(two)]))
    roots, directories = ([one.text.decode() for one in some] for some in (true.roots, true.directories))
    for part in (
        NetworkPart(roots, [evil.text.decode()]),
        NetworkPart([*roots, newer.text.decode()]),
        NetworkPart([newer.text.decode()]),
        NetworkPart([]),
        NetworkPart(roots, ["{}"]),
        NetworkPart(roots, directories * 200),
    ):
        with pytest.raises(UserError, match="damaged"):
            receive_bundle(national, altered(hello, two, trust=part))
    assert network_of_store(national) == true


def network_of_store(store):
    with store.reading() as reading:
        return network_of(reading.connection)


def test_a_bundle_without_the_part_is_judged_by_what_is_known(network):
    national, two, _five = network
    receive_bundle(national, altered(make_bundle(two, "", kind="hello").path, two, trust=None))
    decide(national, revoke, two)
    with pytest.raises(UserError, match="revoked"):
        receive_bundle(national, altered(make_bundle(two, "", kind="hello").path, two, trust=None))


def test_what_a_revoked_device_wrote_beyond_the_cut_goes_everywhere(network):
    national, two, five = network
    with two.transaction("Add note") as t:
        t.add(Note(title="honest", scope="network"))
    receive_bundle(national, make_bundle(two, "00").path)
    with two.transaction("Add note") as t:
        t.add(Note(title="of the thief", scope="network"))
    receive_bundle(five, one_file(two, "05"))
    assert {title for _id, title in titles(five)} == {"honest", "of the thief"}
    decide(national, revoke, two)
    receive_bundle(five, make_bundle(national, "05").path)
    assert {title for _id, title in titles(five)} == {"honest"}
    receive_bundle(national, make_bundle(five, "00", kind="full").path)
    assert {title for _id, title in titles(national)} == {"honest"}
    assert {title for _id, title in titles(two)} == {"honest", "of the thief"}
