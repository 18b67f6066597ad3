"""Plans meetings, keeps their agenda, and says how far they have come."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cso_desk.errors import UserError
from cso_desk.features.hub.service import profile_in
from cso_desk.features.meetings.record import AgendaItem, Attendance, Meeting, Series
from cso_desk.records.base import RecordId, new_id
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _


def meeting_in(reading: Reading, meeting: str) -> Meeting:
    """The meeting, or a sentence where it is not there (any more)."""
    found = reading.get(Meeting, meeting)
    if found is None or found.deleted:
        raise UserError(_("This meeting is in the trash or not here any more. Choose another one."))
    return found


def plan_meeting(
    store: Store, meeting: Meeting, agenda: Iterable[AgendaItem] = (), *, initiator: object = None
) -> Meeting:
    """Keep a new meeting with its agenda; what it leaves empty comes from its series."""
    with store.transaction(N_("Plan meeting"), initiator=initiator) as t:
        return plan_in(t, store.hub, meeting, agenda)


def plan_in(t: Transaction, hub: str, meeting: Meeting, agenda: Iterable[AgendaItem] = ()) -> Meeting:
    """As `plan_meeting`, inside a step."""
    _from_series(t, meeting)
    if not (meeting.title_km.strip() or meeting.title_en.strip()):
        raise UserError(_("Give the meeting a title in Khmer or in English."))
    meeting.ends = meeting.ends or meeting.starts
    check_days(meeting)
    meeting.asked = meeting.asked or profile_in(t, hub).asked
    t.add(meeting)
    for number, item in enumerate(agenda, start=1):
        t.add(replace(item, id=new_id(), meeting=meeting.id, number=number))
    return meeting


def _from_series(t: Transaction, meeting: Meeting) -> None:
    series = t.get(Series, meeting.series) if meeting.series else None
    if series is None:
        return
    meeting.title_km = meeting.title_km or series.title_km
    meeting.title_en = meeting.title_en or series.title_en
    meeting.level = meeting.level or series.level
    if meeting.quorum is None and not meeting.quorum_share:
        meeting.quorum, meeting.quorum_share = series.quorum, series.quorum_share
    if not meeting.number:
        table = t.table(Meeting)
        meeting.number = str(1 + t.count(Meeting, table.c.series == series.id))


def check_days(meeting: Meeting) -> None:
    """Raise UserError where days or times run backwards."""
    if not meeting.starts:
        raise UserError(_("Say on which day the meeting begins."))
    if meeting.ends and meeting.ends < meeting.starts[: len(meeting.ends)]:
        raise UserError(_("The meeting ends before it begins. Correct the days."))
    same_day = meeting.ends in ("", meeting.starts)
    if same_day and meeting.start_time and meeting.end_time and meeting.end_time < meeting.start_time:
        raise UserError(_("The meeting ends before it begins. Correct the times."))


def days_of(meeting: Meeting) -> int:
    """How many days a meeting has, at most 9; 1 where that is not known exactly."""
    try:
        first = dt.date.fromisoformat(meeting.starts)
        last = dt.date.fromisoformat(meeting.ends or meeting.starts)
    except ValueError:
        return 1
    return min(max((last - first).days + 1, 1), 9)


def set_agenda(
    store: Store, meeting: str, agenda: Sequence[AgendaItem], *, initiator: object = None
) -> list[AgendaItem]:
    """Give a meeting this agenda in this order; items that are not in it any more go into the trash."""
    with store.transaction(N_("Change the agenda"), initiator=initiator) as t:
        meeting_in(t, meeting)
        before = {item.id: item for item in agenda_in(t, meeting)}
        for number, item in enumerate(agenda, start=1):
            item.meeting, item.number = RecordId(meeting), number
            if before.pop(item.id, None) is None:
                t.add(item)
            else:
                t.change(
                    item,
                    number=number, time=item.time, kind=item.kind, title_km=item.title_km,
                    title_en=item.title_en, presenter=item.presenter, papers=item.papers,
                    files=item.files,
                )  # fmt: skip
        for item in before.values():
            t.trash(item)
        return agenda_in(t, meeting)


def agenda_in(reading: Reading, meeting: str) -> list[AgendaItem]:
    table = reading.table(AgendaItem)
    return reading.all(AgendaItem, table.c.meeting == meeting, order_by=[table.c.number, table.c.id])


STATUS_STEPS = {
    "planned": ("invited", "held", "cancelled"),
    "invited": ("held", "planned", "cancelled"),
    "held": ("invited",),
    "cancelled": ("planned",),
}
"""To which status a meeting may go from each."""


def set_meeting_status(store: Store, meeting: str, status: str, *, initiator: object = None) -> None:
    """Say how far a meeting has come.

    Raises UserError where that step is not allowed, and where a meeting at which people were present is said
    not to be held yet.
    """
    label = N_("Cancel meeting") if status == "cancelled" else N_("Change the status of a meeting")
    with store.transaction(label, initiator=initiator) as t:
        now = meeting_in(t, meeting)
        check_status(t, now, status)
        t.change(now, status=status)


def check_status(reading: Reading, now: Meeting, status: str) -> None:
    """Raise UserError where a meeting may not go to `status`, see `set_meeting_status`."""
    if status == now.status:
        return
    if now.status == "held" and status == "cancelled":
        raise UserError(_("This meeting was held. A meeting that was held cannot be cancelled."))
    if status not in STATUS_STEPS.get(now.status, ()):
        raise UserError(_("A meeting cannot go to this status from where it is now."))
    if now.status == "held" and _somebody_came(reading, now):
        raise UserError(_("People are marked as present at this meeting. Take their marks away first."))


def _somebody_came(reading: Reading, meeting: Meeting) -> bool:
    table = reading.table(Attendance)
    came = reading.all(Attendance, table.c.meeting == meeting.id, table.c.status == "present", limit=1)
    return bool(came) or meeting.total_counted is not None


def cancel_meeting(store: Store, meeting: str, *, initiator: object = None) -> None:
    """The meeting will not be held; it stays in the list as cancelled."""
    set_meeting_status(store, meeting, "cancelled", initiator=initiator)
