"""What the threat model names is there: every test in its tables is a test of the suite."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
HELD, TAKEN_OUT = TEXT.split("## Threat and test")[1].split("## What fails when it is taken away")
_MORE = re.compile(r" and \d+ more$")


def rows(table: str) -> list[list[str]]:
    """The cells of a table without its head."""
    found = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return found[1:]


@cache
def every_test() -> frozenset[str]:
    """The names of all tests."""
    return frozenset(
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^\s*def test_(\w+)\(", path.read_text("utf-8"), re.MULTILINE)
    )


def named(cell: str) -> list[str]:
    """The names of tests in a cell: words joined by underscores, at least two."""
    plain = re.sub(r"`[^`]*`|\([^)]*\)", " ", _MORE.sub("", cell))
    return [word for word in re.findall(r"\w+", plain) if word.count("_") >= 2]


@pytest.mark.parametrize("row", rows(HELD), ids=lambda row: row[0])
def test_each_threat_has_a_file_of_tests_and_tests_that_are_there(row: list[str]) -> None:
    files = re.findall(r"`([\w/]+)`", row[1])
    assert files
    folder = ""
    for file in files:
        folder = file.rpartition("/")[0] or folder
        if "decisions" not in file:
            name = f"{file.rpartition('/')[2]}.py"
            assert any((ROOT / "tests" / each / name).is_file() for each in (folder, ".")), file
    assert [name for name in named(row[1]) if name not in every_test()] == []


@pytest.mark.parametrize("row", rows(TAKEN_OUT), ids=lambda row: row[0])
def test_what_was_taken_out_is_there_and_so_are_the_tests_that_failed(row: list[str]) -> None:
    (path, *_more) = re.findall(r"`([\w/]+\.py)`", row[1])
    text = (ROOT / "src" / "cso_desk" / path).read_text("utf-8")
    for symbol in re.findall(r"\b_\w+", row[1].partition("`:")[2]):
        assert symbol in text, symbol
    names = named(row[2])
    assert names
    assert [name for name in names if name not in every_test()] == []
