"""A computer copied whole and used twice: both branches of its history are kept, the same everywhere."""

import itertools

import pytest
from bundle_hubs import Note, copied, exchange, introduce, open_hub
from replicas import Clock, state
from test_convergence import check_against_model

from cso_desk.errors import UserError
from cso_desk.journal.branches import forks
from cso_desk.wording import use_language

START = 1_700_000_000_000


@pytest.fixture(autouse=True)
def english():
    use_language("en")


@pytest.fixture
def hubs(tmp_path):
    """The nation, two provinces, and a copy of the second province's computer that nobody noticed."""
    nation = open_hub(tmp_path, "00", clock=Clock(START))
    kampot, battambang = (
        open_hub(tmp_path, "07", clock=Clock(START + 1)),
        open_hub(tmp_path, "02", clock=Clock(START + 2)),
    )
    introduce(nation, kampot, battambang)
    add(battambang, "shared")
    for one in (nation, kampot):
        exchange(battambang, one)
    copy = copied(battambang, "copy", clock=Clock(START + 3))
    every = [nation, kampot, battambang, copy]
    yield every
    for one in every:
        one.close()


def add(store, title):
    with store.transaction("Add") as t:
        return t.add(Note(title=title, scope="network")).id


def edit(store, title, new):
    with store.reading() as reading:
        (note,) = [n for n in reading.all(Note) if n.title == title]
    with store.transaction("Edit") as t:
        t.change(note, title=new)


def titles(store):
    with store.reading() as reading:
        return sorted(note.title for note in reading.all(Note))


def settle_all(stores, rounds=4):
    for _ in range(rounds):
        for source, reader in itertools.permutations(stores, 2):
            try:
                exchange(source, reader)
            except UserError:
                exchange(reader, source, kind="request")
                exchange(source, reader)


def same_everywhere(stores):
    first = state(stores[0])
    for one in stores:
        check_against_model(one)
        assert state(one) == first


@pytest.mark.parametrize("copy_first", [True, False])
def test_both_branches_are_kept_and_shown(hubs, copy_first):
    nation, kampot, battambang, copy = hubs
    add(battambang, "original 1")
    add(copy, "copy 1")
    add(copy, "copy 2")
    for source in (copy, battambang) if copy_first else (battambang, copy):
        exchange(source, nation)
    assert titles(nation) == ["copy 1", "copy 2", "original 1", "shared"]
    settle_all(hubs)
    same_everywhere(hubs)
    assert titles(kampot) == ["copy 1", "copy 2", "original 1", "shared"]
    assert len({one.replica for one in hubs}) == 4
    with kampot.reading() as reading:
        assert len(forks(reading.connection)) == 1
