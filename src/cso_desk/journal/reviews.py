"""What a person must decide: two values for one field, or a record deleted here and edited there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from cso_desk.errors import UserError
from cso_desk.journal.heads import unseen
from cso_desk.journal.streams import DELETED, SHIFT
from cso_desk.khmer.normalise import canonical
from cso_desk.records.base import RecordId
from cso_desk.records.kinds import Stored
from cso_desk.store.erasures import all_erased
from cso_desk.store.reading import Shelves
from cso_desk.store.store import Store
from cso_desk.store.transaction import Edit, Step, Transaction
from cso_desk.wording import N_plural, _


@dataclass(frozen=True)
class Side:
    """One of the values that stand against each other. `at`: UTC milliseconds by its author's clock.

    `device` is what the computer is called on which it was written.
    """

    cid: int
    value: Stored
    hub: str
    actor: str
    at: int
    shown: bool
    device: str = ""


@dataclass(frozen=True)
class Conflict:
    """One field on which people disagree; the side that is shown now comes first.

    `field` is "deleted" where one deleted the record while the other edited it.
    """

    kind: str
    record: str
    field: str
    sides: tuple[Side, ...]

    @property
    def shown(self) -> Side:
        """The side that is shown now."""
        return self.sides[0]

    def side_of(self, hub: str) -> Side | None:
        """What a hub said last, None where it said nothing."""
        return max((side for side in self.sides if side.hub == hub), key=lambda s: s.at, default=None)


_SCOPE = "scope"

Choice = tuple[Conflict, Stored]
"""A conflict and the stored value that settles it."""


def conflicts(connection: Connection, shelves: Shelves) -> list[Conflict]:
    """Everything that waits for a decision, record by record.

    Fields that only a newer version knows wait for the upgrade: nobody could judge them here.
    """
    found = [*_disagreements(connection, shelves), *_deleted_and_edited(connection, shelves)]
    gone = all_erased(connection, whole=True)
    return sorted((c for c in found if c.record not in gone), key=lambda c: (c.kind, c.record, c.field))


def conflict(connection: Connection, shelves: Shelves, record: str, field: str) -> Conflict:
    """One conflict. Raises UserError where it is settled already."""
    for each in conflicts(connection, shelves):
        if (each.record, each.field) == (record, field):
            return each
    raise UserError(_("Nothing waits for a decision here any more; somebody settled it already."))


def resolve(
    store: Store,
    choices: Iterable[Choice],
    *,
    label: str = N_plural("Settle {count} difference", "Settle {count} differences"),
    details: dict[str, Any] | None = None,
    initiator: object = None,
) -> None:
    """Settle conflicts, each with a stored value: one of the sides' or another one, all in one step.

    A resolution supersedes every head it saw, so that it settles the conflict everywhere. `label` names the
    step; it is filled from `count` and `details`.
    """
    chosen = list(choices)
    step = Step(label, {"count": len(chosen), **(details or {})}, kind="resolve")
    with store.stepping(step, initiator=initiator) as transaction:
        for each, value in chosen:
            edit = _resolution(transaction, store.shelves, each, value)
            transaction.permit([edit])
            transaction.write([edit])
            if each.field == _SCOPE and value != edit.scope:
                # Who holds a record learns it there: to another scope it moves.
                transaction.change(edit.kind.record, edit.record, scope=value)


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
    told = str(scope) if each.field == _SCOPE else value
    return Edit(
        kind, RecordId(each.record), str(scope), {each.field: told}, new=False, over={each.field: over}
    )


_SAID = "c.cid, c.value, coalesce(d.hub, ''), s.actor, s.at, coalesce(d.name, '')"
_BY = (
    " JOIN step s ON s.no = c.step"
    f" JOIN stream st ON st.no = c.cid >> {SHIFT} LEFT JOIN device d ON d.replica = st.author"
)


def _disagreements(connection: Connection, shelves: Shelves) -> list[Conflict]:
    rows = connection.exec_driver_sql(
        f"SELECT n.name, h.record, h.win, {_SAID}"
        " FROM (SELECT DISTINCT record, name FROM head WHERE win = 0) l"
        " CROSS JOIN head h ON h.record = l.record AND h.name = l.name CROSS JOIN change c ON c.cid = h.cid"
        f" JOIN name n ON n.no = h.name{_BY}"
        " ORDER BY n.name, h.record, h.win DESC, h.clock DESC"
    )
    cells: dict[tuple[str, str], list[Side]] = {}
    for name, record, win, *side in rows:
        cells.setdefault((name, record), []).append(_side(side, shown=bool(win)))
    found = []
    for (name, record), sides in cells.items():
        kind, _dot, field = name.partition(".")
        if field == DELETED or not shelves.knows(name):
            continue
        # Values that look the same to a reader are no conflict, whoever typed them in whatever order.
        if len({as_read(side.value) for side in sides}) > 1:
            found.append(Conflict(kind, record, field, tuple(sides)))
    return found


def _side(columns: list[Any], *, shown: bool) -> Side:
    cid, value, hub, actor, at, device = columns
    return Side(cid, value, hub, actor, at, shown, device)


def as_read(value: Stored) -> object:
    """The value as a reader sees it: two that are equal so are no difference."""
    return canonical(value) if isinstance(value, str) else value


def deletions(connection: Connection, shelves: Shelves) -> dict[int, str]:
    """The local number of the field `deleted` of each record type that was heard of, and the type."""
    names = {f"{kind}.{DELETED}": kind for kind in shelves.types}
    rows = connection.exec_driver_sql(
        f"SELECT no, name FROM name WHERE name IN ({','.join('?' * len(names))})", tuple(names)
    )
    return {int(number): names[name] for number, name in rows}


def _deleted_and_edited(connection: Connection, shelves: Shelves) -> list[Conflict]:
    """One look for all record types: each goes through everything that is shown."""
    kinds = deletions(connection, shelves)
    deleted = (
        "SELECT h.record, h.name, c.cid AS deleted FROM head h CROSS JOIN change c ON c.cid = h.cid"
        f" AND c.value = 1 WHERE h.name IN ({','.join(map(str, kinds))}) AND {unseen('h.record', 'h.name')}"
    )
    newest = (
        "SELECT h.cid FROM head h WHERE h.record = x.record AND h.name <> x.name"
        " ORDER BY h.clock DESC LIMIT 1"
    )
    rows = connection.exec_driver_sql(
        f"SELECT x.name, x.record, x.deleted, {_SAID} FROM ({deleted}) x JOIN change c"
        f" ON c.cid = x.deleted OR c.cid = ({newest}){_BY} ORDER BY x.record, c.cid = x.deleted"
    ).all()
    sides: dict[tuple[int, str, int], list[Side]] = {}
    for name, record, cid, *side in rows:
        sides.setdefault((name, record, cid), []).append(_side(side, shown=side[0] != cid))
    return [
        Conflict(kinds[name], record, DELETED, (replace(edit, value=0), gone))
        for (name, record, _cid), (edit, gone) in sides.items()
    ]


_ROOTS = 200


def before(connection: Connection, each: Conflict) -> tuple[bool, Stored]:
    """The value that everybody shared before they differed: whether there was one, and which.

    Of a record deleted here and edited there it is that it was not deleted.
    """
    if each.field == DELETED:
        return True, 0
    ways = [_way_back(connection, side.cid) for side in each.sides]
    for cid in ways[0]:
        if all(cid in way for way in ways[1:]):
            return True, ways[0][cid]
    return False, None


def _way_back(connection: Connection, cid: int) -> dict[int, Stored]:
    """What a change goes back to, newest first, with the values."""
    rows = connection.exec_driver_sql(
        "WITH RECURSIVE back(cid, prev, value, depth) AS (SELECT cid, prev, value, 0 FROM change"
        " WHERE cid = ?"
        " UNION ALL SELECT p.cid, p.prev, p.value, b.depth + 1 FROM back b JOIN change c ON c.cid = b.cid"
        " JOIN change p ON p.cid = b.prev AND p.record = c.record AND p.name = c.name WHERE b.depth < ?)"
        " SELECT cid, value FROM back WHERE depth > 0 ORDER BY depth",
        (cid, _ROOTS),
    )
    return {int(number): value for number, value in rows}


Way = Callable[[Conflict], Side | None]
"""Chooses the side that settles a conflict; None where this way has no answer for it."""


def as_hub_says(hub: str) -> Way:
    """Whatever this hub said last, also that nothing stands there."""
    return lambda each: each.side_of(hub)


def as_shown(each: Conflict) -> Side:
    """What is shown now."""
    return each.shown


def as_newest(each: Conflict) -> Side:
    """What was written last, by the clocks of those who wrote."""
    return max(each.sides, key=lambda side: side.at)


def where_others_are_empty(each: Conflict) -> Side | None:
    """The only value that says something, where all others are empty."""
    said = {as_read(side.value): side for side in each.sides if side.value not in (None, "")}
    every = {as_read(side.value) for side in each.sides}
    return next(iter(said.values())) if each.field != DELETED and len(said) == 1 < len(every) else None


def settled_by(found: Iterable[Conflict], way: Way) -> list[Choice]:
    """The conflicts that a way has an answer for, each with its answer."""
    answers = [(each, way(each)) for each in found]
    return [(each, side.value) for each, side in answers if side is not None]
