"""Differences that were settled: what stood against each other, what was decided, by whom and when."""

from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.journal.reviews import Side
from cso_desk.journal.streams import SHIFT
from cso_desk.records.kinds import Stored

_SIDE = (
    " JOIN step s ON s.no = c.step"
    f" JOIN stream st ON st.no = c.cid >> {SHIFT} LEFT JOIN device d ON d.replica = st.author"
)
_FOR_EVER = 1 << 53


@dataclass(frozen=True)
class Decided:
    """One field that was settled. `field` is "deleted" where the question was whether to keep the record."""

    kind: str
    record: str
    field: str
    sides: tuple[Side, ...]
    value: Stored
    actor: str
    hub: str
    at: int


def decisions(connection: Connection, since: int = 0, until: int | None = None) -> list[Decided]:
    """What was settled here or elsewhere between two moments (UTC milliseconds), oldest first.

    A decision that was taken back, or made anew later, is left out.
    """
    rows = connection.exec_driver_sql(
        "SELECT c.cid, n.name, c.record, c.value, s.actor, coalesce(d.hub, ''), s.at"
        f" FROM change c JOIN name n ON n.no = c.name{_SIDE}"
        " WHERE s.kind = 'resolve' AND s.at BETWEEN ? AND ?"
        " AND NOT EXISTS (SELECT 1 FROM step u WHERE u.kind = 'undo' AND u.undoes = s.uid AND NOT EXISTS"
        " (SELECT 1 FROM step r WHERE r.kind = 'redo' AND r.undoes = u.uid))"
        " ORDER BY s.at, c.cid",
        (since, _FOR_EVER if until is None else until),
    ).all()
    found: dict[tuple[str, str], Decided] = {}
    for cid, name, record, value, actor, hub, at in rows:
        kind, _dot, field = str(name).partition(".")
        sides = _sides(connection, int(cid))
        if len(sides) > 1:
            found[(record, str(name))] = Decided(kind, record, field, sides, value, actor, hub, at)
    return list(found.values())


def _sides(connection: Connection, cid: int) -> tuple[Side, ...]:
    """The values that a decision superseded; the one that was shown before comes first."""
    rows = connection.exec_driver_sql(
        "SELECT c.cid, c.value, coalesce(d.hub, ''), s.actor, s.at, c.cid = x.prev, coalesce(d.name, '')"
        " FROM change x"
        " JOIN change c ON c.cid = x.prev OR c.cid IN (SELECT parent FROM parent WHERE cid = x.cid)"
        f"{_SIDE} WHERE x.cid = ? AND c.record = x.record AND c.name = x.name"
        " ORDER BY c.cid = x.prev DESC, c.cid",
        (cid,),
    )
    return tuple(Side(int(r[0]), r[1], r[2], r[3], r[4], bool(r[5]), r[6]) for r in rows)
