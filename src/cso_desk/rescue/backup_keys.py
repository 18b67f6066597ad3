"""Opens backups: with the key of the open store, else with the passphrase or recovery code of that time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from cso_desk.errors import DamagedFileError, UserError
from cso_desk.store.backups import Backup
from cso_desk.store.cipher import DiskFailedError, connector, connector_like, engine_for, engine_like
from cso_desk.store.file_copies import sha256_of
from cso_desk.store.files import DATABASE, needs_passphrase
from cso_desk.store.keyslots import unlock
from cso_desk.store.store import Store
from cso_desk.wording import _


class SecretNeededError(UserError):
    """A backup was made under another key than the store has now."""


@dataclass(frozen=True)
class Opener:
    """Opens files that are locked with one key, without showing it.

    `current` says that it is the key of the store as it is now, so that its passphrases go on holding.
    """

    bare: Callable[[Path, bool], Callable[[], Any]] = field(repr=False)
    engine: Callable[[Path], Engine] = field(repr=False)
    current: bool = False

    def backup(self, backup: Backup) -> Callable[[], Any]:
        """What opens connections to a backup, which stays as it is."""
        database = backup.folder / DATABASE
        return self.bare(database, not database.with_name(f"{DATABASE}-wal").exists())


def opener_of(store: Store) -> Opener:
    """Opens what is locked with the key of an open store."""

    def bare(path: Path, unchanging: bool) -> Callable[[], Any]:
        return connector_like(store.engine, path, unchanging=unchanging)

    return Opener(bare, lambda path: engine_like(store.engine, path), current=True)


def opener_with(key: bytes | None, *, current: bool = False) -> Opener:
    """Opens what is locked with this key; None for a practice store."""

    def bare(path: Path, unchanging: bool) -> Callable[[], Any]:
        return connector(path, key, unchanging=unchanging)

    return Opener(bare, lambda path: engine_for(path, key), current=current)


def opener_for(backup: Backup, store: Store | None = None, secret: str = "") -> Opener:
    """What opens this backup.

    Raises SecretNeededError, DamagedFileError where the file is not what was written, or UserError: the
    secret does not fit, the disk fails.
    """
    if store is not None:
        opener = opener_of(store)
        if _fits(opener, backup):
            return opener
    if not needs_passphrase(backup.folder):
        return _looked_at(opener_with(None), backup)
    if not secret:
        if not is_as_written(backup):
            raise unsound(backup)
        raise SecretNeededError(
            _(
                "This backup was made when the store had another key. Type the passphrase of that time, or "
                "its recovery code."
            )
        )
    return _looked_at(opener_with(unlock(backup.folder, secret)), backup)


def is_as_written(backup: Backup) -> bool:
    """Whether the database is, byte by byte, what was written when the backup was made.

    No key is needed for that. True where nobody noted what it was. Raises UserError where the disk fails.
    """
    try:
        return backup.told.sha256 in ("", sha256_of(backup.folder / DATABASE))
    except OSError as error:
        raise DiskFailedError(
            _(
                "The backup {name} could not be read: {reason}. Look after the disk or the stick it is on, "
                "then try again.",
                name=backup.folder.name,
                reason=error.strerror or error,
            )
        ) from error


def unsound(backup: Backup) -> DamagedFileError:
    """What to say of a backup that is damaged."""
    return DamagedFileError(
        _(
            "The backup {name} is damaged, so it was not restored. The store is as it was. Choose another "
            "backup.",
            name=backup.folder.name,
        )
    )


def _looked_at(opener: Opener, backup: Backup) -> Opener:
    """The opener, after it opened the backup. Raises UserError, DamagedFileError."""
    try:
        opener.backup(backup)().close()
    except DamagedFileError:
        if is_as_written(backup):
            raise
        raise unsound(backup) from None
    return opener


def _fits(opener: Opener, backup: Backup) -> bool:
    try:
        opener.backup(backup)().close()
    except DiskFailedError:
        raise
    except UserError:
        return False
    return True
