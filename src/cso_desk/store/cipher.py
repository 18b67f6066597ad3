"""Opens the database file: SQLCipher with a raw key, or plain for a practice store."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.errors import BusyError, DamagedFileError, UserError
from cso_desk.wording import _

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, ExceptionContext

KEY_BYTES = 32
PATIENCE = 15
"""For how many seconds a writer waits for another program to finish writing."""

CACHE = 32_000
"""Pages of the database held in memory, in KiB."""
_MOST_CACHE = 256_000
_ROWS_TO_A_KIB = 5

_SETTINGS = (
    "cipher_memory_security = OFF",
    "journal_mode = WAL",
    "synchronous = FULL",
    "temp_store = MEMORY",
    "secure_delete = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    f"cache_size = -{CACHE}",
)
_BROKEN = re.compile(r"for page (\d+)")
_NOTHING = "DELETE FROM meta WHERE 0"  # finds nothing, and is refused where nothing can be written
_REFUSED_FUNCTIONS = {"load_extension", "sqlcipher_export"}
_REFUSED_PRAGMAS = {"key", "rekey", "writable_schema"}
_KEYS: "WeakKeyDictionary[Engine, bytes | None]" = WeakKeyDictionary()


class DiskFailedError(UserError):
    """The disk failed while the database was read or written, which is not the same as a damaged file."""


def engine_for(path: Path, key: bytes | None, *, looking: bool = False) -> "Engine":
    """An engine on `path`. `key` is 32 bytes, None for an open practice store; `looking`: it only reads.

    The key never stands in a URL, a log line or a repr. Raises DamagedFileError on the first connection where
    the key does not fit or the file is no database.
    """
    if key is not None and len(key) != KEY_BYTES:
        raise ValueError("the key of a store is 32 bytes")
    # The first rows of the window are read with a bare connection, before the rest is loaded.
    from sqlalchemy import create_engine, event  # noqa: PLC0415
    from sqlalchemy.pool import QueuePool  # noqa: PLC0415

    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=connector(path, key, looking=looking),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        hide_parameters=True,
    )
    # pysqlite would begin by itself, and only before some statements; we say BEGIN ourselves.
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _forget_blocked)
    _KEYS[engine] = key
    return engine


def engine_like(engine: "Engine", path: Path) -> "Engine":
    """An engine on another file, with the key of this one: a backup of its database, or one being made."""
    return engine_for(path, _KEYS[engine])


def connector_like(engine: "Engine", path: Path, *, unchanging: bool = False) -> Callable[[], Any]:
    """What opens bare connections to another file with the key of this engine, see `connector`."""
    return connector(path, _KEYS[engine], unchanging=unchanging)


def _begin(connection: Any) -> None:
    options, run = connection.get_execution_options(), connection.exec_driver_sql
    if not options.get("writes"):
        run("BEGIN")
    elif not options.get("at_once"):
        run("BEGIN IMMEDIATE")
    else:
        run("PRAGMA busy_timeout = 0")
        try:
            run("BEGIN IMMEDIATE")
        finally:
            run(f"PRAGMA busy_timeout = {PATIENCE * 1000}")


@contextmanager
def begun(engine: "Engine", *, wait: bool) -> Iterator["Connection"]:
    """A connection in a transaction in which can be written; without `wait` not where others are writing.

    One that was opened while the disk was full reads only, for ever, and shows it only when something is
    written: it is opened anew before anything is asked of it.
    """
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415  see engine_for

    connection = _to_write(engine, wait=wait)
    try:
        try:
            transaction = connection.begin()
            connection.exec_driver_sql(_NOTHING)
        except OperationalError as error:
            if "readonly" not in str(error.orig):
                raise
            connection.close()
            connection = _to_write(engine, wait=wait)
            transaction = connection.begin()
        with transaction:
            yield connection
    finally:
        connection.close()


def _to_write(engine: "Engine", *, wait: bool) -> "Connection":
    return engine.connect().execution_options(writes=True, at_once=not wait)


def connector(
    path: Path, key: bytes | None, *, unchanging: bool = False, looking: bool = False
) -> Callable[[], Any]:
    """What opens a bare connection, as the engine does; see `engine_for`.

    `unchanging`: nobody writes the file, and nothing is written beside it, as on a stick that is locked.
    `looking`: others may write meanwhile, this one cannot.
    """
    how = "immutable=1" if unchanging else "mode=ro" if looking else ""
    place = f"{path.absolute().as_uri()}?{how}" if how else str(path)

    def connect() -> Any:
        connection = sqlcipher.connect(
            place,
            timeout=PATIENCE,
            check_same_thread=False,
            isolation_level=None,
            cached_statements=256,
            uri=bool(how),
        )
        try:
            if key is not None:
                connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}").fetchall()
        except sqlcipher.DatabaseError as error:
            connection.close()
            raise (disk_trouble(error) or _unfit(error)) from None
        connection.set_authorizer(_authorize)
        return connection

    return connect


def disk_trouble(error: BaseException | None) -> UserError | None:
    """What to say where the disk is full or fails; None where that is not what the database complains of."""
    text = str(error)
    if "is full" in text:
        return UserError(_("The disk is full, so nothing was saved. Free some space, then do it again."))
    if "disk I/O" in text:
        return DiskFailedError(
            _(
                "The disk did not take or give what it should. What was being saved just now may be lost; "
                "what was saved before is safe. Look after the disk."
            )
        )
    # A log that finds no room for its name cannot be opened.
    if "unable to open" in text:
        return UserError(
            _("The disk did not take or give what it should, so nothing was saved. Look after the disk.")
        )
    if "readonly database" in text:
        return UserError(
            _(
                "The store cannot be written now: the disk is full, or nobody may write in its folder. "
                "Look after that, then do it again."
            )
        )
    return None


def _forget_blocked(context: "ExceptionContext") -> None:
    """Open connections anew: one that was opened while the disk was full stays read-only for ever."""
    if "readonly database" in str(context.original_exception):
        context.is_disconnect = True


def _unfit(error: Exception) -> UserError:
    if "locked" in str(error):
        return BusyError(_("The store is busy in another window. Wait a moment, then try again."))
    return DamagedFileError(
        _("The store cannot be opened: the passphrase does not fit it, or the file is damaged.")
    )


def keyed(path: Path, key: bytes) -> Any:
    """A bare connection that waits for nobody and sets nothing, for copying a whole database.

    Raises DamagedFileError where the key does not fit.
    """
    connection = sqlcipher.connect(str(path), timeout=0, isolation_level=None)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError as error:
        connection.close()
        raise (disk_trouble(error) or _unfit(error)) from error
    return connection


def broken_pages(path: Path, key: bytes) -> list[int]:
    """The numbers of the pages, from 1, whose seal does not fit; the file need not open as a database."""
    with closing(sqlcipher.connect(str(path), isolation_level=None)) as connection:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    return [int(found[1]) for row in rows if (found := _BROKEN.search(str(row[0])))]


@contextmanager
def cache_for(connection: "Connection", rows: int) -> Iterator[None]:
    """Hold more of the database in memory while so many rows are inserted.

    Their records stand anywhere in the indexes: with a cache that is too small each row would read, decrypt
    and encrypt pages anew, and a million changes would take more than twice as long.
    """
    size = min(_MOST_CACHE, CACHE + rows // _ROWS_TO_A_KIB)
    connection.exec_driver_sql(f"PRAGMA cache_size = -{size}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE}")


def _authorize(action: int, first: str | None, second: str | None, _database: str, _trigger: str) -> int:
    refused = (
        action in (sqlcipher.SQLITE_ATTACH, sqlcipher.SQLITE_DETACH)
        or (action == sqlcipher.SQLITE_FUNCTION and (second or "").lower() in _REFUSED_FUNCTIONS)
        or (action == sqlcipher.SQLITE_PRAGMA and (first or "").lower() in _REFUSED_PRAGMAS)
    )
    return int(sqlcipher.SQLITE_DENY if refused else sqlcipher.SQLITE_OK)
