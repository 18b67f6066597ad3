"""Runs commands in this process, as a person or a script would, and gives what they said."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cso_desk.__main__ import main
from cso_desk.assembly import create_store
from cso_desk.features.hub.service import save_profile
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import plan_meeting
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service import add_organisation, add_person_with_position
from cso_desk.store.store import Store


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
        log = Path(os.environ["CSO_DESK_HOME"]) / "desk.log"
        assert said.code == code, (said, log.read_text("utf-8") if log.exists() else "")
        return said.data

    def init(self, hub: str = "02", *more: str) -> "Desk":
        assert self("init", "--hub", hub, "--name-en", "Our hub", "--name-km", "មជ្ឈមណ្ឌល", *more).code == 0
        return self


def _add_records(store: Store) -> None:
    add_organisation(store, Organisation(name_km="អង្គការផ្កាឈូក", name_en="Lotus", kind="ngo"))
    add_organisation(store, Organisation(name_en="Water for all", phones=("+85512345678",)))
    add_person_with_position(store, Person(name_km="សុខ សុភា", sex="F"))
    add_person_with_position(store, Person(name_en="Chan Dara", sex="M"))
    plan_meeting(store, Meeting(title_en="Quarterly meeting", starts="2026-09-18"))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of stores that tests copy: to make one takes ten times as long."""
    folder = tmp_path_factory.mktemp("stores")
    for name, hub, add in (("02", "02", None), ("00", "00", None), ("filled", "02", _add_records)):
        store, _code = create_store(folder / name, hub, passphrase=None)
        save_profile(store, name_en="Our hub", name_km="មជ្ឈមណ្ឌល")
        if add is not None:
            add(store)
        store.close()
    return folder


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A folder without a store."""
    return Desk(tmp_path / "store", capsys)


@pytest.fixture
def desk(empty: Desk, made_once: Path) -> Desk:
    """A practice store of the hub of Battambang."""
    shutil.copytree(made_once / "02", empty.folder)
    return empty


@pytest.fixture
def filled(empty: Desk, made_once: Path) -> Desk:
    """With two organisations, two people and one meeting."""
    shutil.copytree(made_once / "filled", empty.folder)
    return empty


@pytest.fixture
def nation(made_once: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A practice store of the national hub."""
    shutil.copytree(made_once / "00", tmp_path / "nation")
    return Desk(tmp_path / "nation", capsys)
