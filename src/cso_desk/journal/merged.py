"""Which records were merged into others: who said so and when, and the step that can be taken back."""

from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.errors import UserError
from cso_desk.journal.streams import SHIFT
from cso_desk.journal.undo import undo
from cso_desk.records.base import Record, RecordId
from cso_desk.records.record_type import RecordType
from cso_desk.store.aliases import aliases, survivor_of
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store


@dataclass(frozen=True)
class Merged:
    """One record for which another one stands. `at`: UTC milliseconds by the clock of who merged them.

    `step` is the uid of the step of this computer that did it, "" where another hub did, or with more in it.
    """

    kind: RecordType
    record: Record
    survivor: Record
    actor: str
    hub: str
    at: int
    step: str


def merged(reading: Reading) -> list[Merged]:
    """Every record that was merged into another, the newest first."""
    types = reading.shelves.types.values()
    found = []
    for record, survivor in aliases(reading).items():
        for kind in types:
            one, other = reading.get(kind.record, record), reading.get(kind.record, survivor)
            if one is not None and other is not None:
                found.append(Merged(kind, one, other, *_when(reading.connection, kind.name, record)))
                break
    return sorted(found, key=lambda each: (-each.at, each.record.id))


def take_apart(store: Store, found: Merged) -> bool:
    """Take the step back that merged two records, so that the survivor loses what it took over.

    False where that does not part them: there is no such step, or another hub merged them too.
    """
    if found.step:
        try:
            undo(store, found.step)
        except UserError:
            return False
    with store.reading() as reading:
        return survivor_of(reading, found.record.id) != survivor_of(reading, found.survivor.id)


def _when(connection: Connection, kind: str, record: RecordId | str) -> tuple[str, str, int, str]:
    row = connection.exec_driver_sql(
        "SELECT s.actor, coalesce(d.hub, ''), s.at, s.uid, s.kind,"
        " (SELECT count(*) FROM span sp JOIN change o ON o.cid BETWEEN sp.first AND sp.last"
        "  JOIN name m ON m.no = o.name WHERE sp.step = s.no AND m.name LIKE '%.merged_into')"
        " FROM head h JOIN name n ON n.no = h.name JOIN change c ON c.cid = h.cid"
        " JOIN step s ON s.no = c.step"
        f" JOIN stream st ON st.no = c.cid >> {SHIFT} LEFT JOIN device d ON d.replica = st.author"
        " WHERE h.record = ? AND n.name = ? ORDER BY h.win DESC LIMIT 1",
        (record, f"{kind}.merged_into"),
    ).first()
    if row is None:
        return "", "", 0, ""
    actor, hub, at, uid, sort, merges = row
    alone = merges == 1 and sort not in ("undo", "redo")
    return str(actor), str(hub), int(at), str(uid) if alone else ""
