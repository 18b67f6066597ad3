"""The store as files: encryption, passphrases, versions, identity after copies and restores, a full disk."""

import contextlib
import json
import shutil

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.assembly import create_store, open_store
from cso_desk.catalog import RECORD_TYPES
from cso_desk.errors import DamagedFileError, UserError
from cso_desk.features.members.record import Organisation
from cso_desk.journal.streams import held
from cso_desk.settings import home_folder
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import FILE_NAME, unlock
from cso_desk.store.migrations import VERSION
from cso_desk.store.typed_secrets import read_code, show_code

SECRET = "ផ្កាឈូក ទន្លេសាប 27"
NAME = "អង្គការកាណារី"


def made(folder, passphrase=SECRET):
    store, code = create_store(folder, "02", passphrase=passphrase, actor="Dara", cost=CHEAP)
    with store.transaction("Add") as t:
        organisation = t.add(Organisation(name_km=NAME)).id
    return store, code, organisation


@pytest.fixture
def encrypted(tmp_path):
    store, code, organisation = made(tmp_path / "store")
    store.close()
    return tmp_path / "store", code, organisation


def test_no_word_of_a_record_stands_readable_in_any_file(encrypted):
    folder, _code, _organisation = encrypted
    needles = [NAME.encode(), NAME.encode("utf-16-le"), b"CREATE TABLE", b"Dara", SECRET.encode()]
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [n for n in needles if n in content], path


def test_passphrase_and_recovery_code_open_the_store(encrypted):
    folder, code, organisation = encrypted
    khmer_digits = SECRET.replace("27", "២៧")
    for secret in (SECRET, f"  {khmer_digits} ", code, code.replace("-", " ")):
        store = open_store(folder, secret)
        with store.reading() as reading:
            assert reading.get(Organisation, organisation).name_km == NAME
        store.close()


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "000000-" * 7 + "000000", "1" * 48])
def test_a_wrong_passphrase_is_a_sentence_and_changes_nothing(encrypted, secret):
    folder, _code, _organisation = encrypted
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(UserError) as error:
        open_store(folder, secret)
    assert len(str(error.value)) > 20
    assert (folder / DATABASE).read_bytes() == before


def test_recovery_codes_notice_a_wrong_digit():
    code = show_code(bytes(range(16)))
    assert read_code(code) == bytes(range(16))
    for place, digit in enumerate(code):
        if digit != "-":
            other = str((int(digit) + 1) % 10)
            assert read_code(code[:place] + other + code[place + 1 :]) != bytes(range(16))


@pytest.mark.parametrize(
    "kdf",
    # Just beyond each limit: were it gone, the test would fail soon and not take all memory.
    [
        {"memory": 1024 * 1024 + 1},
        {"memory": 1},
        {"rounds": 0},
        {"rounds": 17},
        {"lanes": 9},
        {"name": "md5"},
    ],
)
def test_a_tampered_key_file_is_refused_before_any_work(encrypted, kdf):
    folder, _code, _organisation = encrypted
    path = folder / FILE_NAME
    found = json.loads(path.read_text())
    found["slots"][0]["kdf"] |= kdf
    path.write_text(json.dumps(found))
    with pytest.raises(DamagedFileError):
        unlock(folder, SECRET)


def test_an_added_slot_is_noticed(encrypted):
    folder, _code, _organisation = encrypted
    path = folder / FILE_NAME
    found = json.loads(path.read_text())
    found["slots"].append(found["slots"][0] | {"note": "mine"})
    path.write_text(json.dumps(found))
    with pytest.raises(DamagedFileError):
        unlock(folder, SECRET)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"magic": "x"}', b"\x00" * 100])
def test_a_broken_key_file_is_a_sentence(encrypted, content):
    folder, _code, _organisation = encrypted
    (folder / FILE_NAME).write_bytes(content)
    with pytest.raises(DamagedFileError):
        unlock(folder, SECRET)


def test_a_broken_database_is_a_sentence(encrypted):
    folder, _code, _organisation = encrypted
    (folder / DATABASE).write_bytes(b"not a database" * 1000)
    with pytest.raises(UserError):
        open_store(folder, SECRET)


def test_a_store_of_a_newer_version_is_left_alone(tmp_path):
    store, _code, _organisation = made(tmp_path, passphrase=None)
    store.close()
    connection = sqlcipher.connect(str(tmp_path / DATABASE))
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(UserError):
        open_store(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == before


def test_there_is_one_store_in_a_folder_and_a_hub_is_a_province(tmp_path):
    store, _code, _organisation = made(tmp_path, passphrase=None)
    store.close()
    with pytest.raises(UserError):
        create_store(tmp_path, "02", passphrase=None)
    for hub in ("99", "", "0208", "x"):
        with pytest.raises(UserError):
            create_store(tmp_path / "other", hub, passphrase=None)
    assert not (tmp_path / "other" / DATABASE).exists()
    with pytest.raises(UserError):
        open_store(tmp_path / "nowhere")


def test_a_store_whose_making_was_cut_off_is_no_store_and_can_be_made_again(tmp_path):
    (tmp_path / "store.db.new").write_bytes(b"half a page")
    (tmp_path / "store.db.new-wal").write_bytes(b"half a page")
    with pytest.raises(UserError):
        open_store(tmp_path)
    store, _code, organisation = made(tmp_path)
    with store.reading() as reading:
        assert reading.get(Organisation, organisation).name_km == NAME
    store.close()
    assert not list(tmp_path.glob("*.new*"))


def test_the_key_of_a_database_that_was_moved_away_is_kept(encrypted):
    folder, _code, organisation = encrypted
    (folder / DATABASE).rename(folder / "moved.db")
    create_store(folder, "02", passphrase="another one", cost=CHEAP)[0].close()
    (old,) = folder.glob(f"{FILE_NAME}.*.old")
    (folder / DATABASE).unlink()
    (folder / "moved.db").rename(folder / DATABASE)
    old.replace(folder / FILE_NAME)
    store = open_store(folder, SECRET)
    with store.reading() as reading:
        assert reading.get(Organisation, organisation).name_km == NAME
    store.close()


def test_a_store_that_could_not_be_made_leaves_nothing_behind(tmp_path):
    with pytest.raises(UserError):
        create_store(tmp_path / "store", "02", passphrase="  ", cost=CHEAP)
    assert list((tmp_path / "store").iterdir()) == []


def test_a_key_file_with_anything_in_it_is_a_sentence(encrypted):
    folder, _code, _organisation = encrypted
    whole = (folder / FILE_NAME).read_text()
    slots = (lambda f: f, lambda f: f["slots"][0], lambda f: f["slots"][0]["kdf"], lambda f: f["slots"][1])
    for place in slots:
        for key in place(json.loads(whole)):
            for value in (None, "AAAA", [None], ...):
                found = json.loads(whole)
                place(found)[key] = value
                if value is ...:
                    del place(found)[key]
                (folder / FILE_NAME).write_text(json.dumps(found))
                with contextlib.suppress(UserError):
                    unlock(folder, SECRET)


def reopened(folder):
    store = open_store(folder)
    try:
        with store.reading() as reading:
            return store.replica, held(reading.connection)
    finally:
        store.close()


def test_a_store_that_is_merely_opened_again_stays_who_it_was(tmp_path):
    store, _code, _organisation = made(tmp_path, passphrase=None)
    store.close()
    assert reopened(tmp_path)[0] == store.replica == reopened(tmp_path)[0]


def test_a_copied_folder_is_another_replica_and_the_first_stays_itself(tmp_path):
    store, _code, _organisation = made(tmp_path / "first", passphrase=None)
    store.close()
    shutil.copytree(tmp_path / "first", tmp_path / "copy")
    assert reopened(tmp_path / "copy")[0] != store.replica
    assert reopened(tmp_path / "first")[0] == store.replica


def test_a_restored_backup_is_another_replica_and_numbers_nothing_twice(tmp_path):
    folder = tmp_path / "store"
    store, _code, organisation = made(folder, passphrase=None)
    store.close()
    shutil.copytree(folder, tmp_path / "backup")
    again = open_store(folder)
    with again.transaction("Edit") as t:
        t.change(Organisation, organisation, name_en="given away")
    first = again.replica
    again.close()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "backup", folder)
    restored = open_store(folder)
    assert restored.replica != first
    with restored.transaction("Edit") as t:
        t.change(Organisation, organisation, name_en="another")
    with restored.reading() as reading:
        numbers = {s.replica: last for s, last in held(reading.connection).items()}
    assert set(numbers) == {first, restored.replica}
    assert numbers[restored.replica] == 1
    restored.close()


def test_another_computer_or_a_lost_home_folder_is_another_replica(tmp_path):
    store, _code, _organisation = made(tmp_path / "store", passphrase=None)
    store.close()
    shutil.rmtree(home_folder() / "replicas")
    now = reopened(tmp_path / "store")[0]
    assert now != store.replica
    for mark in (home_folder() / "replicas").glob("*.json"):
        mark.write_bytes(b"\x00" * 20)
    assert reopened(tmp_path / "store")[0] != now


def test_a_full_disk_is_a_sentence_and_nothing_changes(tmp_path):
    store, _code, organisation = made(tmp_path, passphrase=None)
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    store.engine.dispose()
    store.engine.pool._max_overflow = 0
    with pytest.raises(UserError) as error, store.transaction("Add much") as t:  # noqa: PT012
        t.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")
        t.add_all(Organisation(name_km=NAME, notes="x" * 5000) for _ in range(200))
        t.flush()
    assert "{" not in str(error.value)
    store.engine.dispose()
    with store.reading() as reading:
        assert [o.id for o in reading.all(Organisation)] == [organisation]
    store.close()


def test_the_key_is_in_no_url_and_no_repr(encrypted):
    folder, _code, _organisation = encrypted
    key = unlock(folder, SECRET).hex()
    store = open_store(folder, SECRET)
    assert key not in f"{store.engine.url!r} {store.engine!r} {store!r}"
    store.close()


def test_attach_and_rekey_are_denied(encrypted):
    folder, _code, _organisation = encrypted
    store = open_store(folder, SECRET)
    for sql in ("ATTACH ':memory:' AS other", "PRAGMA rekey = 'x'", "SELECT load_extension('x')"):
        with (
            store.engine.connect() as connection,
            pytest.raises(Exception, match=r"denied|authorized|prohibited"),
        ):
            connection.exec_driver_sql(sql)
    store.close()


def test_every_record_type_has_its_own_name():
    names = [kind.name for kind in RECORD_TYPES]
    assert len(names) == len(set(names))
