"""Calendars are read back by another reader as they were told, in lines that every program takes."""

import datetime as dt
import uuid

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from cso_desk.documents.calendars import CAMBODIA, Happening, calendar_bytes

CHANGED = dt.datetime(2026, 9, 1, 3, 4, 5, 600, tzinfo=dt.UTC)
UID = uuid.UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def happening(**values: object) -> Happening:
    told: dict[str, object] = {"uid": UID.hex, "title": "ប្រជុំ", "starts": dt.date(2026, 9, 30), "ends": None}
    return Happening(**(told | {"changed": CHANGED} | values))  # type: ignore[arg-type]


def event(one: Happening) -> dict[str, object]:
    [found] = Calendar.from_ical(calendar_bytes("ខ", [one])).walk("VEVENT")
    return found


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("្ក,;\\\n"), min_size=1
    )
)
def test_any_text_comes_back_from_lines_of_at_most_75_octets(text: str) -> None:
    data = calendar_bytes(text, [happening(title=text, about=text * 3, where="ភ្នំពេញ " * 30)])
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert data.endswith(b"END:VCALENDAR\r\n")
    [found] = Calendar.from_ical(data).walk("VEVENT")
    assert (found["SUMMARY"], found["DESCRIPTION"]) == (text, text * 3)


def test_a_day_is_over_on_the_next_one() -> None:
    found = event(happening(ends=dt.date(2026, 10, 2)))
    assert found["DTSTART"].dt == dt.date(2026, 9, 30)
    assert found["DTEND"].dt == dt.date(2026, 10, 3)
    assert event(happening())["DTEND"].dt == dt.date(2026, 10, 1)
    assert b"DTSTART;VALUE=DATE:20260930\r\n" in calendar_bytes("x", [happening()])


def test_a_moment_of_cambodia_is_the_same_moment_elsewhere() -> None:
    found = happening(starts=dt.datetime(2026, 9, 30, 8, 30, tzinfo=CAMBODIA))
    assert b"DTSTART:20260930T013000Z\r\n" in calendar_bytes("x", [found])
    assert "DTEND" not in event(found)


def test_a_happening_says_who_it_is_and_how_new() -> None:
    found = event(happening(sequence=7, certainty="CANCELLED"))
    assert (found["UID"], found["SEQUENCE"], found["STATUS"]) == (str(UID), 7, "CANCELLED")
    assert found["DTSTAMP"].dt == CHANGED.replace(microsecond=0)


def test_the_same_happenings_give_the_same_bytes() -> None:
    assert calendar_bytes("x", [happening()]) == calendar_bytes("x", [happening()])
