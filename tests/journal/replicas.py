"""Several replicas of a small store in one process, and the simplest true transport between them."""

from dataclasses import dataclass
from typing import Annotated

from sqlalchemy import Connection

from cso_desk.journal.heads import settle
from cso_desk.journal.recorder import JournalRecorder
from cso_desk.journal.streams import MASK, SHIFT, Stream, held, name_numbers, stream_number, streams
from cso_desk.records.base import Record
from cso_desk.records.kinds import Number, Text
from cso_desk.records.record_type import RecordType
from cso_desk.store.cipher import engine_for
from cso_desk.store.migrations import MODULES, statements
from cso_desk.store.reading import Shelves
from cso_desk.store.store import Store
from cso_desk.store.tables import create_statement

ERASED = statements(MODULES.index("m0016_erasures") + 1)
"""What the recorder asks of every store: which records were erased."""


@dataclass(kw_only=True, slots=True)
class Note(Record):
    title: Annotated[str, Text("Title", searched=True)] = ""
    body: Annotated[str, Text("Body", long=True)] = ""
    size: Annotated[int | None, Number("Size")] = None


NOTE = RecordType("note", Note, "Note", "Notes", ("title",), lambda n: (n.title, n.title), letter="N")


class Clock:
    """A clock that goes on by a step at each look, wrong by as much as one likes."""

    def __init__(self, start: int = 1_700_000_000_000) -> None:
        self.now = start

    def __call__(self) -> int:
        self.now += 1000
        return self.now


def open_replica(path, name: str, hub: str = "02", clock=None, types=(NOTE,)) -> Store:
    path.mkdir(parents=True, exist_ok=True)
    engine = engine_for(path / f"{name}.db", None)
    shelves = Shelves(types)
    with engine.connect().execution_options(writes=True, journalled=True) as connection, connection.begin():
        for statement in (*statements(1), *ERASED):
            connection.exec_driver_sql(statement)
        for kind in types:
            connection.exec_driver_sql(create_statement(kind))
        facts = {"hub": hub, "abbreviation": "BTB", "actor": name, "replica": name}
        for fact in facts.items():
            connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", fact)
    return Store(path, engine, shelves, JournalRecorder(name, clock or Clock()))


class GapError(Exception):
    """The receiver lacks what comes before."""


def carry(source, target, base=None, *, own_only: bool = False) -> int:
    """Bring to `target` what `source` holds beyond `base` (or what the target holds); gives how many."""
    with target.reading() as reading:
        have = held(reading.connection)
    base = have if base is None else base
    with source.reading() as reading:
        packets = _packets(reading.connection, base, source.replica if own_only else None)
    for stream, rows in packets:
        if rows[0][0] > have.get(stream, 0) + 1:
            raise GapError
    with target.writing() as connection:
        connection.execution_options(journalled=True)
        ranges = [r for stream, rows in packets for r in _insert(connection, stream, rows, have)]
        settle(connection, target.shelves.types.values(), ranges)
        connection.execution_options(journalled=False)
    return sum(last - first + 1 for first, last in ranges)


def _packets(connection: Connection, base, replica):
    known = streams(connection)
    packets = []
    for number, stream in known.items():
        if replica and stream.replica != replica:
            continue
        low = (number << SHIFT) + base.get(stream, 0)
        rows = connection.exec_driver_sql(
            "SELECT c.cid, s.uid, s.kind, s.label, s.details, s.actor, s.at, s.undoes, c.clock, c.record,"
            " n.name, c.value, c.prev, c.salt FROM change c JOIN step s ON s.no = c.step"
            " JOIN name n ON n.no = c.name"
            " WHERE c.cid > ? AND c.cid < ? ORDER BY c.cid",
            (low, (number + 1) << SHIFT),
        ).all()
        out = []
        for cid, *rest in rows:
            ask = "SELECT parent FROM parent WHERE cid = ?"
            parents = [parent for (parent,) in connection.exec_driver_sql(ask, (cid,))]
            prev = rest[-2]
            rest[-2] = None if prev is None else (known[prev >> SHIFT], prev & MASK)
            out.append((cid & MASK, rest, [(known[p >> SHIFT], p & MASK) for p in parents]))
        if out:
            packets.append((stream, out))
    return packets


def _insert(connection: Connection, stream: Stream, rows, have):
    number = stream_number(connection, stream)
    first = last = None
    for seq, rest, parents in rows:
        if seq <= have.get(stream, 0):
            continue
        uid, kind, label, details, actor, at, undoes, clock, record, name, value, prev, salt = rest
        connection.exec_driver_sql(
            "INSERT INTO step(uid, kind, label, details, actor, at, undoes) VALUES (?,?,?,?,?,?,?)"
            " ON CONFLICT(uid) DO NOTHING",
            (uid, kind, label, details, actor, at, undoes),
        )
        step = connection.exec_driver_sql("SELECT no FROM step WHERE uid = ?", (uid,)).scalar_one()
        cid = number << SHIFT | seq
        local = None if prev is None else stream_number(connection, prev[0]) << SHIFT | prev[1]
        connection.exec_driver_sql(
            "INSERT INTO change VALUES (?,?,?,?,?,?,?,?)",
            (cid, step, clock, record, name_numbers(connection, [name])[name], value, local, salt),
        )
        for other, other_seq in parents:
            connection.exec_driver_sql(
                "INSERT INTO parent VALUES (?, ?)",
                (cid, stream_number(connection, other) << SHIFT | other_seq),
            )
        first, last = (first or cid), cid
    return [] if first is None else [(first, last)]


def state(store: Store) -> dict[str, object]:
    """What the store shows and what waits in it, in words that do not depend on local numbers."""
    with store.reading() as reading:
        kinds = store.shelves.types.values()
        rows = {one.id: one for kind in kinds for one in reading.all(kind.record, trash=True)}
        heads = {
            (record, name, replica, scope, cid & MASK, bool(win))
            for record, name, cid, win, replica, scope in reading.connection.exec_driver_sql(
                "SELECT h.record, n.name, h.cid, h.win, s.replica, s.scope FROM head h"
                " JOIN name n ON n.no = h.name JOIN stream s ON s.no = h.cid >> 40"
            )
        }
    return {"rows": rows, "heads": heads}
