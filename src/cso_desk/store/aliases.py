"""Which records were merged into which others: references to them show the survivor, lists leave them out.

`merged_into` is a field like any other, so two hubs may merge at once and against each other. What follows is
the same everywhere: one follows the field to its end; where it leads in a circle the smallest id survives; a
survivor that is not held here does not count. The table `alias` is derived and never exchanged.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, column, func, select, table

from cso_desk.records.base import RecordId
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading

ALIAS = table("alias", column("record"), column("survivor"))


def survivors(into: Mapping[str, str]) -> dict[str, str]:
    """Who stands for whom, from who was merged into whom; those that stand for themselves are left out."""
    found: dict[str, str] = {}
    for start in into:
        way = [start]
        at = into[start]
        while at in into and at not in way:
            way.append(at)
            at = into[at]
        end = min(way[way.index(at) :]) if at in way else at
        if end != start:
            found[start] = end
    return found


def keep_aliases(connection: Connection, kinds: Iterable[RecordType]) -> None:
    """Bring `alias` up to what the records say now; for the end of every transaction that writes."""
    run = connection.exec_driver_sql
    now: dict[str, str] = {}
    kind_of: dict[str, str] = {}
    for kind in kinds:
        rows = run(
            f"SELECT m.id, m.merged_into FROM {kind.name} m JOIN {kind.name} s ON s.id = m.merged_into"
            " WHERE m.merged_into <> ''"
        ).all()
        into = {str(record): str(other) for record, other in rows}
        now |= survivors(into)
        kind_of |= dict.fromkeys((*into, *into.values()), kind.name)
    before = {str(record): str(survivor) for record, survivor in run("SELECT record, survivor FROM alias")}
    if now == before:
        return
    run("DELETE FROM alias")
    if now:
        run("INSERT INTO alias VALUES (?, ?)", list(now.items()))
    _look_again(connection, kind_of, now, before)


def _look_again(
    connection: Connection, kind_of: Mapping[str, str], now: Mapping[str, str], before: Mapping[str, str]
) -> None:
    """What lists and the search know of those whose survivor changed, and of the survivors, is made anew."""
    for record in sorted(moved(now, before)):
        known = connection.exec_driver_sql("SELECT kind FROM entry WHERE record = ?", (record,)).scalar()
        kind = known or kind_of.get(record)
        if kind:
            connection.exec_driver_sql("INSERT OR IGNORE INTO stale VALUES (?, ?)", (record, kind))


def moved(now: Mapping[str, str], before: Mapping[str, str]) -> set[str]:
    """Those whose survivor is another one than before, and the survivors they have and had."""
    changed = {record for record in {*now, *before} if now.get(record) != before.get(record)}
    return changed | {side[record] for side in (now, before) for record in changed if record in side}


def aliases(reading: Reading) -> dict[str, RecordId]:
    """Every record that was merged, with the one that stands for it; a store has few."""
    rows = reading.connection.exec_driver_sql("SELECT record, survivor FROM alias")
    return {str(record): RecordId(str(survivor)) for record, survivor in rows}


def survivor_of(reading: Reading, record: str) -> RecordId:
    """The record that stands for this one: itself where it was not merged."""
    found = reading.connection.exec_driver_sql(
        "SELECT survivor FROM alias WHERE record = ?", (record,)
    ).scalar()
    return RecordId(str(found or record))


def merged_records(reading: Reading, survivor: str) -> list[RecordId]:
    """The records for which this one stands, without itself."""
    rows = reading.connection.exec_driver_sql(
        "SELECT record FROM alias WHERE survivor = ? ORDER BY record", (survivor,)
    )
    return [RecordId(str(record)) for (record,) in rows]


def is_shown(record: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that a record, by its id, was not merged into another."""
    return record.not_in(select(ALIAS.c.record))


def as_survivor(reference: ColumnElement[Any]) -> ColumnElement[Any]:
    """A reference to a record, with the survivor in the place of those that were merged."""
    survivor = select(ALIAS.c.survivor).where(ALIAS.c.record == reference).correlate_except(ALIAS)
    return func.coalesce(survivor.scalar_subquery(), reference)


def refers_to(reference: ColumnElement[Any], survivor: str) -> ColumnElement[bool]:
    """The condition that a reference names a record or one that was merged into it."""
    merged = select(ALIAS.c.record).where(ALIAS.c.survivor == survivor)
    return (reference == survivor) | reference.in_(merged)
