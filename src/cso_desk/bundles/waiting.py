"""Counts what waits for a decision in the records that a bundle has just touched."""

from sqlalchemy import Connection

from cso_desk.journal.heads import unseen
from cso_desk.journal.reviews import as_read, deletions
from cso_desk.journal.streams import DELETED, listed
from cso_desk.store.erasures import all_erased
from cso_desk.store.reading import Shelves


def waiting_in_touched(connection: Connection, shelves: Shelves) -> set[tuple[str, str]]:
    """Record and field of every difference in the records that `settle` has just touched."""
    found = set()
    rows = connection.exec_driver_sql(
        "SELECT h.record, n.name, c.value FROM (SELECT DISTINCT l.record, l.name FROM head l"
        " WHERE l.win = 0 AND l.record IN (SELECT record FROM touched)) x"
        " CROSS JOIN head h ON h.record = x.record AND h.name = x.name"
        " CROSS JOIN change c ON c.cid = h.cid JOIN name n ON n.no = h.name"
    )
    seen: dict[tuple[str, str], object] = {}
    for record, name, value in rows:
        field = str(name).partition(".")[2]
        if field == DELETED or not shelves.knows(name):
            continue
        read = as_read(value)
        if seen.setdefault((record, field), read) != read:
            found.add((record, field))
    gone = all_erased(connection, whole=True)
    return {each for each in found | _deleted_and_edited(connection, shelves) if each[0] not in gone}


def _deleted_and_edited(connection: Connection, shelves: Shelves) -> set[tuple[str, str]]:
    kinds = listed(deletions(connection, shelves))
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT h.record FROM touched t CROSS JOIN head h ON h.record = t.record"
        f" AND h.name IN ({kinds}) CROSS JOIN change c ON c.cid = h.cid AND c.value = 1"
        f" WHERE {unseen('h.record', 'h.name')}"
    )
    return {(record, DELETED) for (record,) in rows}
