"""Backups on the command line: made, copied, listed, looked at and restored; what came since comes over."""

import random
from pathlib import Path

import command_line
from command_line import Desk

from cso_desk.store.files import DATABASE

empty, desk, filled = command_line.empty, command_line.desk, command_line.filled
made_once, nation = command_line.made_once, command_line.nation


def titles(desk: Desk) -> set[str]:
    return {str(each["name_en"]) for each in desk.json("list", "organisation")["records"]}


def test_a_store_is_restored_and_what_came_since_is_brought_over(desk: Desk, tmp_path: Path) -> None:
    desk.json("add", "organisation", "name_en=Before")
    made = desk.json("backup", "--to", str(tmp_path / "stick"))
    name = made["backup"]["name"]
    assert Path(made["copy"]["folder"]).is_dir()
    assert [each["name"] for each in desk.json("backups")["backups"]] == [name]
    assert len(desk.json("backups", "--to", str(tmp_path / "stick"))["backups"]) == 2
    desk.json("add", "organisation", "name_en=Since")
    seen = desk.json("restore", "--backup", name, "--preview")["preview"]
    assert seen["kinds"]["organisation"] == {"lost": 1, "back": 0, "changed": 0}
    assert {"Before", "Since"} <= titles(desk)
    done = desk.json("restore", "--backup", "newest")
    assert done["aside"]["reason"] == "before-restore"
    assert "Since" not in titles(desk)
    assert desk.json("restore", "--since")["over"]["changes"] > 0
    assert {"Before", "Since"} <= titles(desk)
    assert desk("restore", "--since").code
    assert desk.json("doctor", "--deep")["ok"]


def test_restore_still_takes_a_record_out_of_the_trash(desk: Desk) -> None:
    code = desk.json("add", "organisation", "name_en=One")["record"]["code"]
    desk.json("trash", code)
    assert desk.json("restore", code)["record"]["code"] == code
    assert desk("restore").code
    assert desk("restore", "--backup", "nothing of this name").code


def test_a_damaged_store_is_rescued(desk: Desk) -> None:
    desk.json("add", "organisation", "name_en=Kept")
    desk.json("backup")
    store = Path(desk.json("backups")["backups"][0]["folder"]).parent.parent
    raw = bytearray((store / DATABASE).read_bytes())
    chance = random.Random(1)
    for _ in range(6):
        start = chance.randrange(10, len(raw) // 4096) * 4096
        raw[start : start + 2048] = bytes(2048)
    (store / DATABASE).write_bytes(raw)
    assert desk("doctor").code
    assert desk.json("rescue")["way"] in ("made anew", "from backup")
    assert "Kept" in titles(desk)
    assert desk.json("doctor", "--deep")["ok"]
