"""Meetings are the same ones in a calendar however often they are told; what is for the hub stays in it."""

import datetime as dt

import pytest
from icalendar import Calendar

from cso_desk.errors import UserError
from cso_desk.features.meetings.printing import meetings_calendar
from cso_desk.features.meetings.record import AgendaItem, Meeting, Series
from cso_desk.features.meetings.service import plan_meeting, set_agenda, set_meeting_status
from cso_desk.journal.undo import undo
from cso_desk.store.store import Store

FAR = "2099-09-30"


def planned(store: Store, **values: object) -> Meeting:
    told: dict[str, object] = {"title_km": "ប្រជុំ", "starts": FAR}
    return plan_meeting(store, Meeting(**(told | values)))  # type: ignore[arg-type]


def events(data: bytes) -> list[dict[str, object]]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def only(store: Store, meeting: Meeting) -> dict[str, object]:
    [found] = events(meetings_calendar(store, meetings={meeting.id}).data)
    return found


def test_a_meeting_that_is_moved_and_called_off_stays_the_same_one_and_newer(store: Store) -> None:
    meeting = planned(store, start_time="08:30", end_time="11:30")
    first = only(store, meeting)
    assert (first["STATUS"], first["SEQUENCE"]) == ("TENTATIVE", 0)
    assert first["DTSTART"].dt == dt.datetime(2099, 9, 30, 1, 30, tzinfo=dt.UTC)
    with store.transaction("x") as t:
        t.change(Meeting, meeting.id, starts="2099-10-01", venue_km="សាលាក្រុង")
    second = only(store, meeting)
    set_meeting_status(store, meeting.id, "cancelled")
    third = only(store, meeting)
    assert {each["UID"] for each in (first, second, third)} == {first["UID"]}
    assert [second["SEQUENCE"], third["SEQUENCE"]] == [1, 2]
    assert (second["LOCATION"], third["STATUS"]) == ("សាលាក្រុង", "CANCELLED")
    undo(store)
    assert only(store, meeting)["SEQUENCE"] == 3


def test_what_a_calendar_does_not_show_makes_no_newer_meeting(store: Store) -> None:
    meeting = planned(store)
    before = meetings_calendar(store, meetings={meeting.id}).data
    with store.transaction("x") as t:
        t.change(Meeting, meeting.id, notes="ទូរស័ព្ទ ០១២ ៣៤៥ ៦៧៨")
    assert meetings_calendar(store, meetings={meeting.id}).data == before


def test_without_names_those_are_told_that_are_not_over(store: Store) -> None:
    planned(store, starts="2001-05-05")
    still = planned(store, starts="2001-05-05", ends=FAR)
    coming = planned(store, starts=FAR)
    made = meetings_calendar(store)
    assert [each["UID"].replace("-", "") for each in events(made.data)] == [still.id, coming.id]
    assert (made.count, made.for_this_hub, made.without_day) == (2, 0, 0)


def test_a_series_is_told_with_its_past_meetings_and_no_others(store: Store) -> None:
    with store.transaction("x") as t:
        series = t.add(Series(title_km="ប្រចាំត្រីមាស"))
    past = planned(store, starts="2001-05-05", series=series.id)
    planned(store)
    [found] = events(meetings_calendar(store, series=series.id).data)
    assert found["UID"].replace("-", "") == past.id


def test_what_is_for_this_hub_only_or_has_no_day_is_left_out_and_counted(store: Store) -> None:
    planned(store, sensitivity="hub")
    planned(store, starts="2099-09")
    with pytest.raises(UserError):
        meetings_calendar(store)
    shown = planned(store)
    set_agenda(
        store,
        shown.id,
        [AgendaItem(title_km="បើក", time="08:00"), AgendaItem(title_km="លាក់", sensitivity="hub")],
    )
    made = meetings_calendar(store)
    assert (made.count, made.for_this_hub, made.without_day) == (1, 1, 1)
    [found] = events(made.data)
    assert "08:00 បើក" in found["DESCRIPTION"]
    assert "លាក់" not in found["DESCRIPTION"]


def test_several_days_are_told_by_their_days_and_their_times_in_words(store: Store) -> None:
    found = only(store, planned(store, ends="2099-10-02", start_time="08:00", end_time="17:00"))
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (dt.date(2099, 9, 30), dt.date(2099, 10, 3))
    assert "08:00–17:00" in found["DESCRIPTION"]
