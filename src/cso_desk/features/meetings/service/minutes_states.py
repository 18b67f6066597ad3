"""From draft to locked: who took the minutes where and when; what came to locked minutes from elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import (
    Action,
    AgendaItem,
    Decision,
    Meeting,
    MinutesEntry,
    MinutesStep,
)
from cso_desk.features.meetings.record.locking import fingerprint
from cso_desk.features.meetings.service.decisions import today
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.store.person import person_in
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _

TRANSITIONS = {
    "draft": ("amended", "approved"),
    "amended": ("draft", "approved"),
    "approved": ("amended", "locked"),
    "locked": ("amended",),
}
"""From which state of the minutes one may go to which; out of "locked" only with a reason."""

LINE_TYPES: tuple[type[Record], ...] = (AgendaItem, MinutesEntry, Decision, Action)


@dataclass(frozen=True)
class Strayed:
    """What differs in locked minutes from what was locked: it was written elsewhere and came by bundle.

    `gone` are the ids of lines that were locked and are not there any more.
    """

    step: MinutesStep
    changed: tuple[Record, ...]
    new: tuple[Record, ...]
    gone: tuple[RecordId, ...]

    def __bool__(self) -> bool:
        return bool(self.changed or self.new or self.gone)


def set_minutes_state(
    store: Store,
    meeting: str,
    state: str,
    *,
    reason: str = "",
    on: str = "",
    at: str = "",
    initiator: object = None,
) -> None:
    """Take the minutes from one state to the next: draft, amended, approved, locked.

    `at` is the meeting at which they are approved. Raises UserError where that step is not allowed, and where
    locked minutes are opened without a reason.
    """
    with store.transaction(N_("Change the state of the minutes"), initiator=initiator) as t:
        set_minutes_state_in(t, meeting, state, reason=reason, on=on, at=at)


def set_minutes_state_in(
    t: Transaction, meeting: str, state: str, *, reason: str = "", on: str = "", at: str = ""
) -> None:
    """As `set_minutes_state`, inside a step."""
    now = meeting_in(t, meeting)
    if state == now.minutes_state:
        return
    _check(now, state, reason)
    values: dict[str, Any] = {"minutes_state": state}
    if state == "approved":
        values["minutes_approved_on"] = on or today()
    if state == "locked":
        values["unlock_reason"] = ""  # the next unlocking says its own
    step = MinutesStep(meeting=now.id, state=state, day=on or today(), actor=person_in(t),
                       at_meeting=RecordId(at))  # fmt: skip
    if now.minutes_state == "locked":
        values["unlock_reason"] = step.reason = reason.strip()
        t.change(now, **values)
        t.add(step)
        return
    if state == "locked":
        t.flush()
        lines = _lines(t, [now.id])
        step.lines = tuple(sorted(fingerprint(each) for each in lines))
    t.add(step)
    t.change(now, **values)


def _check(now: Meeting, state: str, reason: str) -> None:
    if state not in TRANSITIONS.get(now.minutes_state, ()):
        raise UserError(
            _("Minutes can be locked only after they were approved.")
            if state == "locked"
            else _("The minutes cannot go to this state from where they are now.")
        )
    if state == "approved" and now.status != "held":
        raise UserError(_("This meeting was not held yet. Record who came, then approve the minutes."))
    if now.minutes_state == "locked" and not reason.strip():
        raise UserError(_("Say why the locked minutes must be changed. The reason is kept with them."))


def minutes_steps(reading: Reading, meeting: str) -> list[MinutesStep]:
    """How the minutes of a meeting came to be where they are, the first step first."""
    table = reading.table(MinutesStep)
    return reading.all(MinutesStep, table.c.meeting == meeting, order_by=[table.c.id])


def approval_of(reading: Reading, meeting: str) -> tuple[MinutesStep, Meeting | None] | None:
    """When the minutes were last approved, and at which meeting."""
    steps = [each for each in minutes_steps(reading, meeting) if each.state == "approved"]
    if not steps:
        return None
    return steps[-1], reading.get(Meeting, steps[-1].at_meeting) if steps[-1].at_meeting else None


def meeting_before(reading: Reading, meeting: Meeting) -> Meeting | None:
    """The meeting of the same series whose minutes this one is asked to approve: the last that was held."""
    if not meeting.series or not meeting.starts:
        return None
    table = reading.table(Meeting)
    found = reading.all(
        Meeting,
        table.c.series == meeting.series,
        table.c.status == "held",
        table.c.starts < meeting.starts,
        order_by=[table.c.starts.desc(), table.c.id.desc()],
        limit=1,
    )
    return found[0] if found else None


def strayed_in(reading: Reading, meeting: str = "") -> dict[RecordId, Strayed]:
    """For each meeting with locked minutes what is not as it was locked; of one meeting, or of all.

    The number of statements is fixed, however many meetings there are.
    """
    meetings, steps = reading.table(Meeting), reading.table(MinutesStep)
    fits = [meetings.c.minutes_state == "locked", *([meetings.c.id == meeting] if meeting else [])]
    locked = [each.id for each in reading.all(Meeting, *fits)]
    latest: dict[RecordId, MinutesStep] = {}
    if locked:
        for each in reading.all(MinutesStep, steps.c.state == "locked", order_by=[steps.c.id]):
            latest[each.meeting] = each
    within = [each for each in locked if each in latest]
    by_meeting: dict[RecordId, list[Record]] = {each: [] for each in within}
    for line in _lines(reading, within):
        by_meeting[_meeting_of(line)].append(line)
    found = {each: _strayed(latest[each], by_meeting[each]) for each in within}
    return {each: strayed for each, strayed in found.items() if strayed}


def _strayed(step: MinutesStep, lines: Sequence[Record]) -> Strayed:
    locked: Mapping[str, str] = {each.partition(":")[0]: each for each in step.lines}
    changed = tuple(each for each in lines if each.id in locked and fingerprint(each) != locked[each.id])
    new = tuple(each for each in lines if each.id not in locked)
    gone = locked.keys() - {each.id for each in lines}
    return Strayed(step, changed, new, tuple(map(RecordId, sorted(gone))))


def _lines(reading: Reading, meetings: Sequence[RecordId]) -> list[Record]:
    """All lines of the minutes of these meetings."""
    found: list[Record] = []
    wanted = set(meetings)
    for each in LINE_TYPES if wanted else ():
        column = reading.table(each).c.meeting
        few = [column == meetings[0]] if len(meetings) == 1 else []
        found += [line for line in reading.all(each, *few) if _meeting_of(line) in wanted]
    return found


def _meeting_of(line: Record) -> RecordId:
    return RecordId(str(getattr(line, "meeting", NOBODY)))
