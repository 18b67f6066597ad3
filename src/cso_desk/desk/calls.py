"""Hands the file of a second double click to the window that is open already.

The second process leaves a small file in the folder `calls` of the store, which belongs to this user, and
ends as soon as the open window took it. See docs/decisions/0909.
"""

import ctypes
import json
import secrets
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QLockFile

from cso_desk.desk.one_window import LOCK, WindowLock, this_computer
from cso_desk.file_types import OPENED

PLACE = "calls"
_PATIENCE, _PAUSE = 3.0, 0.02  # seconds
_CALL = ".json"
_MOST_BYTES = 1 << 16


class Calls:
    """Listens for calls to the window of one store; `called` is told each file that it shall look at."""

    def __init__(self, called: Callable[[Path], object]) -> None:
        self._called = called
        self._watcher = QFileSystemWatcher()
        self._watcher.directoryChanged.connect(lambda _folder: self._look())
        self._place: Path | None = None

    def listen(self, folder: Path) -> None:
        """Listen for calls to the store in `folder` from now on; where nobody may write there are none."""
        place = folder / PLACE
        if place == self._place:
            return
        self.stop()
        with suppress(OSError):
            place.mkdir(exist_ok=True, mode=0o700)
            for left in place.iterdir():
                left.unlink()
            if self._watcher.addPath(str(place)):
                self._place = place

    def stop(self) -> None:
        """Listen no more; who calls now is told so by nobody answering."""
        if self._place is not None:
            self._watcher.removePath(str(self._place))
            self._place = None

    def _look(self) -> None:
        for path in sorted(self._place.glob(f"*{_CALL}")) if self._place is not None else ():
            arrived = _read(path)
            with suppress(OSError):
                path.unlink()  # this tells the caller that it may go
                if arrived is not None:
                    self._called(arrived)


def call(folder: Path, arrived: Path, patience: float = _PATIENCE) -> bool:
    """Let the window on this computer that shows the store in `folder` look at the file `arrived`.

    False where there is none, or none answered within `patience` seconds.
    """
    place, lock = folder / PLACE, QLockFile(str(folder / LOCK))
    process, host, _program = lock.getLockInfo() or (0, "", "")
    if not place.is_dir() or host != this_computer() or WindowLock(folder).take():
        return False
    _let_come_to_front(int(process))
    path = place / f"{secrets.token_hex(8)}{_CALL}"
    part = path.with_suffix(".part")
    try:
        part.write_text(json.dumps({"file": str(arrived)}), encoding="utf-8")
        part.replace(path)
    except OSError:
        return False
    until = time.monotonic() + patience
    while path.exists() and time.monotonic() < until:
        time.sleep(_PAUSE)
    try:
        path.unlink()
    except OSError:
        return not path.exists()  # the window took it
    return False


def _read(path: Path) -> Path | None:
    """The file of a call; None where it names none of ours that can be looked at."""
    try:
        with path.open("rb") as file:
            told: Any = json.loads(file.read(_MOST_BYTES))
        named = Path(told["file"])
        return named if named.suffix.lower() in OPENED and named.is_absolute() and named.is_file() else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _let_come_to_front(process: int) -> None:
    """Windows lets a window come to the front only where the program that people just started says so."""
    if sys.platform == "win32" and process:
        ctypes.windll.user32.AllowSetForegroundWindow(process)
