"""`calendar`: meetings as an iCalendar file."""

from pathlib import Path

import command_line
from command_line import Desk

desk, empty, filled, made_once = (
    command_line.desk,
    command_line.empty,
    command_line.filled,
    command_line.made_once,
)
COMING = ("meeting", "add", "--title-km", "ប្រជុំ", "--date", "2099-09-30")


def test_a_meeting_is_written_and_other_names_are_refused(filled: Desk, tmp_path: Path) -> None:
    code = filled.json(*COMING)["record"]["code"]
    out = tmp_path / "all.ics"
    told = filled.json("calendar", "--out", str(out))
    assert (told["meetings"], told["for_this_hub"], told["without_day"]) == (1, 0, 0)
    assert b"DTSTART;VALUE=DATE:20990930" in out.read_bytes()
    assert filled.json("calendar", code, "--out", str(out))["meetings"] == 1
    filled.json("calendar", code, "--out", str(tmp_path / "all.txt"), code=2)
    filled.json("calendar", "BTB-P0001", "--out", str(out), code=2)


def test_a_series_is_named_alone(filled: Desk, tmp_path: Path) -> None:
    series = filled.json("add", "series", "title_km=ប្រចាំខែ")["record"]["code"]
    meeting = filled.json(*COMING, "--series", series)["record"]["code"]
    out = tmp_path / "series.ics"
    assert filled.json("calendar", series, "--out", str(out))["meetings"] == 1
    filled.json("calendar", series, meeting, "--out", str(out), code=2)
