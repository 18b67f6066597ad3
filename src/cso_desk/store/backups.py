"""The backups in a place: what each is, in which order they were made, and which of them are kept.

A place is a folder: beside the store, in another folder, or on a stick. Each backup in it is a folder that
opens as a store by itself, `000012_2026-11-23_101500_exit`, with `backup.json` that says what it is. The
files of the library stand in `files/` of the place, once for all backups, named by their content as in the
store. Backups are ordered by their number: the clock of a computer may stand in another year.
"""

import contextlib
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from cso_desk.store.blobs import Blobs
from cso_desk.store.files import DATABASE
from cso_desk.wording import N_

BACKUPS = "backups"
MANIFEST = "backup.json"
PART = ".part"
FORMAT = 1

EXIT, ASKED = "exit", "asked"
BEFORE_BUNDLE, BEFORE_IMPORT, BEFORE_UPGRADE = "before-bundle", "before-import", "before-upgrade"
BEFORE_RESTORE, DAMAGED = "before-restore", "damaged"
"""Why a backup was made. `DAMAGED`: a store that was put aside as it was, because it could not be read."""

REASONS = {
    EXIT: N_("when the window was closed"),
    ASKED: N_("asked for"),
    BEFORE_BUNDLE: N_("before a file was taken in"),
    BEFORE_IMPORT: N_("before a list was imported"),
    BEFORE_UPGRADE: N_("before the program was renewed"),
    BEFORE_RESTORE: N_("before a backup was restored"),
    DAMAGED: N_("put aside as it was, damaged"),
}
"""Why a backup was made, in words (message ids)."""

_REGULAR = (EXIT, ASKED)
_BUCKETS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (7, lambda at: at.date()),
    (4, lambda at: at.isocalendar()[:2]),
    (12, lambda at: (at.year, at.month)),
)
"""How many days, weeks and months keep their newest regular backup."""

KEPT_BEFORE = 5
"""How many of the backups that were asked for, or made before something else, are kept."""

BACKUP_DAYS = 90
"""For so many days a backup may hold somebody who was erased after it was made."""

ERASED_FOR = BACKUP_DAYS * 24 * 60 * 60 * 1000  # milliseconds

_ASIDE = 2
_NAME = re.compile(r"(?:(\d{6,12})_)?(\d{4}-\d\d-\d\d_\d{6})(?:-\d{6})?_([a-z-]+)")
_TIME = "%Y-%m-%d_%H%M%S"


class Manifest(msgspec.Struct, frozen=True):
    """What `backup.json` says. `at`: UTC milliseconds by the clock of that computer.

    `commits`: how often the store had been written to; `changes`: how many changes its journal held.
    `sha256` is that of the database file, `files` are the blobs that belong to it,
    `erased` the ids of the people who had been erased.
    """

    format: int
    number: int
    at: int
    reason: str
    hub: str
    commits: int
    changes: int
    program: str
    sha256: str = ""
    files: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()


@dataclass(frozen=True)
class Backup:
    """One backup that was finished. `size` in bytes, without the files of the library."""

    folder: Path
    size: int
    told: Manifest

    @property
    def number(self) -> int:
        return self.told.number

    @property
    def at(self) -> int:
        return self.told.at

    @property
    def reason(self) -> str:
        return self.told.reason

    @property
    def is_sound(self) -> bool:
        """Whether it was verified when it was made."""
        return self.reason != DAMAGED


def own_place(store_folder: Path) -> Path:
    """The place beside a store."""
    return store_folder / BACKUPS


def backups_in(place: Path) -> list[Backup]:
    """Every finished backup in a place, the newest first. An unreadable place has none."""
    found = []
    with contextlib.suppress(OSError):
        found = [each for path in place.iterdir() if (each := _backup(path)) is not None]
    return sorted(found, key=lambda each: (each.number, each.at), reverse=True)


def newest_in(place: Path) -> Backup | None:
    """The newest backup that opens as a store."""
    return next((each for each in backups_in(place) if each.is_sound), None)


def name_of(told: Manifest) -> str:
    """The name of the folder of a backup."""
    at = datetime.fromtimestamp(told.at / 1000, UTC)
    return f"{told.number:06d}_{at.strftime(_TIME)}_{told.reason}"


def next_number(places: Iterable[Path]) -> int:
    """The number of the next backup: above every one in these places."""
    return 1 + max((each.number for place in places for each in backups_in(place)), default=0)


def forget_torn(place: Path) -> None:
    """Remove what a process that was killed, or a stick pulled early, left half-written."""
    with contextlib.suppress(OSError):
        for path in place.glob(f"*{PART}"):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()


def forget_old(place: Path, zone: Callable[[int], datetime] | None = None) -> list[Backup]:
    """Remove the backups that need not be kept, and the files that only they had; gives those removed.

    `zone` makes a day on the wall of milliseconds. The newest sound backup always stays.
    """
    every = backups_in(place)
    kept = [each for each in kept_of(every, zone or _on_the_wall) if not _holds_too_long(each, every)]
    gone = [each for each in every if each not in kept]
    for each in gone:
        # A folder without its manifest is none any more: half of one must not look like a whole one.
        with contextlib.suppress(OSError):
            (each.folder / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(each.folder, ignore_errors=True)
    if gone:
        _forget_files(place)
    return gone


def kept_of(every: list[Backup], zone: Callable[[int], datetime]) -> list[Backup]:
    """Which of these, the newest first, are kept."""
    regular = [each for each in every if each.reason in _REGULAR]
    kept = [each for each in every if each.is_sound][:1] + regular[:1]
    for count, bucket in _BUCKETS:
        seen: set[object] = set()
        for each in regular:
            which = bucket(zone(each.at))
            if which not in seen and len(seen) < count:
                seen.add(which)
                kept.append(each)
    # One that somebody asked for stays beside a later one of the same day, as those before something do.
    kept += [each for each in every if each.reason != EXIT and each.is_sound][:KEPT_BEFORE]
    return kept + [each for each in every if not each.is_sound][:_ASIDE]


def _holds_too_long(backup: Backup, every: list[Backup]) -> bool:
    """Whether it still holds somebody who was erased since, and longer than that may be."""
    newest = next((each for each in every if each.is_sound), backup)
    gone = set(newest.told.erased) - set(backup.told.erased)
    return bool(gone) and newest.at - backup.at > ERASED_FOR


def erased_in(place: Path) -> set[str]:
    """The ids of all people of whom a backup in a place knows that they were erased."""
    return {person for each in backups_in(place) for person in each.told.erased}


def _on_the_wall(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone()


def _forget_files(place: Path) -> None:
    """Remove the files that no backup left in the place needs."""
    needed = {sha256 for each in backups_in(place) for sha256 in each.told.files}
    pool = Blobs(place)
    for sha256 in pool.held():
        if sha256 not in needed:
            with contextlib.suppress(OSError):
                pool.remove(sha256)


def _backup(folder: Path) -> Backup | None:
    name = _NAME.fullmatch(folder.name)
    if name is None or not (folder / DATABASE).is_file():
        return None
    try:
        told = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        if name[1]:
            return None  # one that is just being removed
        told = _told_by_name(name)
    except (OSError, msgspec.MsgspecError):
        return None
    size = sum(path.stat().st_size for path in folder.glob(f"{DATABASE}*"))
    return Backup(folder, size, told)


def _told_by_name(name: "re.Match[str]") -> Manifest:
    """What is known of a backup of the first versions, which had no manifest."""
    at = datetime.strptime(name[2], _TIME).replace(tzinfo=UTC)
    return Manifest(0, 0, int(at.timestamp() * 1000), name[3], "", 0, 0, "")
