"""Exchange through a shared folder, on the command line."""

from pathlib import Path

import command_line
from command_line import Desk

empty, filled, made_once, nation = (
    command_line.empty, command_line.filled, command_line.made_once, command_line.nation,
)  # fmt: skip


def test_two_hubs_meet_and_exchange_through_a_shared_folder(
    filled: Desk, nation: Desk, tmp_path: Path
) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for each in (filled, nation):
        assert each.json("remote", "use", str(shelf))["address"] == str(shelf)
        each.json("remote", "post", "--hello")
    for each in (filled, nation):
        [stranger] = each.json("remote", "collect", "--receive", code=2)["files"]
        assert stranger["new_devices"][0] in each("remote", "collect").out
        accepted = [f"--accept={digits.replace(' ', '')}" for digits in stranger["new_devices"]]
        [hello] = each.json("remote", "collect", "--receive", *accepted)["files"]
        assert hello["received"]
    [posted] = filled.json("remote", "post")["posted"]
    assert posted["hub"] == "00"
    assert posted["changes"] > 5
    [waiting] = nation.json("remote", "collect")["files"]
    assert not waiting["received"]
    [taken] = nation.json("remote", "collect", "--receive")["files"]
    assert taken["received"]
    assert nation.json("remote", "collect")["files"] == []
    assert nation.json("list", "members")["count"] == filled.json("list", "members")["count"] == 2


def test_nothing_is_posted_without_a_folder_or_a_hub(filled: Desk, tmp_path: Path) -> None:
    assert filled("remote", "post").code == 2
    assert "No other hub is known" in filled("remote", "post").err
    assert "No shared folder" in filled("remote", "collect").err
    assert filled("remote", "use", str(tmp_path / "gone")).code == 2
    assert filled.json("remote", "show")["address"] == ""
    filled.json("remote", "use", str(tmp_path))
    assert str(tmp_path) in filled("remote", "show").out
    filled.json("remote", "forget")
    assert filled.json("remote", "show")["address"] == ""
