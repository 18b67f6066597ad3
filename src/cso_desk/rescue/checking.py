"""Checks a whole store: every page, the chains of the journal, what is derived from it, and the files."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from cso_desk.bundles.attachments import namings
from cso_desk.bundles.chain_check import Fault, chain_faults
from cso_desk.errors import DamagedFileError
from cso_desk.journal.mending import unspanned
from cso_desk.journal.soundness import Soundness, soundness
from cso_desk.store.blobs import blobs_of
from cso_desk.store.soundness import damage
from cso_desk.store.store import Store

Progress = Callable[[int, int], None]
_PARTS = 1000  # of each kind of work, for progress

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
    tell = _within(progress, 3 if files else 2)
    pages = _pages(store)
    if pages:
        return Checked(pages=tuple(pages))
    tell(0, 1, 1)
    try:
        # The database compares while Python rolls the chains: two processors take half the time.
        with ThreadPoolExecutor(1) as beside:
            shown = beside.submit(_shown, store)
            with store.reading() as reading:
                faults = chain_faults(reading.connection, lambda done, total: tell(1, done, total))
        if faults:
            return Checked(faults=tuple(faults))
        derived, index = shown.result()
    except DamagedFileError as error:
        return Checked(pages=(str(error),))
    if not files:
        return Checked(derived=derived, index=index)
    blobs = blobs_of(store)
    damaged = blobs.check(lambda done, total: tell(2, done, total))
    with store.reading() as reading:
        named = {each.sha256 for each in namings(reading.connection, store.shelves.types)}
    held = set(blobs.held())
    return Checked(
        derived=derived,
        index=index,
        files=len(held) + len(damaged),
        damaged=tuple(sorted(damaged)),
        missing=tuple(sorted(named - held)),
    )


def _shown(store: Store) -> tuple[Soundness, int]:
    derived = soundness(store)
    with store.reading() as reading:
        return derived, _index_faults(reading.connection, store)


def _pages(store: Store) -> list[str]:
    try:
        # Only what stands in the file itself is sealed: the log is brought into it first.
        with store.engine.connect() as connection:
            connection.connection.driver_connection.execute(  # type: ignore[union-attr]
                "PRAGMA wal_checkpoint(PASSIVE)"
            ).fetchall()
        with store.reading() as reading:
            return damage(reading.connection)
    except DamagedFileError as error:
        return [str(error)]
    except DatabaseError as error:  # such as an index of words that cannot even be opened
        return [str(error.orig)]


def _index_faults(connection: Connection, store: Store) -> int:
    """Records that the lists and the search do not know, or know and should not; stale ones are due."""
    run = connection.exec_driver_sql
    wrong = int(run(_INDEX).scalar_one()) + unspanned(connection)
    for kind in store.shelves.types.values():
        wrong += int(
            run(
                f"SELECT (SELECT count(*) FROM {kind.name} k WHERE NOT EXISTS"
                " (SELECT 1 FROM entry e WHERE e.record = k.id)"
                " AND NOT EXISTS (SELECT 1 FROM stale s WHERE s.record = k.id))"
                f" + (SELECT count(*) FROM entry e WHERE +e.kind = '{kind.name}' AND NOT EXISTS"
                f" (SELECT 1 FROM {kind.name} k WHERE k.id = e.record))"
            ).scalar_one()
        )
    return wrong


def _within(progress: Progress | None, parts: int) -> Callable[[int, int, int], None]:
    def tell(part: int, done: int, total: int) -> None:
        if progress is not None:
            progress(part * _PARTS + (_PARTS * done // total if total else _PARTS), parts * _PARTS)

    return tell
