"""Minutes from the first line to the lock: states, numbers, what is carried over, and what a lock holds."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MinutesEntry,
    Series,
)
from cso_desk.features.meetings.record.locking import LINES
from cso_desk.features.meetings.service import (
    Line,
    action_board,
    add_action,
    add_decision,
    add_minutes_entry,
    approval_of,
    close_action,
    decision_register,
    decision_years,
    in_order_of_writing,
    keep_line,
    line_of,
    meeting_before,
    minutes_parts,
    minutes_steps,
    record_attendance,
    record_head_count,
    set_minutes_state,
    shared_numbers,
)
from cso_desk.features.members.record import Person
from cso_desk.journal.undo import redo, undo
from cso_desk.records.base import Record, RecordId
from cso_desk.store.person import name_person
from cso_desk.store.store import Store

DAY = "2026-09-25"


def held(store: Store, **values: Any) -> Meeting:
    with store.transaction("Plan") as t:
        made = t.add(Meeting(title_en="Meeting", starts=values.pop("starts", DAY), **values))
        t.add(AgendaItem(meeting=made.id, number=1, title_en="Opening"))
    record_attendance(store, made.id)
    return made


def locked(store: Store) -> Meeting:
    """A meeting with one line of each kind, approved and locked."""
    made = held(store)
    with store.transaction("Sheet") as t:
        guest = t.add(Person(name_en="Guest"))
        t.add(Attendance(meeting=made.id, person=guest.id, status="absent"))
    add_minutes_entry(store, MinutesEntry(meeting=made.id, text_km="ពិភាក្សា"))
    decision = add_decision(store, Decision(meeting=made.id, text_km="យល់ព្រម"))
    add_action(store, Action(meeting=made.id, decision=decision.id, what_km="ផ្ញើលិខិត", body="ឃុំ"))
    set_minutes_state(store, made.id, "approved", on=DAY)
    set_minutes_state(store, made.id, "locked", on=DAY)
    return made


def of(store: Store, record: type[Record], meeting: Meeting) -> Any:
    with store.reading() as reading:
        return reading.all(record, reading.table(record).c.meeting == meeting.id)[0]


def said(store: Store, meeting: Meeting) -> list[object]:
    """Everything that the minutes say."""
    with store.reading() as reading:
        now = reading.get(Meeting, meeting.id)
        lines = [
            (each.id, *(getattr(each, name) for name in names))
            for record, names in LINES.items()
            for each in reading.all(record, reading.table(record).c.meeting == meeting.id)
        ]
    assert now is not None
    return [now.minutes_state, now.title_en, now.chair, sorted(map(str, lines))]


def test_every_step_of_the_minutes_says_who_took_it_and_when(store: Store) -> None:
    name_person(store, "Sok Chantha")
    first = held(store, starts="2026-05-01")
    second = held(store)
    set_minutes_state(store, first.id, "amended", on="2026-05-20")
    set_minutes_state(store, first.id, "approved", on=DAY, at=second.id)
    with store.reading() as reading:
        steps = minutes_steps(reading, first.id)
        approved = approval_of(reading, first.id)
    assert [(each.state, each.day, each.actor) for each in steps] == [
        ("amended", "2026-05-20", "Sok Chantha"), ("approved", DAY, "Sok Chantha"),
    ]  # fmt: skip
    assert approved is not None
    assert approved[1] is not None
    assert approved[1].id == second.id


def test_the_minutes_to_approve_are_those_of_the_last_meeting_held(store: Store) -> None:
    with store.transaction("Series") as t:
        series = t.add(Series(title_en="Quarterly")).id
    first = held(store, series=series, starts="2026-03-01")
    held(store, starts="2026-06-01")
    with store.transaction("Plan") as t:
        t.add(Meeting(title_en="Cancelled", series=series, starts="2026-07-01", status="cancelled"))
    last = held(store, series=series, starts=DAY)
    with store.reading() as reading:
        before = meeting_before(reading, last)
        assert before is not None
        assert before.id == first.id
        assert meeting_before(reading, first) is None


WAYS: dict[str, Callable[[Store, Meeting], object]] = {
    "entry": lambda s, m: add_minutes_entry(s, MinutesEntry(meeting=m.id, text_km="ក")),
    "decision": lambda s, m: add_decision(s, Decision(meeting=m.id, text_km="ក")),
    "action": lambda s, m: add_action(s, Action(meeting=m.id, what_km="ក")),
    "item": lambda s, m: change(s, lambda t: t.add(AgendaItem(meeting=m.id, title_en="More"))),
    "unlock": lambda s, m: set_minutes_state(s, m.id, "amended", reason=" "),
    "state": lambda s, m: change(s, lambda t: t.change(m, minutes_state="draft")),
    "title": lambda s, m: change(s, lambda t: t.change(m, title_en="Another")),
    "trash": lambda s, m: change(s, lambda t: t.trash(m)),
    "undo": lambda s, _m: undo(s),
    "elsewhere": lambda s, m: change(s, lambda t: t.change(of(s, Decision, m), meeting=held_before(s))),
    "row": lambda s, m: change(s, lambda t: t.add(Attendance(meeting=m.id, status="present"))),
    "came": lambda s, m: record_attendance(s, m.id, present=[of(s, Attendance, m).person]),
    "status": lambda s, m: change(s, lambda t: t.change(of(s, Attendance, m), status="invited")),
    "cancel": lambda s, m: change(s, lambda t: t.change(m, status="cancelled")),
    "heads": lambda s, m: record_head_count(s, m.id, 40, 20),
    "step": lambda s, m: change(s, lambda t: t.trash(steps_of(s, m)[-1])),
}


def change(store: Store, act: Callable[[Any], object]) -> None:
    with store.transaction("Change") as t:
        act(t)


def steps_of(store: Store, meeting: Meeting) -> list[Any]:
    with store.reading() as reading:
        return list(minutes_steps(reading, meeting.id))


def held_before(store: Store) -> RecordId:
    with store.reading() as reading:
        return reading.all(Meeting, order_by=[reading.table(Meeting).c.id])[0].id


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_into_locked_minutes(store: Store, way: str) -> None:
    held(store, starts="2026-01-05")
    meeting = locked(store)
    before = said(store, meeting)
    with pytest.raises(UserError):
        WAYS[way](store, meeting)
    assert said(store, meeting) == before


_FIELDS = [(record, name) for record, names in LINES.items() for name in names]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [*_FIELDS, *((record, "deleted") for record in LINES), (Meeting, "minutes_state")]
            ),
            st.sampled_from(["draft", "approved", "ក", "2026-01-01", "7"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_is_tried_locked_minutes_say_the_same(store: Store, tries: list[Any]) -> None:
    meeting = locked(store)
    before = said(store, meeting)
    for (record, name), value in tries:
        target = meeting if record is Meeting else of(store, record, meeting)
        number = name in ("number", "deleted") and record in (AgendaItem, MinutesEntry)
        new = True if name == "deleted" else 7 if number else value
        with pytest.raises(UserError):
            change(store, lambda t, target=target, name=name, new=new: t.change(target, **{name: new}))
        with pytest.raises(UserError):
            undo(store)
    assert said(store, meeting) == before


def test_what_becomes_of_decisions_and_actions_is_noted_in_locked_minutes_too(store: Store) -> None:
    meeting = locked(store)
    close_action(store, of(store, Action, meeting).id, on="2026-10-01", result="រួច")
    change(store, lambda t: t.change(of(store, Decision, meeting), state="carried_out"))
    assert of(store, Action, meeting).status == "done"
    assert of(store, Decision, meeting).state == "carried_out"


def test_what_the_minutes_do_not_say_of_who_came_is_noted_after_the_lock(store: Store) -> None:
    meeting = locked(store)
    row = of(store, Attendance, meeting)
    with store.transaction("Late") as t:
        t.change(row, youth="yes", sheet_row=4, photo_consent="no")
        t.add(Attendance(meeting=meeting.id, person=row.person, status="invited"))
        t.change(meeting, sheet_total=1, notes="scanned")


def test_a_line_of_the_list_is_corrected_after_unlocking_with_a_reason(store: Store) -> None:
    meeting = locked(store)
    guest = of(store, Attendance, meeting).person
    set_minutes_state(store, meeting.id, "amended", reason="She came late")
    record_attendance(store, meeting.id, present=[guest])
    set_minutes_state(store, meeting.id, "approved", on=DAY)
    set_minutes_state(store, meeting.id, "locked", on=DAY)
    assert of(store, Attendance, meeting).status == "present"
    assert [each.reason for each in steps_of(store, meeting) if each.reason] == ["She came late"]


def test_unlocking_keeps_its_reason_and_locking_again_asks_for_a_new_one(store: Store) -> None:
    meeting = locked(store)
    for reason in ("ឈ្មោះខុស", "ឈ្មោះខុស"):
        set_minutes_state(store, meeting.id, "amended", reason=reason)
        set_minutes_state(store, meeting.id, "approved")
        set_minutes_state(store, meeting.id, "locked")
        with pytest.raises(UserError):
            change(store, lambda t: t.change(Meeting, meeting.id, minutes_state="amended"))
    with store.reading() as reading:
        reasons = [each.reason for each in minutes_steps(reading, meeting.id) if each.reason]
    assert reasons == ["ឈ្មោះខុស", "ឈ្មោះខុស"]


def test_unlocking_is_undone_and_done_again(store: Store) -> None:
    meeting = locked(store)
    set_minutes_state(store, meeting.id, "amended", reason="ខុស")
    undo(store)
    assert said(store, meeting)[0] == "locked"
    redo(store)
    assert said(store, meeting)[0] == "amended"


def test_a_line_is_written_turned_into_a_decision_and_back(store: Store) -> None:
    meeting = held(store)

    def keep(line: Line) -> RecordId:
        with store.transaction("Write") as t:
            return keep_line(t, meeting.id, line)

    first = keep(Line("discussion", "យល់ឃើញ"))
    assert keep(Line("concern_cso", "Water", "Farmers", "", "Commune", record=first)) == first
    decision = keep(Line("decision", "យល់ព្រម", record=first))
    assert decision != first
    parts = minutes_parts(store, meeting.id)
    assert [(each.text_km, each.number) for each in parts.decisions] == [("យល់ព្រម", "2026/1")]
    assert parts.entries == ()
    other = keep(Line("discussion", "យល់ព្រម", record=decision))
    assert keep(Line("decision", "ថ្មី")) != other
    assert minutes_parts(store, meeting.id).decisions[0].number == "2026/2"
    assert keep(Line("discussion", "  ", record=other)) == ""
    assert minutes_parts(store, meeting.id).entries == ()
    assert keep(Line("discussion", " ")) == ""


def test_a_line_is_corrected_in_the_language_in_which_it_is_shown(store: Store) -> None:
    meeting = held(store)
    add_minutes_entry(store, MinutesEntry(meeting=meeting.id, text_km="ទឹក", text_en="Water"))
    entry = of(store, MinutesEntry, meeting)
    assert (line_of(entry, khmer=False).text, line_of(entry).text) == ("Water", "ទឹក")
    line = line_of(entry, khmer=False)
    with store.transaction("Write") as t:
        keep_line(t, meeting.id, Line(line.kind, "Clean water", record=line.record, khmer=False, other="ទឹក"))
    after = of(store, MinutesEntry, meeting)
    assert (after.text_km, after.text_en) == ("ទឹក", "Clean water")


def test_decisions_stand_where_they_were_taken(store: Store) -> None:
    meeting = held(store)
    add_minutes_entry(store, MinutesEntry(meeting=meeting.id, text_km="ក"))
    add_decision(store, Decision(meeting=meeting.id, text_km="ខ"))
    add_minutes_entry(store, MinutesEntry(meeting=meeting.id, text_km="គ"))
    add_decision(store, Decision(meeting=meeting.id, text_km="ឃ"))
    assert [each.text_km for each in in_order_of_writing(minutes_parts(store, meeting.id))] == list("កខគឃ")


def test_of_two_decisions_with_one_number_that_of_approved_minutes_keeps_it(store: Store) -> None:
    draft, final = held(store), held(store)
    first = add_decision(store, Decision(meeting=draft.id, number="2026/1", text_km="ក"))
    second = add_decision(store, Decision(meeting=final.id, number="2026/1", text_km="ខ"))
    third = add_decision(store, Decision(meeting=draft.id, number="2026/1", text_km="គ"))
    set_minutes_state(store, final.id, "approved")
    with store.reading() as reading:
        assert shared_numbers(reading) == {first.id: "2026/1-2", third.id: "2026/1-3"}
        names = {each.decision.id: each.number for each in decision_register(reading)}
    assert names[second.id] == "2026/1"
    assert names[first.id] == "2026/1-2"
    assert add_decision(store, Decision(meeting=draft.id, text_km="ឃ")).number == "2026/2"


def test_the_register_is_narrowed_by_series_year_state_and_words(store: Store) -> None:
    with store.transaction("Series") as t:
        series = t.add(Series(title_en="Board")).id
    board, other = held(store, series=series, starts="2025-02-01"), held(store)
    add_decision(store, Decision(meeting=board.id, text_en="Buy a motorbike", state="carried_out"))
    add_decision(store, Decision(meeting=other.id, text_km="ទិញទូរស័ព្ទ"))

    def numbers(**asked: str) -> list[str]:
        with store.reading() as reading:
            return [each.number for each in decision_register(reading, **asked)]

    assert numbers() == ["2026/1", "2025/1"]
    assert numbers(series=series) == numbers(year="2025") == numbers(state="carried_out") == ["2025/1"]
    assert numbers(text="MOTOR") == ["2025/1"]
    assert numbers(text="2026/1") == ["2026/1"]
    assert numbers(text="ទូរស័ព្ទ") == ["2026/1"]
    with store.reading() as reading:
        assert decision_years(reading) == ["2026", "2025"]


def test_the_board_says_how_late_each_action_is(store: Store) -> None:
    meeting = held(store)
    dues = {
        "2026-10-01": "very_late",
        "2026-11": "soon",
        "2026-11-20": "late",
        "2027": "later",
        "": "undated",
    }
    for due in dues:
        add_action(store, Action(meeting=meeting.id, what_en=f"by {due}", body="Commune", due=due))
    done = add_action(store, Action(meeting=meeting.id, what_en="done"))
    close_action(store, done.id)
    with store.reading() as reading:
        board = action_board(reading, "2026-11-23")
        everything = action_board(reading, "2026-11-23", closed=True)
        found = action_board(reading, "2026-11-23", text="commune")
    assert {each.action.due: each.age for each in board} == dues
    assert [each.late for each in board] == [53, 3, -7, -403, None]
    assert [each.age for each in board] == ["very_late", "late", "soon", "later", "undated"]
    assert everything[-1].age == "closed"
    assert len(found) == 5
