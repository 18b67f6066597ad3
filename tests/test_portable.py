"""A program on a stick keeps everything beside itself, encrypted, and nothing on the computer."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cso_desk.assembly import create_store, open_store
from cso_desk.settings import home_folder
from cso_desk.store.key_cost import CHEAP

ROOT = Path(__file__).resolve().parents[1]
CHILD = """
import json, shutil, sys
from pathlib import Path
from cso_desk.assembly import create_store, open_store
from cso_desk.errors import UserError
from cso_desk.settings import Settings, default_store_folder, home_folder, portable_folder, practice_folder
from cso_desk.settings import save_settings
from cso_desk.store.key_cost import CHEAP
tree = Path(sys.argv[1])
told = {"home": str(home_folder()), "carried": str(portable_folder())}
def refused(folder, passphrase):
    try:
        create_store(folder, "02", passphrase=passphrase, cost=CHEAP)[0].close()
    except UserError as error:
        return str(error)
    return ""
told["plain"] = refused(default_store_folder(), None)
told["plain in another case"] = refused(tree / "data" / "sub" / ".." / "second", None)
told["elsewhere"] = refused(tree.parent / "elsewhere", None)
told["practice"] = refused(practice_folder(), None)
told["encrypted"] = refused(default_store_folder(), "tonle sap lotus")
open_store(default_store_folder(), "tonle sap lotus").close()
shutil.rmtree(tree)
told["after it was pulled out"] = str(home_folder())
# The empty folder at which a stick stood stays behind, and nobody may write there.
tree.write_text("")
told["settings kept"] = save_settings(Settings(text_size=14), home_folder())
print(json.dumps(told))
"""

PULLED_OUT = """
import json, shutil, sys
from cso_desk.widgets.operation import failure_of
def told(error):
    said = failure_of(error)
    return [said.sentence, bool(said.details)]
before = told(ModuleNotFoundError("of a page"))
shutil.rmtree(sys.argv[1])
print(json.dumps([before, told(ModuleNotFoundError("of a page"))]))
"""


def lay_stick(tmp_path: Path, *, portable: bool = True) -> Path:
    """A program as it is installed, in the folder of a stick."""
    tree = tmp_path / "ស្ទិក" / "CSO Desk"
    (tree / "runtime").mkdir(parents=True)
    shutil.copyfile(ROOT / "installer" / "sitecustomize.py", tree / "runtime" / "sitecustomize.py")
    (tree / "current.txt").write_text("app-0.1.0\n", "utf-8")
    if portable:
        (tree / "portable").touch()
    return tree


def run_in(tree: Path, user: Path, code: str = CHILD) -> Any:
    """What a process of the program in `tree` answers; the folder of the user is `user`."""
    places = {"HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "XDG_DATA_HOME", "TMPDIR", "TMP", "TEMP"}
    user.mkdir()
    environment = {**os.environ, **dict.fromkeys(places, str(user)), "PYTHONPATH": str(tree / "runtime")}
    del environment["CSO_DESK_HOME"]
    done = subprocess.run(
        [sys.executable, "-c", code, str(tree)], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    return json.loads(done.stdout)


def test_everything_lies_beside_the_program_encrypted_and_nothing_on_the_computer(tmp_path: Path) -> None:
    tree, user = lay_stick(tmp_path), tmp_path / "user"
    told = run_in(tree, user)
    assert told["home"] == told["carried"] == str(tree / "data")
    assert "USB" in told["plain"]
    assert told["plain in another case"] == told["plain"]
    assert told["elsewhere"] == told["practice"] == told["encrypted"] == ""
    assert told["after it was pulled out"] == told["home"]
    assert told["settings kept"] is False
    assert list(user.iterdir()) == []


def test_what_fails_once_the_stick_is_gone_is_told_as_that_and_not_as_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "stick"))
    monkeypatch.setenv("CSO_DESK_HOME", str(tmp_path / "home"))
    program = tmp_path / "stick" / "cso_desk"
    shutil.copytree(ROOT / "src" / "cso_desk", program, ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run([sys.executable, "-c", PULLED_OUT, str(program)], capture_output=True, check=True)
    (fault, has_details), (said, no_details) = json.loads(done.stdout)
    assert "inside the program" in fault
    assert has_details
    assert "stick" in said
    assert not no_details


def test_without_the_file_the_data_lie_in_the_folder_of_the_user(tmp_path: Path) -> None:
    tree, user = lay_stick(tmp_path, portable=False), tmp_path / "user"
    code = "import json; from cso_desk.settings import home_folder; print(json.dumps(str(home_folder())))"
    assert Path(run_in(tree, user, code)).is_relative_to(user)


def test_the_variable_for_another_home_goes_before_the_stick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSO_DESK_HOME", str(tmp_path))
    assert home_folder() == tmp_path


@pytest.mark.skipif(os.name != "posix", reason="Windows asks for no rights")
def test_a_stick_that_knows_no_rights_holds_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, _mode: int) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    monkeypatch.setattr(Path, "chmod", refuse)  # as FAT does
    create_store(tmp_path / "store", "02", passphrase="tonle sap lotus", cost=CHEAP)[0].close()
    open_store(tmp_path / "store", "tonle sap lotus").close()
