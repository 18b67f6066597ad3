"""`export`: vCards of those who agreed to be shared, and nobody else."""

from pathlib import Path

import command_line
from command_line import Desk

empty, filled, made_once = command_line.empty, command_line.filled, command_line.made_once


def test_only_who_agreed_leaves_the_hub_as_vcard(filled: Desk, tmp_path: Path) -> None:
    out = tmp_path / "contacts.vcf"
    refused = filled("export", "organisations", "--out", str(out))
    assert refused.code == 2
    assert not out.exists()
    filled.json("set", "BTB-0002", "consent=yes")
    told = filled.json("export", "organisations", "--out", str(out))
    assert (told["cards"], told["left_out"]) == (1, 1)
    text = out.read_text("utf-8")
    assert "FN:Water for all" in text
    assert "X-CSO-DESK-CODE:BTB-0002" in text
    assert "TEL;TYPE=WORK:+85512345678" in text
    assert text.count("BEGIN:VCARD") == 1


def test_single_records_are_named_by_codes_and_written_in_version_4(filled: Desk, tmp_path: Path) -> None:
    out = tmp_path / "one.vcf"
    filled.json("set", "BTB-P0001", "consent=yes")
    assert filled.json("export", "people", "BTB-P0001", "--out", str(out), "--vcard", "4.0")["cards"] == 1
    assert "VERSION:4.0" in out.read_text("utf-8")
    filled.json("export", "people", "--out", str(tmp_path / "one.txt"), code=2)


def test_what_is_for_this_hub_only_stays_although_it_agreed(filled: Desk, tmp_path: Path) -> None:
    filled.json("set", "BTB-0002", "consent=yes", "sensitivity=hub")
    filled.json("export", "organisations", "--out", str(tmp_path / "a.vcf"), code=2)


def test_cards_that_were_exported_come_in_again_as_the_same_people(filled: Desk, tmp_path: Path) -> None:
    out = tmp_path / "people.vcf"
    filled.json("set", "BTB-P0001", "consent=yes", "phones=012 999 888")
    filled.json("export", "people", "--out", str(out))
    taken = filled.json("import", str(out))
    assert "person" not in taken["created"]
