"""Another program that knows SQLCipher's format opens the store: nobody is locked in by ours."""

import sys

import pytest

from cso_desk.assembly import create_store
from cso_desk.features.members.record import Organisation
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import unlock
from cso_desk.store.rekey import change_key
from cso_desk.store.user_slots import add_user
from cso_desk.store.users import Role

apsw = pytest.importorskip("apsw")


def rows(path, key):
    """What the second reader finds in the database with this key, and what it says of its pages."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        for pragma in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{key.hex()}'\""):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        names = connection.execute("SELECT name_km FROM organisation ORDER BY name_km").fetchall()
        return [name for (name,) in names], connection.execute("PRAGMA integrity_check").fetchall()
    finally:
        connection.close()


@pytest.mark.skipif(not hasattr(apsw, "mc_version"), reason="apsw here knows no ciphers")
@pytest.mark.skipif(sys.platform == "win32", reason="tried on Linux only")
def test_a_second_reader_opens_the_store_with_the_key_of_the_recovery_code(tmp_path):
    store, code = create_store(tmp_path, "02", passphrase="mango rain river lamp", actor="Dara", cost=CHEAP)
    with store.transaction("Add") as t:
        t.add_all(Organisation(name_km=name) for name in ("សមាគមកសិករ", "សមាគមស្ត្រី"))
    store.close()
    key = unlock(tmp_path, code)
    found = (["សមាគមកសិករ", "សមាគមស្ត្រី"], [("ok",)])
    assert rows(tmp_path / DATABASE, key) == found
    with pytest.raises(apsw.NotADBError):
        rows(tmp_path / DATABASE, bytes(32))
    leaving = add_user(tmp_path, key, "Leaving", Role.VIEWER, "paper moon candle boat")
    new, _code = change_key(tmp_path, key, leaving.slot)
    assert rows(tmp_path / DATABASE, new) == found
    with pytest.raises(apsw.NotADBError):
        rows(tmp_path / DATABASE, key)
