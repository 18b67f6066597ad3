"""What a person must decide: two values for one field, or a record deleted here and edited there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from cso_desk.errors import UserError
from cso_desk.journal.heads import unseen
from cso_desk.journal.streams import DELETED, SHIFT
from cso_desk.khmer.normalise import canonical
from cso_desk.records.base import RecordId
from cso_desk.records.kinds import Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Shelves
from cso_desk.store.store import Store
from cso_desk.store.transaction import Edit, Step, Transaction
from cso_desk.wording import N_, _


@dataclass(frozen=True)
class Side:
    """One of the values that stand against each other. `at`: UTC milliseconds by its author's clock."""

    cid: int
    value: Stored
    hub: str
    actor: str
    at: int
    shown: bool


@dataclass(frozen=True)
class Conflict:
    """One field on which people disagree; the side that is shown now comes first.

    `field` is "deleted" where one deleted the record while the other edited it.
    """

    kind: str
    record: str
    field: str
    sides: tuple[Side, ...]


def conflicts(connection: Connection, shelves: Shelves) -> list[Conflict]:
    """Everything that waits for a decision, record by record."""
    found = [*_disagreements(connection), *_deleted_and_edited(connection, shelves.types.values())]
    return sorted(found, key=lambda c: (c.kind, c.record, c.field))


def conflict(connection: Connection, shelves: Shelves, record: str, field: str) -> Conflict:
    """One conflict. Raises UserError where it is settled already."""
    for each in conflicts(connection, shelves):
        if (each.record, each.field) == (record, field):
            return each
    raise UserError(_("Nothing waits for a decision here any more; somebody settled it already."))


def resolve(store: Store, choices: Iterable[tuple[Conflict, Stored]], *, initiator: object = None) -> None:
    """Settle conflicts, each with a stored value: one of the sides' or another one, all in one step.

    A resolution supersedes every head it saw, so that it settles the conflict everywhere.
    """
    chosen = list(choices)
    step = Step(N_("Settle {count} differences"), {"count": len(chosen)}, kind="resolve")
    with store.stepping(step, initiator=initiator) as transaction:
        for each, value in chosen:
            transaction.write([_resolution(transaction, store.shelves, each, value)])


def _resolution(transaction: Transaction, shelves: Shelves, each: Conflict, value: Stored) -> Edit:
    kind = shelves.types[each.kind]
    rows = transaction.connection.exec_driver_sql(
        "SELECT h.cid FROM head h JOIN name n ON n.no = h.name WHERE h.record = ? AND n.name = ?"
        " ORDER BY h.win DESC, h.cid",
        (each.record, f"{each.kind}.{each.field}"),
    )
    over = tuple(int(cid) for (cid,) in rows)
    scope = transaction.connection.exec_driver_sql(
        f"SELECT scope FROM {kind.name} WHERE id = ?", (each.record,)
    ).scalar_one()
    return Edit(
        kind, RecordId(each.record), str(scope), {each.field: value}, new=False, over={each.field: over}
    )


_SIDE = (
    "c.cid, c.value, coalesce(d.hub, ''), s.actor, s.at FROM change c JOIN step s ON s.no = c.step"
    f" JOIN stream st ON st.no = c.cid >> {SHIFT} LEFT JOIN device d ON d.replica = st.author"
)


def _disagreements(connection: Connection) -> list[Conflict]:
    rows = connection.exec_driver_sql(
        f"SELECT n.name, h.record, h.win, {_SIDE} JOIN head h ON h.cid = c.cid"
        " AND h.record = c.record AND h.name = c.name JOIN name n ON n.no = h.name"
        " WHERE EXISTS (SELECT 1 FROM head l WHERE l.win = 0 AND l.record = h.record AND l.name = h.name)"
        " ORDER BY n.name, h.record, h.win DESC, h.clock DESC"
    )
    cells: dict[tuple[str, str], list[Side]] = {}
    for name, record, win, *side in rows:
        cells.setdefault((name, record), []).append(_side(side, shown=bool(win)))
    found = []
    for (name, record), sides in cells.items():
        kind, _dot, field = name.partition(".")
        # Values that look the same to a reader are no conflict, whoever typed them in whatever order.
        if field != DELETED and len({as_read(side.value) for side in sides}) > 1:
            found.append(Conflict(kind, record, field, tuple(sides)))
    return found


def _side(columns: list[Any], *, shown: bool) -> Side:
    cid, value, hub, actor, at = columns
    return Side(cid, value, hub, actor, at, shown)


def as_read(value: Stored) -> object:
    """The value as a reader sees it: two that are equal so are no difference."""
    return canonical(value) if isinstance(value, str) else value


def deleted_number(connection: Connection, kind: RecordType) -> int | None:
    """The local number of a record type's field `deleted`; None where that name is not known here yet."""
    row = connection.exec_driver_sql(
        "SELECT no FROM name WHERE name = ?", (f"{kind.name}.{DELETED}",)
    ).first()
    return int(row[0]) if row else None


def _deleted_and_edited(connection: Connection, types: Iterable[RecordType]) -> list[Conflict]:
    found = []
    for kind in types:
        number = deleted_number(connection, kind)
        if number is None:
            continue
        rows = connection.exec_driver_sql(
            f"SELECT h.record, {_SIDE} JOIN head h ON h.cid = c.cid AND h.name = {number}"
            f" AND h.record = c.record WHERE c.value = 1 AND {unseen('h.record', number)}"
        ).all()
        for record, *side in rows:
            edit = connection.exec_driver_sql(
                f"SELECT {_SIDE} JOIN head h ON h.cid = c.cid AND h.record = c.record AND h.name = c.name"
                f" WHERE h.record = ? AND h.name <> {number} ORDER BY h.clock DESC LIMIT 1",
                (record,),
            ).one()
            kept = Side(edit[0], 0, edit[2], edit[3], edit[4], shown=True)
            found.append(Conflict(kind.name, record, DELETED, (kept, _side(side, shown=False))))
    return found
