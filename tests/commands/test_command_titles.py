"""Titles of other library programs, by the command line."""

from pathlib import Path

import command_line
import pytest
from command_line import Desk

empty, desk, made_once = command_line.empty, command_line.desk, command_line.made_once


@pytest.mark.parametrize("ending", [".mrc", ".xml", ".ris", ".bib"])
def test_titles_go_out_and_are_known_when_they_come_back(desk: Desk, tmp_path: Path, ending: str) -> None:
    code = desk.json("add", "library_title", "title_en=Law on Associations", "kind=law")["record"]["code"]
    desk.json("add", "library_title", "title_en=Another")
    out = tmp_path / f"titles{ending}"
    assert desk.json("titles", "export", code, "--out", str(out))["titles"] == 1
    assert desk.json("titles", "import", str(out))["known"] == 1
    desk.json("trash", code)
    assert desk.json("titles", "import", str(out), "--dry-run")["new"] == 1
    assert desk.json("titles", "import", str(out))["new"] == 1
    assert desk("titles", "export", "--out", str(tmp_path / "titles.pdf")).code
