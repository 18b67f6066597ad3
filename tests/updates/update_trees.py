"""Small installed programs and updates for the tests: the real launcher, a program of ten lines."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from cso_desk.trust.signing import public_key
from cso_desk.updates.place import Place, Version
from cso_desk.updates.release_root import ReleaseRoot, make_root, read_root
from cso_desk.updates.update_file import Update, read_update, write_update

INSTALLER = Path(__file__).resolve().parents[2] / "installer"
KEYS = [bytes([number]) * 32 for number in range(1, 6)]
FITS = "py3.11-0123456789abcdef"
CHANGES = {"km": ["ថ្មី"], "en": ["Something new"]}

_PROGRAM = """
import json, os, sys
from cso_desk import __version__
def main():
    if "self-test" in sys.argv:
        ok = {works}
        print(json.dumps({{"ok": ok, "trials": [{{"name": "Khmer paper", "ok": ok, "problem": "torn"}}]}}))
        return 0 if ok else 1
    print(__version__, os.environ["CSO_DESK_PROGRAM"].partition(":")[0])
    return {code}
"""
_PYTHON = """#!/bin/sh
while [ "${{1##*/}}" != start.py ]; do shift; done
exec '{python}' -I -S -c 'import runpy, sys
sys.path.insert(0, "{runtime}")
import sitecustomize
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")' "$@"
"""


def root_of(keys: list[bytes] = KEYS[:3], threshold: int = 2, version: int = 1) -> ReleaseRoot:
    return read_root(make_root(version, [public_key(key) for key in keys], threshold, keys))


def lay_program(folder: Path, version: str, *, works: bool = True, code: int = 0) -> None:
    package = folder / "cso_desk"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(f'__version__ = "{version}"\n', "utf-8")
    (package / "__main__.py").write_text(_PROGRAM.format(works=works, code=code), "utf-8")


def lay_tree(tree: Path, version: str, sequence: int, fits: str = FITS) -> None:
    """A tree as the installer lays it out, that this computer's Python runs."""
    runtime = tree / "runtime"
    (runtime / "bin").mkdir(parents=True)
    (tree / "packages").mkdir()
    shutil.copyfile(INSTALLER / "sitecustomize.py", runtime / "sitecustomize.py")
    shutil.copyfile(INSTALLER / "start.py", tree / "start.py")
    # What a full update brings is started from where it is unpacked to: its Python finds itself.
    script = _PYTHON.format(python=sys.executable, runtime="RUNTIME").replace(
        '"RUNTIME"', 'sys.argv[1].removesuffix("start.py") + "runtime"'
    )
    python = runtime / "bin" / "python3"
    python.write_text(script, "utf-8")
    python.chmod(0o755)
    lay_program(tree / f"app-{version}", version)
    (tree / "current.txt").write_text(f"app-{version} {sequence} {fits} -\n", "utf-8")


def place_of(tree: Path, version: str = "0.1.0", sequence: int = 100) -> Place:
    installed = Version(f"app-{version}", sequence, FITS, "-")
    return Place(tree, Path(os.environ["CSO_DESK_HOME"]) / "program", installed, installed)


def facts(version: str = "0.2.0", sequence: int = 120, **further: object) -> dict[str, object]:
    told = {"kind": "app", "version": version, "sequence": sequence, "fits": FITS, "platform": ""}
    return {**told, "changes": CHANGES, **further}


def make_update(
    folder: Path, version: str = "0.2.0", sequence: int = 120, *, works: bool = True, code: int = 0,
    keys: list[bytes] = KEYS[:2], root: ReleaseRoot | None = None, **further: object,
) -> Update:  # fmt: skip
    payload, path = folder / f"payload-{sequence}", folder / f"{version}-{sequence}.csoupdate"
    lay_program(payload, version, works=works, code=code)
    write_update(path, payload, facts(version, sequence, **further), keys)
    return read_update(path, root or root_of())


def started(tree: Path, *words: str) -> str:
    """Start the installed program as its launcher does: its answer and its exit code."""
    command = [str(tree / "runtime" / "bin" / "python3"), "-I", str(tree / "start.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{done.stdout.strip()} {done.returncode}".strip() or done.stderr
