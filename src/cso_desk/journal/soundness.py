"""Compares what the store shows with what its journal says; both must be the same, or an edit is hidden."""

from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.journal.heads import rebuild_all
from cso_desk.records.record_type import RecordType
from cso_desk.store.store import Store

_CURRENT = (
    "SELECT i.record, i.name, i.cid FROM change i"
    " WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.prev = i.cid AND c.record = i.record"
    " AND c.name = i.name)"
    " AND NOT EXISTS (SELECT 1 FROM parent p CROSS JOIN change c ON c.cid = p.cid"
    " WHERE p.parent = i.cid AND c.record = i.record AND c.name = i.name)"
)
_HEADS = "SELECT record, name, cid FROM head"


@dataclass(frozen=True)
class Soundness:
    """How many changes were looked at, heads that are wrong, and rows that differ, by record type."""

    changes: int
    wrong_heads: int
    wrong_rows: dict[str, int]

    @property
    def sound(self) -> bool:
        return not self.wrong_heads and not any(self.wrong_rows.values())


class _EnoughError(Exception):
    """Ends the transaction without keeping anything."""


def soundness(store: Store) -> Soundness:
    """Make heads and rows anew from the journal, compare, and keep nothing of it."""
    found: list[Soundness] = []
    try:
        with store.writing(derived=True) as connection:
            connection.execution_options(journalled=True)
            found.append(_compared(connection, list(store.shelves.types.values())))
            raise _EnoughError  # noqa: TRY301  rolls back what was made anew
    except _EnoughError:
        return found[0]


def _compared(connection: Connection, kinds: list[RecordType]) -> Soundness:
    count = connection.exec_driver_sql
    changes = int(count("SELECT count(*) FROM change").scalar_one())
    wrong = _difference(connection, _CURRENT, _HEADS)
    rows = {kind.name: _wrong_rows(connection, kind) for kind in kinds}
    return Soundness(changes, wrong, rows)


def _wrong_rows(connection: Connection, kind: RecordType) -> int:
    run = connection.exec_driver_sql
    run("DROP TABLE IF EXISTS temp.shown")
    run(f"CREATE TEMP TABLE shown AS SELECT * FROM {kind.name}")
    # What no change speaks of must not be there at all; it is not made anew below.
    run(f"DELETE FROM {kind.name}")
    rebuild_all(connection, kind)
    return _difference(connection, f"SELECT * FROM {kind.name}", "SELECT * FROM temp.shown")


def _difference(connection: Connection, one: str, other: str) -> int:
    run = connection.exec_driver_sql
    return sum(
        int(run(f"SELECT count(*) FROM (SELECT * FROM ({a}) EXCEPT SELECT * FROM ({b}))").scalar_one())
        for a, b in ((one, other), (other, one))
    )
