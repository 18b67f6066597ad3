"""Answers a damaged store: made anew from its journal, or from the last good backup and what is readable.

Nothing is thrown away: the damaged files are put aside first, as they are.
"""

import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from cso_desk.assembly import open_with_key
from cso_desk.catalog import RECORD_TYPES
from cso_desk.errors import DamagedFileError, UserError
from cso_desk.rescue.backup_keys import Opener, opener_with
from cso_desk.rescue.bringing_over import bring_over
from cso_desk.rescue.restoring import make_ready, swap
from cso_desk.rescue.retelling import retell
from cso_desk.rescue.salvage import Salvaged, salvage
from cso_desk.rescue.schema_pages import opens, patch_schema
from cso_desk.store.backing_up import put_aside
from cso_desk.store.backups import Backup, backups_in
from cso_desk.store.files import DATABASE, KEY_COPY, KEYSLOTS, READY, needs_passphrase, sync_folder
from cso_desk.store.keyslots import unlock
from cso_desk.wording import _

Progress = Callable[[int, int], None]

_SAVING, _PATCHED = "saving.part", "patched.db"


class Way(Enum):
    """How a damaged store was answered."""

    MADE_ANEW = "made anew"
    """Nothing was lost: what was broken is derived from the journal."""
    FROM_BACKUP = "from backup"
    SAVED = "saved"
    """There was no backup: what could be read is here."""


@dataclass(frozen=True)
class Rescued:
    """What was done. `lost`: changes that nobody can read any more; `retold`: values told anew.

    `brought`: changes since the backup that came over; `unreadable`: nothing of them could be read.
    """

    way: Way
    aside: Backup
    backup: Backup | None = None
    brought: int = 0
    retold: int = 0
    lost: int = 0
    unreadable: bool = False


def rescue(
    folder: Path, secret: str, places: Iterable[Path] = (), progress: Progress | None = None
) -> Rescued:
    """Answer the damage of the store in `folder`, which is closed. `places` hold backups.

    Raises UserError where the secret fits neither the store nor a backup, or where there is nothing to begin
    with; the store's files are as they were then.
    """
    backups = [each for place in places for each in backups_in(place) if each.is_sound]
    backups.sort(key=lambda each: (each.number, each.at), reverse=True)
    key, where = _key(folder, secret, backups)
    opener = opener_with(key, current=True)
    aside = put_aside(folder)
    part = folder / _SAVING
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir()
        earlier = next((each for each in backups if _opens(opener, each)), None)
        found = _saved(_readable(aside, key, earlier, part), opener, part, earlier, progress)
        if where != folder:
            shutil.copyfile(where / KEYSLOTS, part / KEYSLOTS)
        if found is not None and found.complete:
            _now_ready(part, folder)
            swap(folder)
            return Rescued(Way.MADE_ANEW, aside)
        if found is not None and found.readable and found.filled:
            # All that the backup holds is in it, and what was readable since.
            return _from_what_was_read(folder, part, key, aside, found, earlier)
        for backup in backups:
            if (done := _from_backup(folder, key, backup, aside, where, progress)) is not None:
                return done
        if found is None or not found.readable:
            # Nothing is changed, so nothing has to be kept: the next try puts it aside again.
            shutil.rmtree(aside.folder, ignore_errors=True)
            raise DamagedFileError(
                _(
                    "The store cannot be read, and there is no backup of it here. Plug in the stick with the "
                    "second copies, or choose the folder with them, then try again. Nothing was changed."
                )
            )
        return _from_what_was_read(folder, part, key, aside, found)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _key(folder: Path, secret: str, backups: list[Backup]) -> tuple[bytes | None, Path]:
    """The key of the store and where its key file stands: its own or, where that is damaged, a backup's."""
    if not needs_passphrase(folder) and not any(needs_passphrase(each.folder) for each in backups):
        return None, folder
    failed: UserError | None = None
    for place in [folder, folder / KEY_COPY, *(each.folder for each in backups)]:
        try:
            return unlock(place, secret), place
        except UserError as error:
            failed = failed or error
    raise failed or UserError(_("This store needs its passphrase."))


def _opens(opener: Opener, backup: Backup) -> bool:
    try:
        opener.backup(backup)().close()
    except UserError:
        return False
    return True


def _readable(aside: Backup, key: bytes | None, earlier: Backup | None, part: Path) -> Path:
    """The damaged database, or a copy of it in which the list of tables can be read again."""
    database = aside.folder / DATABASE
    if key is None or earlier is None or opens(database, key):
        return database
    for path in aside.folder.glob(f"{DATABASE}*"):
        shutil.copyfile(path, part / path.name.replace(DATABASE, _PATCHED))
    return part / _PATCHED if patch_schema(part / _PATCHED, key, earlier.folder) else database


def _saved(
    database: Path, opener: Opener, part: Path, earlier: Backup | None, progress: Progress | None
) -> Salvaged | None:
    """What can be read, written into `part`; None where not even the first page opens."""
    engine = opener.engine(part / DATABASE)
    try:
        return salvage(
            opener.bare(database, False),
            engine,
            RECORD_TYPES,
            progress,
            earlier=opener.backup(earlier) if earlier else None,
        )
    except UserError:
        return None
    finally:
        engine.dispose()


def _from_backup(
    folder: Path,
    key: bytes | None,
    backup: Backup,
    aside: Backup,
    where: Path,
    progress: Progress | None,
) -> Rescued | None:
    """Restore a backup and bring over what is readable since; None where it is damaged or has another key."""
    try:
        # The key file comes from the backup where the own one does not open any more.
        make_ready(folder, backup, opener_with(key, current=where == folder), aside, progress)
    except UserError:
        return None
    swap(folder)
    with closing(open_with_key(folder, key)) as store:
        try:
            over = bring_over(store, aside, progress=progress)
        except DamagedFileError:
            return Rescued(Way.FROM_BACKUP, aside, backup, unreadable=True)
    return Rescued(Way.FROM_BACKUP, aside, backup, over.changes, over.retold, over.lost)


def _from_what_was_read(
    folder: Path,
    part: Path,
    key: bytes | None,
    aside: Backup,
    found: Salvaged,
    backup: Backup | None = None,
) -> Rescued:
    with closing(opener_with(key).bare(part / DATABASE, False)()) as connection:
        # Numbers behind the fault were given already: it goes on as somebody else.
        connection.execute("UPDATE meta SET value = '' WHERE key = 'token'")
    _now_ready(part, folder)
    swap(folder)
    with closing(open_with_key(folder, key)) as store:
        retold = retell(store, found.loose)
    if backup is None:
        return Rescued(Way.SAVED, aside, retold=retold, lost=found.lost)
    brought = max(0, found.changes - backup.told.changes)
    return Rescued(Way.FROM_BACKUP, aside, backup, brought, retold, found.lost)


def _now_ready(part: Path, folder: Path) -> None:
    for path in part.glob(f"{_PATCHED}*"):
        path.unlink()
    sync_folder(part)
    part.rename(folder / READY)
