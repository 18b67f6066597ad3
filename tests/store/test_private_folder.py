"""What is written in passing lies in the product's own folder, and goes also where a program was killed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cso_desk
from cso_desk.settings import home_folder
from cso_desk.store.private_folder import PLACE, PassingFolder

ANOTHER = """
import sys
from cso_desk.store.private_folder import PassingFolder
folder = PassingFolder()
(folder.path / "minutes.pdf").write_bytes(b"who was there")
print(folder.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def another():
    """Another program with a paper in its room; `another.path` is where."""
    with subprocess.Popen(
        [sys.executable, "-c", ANOTHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        program.path = Path(program.stdout.readline().strip())
        yield program
        program.kill()


def names():
    return sorted(path.name for path in (home_folder() / PLACE).iterdir())


def test_it_lies_in_the_own_folder_and_is_for_this_user_alone():
    folder = PassingFolder()
    assert folder.path.is_relative_to(home_folder())
    if os.name == "posix":
        for each in (folder.path, folder.path.parent, folder.path.parent.parent):
            assert each.stat().st_mode & 0o077 == 0


def test_it_goes_with_its_object():
    folder = PassingFolder()
    path = folder.path
    (path / "paper.pdf").write_bytes(b"x")
    del folder
    assert not path.exists()


def test_a_program_that_ends_leaves_nothing(another):
    another.stdin.close()
    another.wait()
    assert not another.path.exists()
    assert names() == []


def test_what_a_killed_program_left_goes_at_the_next_start(another):
    another.kill()
    another.wait()
    assert (another.path / "minutes.pdf").exists()
    ours = PassingFolder()
    assert not another.path.exists()
    assert len(names()) == 2, "our room and its lock"
    assert ours.path.is_dir()


def test_the_room_of_a_program_that_still_runs_stays(another):
    PassingFolder()
    assert (another.path / "minutes.pdf").exists()


def test_a_home_that_cannot_be_written_keeps_nobody_from_printing():
    home_folder().mkdir(parents=True)
    (home_folder() / PLACE).write_text("a file stands in the way")
    folder = PassingFolder()
    assert folder.path.is_dir()
    folder.remove()
    assert not folder.path.exists()


def test_nothing_else_makes_temporary_files():
    """The trial of an installation holds nobody's data."""
    source = Path(cso_desk.__file__).parent
    makers = re.compile(r"^\s*(import|from) .*\b(tempfile|QTemporary\w+)\b", re.MULTILINE)
    found = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if makers.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"store/private_folder.py", "self_test/running.py"}
