"""Notices that another program wrote to the store: every commit is counted in it, and ours are known.

`PRAGMA data_version` cannot tell our own connections from those of another program.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Connection

if TYPE_CHECKING:
    from cso_desk.store.store import Store

_KEY = "commits"


def count_commit(connection: Connection) -> None:
    """Count one more commit; called inside every transaction that writes."""
    connection.exec_driver_sql(
        "INSERT INTO meta VALUES (?, '1') ON CONFLICT(key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
        (_KEY,),
    )


class OutsideWatch:
    """Compares how often was written with how often we wrote."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._others = self._count()

    def look(self) -> bool:
        """Whether another program wrote since the last look.

        A commit of our own that ends just now may be told as one of others: a look too many harms nobody.
        """
        before, self._others = self._others, self._count()
        return self._others != before

    def _count(self) -> int:
        with self._store.reading() as reading:
            return int(reading.meta(_KEY, "0")) - self._store.commits
