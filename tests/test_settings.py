"""The file of the settings: only what was chosen, nothing of other versions lost, damage kept aside."""

import json
from pathlib import Path
from typing import Any

import pytest

from cso_desk.errors import UserError
from cso_desk.settings import FILE_NAME, OFFERED, Settings, default_of, load_settings, save_settings


def written(folder: Path, text: str) -> Path:
    path = folder / FILE_NAME
    path.write_text(text, encoding="utf-8")
    return path


def in_file(folder: Path) -> Any:
    return json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))


def test_only_what_was_chosen_stands_in_the_file(tmp_path: Path) -> None:
    chosen = Settings()
    chosen.palette = "dark"
    assert save_settings(chosen, tmp_path / "home")
    assert in_file(tmp_path / "home") == {"palette": "dark"}
    assert load_settings(tmp_path / "home") == Settings(palette="dark")


def test_going_back_to_the_default_is_kept_too(tmp_path: Path) -> None:
    save_settings(Settings(text_size=14), tmp_path)
    again = load_settings(tmp_path)
    again.text_size = 10
    save_settings(again, tmp_path)
    assert load_settings(tmp_path).text_size == 10


def test_what_a_newer_version_wrote_stays_until_somebody_chooses_otherwise(tmp_path: Path) -> None:
    written(tmp_path, '{"palette": "sepia", "text_size": 11.5, "scent": {"rose": 3}, "lock_minutes": 20}')
    found = load_settings(tmp_path)
    assert (found.palette, found.text_size, found.lock_minutes) == ("light", 10, 20)
    found.language = "en"
    save_settings(found, tmp_path)
    assert in_file(tmp_path) == {
        "palette": "sepia", "text_size": 11.5, "scent": {"rose": 3}, "lock_minutes": 20, "language": "en"
    }  # fmt: skip
    found.palette = "dark"
    save_settings(found, tmp_path)
    assert in_file(tmp_path)["palette"] == "dark"
    assert in_file(tmp_path)["scent"] == {"rose": 3}


def test_two_programs_do_not_write_over_each_other(tmp_path: Path) -> None:
    window, command = load_settings(tmp_path), load_settings(tmp_path)
    command.lock_minutes = 60
    save_settings(command, tmp_path)
    window.lists["people"] = {"sort": "name"}
    save_settings(window, tmp_path)
    both = load_settings(tmp_path)
    assert (both.lock_minutes, both.lists) == (60, {"people": {"sort": "name"}})


@pytest.mark.parametrize("text", ["{", "[]", "null", '"km"', '{"language": "en"', "[" * 100_000])
def test_a_damaged_file_never_stops_the_start_and_is_kept_aside(tmp_path: Path, text: str) -> None:
    written(tmp_path, text)
    found = load_settings(tmp_path)
    assert found == Settings()
    assert found.unread
    found.language = "en"
    save_settings(found, tmp_path)
    assert (tmp_path / found.set_aside).read_text(encoding="utf-8") == text
    assert in_file(tmp_path) == {"language": "en"}
    assert not load_settings(tmp_path).unread


def test_bytes_that_are_no_text_are_damage(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\x00\xd8")
    assert load_settings(tmp_path) == Settings()


def test_a_folder_that_cannot_be_written_is_told_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    assert not save_settings(Settings(language="en"), tmp_path / "home")


@pytest.mark.parametrize("name", OFFERED)
def test_every_choice_can_be_typed_and_has_words(name: str) -> None:
    offered = OFFERED[name]
    assert default_of(name) in offered.choices
    for value in offered.choices:
        assert offered.read(f" {value} ") == value
        assert offered.said(value)
    with pytest.raises(UserError, match="what nobody offers"):
        offered.read("what nobody offers")
