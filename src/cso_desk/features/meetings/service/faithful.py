"""Who comes and who stays away: the attendance rate of each institution, and who is drifting away."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service.periods import in_quarters
from cso_desk.features.members.record import Organisation
from cso_desk.store.aliases import ALIAS
from cso_desk.store.reading import Reading

DRIFTING = 2
"""So many meetings missed one after the other, after it had come before, make an institution one to ask."""


@dataclass(frozen=True)
class Faithfulness:
    """One institution at the meetings held to which it was invited, by meeting id in the order of days."""

    organisation: Organisation
    invited: tuple[str, ...]
    came: tuple[str, ...]

    @property
    def rate(self) -> int:
        """Per cent of the invitations."""
        return round(100 * len(self.came) / len(self.invited))

    @property
    def missed_last(self) -> int:
        """How many meetings it missed since it last came, all where it never did."""
        came = set(self.came)
        return next(
            (place for place, each in enumerate(reversed(self.invited)) if each in came), len(self.invited)
        )

    @property
    def drifting(self) -> bool:
        return bool(self.came) and self.missed_last >= DRIFTING


def faithfulness_in(reading: Reading, quarters: Sequence[str], hub: str = "") -> list[Faithfulness]:
    """Every institution that was invited in these quarters, the most faithful first."""
    rows, meetings = reading.table(Attendance), reading.table(Meeting)
    body = func.coalesce(ALIAS.c.survivor, rows.c.organisation)
    found = reading.rows(
        select(body, meetings.c.id, func.max(rows.c.status == "present"))
        .select_from(rows)
        .join(meetings, meetings.c.id == rows.c.meeting)
        .outerjoin(ALIAS, ALIAS.c.record == rows.c.organisation)
        .where(
            in_quarters(reading, quarters, hub),
            meetings.c.status == "held",
            rows.c.deleted == 0,
            rows.c.organisation != "",
        )
        .group_by(body, meetings.c.id)
        .order_by(meetings.c.starts, meetings.c.id)
    )
    invited: dict[str, list[str]] = defaultdict(list)
    came: dict[str, list[str]] = defaultdict(list)
    for organisation, meeting, present in found:
        invited[str(organisation)].append(str(meeting))
        if present:
            came[str(organisation)].append(str(meeting))
    bodies = reading.all(Organisation, reading.table(Organisation).c.id.in_(sorted(invited)))
    told = [Faithfulness(each, tuple(invited[each.id]), tuple(came[each.id])) for each in bodies]
    return sorted(told, key=lambda each: (-each.rate, -len(each.invited), each.organisation.code))
