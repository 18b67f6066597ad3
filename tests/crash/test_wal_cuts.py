"""The log of the database ends anywhere, as after a power cut: a beginning of what was saved is there."""

import random
import shutil
from contextlib import closing

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.assembly import create_store
from cso_desk.features.members.record import Organisation
from cso_desk.store.cipher import keyed
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import unlock

WORDS = "green rice field water"
STEPS = 40


@pytest.fixture(scope="module")
def logged(tmp_path_factory):
    """A database, its log with many steps, its key, and how long the log was after each step."""
    folder = tmp_path_factory.mktemp("logged")
    store, _code = create_store(folder / "store", "02", passphrase=WORDS, cost=CHEAP)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    log = store.folder / f"{DATABASE}-wal"
    lengths = []
    with store.engine.connect():  # a reader holds the log: nobody brings it into the database
        for step in range(STEPS):
            with store.transaction("Add") as t:
                t.add_all(Organisation(name_en=f"{step} {half}") for half in ("a", "b"))
            lengths.append(log.stat().st_size)
        for name in (DATABASE, log.name):
            shutil.copy(store.folder / name, folder / name)
    key = unlock(store.folder, WORDS)
    store.close()
    assert len(set(lengths)) == STEPS
    return folder, key, lengths


def held(folder, key):
    """The steps in a database with its log; half of one, or a page that is no page, is an error."""
    with closing(keyed(folder / DATABASE, key)) as connection:
        names = {name for (name,) in connection.execute("SELECT name_en FROM organisation")}
        shown = {int(name.split()[0]) for name in names}
        assert names == {f"{step} {half}" for step in shown for half in ("a", "b")}
        told = connection.execute("SELECT count(*) FROM step WHERE label = 'Add'").fetchone()[0]
        assert told == len(shown), "the journal and what is shown are of one moment"
        assert connection.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]
    return sorted(shown)


def cuts(logged, tmp_path, count, seed, *, torn):
    source, key, lengths = logged
    chance = random.Random(seed)
    whole = (source / f"{DATABASE}-wal").read_bytes()
    for _each in range(count):
        end = chance.randrange(len(whole) + 1)
        log = bytearray(whole[:end])
        if torn:
            # The last sectors were given room on the disk and never written.
            log += bytes(chance.randrange(512, 20_000))
        shutil.copy(source / DATABASE, tmp_path / DATABASE)
        (tmp_path / f"{DATABASE}-wal").write_bytes(log)
        (tmp_path / f"{DATABASE}-shm").unlink(missing_ok=True)
        expected = [step for step, length in enumerate(lengths) if length <= end]
        try:
            assert held(tmp_path, key) == expected, end
        except sqlcipher.DatabaseError as error:
            raise AssertionError(f"cut at {end}: {error}") from error


@pytest.mark.parametrize("torn", [False, True])
def test_some_cuts(logged, tmp_path, torn):
    cuts(logged, tmp_path, 25, 1, torn=torn)


@pytest.mark.long
@pytest.mark.parametrize("torn", [False, True])
def test_a_thousand_cuts(logged, tmp_path, torn):
    cuts(logged, tmp_path, 1000, 2, torn=torn)
