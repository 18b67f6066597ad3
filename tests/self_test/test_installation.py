"""The trial of an installation finds what is broken, passes where nothing is, and leaves nothing behind."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import uharfbuzz as hb

import cso_desk
from cso_desk.commands.result import OUR_FAULT
from cso_desk.resources import data_folder
from cso_desk.self_test.installed_files import MANIFEST, damaged_files, installed_tree
from cso_desk.self_test.running import TRIALS, told
from cso_desk.self_test.trial import Trial, tried
from cso_desk.wording import use_language

REGULAR, BOLD = "CSODeskKhmer-Regular.ttf", "CSODeskKhmer-Bold.ttf"
QUICK = ("Words and places", "Letters", "Joining of Khmer letters", "Khmer paper")
CHILD = """
import json, pathlib, sys, tempfile
from cso_desk.self_test.running import TRIALS
from cso_desk.self_test.trial import tried
with tempfile.TemporaryDirectory() as folder:
    parts = {name: TRIALS[name] for name in sys.argv[1:]}
    trials = [tried(name, work, pathlib.Path(folder)) for name, work in parts.items()]
print(json.dumps({each.name: each.problem for each in trials}))
"""


def test_a_sound_program_passes_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cso_desk", "self-test", "--json", "--lang", "en"],
        env={**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    answer = json.loads(done.stdout)
    assert [trial for trial in answer["trials"] if not trial["ok"]] == []
    assert [trial["name"] for trial in answer["trials"]] == list(TRIALS)
    assert answer["ok"]
    assert answer["version"] == cso_desk.__version__
    assert done.returncode == 0
    assert done.stderr == b""
    assert list(tmp_path.iterdir()) == []
    assert not Path(os.environ["CSO_DESK_HOME"]).exists()


def test_one_part_that_fails_is_named_and_the_exit_code_says_so(tmp_path: Path) -> None:
    use_language("en")
    bad = tried("Letters", "no_module.fonts", tmp_path)
    good = Trial("Backup", ok=True, milliseconds=1)
    answer = told([good, bad], 1.26, left="/tmp/held")
    assert bad.problem.startswith("ModuleNotFoundError: ")
    assert answer.code == OUR_FAULT
    assert answer.data["ok"] is False
    assert answer.data["seconds"] == 1.3
    assert answer.lines == [
        "works  Backup",
        f"DOES NOT WORK  Letters  {bad.problem}",
        "This installation does not work. Install it again.",
    ]
    assert "/tmp/held" in answer.notes[0]
    assert told([good], 1).code == 0


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the program as it is installed, which a test may break."""
    app, source = tmp_path / "app", Path(cso_desk.__file__).parent
    shutil.copytree(source, app / "cso_desk", ignore=shutil.ignore_patterns("_data"))
    for name in ("resources", "translations"):
        shutil.copytree(data_folder() / name, app / "cso_desk" / "_data" / name)
    return app


def problems(app: Path) -> dict[str, str]:
    """What the trials that need no store say of this copy of the program."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", CHILD, *QUICK],
        env={**os.environ, "PYTHONPATH": str(app)},
        cwd=app,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    found: dict[str, str] = json.loads(done.stdout)
    assert set(found) == set(QUICK)
    return found


def without_joining(font: Path) -> bytes:
    """The font without the table that says how letters are joined."""
    face = hb.Face(hb.Blob(font.read_bytes()))
    order = hb.SubsetInput()
    order.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NOTDEF_OUTLINE
    order.unicode_set.update(face.unicodes)
    order.drop_table_tag_set.add(int.from_bytes(b"GSUB", "big"))
    return bytes(order.subset(face).blob.data)


def test_letters_that_are_not_joined_and_words_that_are_gone_are_found(copied: Path) -> None:
    data = copied / "cso_desk" / "_data"
    font = data / "resources" / "fonts" / BOLD
    font.write_bytes(without_joining(font))
    shutil.rmtree(data / "translations" / "km")
    found = problems(copied)
    assert "badly joined with CSODeskKhmer-Bold" in found["Joining of Khmer letters"]
    assert "Khmer words are not there" in found["Words and places"]
    assert found["Letters"] == ""


def test_a_broken_font_and_a_missing_list_are_found(copied: Path) -> None:
    resources = copied / "cso_desk" / "_data" / "resources"
    (resources / "fonts" / REGULAR).write_bytes(b"\0" * 1000)
    (resources / "fonts" / "CSODeskSigns-Regular.ttf").unlink()
    (resources / "places" / "places.csv").unlink()
    found = problems(copied)
    assert [name for name in QUICK if not found[name]] == []


def test_the_installed_program_tries_itself_out_without_writing_into_its_folder(copied: Path) -> None:
    def files() -> dict[Path, int]:
        # From its sources Python keeps what it compiled; the installed program is compiled.
        every = (path for path in copied.rglob("*") if "__pycache__" not in path.parts)
        return {path: path.stat().st_mtime_ns for path in every}

    before = files()
    assert set(problems(copied).values()) == {""}
    assert files() == before


def test_files_that_are_not_as_they_were_built_are_named(tmp_path: Path) -> None:
    from installer.manifest import write_manifest

    data = tmp_path / "app-2.0.0" / "cso_desk"
    for name in (
        "runtime/python",
        "packages/a.pyc",
        "app-2.0.0/cso_desk/x.py",
        "app-1.0.0/x.py",
        "current.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    write_manifest(tmp_path, {"version": "2.0.0"})
    assert list(damaged_files(tmp_path, data)) == []
    (tmp_path / "app-1.0.0" / "x.py").unlink()  # the one before an update
    (tmp_path / "current.txt").write_text("app-2.0.0", "utf-8")
    (tmp_path / "app-3.0.0").mkdir()
    assert list(damaged_files(tmp_path, data)) == []
    (tmp_path / "packages" / "a.pyc").write_text("packages/A.pyc", "utf-8")
    (data / "x.py").unlink()
    assert list(damaged_files(tmp_path, data)) == ["app-2.0.0/cso_desk/x.py", "packages/a.pyc"]
    assert installed_tree(str(tmp_path / "runtime" / "python")) == tmp_path
    assert installed_tree(str(tmp_path.parent / "python")) is None
    assert (tmp_path / MANIFEST).exists()
