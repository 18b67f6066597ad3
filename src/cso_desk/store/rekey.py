"""Gives a store another key when somebody leaves who knew a passphrase, in steps that a power cut may end.

The database is copied page by page under the new key into a folder beside it and read through there; the key
file of those who stay is written beside the copy. Renaming that folder makes both take the places of the old
ones, as after a restore (`files.finish_restore`): before it the old keys open the store, from then on the new
ones. `PRAGMA rekey` is not used: after an I/O error it can keep the old key and say nothing. See
docs/decisions/0802.
"""

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.errors import BusyError, DamagedFileError, UserError
from cso_desk.store.cipher import disk_trouble, keyed
from cso_desk.store.files import DATABASE, KEYSLOTS, READY, finish_restore, sync_file, sync_folder
from cso_desk.store.key_copies import keep_copy
from cso_desk.store.key_cost import KEY_BYTES
from cso_desk.store.typed_secrets import new_recovery_code
from cso_desk.store.user_slots import write_next
from cso_desk.wording import _

Progress = Callable[[int, int], None]

UNFINISHED = "rekeying"
_AT_ONCE = 1000  # pages
_LEFT_FREE = 64 << 20
_FORGOTTEN_AFTER = 3600  # seconds


def change_key(folder: Path, key: bytes, leaving: str, progress: Progress | None = None) -> tuple[bytes, str]:
    """Give the closed store in `folder` a new key and recovery code, without the user of slot `leaving`.

    Gives both. Raises BusyError where a program has the store open, UserError where there is no room; then
    nothing was changed, nor by a `progress` that raises. Once the new key holds nothing is raised any more:
    who needs the new code must get it, and what a disk leaves half done the next opening brings to its end.
    """
    finish_restore(folder)
    _refuse_without_room(folder)
    new, code = secrets.token_bytes(KEY_BYTES), new_recovery_code()
    try:
        with contextlib.closing(_alone(folder, key)) as old:
            part = _new_folder(folder)
            try:
                _copy(old, part / DATABASE, new, progress or _nothing)
                _refuse_unsound(part / DATABASE, new, old)
                write_next(folder, part / KEYSLOTS, key, new, leaving, code)
                _now_holds(part, folder / READY)
            except BaseException:
                shutil.rmtree(part, ignore_errors=True)
                raise
            if os.name == "posix":
                # While nobody else can write into the old database. Windows replaces no file that is open.
                _put_in_place(folder)
        _put_in_place(folder)
    except OSError as error:
        raise _unwritten(error) from error
    except sqlcipher.OperationalError as error:
        if (trouble := disk_trouble(error)) is None:
            raise
        raise trouble from error
    keep_copy(folder)
    return new, code


def _now_holds(part: Path, ready: Path) -> None:
    """Make the new key hold by one rename, which a disk may do and still complain of. Raises OSError."""
    try:
        part.rename(ready)
    except OSError:
        if not ready.is_dir():
            raise


def _put_in_place(folder: Path) -> None:
    with contextlib.suppress(OSError):
        finish_restore(folder)


def forget_unfinished(folder: Path) -> None:
    """Remove what a change left behind that never came to its end."""
    part = folder / UNFINISHED
    # Another program may just be at it.
    if part.is_dir() and abs(time.time() - part.stat().st_mtime) > _FORGOTTEN_AFTER:
        shutil.rmtree(part, ignore_errors=True)


def _alone(folder: Path, key: bytes) -> Any:
    """A connection that keeps everybody else out of the database, whose log is all in it.

    Raises BusyError where somebody else has it open.
    """
    connection = keyed(folder / DATABASE, key)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlcipher.OperationalError as error:
        connection.close()
        raise (disk_trouble(error) or _open_elsewhere()) from error
    if mode[0] != "delete":
        connection.close()
        raise _open_elsewhere()
    return connection


def _new_folder(folder: Path) -> Path:
    part = folder / UNFINISHED
    if part.exists():
        shutil.rmtree(part)
    part.mkdir()
    return part


def _copy(old: Any, path: Path, key: bytes, progress: Progress) -> None:
    """Copy the database under another key."""
    with contextlib.closing(keyed(path, key)) as copy:
        old.backup(
            copy,
            pages=_AT_ONCE,
            progress=lambda _status, left, total: progress(total - left, total),
        )
    sync_file(path)
    sync_folder(path.parent)


def _refuse_unsound(path: Path, key: bytes, old: Any) -> None:
    """Read the whole copy with the new key. Raises DamagedFileError where it is not what was copied."""
    with contextlib.closing(keyed(path, key)) as copy:
        same = all(
            copy.execute(question).fetchall() == old.execute(question).fetchall()
            for question in ("PRAGMA user_version", "PRAGMA page_count", "SELECT * FROM sqlite_master")
        )
        seals = copy.execute("PRAGMA cipher_integrity_check").fetchall()
        pages = copy.execute("PRAGMA integrity_check(1)").fetchall()
    if not same or seals or pages != [("ok",)]:
        raise DamagedFileError(
            _(
                "The copy of the data under the new key is damaged. Nothing was changed: look after the "
                "disk, make a backup, then do it again."
            )
        )


def _refuse_without_room(folder: Path) -> None:
    if shutil.disk_usage(folder).free < (folder / DATABASE).stat().st_size + _LEFT_FREE:
        raise UserError(_("The disk is full, so nothing was saved. Free some space, then do it again."))


def _unwritten(error: OSError) -> UserError:
    if isinstance(error, PermissionError):
        return _open_elsewhere()
    return UserError(
        _("The store could not be written anew: {reason}. Nothing was changed.", reason=error.strerror)
    )


def _open_elsewhere() -> UserError:
    return BusyError(_("The store is open in another window or command. Close it, then do this again."))


def _nothing(_done: int, _total: int) -> None:
    pass
