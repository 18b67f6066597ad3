"""Meetings for the calendars of telephones and computers."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from cso_desk.documents.bilingual import Speech, inline
from cso_desk.documents.calendars import CAMBODIA, Certainty, Happening, calendar_bytes
from cso_desk.errors import UserError
from cso_desk.features.hub.printing import on_one_line, place_on
from cso_desk.features.hub.service import profile
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import ToldMeeting, told_meetings
from cso_desk.store.store import Store
from cso_desk.wording import _, ngettext

_CERTAINTY: dict[str, Certainty] = {
    "planned": "TENTATIVE", "invited": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED",
}  # fmt: skip


@dataclass(frozen=True)
class CalendarFile:
    """The bytes of an .ics file, how many meetings are in it, and why others are not."""

    data: bytes
    count: int
    for_this_hub: int
    without_day: int


def meetings_calendar(
    store: Store, language: str = "km", *, meetings: Collection[str] | None = None, series: str = ""
) -> CalendarFile:
    """These meetings, those of a series, or all that are not over yet, as a calendar takes them.

    A meeting is always the same one there, from whichever hub and however often it is told: what a calendar
    has already it replaces. Nothing for this hub only is in it, and no telephone of anybody. Raises UserError
    where no meeting is left.
    """
    today = dt.datetime.now(CAMBODIA).date().isoformat()
    told, kept, undated = told_meetings(store, meetings=meetings, series=series, day=today)
    speech, hub = Speech(language), profile(store)
    name = on_one_line(speech.pick(hub.name_km, hub.name_en)) or hub.abbreviation or "CSO Desk"
    data = calendar_bytes(name, [_happening(each, speech) for each in told])
    made = CalendarFile(data, len(told), kept, undated)
    if not told:
        raise UserError(" ".join([_("There is no meeting to write into a calendar."), *left_out(made)]))
    return made


def left_out(made: CalendarFile) -> list[str]:
    """Why meetings that were asked for are not in the file."""
    said = []
    if made.for_this_hub:
        said.append(
            ngettext(
                "{count} meeting is for this hub only and is left out.",
                "{count} meetings are for this hub only and are left out.",
                made.for_this_hub,
            )
        )
    if made.without_day:
        said.append(
            ngettext(
                "{count} meeting has no exact day yet and is left out.",
                "{count} meetings have no exact day yet and are left out.",
                made.without_day,
            )
        )
    return said


def _happening(told: ToldMeeting, speech: Speech) -> Happening:
    of = told.meeting
    starts, ends = _when(of)
    where = [speech.pick(of.venue_km, of.venue_en), place_on(speech, of.place) if of.place else ""]
    return Happening(
        uid=of.id,
        title=inline(speech.pick(of.title_km, of.title_en)) or of.code,
        starts=starts,
        ends=ends,
        changed=dt.datetime.fromtimestamp(told.revision.at / 1000, dt.UTC),
        sequence=told.revision.number,
        certainty=_CERTAINTY.get(of.status, "TENTATIVE"),
        where=", ".join(inline(each) for each in where if each),
        about=_about(told, speech, timed=isinstance(starts, dt.datetime)),
    )


def _when(meeting: Meeting) -> tuple[dt.datetime | dt.date, dt.datetime | dt.date | None]:
    """From when to when; a meeting of several days, or one without a time, is told by its days."""
    first = dt.date.fromisoformat(meeting.starts)
    try:
        last = max(first, dt.date.fromisoformat(meeting.ends))
    except ValueError:
        last = first
    if last != first or not meeting.start_time:
        return first, last
    begins = _moment(first, meeting.start_time)
    ends = _moment(first, meeting.end_time) if meeting.end_time else None
    return begins, ends if ends and ends > begins else None


def _moment(day: dt.date, time: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time), CAMBODIA)


def _about(told: ToldMeeting, speech: Speech, *, timed: bool) -> str:
    """What for, at what time of the day where the calendar does not say it, and the agenda."""
    of = told.meeting
    lines = [inline(speech.pick(of.objective_km, of.objective_en))]
    if not timed and of.start_time:
        lines.append("–".join(filter(None, (of.start_time, of.end_time))))
    items = [
        " ".join(filter(None, (each.time, inline(speech.pick(each.title_km, each.title_en)))))
        for each in told.agenda
    ]
    if any(items):
        lines.append("\n".join([inline(speech("Agenda")) + ":", *(f"- {each}" for each in items if each)]))
    return "\n\n".join(filter(None, lines))
