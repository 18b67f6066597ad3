"""Writes what happens on days as iCalendar (RFC 5545), which every telephone and mail program takes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import UUID

if TYPE_CHECKING:
    from icalendar import Event

Certainty = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]

_MAKER = "-//CSO Desk//CSO Desk//KM"
_UTC_OFFSET = dt.timedelta(hours=7)  # Cambodia, the whole year
CAMBODIA = dt.timezone(_UTC_OFFSET)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Happening:
    """Something on a day or from day to day, as a calendar says it.

    `uid` tells it from all others, however often and by whomever it is sent; of two with one uid, programs
    show that with the higher `sequence`. `starts` and `ends` are moments, `ends` None where it is not known;
    or they are both days, the last one included. `changed` is when it was changed last.
    """

    uid: str
    title: str
    starts: dt.datetime | dt.date
    ends: dt.datetime | dt.date | None
    changed: dt.datetime
    sequence: int = 0
    certainty: Certainty = "CONFIRMED"
    where: str = ""
    about: str = ""


def calendar_bytes(name: str, happenings: Iterable[Happening]) -> bytes:
    """The text of an .ics file, in UTF-8 with folded lines; the same happenings always give the same bytes.

    Times are written in UTC: they are right wherever they are read, without a table of time zones.
    """
    from icalendar import Calendar  # noqa: PLC0415  a tenth of a second to import

    made = Calendar()
    made.add("PRODID", _MAKER)
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    for known_as in ("NAME", "X-WR-CALNAME"):  # RFC 7986, and what programs read before it
        made.add(known_as, name)
    for each in happenings:
        made.add_component(_event(each))
    return bytes(made.to_ical())


def _event(one: Happening) -> "Event":
    from icalendar import Event  # noqa: PLC0415  see above

    made = Event()
    made.add("UID", str(UUID(one.uid)))
    made.add("SUMMARY", one.title)
    if isinstance(one.starts, dt.datetime):
        made.add("DTSTART", one.starts.astimezone(dt.UTC))
        if isinstance(one.ends, dt.datetime):
            made.add("DTEND", one.ends.astimezone(dt.UTC))
    else:
        made.add("DTSTART", one.starts)
        made.add("DTEND", (one.ends or one.starts) + _DAY)  # the day on which it is over
    for key, said in (("LOCATION", one.where), ("DESCRIPTION", one.about)):
        if said:
            made.add(key, said)
    made.add("STATUS", one.certainty)
    # Who only holds a day free is not busy in it.
    made.add("TRANSP", "TRANSPARENT" if one.certainty == "CANCELLED" else "OPAQUE")
    made.add("SEQUENCE", one.sequence)
    for key in ("DTSTAMP", "LAST-MODIFIED"):
        made.add(key, one.changed.astimezone(dt.UTC).replace(microsecond=0))
    return made
