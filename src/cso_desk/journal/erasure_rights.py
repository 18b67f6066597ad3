"""Whom an erasure reaches, and whose changes: the same at every hub that holds the same changes.

Nothing that was erased comes back, so nobody's word takes away more than they may: a hub erases whom it
entered, and a record is a part of somebody because the hub that entered it, or the national one, says so.
See docs/decisions/0825.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.journal.streams import SHIFT, all_names
from cso_desk.records.record_type import RecordType
from cso_desk.store.erasures import ERASURE
from cso_desk.store.store import NATIONAL

Hubs = frozenset[str] | None
"""Whose changes of a record are reached; None: everybody's."""

HUB = (
    "coalesce(CASE WHEN st.author IN (SELECT replica FROM secret) OR st.author ="
    " (SELECT value FROM meta WHERE key = 'replica') THEN (SELECT value FROM meta WHERE key = 'hub') END,"
    " (SELECT hub FROM device d WHERE d.replica = st.author), '')"
)
"""SQL for the hub that wrote a stream `st`."""

_CLAIMANTS = (
    f"SELECT DISTINCT CASE WHEN c.prev IS NULL THEN {HUB} ELSE substr(ps.scope, instr(ps.scope, '/') + 1) END"
    f" FROM change c JOIN stream st ON st.no = c.cid >> {SHIFT}"
    f" LEFT JOIN stream ps ON ps.no = c.prev >> {SHIFT} WHERE c.record = ? AND c.name = ?"
    " AND NOT EXISTS (SELECT 1 FROM parent p WHERE p.cid = c.cid) AND (c.prev IS NULL OR (ps.scope LIKE '%/%'"
    " AND NOT EXISTS (SELECT 1 FROM change h WHERE h.cid = c.prev)))"
)


def claimants(connection: Connection, names: Mapping[str, int], kind: str, record: str) -> frozenset[str]:
    """The hubs that say they entered a record: who first told where it is held.

    What was shared later goes on from a telling in the scope of one hub, which others never hold: then it
    is that hub.
    """
    rows = connection.exec_driver_sql(_CLAIMANTS, (record, names.get(f"{kind}.scope", 0)))
    return frozenset(str(hub) for (hub,) in rows)


def owners(connection: Connection, names: Mapping[str, int], kind: str, record: str) -> frozenset[str]:
    """The hub that entered a record, as a set; empty where it is not held, or two say they did."""
    found = claimants(connection, names, kind, record)
    return found if len(found) == 1 else frozenset()


def may_erase(connection: Connection, kind: RecordType, hub: str) -> Callable[[str], bool]:
    """Tells of a person, a record of type `kind`, whether a hub may erase them.

    The national hub may erase anybody, others whom they entered.
    """
    names = all_names(connection)
    return lambda person: hub == NATIONAL or owners(connection, names, kind.name, person) == {hub}


def root_among(types: Iterable[RecordType]) -> RecordType | None:
    """The type of people: erasures begin with them. None where these types know of no people."""
    return next((kind for kind in types if kind.personal is not None and not kind.personal.by), None)


def said_of(connection: Connection, names: Mapping[str, int]) -> dict[str, frozenset[str]]:
    """Whom erasures name, each with the hubs that say so. What was told once holds, whatever came later."""
    number = names.get(f"{ERASURE.name}.target")
    found: dict[str, set[str]] = {}
    if number is not None:
        rows = connection.exec_driver_sql(
            f"SELECT DISTINCT c.value, {HUB} FROM erasure e CROSS JOIN change c ON c.record = e.id"
            f" JOIN stream st ON st.no = c.cid >> {SHIFT} WHERE c.name = ? AND c.value <> ''",
            (number,),
        )
        for target, hub in rows:
            found.setdefault(str(target), set()).add(str(hub))
    return {target: frozenset(hubs) for target, hubs in found.items()}


@dataclass(frozen=True)
class Rights:
    """Who is erased by right (`people`, each with whose changes that reaches), and what is a part of them."""

    connection: Connection
    names: Mapping[str, int]
    people: Mapping[str, Hubs]

    def of_part(self, kind: RecordType, record: str) -> Hubs:
        """Whose changes of a record go, because it was ever said to be a part of people who are erased.

        All of them where whoever entered the record says so, or the national hub; of others who say it, only
        what they wrote there themselves.
        """
        if kind.personal is None or not kind.personal.by:
            return frozenset()
        entered = owners(self.connection, self.names, kind.name, record)
        found: set[str] = set()
        rows = self.connection.exec_driver_sql(
            f"SELECT DISTINCT c.value, {HUB} FROM change c JOIN stream st ON st.no = c.cid >> {SHIFT}"
            " WHERE c.record = ? AND c.name = ? AND c.value <> ''",
            (record, self.names.get(f"{kind.name}.{kind.personal.by}", 0)),
        )
        for person, hub in rows.all():
            if person not in self.people:
                continue
            reached = self.people[person]
            if hub == NATIONAL or hub in entered:
                if reached is None:
                    return None
                found |= reached
            elif reached is None or hub in reached:
                found.add(str(hub))
        return frozenset(found)


def rights(
    connection: Connection,
    kind: RecordType,
    names: Mapping[str, int],
    marked: frozenset[str] = frozenset(),
    ours: frozenset[str] = frozenset(),
) -> Rights:
    """Who is erased by right. `marked` were erased here before; `ours` this hub erases whatever is known.

    Where a second hub says that it entered somebody who was erased by the first, one of them lies: what is
    not the eraser's own stays then, for whoever finds out.
    """
    own = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'hub'").scalar()
    said = said_of(connection, names)
    people: dict[str, Hubs] = dict.fromkeys(ours)
    for person in said.keys() | marked:
        hubs = said.get(person, frozenset())
        entered = claimants(connection, names, kind.name, person)
        if NATIONAL in hubs or own in hubs or (len(entered) == 1 and entered & hubs):
            people[person] = None
        elif person in marked:
            people.setdefault(person, hubs if hubs and len(entered) > 1 else None)
    return Rights(connection, names, people)
