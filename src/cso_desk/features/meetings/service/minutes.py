"""Keeps the minutes: what was said and decided, who has to do what, and the state of the text."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from cso_desk.errors import UserError
from cso_desk.features.hub.service import profile_in
from cso_desk.features.meetings.record import ENTRY_KINDS, Action, Decision, Meeting, MinutesEntry
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.records.base import RecordId
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


@dataclass(frozen=True)
class MinutesParts:
    """Everything written in the minutes of one meeting, in order."""

    entries: tuple[MinutesEntry, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]


def _open_for_writing(t: Transaction, meeting: str) -> Meeting:
    now = meeting_in(t, meeting)
    if now.minutes_state == "locked":
        raise UserError(_("These minutes are locked. Unlock them first and say why."))
    return now


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011  the day on the wall


def add_minutes_entry(store: Store, entry: MinutesEntry, *, initiator: object = None) -> MinutesEntry:
    """Keep a new paragraph of the minutes at the end; `entry.meeting` says of which meeting."""
    if entry.kind not in ENTRY_KINDS:
        raise ValueError(f"no such kind of entry: {entry.kind}")
    if not (entry.text_km.strip() or entry.text_en.strip()):
        raise UserError(_("Write what was said, in Khmer or in English."))
    with store.transaction(N_("Write in the minutes"), initiator=initiator) as t:
        _open_for_writing(t, entry.meeting)
        table = t.table(MinutesEntry)
        last = t.rows(select(func.max(table.c.number)).where(table.c.meeting == entry.meeting))[0][0]
        entry.number = entry.number or (last or 0) + 1
        return t.add(entry)


def add_decision(store: Store, decision: Decision, *, initiator: object = None) -> Decision:
    """Keep a new decision; it gets the next number of its year, "2026/3", in the hub or in the series."""
    if not (decision.text_km.strip() or decision.text_en.strip()):
        raise UserError(_("Write what was decided, in Khmer or in English."))
    with store.transaction(N_("Add decision"), initiator=initiator) as t:
        meeting = _open_for_writing(t, decision.meeting)
        decision.number = decision.number or _next_number(t, meeting, store.hub)
        return t.add(decision)


def _next_number(t: Transaction, meeting: Meeting, hub: str) -> str:
    year = meeting.starts[:4] or _today()[:4]
    decisions, meetings = t.table(Decision), t.table(Meeting)
    statement = (
        select(decisions.c.number)
        .join(meetings, meetings.c.id == decisions.c.meeting)
        .where(decisions.c.number.startswith(f"{year}/", autoescape=True), decisions.c.scope == meeting.scope)
    )
    if profile_in(t, hub).decision_numbering == "series":
        statement = statement.where(meetings.c.series == meeting.series)
    # Numbers in the trash are not given again: a printed copy may carry them.
    numbers = [str(row[0]).partition("/")[2] for row in t.rows(statement)]
    return f"{year}/{1 + max((int(number) for number in numbers if number.isdecimal()), default=0)}"


def add_action(store: Store, action: Action, *, initiator: object = None) -> Action:
    """Keep what somebody has to do after a meeting."""
    if not (action.what_km.strip() or action.what_en.strip()):
        raise UserError(_("Write what has to be done, in Khmer or in English."))
    with store.transaction(N_("Add action"), initiator=initiator) as t:
        _open_for_writing(t, action.meeting)
        return t.add(action)


def close_action(
    store: Store,
    action: str,
    status: str = "done",
    *,
    on: str = "",
    result: str = "",
    initiator: object = None,
) -> None:
    """An action is "done" or "dropped", on the day `on` (today), or "open" again."""
    label = N_("Open an action again") if status == "open" else N_("Close an action")
    with store.transaction(label, initiator=initiator) as t:
        closed = "" if status == "open" else on or _today()
        values: dict[str, Any] = {"status": status, "closed_on": closed}
        if result:
            values["result"] = result
        t.change(Action, action, **values)


def open_actions(store: Store, series: str = "") -> list[tuple[Action, Meeting]]:
    """What is still to be done, the oldest first: of one series, or of all meetings."""
    with store.reading() as reading:
        return _open_actions(reading, series)


def carried_over(store: Store, meeting: str) -> list[tuple[Action, Meeting]]:
    """The actions of earlier meetings of the same series that are still open for this meeting."""
    with store.reading() as reading:
        return carried_over_in(reading, meeting_in(reading, meeting))


def carried_over_in(reading: Reading, meeting: Meeting) -> list[tuple[Action, Meeting]]:
    """As `carried_over`, inside a look; with what was open before the meeting and was closed since."""
    if not meeting.series:
        return []
    return [
        (action, earlier)
        for action, earlier in _open_actions(reading, meeting.series, also_closed_since=meeting.starts)
        if (earlier.starts, earlier.id) < (meeting.starts, meeting.id)
    ]


def _open_actions(reading: Reading, series: str, also_closed_since: str = "") -> list[tuple[Action, Meeting]]:
    actions, meetings = reading.table(Action), reading.table(Meeting)
    still = actions.c.status == "open"
    if also_closed_since:
        still = still | (actions.c.closed_on >= also_closed_since)
    of_series = [meetings.c.series == series] if series else []
    within = actions.c.meeting.in_(select(meetings.c.id).where(*of_series))
    found = reading.all(Action, still, within)
    by_id = {each.id: each for each in reading.all(Meeting, *of_series)}
    pairs = [(action, by_id[action.meeting]) for action in found if action.meeting in by_id]
    return sorted(pairs, key=lambda pair: (pair[1].starts, pair[0].due or "9999", pair[0].id))


def set_minutes_state(
    store: Store, meeting: str, state: str, *, reason: str = "", on: str = "", initiator: object = None
) -> None:
    """Take the minutes from one state to the next: draft, amended, approved, locked.

    Raises UserError where that step is not allowed, and where locked minutes are opened without a reason.
    """
    with store.transaction(N_("Change the state of the minutes"), initiator=initiator) as t:
        now = meeting_in(t, meeting)
        if state == now.minutes_state:
            return
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
        values: dict[str, Any] = {"minutes_state": state}
        if state == "approved":
            values["minutes_approved_on"] = on or _today()
        if now.minutes_state == "locked":
            values["unlock_reason"] = reason.strip()
        t.change(now, **values)


def minutes_parts(store: Store, meeting: str) -> MinutesParts:
    """Entries, decisions and actions of one meeting, in the order in which they are printed."""
    with store.reading() as reading:
        return minutes_parts_in(reading, meeting)


def minutes_parts_in(reading: Reading, meeting: str) -> MinutesParts:
    entries, decisions, actions = (reading.table(each) for each in (MinutesEntry, Decision, Action))
    found = reading.all(Decision, decisions.c.meeting == meeting, order_by=[decisions.c.id])
    return MinutesParts(
        tuple(
            reading.all(MinutesEntry, entries.c.meeting == meeting, order_by=[entries.c.number, entries.c.id])
        ),
        tuple(sorted(found, key=_by_number)),
        tuple(reading.all(Action, actions.c.meeting == meeting, order_by=[actions.c.due, actions.c.id])),
    )


def _by_number(decision: Decision) -> tuple[int, RecordId]:
    number = decision.number.rpartition("/")[2]
    return (int(number) if number.isdecimal() else 0, decision.id)
