"""Puts a finished file in its place: whole or not at all."""

import contextlib
import errno
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from cso_desk.errors import UserError
from cso_desk.wording import _

Progress = Callable[[int, int], None]  # done, of how many; it may raise CancelledError to stop

_SHARING_VIOLATION = 32  # Windows: another program has the file open


def save_atomically(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write beside `path`, flush to the disk, then put it in its place; the old file stays on any failure.

    Raises UserError if the disk is full, the folder is missing or may not be written, or the file is open
    in another program.
    """
    temporary = path.with_name(f".{path.name[:60]}.{secrets.token_hex(4)}.part")
    try:
        with temporary.open("xb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        raise _explained(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def save_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, whole or not at all; raises as `save_atomically`."""
    save_bytes(path, text.encode())


def save_bytes(path: Path, data: bytes) -> None:
    """Write what was made in memory, whole or not at all; raises as `save_atomically`."""

    def write(stream: BinaryIO) -> None:
        stream.write(data)

    save_atomically(path, write)


def _explained(error: OSError, path: Path) -> UserError:
    name, folder = path.name, str(path.parent)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            _("The disk is full: {name} was not saved. Make room or choose another disk.", name=name)
        )
    if getattr(error, "winerror", None) == _SHARING_VIOLATION or error.errno in (errno.EBUSY, errno.ETXTBSY):
        return UserError(
            _(
                "{name} is open in another program. Close it there and save again, or choose another name.",
                name=name,
            )
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return UserError(_("The folder {folder} is not there. Choose another one.", folder=folder))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        # Windows says "access denied" as well when a viewer holds the file open.
        return UserError(
            _(
                "{name} cannot be written in {folder}. If it is open in another program, close it there; "
                "otherwise choose another folder.",
                name=name,
                folder=folder,
            )
        )
    return UserError(
        _(
            "{name} could not be saved in {folder}: {reason}. Choose another folder.",
            name=name,
            folder=folder,
            reason=error.strerror or error,
        )
    )
