"""Users on the command line: each with an own passphrase, a role, and no more once removed."""

from pathlib import Path
from typing import Any

import command_line
import pytest
from command_line import Desk

from cso_desk.assembly import create_store
from cso_desk.features.hub.service import name_hub
from cso_desk.store.key_cost import CHEAP

empty = command_line.empty

DARA, THARY = "mango rain river lamp", "ផ្កាឈូក ដំរី មេឃ ស្ពាន"


@pytest.fixture
def file_of(tmp_path: Path) -> Any:
    """A passphrase in a file, as commands take it."""

    def write(passphrase: str) -> str:
        path = tmp_path / f"{abs(hash(passphrase))}.txt"
        path.write_text(passphrase, "utf-8")
        return str(path)

    return write


@pytest.fixture
def desk(empty: Desk) -> Desk:
    store, _code = create_store(empty.folder, "02", passphrase=DARA, actor="Sok Dara", cost=CHEAP)
    name_hub(store, name_km="", name_en="Our hub")
    store.close()
    return empty


def test_a_user_is_added_works_under_an_own_name_and_is_removed(
    desk: Desk, file_of: Any, tmp_path: Path
) -> None:
    own, thary = ("--passphrase-file", file_of(DARA)), ("--passphrase-file", file_of(THARY))
    new = ("--new-passphrase-file", file_of(THARY))
    assert desk.json("user", "add", "ចាន់ ធារី", *new, *own) == {"name": "ចាន់ ធារី", "role": "secretary"}
    assert [each["role"] for each in desk.json("user", "list", *own)["users"]] == ["coordinator", "secretary"]
    desk.json("add", "organisation", "name_en=First", *thary)
    assert desk.json("history", *thary)["steps"][0]["actor"] == "ចាន់ ធារី"
    assert desk.json("user", "role", "ចាន់ ធារី", "viewer", *own)["role"] == "viewer"
    assert "viewer" in desk.json("add", "organisation", "name_en=Second", *thary, code=2)["error"]
    assert desk.json("user", "add", "x", *new, *thary, code=2)["error"]
    sheet = tmp_path / "sheet.pdf"
    data = desk.json("user", "remove", "ចាន់ ធារី", "--out", str(sheet), *own)
    assert sheet.read_bytes().startswith(b"%PDF")
    assert desk.json("list", "members", *thary, code=2)["error"]
    assert desk.json("list", "members", *own)["count"] == 1
    assert desk.json("list", "members", "--passphrase-file", file_of(data["recovery_code"]))["count"] == 1


def test_a_new_recovery_code_is_printed_before_it_holds(desk: Desk, file_of: Any, tmp_path: Path) -> None:
    own = ("--passphrase-file", file_of(DARA))
    desk.json("user", "recovery", "--out", str(tmp_path / "none" / "sheet.pdf"), *own, code=2)
    first = desk.json("user", "recovery", "--out", str(tmp_path / "sheet.pdf"), *own)["recovery_code"]
    second = desk.json("user", "recovery", *own)["recovery_code"]
    assert desk.json("user", "list", "--passphrase-file", file_of(second))["users"]
    assert desk.json("user", "list", "--passphrase-file", file_of(first), code=2)["error"]


def test_a_forgotten_passphrase_is_replaced_with_the_recovery_code(desk: Desk, file_of: Any) -> None:
    code = desk.json("user", "recovery", "--passphrase-file", file_of(DARA))["recovery_code"]
    new = ("--new-passphrase-file", file_of(THARY), "--passphrase-file", file_of(code))
    assert desk.json("user", "passphrase", "sok dara", *new)["name"] == "Sok Dara"
    assert desk.json("user", "rename", "Sok Dara", "សុខ ដារ៉ា", "--passphrase-file", file_of(THARY)) == {
        "name": "សុខ ដារ៉ា",
        "role": "coordinator",
    }
    assert desk.json("user", "list", "--passphrase-file", file_of(DARA), code=2)["error"]


def test_a_practice_store_and_a_missing_one_have_no_users(empty: Desk) -> None:
    assert empty.json("user", "list", code=2)["error"]
    empty.init("02", "--practice")
    assert "practice" in empty.json("user", "list", code=2)["error"]


def test_wrong_names_and_short_passphrases_are_told(desk: Desk, file_of: Any) -> None:
    own = ("--passphrase-file", file_of(DARA))
    assert "Sok Dara" in desk.json("user", "role", "Nobody", "viewer", *own, code=2)["error"]
    short = ("--new-passphrase-file", file_of("short"))
    assert desk.json("user", "add", "Third", *short, *own, code=2)["error"]
    assert desk.json("user", "remove", "Sok Dara", *own, code=2)["error"]
