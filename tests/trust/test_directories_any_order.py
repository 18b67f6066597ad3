"""Whatever registrars publish, honest or not, and in whatever order it is heard: all believe the same."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import cut_of, directory_of, entry, keys_of, public, replica, root_of

from cso_desk.journal.streams import Stream
from cso_desk.trust.directory import ACTIVE, REPLACED, REVOKED, SUSPENDED, Directory
from cso_desk.trust.network import Network
from cso_desk.trust.roots import Root, next_root

DEVICES = ("a", "b", "c")
SCOPES = ("hub/02", "network", "private/02")
REGISTRARS = ("desk", "second", "third")
STATUSES = (ACTIVE, SUSPENDED, REVOKED, REVOKED, REPLACED, "")


@dataclass(frozen=True)
class Heard:
    """What one file brings: the first so many roots, and directories."""

    roots: tuple[Root, ...]
    directories: tuple[Directory, ...]


entries = st.tuples(*(st.tuples(st.sampled_from(STATUSES), st.integers(0, 3)) for _device in DEVICES))
published = st.tuples(st.integers(1, 3), st.sampled_from([1, 1, 2]), st.sampled_from(REGISTRARS), entries)
registrars = st.sets(st.sampled_from(REGISTRARS), min_size=1)


def directory(number, root, signer, told):
    named = [
        entry(device, status, cuts=[cut_of(device, "hub/02", seq)] if seq and status == REVOKED else ())
        for device, (status, seq) in zip(DEVICES, told, strict=True)
        if status
    ]
    return directory_of(number, *named, root=root, signer=signer)


def beliefs(network):
    known = network.certificates()
    stands = {name: network.standing(replica(name), known).status for name in DEVICES}
    limits = {(n, s): network.limit(Stream(replica(n), s), known) for n in DEVICES for s in SCOPES}
    return network.roots, stands, limits


def heard(files, network=None):
    network = network or Network()
    for one in files:
        network = network.joined(one.roots, one.directories)
    return network


def check(publications, remaining, random):
    """Two readers hear everything, each in its own order and with repeats; a third only the end of both."""
    first = root_of(registrars=REGISTRARS)
    roots = (first, next_root(first, keys_of("ana", "chan"), registrars=public(*sorted(remaining))))
    said = [p for p in publications if p[1] == 1 or p[2] in remaining]
    every = [directory(*each) for each in said]
    files = [Heard(roots[: each.root_version], (each,)) for each in every] + [Heard(roots, ())]
    readers = []
    for _reader in range(2):
        order = files + random.sample(files, random.randint(0, len(files)))
        random.shuffle(order)
        # Some hear the new root last, when they have thrown away what they did not need.
        readers.append(heard(sorted(order, key=lambda f: len(f.roots)) if random.random() < 0.4 else order))
    readers.append(heard([Heard(one.roots, one.directories) for one in reversed(readers)]))
    assert all(beliefs(one) == beliefs(readers[0]) for one in readers)
    assert all(one == readers[0] for one in readers)
    check_revocations(readers[0], said, remaining)


def check_revocations(network, said, remaining):
    """Who was revoked by somebody that is still a registrar stays so; and nobody else is revoked."""
    valid = [told for _number, _root, signer, told in said if signer in remaining]
    for place, name in enumerate(DEVICES):
        revoked = any(told[place][0] == REVOKED for told in valid)
        status = network.standing(replica(name), network.certificates()).status
        assert (status == REVOKED) == revoked


@settings(max_examples=60, deadline=None)
@given(st.lists(published, min_size=1, max_size=7), registrars, st.randoms(use_true_random=False))
def test_directories_in_any_order_give_one_belief(publications, remaining, random):
    check(publications, remaining, random)


@pytest.mark.long
@settings(max_examples=5000, deadline=None)
@given(st.lists(published, min_size=1, max_size=12), registrars, st.randoms(use_true_random=False))
def test_many_directories_in_any_order_give_one_belief(publications, remaining, random):
    check(publications, remaining, random)
