"""Checks a whole store: every page, the chains of the journal, what is derived from it, and the files."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from sqlalchemy.exc import DatabaseError

from cso_desk.bundles.attachments import namings
from cso_desk.bundles.chain_check import Fault, chain_faults
from cso_desk.errors import DamagedFileError
from cso_desk.journal.mending import unspanned
from cso_desk.journal.soundness import Soundness, soundness_in
from cso_desk.store.blobs import blobs_of
from cso_desk.store.reading import Reading
from cso_desk.store.soundness import damage
from cso_desk.store.store import Store

Progress = Callable[[int, int], None]
_PARTS = 1000  # of each kind of work, for progress
_PATIENCE = 0.05  # seconds between two looks whether to stop

_INDEX = (
    "SELECT (SELECT count(*) FROM entry e WHERE NOT EXISTS (SELECT 1 FROM words w WHERE w.rowid = e.no))"
    " + (SELECT count(*) FROM words w WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.no = w.rowid))"
)


@dataclass(frozen=True)
class Checked:
    """What was found. `pages`: complaints of the database; `faults`: streams of the journal that are torn.

    `derived`: what is shown and differs from the journal, None where the journal itself is not sound;
    `index`: records that lists and the search know wrongly, and changes that Undo does not know; `damaged`
    files were put aside, `missing` ones are named by records and are not here; `files` were looked at.
    """

    pages: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    derived: Soundness | None = None
    index: int = 0
    files: int = 0
    damaged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def journal_sound(self) -> bool:
        """Whether nothing that was saved is lost."""
        return not self.pages and not self.faults

    @property
    def shown_sound(self) -> bool:
        """Whether everything is shown and found as the journal says."""
        return self.derived is not None and self.derived.sound and not self.index

    @property
    def sound(self) -> bool:
        """Whether nothing has to be mended. A file that is only not here yet is no damage."""
        return self.journal_sound and self.shown_sound and not self.damaged


def check(store: Store, progress: Progress | None = None, *, files: bool = True) -> Checked:
    """Check everything; nothing is changed but that damaged files are put aside. May take minutes.

    Others may work meanwhile.
    """
    tell = _within(progress, 2 if files else 1)
    found = _database(store, lambda done, total: tell(0, done, total))
    if not files or not found.journal_sound:
        return found
    blobs = blobs_of(store)
    damaged = blobs.check(lambda done, total: tell(1, done, total))
    with store.reading() as reading:
        named = {each.sha256 for each in namings(reading.connection, store.shelves.types)}
    held = set(blobs.held())
    return replace(
        found,
        files=len(held) + len(damaged),
        damaged=tuple(sorted(damaged)),
        missing=tuple(sorted(named - held)),
    )


def _database(store: Store, progress: Progress) -> Checked:
    """Check the database, its parts side by side: SQLite works without Python, which rolls the chains."""
    progress(0, 1)  # which may end it before it began
    looks = _Looks(store)
    with ThreadPoolExecutor(2) as beside:
        pages, shown = beside.submit(_pages, looks), beside.submit(_shown, looks)
        both: tuple[Future[Any], ...] = (pages, shown)
        try:
            chains = _chains(looks, progress)
            while wait(both, _PATIENCE).not_done:
                progress(1, 1)
        except BaseException:
            looks.stop(both)
            raise
    # Where pages are damaged the others may have stumbled over them.
    if complaints := pages.result():
        return Checked(pages=tuple(complaints))
    try:
        if faults := chains.result():
            return Checked(faults=tuple(faults))
        derived, index = shown.result()
    except DamagedFileError as error:
        return Checked(pages=(str(error),))
    return Checked(derived=derived, index=index)


class _Looks:
    """Looks at a store in several threads, which can be ended from another one."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._running: list[Any] = []
        self._guard = Lock()  # else a connection is interrupted that somebody else was given meanwhile

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        with self.store.reading() as reading:
            connection = reading.connection.connection.driver_connection
            with self._guard:
                self._running.append(connection)
            try:
                yield reading
            finally:
                with self._guard:
                    self._running.remove(connection)

    def stop(self, parts: Iterable["Future[Any]"]) -> None:
        """End what is going on; a statement that was just beginning is met the next time."""
        while wait(parts, _PATIENCE).not_done:
            with self._guard:
                for connection in self._running:
                    connection.interrupt()


def _chains(looks: _Looks, progress: Progress) -> "Future[list[Fault]]":
    """The chains, or what the database said to them."""
    done: Future[list[Fault]] = Future()
    try:
        with looks.reading() as reading:
            done.set_result(chain_faults(reading.connection, progress))
    except (DamagedFileError, DatabaseError) as error:
        done.set_exception(error)
    return done


def _shown(looks: _Looks) -> tuple[Soundness, int]:
    with looks.reading() as reading:
        return soundness_in(reading), _index_faults(reading)


def _pages(looks: _Looks) -> list[str]:
    try:
        # Only what stands in the file itself is sealed: the log is brought into it first.
        with looks.store.engine.connect() as connection:
            connection.connection.driver_connection.execute(  # type: ignore[union-attr]
                "PRAGMA wal_checkpoint(PASSIVE)"
            ).fetchall()
        with looks.reading() as reading:
            return damage(reading.connection)
    except DamagedFileError as error:
        return [str(error)]
    except DatabaseError as error:  # such as an index of words that cannot even be opened
        return [str(error.orig)]


def _index_faults(reading: Reading) -> int:
    """Records that the lists and the search do not know, or know and should not; stale ones are due."""
    run = reading.connection.exec_driver_sql
    wrong = int(run(_INDEX).scalar_one()) + unspanned(reading.connection)
    entered = {str(kind) for (kind,) in run("SELECT DISTINCT kind FROM entry")}
    for kind in reading.shelves.types.values():
        # The rows of `entry` are read in their order, which is quicker than by an index.
        known = (
            f"SELECT count(*) FROM entry e WHERE +e.kind = '{kind.name}' AND NOT EXISTS"
            f" (SELECT 1 FROM {kind.name} k WHERE k.id = e.record)"
        )
        wrong += int(
            run(
                f"SELECT (SELECT count(*) FROM {kind.name} k WHERE NOT EXISTS"
                " (SELECT 1 FROM entry e WHERE e.record = k.id)"
                " AND NOT EXISTS (SELECT 1 FROM stale s WHERE s.record = k.id))"
                f" + ({known if kind.name in entered else 0})"
            ).scalar_one()
        )
    return wrong


def _within(progress: Progress | None, parts: int) -> Callable[[int, int, int], None]:
    def tell(part: int, done: int, total: int) -> None:
        if progress is not None:
            progress(part * _PARTS + (_PARTS * done // total if total else _PARTS), parts * _PARTS)

    return tell
