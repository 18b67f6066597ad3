"""Brings over what was entered since a backup: from the store that was kept aside when it was restored.

The changes come as they were made, with their authors, numbers and chains, by the same way as a file of
another hub: what other hubs received meanwhile is the same change everywhere, and nothing is doubled.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DatabaseError
from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.assembly import open_put_aside
from cso_desk.bundles.chain_check import chain_faults
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import DamagedFileError, UserError
from cso_desk.rescue.backup_keys import Opener, opener_for, opener_of, opener_with
from cso_desk.rescue.restoring import forget_restored, restored_from
from cso_desk.rescue.retelling import retell
from cso_desk.rescue.salvage import Salvaged, salvage
from cso_desk.store.backups import Backup, backups_in, own_place
from cso_desk.store.file_copies import copy_file
from cso_desk.store.files import DATABASE
from cso_desk.store.keyslots import unlock
from cso_desk.store.soundness import damage
from cso_desk.store.store import Store
from cso_desk.wording import _

Progress = Callable[[int, int], None]

_FOLDER = "bringing.part"


@dataclass(frozen=True)
class BroughtOver:
    """What came over: changes as they were made, and values told anew where the journal had a fault.

    `lost` changes could not be read any more.
    """

    changes: int
    retold: int = 0
    lost: int = 0


def what_was_kept(store: Store) -> Backup | None:
    """What was kept of the store before it was restored; None where nothing waits to be brought over."""
    name = restored_from(store).get("aside", "")
    every = backups_in(own_place(store.folder)) if name else []
    return next((each for each in every if each.folder.name == name), None)


def bring_over(
    store: Store, aside: Backup, *, secret: str = "", progress: Progress | None = None
) -> BroughtOver:
    """Take over what the store that was kept aside holds and this one does not. Raises UserError.

    One step of the history, which Undo takes back like a file of another hub.
    """
    opener = opener_for(aside, store, secret) if aside.is_sound else _opener_of_damaged(aside, store, secret)
    work = store.folder / _FOLDER
    shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir()
        for path in aside.folder.glob(f"{DATABASE}*"):
            copy_file(path, work / path.name)
        source, found = _readable(work, opener, store, progress)
        try:
            made = make_bundle(
                source, store.hub, work / "over.csobundle", kind="full", allow_plain=True, progress=progress
            )
        finally:
            source.close()
        received = receive_bundle(store, made.path, progress=progress)
        retold = retell(store, found.loose)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    forget_restored(store)
    return BroughtOver(received.changes, retold, found.lost)


def _opener_of_damaged(aside: Backup, store: Store, secret: str) -> Opener:
    """A damaged store may not even open; its key is the one of the store now, unless a secret is given."""
    return opener_with(unlock(aside.folder, secret)) if secret else opener_of(store)


def _readable(work: Path, opener: Opener, store: Store, progress: Progress | None) -> tuple[Store, Salvaged]:
    """The store that was kept, as it was where it is sound, else what can be saved of it."""
    if _is_sound(work, opener):
        return open_put_aside(work, opener.engine(work / DATABASE)), Salvaged()
    saved = work / "saved"
    saved.mkdir()
    engine = opener.engine(saved / DATABASE)
    try:
        found = salvage(opener.bare(work / DATABASE, False), engine, store.shelves.types.values(), progress)
    except UserError as error:
        engine.dispose()
        raise _nothing_left() from error
    if not found.readable:
        engine.dispose()
        raise _nothing_left()
    return open_put_aside(saved, engine), found


def _is_sound(work: Path, opener: Opener) -> bool:
    engine = opener.engine(work / DATABASE)
    try:
        with engine.connect() as connection:
            connection.connection.driver_connection.execute(  # type: ignore[union-attr]
                "PRAGMA wal_checkpoint(TRUNCATE)"
            ).fetchall()
        with engine.connect() as connection, connection.begin():
            return not damage(connection) and not chain_faults(connection)
    except (UserError, DatabaseError, sqlcipher.DatabaseError):
        return False
    finally:
        engine.dispose()


def _nothing_left() -> DamagedFileError:
    return DamagedFileError(
        _("Nothing can be read of the damaged store any more. What the backup holds is here, and stays.")
    )
