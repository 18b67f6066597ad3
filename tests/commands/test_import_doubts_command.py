"""Rows that may be here already, chosen for on the command line."""

from pathlib import Path

import command_line
from command_line import Desk

empty, desk, made_once = command_line.empty, command_line.desk, command_line.made_once
HEAD = "No,Organisation,Phone,E-mail\n"
THERE = HEAD + "1,Lotus Children Development,012 345 678,\n"
ALIKE = HEAD + "1,Lotus Childrens Developmnt,012 345 678,lotus@example.org\n2,Another Group,,\n"


def taken(desk: Desk, tmp_path: Path) -> str:
    first, second = tmp_path / "there.csv", tmp_path / "alike.csv"
    first.write_text(THERE, encoding="utf-8")
    second.write_text(ALIKE, encoding="utf-8")
    desk.json("import", str(first), "--as", "members")
    return str(second)


def test_a_plan_says_what_would_become_of_each_row_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    file = taken(desk, tmp_path)
    before = desk.json("list", "members")["count"]
    data = desk.json("import", file, "--as", "members", "--plan")
    assert (data["preview"], data["states"]) == (True, {"doubtful": 1, "new": 1})
    assert "the same telephone" in data["planned"][0]["doubt"]["reasons"]
    assert data["planned"][1]["doubt"] is None
    assert desk.json("list", "members")["count"] == before


def test_doubtful_rows_can_be_the_same(desk: Desk, tmp_path: Path) -> None:
    data = desk.json("import", taken(desk, tmp_path), "--as", "members", "--doubts", "same")
    assert (data["created"], data["changed"]) == ({"organisation": 1}, {"organisation": 1})
    assert data["planned"][0]["changes"] == ["organisation.email"]


def test_one_row_can_be_left_out(desk: Desk, tmp_path: Path) -> None:
    data = desk.json("import", taken(desk, tmp_path), "--as", "members", "--row", "2=out")
    assert (data["created"], data["skipped"]) == ({"organisation": 1}, 1)


def test_a_choice_for_a_row_without_a_doubt_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = taken(desk, tmp_path)
    refused = desk("import", file, "--as", "members", "--row", "3=same", lang="en")
    assert refused.code != 0
    assert "Row 3" in refused.out + refused.err
    assert desk("import", file, "--row", "3=maybe", lang="en").code != 0
