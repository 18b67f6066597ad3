"""Rows of a list that the store would refuse: they are told before anything is written, and left out."""

from collections.abc import Mapping
from typing import Any

from cso_desk.errors import UserError
from cso_desk.features.members.importing.plan import PlannedRow
from cso_desk.records.base import Record
from cso_desk.store.reading import Reading


def ask_guard(
    reading: Reading,
    row: PlannedRow,
    said: Record,
    before: Record | None = None,
    news: Mapping[str, Any] | None = None,
) -> None:
    """Leave a row out whose record may not be added or, where one is there `before`, not get its `news`."""
    kind = reading.shelves.type_of(said)
    guard = reading.shelves.guards.get(kind.name)
    if guard is None or row.action == "skip" or (before is not None and not news):
        return
    now = kind.to_stored(before) if before is not None else {}
    fresh = {name: kind.fields[name].kind.to_stored(value) for name, value in (news or {}).items()}
    try:
        guard(reading, now, now | fresh if before is not None else kind.to_stored(said))
    except UserError as error:
        row.refuse(str(error))
