"""Stores on the command line: passphrases, wrong and damaged stores, the doctor."""

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import command_line
import pytest
from command_line import Desk

empty, desk, filled = command_line.empty, command_line.desk, command_line.filled
made_once = command_line.made_once


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "passphrase.txt"
    path.write_text("ផ្កាឈូក four words\nanother line", encoding="utf-8-sig")
    return str(path)


def test_a_passphrase_file_makes_and_opens_an_encrypted_store(
    empty: Desk, secret: str, tmp_path: Path
) -> None:
    data = empty.json("init", "--hub", "02", "--name-en", "Secret hub", "--passphrase-file", secret)
    assert (data["practice"], data["encrypted"]) == (False, True)
    assert len(data["recovery_code"].split("-")) == 8
    assert b"Secret hub" not in (empty.folder / "store.db").read_bytes()
    assert empty.json("list", "hubs", "--passphrase-file", secret)["count"] == 1
    recovery = tmp_path / "recovery.txt"
    recovery.write_text(data["recovery_code"], "utf-8")
    assert empty.json("list", "hubs", "--passphrase-file", str(recovery))["count"] == 1
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("another one", "utf-8")
    before = (empty.folder / "store.db").read_bytes()
    for words in ((), ("--passphrase-file", str(wrong)), ("--passphrase-file", str(tmp_path / "none"))):
        for lang in ("km", "en"):
            assert empty("list", "hubs", *words, lang=lang).code == 2
    assert (empty.folder / "store.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\n", b"  \nsecond", b"\xff\xff\xff"])
def test_an_empty_passphrase_file_makes_no_store(empty: Desk, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "passphrase.txt"
    path.write_bytes(content)
    empty.json("init", "--hub", "02", "--name-en", "x", "--passphrase-file", str(path), code=2)
    assert not empty.folder.exists()


def test_practice_and_passphrase_do_not_go_together(empty: Desk, secret: str) -> None:
    empty.json("init", "--hub", "02", "--name-en", "x", "--practice", "--passphrase-file", secret, code=2)


def test_a_store_that_is_not_there_is_told(empty: Desk) -> None:
    for words in (("list", "members"), ("undo",), ("doctor",), ("conflicts",)):
        assert str(empty.folder) in empty.json(*words, code=2)["error"]
    assert not empty.folder.exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, empty: Desk) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    inside = Desk(tmp_path / "file" / "store", empty._capsys)
    inside.json("init", "--hub", "02", "--name-en", "x", code=2)


def test_a_store_of_a_newer_version_is_left_alone(desk: Desk) -> None:
    database = sqlite3.connect(desk.folder / "store.db")
    database.execute("PRAGMA user_version = 999")
    database.close()
    before = (desk.folder / "store.db").read_bytes()
    assert "newer version" in desk.json("list", "members", code=2)["error"]
    assert (desk.folder / "store.db").read_bytes() == before


def test_a_file_that_is_no_database_is_told(desk: Desk) -> None:
    for path in desk.folder.glob("store.db*"):
        path.unlink()
    (desk.folder / "store.db").write_bytes(b"not a database at all" * 500)
    assert "error" in desk.json("list", "members", code=2)


def test_the_doctor_finds_a_sound_store_sound(filled: Desk) -> None:
    filled("trash", "BTB-0002")
    filled("undo")
    data = filled.json("doctor")
    assert data["ok"] is True
    assert {"disk", "khmer fonts", "store file", "journal"} <= {check["name"] for check in data["checks"]}
    assert filled("doctor", lang="km").code == 0


def test_the_doctor_of_an_encrypted_store_checks_the_seals(empty: Desk, secret: str) -> None:
    empty.init("02", "--passphrase-file", secret)
    assert empty.json("doctor", "--passphrase-file", secret)["ok"] is True


def told(data: dict[str, Any], name: str) -> dict[str, Any]:
    """What the doctor told of one thing."""
    return next(check for check in data["checks"] if check["name"] == name)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE organisation SET name_en = 'Rose'",
        "DELETE FROM organisation WHERE code = 'BTB-0001'",
        "INSERT INTO organisation(id, code) VALUES ('x', 'BTB-9999')",
        "DELETE FROM head WHERE cid = (SELECT max(cid) FROM head)",
    ],
)
def test_the_doctor_finds_what_the_journal_does_not_say(filled: Desk, damage: str) -> None:
    database = sqlite3.connect(filled.folder / "store.db")
    with database:
        database.execute(damage)
    database.close()
    data = filled.json("doctor", code=2)
    assert [check["name"] for check in data["checks"] if not check["ok"]] == ["journal"]
    assert [check["advice"] for check in data["checks"] if not check["ok"]] != [""]
    # Looking mends nothing: the second look tells the same.
    assert told(filled.json("doctor", code=2), "journal") == told(data, "journal")


def test_the_doctor_works_where_there_is_no_store(capsys: pytest.CaptureFixture[str]) -> None:
    from cso_desk.__main__ import main

    assert main(["doctor", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True
    assert not Path(os.environ["CSO_DESK_HOME"]).exists()
