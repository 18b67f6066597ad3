"""What the page of backups and Today know of backups: where they are, how old, what waits to be done."""

import time
from dataclasses import dataclass
from pathlib import Path

from cso_desk.rescue.bringing_over import what_was_kept
from cso_desk.settings import home_folder, load_settings
from cso_desk.store.backups import Backup, backups_in, own_place
from cso_desk.store.second_place import places_elsewhere
from cso_desk.store.store import Store
from cso_desk.store.upkeep import Upkeep, note_upkeep, upkeep_of

_DAY = 86_400_000


@dataclass(frozen=True)
class BackupLook:
    """Backups beside the store and in second places that can be reached now, the newest first.

    `kept`: the store before a restore, as long as nobody said what shall become of it. `due_elsewhere`: days
    since the last copy elsewhere, where that is longer ago than the person wants; 0 otherwise.
    """

    own: list[Backup]
    elsewhere: list[tuple[Path, list[Backup]]]
    upkeep: Upkeep
    chosen: str
    kept: Backup | None
    due_elsewhere: int


def backup_look(store: Store) -> BackupLook:
    """Look at the backups of a store."""
    settings = load_settings(home_folder())
    places = places_elsewhere(settings.backup_folder, store)
    return BackupLook(
        backups_in(own_place(store.folder)),
        [(place, backups_in(place)) for place in places],
        upkeep_of(store.folder),
        settings.backup_folder,
        what_was_kept(store),
        days_without_copy(store, settings.backup_days),
    )


def days_without_copy(store: Store, patience: int) -> int:
    """For how many days no copy went elsewhere, where that is more than `patience`; 0 otherwise.

    A new store begins to count with the first look. `patience` 0: nobody wants to be told.
    """
    if store.practice or not patience:
        return 0
    now, told = time.time_ns() // 1_000_000, upkeep_of(store.folder)
    since = max(told.elsewhere_at, told.begun)
    if not since or since > now:  # never, or the clock was wrong
        note_upkeep(store.folder, begun=now)
        return 0
    days = (now - since) // _DAY
    return int(days) if days >= patience else 0
