"""The log tells where something failed, and nothing of what was typed."""

import os
from pathlib import Path

import pytest

from cso_desk import log
from cso_desk.log import Event, last_lines, lines_of, note, note_fault


def a_fault() -> BaseException:
    try:
        try:
            raise OSError(  # noqa: TRY301
                28, "No space for Sok Sopha", "C:/Users/Sopha/list.xlsx"
            )
        except OSError as error:
            raise KeyError("012 345 678") from error
    except KeyError as error:
        return error


def test_a_fault_is_told_by_types_numbers_and_places() -> None:
    told = "\n".join(lines_of(a_fault()))
    assert "KeyError" in told
    assert "because of OSError errno=28" in told
    assert "test_log:" in told
    assert not [word for word in ("Sopha", "012", "list.xlsx") if word in told]


def test_a_chain_of_faults_without_end_is_cut() -> None:
    first, second = KeyError("a"), KeyError("b")
    first.__cause__, second.__cause__ = second, first
    assert len(lines_of(first)) == 5


def test_the_log_never_grows_beyond_two_files() -> None:
    home = Path(os.environ["CSO_DESK_HOME"])
    home.mkdir(parents=True)
    (home / log.FILE_NAME).write_text("older\n" * 50_000, "utf-8")
    note_fault(a_fault())
    note(Event.DESK_OPENED)
    (home / log.FILE_NAME).write_text("old\n" * 70_000, "utf-8")
    note(Event.DESK_CLOSED, code=3)
    assert sorted(each.name for each in home.iterdir()) == [log.FILE_NAME, log.OLDER]
    assert last_lines(1)[0].endswith("desk closed code=3")
    assert last_lines(2)[0] == "old"


def test_what_is_no_number_does_not_come_into_the_log() -> None:
    with pytest.raises(ValueError):
        note(Event.DESK_OPENED, people="Sok Sopha")  # type: ignore[arg-type]
    assert last_lines() == []


def test_a_log_that_cannot_be_written_stops_nobody() -> None:
    Path(os.environ["CSO_DESK_HOME"]).write_text("no folder", "utf-8")
    note(Event.DESK_OPENED)
    assert last_lines() == []
