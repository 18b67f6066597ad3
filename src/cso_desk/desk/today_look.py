"""Everything the page Today shows, read at once with a fixed number of statements."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cso_desk.bundles.backup import BACKUPS
from cso_desk.bundles.hub_states import HubState, hub_states
from cso_desk.features.library.service import LoanLine, overdue_in
from cso_desk.features.meetings.service import Due, due_on
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service import ComplianceDue, compliance_due
from cso_desk.journal.reviews import conflicts
from cso_desk.store.store import NATIONAL, Store

_LENGTH_OF_TIME = len("2026-09-30_101500")


@dataclass(frozen=True)
class Look:
    """What there is to do. `hubs` are those of which something is known or due; `backup` is UTC milliseconds.

    `members`: whether any institution or person was entered; `differences`: reviews that wait. `compliance`:
    what members have to hand in, None where nobody keeps that. `overdue`: books that should be back.
    """

    due: Due
    differences: int
    members: bool
    compliance: ComplianceDue | None
    hubs: Sequence[HubState]
    backup: int
    overdue: Sequence[LoanLine] = ()


def look(store: Store, day: str) -> Look:
    """What there is to do on `day`, "2026-09-30"."""
    with store.reading() as reading:
        due = due_on(reading, day)
        waiting = len(conflicts(reading.connection, store.shelves))
        compliance = compliance_due(reading, day)
        overdue = overdue_in(reading, day)
        members = any(reading.all(kind, limit=1) for kind in (Organisation, Person))
    usual = () if store.hub == NATIONAL else (NATIONAL,)
    states = hub_states(store, usual)
    return Look(due, waiting, members, compliance, states, last_backup(store.folder), overdue)


def last_backup(folder: Path) -> int:
    """When the newest whole backup beside a store was made, UTC milliseconds; 0 where there is none."""
    found = 0
    for path in (folder / BACKUPS).glob("*_*"):
        try:
            at = dt.datetime.strptime(path.name[:_LENGTH_OF_TIME], "%Y-%m-%d_%H%M%S").replace(tzinfo=dt.UTC)
        except ValueError:
            continue
        if path.suffix != ".part":
            found = max(found, int(at.timestamp() * 1000))
    return found
