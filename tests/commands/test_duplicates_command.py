"""What was entered twice, on the command line."""

import pytest
from command_line import Desk

NAMES = ("Women Farmers Association of Banan", "Banan Women Farmers Assoc.")


@pytest.fixture
def twice(tmp_path, capsys):
    desk = Desk(tmp_path / "store", capsys).init("02", "--practice")
    for name in NAMES:
        assert desk("add", "organisation", f"name_en={name}", "phones=012345678").code == 0
    return desk


def test_a_pair_is_listed_with_its_reasons(twice):
    data = twice.json("duplicates", "--kind", "organisation")
    assert data["count"] == 1
    (pair,) = data["pairs"]
    assert {pair["one"]["code"], pair["other"]["code"]} == {"BTB-0001", "BTB-0002"}
    assert "the same telephone" in twice("duplicates").out


def test_merging_leaves_one_and_undo_brings_back_the_other(twice):
    assert twice("duplicates", "merge", "BTB-0001", "BTB-0002").code == 0
    assert twice.json("duplicates")["count"] == 0
    assert "BTB-0002" not in twice("search", "Banan").out
    assert twice("undo").code == 0
    assert twice.json("duplicates")["count"] == 1


def test_three_become_one_in_one_step(twice):
    assert twice("add", "organisation", f"name_en={NAMES[0]}", "phones=012345678").code == 0
    said = twice.json("duplicates", "merge", "BTB-0002", "BTB-0001", "BTB-0003")
    assert len(said["merged"]) == 2
    assert twice.json("duplicates")["count"] == 0
    assert twice("undo").code == 0
    assert twice.json("duplicates")["count"] == 3


def test_what_is_not_the_same_is_not_listed_again(twice):
    assert twice("duplicates", "distinct", "BTB-0002", "BTB-0001").code == 0
    assert twice.json("duplicates")["count"] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("merge", "BTB-0001"),
        ("merge", "BTB-0001", "BTB-0001"),
        ("distinct", "BTB-0001"),
        ("distinct", "BTB-0001", "BTB-0002", "BTB-0001"),
    ],
)
def test_two_records_are_needed(twice, words):
    said = twice("duplicates", *words)
    assert said.code == 2
    assert said.err
