"""Makes a backup: copies the store, opens the copy, verifies every page of it, then lets old ones go.

What is written stands in a folder `….part` until it is whole: a full disk, a Cancel or a power cut leaves
the earlier backups as they were.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk import __version__
from cso_desk.errors import DamagedFileError, UserError
from cso_desk.store.backups import (
    DAMAGED,
    FORMAT,
    MANIFEST,
    PART,
    Backup,
    Manifest,
    backups_in,
    forget_old,
    forget_torn,
    name_of,
    newest_in,
    next_number,
    own_place,
)
from cso_desk.store.blobs import Blobs
from cso_desk.store.cipher import connector_like, disk_trouble
from cso_desk.store.erasures import erased_people
from cso_desk.store.file_copies import Tick, copy_file, copy_open_database, sha256_of
from cso_desk.store.files import DATABASE, KEYSLOTS, sync_file, sync_folder
from cso_desk.store.migrations import VERSION, version_of
from cso_desk.store.store import Store
from cso_desk.wording import _

Progress = Callable[[int, int], None]

_LOG = f"{DATABASE}-wal"
_ROOM = 16 << 20
"""Bytes that a backup leaves free on the disk."""

_TIP = (
    "SELECT (SELECT count(*) FROM change), (SELECT coalesce(max(cid), 0) FROM change),"
    " coalesce((SELECT value FROM meta WHERE key = 'commits'), '0')"
)


def back_up(
    store: Store,
    reason: str,
    *,
    connection: Connection | None = None,
    progress: Progress | None = None,
    elsewhere: Iterable[Path] = (),
) -> Backup:
    """Make a backup beside the store; gives it. `reason` is one of those in `backups`.

    Inside a writing transaction give its connection: what that wrote so far is not in the backup. Nobody
    else writes meanwhile, and no writer means no checkpoint: database and log together are one moment.
    `elsewhere` are further places whose numbers are known. Raises UserError where it cannot be written or
    is not what it should be, CancelledError where `progress` raises it; nothing is changed then.
    """
    place = own_place(store.folder)
    with nullcontext(connection) if connection is not None else _nobody_writes(store):
        try:
            place.mkdir(parents=True, exist_ok=True)
            forget_torn(place)
            made = _made(store, place, reason, next_number([place, *elsewhere]), progress)
        except OSError as error:
            raise _not_written(error.strerror or str(error)) from error
        except sqlcipher.DatabaseError as error:
            raise (disk_trouble(error) or _not_verified()) from error
    forget_old(place)
    return made


class _EnoughError(Exception):
    """Ends a transaction in which nothing was written."""


@contextmanager
def _nobody_writes(store: Store) -> Iterator[Connection]:
    """Let nobody write in the block; it does not count as something written either."""
    try:
        with store.writing(derived=True) as connection:
            yield connection
            raise _EnoughError  # noqa: TRY301  ends the transaction without keeping anything
    except _EnoughError:
        return


def back_up_before(store: Store, reason: str) -> None:
    """Make a backup before something that changes much, unless one is as new as the store."""
    if is_due(store):
        back_up(store, reason)


def is_due(store: Store) -> bool:
    """Whether anything was written since the newest backup; a practice store needs none."""
    newest = newest_in(own_place(store.folder))
    if store.practice:
        return False
    with store.reading() as reading:
        return newest is None or newest.told.commits != int(reading.meta("commits", "0"))


def put_aside(folder: Path) -> Backup:
    """Keep the files of a store as they are, because they cannot be read; the store must be closed.

    Raises UserError where there is no room.
    """
    place = own_place(folder)
    told = Manifest(FORMAT, next_number([place]), time.time_ns() // 1_000_000, DAMAGED, "", 0, 0, __version__)
    part = place / f"{name_of(told)}{PART}"
    try:
        part.mkdir(parents=True)
        for name in (DATABASE, _LOG, KEYSLOTS):
            if (folder / name).exists():
                copy_file(folder / name, part / name)
        return _finished(part, told)
    except OSError as error:
        raise _not_written(error.strerror or str(error)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _made(store: Store, place: Path, reason: str, number: int, progress: Progress | None) -> Backup:
    with store.reading() as reading:
        tip = tuple(reading.connection.exec_driver_sql(_TIP).one())
        erased = tuple(erased_people(reading.connection)) if version_of(reading.connection) == VERSION else ()
    changes, _last, commits = tip
    at = time.time_ns() // 1_000_000
    told = Manifest(
        FORMAT, number, at, reason, store.hub, int(commits), int(changes), __version__, erased=erased
    )
    sources = [path for path in (store.folder / DATABASE, store.folder / _LOG) if path.exists()]
    size = sum(path.stat().st_size for path in sources)
    if shutil.disk_usage(place).free < size + _ROOM:
        raise _not_written(_("the disk is full"))
    tick = _ticking(progress, 2 * size)
    part = place / f"{name_of(told)}{PART}"
    part.mkdir()
    try:
        for source in sources:
            copy_open_database(source, part / source.name, tick)
        if (store.folder / KEYSLOTS).exists():
            copy_file(store.folder / KEYSLOTS, part / KEYSLOTS)
        _verify(store, part / DATABASE, tip)
        told = msgspec.structs.replace(
            told,
            sha256=sha256_of(part / DATABASE, tick),
            files=_keep_files(Blobs(store.folder), Blobs(place)),
        )
        return _finished(part, told)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _finished(part: Path, told: Manifest) -> Backup:
    """Give a backup its manifest and its name."""
    (part / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=1))
    sync_file(part / MANIFEST)
    sync_folder(part)
    whole = part.with_suffix("")
    part.rename(whole)
    sync_folder(whole.parent)
    return next(each for each in backups_in(whole.parent) if each.folder == whole)


def _verify(store: Store, database: Path, tip: tuple[Any, ...]) -> None:
    """Open the copy with its log, put both into one file, and look at every page of it."""
    connection = connector_like(store.engine, database)()
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        check = "quick_check(1)" if store.practice else "cipher_integrity_check"
        complaints = [row for row in connection.execute(f"PRAGMA {check}").fetchall() if row[0] != "ok"]
        if complaints or tuple(connection.execute(_TIP).fetchone()) != tip:
            raise _not_verified()
    finally:
        connection.close()
    sync_file(database)


def _keep_files(files: Blobs, pool: Blobs) -> tuple[str, ...]:
    """Keep the files of the store in the place beside it, where that costs no room; gives their names.

    They are the same bytes under a second name, so a file that is removed from the store can come back.
    """
    held = files.held()
    for sha256 in held:
        if not pool.has(sha256) and not _link(files.path_of(sha256), pool.path_of(sha256)):
            break  # a file system without links: the second place has copies of its own
    return tuple(held)


def _link(source: Path, target: Path) -> bool:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(source, target)
    except OSError:
        return False
    return True


def _ticking(progress: Progress | None, total: int) -> Tick | None:
    if progress is None:
        return None
    done = 0

    def tick(size: int) -> None:
        nonlocal done
        done += size
        progress(min(done, total), total)

    return tick


def _not_written(reason: str) -> UserError:
    return UserError(
        _(
            "The backup could not be written: {reason}. Free some space, then do it again. The earlier "
            "backups are as they were, and nothing was changed.",
            reason=reason,
        )
    )


def _not_verified() -> DamagedFileError:
    return DamagedFileError(
        _(
            "The backup is not what it should be, so it was not kept: the disk or the file of the store is "
            "damaged. Check the store in Settings, under Backups. Nothing was changed."
        )
    )
