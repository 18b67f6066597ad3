"""Looks whether every file of the installed program is as it was built.

Beside the program lies a manifest, see installer/manifest.py. A program that runs from its sources has none.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from cso_desk.resources import data_folder
from cso_desk.self_test.trial import check

MANIFEST = "manifest.json"
_CHANGES = "current.txt"  # names the version that is started: an update writes it
_TOLD = 5  # names of files in one sentence


def installed_files(_folder: Path) -> None:
    """Every file that the manifest names is there, with the bytes it was built with."""
    tree = installed_tree()
    if tree is not None:
        wrong = list(damaged_files(tree, data_folder()))
        check(not wrong, f"{len(wrong)} files are missing or changed: {', '.join(wrong[:_TOLD])}")


def installed_tree(program: str = sys.executable) -> Path | None:
    """The folder in which the runtime of this program lies with a manifest; None for a clone or a venv."""
    return next((each for each in Path(program).resolve().parents if (each / MANIFEST).is_file()), None)


def damaged_files(tree: Path, data: Path) -> Iterator[str]:
    """Names of the files that differ from the manifest. `data` tells which app it is that runs.

    Another app in the same tree is the one before an update, or the one after: nobody starts it now.
    """
    told = json.loads((tree / MANIFEST).read_text("utf-8"))["files"]
    for name, (size, digest) in told.items():
        path = tree / name
        other_app = name.startswith("app-") and not data.is_relative_to(tree / name.partition("/")[0])
        if name != _CHANGES and not other_app and not _is_whole(path, size, digest):
            yield name


def _is_whole(path: Path, size: int, digest: str) -> bool:
    try:
        if path.stat().st_size != size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False
