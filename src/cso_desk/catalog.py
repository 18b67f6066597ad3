"""The record types and rules of this program, and which feature takes over which kind of list.

What takes over lists is imported when a list is: it is heavy, and on most days there is none.
"""
# ruff: noqa: PLC0415

from types import ModuleType
from typing import TYPE_CHECKING, cast

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
from cso_desk.store.erasures import ERASURE
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
    ERASURE,
)
MERGED = (ORGANISATION, PERSON)
"""The record types of which two records may be merged into one."""
GUARDS = all_of(MINUTES_GUARDS, QUARTER_GUARDS)
"""What refuses a change of a record of some type."""
RULES = (*MEMBER_RULES, *MEETING_RULES, *LIBRARY_RULES)
"""What may look wrong after a merge, for people to judge."""


def plan_import(
    store: Store,
    reading: "SheetReading",
    *,
    meeting: str = "",
    existing: "Existing" = "fill",
    progress: "Progress | None" = None,
) -> "ImportPlan":
    """What taking over a list would do, by what the list is for (`reading.purpose`). Nothing is written.

    `existing` says what happens to records that are there already; `meeting` is the meeting of an attendance
    list. `progress` may raise CancelledError. Raises UserError where the meeting is missing.
    """
    from cso_desk.features.members.importing import is_of_other_type

    options = {"meeting": meeting} if reading.purpose == "attendance" else {}
    feature = _taking_over(reading.purpose, other_type=is_of_other_type(reading))
    plan = feature.plan_import(store, reading, existing=existing, progress=progress, **options)
    return cast("ImportPlan", plan)


def run_import(store: Store, plan: "ImportPlan", progress: "Progress | None" = None) -> "ImportReport":
    """Carry a plan out as one step that can be undone. `progress` may raise CancelledError."""
    feature = _taking_over(plan.purpose, other_type=plan.other_type)
    return cast("ImportReport", feature.run_import(store, plan, progress))


def _taking_over(purpose: str, *, other_type: bool) -> ModuleType:
    """What takes over lists for a purpose; `other_type`: lists that this program wrote of any other type."""
    from cso_desk.features.library import importing as library
    from cso_desk.features.meetings import importing as meetings
    from cso_desk.features.members import importing as members
    from cso_desk.features.members.importing import own_records

    if other_type:
        return own_records
    features = {"library": library, "meetings": meetings, "attendance": meetings}
    return features.get(purpose, members)
