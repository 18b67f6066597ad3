"""Folders for what is written in passing: the product's own, open to this user alone, gone at the end.

The system's folder for temporary files is everybody's, and what a killed program leaves there nobody removes.
Each program has a room in the user's own folder and holds a lock while it lives; the next one that starts
clears the rooms whose lock nobody holds. See docs/decisions/0820.
"""

import os
import shutil
import sys
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import IO

from cso_desk.settings import home_folder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PLACE = "passing"
"""The folder of the rooms, in the user's own folder."""

_LOCK = ".lock"


class PassingFolder:
    """A folder that goes with this object, or with the program at the latest.

    Where the user's own folder cannot be written it is made where the system wants such folders. Raises
    OSError where that does not go either.
    """

    def __init__(self) -> None:
        self.path = _new_folder()
        self._end = weakref.finalize(self, shutil.rmtree, self.path, True)

    def remove(self) -> None:
        """Remove it now. A file that another program has open under Windows goes at the next start."""
        self._end()


def clear_rooms(place: Path) -> None:
    """Remove the rooms in `place` of programs that have ended, however that came."""
    for room in place.glob(f"*{_LOCK}"):
        _clear(room.with_suffix(""))


def leave_room(home: Path) -> None:
    """Leave the room of this program in a folder of the user that is about to be removed itself."""
    _rooms.pop(home / PLACE, None)


class _Room:
    """The room of this program in `place`. Its lock is made first, so that no room ever seems left behind."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        clear_rooms(place)
        name = f"{os.getpid()}-{os.urandom(4).hex()}"
        self._process = os.getpid()
        self._lock = (place / f"{name}{_LOCK}").open("wb")
        try:
            hold_file(self._lock)
            self.path = place / name
            self.path.mkdir(mode=0o700)
        except OSError:
            self._lock.close()
            raise
        weakref.finalize(self, self._leave, self.path, self._lock, self._process)

    @staticmethod
    def _leave(path: Path, lock: IO[bytes], process: int) -> None:
        if os.getpid() != process:
            return  # a copy of the process ends, not the one that works here
        shutil.rmtree(path, ignore_errors=True)
        lock.close()
        _clear(path)


_rooms: dict[Path, _Room] = {}


def _new_folder() -> Path:
    place = home_folder() / PLACE
    with suppress(OSError):
        if place not in _rooms or not _rooms[place].path.is_dir():
            _rooms[place] = _Room(place)
        return Path(tempfile.mkdtemp(dir=_rooms[place].path))
    return Path(tempfile.mkdtemp(prefix="cso-desk-"))


def _clear(room: Path) -> None:
    """Remove a room unless somebody holds its lock."""
    lock = room.with_name(f"{room.name}{_LOCK}")
    with suppress(OSError):
        with lock.open("wb") as held:
            hold_file(held)
            shutil.rmtree(room, ignore_errors=True)
        if not room.exists():
            lock.unlink()


def hold_file(file: IO[bytes]) -> None:
    """Lock a file until it is closed or this process ends. Raises OSError where somebody else holds it."""
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
