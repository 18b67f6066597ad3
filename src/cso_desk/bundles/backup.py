"""Keeps a copy of the store before a bundle is merged: a folder that opens as a store by itself."""

import errno
import os
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from cso_desk.errors import UserError
from cso_desk.store.keyslots import FILE_NAME
from cso_desk.wording import _

BACKUPS = "backups"
KEPT = 5
_REASON = "before-bundle"
_PART = ".part"


def back_up(connection: Connection, folder: Path) -> Path:
    """Copy the files of the store in `folder`, encrypted as they are, inside a writing transaction.

    Nobody else writes then, and no writer means no checkpoint: database and log together are one moment.
    Raises UserError where there is no room.
    """
    database = Path(
        connection.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar_one()
    )
    folder = folder / BACKUPS
    now = datetime.fromtimestamp(time.time(), UTC).strftime("%Y-%m-%d_%H%M%S-%f")
    part = folder / f"{now}_{_REASON}{_PART}"
    try:
        part.mkdir(parents=True)
        for name in (database.name, f"{database.name}-wal", FILE_NAME):
            source = database.with_name(name)
            if source.exists():
                _copy(source, part / name)
        whole = part.with_suffix("")
        part.rename(whole)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise UserError(
            _(
                "The backup before taking in the bundle could not be written: {reason}. "
                "Free some space, then do it again. Nothing was changed.",
                reason=error.strerror or error,
            )
        ) from error
    _forget_the_oldest(folder)
    return whole


def _copy(source: Path, target: Path) -> None:
    copier = shutil.which("cp") if os.name == "posix" else None
    if copier is None:
        shutil.copyfile(source, target)
    else:
        # On POSIX a process that closes any handle of a database loses all its locks on it
        # (https://sqlite.org/howtocorrupt.html, 2.2), so another process has to read it.
        done = subprocess.run([copier, "--", str(source), str(target)], capture_output=True, check=False)  # noqa: S603
        if done.returncode:
            raise OSError(errno.EIO, done.stderr.decode(errors="replace").strip().rpartition(": ")[2])
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _forget_the_oldest(folder: Path) -> None:
    ours = sorted(path for path in folder.glob(f"*_{_REASON}*") if path.is_dir())
    whole = [path for path in ours if path.suffix != _PART]
    for path in [*whole[:-KEPT], *(path for path in ours if path.suffix == _PART)]:
        shutil.rmtree(path, ignore_errors=True)
