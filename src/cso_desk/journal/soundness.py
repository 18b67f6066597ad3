"""Compares what the store shows with what its journal says; both must be the same, or an edit is hidden."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from cso_desk.journal.heads import numbers_told, rows_told
from cso_desk.journal.streams import listed
from cso_desk.records.kinds import Flag, Number
from cso_desk.records.record_type import Field, RecordType
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store

# A head is a change that nobody superseded, and every such change is one. Looking at heads and at what was
# superseded visits each of them once; to ask of every change whether it is a head would be twice as much.
_SUPERSEDED = (
    "WITH gone(record, name, cid, clock) AS ("
    "SELECT i.record, i.name, i.cid, i.clock FROM change c CROSS JOIN change i ON i.cid = c.prev"
    " WHERE c.prev IS NOT NULL AND i.record = c.record AND i.name = c.name"
    " UNION SELECT i.record, i.name, i.cid, i.clock FROM parent p CROSS JOIN change c ON c.cid = p.cid"
    " CROSS JOIN change i ON i.cid = p.parent WHERE i.record = c.record AND i.name = c.name)"
    " SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM head h WHERE h.record = g.record"
    " AND h.name = g.name AND h.cid = g.cid AND h.clock IS g.clock)), 0) FROM gone g"
)
# Of the heads of a cell one is shown, the newest; all stores choose the same.
_CELLS = (
    "SELECT coalesce(sum(heads), 0), coalesce(sum(shown <> 1), 0),"
    " coalesce(sum(shown) FILTER (WHERE name IN ({known})), 0)"
    " FROM (SELECT name, count(*) AS heads, sum(win) AS shown FROM head GROUP BY record, name)"
)
_RIGHT = "coalesce(sum(h.record IS c.record AND h.name IS c.name AND h.clock IS c.clock), 0)"
_HEADS = f"SELECT {_RIGHT} FROM head h CROSS JOIN change c ON c.cid = h.cid"
_MANY = 1000  # more than any record type has fields
_AT_ONCE = 500
_SHOWN_WRONGLY = (
    "SELECT count(*) FROM head l JOIN head w ON w.record = l.record AND w.name = l.name AND w.win = 1"
    " JOIN stream ls ON ls.no = l.cid >> 40 JOIN stream ws ON ws.no = w.cid >> 40 WHERE l.win = 0"
    " AND (l.clock, ls.replica, ls.scope, l.cid) > (w.clock, ws.replica, ws.scope, w.cid)"
)


@dataclass(frozen=True)
class Soundness:
    """How many changes were looked at, heads that are wrong, and rows that differ, by record type."""

    changes: int
    wrong_heads: int
    wrong_rows: dict[str, int]

    @property
    def sound(self) -> bool:
        return not self.wrong_heads and not any(self.wrong_rows.values())


def soundness(store: Store) -> Soundness:
    """Compare heads and rows with the journal. It only reads; others may write meanwhile."""
    with store.reading() as reading:
        return soundness_in(reading)


def soundness_in(reading: Reading) -> Soundness:
    """The same of a look that others share."""
    connection, run = reading.connection, reading.connection.exec_driver_sql
    kinds = {kind: numbers_told(connection, kind) for kind in reading.shelves.types.values()}
    known = listed(number for numbers in kinds.values() for number in numbers.values())
    heads, wrong, shown = map(int, run(_CELLS.format(known=known)).one())
    looked = {kind: _looked_over(connection, kind, numbers) for kind, numbers in kinds.items()}
    if shown == sum(each.heads for each in looked.values()):
        right = sum(each.right for each in looked.values())
        right += int(run(f"{_HEADS} WHERE h.win <> 1 OR h.name NOT IN ({known})").scalar_one())
        rows = {kind.name: _wrong_of(connection, kind, kinds[kind], each) for kind, each in looked.items()}
    else:  # some are told and have no row
        right = int(run(_HEADS).scalar_one())
        rows = {kind.name: _wrong_of_all(connection, kind, numbers) for kind, numbers in kinds.items()}
    gone, gone_and_shown = map(int, run(_SUPERSEDED).one())
    changes = int(run("SELECT count(*) FROM change").scalar_one())
    wrong += changes - gone + heads - 2 * (right - gone_and_shown)
    wrong += int(run(_SHOWN_WRONGLY).scalar_one())
    return Soundness(changes, wrong, rows)


class _Look(NamedTuple):
    """The rows of one record type that are there: how many nobody told, and which to compare exactly.

    `heads` are those shown in them, `right` those of them that are what their change says.
    """

    untold: int = 0
    heads: int = 0
    right: int = 0
    doubtful: tuple[str, ...] = ()


def _looked_over(connection: Connection, kind: RecordType, numbers: dict[str, int]) -> _Look:
    """Look through rows head by head: a field is either shown as its head says, or told by nobody and empty.

    That needs one visit of each head, and no row is put together. What has a rule of its own, such as the
    trash and the erased, is left in doubt.
    """
    run = connection.exec_driver_sql
    held = int(run(f"SELECT count(*) FROM {kind.name}").scalar_one())
    if not held:
        return _Look()
    cases, filled = [], []
    for field in kind.fields.values():
        full = f"(k.{field.name} IS NOT {_default(field)})"
        filled.append(full)
        number = numbers[f"{kind.name}.{field.name}"]
        cases.append(f"WHEN {number} THEN (c.value IS k.{field.name}) * (1 + {_MANY} * {full})")
    strange = " OR ".join(
        ["k.deleted <> 0", "k.id IN (SELECT record FROM erased)"]
        + [
            f"typeof(k.{field.name}) = 'text'"
            for field in kind.fields.values()
            if isinstance(field.kind, (Number, Flag))
        ]
    )
    found, heads, right, doubtful = run(
        f"SELECT count(*), coalesce(sum(heads), 0), coalesce(sum(right), 0), group_concat(doubtful, ' ') FROM"
        f" (SELECT count(*) AS heads, {_RIGHT} AS right, CASE WHEN ({strange}) OR"
        f" sum(CASE h.name {' '.join(cases)} END) IS NOT count(*) + {_MANY} * ({' + '.join(filled)})"
        f" THEN k.id END AS doubtful FROM {kind.name} k CROSS JOIN head h ON h.record = k.id"
        f" CROSS JOIN change c ON c.cid = h.cid WHERE h.win = 1 AND +h.name IN ({listed(numbers.values())})"
        " GROUP BY k.rowid)"
    ).one()
    return _Look(held - int(found), int(heads), int(right), tuple((doubtful or "").split()))


def _default(field: Field) -> str:
    if field.default is None:
        return "NULL"
    return str(int(field.default)) if isinstance(field.default, int) else f"'{field.default}'"


def _wrong_of(connection: Connection, kind: RecordType, numbers: dict[str, int], look: _Look) -> int:
    """Rows that differ from what is told, where every record that is told has a row."""
    wrong = look.untold
    for start in range(0, len(look.doubtful), _AT_ONCE):
        some = look.doubtful[start : start + _AT_ONCE]
        which = f"h.record IN ({','.join('?' * len(some))})"
        wrong += _compared(connection, kind, rows_told(kind, numbers, which), some)[0]
    return wrong


def _wrong_of_all(connection: Connection, kind: RecordType, numbers: dict[str, int]) -> int:
    """Rows that are missing, other than told, or told by nobody."""
    held = int(connection.exec_driver_sql(f"SELECT count(*) FROM {kind.name}").scalar_one())
    wrong, found = _compared(connection, kind, rows_told(kind, numbers))
    return wrong + held - found


def _compared(
    connection: Connection, kind: RecordType, told: str, records: tuple[str, ...] = ()
) -> tuple[int, int]:
    """How many of the rows told are missing or differ, and how many are there."""
    one, other = (", ".join(f"{table}.{name}" for name in kind.fields) for table in "tk")
    wrong, found = connection.exec_driver_sql(
        f"SELECT coalesce(sum(k.id IS NULL OR ({one}) IS NOT ({other})), 0), count(k.id)"
        f" FROM ({told}) t LEFT JOIN {kind.name} k ON k.id = t.id",
        records,
    ).one()
    return int(wrong), int(found)
