"""Makes everything that is derived anew from the journal: heads, rows, entries, aliases, counts, indexes."""

from collections.abc import Iterable

from sqlalchemy import Connection

from cso_desk.journal.erasing import apply_erasures
from cso_desk.journal.heads import rebuild_all, rebuild_heads
from cso_desk.records.record_type import RecordType
from cso_desk.store.search_texts import forget_texts

_FORGOTTEN = (
    "DELETE FROM stale",
    "DELETE FROM entry",
    "INSERT INTO words(words) VALUES ('delete-all')",
    "DELETE FROM alias",
    "DELETE FROM tally",
    "DELETE FROM tally_no",
    "DELETE FROM name_parts",
    "DELETE FROM file_owner",
)

# Changes of this replica that no step knows as its own. What came back from elsewhere is not undone here.
_UNSPANNED = (
    "FROM stream t CROSS JOIN change c ON c.cid > t.no << 40 AND c.cid < (t.no + 1) << 40"
    " WHERE t.replica = (SELECT value FROM meta WHERE key = 'replica') AND NOT EXISTS"
    " (SELECT 1 FROM span s WHERE s.step = c.step AND s.first <= c.cid AND s.last >= c.cid)"
)


def unspanned(connection: Connection) -> int:
    """How many changes of this replica no step knows as its own."""
    return int(connection.exec_driver_sql(f"SELECT count(*) {_UNSPANNED}").scalar_one())


def make_anew(connection: Connection, types: Iterable[RecordType]) -> None:
    """Make anew what is shown, and forget what is made anew by itself when it is needed.

    Call it in a writing transaction; aliases follow at its end, the search with its next refresh.
    """
    before = connection.get_execution_options().get("journalled", False)
    connection.execution_options(journalled=True)
    try:
        for statement in _FORGOTTEN:
            connection.exec_driver_sql(statement)
        forget_texts(connection)
        connection.exec_driver_sql(
            f"INSERT OR IGNORE INTO span SELECT c.step, min(c.cid), max(c.cid) {_UNSPANNED}"
            " GROUP BY c.step, c.cid >> 40"
        )
        rebuild_heads(connection)
        kinds = list(types)
        for kind in kinds:
            # What no change speaks of must not be there at all.
            connection.exec_driver_sql(f"DELETE FROM {kind.name}")
            rebuild_all(connection, kind)
        apply_erasures(connection, kinds)
    finally:
        connection.execution_options(journalled=before)
