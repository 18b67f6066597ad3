"""The report of a problem says what there is, and no names."""

import json
from pathlib import Path

import command_line
from command_line import Desk

from cso_desk.log import note_fault

empty, filled, made_once = command_line.empty, command_line.filled, command_line.made_once


def test_the_report_tells_versions_counts_checks_and_faults(filled: Desk, tmp_path: Path) -> None:
    note_fault(KeyError("Lotus"))
    out = tmp_path / "problem.json"
    assert filled.json("report-problem", "--out", str(out)) == {"file": str(out), "store": True}
    text = out.read_text("utf-8")
    told = json.loads(text)
    assert told["store"]["checks"]["sound"]
    assert told["store"]["records"]["organisation"] == 2
    assert told["log"][-1].endswith("KeyError")
    assert told["settings"]["language"] == "km"
    assert not [word for word in ("Lotus", "Sopha", "12345678", str(tmp_path), "Our hub") if word in text]


def test_where_the_store_does_not_open_the_report_is_made_without_it(filled: Desk, tmp_path: Path) -> None:
    (filled.folder / "store.db").write_bytes(b"no database" * 1000)
    out = tmp_path / "problem.json"
    assert "--closed" in filled("report-problem", "--out", str(out)).err
    assert filled("report-problem", "--closed", "--out", str(out)).code == 0
    assert json.loads(out.read_text("utf-8"))["store"] is None
