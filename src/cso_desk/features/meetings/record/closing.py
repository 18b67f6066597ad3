"""Closed quarters: what was reported stays as it is until somebody opens the report again and says why.

This binds whoever works at this store. What another laptop wrote before it knew still comes in, and is then
shown as a difference from what was told.
"""

from collections.abc import Mapping
from typing import Any

from cso_desk.errors import UserError
from cso_desk.features.meetings.record.meetings import MEETING, Meeting
from cso_desk.features.meetings.record.quarters import QuarterReport
from cso_desk.khmer.dates import quarter_of, show_quarter
from cso_desk.store.reading import Guard, Reading
from cso_desk.store.users import Role, refuse_unless
from cso_desk.wording import _, language

_MEETING = (
    "starts", "periods", "status", "place", "total_counted", "female_counted", "counted_qualifier",
    "counted_basis", "deleted",
)  # fmt: skip
_ROW = (
    "meeting",
    "person",
    "organisation",
    "status",
    "youth",
    "disability",
    "minority",
    "id_poor",
    "deleted",
)

Values = Mapping[str, Any]


class ClosedQuarterError(UserError):
    """The report of `quarter` of the hub `hub` is closed; that hub may open it again."""

    def __init__(self, sentence: str, quarter: str, hub: str) -> None:
        super().__init__(sentence)
        self.quarter, self.hub = quarter, hub


def closed_quarters(reading: Reading, quarters: set[str], hub: str) -> list[str]:
    """Those of the quarters whose report this hub has closed."""
    table = reading.table(QuarterReport)
    found = reading.all(
        QuarterReport,
        table.c.quarter.in_(sorted(quarters)),
        table.c.hub == hub,
        table.c.state == "closed",
        order_by=[table.c.quarter],
    )
    return [each.quarter for each in found]


def _quarters(values: Values) -> set[str]:
    """The quarters that a stored meeting reports to."""
    said = MEETING.fields["periods"].kind.from_stored(values["periods"])
    return set(said) or {quarter_of(str(values["starts"])) or ""}


def _refuse_closed(reading: Reading, quarters: set[str], scope: str) -> None:
    hub = scope.partition("/")[2] or reading.meta("hub")
    closed = closed_quarters(reading, quarters - {""}, hub)
    if closed:
        sentence = _(
            "The report of {quarter} is closed. Under Reports open it again and say why; "
            "then change its meetings.",
            quarter=show_quarter(closed[0], language()),
        )
        raise ClosedQuarterError(sentence, closed[0], hub)


def _guard_meeting(reading: Reading, before: Values, after: Values) -> None:
    if before and all(before[name] == after[name] for name in _MEETING):
        return
    quarters = _quarters(after) | (_quarters(before) if before else set())
    _refuse_closed(reading, quarters, str(after["scope"]))


def _guard_row(reading: Reading, before: Values, after: Values) -> None:
    if before and all(before[name] == after[name] for name in _ROW):
        return
    if "present" not in (before.get("status"), after["status"]):
        return
    for meeting in sorted({str(before.get("meeting", "")), str(after["meeting"])} - {""}):
        found = reading.get(Meeting, meeting)
        if found is not None:
            quarters = set(found.periods) or {quarter_of(found.starts) or ""}
            _refuse_closed(reading, quarters, found.scope)


def _guard_report(reading: Reading, before: Values, after: Values) -> None:
    """Closing a quarter and opening it again is for coordinators; its words are written by everybody."""
    if before.get("state", "open") != after["state"]:
        refuse_unless(reading.role, Role.COORDINATOR)


GUARDS: dict[str, Guard] = {
    "meeting": _guard_meeting,
    "attendance": _guard_row,
    "quarter_report": _guard_report,
}
"""By record type, what refuses a change of what was reported, or of its state."""
