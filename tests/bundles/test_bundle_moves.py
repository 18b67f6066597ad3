"""Records that move between scopes: what they say there, and what those see who hold both."""

from pathlib import Path

import pytest
from bundle_hubs import Note, changes_of, exchange, introduce, open_hub

from cso_desk.bundles.receiving import undo_receive
from cso_desk.errors import UserError
from cso_desk.journal.reviews import conflicts
from cso_desk.journal.undo import undo
from cso_desk.wording import use_language


@pytest.fixture
def hubs(tmp_path: Path):
    use_language("en")
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


def test_an_edit_that_stayed_when_its_record_was_taken_back_is_followed_where_it_went(hubs):
    """Nothing here says the record's scope any more, and yet others must hear of what is edited."""
    battambang, _cham, nation = hubs
    note = add(nation, title="ក", scope="network")
    received = exchange(nation, battambang)
    change(battambang, note, body="mine")
    undo_receive(battambang, received.uid)
    change(battambang, note, body="mine again")
    exchange(battambang, nation)
    assert seen(nation, note) == ("ក", "mine again", None, False)
    assert {scope for _replica, scope, _seq in changes_of(battambang)} == {"network"}


def test_undo_goes_back_to_nothing_that_was_taken_back(hubs):
    battambang, cham, nation = hubs
    note = add(nation, title="ក", scope="network")
    received = exchange(nation, battambang)
    change(battambang, note, title="ខ")
    undo_receive(battambang, received.uid)
    with pytest.raises(UserError, match="nothing was undone"):
        undo(battambang)
    exchange(battambang, cham)
    assert seen(cham, note)[0] == seen(battambang, note)[0] == "ខ"


def test_whoever_edits_what_was_taken_back_elsewhere_is_not_blamed(hubs):
    """The nation lacks the telling in the network now, and has to ask for it."""
    battambang, cham, nation = hubs
    note = add(battambang, title="ក")
    exchange(battambang, nation)
    change(battambang, note, scope="network")
    exchange(battambang, cham)
    received = exchange(battambang, nation)
    exchange(nation, cham)
    undo_receive(nation, received.uid)
    change(cham, note, body="read")
    with pytest.raises(UserError, match="earlier bundle is missing"):
        exchange(cham, nation)
    exchange(cham, nation, kind="full")
    assert seen(nation, note) == ("ក", "read", None, False)


def test_a_record_is_still_its_hubs_own_where_another_moved_it_and_took_the_bundle_back(hubs):
    battambang, _cham, nation = hubs
    note = add(battambang, title="ក")
    received = exchange(battambang, nation)
    change(nation, note, scope="hub/00")
    undo_receive(nation, received.uid)
    change(battambang, note, body="more")
    exchange(battambang, nation, kind="full")
    assert seen(nation, note)[:2] == ("ក", "more")
