"""Saves what can be read of a store whose pages are broken, into a new database that is sound.

The journal is what counts: streams are taken over up to their first fault, so that every chain holds and
exchange goes on. What was readable behind a fault is told anew later, as a step of its own: see `retelling`.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine
from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.bundles.chain_check import chain_faults
from cso_desk.journal.mending import make_anew
from cso_desk.journal.streams import MASK, SHIFT
from cso_desk.records.kinds import Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.broken_tables import Connect, Table
from cso_desk.store.migrations import migrate

Progress = Callable[[int, int], None]
Gaps = dict[str, list[tuple[int, int]]]

_NUMBERED = {
    "stream": "no", "name": "no", "step": "no", "change": "cid", "parent": "cid", "meant": "cid",
    "span": "step", "seal": "stream", "root": "version",
}  # fmt: skip
_NAMED = {
    "meta": "key", "counter": "prefix", "fork": "branch", "secret": "replica", "device": "replica",
    "directory": "digest", "applicant": "replica", "held": "device", "bundle": "uid", "taken": "bundle",
    "file_key": "identity", "brought": "sha256", "wanted": "device",
}  # fmt: skip
_BY_INDEX = {
    "stream": "SELECT no, replica, scope, replica FROM stream INDEXED BY sqlite_autoindex_stream_1",
    "name": "SELECT no, name FROM name INDEXED BY sqlite_autoindex_name_1",
}
"""Small tables without which no change can be understood, as their index knows them."""

_AT_ONCE = 2000


@dataclass(frozen=True)
class Told:
    """One value that a change gave a field of a record."""

    record: str
    name: str
    value: Stored
    clock: int


@dataclass
class Salvaged:
    """What became of a broken store. `changes` were taken over whole, `lost` cannot be read any more.

    `loose` are readable values behind a fault. `readable` is False where not even its key could be read.
    `filled`: what was missing up to the earlier backup came from there.
    """

    changes: int = 0
    lost: int = 0
    loose: list[Told] = field(default_factory=list)
    readable: bool = True
    filled: bool = False

    @property
    def complete(self) -> bool:
        """Whether nothing at all is missing: what was broken is derived from the rest."""
        return self.readable and not self.lost and not self.loose


def salvage(
    connect: Connect,
    target: Engine,
    types: Iterable[RecordType],
    progress: Progress | None = None,
    *,
    earlier: Connect | None = None,
) -> Salvaged:
    """Read a broken database through `connect` and write a sound one into `target`, which is empty.

    `earlier` opens a backup: where it is one of the same life, what cannot be read is taken from it. Raises
    what `connect` raises where not even the first page can be read.
    """
    connect().close()
    found = Salvaged()
    with target.connect().execution_options(writes=True, journalled=True) as connection, connection.begin():
        migrate(connection)
        gaps, torn = _take_over(connect, connection, progress)
        if earlier is not None:
            found.filled = _fill(connection, earlier, gaps, torn)
        tips = _tips(earlier) if earlier is not None and found.filled else {}
        facts = ("secret", "meta", "stream", "name")
        found.readable = all(
            connection.exec_driver_sql(f"SELECT EXISTS (SELECT 1 FROM {table})").scalar() for table in facts
        )
        _cut_off(connection, found, gaps, tips)
        found.changes = int(connection.exec_driver_sql("SELECT count(*) FROM change").scalar_one())
        make_anew(connection, types)
    return found


def _take_over(connect: Connect, connection: Connection, progress: Progress | None) -> tuple[Gaps, list[str]]:
    """Copy the readable rows of the journal and of what belongs to it; gives where rows may be missing.

    Also the names of the tables without numbers of which something may be missing.
    """
    gaps: Gaps = {}
    torn: list[str] = []
    every = [*_NUMBERED.items(), *_NAMED.items()]
    for place, (name, key) in enumerate(every):
        table = Table(connect, name, key)
        if name in _NUMBERED:
            _insert(connection, name, table.by_number())
            gaps[name] = table.gaps
            if table.gaps and name in _BY_INDEX:
                _insert(connection, name, _by_index(connect, name), instead=False)
        else:
            _insert(connection, name, table.by_text())
            torn += [name] if table.torn else []
        if progress is not None:
            progress(place + 1, len(every))
    return gaps, torn


def _by_index(connect: Connect, name: str) -> list[tuple[Any, ...]]:
    with closing(connect()) as connection:
        try:
            return list(connection.execute(_BY_INDEX[name]).fetchall())
        except sqlcipher.DatabaseError:
            return []


def _fill(connection: Connection, earlier: Connect, gaps: Gaps, torn: list[str]) -> bool:
    """Take what is missing from a backup; whether it is one of the same life, with the same numbers."""
    with closing(earlier()) as backup:
        try:
            for name, what in (("stream", "replica || ' ' || scope"), ("step", "uid"), ("name", "name")):
                ask = f"SELECT no, {what} FROM {name}"
                known = dict(backup.execute(ask).fetchall())
                if any(known.get(no, one) != one for no, one in connection.exec_driver_sql(ask)):
                    return False
            for name, spans in gaps.items():
                for low, high in spans:
                    key = _NUMBERED[name]
                    rows = backup.execute(
                        f"SELECT * FROM {name} WHERE {key} >= ? AND {key} <= ?", (low, high)
                    ).fetchall()
                    _insert(connection, name, rows, instead=False)
            for name in torn:
                _insert(connection, name, backup.execute(f"SELECT * FROM {name}").fetchall(), instead=False)
        except sqlcipher.DatabaseError:
            return False
    return True


def _insert(
    connection: Connection, name: str, rows: Iterable[tuple[Any, ...]], *, instead: bool = True
) -> None:
    """Insert rows; one that is there already is replaced, or stays where they are not `instead`."""
    waiting: list[tuple[Any, ...]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) >= _AT_ONCE:
            _write(connection, name, waiting, instead=instead)
            waiting = []
    _write(connection, name, waiting, instead=instead)


def _write(connection: Connection, name: str, rows: list[tuple[Any, ...]], *, instead: bool) -> None:
    if rows:
        marks, way = ",".join("?" * len(rows[0])), "REPLACE" if instead else "IGNORE"
        connection.exec_driver_sql(f"INSERT OR {way} INTO {name} VALUES ({marks})", rows)


def _tips(earlier: Connect) -> dict[int, int]:
    """The last change that a backup holds of each stream."""
    with closing(earlier()) as backup:
        return dict(backup.execute("SELECT cid >> 40, max(cid) FROM change GROUP BY 1").fetchall())


def _cut_off(connection: Connection, found: Salvaged, gaps: Gaps, tips: dict[int, int]) -> None:
    """Cut every stream before its first fault, and keep what was said behind it as loose values."""
    run = connection.exec_driver_sql
    first_bad: dict[int, int] = {}
    for name in ("parent", "meant"):
        for low, high in gaps[name]:
            # Which changes had parents there cannot be known: none of those can be chained, unless a backup
            # held them.
            for (stream,) in run(
                "SELECT DISTINCT cid >> 40 FROM change WHERE cid >= ? AND cid < ?", (low, high)
            ).all():
                start = max(low, tips.get(stream, 0) + 1, stream << SHIFT)
                end = min(high, (stream + 1) << SHIFT)
                cid = run("SELECT min(cid) FROM change WHERE cid >= ? AND cid < ?", (start, end)).scalar()
                if cid is not None:
                    first_bad[stream] = min(first_bad.get(stream, cid), cid)
    run("CREATE INDEX unknown_step ON change(step)")
    for stream, cid in run(
        "SELECT cid >> 40, min(cid) FROM change WHERE step NOT IN (SELECT no FROM step)"
        " OR name NOT IN (SELECT no FROM name) OR cid >> 40 NOT IN (SELECT no FROM stream) GROUP BY 1"
    ):
        first_bad[stream] = min(first_bad.get(stream, cid), cid)
    run("DROP INDEX unknown_step")
    ends = {fault.stream: fault.last for fault in chain_faults(connection)}
    for stream, cid in first_bad.items():
        _loosen(connection, found, stream, int(cid), ends.get(stream, 0))
    for fault in chain_faults(connection):
        end = max(fault.last, ends.get(fault.stream, 0))
        _loosen(connection, found, fault.stream, (fault.stream << SHIFT | fault.sound) + 1, end)


def _loosen(connection: Connection, found: Salvaged, stream: int, first: int, end: int) -> None:
    """Take the changes of a stream from `first` on out of the journal. `end`: how far it is known to go."""
    run = connection.exec_driver_sql
    high = (stream + 1) << SHIFT
    rows = run(
        "SELECT c.record, n.name, c.value, c.clock FROM change c JOIN name n ON n.no = c.name"
        " WHERE c.cid >= ? AND c.cid < ? ORDER BY c.cid",
        (first, high),
    ).all()
    readable = int(run("SELECT count(*) FROM change WHERE cid >= ? AND cid < ?", (first, high)).scalar_one())
    last = int(
        run("SELECT coalesce(max(cid), 0) FROM change WHERE cid >= ? AND cid < ?", (first, high)).scalar_one()
    )
    found.loose += [Told(str(record), str(name), value, int(clock)) for record, name, value, clock in rows]
    found.lost += max(0, max(end, last & MASK) - (first & MASK) + 1 - readable) + readable - len(rows)
    for table, key in (("change", "cid"), ("parent", "cid"), ("meant", "cid"), ("span", "first")):
        run(f"DELETE FROM {table} WHERE {key} >= ? AND {key} < ?", (first, high))
    run("UPDATE span SET last = ? WHERE last >= ? AND last < ?", (first - 1, first, high))
    run("DELETE FROM seal WHERE stream = ? AND seq >= ?", (stream, first & MASK))
    run("DELETE FROM taken WHERE first >= ? AND first < ?", (first, high))
    run("UPDATE taken SET last = ? WHERE last >= ? AND last < ?", (first - 1, first, high))
