"""Puts the parts together: makes and opens stores. The only place that knows all of them; no Qt."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine

from cso_desk.catalog import GUARDS, MERGED, RECORD_TYPES
from cso_desk.errors import UserError
from cso_desk.journal.erasing import apply_erasures, are_files_due
from cso_desk.journal.forgetting import erase_again, tell_again
from cso_desk.journal.heads import rebuild_all
from cso_desk.journal.identity import is_itself, replica_here, take_identity, write_marks
from cso_desk.journal.recorder import JournalRecorder, milliseconds
from cso_desk.places.gazetteer import province_abbreviation
from cso_desk.settings import home_folder, portable_folder, practice_folder
from cso_desk.store.aliases import keep_aliases
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import BEFORE_UPGRADE
from cso_desk.store.cipher import engine_for
from cso_desk.store.files import DATABASE, READY, finish_restore, has_store, needs_passphrase
from cso_desk.store.holds import Hold
from cso_desk.store.key_copies import keep_copy
from cso_desk.store.key_cost import Cost
from cso_desk.store.keyslots import FILE_NAME, Identified, create_keyslots, settle_slot
from cso_desk.store.looking import LookedAt
from cso_desk.store.migrations import VERSION, migrate, version_of
from cso_desk.store.person import person
from cso_desk.store.reading import Shelves
from cso_desk.store.rekey import forget_unfinished
from cso_desk.store.search import refresh
from cso_desk.store.store import NATIONAL, Store, sentences
from cso_desk.store.unlocking import identified_in_time
from cso_desk.store.user_slots import users
from cso_desk.store.users import User
from cso_desk.trust.devices import has_certificates, own_certificate
from cso_desk.wording import _

_UNFINISHED = "store.db.new"


def create_store(
    folder: Path,
    hub: str,
    *,
    passphrase: str | None,
    actor: str = "",
    cost: Cost | None = None,
    clock: Callable[[], int] = milliseconds,
    recovery_code: str = "",
) -> tuple[Store, str]:
    """Make a store for a hub ("02", or "00" for the national one); gives it and its recovery code.

    Without a passphrase it is an open practice store and the code is "". `recovery_code` is one that was made
    and printed before. Raises UserError where the folder holds a store already or the hub is no province.
    """
    abbreviation = "NAT" if hub == NATIONAL else province_abbreviation(hub)
    if not abbreviation or len(hub) != len(NATIONAL):
        raise UserError(
            _(
                "There is no province with the code {code}. Use 01 to 25, or 00 for the national hub.",
                code=hub,
            )
        )
    if has_store(folder):
        raise UserError(_("There is a store in {folder} already. Choose another folder.", folder=folder))
    if passphrase is None and _is_carried(folder):
        raise UserError(
            _(
                "This program lies on a stick, and a stick is easily lost. Choose a passphrase: "
                "what is on the stick is encrypted."
            )
        )
    _make_folder(folder)
    facts = {
        "store": secrets.token_hex(16),
        "hub": hub,
        "abbreviation": abbreviation,
        "actor": actor,
        "practice": "yes" if passphrase is None else "no",
    }
    _clear(folder)
    if (folder / FILE_NAME).exists():
        # The key of a database that somebody moved elsewhere: without it that one opens never again.
        (folder / FILE_NAME).replace(folder / f"{FILE_NAME}.{secrets.token_hex(4)}.old")
    try:
        key, code = (
            (None, "")
            if passphrase is None
            else create_keyslots(folder, passphrase, cost, recovery_code, actor)
        )
        _make_database(folder, key, facts)
    except BaseException:
        # A store that was not finished would be in the way of the next try.
        _clear(folder)
        (folder / FILE_NAME).unlink(missing_ok=True)
        raise
    return _open(folder, key, clock, users(folder, key)[0] if key else None), code


def _is_carried(folder: Path) -> bool:
    """Whether a folder lies among the data of a program on a stick; the practice hub is no secret."""
    carried = portable_folder()
    inside = carried is not None and folder.resolve().is_relative_to(carried.resolve())
    return inside and folder.resolve() != practice_folder().resolve()


def _clear(folder: Path) -> None:
    """Remove a database that was never finished."""
    for left in (_UNFINISHED, f"{_UNFINISHED}-wal", f"{_UNFINISHED}-shm"):
        (folder / left).unlink(missing_ok=True)


def _make_database(folder: Path, key: bytes | None, facts: dict[str, str]) -> None:
    """Make the database under another name first: where the power fails there is no store, not half a one."""
    engine = engine_for(folder / _UNFINISHED, key)
    try:
        with sentences():
            _make_ready(engine, folder, facts)
    finally:
        engine.dispose()
    (folder / _UNFINISHED).replace(folder / DATABASE)


def open_store(
    folder: Path, passphrase: str | None = None, *, clock: Callable[[], int] = milliseconds
) -> Store:
    """Open a store, with a passphrase or the recovery code where it needs one.

    Raises UserError where there is none, the passphrase is wrong, comes too soon or the store is too new;
    DamagedFileError where it has to be rescued.
    """
    try:
        finish_restore(folder)
    except OSError as error:
        raise UserError(
            _(
                "What was made ready for this store could not take its place yet: {reason}. Nothing is lost. "
                "Look after the disk, then open the store again.",
                reason=error.strerror or error,
            )
        ) from error
    if not has_store(folder):
        raise _no_store(folder)
    if not needs_passphrase(folder):
        return _open(folder, None, clock)
    if passphrase is None:
        raise UserError(_("This store needs its passphrase."))
    forget_unfinished(folder)
    found = identified_in_time(folder, passphrase)
    store = _open(folder, found.key, clock, found.user)
    if not found.settled:
        # A folder in which nobody may write opens as well.
        with suppress(UserError):
            store.become_opened_by(settle_slot(folder, found, person(store)).user)
    keep_copy(folder)
    return store


def open_to_look(folder: Path, passphrase: str | None = None, *, hold: Hold, apart: bool = False) -> Store:
    """Open a store to look at it only, whoever else has it or wherever it lies; nothing in it is written.

    `apart`: from a copy, where its log cannot be shared; so it is also where something has to be made in it
    before it can be shown. Raises as `open_store`, and where a backup is just being restored or there is no
    room for the copy.
    """
    if (folder / READY).is_dir():
        raise UserError(_("A backup is being restored here. Open the store once where it may be written."))
    if not has_store(folder):
        raise _no_store(folder)
    found = None
    if needs_passphrase(folder):
        if passphrase is None:
            raise UserError(_("This store needs its passphrase."))
        found = identified_in_time(folder, passphrase)
    store = None if apart else _looked(folder, found, apart=False)
    store = store or _looked(folder, found, apart=True)
    assert store is not None  # noqa: S101  a copy is brought to what can be shown
    store.hold = hold
    return store


def _looked(folder: Path, found: Identified | None, *, apart: bool) -> Store | None:
    """The store beside who writes it, None where it cannot be shown as it is; or on a copy, made ready."""
    looked = LookedAt(folder, found.key if found else None, apart=apart)
    try:
        with sentences():
            if apart:
                _brought_up(looked.engine)
            elif not _is_shown_as_it_is(looked.engine):
                looked.close()
                return None
        store = Store(
            folder, looked.engine, Shelves(RECORD_TYPES, GUARDS), JournalRecorder(""),
            found.user if found else None,
        )  # fmt: skip
        if apart:
            refresh(store)
    except BaseException:
        looked.close()
        raise
    store.on_close(looked.close)
    return store


def _no_store(folder: Path) -> UserError:
    return UserError(_("There is no store in {folder}. Make one with: cso-desk init --hub 02", folder=folder))


def _brought_up(engine: Engine) -> None:
    """Bring a copy of a database to this version; it is nobody's and gets no identity."""
    with engine.connect().execution_options(writes=True, journalled=True) as connection, connection.begin():
        _migrated(connection)


def _is_shown_as_it_is(engine: Engine) -> bool:
    """Whether the database is of this version and its lists are ready."""
    with engine.connect() as connection, connection.begin():
        if version_of(connection) != VERSION:
            return False
        return connection.exec_driver_sql("SELECT 1 FROM stale LIMIT 1").first() is None


def open_with_key(folder: Path, key: bytes | None, *, clock: Callable[[], int] = milliseconds) -> Store:
    """Open a store whose key is known, as after a rescue; None for a practice store. Raises UserError."""
    return _open(folder, key, clock)


def open_put_aside(folder: Path, engine: Engine) -> Store:
    """Open a copy of a store that was put aside, to read from it: it keeps the identity it had."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        migrate(connection)
        replica = replica_here(connection)
    return Store(folder, engine, Shelves(RECORD_TYPES, GUARDS), JournalRecorder(replica))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            with suppress(PermissionError):  # the FAT of a stick knows no rights
                folder.chmod(0o700)
    except OSError as error:
        raise UserError(
            _(
                "The folder {folder} cannot be made: {reason}. Choose another one.",
                folder=folder,
                reason=error.strerror,
            )
        ) from error


def _open(folder: Path, key: bytes | None, clock: Callable[[], int], user: User | None = None) -> Store:
    engine = engine_for(folder / DATABASE, key)
    try:
        with sentences():
            # Whoever only looks need not wait for another program that is writing just now.
            if not _is_ready(engine, folder):
                _keep_the_older(engine, folder)
                _make_ready(engine, folder, {})
        with engine.connect() as connection, connection.begin():
            replica = replica_here(connection)
        store = Store(folder, engine, Shelves(RECORD_TYPES, GUARDS), JournalRecorder(replica, clock), user)
    except BaseException:
        engine.dispose()
        raise
    store.before_commit(lambda connection: keep_aliases(connection, MERGED))
    store.before_commit(lambda connection: write_marks(connection, folder, home_folder()))
    _end_what_was_begun(store, user)
    return store


def _end_what_was_begun(store: Store, user: User | None) -> None:
    """Erase anew whom a restored backup holds, whoever opens it: nobody is to see them again."""
    store.become_opened_by(None)
    try:
        erase_again(store)
        tell_again(store)
        if are_files_due(store):
            # Nobody was erased in most stores, and what makes bundles is big.
            from cso_desk.bundles.erased_files import clear_files  # noqa: PLC0415

            clear_files(store)
    except BaseException:
        store.close()
        raise
    store.become_opened_by(user)


def _keep_the_older(engine: Engine, folder: Path) -> None:
    """Back a store of an earlier version up before it is brought to this one."""
    with engine.connect() as connection, connection.begin():
        version = version_of(connection)
    if 0 < version < VERSION:
        store = Store(folder, engine, Shelves(RECORD_TYPES, GUARDS), JournalRecorder(""))
        if not store.practice:
            back_up(store, BEFORE_UPGRADE)


def _is_ready(engine: Engine, folder: Path) -> bool:
    with engine.connect() as connection, connection.begin():
        return (
            version_of(connection) == VERSION
            and is_itself(connection, folder, home_folder())
            and has_certificates(connection)
        )


def _make_ready(engine: Engine, folder: Path, facts: dict[str, str]) -> None:
    """Bring a database to this version and give it `facts`, an identity and certificates where they miss."""
    with engine.connect().execution_options(writes=True, journalled=True) as connection, connection.begin():
        _migrated(connection)
        for fact in facts.items():
            connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", fact)
        take_identity(connection, folder, home_folder())
        # History names the hub of every change by its device's certificate, also of our own.
        own_certificate(connection)


def _migrated(connection: Connection) -> None:
    """Bring a database to this version, and what is derived in it."""
    before, after = migrate(connection)
    if 0 < before < after:
        for kind in RECORD_TYPES:
            rebuild_all(connection, kind)
        # An older version kept erasures that it did not know.
        apply_erasures(connection, RECORD_TYPES)
        keep_aliases(connection, MERGED)
