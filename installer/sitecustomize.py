"""Tells the installed Python, in every process that the program starts, where program and packages lie.

The version is the one that `current.txt` names: that of the tree, or that of the folder to which updates are
unpacked, where it is newer and fits. This file stands in the runtime, where Python reads it first. An update
of the program alone does not bring another one: newer programs meet it as it is. See docs/decisions/0906.
"""

import os
import re
import sys
import time
from pathlib import Path
from typing import NamedTuple

POINTER, TRIES, WENT_BACK = "current.txt", "tries.txt", "went_back.txt"
CHOSEN = "CSO_DESK_PROGRAM"
"""A variable, "NAME:PROCESS": the version that children of this process run, whatever `current.txt` says."""


class Version(NamedTuple):
    """A line of `current.txt`: folder, number of release, packages it fits, folder of its Python or "-"."""

    name: str
    sequence: int
    fits: str
    base: str


_LINE = re.compile(
    r"((?:app|full)-[0-9.]{1,20}(?:-\d{1,9})?)(?: (\d{1,9}) ([a-z0-9.-]{1,40}) ([a-z0-9.-]{1,40}))?"
)
_MOST_TRIES = 2
_ONE_TRY = 10  # seconds: whoever clicks again because nothing is to be seen yet tries no second time


def _home() -> Path:
    """The user's own folder, as the program itself finds it."""
    if TREE.parent.name == "program" and TREE.name.startswith("full-"):
        return TREE.parent.parent
    if os.environ.get("CSO_DESK_HOME"):
        return Path(os.environ["CSO_DESK_HOME"])
    if (TREE / "portable").is_file():
        return TREE / "data"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "cso-desk"
    data = os.environ.get("XDG_DATA_HOME", "").strip()
    return Path(data or Path.home() / ".local" / "share") / "cso-desk"


def versions(pointer: Path) -> list[Version | None]:
    """The versions that a `current.txt` names: the one to start, and the one before it; None for none."""
    try:
        lines = pointer.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        lines = []
    found = [_LINE.fullmatch(line.strip()) for line in (*lines[:2], "", "")[:2]]
    return [line and Version(line[1], int(line[2] or 0), line[3] or "", line[4] or "-") for line in found]


def taken() -> Version | None:
    """The update to start from this tree; None where there is none that is newer and fits."""
    one = versions(PROGRAM / POINTER)[0]
    if one is None or (one.base != TREE.name and one.sequence <= INSTALLED.sequence):
        return None
    if one.name != one.base and not (PROGRAM / one.name / "cso_desk").is_dir():
        return None
    if one.base == "-":
        return one if one.fits == INSTALLED.fits else None
    base = PROGRAM / one.base
    return one if (base / "start.py").is_file() and (base / "runtime").is_dir() else None


def _running() -> tuple[Version, Path]:
    """The version of this process, and the folder with its package."""
    name, _colon, parent = os.environ.get(CHOSEN, "").partition(":")
    named = _LINE.fullmatch(name) and parent == str(os.getppid())
    if named and name != INSTALLED.name and (PROGRAM / name / "cso_desk").is_dir():
        return INSTALLED._replace(name=name), PROGRAM / name
    one = None if named else taken()
    if one is None or one.base not in ("-", TREE.name):
        return INSTALLED, TREE / INSTALLED.name
    return one, TREE / INSTALLED.name if one.name == TREE.name else PROGRAM / one.name


def other_runtime() -> Path | None:
    """The tree of an update with a Python of its own, to which this one has to hand over; None for none."""
    one = taken()
    return PROGRAM / one.base if one and one.base not in ("-", TREE.name) else None


def count_start() -> bool:
    """Count a start of the window by a version that never came up; gives whether the one before is back."""
    now, before = versions(PROGRAM / POINTER)
    try:
        name, count, at = (PROGRAM / TRIES).read_text("utf-8").split()
        count, at = int(count), float(at)
    except (OSError, ValueError):
        return False
    if now is None or name != now.name or (count and abs(time.time() - at) < _ONE_TRY):
        return False
    if count < _MOST_TRIES:
        _write(PROGRAM / TRIES, f"{name} {count + 1} {time.time():.0f}\n")
        return False
    _write(PROGRAM / WENT_BACK, f"{name}\n")
    _write(PROGRAM / POINTER, (" ".join(map(str, before)) if before else "-") + "\n-\n")
    (PROGRAM / TRIES).unlink()
    return True


def ended_well() -> None:
    """The window of the version that runs was closed as usual: it came up."""
    try:
        if (PROGRAM / TRIES).read_text("utf-8").split()[0] == RUNNING.name:
            (PROGRAM / TRIES).unlink()
    except (OSError, ValueError, IndexError):
        return


def _write(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def use() -> None:
    """Let this process import the version that is to run."""
    global RUNNING  # one version runs in a process
    sys.path[:] = [each for each in sys.path if each not in _ADDED]
    RUNNING, app = _running()
    _ADDED[:] = [str(app), str(TREE / "packages")]
    sys.path += _ADDED
    os.environ[CHOSEN] = f"{RUNNING.name}:{os.getpid()}"


_ADDED: list[str] = []
TREE = next(folder for folder in Path(__file__).resolve().parents if (folder / POINTER).is_file())
PROGRAM = _home() / "program"
HOME = PROGRAM.parent
INSTALLED = versions(TREE / POINTER)[0] or Version("app", 0, "", "-")
RUNNING = INSTALLED
use()
