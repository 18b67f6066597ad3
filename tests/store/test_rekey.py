"""A user is left out: the store gets another key, and whatever moment the power fails at, it opens."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys

import pytest

from cso_desk.assembly import create_store, open_store
from cso_desk.errors import BusyError, CancelledError, UserError
from cso_desk.features.members.record import Organisation
from cso_desk.store.blobs import blobs_of
from cso_desk.store.cipher import keyed
from cso_desk.store.files import DATABASE, READY, finish_restore
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import FILE_NAME, WrongPassphraseError, identified, unlock
from cso_desk.store.rekey import UNFINISHED, change_key, forget_unfinished
from cso_desk.store.user_slots import add_user, users
from cso_desk.store.users import Role

OWN, STAYING, LEAVING = "ផ្កាឈូក ទន្លេសាប", "mango rain river lamp", "paper moon candle boat"


def names_in(folder, secret):
    store = open_store(folder, secret)
    with store.reading() as reading:
        found = {each.name_en for each in reading.all(Organisation)}
    store.close()
    return found


def count_in(folder, secret):
    """How many changes the store holds, looked at without all that stands above the file."""
    with contextlib.closing(keyed(folder / DATABASE, unlock(folder, secret))) as connection:
        return connection.execute("SELECT count(*) FROM change").fetchone()


@pytest.fixture
def made(tmp_path):
    """A closed store with three users and some data: its folder and the slot of the one who leaves."""
    folder = tmp_path / "store"
    store, _code = create_store(folder, "02", passphrase=OWN, actor="Sok Dara", cost=CHEAP)
    with store.transaction("Add") as t:
        t.add_all(Organisation(name_en=f"Organisation {each}") for each in range(300))
    store.close()
    key = unlock(folder, OWN)
    add_user(folder, key, "Staying", Role.SECRETARY, STAYING)
    leaving = add_user(folder, key, "Leaving", Role.SECRETARY, LEAVING)
    return folder, leaving.slot


def test_whoever_was_left_out_opens_the_store_no_more_and_all_others_do(made):
    folder, leaving = made
    before = names_in(folder, LEAVING)
    shutil.copy(folder / FILE_NAME, folder.parent / "kept by somebody")
    key = unlock(folder, OWN)
    new, code = change_key(folder, key, leaving)
    assert new != key
    assert names_in(folder, STAYING) == names_in(folder, code) == names_in(folder, OWN) == before
    assert [each.name for each in users(folder, new)] == ["Sok Dara", "Staying"]
    with pytest.raises(WrongPassphraseError):
        open_store(folder, LEAVING)
    # The earlier key file and passphrase do not open it either.
    shutil.copy(folder.parent / "kept by somebody", folder / FILE_NAME)
    with pytest.raises(UserError):
        open_store(folder, LEAVING)
    with pytest.raises(UserError):
        open_store(folder, STAYING)


def test_the_earlier_recovery_code_opens_the_store_no_more(tmp_path):
    store, earlier = create_store(tmp_path, "02", passphrase=OWN, actor="Sok Dara", cost=CHEAP)
    store.close()
    key = unlock(tmp_path, OWN)
    _new, code = change_key(tmp_path, key, add_user(tmp_path, key, "Leaving", Role.VIEWER, LEAVING).slot)
    assert code != earlier
    with pytest.raises(WrongPassphraseError):
        unlock(tmp_path, earlier)


def test_a_handed_slot_is_wrapped_by_the_passphrase_at_the_next_opening(made):
    folder, leaving = made
    change_key(folder, unlock(folder, OWN), leaving)
    assert b"handed" in (folder / FILE_NAME).read_bytes()
    assert not identified(folder, STAYING).settled
    for secret in (STAYING, OWN):
        open_store(folder, secret).close()
        assert identified(folder, secret).settled
    assert b"handed" not in (folder / FILE_NAME).read_bytes()


def test_two_can_be_left_out_one_after_the_other(made):
    folder, leaving = made
    new, _code = change_key(folder, unlock(folder, OWN), leaving)
    staying = next(each.slot for each in users(folder, new) if each.name == "Staying")
    change_key(folder, new, staying)
    assert names_in(folder, OWN)
    with pytest.raises(WrongPassphraseError):
        unlock(folder, STAYING)


def test_files_kept_with_records_open_as_before(made):
    folder, leaving = made
    (folder.parent / "minutes.pdf").write_bytes(b"%PDF a paper")
    store = open_store(folder, OWN)
    blob = blobs_of(store).add_file(folder.parent / "minutes.pdf")
    store.close()
    change_key(folder, unlock(folder, OWN), leaving)
    store = open_store(folder, OWN)
    assert b"".join(blobs_of(store).content(blob.sha256)) == b"%PDF a paper"
    store.close()


def test_the_store_stays_itself_for_other_hubs(made):
    folder, leaving = made
    store = open_store(folder, OWN)
    replica = store.replica
    store.close()
    change_key(folder, unlock(folder, OWN), leaving)
    store = open_store(folder, OWN)
    assert store.replica == replica
    store.close()


def test_the_last_coordinator_is_not_left_out(made):
    folder, _leaving = made
    key = unlock(folder, OWN)
    with pytest.raises(UserError):
        change_key(folder, key, users(folder, key)[0].slot)
    assert names_in(folder, LEAVING)


def test_a_store_that_is_open_elsewhere_is_left_alone(made):
    folder, leaving = made
    key = unlock(folder, OWN)
    store = open_store(folder, STAYING)
    with pytest.raises(BusyError):
        change_key(folder, key, leaving)
    store.close()
    assert names_in(folder, LEAVING)
    assert not _left(folder)


def test_a_change_that_was_stopped_changed_nothing(made):
    folder, leaving = made

    def stop(_done, _total):
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        change_key(folder, unlock(folder, OWN), leaving, stop)
    assert names_in(folder, LEAVING)
    assert not _left(folder)


def test_without_room_nothing_is_changed(made):
    resource = pytest.importorskip("resource")
    folder, leaving = made
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    key = unlock(folder, OWN)
    open_store(folder, OWN).close()
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, most[1]))
    try:
        with pytest.raises(UserError):
            change_key(folder, key, leaving)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert names_in(folder, LEAVING)
    assert not _left(folder)


_CHILD = """
import os, signal, sys
from pathlib import Path
from cso_desk.store.rekey import change_key
folder, leaving, key, at = Path(sys.argv[1]), sys.argv[2], bytes.fromhex(sys.argv[3]), int(sys.argv[4])
seen = 0

def watch(event, arguments):
    global seen
    if event in ("open", "os.rename", "os.remove", "os.fsync") and str(folder) in str(arguments):
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

def progress(done, total):
    watch("open", str(folder))

sys.addaudithook(watch)
change_key(folder, key, leaving, progress)
print(seen)
"""


_STUCK = """
import errno, sys
from pathlib import Path
from cso_desk.store.rekey import change_key
folder, leaving, key, stuck = Path(sys.argv[1]), sys.argv[2], bytes.fromhex(sys.argv[3]), sys.argv[4]

def refuse(event, arguments):
    if event == "os.rename" and str(arguments[1]) == str(folder / stuck):
        raise OSError(errno.EIO, "the disk failed")

sys.addaudithook(refuse)
print(change_key(folder, key, leaving)[1])
"""


@pytest.mark.parametrize("stuck", [DATABASE, FILE_NAME])
def test_the_new_code_is_given_where_the_disk_fails_after_the_new_key_holds(made, stuck):
    folder, leaving = made
    order = [sys.executable, "-c", _STUCK, str(folder), leaving, unlock(folder, OWN).hex(), stuck]
    done = subprocess.run(order, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert _left(folder) == [READY]
    assert names_in(folder, done.stdout.strip()) == names_in(folder, STAYING)
    assert not _left(folder)
    with pytest.raises(WrongPassphraseError):
        open_store(folder, LEAVING)


def _left(folder):
    return [path.name for path in folder.iterdir() if path.name in (UNFINISHED, READY)]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.long)])
def test_wherever_it_is_killed_the_store_opens_with_the_old_or_with_the_new_keys(made, tmp_path, every):
    folder, leaving = made
    key = unlock(folder, OWN)
    before = count_in(folder, OWN)
    at, ended, old, new = 1 - every, False, 0, 0
    while not ended:
        at += every
        copy = tmp_path / f"killed {at}"
        shutil.copytree(folder, copy)
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, str(copy), leaving, key.hex(), str(at)],
            capture_output=True, check=False, text=True,
        )  # fmt: skip
        ended = done.returncode == 0
        assert ended or done.returncode == -signal.SIGKILL, done.stderr
        finish_restore(copy)
        try:
            unlock(copy, LEAVING)
            old += 1
        except WrongPassphraseError:
            new += 1
        assert count_in(copy, OWN) == count_in(copy, STAYING) == before
        if not new:
            # What was left behind is in nobody's way.
            change_key(copy, unlock(copy, OWN), leaving)
            assert count_in(copy, STAYING) == before
            assert not _left(copy)
        assert READY not in _left(copy)
        shutil.rmtree(copy)
    assert old >= 2
    assert new >= 1  # after the rename, and not killed at all


def test_what_an_interrupted_change_left_goes_after_a_while(made):
    folder, _leaving = made
    (folder / UNFINISHED).mkdir()
    (folder / UNFINISHED / DATABASE).write_bytes(b"half")
    forget_unfinished(folder)
    assert _left(folder)  # another program may just be at it
    os.utime(folder / UNFINISHED, (1, 1))
    open_store(folder, OWN).close()
    assert not _left(folder)


def test_a_damaged_key_file_is_not_answered_with_the_keys_of_before(made):
    folder, leaving = made
    open_store(folder, OWN).close()
    change_key(folder, unlock(folder, OWN), leaving)
    (folder / FILE_NAME).write_bytes(b"")
    with pytest.raises(UserError):
        open_store(folder, LEAVING)
    assert names_in(folder, OWN)
