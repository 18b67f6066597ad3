"""`update` on the command line, by the whole program as it is installed: told, checked, taken, refused."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

import cso_desk
from commands.command_line import Desk
from cso_desk import __version__
from updates.update_trees import FITS, KEYS, lay_tree, make_update, root_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the small tree is started by a shell")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """This very program as it is installed, with keys of releases."""
    lay_tree(tmp_path / "tree", __version__, 100)
    source, app = Path(cso_desk.__file__).parent, tmp_path / "tree" / f"app-{__version__}" / "cso_desk"
    shutil.rmtree(app)
    data = app / "_data"
    (data / "resources" / "releases").mkdir(parents=True)
    for part in source.iterdir():
        if part.name == "resources.py":
            shutil.copyfile(part, app / part.name)
        elif part.suffix == ".py" or (part / "__init__.py").exists():
            (app / part.name).symlink_to(part)
    for part in (source.parent.parent / "resources").iterdir():
        (data / "resources" / part.name).symlink_to(part)
    (data / "translations").symlink_to(source.parent.parent / "translations")
    (data / "resources" / "releases" / "root.json").write_bytes(root_of().text)
    packages = tmp_path / "tree" / "packages"
    packages.rmdir()
    packages.symlink_to(sysconfig.get_path("purelib"))
    return tmp_path / "tree"


def _run(tree: Path, *words: str, code: int = 0) -> dict[str, Any]:
    command = [str(tree / "runtime" / "bin" / "python3"), "-I", str(tree / "start.py"), *words]
    done = subprocess.run(
        [*command, "--json", "--lang", "en"], capture_output=True, text=True, check=False, env=os.environ
    )
    assert done.returncode == code, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def test_an_installed_program_takes_an_update_and_starts_it(tree: Path, tmp_path: Path) -> None:
    made = make_update(tmp_path)
    assert _run(tree, "update") == {"version": __version__, "release": 100, "before": ""}
    told = _run(tree, "update", str(made.path), "--check")
    assert (told["version"], told["release"], told["taken"]) == ("0.2.0", 120, False)
    assert told["changes"]["en"] == ["Something new"]
    assert _run(tree, "update", str(made.path))["taken"]
    done = subprocess.run(
        [str(tree / "runtime" / "bin" / "python3"), "-I", str(tree / "start.py"), "list"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "0.2.0 app-0.2.0-120\n"


def test_an_installed_program_refuses_what_others_signed(tree: Path, tmp_path: Path) -> None:
    made = make_update(tmp_path, keys=KEYS[3:], root=root_of(KEYS[3:], 2))
    assert "not signed" in _run(tree, "update", str(made.path), code=2)["error"]
    other = make_update(tmp_path, "0.3.0", 130, fits=f"{FITS}-other")
    assert "full update" in _run(tree, "update", str(other.path), "--check", code=2)["error"]


def test_a_program_from_its_source_takes_no_update(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path / "store", capsys)
    assert desk.json("update") == {"version": __version__, "release": 0, "before": ""}
    assert "runs from its source" in desk.json("update", "--back", code=2)["error"]
    assert "keys of releases" in desk.json("update", str(make_update(tmp_path).path), code=2)["error"]
