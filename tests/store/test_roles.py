"""What each role may do in a store: one guard where everything is written."""

import datetime as dt
import itertools

import pytest

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service.closing import close_quarter, reopen_quarter
from cso_desk.features.members.record import Organisation
from cso_desk.journal.undo import undo
from cso_desk.store.drafts import Draft, keep_drafts, kept_drafts
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import unlock
from cso_desk.store.search import refresh
from cso_desk.store.user_slots import add_user
from cso_desk.store.users import NotAllowedError, Role

COORDINATOR, SECRETARY, VIEWER = "mango rain river lamp", "paper moon candle boat", "window stone yellow road"


@pytest.fixture
def opened(tmp_path):
    """Opens the store as somebody: `opened(VIEWER)`."""
    folder = tmp_path / "store"
    create_store(folder, "02", passphrase=COORDINATOR, actor="Coordinator", cost=CHEAP)[0].close()
    key = unlock(folder, COORDINATOR)
    add_user(folder, key, "Secretary", Role.SECRETARY, SECRETARY)
    add_user(folder, key, "Viewer", Role.VIEWER, VIEWER)
    stores = []

    def open_as(secret):
        stores.append(open_store(folder, secret))
        return stores[-1]

    yield open_as
    for store in stores:
        store.close()


def test_roles_cover_the_ones_below():
    covers = [(a.value, b.value) for a, b in itertools.product(Role, Role) if a.covers(b)]
    assert covers == [
        ("viewer", "viewer"),
        ("secretary", "viewer"), ("secretary", "secretary"),
        ("coordinator", "viewer"), ("coordinator", "secretary"), ("coordinator", "coordinator"),
    ]  # fmt: skip


def test_a_viewer_looks_and_changes_nothing(opened):
    store = opened(SECRETARY)
    with store.transaction("Add") as t:
        record = t.add(Organisation(name_en="First")).id
    looking = opened(VIEWER)
    with looking.reading() as reading:
        assert reading.get(Organisation, record).name_en == "First"
    for act in (
        lambda: looking.transaction("Add").__enter__(),
        lambda: undo(looking),
        lambda: make_bundle(looking, "00", kind="hello"),
        lambda: looking.writing().__enter__(),
    ):
        with pytest.raises(NotAllowedError):
            act()
    with looking.reading() as reading:
        assert [each.name_en for each in reading.all(Organisation)] == ["First"]


def test_what_is_derived_and_what_is_of_this_computer_is_kept_for_a_viewer_too(opened):
    opened(SECRETARY)
    looking = opened(VIEWER)
    refresh(looking)
    draft = Draft("organisation", "x", "name_en", "half")
    assert keep_drafts(looking, [draft])
    assert kept_drafts(looking) == (draft,)


def test_a_secretary_does_the_work_and_a_coordinator_closes_the_quarter(opened):
    store = opened(SECRETARY)
    with store.transaction("Add") as t:
        t.add(Meeting(title_en="Quarterly meeting", starts="2026-08-03"))
    with pytest.raises(NotAllowedError):
        close_quarter(store, "2026Q3", on=dt.date(2026, 10, 5))
    deciding = opened(COORDINATOR)
    close_quarter(deciding, "2026Q3", on=dt.date(2026, 10, 5))
    with pytest.raises(NotAllowedError):
        reopen_quarter(store, "2026Q3", "A sheet was found")
    reopen_quarter(deciding, "2026Q3", "A sheet was found")
    with pytest.raises(NotAllowedError):
        undo(store)


def test_a_store_without_passphrase_and_the_recovery_code_have_every_right(tmp_path):
    practice, _code = create_store(tmp_path / "practice", "02", passphrase=None)
    assert practice.role is Role.COORDINATOR
    practice.close()
    _store, code = create_store(tmp_path / "store", "02", passphrase=COORDINATOR, actor="Dara", cost=CHEAP)
    _store.close()
    store = open_store(tmp_path / "store", code)
    assert (store.user, store.role) == (None, Role.COORDINATOR)
    store.close()
