"""One window on a store: a lock file in the store's folder, which no crash leaves locked.

Commands may run beside the window; the database keeps writers apart.
"""

from pathlib import Path

from PySide6.QtCore import QLockFile

LOCK = "window.lock"


class WindowLock:
    """Whether the store is shown in this window and in no other."""

    def __init__(self, folder: Path) -> None:
        self._file = QLockFile(str(folder / LOCK))
        # A window may stay open for days. A lock whose process is gone is taken over whatever its age.
        self._file.setStaleLockTime(0)

    def take(self) -> bool:
        """Take the store for this window; False where another window on this computer or network has it."""
        if self._file.isLocked() or self._file.tryLock(0):
            return True
        # A folder in which nobody may write is shown in as many windows as people like.
        return self._file.error() != QLockFile.LockError.LockFailedError

    def release(self) -> None:
        if self._file.isLocked():
            self._file.unlock()
