"""Random lives of two registrars: whatever order their files come in, every store believes the same."""

import pytest
from bundle_hubs import key_of, open_hub
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519

from cso_desk.bundles.network_part import joined, part_of
from cso_desk.bundles.registry import register
from cso_desk.errors import UserError
from cso_desk.trust.certificates import make_certificate
from cso_desk.trust.keeping import keep_network, network_of
from cso_desk.trust.network import NO_NETWORK
from cso_desk.trust.registrar import approve, found, lift, revoke, rotate, suspend

ROOT_KEYS = [key_of("root 1"), key_of("root 2")]
AGE = str(x25519.Identity.generate().to_public())
DEVICES = [make_certificate(key_of(f"device {n}"), AGE, f"{n + 1:02d}", f"device {n}") for n in range(4)]
LATER = make_certificate(key_of("later"), AGE, "01", "later", (DEVICES[0].replica, key_of("device 0")))
EVERY = [*DEVICES, LATER]

acts = st.one_of(
    st.tuples(st.sampled_from(["approve", "suspend", "lift", "revoke"]), st.integers(0, len(EVERY) - 1)),
    st.tuples(st.sampled_from(["restore", "hear", "hear", "keep", "rotate"]), st.just(0)),
)


def believed(network):
    known = {one.replica: one for one in EVERY}
    return {replica: network.standing(replica, known).status for replica in known}


def act(store, other, saved, what, which, number):
    """One thing a registrar does; what is not possible just now is left."""
    device = EVERY[which]
    deeds = {
        "approve": lambda c: approve(c, device, issued=number),
        "suspend": lambda c: suspend(c, device.replica, issued=number),
        "lift": lambda c: lift(c, device.replica, issued=number),
        "revoke": lambda c: revoke(c, device.replica, issued=number),
        "rotate": lambda c: rotate(c, ROOT_KEYS, issued=number),
        "restore": lambda c: keep_network(c, saved or network_of(c)),
        "hear": lambda c: keep_network(c, joined(network_of(c), other, "", "delta").network),
        "keep": lambda c: None,
    }
    try:
        register(store, deeds[what])
    except UserError:
        return


def heard(network, part):
    return joined(network, part, "", "delta").network if network.root else _first(part)


def _first(part):
    accepted = joined(NO_NETWORK, part, "", "delta").offered
    return joined(NO_NETWORK, part, accepted.fingerprint, "delta").network


def network_in(store):
    with store.reading() as reading:
        return network_of(reading.connection)


def live(folder, lives, random):
    """Registrars do these things, readers hear some of it in some order, and at last all of it."""
    desks = two_registrars(folder)
    parts = [part_of(network_in(desks[0]), "delta")]
    saved = [network_in(desk) for desk in desks]
    for number, (which, (what, device)) in enumerate(lives, 10):
        # Root keys are in one place: two roots of one number are a matter for people.
        desk = 0 if what == "rotate" else which
        if what == "restore" and len(network_in(desks[desk]).roots) != len(saved[desk].roots):
            continue
        act(desks[desk], parts[-1], saved[desk], what, device, number)
        if what == "keep":
            saved[desk] = network_in(desks[desk])
        parts.append(part_of(network_in(desks[desk]), "delta"))
    readers = [hearing(random.sample(parts, random.randint(1, len(parts)))) for _reader in range(3)]
    told = [part_of(network, "delta") for network in (*readers, *map(network_in, desks))]
    ends = []
    for network in readers:
        random.shuffle(told)
        ends.append(hearing(told, network))
    return parts, ends


def hearing(parts, network=NO_NETWORK):
    for part in parts:
        network = heard(network, part)
    return network


def check(parts, ends):
    assert all(believed(one) == believed(ends[0]) for one in ends)
    assert all(one == ends[0] for one in ends)
    everything = believed(hearing(parts, ends[0]))
    for part in parts:
        for replica, entry in hearing([part]).entries.items():
            assert entry.status != "revoked" or everything[replica] == "revoked"


lives_of = st.lists(st.tuples(st.integers(0, 1), acts), min_size=3, max_size=14)


@settings(max_examples=12, deadline=None)
@given(lives=lives_of, random=st.randoms(use_true_random=False))
def test_whatever_order_files_come_in_everybody_believes_the_same(tmp_path_factory, lives, random):
    check(*live(tmp_path_factory.mktemp("desks"), lives, random))


@pytest.mark.long
@settings(max_examples=2000, deadline=None)
@given(lives=lives_of, random=st.randoms(use_true_random=False))
def test_many_lives_of_registrars(tmp_path_factory, lives, random):
    check(*live(tmp_path_factory.mktemp("desks"), lives, random))


def two_registrars(folder):
    first, second = open_hub(folder, "00", "desk one"), open_hub(folder, "00", "desk two")
    register(first, lambda c: found(c, ROOT_KEYS[:1], 1, 1))
    for device in EVERY[:3]:
        register(first, lambda c, device=device: approve(c, device, issued=1))
    register(second, lambda c: keep_network(c, network_in(first)))
    register(second, lambda c: rotate(c, ROOT_KEYS[:1], issued=2))
    register(first, lambda c: keep_network(c, hearing([part_of(network_in(second), "delta")], network_of(c))))
    return first, second
