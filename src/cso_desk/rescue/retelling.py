"""Tells values anew that were readable behind a fault of the journal: one step, seen in history, undoable."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from cso_desk.records.base import RecordId, hub_scope
from cso_desk.records.kinds import Stored
from cso_desk.records.record_type import RecordType
from cso_desk.rescue.salvage import Told
from cso_desk.store.store import Store
from cso_desk.store.transaction import Edit, Step
from cso_desk.wording import N_

LABEL = N_("Saved from the damaged store: {count} values")


def retell(store: Store, loose: Iterable[Told]) -> int:
    """Give fields the values that were saved where those are newer than what the journal knows.

    Gives how many values were told. What this version does not know stays untold, and so do fragments of a
    record of which not even the name was saved.
    """
    newest = _newest(loose)
    with store.reading() as reading:
        edits = [
            edit
            for record, told in newest.items()
            if (edit := _edit(store, reading.connection, record, told)) is not None
        ]
    count = sum(len(edit.values) for edit in edits)
    if edits:
        with store.stepping(Step(LABEL, {"count": count})) as transaction:
            transaction.write(edits)
    return count


def _newest(loose: Iterable[Told]) -> dict[str, dict[str, Told]]:
    """The last value of each field, by record."""
    found: dict[str, dict[str, Told]] = {}
    for each in loose:
        fields = found.setdefault(each.record, {})
        before = fields.get(each.name)
        if before is None or before.clock <= each.clock:
            fields[each.name] = each
    return found


def _edit(store: Store, connection: Connection, record: str, told: Mapping[str, Told]) -> Edit | None:
    known = {name: each for name, each in told.items() if store.shelves.knows(name)}
    if not known:
        return None
    kind = store.shelves.types[next(iter(known)).partition(".")[0]]
    said = {name.partition(".")[2]: each for name, each in known.items()}
    row = connection.exec_driver_sql(f"SELECT * FROM {kind.name} WHERE id = ?", (record,)).mappings().first()
    if row is None:
        values: dict[str, Stored] = {name: field.default for name, field in kind.fields.items()}
        values |= {name: each.value for name, each in said.items()}
        if kind.called and not any(values[name] for name in kind.called):
            return None  # a fragment that nobody could tell from others
        scope = str(values.get("scope") or hub_scope(store.hub))
        return Edit(kind, RecordId(record), scope, values | {"scope": scope}, new=True)
    clocks = _clocks(connection, kind, record)
    fresh = {
        name: each.value
        for name, each in said.items()
        # Whom a record is shared with is not decided by a fragment.
        if name != "scope" and each.value != row[name] and each.clock > clocks.get(name, 0)
    }
    return Edit(kind, RecordId(record), str(row["scope"]), fresh, new=False) if fresh else None


def _clocks(connection: Connection, kind: RecordType, record: str) -> dict[str, int]:
    rows: Any = connection.exec_driver_sql(
        "SELECT n.name, max(h.clock) FROM head h JOIN name n ON n.no = h.name WHERE h.record = ?"
        " GROUP BY n.name",
        (record,),
    )
    return {str(name).removeprefix(f"{kind.name}."): int(clock) for name, clock in rows}
