"""Files get their names when they are on the disk: a plug pulled leaves the old one or the new one."""

import os
from pathlib import Path

import pytest

from cso_desk.assembly import create_store
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import ASKED
from cso_desk.store.blobs import Blobs, blobs_of
from cso_desk.store.files import write_whole
from cso_desk.store.second_place import copy_elsewhere

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders go to the disk by themselves elsewhere")

NAME = -1


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What went to the disk, by its inode, and NAME for whatever got its name meanwhile."""
    done: list[int] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        sync(handle)
        done.append(os.fstat(handle).st_ino)

    def replaced(source: str, target: str) -> None:
        replace(source, target)
        done.append(NAME)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    return done


def test_a_file_is_on_the_disk_before_it_has_its_name_and_the_name_lasts(
    tmp_path: Path, order: list[int]
) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, b"old")
    order.clear()
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert order == [path.stat().st_ino, NAME, tmp_path.stat().st_ino]
    assert list(tmp_path.iterdir()) == [path]


def test_files_on_a_stick_have_their_names_for_good_before_a_backup_counts_on_them(
    tmp_path: Path, order: list[int]
) -> None:
    store, _code = create_store(tmp_path / "store", "02", passphrase=None)
    (tmp_path / "law.pdf").write_bytes(b"law")
    kept = blobs_of(store).add_file(tmp_path / "law.pdf")
    back_up(store, ASKED)
    place = tmp_path / "stick" / "CSO-Desk-backups" / "02"
    order.clear()
    copied = copy_elsewhere(store, place)
    store.close()
    there = Blobs(place).path_of(kept.sha256)
    assert copied.files == 1
    backup = place / copied.backup.folder.name
    file, folder = there.stat().st_ino, there.parent.stat().st_ino
    named = order.index(backup.stat().st_ino)
    assert order.index(file) < order.index(NAME) < order.index(folder) < named
