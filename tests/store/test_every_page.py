"""Damage of the database file: whatever page it is in, also where memory holds that page sound."""

import random
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import DatabaseError

from cso_desk.assembly import create_store
from cso_desk.features.members.record import Organisation
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.search import refresh
from cso_desk.store.soundness import damage

PAGE = 4096


@pytest.mark.parametrize("spare", [False, True])
def test_a_flipped_bit_in_any_page_is_noticed_by_a_store_that_is_open(tmp_path, spare):
    store, _code = create_store(tmp_path / "store", "02", passphrase="green rice field water", cost=CHEAP)
    with store.transaction("Add") as t:
        t.add_all(Organisation(name_en=f"Group {n}", notes="a long note " * 60) for n in range(20))
    refresh(store)
    with store.writing(derived=True) as connection:
        if spare:  # pages that wait to be used again: nobody reads them but who copies the file
            connection.exec_driver_sql("CREATE TABLE gone(text)")
            connection.exec_driver_sql("INSERT INTO gone VALUES (zeroblob(40000))")
            connection.exec_driver_sql("DROP TABLE gone")
        else:
            connection.exec_driver_sql("PRAGMA incremental_vacuum")
    with store.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    path, chance = store.folder / DATABASE, random.Random(spare)
    with store.engine.connect() as connection:
        assert (connection.exec_driver_sql("PRAGMA freelist_count").scalar_one() > 0) == spare
        assert damage(connection) == []
    pages = range(PAGE, path.stat().st_size, PAGE)
    # The last ones are those that wait, where there are any.
    for first in pages[-10:] if spare else chance.sample(pages, 15):
        with store.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            with flipped(path, first + chance.randrange(PAGE), 1 << chance.randrange(8)):
                assert noticed(connection), first // PAGE + 1
            connection.invalidate()  # SQLCipher gives nothing any more where it once met a wrong seal
    store.close()


@contextmanager
def flipped(path, place, bit):
    with path.open("rb+", buffering=0) as file:
        file.seek(place)
        byte = file.read(1)[0]
        for each in (byte ^ bit, byte):
            file.seek(place)
            file.write(bytes([each]))
            if each != byte:
                yield


def noticed(connection):
    try:
        return bool(damage(connection))
    except DatabaseError:
        return True
