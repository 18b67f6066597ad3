"""Compares what the store shows with what its journal says; both must be the same, or an edit is hidden."""

from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.journal.heads import rows_told
from cso_desk.records.record_type import RecordType
from cso_desk.store.store import Store

# Each change that nobody superseded is a head, and nothing else is.
_HEADS = (
    "SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM head h WHERE h.record = i.record AND h.name = i.name"
    " AND h.cid = i.cid AND h.clock = i.clock)), 0), (SELECT count(*) FROM head) FROM change i"
    " WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.prev = i.cid AND c.record = i.record"
    " AND c.name = i.name)"
    " AND NOT EXISTS (SELECT 1 FROM parent p CROSS JOIN change c ON c.cid = p.cid"
    " WHERE p.parent = i.cid AND c.record = i.record AND c.name = i.name)"
)
# Of the heads of a cell one is shown, the newest; all stores choose the same.
_SHOWN_ONCE = "SELECT count(*) FROM (SELECT 1 FROM head GROUP BY record, name HAVING sum(win) <> 1)"
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
        run = reading.connection.exec_driver_sql
        current, right, heads = run(_HEADS).one()
        wrong = int(current) + int(heads) - 2 * int(right)
        wrong += int(run(_SHOWN_ONCE).scalar_one()) + int(run(_SHOWN_WRONGLY).scalar_one())
        told = {
            str(name) for (name,) in run("SELECT DISTINCT n.name FROM head h JOIN name n ON n.no = h.name")
        }
        kinds = {name.partition(".")[0] for name in told}
        rows = {
            kind.name: _wrong_rows(reading.connection, kind, told=kind.name in kinds)
            for kind in store.shelves.types.values()
        }
        changes = int(run("SELECT count(*) FROM change").scalar_one())
    return Soundness(changes, wrong, rows)


def _wrong_rows(connection: Connection, kind: RecordType, *, told: bool) -> int:
    """Rows that are missing, other than told, or told by nobody."""
    run = connection.exec_driver_sql
    held = int(run(f"SELECT count(*) FROM {kind.name}").scalar_one())
    if not told:
        return held
    names = list(kind.fields)
    one, other = (", ".join(f"{table}.{name}" for name in names) for table in "tk")
    wrong, found = run(
        f"SELECT coalesce(sum(k.id IS NULL OR ({one}) IS NOT ({other})), 0), count(k.id)"
        f" FROM ({rows_told(connection, kind)}) t LEFT JOIN {kind.name} k ON k.id = t.id"
    ).one()
    return int(wrong) + held - int(found)
