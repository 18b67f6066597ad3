"""Opens the database of a store to look at it only: beside the program that writes it, or from a copy.

Beside another program of this computer SQLite itself lets readers see one moment without holding up anybody.
Where nobody may write, or where the writer sits at another computer, the log of the database cannot be
shared: database and log are copied into the private folder, and go when it is closed. See decision 0822.
"""

import time
from pathlib import Path

from cso_desk.errors import BusyError, UserError
from cso_desk.store.cipher import engine_for
from cso_desk.store.file_copies import copy_open_database
from cso_desk.store.files import DATABASE
from cso_desk.store.private_folder import PassingFolder
from cso_desk.wording import _

_LOG = f"{DATABASE}-wal"
_HEADER = 32  # bytes; the log begins anew with other ones
_TRIES, _PAUSE = 5, 0.2  # seconds


class LookedAt:
    """An engine that only looks at the store in `folder`: `apart` from it on a copy, or beside who writes."""

    def __init__(self, folder: Path, key: bytes | None, *, apart: bool) -> None:
        self.copy: PassingFolder | None = _copied(folder) if apart else None
        path = (self.copy.path if self.copy else folder) / DATABASE
        self.engine = engine_for(path, key, looking=not apart)

    def close(self) -> None:
        """Let go of the files, and of the copy."""
        self.engine.dispose()
        if self.copy is not None:
            self.copy.remove()


def _copied(folder: Path) -> PassingFolder:
    """Database and log as they were at one moment. Raises UserError where there is no room for them."""
    copy = PassingFolder()
    try:
        for _try in range(_TRIES):
            before = _state(folder)
            for name in (DATABASE, _LOG):
                (copy.path / name).unlink(missing_ok=True)
                if (folder / name).exists():
                    copy_open_database(folder / name, copy.path / name)
            # A log that only grew is as good: what is not whole at its end does not count.
            if _state(folder) == before:
                return copy
            time.sleep(_PAUSE)
    except OSError as error:
        copy.remove()
        raise UserError(
            _(
                "The store could not be copied to look at it: {reason}. Free some space on this computer, "
                "then try again.",
                reason=error.strerror or error,
            )
        ) from error
    copy.remove()
    raise BusyError(_("The store is busy in another window. Wait a moment, then try again."))


def _state(folder: Path) -> tuple[int, int, bytes]:
    """What changes when pages go from the log into the database, or when the log begins anew."""
    now = (folder / DATABASE).stat()
    log = folder / _LOG
    header = b""
    if log.exists():
        with log.open("rb") as file:  # closing it lets go of no lock: SQLite locks the file beside it
            header = file.read(_HEADER)
    return now.st_size, now.st_mtime_ns, header
