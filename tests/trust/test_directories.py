"""Directories: who may sign them, which one counts, what of a device counts, whatever order files come in."""

import itertools
import json

import msgspec
import pytest
from networks import (
    AGE,
    cut_of,
    device,
    directory_of,
    entry,
    key_of,
    keys_of,
    network_with,
    public,
    replica,
    root_of,
)

from cso_desk.journal.streams import Stream
from cso_desk.trust.directory import (
    ACTIVE,
    DIRECTORY,
    REPLACED,
    REVOKED,
    SUSPENDED,
    Cut,
    read_directory,
)
from cso_desk.trust.network import Network
from cso_desk.trust.roots import TwoRootsError, next_root
from cso_desk.trust.signing import BadTrustError, signed_by


def status(network, name, *further):
    known = {one.replica: one for one in further}
    return network.standing(replica(name), known | network.certificates()).status


def raw(**changes):
    usual = {"version": 1, "root_version": 1, "issued": 0, "devices": []}
    return json.dumps(usual | changes).encode()


def test_devices_stand_as_the_directory_says():
    network = network_with(
        directory_of(1, entry("a"), entry("b", SUSPENDED), entry("c", REVOKED), entry("d", REPLACED))
    )
    assert [status(network, name) for name in "abcde"] == [ACTIVE, SUSPENDED, REVOKED, REPLACED, ""]


def test_a_directory_that_no_registrar_signed_is_refused():
    with pytest.raises(BadTrustError):
        network_with(directory_of(1, entry("a"), signer="eve"))


def test_a_root_key_cannot_sign_a_directory():
    with pytest.raises(BadTrustError):
        network_with(directory_of(1, entry("a"), signer="ana"))


def test_a_directory_of_a_root_nobody_has_seen_is_refused():
    with pytest.raises(BadTrustError):
        network_with(directory_of(1, entry("a"), root=2))


def test_an_older_directory_changes_nothing():
    new = network_with(directory_of(5, entry("a", SUSPENDED)))
    joined = new.joined((), [directory_of(4, entry("a"), entry("b"))])
    assert joined == new
    assert (joined.version, status(joined, "a"), status(joined, "b")) == (5, SUSPENDED, "")


def test_versions_may_be_skipped():
    network = network_with(directory_of(1, entry("a"))).joined((), [directory_of(9, entry("b"))])
    assert (network.version, status(network, "a"), status(network, "b")) == (9, "", ACTIVE)


def test_two_directories_of_one_number_are_told_and_everybody_takes_the_same_one():
    one, other = directory_of(3, entry("a")), directory_of(3, entry("b", SUSPENDED))
    both = network_with(one).joined((), [other])
    assert both.twins
    assert both == network_with(other).joined((), [one])
    assert (status(both, "a"), status(both, "b")) == (ACTIVE, SUSPENDED)
    after = both.joined((), [directory_of(4, entry("a"))])
    assert not after.twins


def test_the_same_directory_signed_again_is_the_same_directory():
    one = directory_of(3, entry("a"))
    again = read_directory(signed_by(DIRECTORY, one.body, keys_of("desk", "other")))
    assert not network_with(one).joined((), [again]).twins


def test_what_was_revoked_stays_revoked_also_where_a_later_directory_says_otherwise():
    revoked = directory_of(2, entry("a", REVOKED, cuts=(cut_of("a", "hub/02", 7),)))
    for later in (directory_of(3, entry("a")), directory_of(3), directory_of(3, entry("a", SUSPENDED))):
        for order in itertools.permutations([revoked, later]):
            network = Network((root_of(),))
            for each in order:
                network = network.joined((), [each])
            assert status(network, "a") == REVOKED
            assert network.limit(Stream(replica("a"), "hub/02"), network.certificates()).seq == 7


def test_a_later_cut_of_a_revoked_device_takes_the_place_of_the_earlier():
    first = directory_of(2, entry("a", REVOKED, cuts=(cut_of("a", "hub/02", 7),)))
    later = directory_of(3, entry("a", REVOKED, cuts=(cut_of("a", "hub/02", 9),)))
    network = network_with(first).joined((), [later])
    assert network.limit(Stream(replica("a"), "hub/02"), network.certificates()).seq == 9
    assert len(network.directories) == 1


def test_a_new_root_takes_away_what_a_removed_registrar_said():
    first = root_of(registrars=("desk", "evil"))
    last_number = directory_of(1 << 53, entry("spy"), entry("a", REVOKED), signer="evil")
    network = network_with(directory_of(4, entry("a")), last_number, roots=[first])
    assert (status(network, "a"), status(network, "spy")) == (REVOKED, ACTIVE)
    second = next_root(first, keys_of("ana", "chan"), registrars=public("desk"))
    healed = network.joined((first, second), [directory_of(5, entry("a"), root=2)])
    assert (status(healed, "a"), status(healed, "spy"), healed.version) == (ACTIVE, "", 5)
    again = healed.joined((first,), [directory_of(1 << 53, entry("spy2"), signer="evil"), last_number])
    assert again == healed


def test_a_directory_under_a_newer_root_counts_whatever_its_number():
    first = root_of()
    second = next_root(first, keys_of("ana", "chan"))
    high = directory_of(100, entry("a"))
    low = directory_of(1, entry("b"), root=2)
    for order in itertools.permutations([high, low]):
        network = Network((first, second)).joined((), order)
        assert (network.version, status(network, "a"), status(network, "b")) == (1, "", ACTIVE)


def test_a_directory_may_not_name_a_root_that_did_not_know_its_registrar():
    first = root_of()
    second = next_root(first, keys_of("ana", "chan"), registrars=public("desk", "second"))
    with pytest.raises(BadTrustError):
        network_with(directory_of(1, root=1, signer="second"), roots=[first, second])


def test_another_network_is_refused():
    with pytest.raises(TwoRootsError):
        network_with(directory_of(1)).joined((root_of(names=("eve", "eva"), registrars=("evil",)),), [])


def test_a_later_self_stands_as_its_earlier_self_does():
    later, latest = device("a2", before="a"), device("a3", before="a2")
    for given, expected in ((ACTIVE, ACTIVE), (SUSPENDED, SUSPENDED), (REVOKED, REVOKED), (REPLACED, "")):
        network = network_with(directory_of(1, entry("a", given)))
        assert status(network, "a2", later) == expected
        assert status(network, "a3", later, latest) == expected
    entered = network_with(directory_of(2, entry("a", REVOKED), entry("a2", before="a")))
    assert status(entered, "a2") == ACTIVE


def test_nobody_can_name_an_earlier_self_that_did_not_vouch():
    network = network_with(directory_of(1, entry("a")))
    from cso_desk.trust.certificates import make_certificate

    claimed = make_certificate(key_of("b"), AGE, "02", "b", (replica("a"), key_of("b")))
    assert claimed.previous == replica("a")
    assert status(network, "b", claimed) == ""


def test_two_devices_that_vouch_for_each_other_are_nobody():
    network = network_with(directory_of(1))
    assert status(network, "a", device("a", before="b"), device("b", before="a")) == ""


def test_a_registrar_is_active_without_being_entered():
    assert status(network_with(), "desk", device("desk", "00")) == ACTIVE


def test_a_revoked_device_counts_up_to_its_cut_and_not_at_all_elsewhere():
    network = network_with(directory_of(1, entry("a", REVOKED, cuts=(cut_of("a", "hub/02", 7),))))
    known = network.certificates() | {replica("a2"): device("a2", before="a")}
    assert network.limit(Stream(replica("a"), "hub/02"), known).seq == 7
    assert network.limit(Stream(replica("a"), "network"), known).seq == 0
    assert network.limit(Stream(replica("a2"), "hub/02"), known).seq == 0
    assert network.limit(Stream(replica("a"), "private/02"), known) is None


def test_a_device_may_write_only_where_it_was_entered_for():
    looks = entry("a", scopes=frozenset({"network"}), cuts=(cut_of("a", "hub/02", 4),))
    network = network_with(directory_of(1, looks))
    known = network.certificates()
    assert network.limit(Stream(replica("a"), "network"), known) is None
    assert network.limit(Stream(replica("a"), "hub/02"), known).seq == 4
    assert network.limit(Stream(replica("a"), "private/02"), known).seq == 0


def test_a_cut_that_its_author_did_not_seal_is_refused():
    true = cut_of("a", "hub/02", 7)
    for wrong in (
        Cut("hub/02", 8, true.chain, true.signature),
        Cut("network", 7, true.chain, true.signature),
        Cut("hub/02", 7, true.chain, "00" * 64),
        Cut("hub/020", 7, true.chain, true.signature),
        Cut("hub/02", -1, true.chain, true.signature),
        Cut("hub/02", 1 << 40, true.chain, true.signature),
        Cut("hub/02", 0, true.chain, true.signature),
    ):
        with pytest.raises(BadTrustError):
            directory_of(1, entry("a", REVOKED, cuts=(wrong,)))


@pytest.mark.parametrize(
    "wrong",
    [
        raw(version=0),
        raw(version=1.0),
        raw(version=1 << 54),
        raw(root_version=0),
        raw(devices=[{"certificate": "{}", "status": ACTIVE}]),
        raw()[:-1] + b', "version": 2}',
        b"[]",
        b"{" * 5000,
    ],
)
def test_a_directory_that_is_not_of_its_form_is_refused(wrong):
    with pytest.raises(BadTrustError):
        read_directory(signed_by(DIRECTORY, wrong, keys_of("desk")))


def test_a_device_that_stands_twice_is_refused():
    one = {"certificate": device("a").text.decode(), "status": ACTIVE}
    with pytest.raises(BadTrustError):
        read_directory(signed_by(DIRECTORY, raw(devices=[one, one]), keys_of("desk")))


def test_what_a_newer_version_wrote_of_a_device_is_kept():
    one = {"certificate": device("a").text.decode(), "status": "resting", "colour": {"b": 1}}
    read = read_directory(signed_by(DIRECTORY, raw(devices=[one]), keys_of("desk")))
    again = directory_of(2, *read.entries)
    assert msgspec.json.decode(again.body)["devices"][0]["colour"] == {"b": 1}
    assert status(network_with(again), "a") == SUSPENDED
