"""Keys, roots and update files as those make and sign them who release the program."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from installer.release import BuildError, fits, sequence
from installer.updates import build_root, new_key, read_changes, read_key, sign_further, told_of

from cso_desk.trust.signing import public_key
from cso_desk.updates.release_root import read_root
from cso_desk.updates.update_file import write_update


def _keys(folder: Path, count: int) -> tuple[list[Path], list[str]]:
    paths = [folder / f"{number}.key" for number in range(count)]
    return paths, [new_key(path) for path in paths]


def test_a_root_is_made_by_one_and_signed_by_others(tmp_path: Path) -> None:
    keys, public = _keys(tmp_path, 3)
    assert public_key(read_key(keys[0])).hex() == public[0]
    path = tmp_path / "root.json"
    build_root(path, public, 2, keys[:1], None)
    assert told_of(path, None).startswith("not enough")
    sign_further(path, keys[1:2])
    assert told_of(path, None) == "root 1: 2 of 3 keys release"
    with pytest.raises(BuildError, match="there already"):
        build_root(path, public, 2, keys, None)
    later = tmp_path / "root2.json"
    build_root(later, public[1:], 0, keys[1:2], path)
    assert told_of(later, path).startswith("not enough")
    sign_further(later, keys[2:])
    assert told_of(later, path) == "root 2: 2 of 2 keys release"


def test_an_update_waits_for_its_second_signature(tmp_path: Path) -> None:
    keys, public = _keys(tmp_path, 3)
    root, path = tmp_path / "root.json", tmp_path / "a.csoupdate"
    build_root(root, public, 2, keys[:2], None)
    app = tmp_path / "app" / "cso_desk"
    app.mkdir(parents=True)
    (app / "__main__.py").write_text("", "utf-8")
    told = {
        "kind": "app", "version": "1.2.3", "sequence": 7, "fits": "py3.11-0", "platform": "",
        "changes": {"en": ["New"], "km": ["ថ្មី"]},
    }  # fmt: skip
    write_update(path, app.parent, told, [read_key(keys[0])])
    assert told_of(path, root).startswith("not enough")
    sign_further(path, keys[2:])
    assert told_of(path, root) == "enough signatures for version 1.2.3, release 7"
    assert read_root(root.read_bytes()).threshold == 2


@pytest.mark.parametrize("text", ["", "New\n", "New\tNew\n", "New\tថ្មី\tថ្មី\n", "\tថ្មី\n"])
def test_changes_in_one_language_only_stop_the_build(tmp_path: Path, text: str) -> None:
    path = tmp_path / "changes.tsv"
    path.write_text(text, "utf-8")
    with pytest.raises(BuildError):
        read_changes(path)
    path.write_text("New\tថ្មី\n\nMore\tច្រើន\n", "utf-8")
    assert read_changes(path) == {"en": ["New", "More"], "km": ["ថ្មី", "ច្រើន"]}


@pytest.mark.parametrize("text", ["", "AAAA\n", "ខ"])
def test_what_is_no_key_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.key").write_text(text, "utf-8")
    with pytest.raises(BuildError, match="no key"):
        read_key(tmp_path / "a.key")


@pytest.mark.skipif(shutil.which("git") is None, reason="releases are numbered by commits")
def test_a_release_is_numbered_by_its_commits_and_says_which_packages_it_fits(tmp_path: Path) -> None:
    def git(*words: str | Path) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    whole, told = tmp_path / "whole", []
    git("init", "-q", whole)
    for number, packages in enumerate(("a", "b", "a")):
        for name, text in {"requirements/run.txt": "locked", "installer/packages.py": packages}.items():
            (whole / name).parent.mkdir(exist_ok=True)
            (whole / name).write_text(text, "utf-8")
        git("-C", whole, "add", ".")
        git("-C", whole, "commit", "-q", "-m", "one more")
        assert sequence(whole) == number + 1
        told.append(fits(whole))
    assert told[0] == told[2] != told[1]
    assert re.fullmatch(r"py3\.11-[0-9a-f]{16}", told[0])
    git("clone", "-q", "--depth", "1", whole.as_uri(), tmp_path / "shallow")
    with pytest.raises(BuildError, match="unshallow"):
        sequence(tmp_path / "shallow")
