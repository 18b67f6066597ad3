"""Whether enough institutions are present for a meeting to decide."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from cso_desk.features.meetings.record import Attendance, Meeting, Series
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service.memberships import in_directory_on, is_member_on, own_memberships
from cso_desk.records.base import RecordId
from cso_desk.store.aliases import as_survivor, is_shown
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store

_PARTS = {"half": (1, 2), "majority": (1, 2), "two_thirds": (2, 3)}
_MAJORITY, _MEMBERS = "majority", "members"


@dataclass(frozen=True)
class Quorum:
    """How many institutions must be there, how many are; `reached` is None where no quorum is set.

    `share` is the share that is asked for, a code of `QUORUM_SHARES`, of so many institutions; "" where a
    number was said.
    """

    needed: int | None
    present: int
    share: str = ""
    of: int = 0

    @property
    def reached(self) -> bool | None:
        return None if self.needed is None else self.present >= self.needed


@dataclass(frozen=True)
class QuorumRule:
    """One rule: so many institutions; only `counted` ones, None for any."""

    needed: int
    share: str = ""
    counted: frozenset[RecordId] | None = None


def quorum(store: Store, meeting: str) -> Quorum:
    """Whether enough institutions are present."""
    with store.reading() as reading:
        return quorum_in(reading, meeting_in(reading, meeting))


def quorum_in(reading: Reading, meeting: Meeting) -> Quorum:
    """As `quorum`, inside a look."""
    table = reading.table(Attendance)
    return quorum_of(
        quorum_rules_in(reading, meeting), _bodies(reading, meeting, table.c.status == "present")
    )


def quorum_of(rules: Sequence[QuorumRule], present: Collection[RecordId]) -> Quorum:
    """Whether these institutions are enough; of two rules the one that is further from being met is told."""
    found = [
        Quorum(
            rule.needed,
            len(present) if rule.counted is None else len(rule.counted.intersection(present)),
            rule.share,
            len(rule.counted or ()),
        )
        for rule in rules
    ]
    return min(found, key=lambda one: one.present - (one.needed or 0), default=Quorum(None, len(present)))


def quorum_rules_in(reading: Reading, meeting: Meeting) -> list[QuorumRule]:
    """The rules of a meeting; one without any of its own has those of its series. All of them must be met."""
    of: Meeting | Series | None = meeting
    if meeting.quorum is None and not meeting.quorum_share and meeting.series:
        of = reading.get(Series, meeting.series)
    if of is None:
        return []
    rules = [] if of.quorum is None else [QuorumRule(of.quorum)]
    part, _line, base = of.quorum_share.rpartition("_")
    if part in _PARTS:  # a newer version may know others
        counted = _members(reading, meeting) if base == _MEMBERS else _invited(reading, meeting)
        if counted:
            rules.append(QuorumRule(_needed(part, len(counted)), of.quorum_share, counted))
    return rules


def _needed(part: str, count: int) -> int:
    """At least a part of so many; of a majority more than that."""
    above, below = _PARTS[part]
    return count * above // below + 1 if part == _MAJORITY else -(-count * above // below)


def _members(reading: Reading, meeting: Meeting) -> frozenset[RecordId]:
    """The members on the day of the meeting; all institutions where nobody wrote down any membership."""
    own = own_memberships(reading)
    everybody = reading.all(Organisation, is_shown(reading.table(Organisation).c.id))
    members = frozenset(each.id for each in everybody if is_member_on(each, own, meeting.starts))
    return members or frozenset(each.id for each in everybody if in_directory_on(each, own, meeting.starts))


def _invited(reading: Reading, meeting: Meeting) -> frozenset[RecordId]:
    """The institutions on the list before the meeting began: without those who came unasked."""
    return _bodies(reading, meeting, reading.table(Attendance).c.walk_in == 0)


def _bodies(reading: Reading, meeting: Meeting, condition: ColumnElement[bool]) -> frozenset[RecordId]:
    table = reading.table(Attendance)
    rows = reading.rows(
        select(as_survivor(table.c.organisation)).where(
            table.c.meeting == meeting.id, table.c.deleted == 0, table.c.organisation != "", condition
        )
    )
    return frozenset(RecordId(str(each[0])) for each in rows)
