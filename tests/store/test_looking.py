"""A store is looked at beside who writes it, and where nobody may write: nothing in its folder changes."""

import ctypes
import os
import sys
from contextlib import closing

import pytest

from cso_desk.__main__ import main
from cso_desk.assembly import create_store, open_store, open_to_look
from cso_desk.errors import UserError
from cso_desk.features.members.record import Organisation
from cso_desk.store.drafts import Draft, keep_drafts
from cso_desk.store.files import READY, may_write
from cso_desk.store.holds import HeldError, Hold
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import WrongPassphraseError
from cso_desk.store.private_folder import PLACE
from cso_desk.store.search import refresh, search
from cso_desk.wording import use_language

OWN = "mango rain river lamp"


@pytest.fixture
def folder(tmp_path):
    use_language("en")
    store, _code = create_store(tmp_path / "store", "02", passphrase=OWN, actor="Sok Dara", cost=CHEAP)
    with closing(store):
        add(store, "First")
    return tmp_path / "store"


def add(store, name):
    with store.transaction("Add") as t:
        t.add(Organisation(name_en=name))
    refresh(store)


def names(store):
    with store.reading() as reading:
        return {each.name_en for each in reading.all(Organisation)}


def content(folder):
    """Every file, but for what readers of a log share."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    }


def test_beside_who_writes_the_newest_is_seen_and_nothing_is_written(folder):
    with closing(open_store(folder, OWN)) as working:
        add(working, "Second")
        before = content(folder)
        with closing(open_to_look(folder, OWN, hold=Hold.TAKEN)) as looking:
            assert names(looking) == {"First", "Second"}
            assert [each.title_en for each in search(looking, "second")] == ["Second"]
            for act in (
                lambda: looking.transaction("Add").__enter__(),
                lambda: looking.writing(derived=True).__enter__(),
            ):
                with pytest.raises(HeldError, match="another window"):
                    act()
            assert not keep_drafts(looking, [Draft("organisation", "x", "name_en", "half")])
            assert content(folder) == before
            # Whoever works is not held up, not even in bringing the log into the database.
            add(working, "Third")
            assert names(looking) == {"First", "Second", "Third"}
            assert looking.user.name == "Sok Dara"


def test_a_reader_cannot_write_by_any_way(folder):
    with (
        closing(open_store(folder, OWN)),
        closing(open_to_look(folder, OWN, hold=Hold.TAKEN)) as looking,
        looking.engine.connect() as connection,
        pytest.raises(Exception, match="readonly"),
    ):
        connection.exec_driver_sql("DELETE FROM change")


def test_apart_a_copy_with_the_log_is_read_and_goes_at_the_end(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("CSO_DESK_HOME", str(tmp_path / "home"))
    working = open_store(folder, OWN)
    add(working, "Only in the log")
    before = content(folder)
    looking = open_to_look(folder, OWN, hold=Hold.UNWRITABLE, apart=True)
    assert "Only in the log" in names(looking)
    add(working, "Later")
    assert "Later" not in names(looking)
    assert list((tmp_path / "home" / PLACE).rglob("store.db"))
    looking.close()
    assert not list((tmp_path / "home" / PLACE).rglob("store.db"))
    working.close()
    assert before.keys() >= {path for path in content(folder) if path.suffix == ".db"}


def test_lists_that_were_not_made_yet_are_made_in_a_copy(folder):
    with closing(open_store(folder, OWN)) as working:
        with working.transaction("Add") as t:
            t.add(Organisation(name_en="Not in any list"))
        before = content(folder)
        with closing(open_to_look(folder, OWN, hold=Hold.TAKEN)) as looking:
            assert [each.title_en for each in search(looking, "any list")] == ["Not in any list"]
            with pytest.raises(HeldError):
                looking.transaction("Add").__enter__()
        assert content(folder) == before


def test_where_nobody_may_write_the_store_is_looked_at_all_the_same(folder, write_protected):
    before = content(folder)
    assert may_write(folder)
    write_protected(folder)
    assert not may_write(folder)
    with closing(open_to_look(folder, OWN, hold=Hold.UNWRITABLE, apart=True)) as looking:
        assert names(looking) == {"First"}
        assert "Nobody may write" in looking.why_not()
    assert content(folder) == before


def test_a_command_looks_at_a_store_where_nobody_may_write(folder, write_protected, tmp_path, capsys):
    (tmp_path / "words").write_text(f"{OWN}\n")
    at = ["--lang", "en", "--store", str(folder), "--passphrase-file", str(tmp_path / "words")]
    before = content(folder)
    write_protected(folder)
    assert main([*at, "list", "members"]) == 0
    assert "First" in capsys.readouterr().out
    assert main([*at, "add", "organisation", "name_en=Second"]) == 2
    assert "Nobody may write" in capsys.readouterr().err
    assert content(folder) == before


def test_what_cannot_be_looked_at_is_said(folder):
    with pytest.raises(WrongPassphraseError):
        open_to_look(folder, "wrong words here", hold=Hold.TAKEN)
    with pytest.raises(UserError, match="passphrase"):
        open_to_look(folder, hold=Hold.TAKEN)
    with pytest.raises(UserError, match="no store"):
        open_to_look(folder / "else", hold=Hold.TAKEN)
    (folder / READY).mkdir()
    with pytest.raises(UserError, match="being restored"):
        open_to_look(folder, OWN, hold=Hold.TAKEN)


@pytest.fixture
def write_protected():
    """Lets nobody write in a folder, the administrator neither."""
    if sys.platform == "win32":
        pytest.skip("rights of folders are POSIX")
    changed = []
    with without_privilege():
        yield lambda folder: [protect(path, changed) for path in (*folder.rglob("*"), folder)]
        for path, mode in reversed(changed):
            path.chmod(mode)


def protect(path, changed):
    changed.append((path, path.stat().st_mode))
    path.chmod(0o555 if path.is_dir() else 0o444)


class without_privilege:  # noqa: N801  used as a statement
    """An administrator of Linux gives up for a while what lets him write everywhere (capset(2))."""

    def __enter__(self):
        self._kept = None
        if os.geteuid() == 0:
            self._head = (ctypes.c_uint32 * 2)(0x20080522, 0)
            self._kept, now = (ctypes.c_uint32 * 6)(), (ctypes.c_uint32 * 6)()
            libc = self._libc = ctypes.CDLL(None, use_errno=True)
            assert libc.capget(self._head, self._kept) == 0
            libc.capget(self._head, now)
            now[0] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            assert libc.capset(self._head, now) == 0

    def __exit__(self, *_error):
        if self._kept is not None:
            assert self._libc.capset(self._head, self._kept) == 0
