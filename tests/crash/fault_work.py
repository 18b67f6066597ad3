"""What is interrupted: pieces of work on a store, what each tells to be kept, and what must hold then."""

import contextlib
import datetime as dt
import io
import itertools
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "bundles"))

import golden_hubs

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle, undo_receive
from cso_desk.catalog import plan_import, run_import
from cso_desk.documents.saving import save_bytes
from cso_desk.documents.workbook import Sheet, SheetColumn, write_workbook
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.importers.preview import read_list
from cso_desk.journal.forgetting import erase_person
from cso_desk.records.kinds import StoredFile
from cso_desk.rescue.checking import check
from cso_desk.rescue.restoring import restore, restored_from
from cso_desk.settings import load_settings, save_settings
from cso_desk.store.backing_up import back_up, back_up_before
from cso_desk.store.backups import ASKED, BEFORE_IMPORT, backups_in, own_place
from cso_desk.store.blobs import blobs_of
from cso_desk.store.drafts import Draft, keep_drafts, kept_drafts
from cso_desk.store.file_copies import sha256_of
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import unlock
from cso_desk.store.rekey import change_key
from cso_desk.store.second_place import copy_elsewhere, place_in
from cso_desk.store.store import Store
from cso_desk.store.user_slots import add_user, users
from cso_desk.store.users import Role

OWN, LEAVING = "mango rain river lamp", "paper moon candle boat"
SCAN = b"a scan of the statutes " * 3000
ROWS = 12

GOES = ("Goes Away", "goes@away.example", "goes, the position")
"""What is known of somebody who is erased; all of it is there, or nothing."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Work:
    """`act` does it and tells each thing that was promised to be kept; it can be done again where it failed.

    `closed`: it is given no open store. `least` is how many steps it must at least have: it really writes.
    """

    name: str
    act: Callable[[Path, Store | None, Tell], None]
    closed: bool = False
    least: int = 10
    old: bool = False


def pair(store: Store, name: str, tell: Tell) -> None:
    """Two records in one step: there must never be one without the other."""
    with store.transaction("Add") as t:
        t.add_all(Organisation(name_en=f"{name} {half}", acronym="P") for half in ("a", "b"))
    tell(f"pair {name}")


def make(place: Path) -> None:
    """What every piece of work finds: a store with a backup, users, a bundle and a list."""
    store, _code = create_store(place / "store", "00", passphrase=OWN, actor="Sok Dara", cost=CHEAP)
    other, _code = create_store(place / "other", "02", passphrase=OWN, cost=CHEAP)
    with contextlib.closing(store), contextlib.closing(other):
        key = unlock(store.folder, OWN)
        add_user(store.folder, key, "Leaving", Role.SECRETARY, LEAVING)
        pair(store, "first", lambda _said: None)
        with store.transaction("Add") as t:
            person = t.add(Person(name_en=GOES[0], email=GOES[1]))
            t.add(Position(person=person.id, title_en=GOES[2]))
        (place / "stick").mkdir()
        with other.transaction("Add") as t:
            t.add_all(Organisation(name_en=f"brought {each}", consent=True) for each in range(ROWS))
        shutil.copy(make_bundle(other, "00", allow_plain=True).path, place / "brought.csobundle")
        back_up(store, ASKED)
        pair(store, "since", lambda _said: None)
    write_workbook(
        [
            Sheet(
                "1",
                [SheetColumn("Organisation name (English)")],
                [[f"listed {each}"] for each in range(ROWS)],
            )
        ],
        place / "list.xlsx",
    )
    (place / "scan.pdf").write_bytes(SCAN)
    shutil.rmtree(place / "other")
    old = place / "old"
    old.mkdir()
    (newest,) = sorted(each for each in golden_hubs.GOLDEN.iterdir() if each.is_dir())[-1:]
    shutil.copy(newest / "encrypted.db", old / DATABASE)
    shutil.copy(newest / "keyslots.json", old / "keyslots.json")


_numbers = itertools.count(1)


def edit(_place: Path, store: Store, tell: Tell) -> None:
    for _each in range(2):
        pair(store, f"edit{next(_numbers)}", tell)


def take_in_a_list(place: Path, store: Store, tell: Tell) -> None:
    back_up_before(store, BEFORE_IMPORT)
    (reading,) = read_list(place / "list.xlsx", purpose="members")
    run_import(store, plan_import(store, reading))
    tell("listed")


def receive(place: Path, store: Store, tell: Tell) -> None:
    receive_bundle(store, place / "brought.csobundle")
    tell("brought")


def take_back(place: Path, store: Store, tell: Tell) -> None:
    uid = receive_bundle(store, place / "brought.csobundle", backup=False).uid
    undo_receive(store, uid)
    tell("taken back")


def back_up_now(place: Path, store: Store, tell: Tell) -> None:
    tell(f"backup {back_up(store, ASKED).folder.name}")
    target = place_in(place / "stick", store)
    copy_elsewhere(store, target)
    tell(f"copied {target}")


def bring_back(_place: Path, store: Store, tell: Tell) -> None:
    first = min(backups_in(own_place(store.folder)), key=lambda each: each.told.number)
    restore(store.folder, first, store=store)
    tell("restored")


def leave_out(place: Path, _store: Store | None, tell: Tell) -> None:
    folder = place / "store"
    key = unlock(folder, OWN)
    (leaving,) = [each.slot for each in users(folder, key) if each.name == "Leaving"]
    change_key(folder, key, leaving)
    tell("left out")


def upgrade(place: Path, _store: Store | None, tell: Tell) -> None:
    open_store(place / "old", golden_hubs.PASSPHRASE).close()
    tell("upgraded")


def file_in(place: Path, store: Store, tell: Tell) -> None:
    blob = blobs_of(store).add(io.BytesIO((place / "scan.pdf").read_bytes()))
    with store.transaction("Add") as t:
        t.add(LibraryTitle(title_en="Statutes", files=(StoredFile(blob.sha256, blob.size, "scan.pdf", ""),)))
    tell(f"file {blob.sha256}")


def save_papers(place: Path, _store: Store, tell: Tell) -> None:
    """A paper and a list over ones of the same name."""
    for name in ("paper.pdf", "other.pdf"):
        save_bytes(place / name, SCAN)
        tell(f"saved {name}")
    rows = [[f"row {each}", "x" * 50] for each in range(2000)]
    write_workbook([Sheet("1", [SheetColumn("A"), SheetColumn("B")], rows)], place / "made.xlsx")
    tell("workbook")


def settle(place: Path, store: Store, tell: Tell) -> None:
    chosen = load_settings(place / "home")
    chosen.text_size = 14
    if save_settings(chosen, place / "home"):
        tell("chosen")
    if keep_drafts(store, [Draft("organisation", "1", "name_en", "half a name")]):
        tell("typed")


def erase(_place: Path, store: Store, tell: Tell) -> None:
    with store.reading() as reading:
        known = [one.id for one in reading.all(Person) if one.name_en == GOES[0]]
    for person in known:
        erase_person(store, person, dt.date(2026, 11, 23))
    tell("erased")


def save_once(_place: Path, store: Store, tell: Tell) -> None:
    pair(store, "save", tell)


def save_five_times(_place: Path, store: Store, tell: Tell) -> None:
    for each in range(5):
        pair(store, f"save{each}", tell)


def lie(_place: Path, _store: Store, tell: Tell) -> None:
    tell("pair never saved")


WORKS = {
    each.name: each
    for each in (
        Work("edit", edit),
        Work("list", take_in_a_list),
        Work("receive", receive),
        Work("take back", take_back),
        Work("backup", back_up_now),
        Work("restore", bring_back),
        Work("leave out", leave_out, closed=True),
        Work("upgrade", upgrade, closed=True, old=True),
        Work("file", file_in),
        Work("papers", save_papers, closed=True),
        Work("settings", settle, least=5),
        Work("erase", erase),
    )
}

PROOFS = {
    each.name: each
    for each in (
        Work("save once", save_once),
        Work("save five times", save_five_times),
        Work("lie", lie, least=0),
    )
}
"""What the tests measure by itself, and what proves that they can fail."""


def look(place: Path, work: Work, told: list[str]) -> None:
    """Open what is there now: it is sound, whole, and holds what was told. Raises AssertionError."""
    store = (
        open_store(place / "old", golden_hubs.PASSPHRASE) if work.old else open_store(place / "store", OWN)
    )
    with contextlib.closing(store):
        found = check(store)
        assert found.sound, found
        assert not found.missing, found
        if not work.old:
            _look_at_records(store, told)
            _look_at_rest(place, store, told)
        pair(store, "afterwards", lambda _said: None)
    for each in backups_in(own_place(store.folder)):
        if each.told.sha256:
            assert sha256_of(each.folder / DATABASE) == each.told.sha256, each.folder.name


def _look_at_records(store: Store, told: list[str]) -> None:
    with store.reading() as reading:
        names = {one.name_en for one in reading.all(Organisation)}
        titles = reading.all(LibraryTitle)
    halves = [{each.removesuffix(end) for each in names if each.endswith(end)} for end in (" a", " b")]
    assert halves[0] == halves[1], "half a step"
    expected = {"first", *(each.removeprefix("pair ") for each in told if each.startswith("pair "))}
    if not restored_from(store):
        assert "restored" not in told
        expected.add("since")
    assert expected <= halves[0], expected - halves[0]
    for word, said in (("listed", "listed"), ("brought", "brought")):
        count = sum(each.startswith(f"{word} ") for each in names)
        assert count in (0, ROWS), (word, count)
        assert count or said not in told, said
    assert "taken back" not in told or not any(each.startswith("brought") for each in names)
    _look_for_the_erased(store, told)
    blobs = blobs_of(store)
    for title in titles:
        for file in title.files:
            assert b"".join(blobs.content(file.sha256)) == SCAN
    assert titles or not any(each.startswith("file ") for each in told)


def _look_for_the_erased(store: Store, told: list[str]) -> None:
    """The person is known as before, or nobody knows anything, nor does the journal."""
    with store.reading() as reading:
        shown = {one for each in reading.all(Person) for one in (each.name_en, each.email)}
        shown |= {each.title_en for each in reading.all(Position)}
        marks = ",".join("?" * len(GOES))
        kept = set(
            reading.connection.exec_driver_sql(
                f"SELECT value FROM change WHERE value IN ({marks})", GOES
            ).scalars()
        )
    assert shown & {*GOES} == kept, (shown, kept)
    assert kept in (set(), {*GOES}), kept
    assert not kept or "erased" not in told, "erased and there"


def _look_at_rest(place: Path, store: Store, told: list[str]) -> None:
    kept = {each.folder.name for each in backups_in(own_place(store.folder))}
    for each in told:
        word, _space, rest = each.partition(" ")
        if word == "backup":
            assert rest in kept, each
        if word == "copied":
            assert backups_in(Path(rest)), each
    for name in ("paper.pdf", "other.pdf"):
        assert not (place / name).exists() or (place / name).read_bytes() == SCAN
        assert (place / name).exists() or f"saved {name}" not in told
    if (place / "made.xlsx").exists():
        assert len(read_list(place / "made.xlsx")) == 1
    assert load_settings(place / "home").text_size in (10, 14)
    assert not load_settings(place / "home").unread
    assert load_settings(place / "home").text_size == 14 or "chosen" not in told
    assert kept_drafts(store) or "typed" not in told
    assert "left out" not in told or len(users(store.folder, unlock(store.folder, OWN))) == 1
