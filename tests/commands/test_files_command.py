"""Files of records on the command line: kept, listed, carried to another hub, saved there."""

from pathlib import Path

import command_line
from command_line import Desk

empty, desk, filled = command_line.empty, command_line.desk, command_line.filled
made_once, nation = command_line.made_once, command_line.nation


def title(desk: Desk) -> str:
    return str(desk.json("add", "library_title", "title_en=A book")["record"]["code"])


def test_a_file_is_kept_listed_and_saved(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "book.pdf"
    source.write_bytes(b"content" * 100)
    code = title(desk)
    kept = desk.json("files", "add", code, str(source))["file"]
    assert (kept["name"], kept["bytes"], kept["media"], kept["here"]) == (
        "book.pdf", 700, "application/pdf", True,
    )  # fmt: skip
    assert "book.pdf" in desk("files", "list", code).out
    desk.json("files", "save", code, "1", str(tmp_path / "copy.pdf"))
    assert (tmp_path / "copy.pdf").read_bytes() == source.read_bytes()
    assert desk("files", "save", code, "1", str(tmp_path / "copy.pdf")).code
    assert desk("files", "save", code, "2", str(tmp_path / "other.pdf")).code
    assert desk("files", "add", code, str(tmp_path / "nowhere")).code


def test_a_record_without_a_place_for_files_says_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    code = desk.json("add", "organisation", "name_en=One")["record"]["code"]
    assert desk("files", "add", code, str(tmp_path / "x")).code


def test_a_bundle_is_planned_and_its_files_are_told_on_both_sides(
    desk: Desk, nation: Desk, tmp_path: Path
) -> None:
    (tmp_path / "book.pdf").write_bytes(b"content" * 1000)
    code = title(desk)
    desk.json("files", "add", code, str(tmp_path / "book.pdf"))
    plan = desk.json("bundle", "make", "--to", "00", "--plan")
    assert (plan["files"], plan["volumes"]) == (1, 1)
    assert desk.json("bundle", "make", "--to", "00", "--plan", "--by", "mail")["files"] == 0
    made = desk.json("bundle", "make", "--to", "00")
    assert made["files"] == 1
    assert nation.json("bundle", "check", made["path"])["files"] == 1
    assert nation.json("bundle", "receive", made["path"])["files"] == 1
    assert nation.json("files", "list", code)["files"][0]["here"]
    only = desk.json("bundle", "make", "--to", "00", "--title", code)
    assert (only["files"], only["changes"], only["kind"]) == (1, 0, "files")
