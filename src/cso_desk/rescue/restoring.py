"""Brings a backup back: the store as it is now is kept first, then the files change places in one move.

The restored store is somebody new for the journal: it takes another identity when it is opened, so that no
number is given twice. What was entered since the backup can be brought over again, see `bringing_over`.
"""

import json
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.errors import DamagedFileError, UserError
from cso_desk.journal.forgetting import AGAIN
from cso_desk.rescue.backup_keys import Opener, opener_for, unsound
from cso_desk.store.backing_up import back_up, put_aside
from cso_desk.store.backups import BEFORE_RESTORE, Backup, erased_in, own_place
from cso_desk.store.cipher import disk_trouble
from cso_desk.store.facts import keep_fact
from cso_desk.store.file_copies import copy_file
from cso_desk.store.files import DATABASE, KEYSLOTS, READY, finish_restore, has_store, sync_folder
from cso_desk.store.store import Store
from cso_desk.store.upkeep import note_upkeep
from cso_desk.store.users import Role, refuse_unless
from cso_desk.wording import _

Progress = Callable[[int, int], None]

RESTORED = "restored"
"""The fact of a store that says from which backup it came, and what was kept of the store before it."""


def restore(
    folder: Path,
    backup: Backup,
    *,
    store: Store | None = None,
    secret: str = "",
    progress: Progress | None = None,
) -> Backup | None:
    """Put a backup in the place of the store in `folder`; gives what was kept of that one.

    `store` is the open store, where it can be opened: nobody may work in it, and it is closed. `secret` is
    the passphrase or recovery code of that time, where the key is another one. Raises UserError, which says
    whether the store is as it was, or that the backup takes its place as soon as the disk lets it.
    """
    aside = prepare(folder, backup, store=store, secret=secret, progress=progress)
    if store is not None:
        store.close()
    swap(folder)
    return aside


def prepare(
    folder: Path,
    backup: Backup,
    *,
    store: Store | None = None,
    secret: str = "",
    progress: Progress | None = None,
) -> Backup | None:
    """As `restore`, but for the last move, which is made when the store is opened the next time.

    From now on nothing more may be written to it: that would be lost.
    """
    if store is not None:
        refuse_unless(store.role, Role.SECRETARY)
    opener = opener_for(backup, store, secret)
    aside = kept_aside(folder, store)
    make_ready(folder, backup, opener, aside, progress)
    return aside


def kept_aside(folder: Path, store: Store | None) -> Backup | None:
    """Keep the store as it is now: as a backup where it is sound, else its files as they are."""
    if store is not None:
        try:
            return back_up(store, BEFORE_RESTORE)
        except DamagedFileError:
            store.close()
    return put_aside(folder) if has_store(folder) else None


def make_ready(
    folder: Path, backup: Backup, opener: Opener, aside: Backup | None, progress: Progress | None = None
) -> None:
    """Make the files ready that shall take the place of the store's. Raises UserError."""
    done = 0

    def tick(size: int) -> None:
        nonlocal done
        done += size
        if progress is not None:
            progress(min(done, backup.size), max(backup.size, 1))

    part, sound = folder / f"{READY}.part", False
    shutil.rmtree(part, ignore_errors=True)
    try:
        _forget_ready(folder, part)
        part.mkdir(parents=True)
        for path in sorted(backup.folder.glob(f"{DATABASE}*")):
            digest = copy_file(path, part / path.name, tick)
            if path.name == DATABASE and backup.told.sha256 not in ("", digest):
                raise unsound(backup)
            sound = sound or (path.name == DATABASE and backup.told.sha256 == digest)
        erased = erased_in(own_place(folder)) | erased_in(backup.folder.parent)
        _become_another(opener, part / DATABASE, backup, aside, erased)
        if not opener.current and (backup.folder / KEYSLOTS).exists():
            copy_file(backup.folder / KEYSLOTS, part / KEYSLOTS)
        _now_ready(part)
        note_upkeep(folder, found="")  # what a check found was found in the store of before
    except OSError as error:
        raise _not_restored(folder, error) from error
    except sqlcipher.DatabaseError as error:
        raise (disk_trouble(error) or _unsound(backup, sound=sound)) from error
    except _UnsoundError as error:
        raise _unsound(backup, sound=sound) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _forget_ready(folder: Path, part: Path) -> None:
    """Take back what lies ready since a disk failed; what has begun to take its place comes to its end."""
    if (folder / READY / DATABASE).exists():
        (folder / READY).rename(part)  # at once: its keys alone must never lie ready
        shutil.rmtree(part)
    else:
        finish_restore(folder)


def swap(folder: Path) -> None:
    """Put what is ready in the place of the store, which is closed. Raises UserError."""
    try:
        finish_restore(folder)
        note_upkeep(folder, found="")
    except OSError as error:
        raise _not_restored(folder, error) from error


def restored_from(store: Store) -> dict[str, Any]:
    """From which backup this store was restored and what was kept of the one before; {} for neither."""
    with store.reading() as reading:
        text = reading.meta(RESTORED)
    return dict(json.loads(text)) if text else {}


def forget_restored(store: Store) -> None:
    """What was entered since the backup was brought over, or is not wanted."""
    keep_fact(store, RESTORED, "")


def _now_ready(part: Path) -> None:
    sync_folder(part)
    part.rename(part.with_suffix(""))
    sync_folder(part.parent)


class _UnsoundError(Exception):
    """Pages of the copy are not what they should be."""


def _become_another(
    opener: Opener, database: Path, backup: Backup, aside: Backup | None, erased: set[str]
) -> None:
    """Verify every page, and take the token away by which the store would know itself again."""
    told = {"number": backup.number, "at": backup.at, "aside": aside.folder.name if aside else ""}
    with closing(opener.bare(database, False)()) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        for check in ("cipher_integrity_check", "quick_check(1)"):
            if any(row[0] != "ok" for row in connection.execute(f"PRAGMA {check}").fetchall()):
                raise _UnsoundError
        connection.execute("UPDATE meta SET value = '' WHERE key = 'token'")
        told["since"] = time.time_ns() // 1_000_000
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (RESTORED, json.dumps(told)))
        # Who was erased since the backup was made does not come back with it.
        people = " ".join(sorted(erased - set(backup.told.erased)))
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (AGAIN, people))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _not_restored(folder: Path, error: OSError) -> UserError:
    if (folder / READY).is_dir():
        return UserError(
            _(
                "The backup is ready, but it could not take the place of the store yet: {reason}. It does so "
                "when the store is opened the next time. Look after the disk, then open it.",
                reason=error.strerror or error,
            )
        )
    return UserError(
        _(
            "The backup could not be restored: {reason}. The store is as it was. Look after the disk, then "
            "do it again.",
            reason=error.strerror or error,
        )
    )


def _unsound(backup: Backup, *, sound: bool = False) -> UserError:
    """The backup is damaged; or, where what was read of it is `sound`, the disk on which it was copied."""
    if sound:
        return UserError(
            _(
                "The backup {name} is sound, but the disk of this computer did not give back what was copied "
                "to it. The store is as it was. Look after the disk, then do it again.",
                name=backup.folder.name,
            )
        )
    return unsound(backup)
