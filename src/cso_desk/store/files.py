"""The files of a store: what they are called, and whether they are there."""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

DATABASE = "store.db"
KEYSLOTS = "keyslots.json"
KEY_COPY = "keys"
"""The folder with a second copy of the key file."""

READY = "restoring"
"""The folder with the files that take the place of a store's; it gets this name when they are all whole."""

_REFUSALS = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))


def has_store(folder: Path) -> bool:
    return (folder / DATABASE).is_file()


def needs_passphrase(folder: Path) -> bool:
    return (folder / KEYSLOTS).is_file() or (folder / KEY_COPY / KEYSLOTS).is_file()


def finish_restore(folder: Path) -> bool:
    """Put in place what a restore made ready; whether there was anything. The store must be closed.

    Where the power fails in between, the next start goes on: each step can be done twice. Raises OSError.
    """
    ready = folder / READY
    if not ready.is_dir():
        return False
    if (ready / DATABASE).exists():
        for ending in ("-wal", "-shm"):
            # The log of the old database must never meet the new one.
            (folder / f"{DATABASE}{ending}").unlink(missing_ok=True)
        sync_folder(folder)
        (ready / DATABASE).replace(folder / DATABASE)
    if (ready / KEYSLOTS).exists():
        (ready / KEYSLOTS).replace(folder / KEYSLOTS)
    sync_folder(folder)
    shutil.rmtree(ready)
    return True


def may_write(folder: Path) -> bool:
    """Whether files may be written in a store's folder, and its database; a full disk is another matter."""
    probe = folder / f".{os.getpid()}-{os.urandom(4).hex()}"
    try:
        # The database is not opened: closing it would let go of every lock that this program has on it.
        probe.open("xb").close()
    except OSError as error:
        return error.errno not in _REFUSALS
    with suppress(OSError):
        probe.unlink()
    return os.access(folder / DATABASE, os.W_OK)


def sync_file(path: Path) -> None:
    """Wait until what was written into a file is on the disk. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name, on the disk first; then the new name is there too. Raises OSError.

    Whoever pulls the plug finds the old file or the new one, never an empty one.
    """
    sync_file(part)
    part.replace(path)
    sync_folder(path.parent)


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file as a whole or not at all, also where the power fails. Raises OSError."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    put_in_place(part, path)


def sync_folder(folder: Path) -> None:
    """Make a rename last; Windows has no such thing and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
