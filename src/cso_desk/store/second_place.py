"""Copies backups to a second place: another folder or a stick, with the files of the library beside them.

There they stand in a folder of the store's own, so that several hubs may share a stick. A file that is there
already is not copied again.
"""

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cso_desk.errors import UserError
from cso_desk.store.backups import (
    MANIFEST,
    PART,
    Backup,
    backups_in,
    forget_old,
    forget_torn,
    newest_in,
    own_place,
)
from cso_desk.store.blobs import Blobs
from cso_desk.store.file_copies import Tick, copy_file, sha256_of
from cso_desk.store.files import sync_folder
from cso_desk.store.sticks import sticks
from cso_desk.store.store import Store
from cso_desk.store.upkeep import note_upkeep
from cso_desk.wording import _

Progress = Callable[[int, int], None]

FOLDER = "CSO-Desk-backups"
_ID = 8  # characters of a store's id in the name of its folder
_ROOM = 8 << 20


@dataclass(frozen=True)
class Copied:
    """What went to the second place: a backup, and so many files of the library that were not there yet."""

    backup: Backup
    files: int
    bytes: int


def place_in(root: Path, store: Store) -> Path:
    """The place for backups of this store in a folder or on a stick."""
    with store.reading() as reading:
        return root / FOLDER / f"{store.abbreviation}-{reading.meta('store')[:_ID]}"


def places_elsewhere(chosen: str, store: Store) -> list[Path]:
    """The second places that can be reached now: the chosen folder, and sticks that hold one already."""
    roots = [Path(chosen)] if chosen and Path(chosen).is_dir() else []
    roots += [stick.folder for stick in sticks()]
    places = {place_in(root, store): root for root in roots}
    return [place for place, root in places.items() if place.is_dir() or str(root) == chosen]


def known_places(folder: Path, chosen: str) -> list[Path]:
    """Every place with backups of whatever store, for one that cannot be opened: its own comes first."""
    roots = [Path(chosen)] if chosen else []
    roots += [stick.folder for stick in sticks()]
    found = [own_place(folder)]
    for root in dict.fromkeys(roots):
        with suppress(OSError):
            found += sorted(path for path in (root / FOLDER).iterdir() if path.is_dir())
    return found


def copy_elsewhere(store: Store, place: Path, progress: Progress | None = None) -> Copied:
    """Copy the newest backup of a store to a second place. Raises UserError; nothing half counts there.

    A stick that was pulled early keeps what was whole, and the rest is made good the next time.
    """
    newest = newest_in(own_place(store.folder))
    if newest is None:
        raise UserError(_("There is no backup to copy yet. Make one first."))
    try:
        place.mkdir(parents=True, exist_ok=True)
        forget_torn(place)
        _forget_torn_files(place)
        copied = _copy(store, newest, place, progress)
    except OSError as error:
        raise UserError(
            _(
                "The backup could not be copied to {folder}: {reason}. Look whether the stick is plugged in "
                "and has room, then do it again. The earlier backups there are as they were.",
                folder=place,
                reason=error.strerror or error,
            )
        ) from error
    forget_old(place)
    note_upkeep(
        store.folder,
        elsewhere=newest.number,
        elsewhere_at=time.time_ns() // 1_000_000,
        where=str(place.parent.parent),
    )
    return copied


def _copy(store: Store, newest: Backup, place: Path, progress: Progress | None) -> Copied:
    there = Blobs(place)
    sources = {
        sha256: source
        for sha256 in newest.told.files
        if not there.has(sha256) and (source := _source(store, sha256)) is not None
    }
    known = any(each.told == newest.told for each in backups_in(place))
    size = sum(source.stat().st_size for source in sources.values()) + (0 if known else newest.size)
    free = shutil.disk_usage(place).free
    if free < size + _ROOM:
        raise UserError(
            _(
                "The backup needs {needed} MB in {folder}, and there are only {free} MB free. Free some "
                "space there, or choose another place.",
                needed=size // 1_000_000 + 1,
                free=free // 1_000_000,
                folder=place,
            )
        )
    tick = _ticking(progress, size)
    for sha256, source in sources.items():
        _copy_file(source, there.path_of(sha256), tick)
    # Before there is a backup that counts on them: a stick is pulled out as soon as nothing moves any more.
    for folder in {there.path_of(sha256).parent for sha256 in sources}:
        sync_folder(folder)
    if not known:
        _copy_backup(newest, place, tick)
    return Copied(newest, len(sources), size)


def _source(store: Store, sha256: str) -> Path | None:
    for blobs in (Blobs(store.folder), Blobs(own_place(store.folder))):
        if blobs.has(sha256):
            return blobs.path_of(sha256)
    return None


def _copy_file(source: Path, target: Path, tick: Tick) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}{PART}")
    digest = copy_file(source, part, tick)
    _compare(part, digest)
    part.replace(target)


def _copy_backup(newest: Backup, place: Path, tick: Tick) -> None:
    part = place / f"{newest.folder.name}{PART}"
    part.mkdir()
    try:
        # Last what makes it a backup: a folder without it is none.
        for path in sorted(newest.folder.iterdir(), key=lambda each: each.name == MANIFEST):
            _compare(part / path.name, copy_file(path, part / path.name, tick))
        sync_folder(part)
        part.rename(part.with_suffix(""))
        sync_folder(place)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _compare(path: Path, digest: str) -> None:
    if sha256_of(path) != digest:
        raise UserError(
            _(
                "What was written to {file} is not what was read back: the stick or the disk is worn out. "
                "Use another one.",
                file=path,
            )
        )


def _forget_torn_files(place: Path) -> None:
    for path in (place / "files").glob(f"*/*{PART}"):
        path.unlink(missing_ok=True)


def _ticking(progress: Progress | None, total: int) -> Tick:
    done = 0

    def tick(size: int) -> None:
        nonlocal done
        done += size
        if progress is not None:
            progress(min(done, total), max(total, 1))

    return tick
