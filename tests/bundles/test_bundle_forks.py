"""A computer copied whole and used twice: both branches of its history are kept, the same everywhere."""

import itertools

import pytest
from bundle_hubs import Note, copied, exchange, introduce, one_file, open_hub
from lives import DAY, check_against_model
from replicas import Clock, state

from cso_desk.bundles.chain import Journal, chain_at, chain_start
from cso_desk.bundles.receiving import receive_bundle, undo_receive
from cso_desk.errors import UserError
from cso_desk.journal.branches import forks
from cso_desk.journal.reviews import conflicts
from cso_desk.journal.streams import Stream, last_held, stream_number
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
        open_hub(tmp_path, "07", clock=Clock(START + DAY)),
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


@pytest.mark.parametrize("saw", ["original", "copy"])
def test_what_others_wrote_over_a_branch_supersedes_only_what_they_saw(hubs, saw):
    """Both branches write one field under one number, and somebody overwrites the value of one of them."""
    nation, kampot, battambang, copy = hubs
    edit(battambang, "shared", "original")
    edit(copy, "shared", "copy")
    exchange(copy if saw == "copy" else battambang, kampot)
    edit(kampot, saw, "kampot")
    exchange(battambang if saw == "copy" else copy, nation)
    settle_all(hubs)
    same_everywhere(hubs)
    with nation.reading() as reading:
        (waiting,) = conflicts(reading.connection, nation.shelves)
    assert {side.value for side in waiting.sides} == {"kampot", "original", "copy"}


def test_an_edit_over_one_branch_is_not_asked_about_where_only_that_branch_can_be_meant(hubs):
    nation, kampot, battambang, copy = hubs
    add(battambang, "original")
    edit(copy, "shared", "from the copy")
    exchange(copy, kampot)
    edit(kampot, "from the copy", "kampot saw the copy")
    settle_all(hubs)
    same_everywhere(hubs)
    with nation.reading() as reading:
        assert conflicts(reading.connection, nation.shelves) == []
    assert titles(nation) == ["kampot saw the copy", "original"]


def test_a_hub_that_holds_one_branch_is_told_from_the_beginning_as_soon_as_it_says_so(hubs):
    nation, _kampot, battambang, copy = hubs
    add(battambang, "original")
    add(copy, "copy")
    exchange(battambang, nation)
    # The word of the nation is about another history than the copy's, which begins anew without being asked.
    exchange(nation, copy)
    received = exchange(copy, nation)
    assert received.copies == ("02",)
    assert titles(nation) == ["copy", "original", "shared"]


def test_a_bundle_that_begins_behind_the_split_is_refused_and_a_request_brings_all_of_it(hubs):
    nation, _kampot, battambang, copy = hubs
    add(battambang, "original")
    add(copy, "copy 1")
    exchange(battambang, nation)
    with copy.writing() as connection:
        # As if the nation had taken in the copy's first change and lost it again.
        number = stream_number(connection, Stream(copy.replica, "network"))
        last = last_held(connection, number)
        chain = chain_start(chain_at(Journal(connection), number, last))
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO held VALUES (?, ?, 'network', ?, ?)",
            (nation.replica, copy.replica, last, chain),
        )
    add(copy, "copy 2")
    before = state(nation)
    with pytest.raises(UserError, match="was copied and both copies were used"):
        receive_bundle(nation, one_file(copy, "00"), backup=False)
    assert state(nation) == before
    exchange(nation, copy, kind="request")
    exchange(copy, nation)
    assert titles(nation) == ["copy 1", "copy 2", "original", "shared"]


def test_taking_back_one_branch_leaves_the_other(hubs):
    nation, _kampot, battambang, copy = hubs
    add(battambang, "original")
    add(copy, "copy")
    exchange(battambang, nation)
    received = exchange(copy, nation)
    undo_receive(nation, received.uid)
    check_against_model(nation)
    assert titles(nation) == ["original", "shared"]
