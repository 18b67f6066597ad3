"""From draft to locked: who took the minutes where and when; what came to locked minutes from elsewhere."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import (
    Attendance,
    Meeting,
    MinutesStep,
)
from cso_desk.features.meetings.record.locking import LINES, NAMED, fingerprint
from cso_desk.features.meetings.service.decisions import today
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.store.erasures import all_erased
from cso_desk.store.person import person_in
from cso_desk.store.reading import Reading, plain_rows
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

LINE_TYPES = tuple(LINES)
_TOGETHER = 200  # meetings compared at once
_LISTED = "attendance"  # among the fingerprints: those of the attendance list are there too


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
        marks = (mark for kind in LINE_TYPES for _line, _meeting, mark in _marks(t, kind, [now.id]))
        step.lines = (*sorted(marks), _LISTED)
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

    So many meetings are looked at together that the memory does not grow with them.
    """
    meetings, steps = reading.table(Meeting), reading.table(MinutesStep)
    fits = [meetings.c.minutes_state == "locked", meetings.c.deleted == 0]
    fits += [meetings.c.id == meeting] if meeting else []
    locked = [str(each) for (each,) in reading.rows(select(meetings.c.id).where(*fits))]
    found: dict[RecordId, Strayed] = {}
    for start in range(0, len(locked), _TOGETHER):
        some = locked[start : start + _TOGETHER]
        latest: dict[RecordId, MinutesStep] = {}
        chosen = (steps.c.state == "locked", steps.c.meeting.in_(some))
        for step in reading.all(MinutesStep, *chosen, order_by=[steps.c.id]):
            latest[step.meeting] = step
        found |= _strayed_among(reading, latest)
    return found


def _strayed_among(reading: Reading, latest: Mapping[RecordId, MinutesStep]) -> dict[RecordId, Strayed]:
    """What strayed from the last locking of each meeting."""
    left = {each: {mark.partition(":")[0]: mark for mark in step.lines} for each, step in latest.items()}
    listed = {each for each, marks in left.items() if marks.pop(_LISTED, None)}
    changed, new = defaultdict[RecordId, list[Record]](list), defaultdict[RecordId, list[Record]](list)
    for kind in LINE_TYPES:
        # Minutes that were locked by a version that did not note who came say nothing of it.
        of = sorted(listed if kind is Attendance else latest)
        # Of somebody who was erased the line lost the position; that is no change of what was locked.
        gone = all_erased(reading.connection) if kind is Attendance else frozenset()
        strays: dict[str, bool] = {}
        for line, meeting, mark in _marks(reading, kind, of):
            before = left[meeting].pop(line, None)
            if before != mark and line not in gone:
                strays[line] = before is None
        for record in reading.all(kind, reading.table(kind).c.id.in_(strays)) if strays else []:
            (new if strays[record.id] else changed)[_meeting_of(record)].append(record)
    found = {
        each: Strayed(step, tuple(changed[each]), tuple(new[each]), tuple(map(RecordId, sorted(left[each]))))
        for each, step in latest.items()
    }
    return {each: strayed for each, strayed in found.items() if strayed}


def _marks(
    reading: Reading, kind: type[Record], meetings: Sequence[str]
) -> Iterator[tuple[str, RecordId, str]]:
    """Lines of one type of the minutes of these meetings: id, meeting and fingerprint."""
    table = reading.table(kind)
    chosen = select(table.c.id, table.c.meeting, *(table.c[name] for name in LINES[kind]))
    chosen = chosen.where(table.c.meeting.in_(meetings), table.c.deleted == 0)
    if kind is Attendance:
        chosen = chosen.where(table.c.status.in_(sorted(NAMED)))
    for line, meeting, *said in plain_rows(reading.connection.execute(chosen)) if meetings else ():
        yield line, RecordId(meeting), fingerprint(line, said)


def _meeting_of(line: Record) -> RecordId:
    return RecordId(str(getattr(line, "meeting", NOBODY)))
