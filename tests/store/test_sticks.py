"""Memory sticks are told from disks by what the system says of them."""

from pathlib import Path

from cso_desk.store.sticks import sticks, sticks_in

MOUNTS = r"""
/dev/nvme0n1p2 / ext4 rw 0 0
/dev/sda1 /data ext4 rw 0 0
/dev/sdb1 /media/sok/KH\04002 vfat rw 0 0
/dev/sdc1 /srv/stick vfat rw 0 0
/dev/mmcblk0p1 /srv/card vfat rw 0 0
tmpfs /media/fake tmpfs rw 0 0
"""


def blocks(folder: Path) -> Path:
    for name, removable in (("nvme0n1", 0), ("sda", 0), ("sdc", 1), ("mmcblk0", 1)):
        (folder / name).mkdir()
        (folder / name / "removable").write_text(f"{removable}\n")
    return folder


def test_removable_disks_and_what_lies_under_media_are_sticks(tmp_path: Path) -> None:
    found = {each.name: each.folder for each in sticks_in(MOUNTS, blocks(tmp_path))}
    assert found == {
        "KH 02": Path("/media/sok/KH 02"),
        "card": Path("/srv/card"),
        "stick": Path("/srv/stick"),
    }


def test_a_system_that_says_nothing_has_no_sticks(tmp_path: Path) -> None:
    assert sticks_in("", tmp_path / "missing") == []


def test_asking_this_computer_works() -> None:
    assert all(each.folder.is_absolute() for each in sticks())
