"""Two builds of one commit are the same bytes: each part of a build that once was, or might be, another."""

import os
import shutil
import sys
import time
from pathlib import Path

import pytest
import words
from installer.icon import write_ico, write_png
from installer.manifest import files_of
from installer.release import PYTHON, ROOT
from installer.tree import compile_sources, settle

FITTING = sys.version_info[:2] == tuple(map(int, PYTHON.split(".")))
CLONE = (ROOT / ".git").exists() and shutil.which("git") is not None


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_of(folder)}


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="a process cannot change its time zone")
def test_words_are_compiled_to_the_same_bytes_in_another_time_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for zone in ("UTC", "Asia/Phnom_Penh"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        root = tmp_path / zone.replace("/", "-")
        shutil.copytree(ROOT / "translations", root / "translations", ignore=shutil.ignore_patterns("*.mo"))
        assert len(words.compile_words(root)) == 2
        made.append(contents(root))
    monkeypatch.undo()
    time.tzset()
    assert made[0] == made[1]


@pytest.mark.skipif(not FITTING, reason="another Python than the one that is installed")
@pytest.mark.parametrize("keep", [True, False])
def test_modules_are_compiled_to_the_same_bytes_in_another_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: bool
) -> None:
    made = []
    for seed, where in (("1", "one"), ("2", "another/place")):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        folder = tmp_path / where / "packages"
        (folder / "part").mkdir(parents=True)
        names = ", ".join(repr(f"name {number}") for number in range(50))
        (folder / "part" / "sets.py").write_text(f"def f(x):\n    return x in {{{names}}}\n", "utf-8")
        compile_sources(folder, keep=keep)
        made.append(contents(folder))
    assert made[0] == made[1]
    assert any(name.endswith(".pyc") for name in made[0])
    assert any(name.endswith(".py") for name in made[0]) is keep


@pytest.mark.skipif(not CLONE or os.name != "posix", reason="no clone, or no rights of files")
def test_everything_gets_the_time_of_the_commit_and_the_same_rights(tmp_path: Path) -> None:
    told = []
    for mask in (0o022, 0o077):
        before = os.umask(mask)
        try:
            tree = tmp_path / f"{mask:o}"
            for name in ("runtime/bin/python3", "packages/a.pyc", "start.py"):
                (tree / name).parent.mkdir(parents=True, exist_ok=True)
                (tree / name).write_text(name, "utf-8")
        finally:
            os.umask(before)
        settle(tree)
        every = [tree, *sorted(tree.rglob("*"))]
        told.append([(p.relative_to(tree), p.stat().st_mode, p.stat().st_mtime) for p in every])
    assert told[0] == told[1]
    assert len({each[2] for each in told[0]}) == 1


def test_icons_are_the_same_bytes_again(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        write_ico(folder / "desk.ico")
        write_png(folder / "desk.png", 48)
        made.append(contents(folder))
    assert made[0] == made[1]
