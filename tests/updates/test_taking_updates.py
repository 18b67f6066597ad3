"""Updates are taken, tried out, started and left again; a program that is killed meanwhile still starts."""

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from cso_desk.assembly import create_store
from cso_desk.errors import BusyError, CancelledError, UserError
from cso_desk.store.backups import BEFORE_UPGRADE, backups_in, own_place
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.private_folder import hold_file
from cso_desk.store.users import NotAllowedError, Role, User
from cso_desk.updates.place import Place, Version, installed_place
from cso_desk.updates.starting import came_up, go_back, version_before
from cso_desk.updates.taking import platform, refuse_unfit, take_update
from cso_desk.updates.update_file import read_update, write_update
from cso_desk.wording import use_language
from updates.update_trees import (
    CHANGES,
    KEYS,
    lay_program,
    lay_tree,
    make_update,
    place_of,
    root_of,
    started,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the small tree is started by a shell")
PASSPHRASE = "a passphrase of several words"


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    lay_tree(tmp_path / "tree", "0.1.0", 100)
    return place_of(tmp_path / "tree")


def _everything(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in folder.rglob("*.*")
        if p.is_file() and p.suffix != ".pyc"
    }


def test_an_update_is_started_from_then_on_and_can_be_left_again(place: Place, tmp_path: Path) -> None:
    before = _everything(place.tree)
    assert started(place.tree) == "0.1.0 app-0.1.0 0"
    told: list[tuple[int, int]] = []
    take_update(make_update(tmp_path), place, progress=lambda done, total: told.append((done, total)))
    assert started(place.tree) == "0.2.0 app-0.2.0-120 0"
    assert told == sorted(told)
    assert told[-1] == (100, 100)
    assert _everything(place.tree) == before
    assert version_before(place) == "0.1.0"
    take_update(make_update(tmp_path, "0.3.0", 130), place)
    assert version_before(place) == "0.2.0"
    assert started(place.tree) == "0.3.0 app-0.3.0-130 0"
    go_back(place)
    assert started(place.tree) == "0.2.0 app-0.2.0-120 0"
    with pytest.raises(UserError):
        go_back(place_of(tmp_path / "elsewhere", "9.0.0", 900))


def test_an_update_with_its_own_python_knows_the_version_that_was_installed(place: Place) -> None:
    full = Version("full-0.3.0-130", 130, place.installed.fits, "full-0.3.0-130")
    (place.program / full.name).mkdir(parents=True)
    place.point(full, None)
    inside = replace(place, tree=place.program / full.name, installed=full._replace(name="app-0.3.0"))
    assert version_before(inside) == "0.1.0"


def test_one_generation_is_kept_and_no_more(place: Place, tmp_path: Path) -> None:
    for version, sequence in (("0.2.0", 120), ("0.3.0", 130), ("0.4.0", 140)):
        take_update(make_update(tmp_path, version, sequence), place)
    place.forget_others()
    assert {p.name for p in place.program.iterdir() if p.is_dir()} == {"app-0.3.0-130", "app-0.4.0-140"}


def test_neither_the_same_nor_an_older_release_is_taken(place: Place, tmp_path: Path) -> None:
    take_update(make_update(tmp_path), place)
    for version, sequence, why in (
        ("0.2.0", 120, "already"),
        ("9.9.9", 119, "older"),
        ("0.1.0", 100, "older"),
    ):
        other = make_update(tmp_path / f"{sequence}", version, sequence)
        with pytest.raises(UserError, match=why):
            take_update(other, place)


def test_an_update_for_other_packages_asks_for_the_full_one(place: Place, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="full update"):
        take_update(make_update(tmp_path, fits="py3.13-0000"), place)


def test_a_version_that_fails_its_trial_is_not_taken(place: Place, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="torn"):
        take_update(make_update(tmp_path, works=False), place)
    assert started(place.tree) == "0.1.0 app-0.1.0 0"
    assert not (place.program / "app-0.2.0-120").exists()


def test_a_version_that_does_not_even_start_is_not_taken(place: Place, tmp_path: Path) -> None:
    lay_program(tmp_path / "payload", "0.2.0")
    (tmp_path / "payload" / "cso_desk" / "__main__.py").write_text("import nothing_of_the_kind\n", "utf-8")
    write_update(tmp_path / "a", tmp_path / "payload", _facts(), KEYS[:2])
    with pytest.raises(UserError, match="nothing_of_the_kind"):
        take_update(read_update(tmp_path / "a", root_of()), place)
    assert started(place.tree) == "0.1.0 app-0.1.0 0"


def _facts(**other: object) -> dict[str, object]:
    fits = place_of(Path()).installed.fits
    told = {
        "kind": "app",
        "version": "0.2.0",
        "sequence": 120,
        "fits": fits,
        "platform": "",
        "changes": CHANGES,
    }
    return {**told, **other}


def test_a_version_that_twice_did_not_come_up_is_left(place: Place, tmp_path: Path) -> None:
    take_update(make_update(tmp_path, code=3), place)
    tries = place.program / "tries.txt"
    assert started(place.tree) == "0.2.0 app-0.2.0-120 3"
    for _click in range(3):  # somebody who does not wait tries no second time
        assert started(place.tree) == "0.2.0 app-0.2.0-120 3"
    assert tries.read_text("utf-8").split()[1] == "1"
    tries.write_text("app-0.2.0-120 1 0\n", "utf-8")
    assert started(place.tree, "list") == "0.2.0 app-0.2.0-120 3"  # a command is no start of the window
    assert started(place.tree) == "0.2.0 app-0.2.0-120 3"
    tries.write_text("app-0.2.0-120 2 0\n", "utf-8")
    assert started(place.tree) == "0.1.0 app-0.1.0 0"
    assert not tries.exists()
    assert (place.program / "went_back.txt").read_text("utf-8").strip() == "app-0.2.0-120"


def test_a_newer_installation_is_preferred_to_an_older_update(place: Place, tmp_path: Path) -> None:
    take_update(make_update(tmp_path), place)
    newer = tmp_path / "newer"
    lay_tree(newer, "0.3.0", 130)
    assert started(newer) == "0.3.0 app-0.3.0 0"
    other = tmp_path / "other"
    lay_tree(other, "0.1.0", 100, "py3.12-other")
    assert started(other) == "0.1.0 app-0.1.0 0"  # its packages are others


@pytest.mark.parametrize(
    "text",
    ["", "app-0.2.0-120", "app-0.2.0-120 120 py3.11-0123456789abcdef", "../x 120 py3.11-0123456789abcdef -",
     "app-0.2.0-120 999999999999 py3.11-0123456789abcdef -", "\0\0\0\0",
     "app-9.9.9-999 999 py3.11-0123456789abcdef -"],
)  # fmt: skip
def test_a_damaged_pointer_starts_what_was_installed(place: Place, tmp_path: Path, text: str) -> None:
    take_update(make_update(tmp_path), place)
    (place.program / "current.txt").write_text(text, "utf-8")
    assert started(place.tree) == "0.1.0 app-0.1.0 0"


def test_a_full_update_brings_its_own_python_and_packages(place: Place, tmp_path: Path) -> None:
    payload = tmp_path / "payload"
    lay_tree(payload, "0.5.0", 150, "py3.12-other")
    (payload / "packages" / "module.py").write_text("", "utf-8")
    full = _facts(kind="full", version="0.5.0", sequence=150, fits="py3.12-other", platform=platform())
    write_update(tmp_path / "full", payload, full, KEYS[:2])
    take_update(read_update(tmp_path / "full", root_of()), place)
    assert started(place.tree) == "0.5.0 full-0.5.0-150 0"
    tree = place.program / "full-0.5.0-150"
    installed = Version("app-0.5.0", 150, "py3.12-other", "-")
    within = Place(tree, place.program, installed, Version("full-0.5.0-150", 150, "py3.12-other", tree.name))
    take_update(make_update(tmp_path, "0.6.0", 160, fits="py3.12-other"), within)
    assert started(place.tree) == "0.6.0 app-0.6.0-160 0"
    within.forget_others()
    assert started(tree) == "0.6.0 app-0.6.0-160 0"
    go_back(within)
    assert started(place.tree) == "0.5.0 full-0.5.0-150 0"
    other = _facts(kind="full", sequence=170, platform="another")
    write_update(tmp_path / "other", payload, other, KEYS[:2])
    with pytest.raises(UserError, match="another system"):
        refuse_unfit(read_update(tmp_path / "other", root_of()), place)


def test_the_store_is_backed_up_first_and_a_viewer_takes_nothing(place: Place, tmp_path: Path) -> None:
    made = make_update(tmp_path)
    store, _code = create_store(tmp_path / "store", "02", passphrase=PASSPHRASE, cost=CHEAP)
    with closing(store):
        store.become_opened_by(User("1", "Dara", Role.VIEWER))
        with pytest.raises(NotAllowedError):
            take_update(made, place, store)
        assert not place.program.exists()
        store.become_opened_by(User("1", "Dara", Role.SECRETARY))
        take_update(made, place, store)
        assert [each.reason for each in backups_in(own_place(store.folder))] == [BEFORE_UPGRADE]


def test_cancel_and_a_second_one_at_the_same_time_change_nothing(place: Place, tmp_path: Path) -> None:
    made = make_update(tmp_path)

    def cancel(_done: int, _total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        take_update(made, place, progress=cancel)
    with (place.program / "taking.lock").open("wb") as lock:
        hold_file(lock)
        with pytest.raises(BusyError):
            take_update(made, place)
    assert {p.name for p in place.program.iterdir()} == {"taking.lock"}
    assert started(place.tree) == "0.1.0 app-0.1.0 0"


def test_a_file_that_changes_after_it_was_looked_at_is_not_taken(place: Place, tmp_path: Path) -> None:
    made = make_update(tmp_path)
    made.path.write_bytes(make_update(tmp_path / "other", "0.2.1", 121).path.read_bytes())
    with pytest.raises(UserError, match="damaged"):
        take_update(made, place)
    assert started(place.tree) == "0.1.0 app-0.1.0 0"


def test_a_program_from_its_source_has_no_place_and_comes_up_all_the_same() -> None:
    assert installed_place() is None
    assert came_up() == ""


def test_killed_at_any_step_the_program_starts_and_takes_the_update_again(
    place: Place, tmp_path: Path
) -> None:
    made = make_update(tmp_path)
    driver = Path(__file__).with_name("killed_update.py")
    command = [sys.executable, str(driver), str(made.path), str(place.tree), str(place.program)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    kills = int(done.stdout.split()[-1])
    assert kills > 12
    assert started(place.tree) == "0.2.0 app-0.2.0-120 0"
