"""Runs commands in this process, as a person or a script would, and gives what they said."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cso_desk.__main__ import main


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        assert self.out.count("\n") == 1, self.out
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


class Desk:
    """The command line on one store."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], *always: str) -> None:
        self.folder = folder
        self._capsys = capsys
        self._always = always

    def __call__(self, *words: str, lang: str = "en") -> Said:
        """Run a command and give what it said in the language."""
        self._capsys.readouterr()
        code = main(["--store", str(self.folder), "--lang", lang, *self._always, *words])
        said = self._capsys.readouterr()
        return Said(code, said.out, said.err)

    def json(self, *words: str, code: int = 0) -> dict[str, Any]:
        """Run a command with --json, expect the exit code, give the object."""
        said = self(*words, "--json")
        assert said.code == code, said
        return said.data

    def init(self, hub: str = "02", *more: str) -> "Desk":
        assert self("init", "--hub", hub, "--name-en", "Our hub", "--name-km", "មជ្ឈមណ្ឌល", *more).code == 0
        return self


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A folder without a store."""
    return Desk(tmp_path / "store", capsys)


@pytest.fixture
def desk(empty: Desk) -> Desk:
    """A practice store of the hub of Battambang."""
    return empty.init()


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """With two organisations, two people and one meeting."""
    for words in (
        ("add", "organisation", "name_km=អង្គការផ្កាឈូក", "name_en=Lotus", "kind=ngo"),
        ("add", "organisation", "name_en=Water for all", "phones=012 345 678"),
        ("add", "person", "name_km=សុខ សុភា", "sex=F"),
        ("add", "person", "name_en=Chan Dara", "sex=M"),
        ("meeting", "add", "--title-en", "Quarterly meeting", "--date", "2026-09-18"),
    ):
        assert desk(*words).code == 0
    return desk
