"""The settings of this computer from the command line."""

from pathlib import Path

import command_line
from command_line import Desk

from cso_desk.settings import OFFERED, home_folder, load_settings

empty = command_line.empty


def test_every_setting_is_listed_with_its_choices(empty: Desk) -> None:
    listed = empty.json("settings")["settings"]
    assert [each["name"] for each in listed] == list(OFFERED)
    assert all(each["value"] in each["choices"] and each["label"] for each in listed)
    assert "text_size = 10  (Size of the text: 10 points)" in empty("settings").out


def test_one_is_shown_and_chosen(empty: Desk) -> None:
    assert empty.json("settings", "text_size", "12")["value"] == 12
    assert empty.json("settings", "text_size")["value"] == 12
    assert load_settings(home_folder()).text_size == 12
    said = empty("settings", "digits", "latin", lang="km")
    assert said.code == 0
    assert "ឡាតាំង" in said.out


def test_what_is_no_setting_and_no_choice_is_told_and_changes_nothing(empty: Desk) -> None:
    assert "text_size" in empty.json("settings", "colour", code=2)["error"]
    assert "contrast" in empty.json("settings", "palette", "pink", code=2)["error"]
    assert load_settings(home_folder()).palette == "light"


def test_a_damaged_file_is_told_and_kept(empty: Desk) -> None:
    home_folder().mkdir(parents=True, exist_ok=True)
    (home_folder() / "settings.json").write_text("{", encoding="utf-8")
    assert empty.json("settings")["notes"]
    told = empty.json("settings", "palette", "dark")
    assert any("settings.damaged" in note for note in told["notes"])
    assert Path(home_folder() / "settings.damaged").read_text(encoding="utf-8") == "{"
