"""Everything the page Today shows, read at once with a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cso_desk.bundles.hub_states import HubState, hub_states
from cso_desk.features.library.service import LoanLine, Tellable, overdue_in, tellable_in
from cso_desk.features.meetings.service import Due, due_on
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service import ComplianceDue, compliance_due
from cso_desk.journal.reviews import conflicts
from cso_desk.store.backups import newest_in, own_place
from cso_desk.store.store import NATIONAL, Store


@dataclass(frozen=True)
class Look:
    """What there is to do. `hubs` are those of which something is known or due; `backup` is UTC milliseconds.

    `members`: whether any institution or person was entered; `differences`: reviews that wait. `compliance`:
    what members have to hand in, None where nobody keeps that. `overdue`: books that should be back;
    `tellable`: readers who wait for a book that is here now.
    """

    due: Due
    differences: int
    members: bool
    compliance: ComplianceDue | None
    hubs: Sequence[HubState]
    backup: int
    overdue: Sequence[LoanLine] = ()
    tellable: Sequence[Tellable] = ()


def look(store: Store, day: str) -> Look:
    """What there is to do on `day`, "2026-09-30"."""
    with store.reading() as reading:
        due = due_on(reading, day)
        waiting = len(conflicts(reading.connection, store.shelves))
        compliance = compliance_due(reading, day)
        overdue, tellable = overdue_in(reading, day), tellable_in(reading)
        members = any(reading.all(kind, limit=1) for kind in (Organisation, Person))
    usual = () if store.hub == NATIONAL else (NATIONAL,)
    states = hub_states(store, usual)
    return Look(due, waiting, members, compliance, states, last_backup(store.folder), overdue, tellable)


def last_backup(folder: Path) -> int:
    """When the newest whole backup beside a store was made, UTC milliseconds; 0 where there is none."""
    newest = newest_in(own_place(folder))
    return newest.at if newest else 0
