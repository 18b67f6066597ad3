"""One window on a store: a lock file in the store's folder, which no crash leaves locked.

Commands may run beside the window; the database keeps writers apart.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from cso_desk.store.files import may_write
from cso_desk.store.holds import Hold

LOCK = "window.lock"


def this_computer() -> str:
    """The name of this computer as QLockFile writes it: on Windows in capitals, cut to 15 letters."""
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return QSysInfo.machineHostName()


class WindowLock:
    """Whether the store is shown in this window and in no other."""

    def __init__(self, folder: Path) -> None:
        self._file = QLockFile(str(folder / LOCK))
        # A window may stay open for days. A lock whose process is gone is taken over whatever its age.
        self._file.setStaleLockTime(0)

    def take(self) -> bool:
        """Take the store for this window; False where another window on this computer or network has it."""
        if self.is_held() or self._file.tryLock(0):
            return True
        return self._file.error() != QLockFile.LockError.LockFailedError

    def is_elsewhere(self) -> bool:
        """Whether the window that has the store runs on another computer."""
        known = self._file.getLockInfo()
        return bool(known) and str(known[1]) not in ("", this_computer())

    def is_held(self) -> bool:
        """Whether this window has the store now."""
        return bool(self._file.isLocked())

    def release(self) -> None:
        if self.is_held():
            self._file.unlock()


@dataclass(frozen=True)
class Look:
    """Why a store can only be looked at, and whether that needs a copy of it."""

    hold: Hold
    apart: bool


def kept_from(folder: Path, lock: WindowLock) -> Look | None:
    """What keeps this window from writing in the store; None where the window has it now."""
    if not may_write(folder):
        return Look(Hold.UNWRITABLE, apart=True)
    return None if lock.take() else Look(Hold.TAKEN, apart=lock.is_elsewhere())
