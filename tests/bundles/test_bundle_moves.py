"""Records that move between scopes: what they say there, and what those see who hold both."""

from pathlib import Path

import pytest
from bundle_hubs import Note, exchange, introduce, open_hub

from cso_desk.journal.reviews import conflicts
from cso_desk.journal.undo import undo


@pytest.fixture
def hubs(tmp_path: Path):
    opened = [open_hub(tmp_path, hub) for hub in ("02", "03", "00")]
    introduce(*opened)
    yield opened
    for store in opened:
        store.close()


def add(store, **values) -> str:
    with store.transaction("Add") as t:
        return t.add(Note(**values)).id


def change(store, note, **values) -> None:
    with store.transaction("Change") as t:
        t.change(Note, note, **values)


def seen(store, note):
    with store.reading() as reading:
        found = reading.get(Note, note)
        return found and (found.title, found.body, found.size, found.deleted)


def waiting(store):
    with store.reading() as reading:
        return [(c.field) for c in conflicts(reading.connection, store.shelves)]


def test_what_is_emptied_while_a_record_moves_is_empty(hubs):
    battambang, _cham, nation = hubs
    note = add(battambang, title="ក", body="x", size=3)
    change(battambang, note, scope="network", body="", size=None)
    assert seen(battambang, note) == ("ក", "", None, False)
    exchange(battambang, nation)
    assert seen(nation, note) == ("ក", "", None, False)


def test_a_record_that_comes_back_to_the_network_says_there_what_it_says_at_home(hubs):
    battambang, cham, nation = hubs
    note = add(battambang, title="ក", body="x", size=3, scope="network")
    exchange(battambang, cham)
    change(battambang, note, scope="hub/02")
    change(battambang, note, title="ខ", body="", size=None)
    exchange(battambang, cham)
    assert seen(cham, note)[3] is True
    change(battambang, note, scope="network")
    for store in (cham, nation):
        exchange(battambang, store)
        assert seen(store, note) == ("ខ", "", None, False)
        assert waiting(store) == []
    exchange(nation, battambang)
    assert seen(battambang, note) == ("ខ", "", None, False)
    assert waiting(battambang) == []


def test_a_withdrawal_can_be_undone_everywhere(hubs):
    battambang, cham, _nation = hubs
    note = add(battambang, title="ក", body="x", scope="network")
    exchange(battambang, cham)
    change(battambang, note, scope="hub/02")
    exchange(battambang, cham)
    assert seen(cham, note)[3] is True
    undo(battambang)
    exchange(battambang, cham)
    assert seen(battambang, note) == seen(cham, note) == ("ក", "x", None, False)
    assert waiting(cham) == waiting(battambang) == []


def test_a_record_in_the_trash_stays_there_when_it_moves(hubs):
    battambang, cham, _nation = hubs
    note = add(battambang, title="ក", scope="network")
    exchange(battambang, cham)
    change(battambang, note, scope="hub/02", deleted=True)
    exchange(battambang, cham)
    assert seen(battambang, note)[3] is seen(cham, note)[3] is True
    assert waiting(cham) == waiting(battambang) == []
