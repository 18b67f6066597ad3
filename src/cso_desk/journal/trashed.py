"""What lies in the trash: records of every type, who put them there and when."""

from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.journal.streams import DELETED, SHIFT
from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.store.erasures import all_erased
from cso_desk.store.reading import Reading


@dataclass(frozen=True)
class Trashed:
    """One record in the trash. `at`: UTC milliseconds by the clock of who put it there, 0 where unknown."""

    kind: RecordType
    record: Record
    actor: str
    hub: str
    at: int


def trashed(reading: Reading, limit: int = 500) -> list[Trashed]:
    """What lies in the trash, the newest first, at most `limit` of each type."""
    found, gone = [], all_erased(reading.connection, whole=True)
    for kind in reading.shelves.types.values():
        table = reading.table(kind.record)
        order = [table.c.id.desc()]
        for record in reading.all(kind.record, table.c.deleted == 1, trash=True, order_by=order, limit=limit):
            if record.id in gone:
                continue
            actor, hub, at = _put_there(reading.connection, kind.name, record.id)
            found.append(Trashed(kind, record, actor, hub, at))
    return sorted(found, key=lambda each: -each.at)


def _put_there(connection: Connection, kind: str, record: str) -> tuple[str, str, int]:
    row = connection.exec_driver_sql(
        "SELECT s.actor, coalesce(d.hub, ''), s.at FROM head h JOIN name n ON n.no = h.name"
        " JOIN change c ON c.cid = h.cid JOIN step s ON s.no = c.step"
        f" JOIN stream st ON st.no = c.cid >> {SHIFT} LEFT JOIN device d ON d.replica = st.author"
        " WHERE h.record = ? AND n.name = ? ORDER BY h.win DESC LIMIT 1",
        (record, f"{kind}.{DELETED}"),
    ).first()
    return (str(row[0]), str(row[1]), int(row[2])) if row else ("", "", 0)
