"""`erase` tells first, does it where the code stands twice, and writes a confirmation without a name."""

from contextlib import closing
from pathlib import Path

import command_line
from command_line import Desk

from cso_desk.assembly import open_store
from cso_desk.features.hub.service import save_retention
from cso_desk.features.members.record import Person, Position

empty, filled, made_once = command_line.empty, command_line.filled, command_line.made_once


def test_a_person_is_erased_where_the_code_is_said_twice(filled: Desk, tmp_path: Path) -> None:
    told = filled.json("erase", "BTB-P0001")
    assert (told["erased"], told["code"]) == (False, "BTB-P0001")
    assert "សុភា" in filled("show", "BTB-P0001").out
    assert filled("erase", "BTB-P0001", "--confirm", "BTB-P0002").code == 2
    paper = tmp_path / "confirmation.pdf"
    said = filled("erase", "BTB-P0001", "--confirm", "BTB-P0001", "--paper", str(paper))
    assert said.code == 0, said
    assert "សុភា" not in said.out
    assert paper.read_bytes().startswith(b"%PDF")
    assert "សុភា" not in filled("show", "BTB-P0001").out
    assert "សុភា" not in filled("history", "BTB-P0001").out
    assert filled("erase", "BTB-P0001").code == 2


def test_only_people_are_erased(filled: Desk) -> None:
    assert "Only people" in filled("erase", "BTB-0002").err


def test_whom_nobody_met_for_the_years_of_the_settings_is_listed(filled: Desk) -> None:
    assert "Nobody is due" in filled("erase", "--list").out
    with closing(open_store(filled.folder)) as store, store.transaction("Add") as t:
        left = t.add(Person(name_en="Long gone"))
        t.add(Position(person=left.id, title_en="Head", to_date="2010-06-30"))
    assert filled.json("erase", "--list") == {"suggested": []}
    with closing(open_store(filled.folder)) as store:
        save_retention(store, 5)
    told = filled.json("erase", "--list")["suggested"]
    assert [(each["person"], each["last"]) for each in told] == [(left.id, "2010-06-30")]
    said = filled("erase", "--list").out
    assert told[0]["code"] in said
    assert "Long gone" not in said
