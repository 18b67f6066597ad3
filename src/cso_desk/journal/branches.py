"""Histories that split: where one replica wrote two changes with one number, both branches are kept.

It happens where a whole computer was copied and both copies were used. What the copies share keeps the name
of the replica; each branch gets a name that follows from its own first change, the same everywhere and in
whatever order the branches come. Nothing is taken away from anybody. See docs/decisions/0210.
"""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.journal.streams import SHIFT, Stream, last_held, listed, stream_number, streams

_NAME = b"cso-desk branch 1"


@dataclass(frozen=True)
class Segment:
    """A stretch of one author's changes in one scope that did not split: those after `start` up to `end`.

    `number` is its local number, 0 where this store has not heard of it; `name` stands for the replica in
    references. `end` is None where it goes on. `before`: the chain at `start`, b"" for the beginning.
    """

    number: int
    name: str
    parent: str
    start: int
    end: int | None
    before: bytes


@dataclass(frozen=True)
class Fork:
    """One place where a history split, for people. `branches` are held here; `found_at`: UTC milliseconds."""

    replica: str
    scope: str
    seq: int
    branches: int
    found_at: int


def branch_name(chain: bytes) -> str:
    """The name of the branch whose first change gives this chain."""
    return hashlib.sha256(_NAME + chain).hexdigest()[:32]


def segments(connection: Connection, replica: str, scope: str) -> dict[str, Segment]:
    """The stretches of one author's changes in one scope, by name; the first one bears the author's."""
    numbers = {
        str(name): int(no)
        for no, name in connection.exec_driver_sql(
            "SELECT no, replica FROM stream WHERE author = ? AND scope = ?", (replica, scope)
        )
    }
    rows = connection.exec_driver_sql(
        "SELECT branch, parent, seq, before FROM fork WHERE replica = ? AND scope = ?", (replica, scope)
    ).all()
    ends = {str(parent): int(seq) for _branch, parent, seq, _before in rows}
    found = {replica: Segment(numbers.get(replica, 0), replica, "", 0, ends.get(replica), b"")}
    for branch, parent, seq, before in rows:
        found[branch] = Segment(numbers.get(branch, 0), branch, parent, seq, ends.get(branch), bytes(before))
    return found


def path_to(every: dict[str, Segment], name: str) -> list[Segment]:
    """The segments that lead to this one, itself first."""
    found = []
    while name:
        found.append(every[name])
        name = every[name].parent
    return found


def forks(connection: Connection) -> list[Fork]:
    """Every place where a history split and both branches are held here, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT f.replica, f.scope, f.seq, count(*), min(f.found_at) FROM fork f JOIN stream s"
        " ON s.replica = f.branch AND s.scope = f.scope WHERE EXISTS (SELECT 1 FROM change c"
        f" WHERE c.cid > s.no << {SHIFT} AND c.cid < (s.no + 1) << {SHIFT})"
        " GROUP BY f.replica, f.scope, f.seq, f.parent HAVING count(*) > 1 ORDER BY 5, 1, 2, 3"
    )
    return [Fork(*row) for row in rows]


def keep_branch(
    connection: Connection, author: Stream, parent: str, seq: int, before: bytes, name: str
) -> int:
    """Note that a branch goes on after change `seq` of `parent`; gives its local number."""
    run = connection.exec_driver_sql
    key = (name, author.scope)
    run("UPDATE stream SET author = ? WHERE replica = ? AND scope = ?", (author.replica, *key))
    run(
        "INSERT INTO fork VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (name, author.replica, author.scope, parent, seq, before, time.time_ns() // 1_000_000),
    )
    return stream_number(connection, Stream(*key), author.replica)


def split(
    connection: Connection, author: Stream, parent: Segment, seq: int, before: bytes, name: str
) -> None:
    """Give what is held of `parent` beyond change `seq` a name of its own.

    References keep their words: call `settle_references` afterwards, and settle the records it gives.
    """
    run = connection.exec_driver_sql
    _forget_meanings(connection, author)
    run(
        "UPDATE fork SET parent = ? WHERE replica = ? AND scope = ? AND parent = ? AND seq > ?",
        (name, author.replica, author.scope, parent.name, seq),
    )
    number = keep_branch(connection, author, parent.name, seq, before, name)
    low, high = parent.number << SHIFT | seq, (parent.number + 1) << SHIFT
    move = (number - parent.number) << SHIFT
    run("UPDATE change SET cid = cid + ? WHERE cid > ? AND cid < ?", (move, low, high))
    run("UPDATE parent SET cid = cid + ? WHERE cid > ? AND cid < ?", (move, low, high))
    run("UPDATE meant SET cid = cid + ? WHERE cid > ? AND cid < ?", (move, low, high))
    run("UPDATE seal SET stream = ? WHERE stream = ? AND seq > ?", (number, parent.number, seq))
    _move_ranges(connection, "taken", "bundle", low, high, move)
    _move_ranges(connection, "span", "step", low, high, move)


def _move_ranges(connection: Connection, table: str, key: str, low: int, high: int, move: int) -> None:
    """Split the ranges of `taken` or `span` at a change, and move what lies behind it."""
    run = connection.exec_driver_sql
    rows = run(f"SELECT {key}, first, last FROM {table} WHERE last > ? AND last < ?", (low, high)).all()
    for owner, first, last in rows:
        where = (owner, first)
        if first <= low:
            run(f"UPDATE {table} SET last = ? WHERE {key} = ? AND first = ?", (low, *where))
        else:
            run(f"DELETE FROM {table} WHERE {key} = ? AND first = ?", where)
        stream = (((low + move) >> SHIFT),) if table == "taken" else ()
        new = (owner, *stream, max(first, low + 1) + move, last + move)
        run(f"INSERT INTO {table} VALUES ({','.join('?' * len(new))})", new)


def settle_references(connection: Connection, author: Stream) -> set[str]:
    """Decide anew which branch each reference means that was written before its author knew of the branches.

    An author's own changes mean their own branch. Of others only a change of the same cell can be meant
    (of the same record, where a delete tells what it saw) that is older by the clocks, which are always set
    above what is superseded. Where two branches could be meant, none is: then both stand beside it as a
    difference to decide, and nothing is hidden that nobody saw. Gives the records to settle.
    """
    _forget_meanings(connection, author)
    every = segments(connection, author.replica, author.scope)
    names = {segment.number: segment.name for segment in every.values()}
    touched: set[str] = set()
    for segment in every.values():
        if segment.end is None or not segment.number:
            continue
        meanings = _possible(connection, every, segment)
        for (cid, written), candidates in meanings.items():
            own = names.get(cid >> SHIFT)
            path = {one.number for one in path_to(every, own)} if own is not None else set(names)
            meant = [one for one in candidates if one >> SHIFT in path]
            if len(meant) == 1:
                _point(connection, cid, written, meant[0])
        touched |= _records_of(connection, every, segment)
    return touched


def _forget_meanings(connection: Connection, author: Stream) -> None:
    """Put every reference into this author's branches back to how it was written."""
    run = connection.exec_driver_sql
    every = segments(connection, author.replica, author.scope).values()
    numbers = [one.number for one in every if one.number]
    some = f"(SELECT cid, parent, written FROM meant WHERE written >> {SHIFT} IN ({listed(numbers)}))"
    for cid, parent, written in run(f"SELECT * FROM {some}").all():
        run("UPDATE change SET prev = ? WHERE cid = ? AND prev = ?", (written, cid, parent))
        run("UPDATE parent SET parent = ? WHERE cid = ? AND parent = ?", (written, cid, parent))
    run(f"DELETE FROM meant WHERE written >> {SHIFT} IN ({listed(numbers)})")


def _possible(
    connection: Connection, every: dict[str, Segment], segment: Segment
) -> dict[tuple[int, int], set[int]]:
    """For each reference beyond the end of a segment, written under its name, the changes it could mean."""
    found: dict[tuple[int, int], set[int]] = {}
    low, high = segment.number << SHIFT | (segment.end or 0) + 1, (segment.number + 1) << SHIFT
    for other in every.values():
        if other is segment or not other.number or segment not in path_to(every, other.name):
            continue
        rows = connection.exec_driver_sql(
            "SELECT c.cid, c.prev, t.cid FROM change c JOIN change t ON t.cid = c.prev + ?1"
            " AND t.record = c.record AND t.name = c.name AND t.clock < c.clock"
            " WHERE c.prev >= ?2 AND c.prev < ?3"
            " UNION ALL SELECT c.cid, p.parent, t.cid FROM parent p JOIN change c ON c.cid = p.cid"
            " JOIN change t ON t.cid = p.parent + ?1 AND t.record = c.record"
            " AND (t.name <> c.name OR t.clock < c.clock) WHERE p.parent >= ?2 AND p.parent < ?3",
            ((other.number - segment.number) << SHIFT, low, high),
        )
        for cid, written, target in rows:
            found.setdefault((cid, written), set()).add(target)
    return found


def _point(connection: Connection, cid: int, written: int, target: int) -> None:
    run = connection.exec_driver_sql
    run("UPDATE change SET prev = ? WHERE cid = ? AND prev = ?", (target, cid, written))
    run("UPDATE parent SET parent = ? WHERE cid = ? AND parent = ?", (target, cid, written))
    run("INSERT INTO meant VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (cid, target, written))


def _records_of(connection: Connection, every: dict[str, Segment], ended: Segment) -> set[str]:
    """The records of the branches behind a segment: whatever points there is about the same records."""
    found: set[str] = set()
    for other in every.values():
        if other.parent == ended.name and other.number:
            rows = connection.exec_driver_sql(
                "SELECT DISTINCT record FROM change WHERE cid > ? AND cid < ?",
                (other.number << SHIFT, (other.number + 1) << SHIFT),
            )
            found |= {str(record) for (record,) in rows}
    return found


def branches_of(connection: Connection, number: int) -> list[int]:
    """The streams that hang on one, directly or on one of its branches, by local number."""
    rows = connection.exec_driver_sql(
        "WITH RECURSIVE behind(no) AS (SELECT ?1 UNION SELECT b.no FROM behind h"
        " JOIN stream s ON s.no = h.no JOIN fork f ON f.parent = s.replica AND f.scope = s.scope"
        " JOIN stream b ON b.replica = f.branch AND b.scope = f.scope) SELECT no FROM behind WHERE no <> ?1",
        (number,),
    )
    return [int(no) for (no,) in rows]


def authors_of_meanings(connection: Connection, ranges: Iterable[tuple[int, int]]) -> set[Stream]:
    """Whose branches some changes belong to, or refer to under the name of what they branch from."""
    run = connection.exec_driver_sql
    rows = run(
        "SELECT f.replica, f.scope, s.no, CASE WHEN s.replica = f.parent THEN f.seq END FROM fork f"
        " JOIN stream s ON s.scope = f.scope AND s.replica IN (f.branch, f.parent)"
    ).all()
    found = set()
    for first, last in ranges:
        for replica, scope, number, end in rows:
            low, high = number << SHIFT | (end or 0), (number + 1) << SHIFT
            beyond = (
                end is not None
                and run(
                    "SELECT 1 WHERE EXISTS (SELECT 1 FROM change WHERE prev > ?1 AND prev < ?2"
                    " AND cid BETWEEN ?3 AND ?4) OR EXISTS (SELECT 1 FROM parent"
                    " WHERE parent > ?1 AND parent < ?2 AND cid BETWEEN ?3 AND ?4)",
                    (low, high, first, last),
                ).first()
            )
            if first >> SHIFT == number or beyond:
                found.add(Stream(replica, scope))
    return found


def written_as(connection: Connection) -> dict[tuple[int, int], int]:
    """How references into branches were written, by change and by what they point to here."""
    rows = connection.exec_driver_sql("SELECT cid, parent, written FROM meant")
    return {(int(cid), int(parent)): int(written) for cid, parent, written in rows}


def is_split(connection: Connection, replica: str) -> bool:
    """Whether any history of this replica split."""
    row = connection.exec_driver_sql("SELECT 1 FROM fork WHERE replica = ? LIMIT 1", (replica,)).first()
    return row is not None


def held_through(connection: Connection) -> dict[Stream, int]:
    """How far each stream is held, what its branches hold being counted to it."""
    return {
        stream: max(last_held(connection, one) for one in (number, *branches_of(connection, number)))
        for number, stream in streams(connection).items()
    }


def held_of(connection: Connection, segment: Segment) -> int:
    """How far a segment is held, counted through from the beginning of the history."""
    return max(segment.start, last_held(connection, segment.number)) if segment.number else segment.start
