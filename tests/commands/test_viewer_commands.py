"""Whoever may only look changes nothing by the command line either, neither in the store nor beside it."""

import hashlib
import shutil
from pathlib import Path

import pytest
from command_line import Desk

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.documents.workbook import Sheet, SheetColumn, write_workbook
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.members.record import Organisation, Person
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import ASKED
from cso_desk.store.blobs import blobs_of
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import unlock
from cso_desk.store.search import refresh
from cso_desk.store.user_slots import add_user
from cso_desk.store.users import Role

OWN, LOOKING = "mango rain river lamp", "window stone yellow road"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A store with something of each kind, a backup, a bundle and a list; two people open it."""
    place = tmp_path_factory.mktemp("viewer")
    store, _code = create_store(place / "store", "02", passphrase=OWN, actor="Coordinator", cost=CHEAP)
    with store.transaction("Add") as t:
        t.add(Organisation(name_en="Lotus"))
        t.add(Organisation(name_en="Gone", deleted=True))
        t.add(Person(name_en="Sok Dara"))
        t.add(Person(name_en="Sok Daraa"))
        t.add(LibraryTitle(title_en="Statutes"))
        t.add(Meeting(title_en="Quarterly", starts="2026-09-18"))
    blobs_of(store)  # its key is made when somebody first asks
    back_up(store, ASKED)
    refresh(store)
    store.close()
    add_user(place / "store", unlock(place / "store", OWN), "Viewer", Role.VIEWER, LOOKING)
    other, _code = create_store(place / "other", "03", passphrase=None)
    with other.transaction("Add") as t:
        t.add(Organisation(name_en="Brought", scope="network"))
    shutil.copy(make_bundle(other, "02", allow_plain=True).path, place / "brought.csobundle")
    other.close()
    columns, rows = [SheetColumn("Organisation name (English)")], [["Listed"]]
    write_workbook([Sheet("1", columns, rows)], place / "list.xlsx")
    (place / "titles.ris").write_text("TY  - BOOK\nTI  - Law\nER  - \n", encoding="utf-8")
    (place / "looking").write_text(LOOKING, encoding="utf-8")
    (place / "new").write_text("seven quiet boats at noon", encoding="utf-8")
    return place


@pytest.fixture
def looking(made, tmp_path, capsys):
    place = tmp_path / "place"
    shutil.copytree(made, place)
    return Desk(place / "store", capsys, "--passphrase-file", str(place / "looking"))


CHANGING = [
    "add organisation name_en=New",
    "set BTB-0001 name_en=Else",
    "undo",
    "trash BTB-0001",
    "restore BTB-0002",
    "restore --backup newest",
    "erase BTB-P0001 --confirm BTB-P0001",
    "duplicates merge BTB-P0001 BTB-P0002",
    "duplicates distinct BTB-P0001 BTB-P0002",
    "meeting add --title-en Next --date 2026-12-01",
    "import {place}/list.xlsx --as members",
    "titles import {place}/titles.ris",
    "bundle make --kind hello",
    "bundle make --to 03",
    "bundle receive {place}/brought.csobundle",
    "files add BTB-L0001 {place}/list.xlsx",
    "trust begin --keys 3 --threshold 2 --papers {place}",
    "user add New --new-passphrase-file {place}/new",
    "user role Viewer coordinator",
    "user remove Coordinator",
    "doctor --mend",
]


def snapshot(folder: Path) -> dict[str, object]:
    """What the store keeps: every row of its tables, and the files beside its database."""
    store = open_store(folder, OWN)
    with store.reading() as reading:
        run = reading.connection.exec_driver_sql
        names = [str(name) for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = {
            name: run(f"SELECT * FROM {name}").all()
            for name in names
            if not name.startswith(("words", "sqlite")) and name != "meta"
        }
    store.close()
    files = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("store.db") and "backups" not in path.parts
    }
    return {**kept, "files": files}


@pytest.mark.parametrize("words", CHANGING)
def test_a_viewer_changes_nothing_by_a_command(looking, words):
    place = looking.folder.parent
    before = snapshot(looking.folder)
    said = looking(*words.format(place=place).split())
    assert said.code == 2, said
    assert "coordinator" in said.err, said.err
    assert snapshot(looking.folder) == before
