"""Two programs on one store, the window and a command: what waits, what is said, what is never lost."""

import json
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.assembly import create_store, open_store
from cso_desk.errors import UserError
from cso_desk.features.members.record import Organisation
from cso_desk.settings import home_folder
from cso_desk.store.files import DATABASE
from cso_desk.store.listing import Listing
from cso_desk.store.search import search


@pytest.fixture
def store(tmp_path):
    opened, _code = create_store(tmp_path / "store", "02", passphrase=None)
    yield opened
    opened.close()


@contextmanager
def somebody_else_writes(folder: Path):
    """Another program in the middle of a transaction on the store."""
    with closing(sqlcipher.connect(str(folder / DATABASE), isolation_level=None, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
        if other.in_transaction:
            other.execute("ROLLBACK")


def add(store, name="អង្គការពន្លឺ"):
    with store.transaction("Add") as t:
        return t.add(Organisation(name_km=name))


def marks():
    (path,) = (home_folder() / "replicas").glob("*.json")
    return json.loads(path.read_text())["last"]


def test_the_numbers_are_kept_outside_while_nobody_else_can_write(store):
    tries = []

    def another_begins(_connection):
        with pytest.raises(sqlcipher.OperationalError, match="locked"), somebody_else_writes(store.folder):
            pass
        tries.append(True)

    store.before_commit(another_begins)
    add(store)
    assert tries == [True]


def test_the_numbers_kept_outside_are_never_behind_what_is_committed(store):
    add(store)
    assert marks() == {"hub/02": 3}
    add(store)
    assert marks()["hub/02"] == 6


def test_a_home_that_cannot_be_written_keeps_nobody_from_saving(store):
    folder = home_folder() / "replicas"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("a file stands in the way")
    organisation = add(store)
    with store.reading() as reading:
        assert reading.get(Organisation, organisation.id) is not None
    store.close()
    open_store(store.folder).close()


def test_opening_and_looking_need_not_wait_for_somebody_who_writes(store):
    organisation = add(store)
    with somebody_else_writes(store.folder):
        second = open_store(store.folder)
        with second.reading() as reading:
            assert reading.get(Organisation, organisation.id) is not None
        second.close()


def test_searching_and_listing_need_not_wait_for_somebody_who_writes(store):
    organisation = add(store)
    assert [hit.record for hit in search(store, "ពន្លឺ")] == [organisation.id]
    with store.transaction("Edit") as t:
        t.change(organisation, name_en="Light")
    kind = store.shelves.type_of(Organisation)
    with somebody_else_writes(store.folder):
        assert [hit.record for hit in search(store, "ពន្លឺ")] == [organisation.id]
        assert Listing(store, kind).count == 1
    assert [hit.record for hit in search(store, "Light")] == [organisation.id]


def test_a_transaction_inside_another_is_a_fault_and_not_a_wait(store):
    with pytest.raises(RuntimeError, match="inside"), store.transaction("Outer"), store.transaction("Inner"):
        pass


def test_a_store_that_cannot_be_opened_now_is_a_sentence(store):
    add(store)
    for path in (home_folder() / "replicas").iterdir():
        path.unlink()
    with somebody_else_writes(store.folder), pytest.raises(UserError):
        open_store(store.folder)
