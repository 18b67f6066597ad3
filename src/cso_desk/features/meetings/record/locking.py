"""Locked minutes: which fields nobody may change, and the fingerprints by which a change is known.

Locking binds whoever works at this store: by the window, by commands, by Undo. What another laptop wrote
before it knew of the lock still comes in; it is found by its fingerprint, see `service.minutes_states`.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cso_desk.errors import UserError
from cso_desk.features.meetings.record.attendance import Attendance
from cso_desk.features.meetings.record.meetings import AgendaItem, Meeting
from cso_desk.features.meetings.record.minutes import Action, Decision, MinutesEntry
from cso_desk.records.base import Record
from cso_desk.records.kinds import Stored
from cso_desk.store.reading import Guard, Reading
from cso_desk.wording import _

_TWO, _TITLES = ("text_km", "text_en"), ("title_km", "title_en")
LINES: Mapping[type[Record], tuple[str, ...]] = {
    AgendaItem: ("number", "time", "kind", "title_km", "title_en", "presenter"),
    MinutesEntry: ("agenda_item", "number", "kind", *_TWO, "raised_by", "answer", "referred_to"),
    Decision: ("agenda_item", "number", *_TWO),
    Action: ("agenda_item", "decision", "what_km", "what_en", "person", "body", "due"),
    Attendance: ("person", "organisation", *_TITLES, "status"),
}
"""What the minutes say, by type and field. What becomes of a decision or an action later is not among it, nor
what was ticked on the attendance sheet.
"""
NAMED = frozenset({"present", "absent", "excused"})
"""Whom the minutes name, by status; who was invited and said nothing is not among them."""

_HEAD = (
    "number", "title_km", "title_en", "objective_km", "objective_en", "starts", "ends", "start_time",
    "end_time", "venue_km", "venue_en", "chair", "facilitator", "note_taker", "next_date",
    "minutes_approved_on", "status", "place", "quorum", "quorum_share", "total_counted", "female_counted",
    "counted_qualifier", "counted_basis", "deleted",
)  # fmt: skip
"""The fields of the meeting itself that its minutes print."""

_MARK = 16  # hexadecimal digits of a fingerprint: 64 bits


def fingerprint(record: str, said: Sequence[Any]) -> str:
    """Tells whether a line of the minutes still says the same: "id:mark", of the values named in `LINES`."""
    text = json.dumps([record, *said], ensure_ascii=False, separators=(",", ":"))
    return f"{record}:{hashlib.sha256(text.encode()).hexdigest()[:_MARK]}"


class LockedMinutesError(UserError):
    """The minutes of `meeting` are locked, "" where it is not known which; a reason opens them again."""

    def __init__(self, meeting: str) -> None:
        super().__init__(_("These minutes are locked. Unlock them first and say why."))
        self.meeting = meeting


def _line_guard(names: Sequence[str]) -> Guard:
    """Refuses changes of these fields, of lines that come and lines that go, while the minutes are locked."""

    def guard(reading: Reading, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        if before and all(before[name] == after[name] for name in names):
            return
        for meeting in sorted({str(before.get("meeting", "")), str(after["meeting"])} - {""}):
            found = reading.get(Meeting, meeting)
            if found is not None and found.minutes_state == "locked":
                raise LockedMinutesError(meeting)

    return guard


def _guard_row(reading: Reading, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """The minutes name who was there, who stayed away and who was excused, not who was only invited."""
    if NAMED & {before.get("status"), after["status"]}:
        _guard_named(reading, before, after)


def _guard_meeting(_reading: Reading, before: Mapping[str, Stored], after: Mapping[str, Stored]) -> None:
    """A meeting whose minutes are locked keeps what they say; they are unlocked with a reason only."""
    if before.get("minutes_state") != "locked":
        return
    if after["minutes_state"] == "locked":
        if any(before[name] != after[name] for name in _HEAD):
            raise LockedMinutesError(str(after.get("id", "")))
    elif not str(after["unlock_reason"]).strip():
        raise UserError(_("Say why the locked minutes must be changed. The reason is kept with them."))


def _line(record: type[Record], *more: str) -> Guard:
    return _line_guard(("meeting", "deleted", "merged_into", *LINES.get(record, ()), *more))


_guard_named = _line(Attendance)

_Guarding = Callable[[Reading, Mapping[str, Any], Mapping[str, Any]], None]
GUARDS: dict[str, _Guarding] = {
    "meeting": _guard_meeting,
    "agenda_item": _line(AgendaItem, "papers"),
    "minutes_entry": _line(MinutesEntry),
    "decision": _line(Decision),
    "action": _line(Action),
    "attendance": _guard_row,
    "minutes_step": _line_guard(("meeting", "state", "day", "actor", "reason", "lines", "deleted")),
}
"""By record type, what refuses a change."""
