"""The record types and rules of this program, and which feature takes over which kind of list.

What takes over lists is imported when a list is: it is heavy, and on most days there is none.
"""
# ruff: noqa: PLC0415

from typing import TYPE_CHECKING

from cso_desk.features.hub.record import HUB_PROFILE
from cso_desk.features.library.record import RECORD_TYPES as LIBRARY_TYPES
from cso_desk.features.library.service.rules import RULES as LIBRARY_RULES
from cso_desk.features.meetings.record import RECORD_TYPES as MEETING_TYPES
from cso_desk.features.meetings.record.closing import GUARDS as QUARTER_GUARDS
from cso_desk.features.meetings.record.locking import GUARDS as MINUTES_GUARDS
from cso_desk.features.meetings.service.rules import RULES as MEETING_RULES
from cso_desk.features.members.record import ORGANISATION, PERSON
from cso_desk.features.members.record import RECORD_TYPES as MEMBER_TYPES
from cso_desk.features.members.service.rules import RULES as MEMBER_RULES
from cso_desk.store.reading import all_of
from cso_desk.store.rules import APPROVAL
from cso_desk.store.store import Store

if TYPE_CHECKING:
    from cso_desk.features.members.importing import Existing, ImportPlan, ImportReport, Progress
    from cso_desk.importers.preview import SheetReading

RECORD_TYPES = (
    HUB_PROFILE,
    *MEMBER_TYPES,
    *MEETING_TYPES,
    *LIBRARY_TYPES,
    APPROVAL,
)
MERGED = (ORGANISATION, PERSON)
"""The record types of which two records may be merged into one."""
GUARDS = all_of(MINUTES_GUARDS, QUARTER_GUARDS)
"""What refuses a change of a record of some type."""
RULES = (*MEMBER_RULES, *MEETING_RULES, *LIBRARY_RULES)
"""What may look wrong after a merge, for people to judge."""


def plan_import(
    store: Store, reading: "SheetReading", *, meeting: str = "", existing: "Existing" = "fill"
) -> "ImportPlan":
    """What taking over a list would do, by what the list is for (`reading.purpose`). Nothing is written.

    `existing` says what happens to records that are there already; `meeting` is the meeting of an attendance
    list. Raises UserError where that one is missing.
    """
    if reading.purpose == "library":
        from cso_desk.features.library import importing as library_lists

        return library_lists.plan_import(store, reading, existing=existing)
    if reading.purpose in ("attendance", "meetings"):
        from cso_desk.features.meetings import importing as meeting_lists

        return meeting_lists.plan_import(store, reading, meeting=meeting, existing=existing)
    from cso_desk.features.members import importing as member_lists

    return member_lists.plan_import(store, reading, existing=existing)


def run_import(store: Store, plan: "ImportPlan", progress: "Progress | None" = None) -> "ImportReport":
    """Carry a plan out as one step that can be undone. `progress` may raise CancelledError."""
    if plan.purpose == "library":
        from cso_desk.features.library import importing as library_lists

        return library_lists.run_import(store, plan, progress)
    if plan.purpose in ("attendance", "meetings"):
        from cso_desk.features.meetings import importing as meeting_lists

        return meeting_lists.run_import(store, plan, progress)
    from cso_desk.features.members import importing as member_lists

    return member_lists.run_import(store, plan, progress)
