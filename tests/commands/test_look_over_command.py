"""What the rules of the work doubt, on the command line."""

import pytest
from command_line import Desk


@pytest.fixture
def doubtful(tmp_path, capsys):
    """An institution that two people lead at once."""
    desk = Desk(tmp_path / "store", capsys).init("02", "--practice")
    desk("add", "organisation", "name_en=Women for Peace", "kind=ngo")
    for name in ("Sok Dara", "Chea Vuthy"):
        desk("add", "person", f"name_en={name}")
    for number in (1, 2):
        desk("add", "position", f"person=BTB-P000{number}", "organisation=BTB-0001", "role=head")
    return desk


def test_what_looks_wrong_is_listed_with_its_records(doubtful):
    told = doubtful.json("look-over")
    assert told["count"] == 1
    (doubt,) = told["doubts"]
    assert "BTB-0001" in {each["code"] for each in doubt["records"]}
    assert "head" in doubt["sentence"]
    assert doubt["key"][:8] in doubtful("look-over").out


def test_what_is_right_so_is_remembered_with_its_reason_until_it_is_undone(doubtful):
    (doubt,) = doubtful.json("look-over")["doubts"]
    said = doubtful.json("look-over", "right", doubt["key"][:8], "--reason", "Both lead it")
    assert said == {"key": doubt["key"], "right": True, "reason": "Both lead it"}
    assert doubtful.json("look-over")["count"] == 0
    doubtful("undo")
    assert doubtful.json("look-over")["count"] == 1


@pytest.mark.parametrize("key", ["", "12", "ffffffffffff"])
def test_a_key_that_names_nothing_is_told(doubtful, key):
    assert "look-over" in doubtful.json("look-over", "right", key, code=2)["error"]
    assert doubtful.json("look-over")["count"] == 1
