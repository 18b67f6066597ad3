"""Meetings from the plan to the locked minutes."""

import pytest
from meetings_made import body, guest, planned, series

from cso_desk.errors import UserError
from cso_desk.features.hub.service import save_profile
from cso_desk.features.meetings.record import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MinutesEntry,
)
from cso_desk.features.meetings.service import (
    WalkIn,
    add_action,
    add_decision,
    add_minutes_entry,
    agenda_in,
    alarms,
    attendance_rows,
    cancel_meeting,
    carried_over,
    close_action,
    invite,
    meeting_totals,
    minutes_parts,
    open_actions,
    plan_from_series,
    plan_meeting,
    quarters_of,
    record_attendance,
    record_head_count,
    replace_guest,
    set_agenda,
    set_minutes_state,
)
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import (
    find_organisations,
    find_people,
)
from cso_desk.store.store import Store


def now(store: Store, meeting: Meeting) -> Meeting:
    with store.reading() as reading:
        found = reading.get(Meeting, meeting.id)
    assert found
    return found


def test_a_meeting_takes_from_its_series_what_it_leaves_empty(store: Store) -> None:
    of = series(store, quorum=3)
    first = planned(store, title_km="", series=of.id)
    second = planned(store, title_km="", series=of.id)
    assert (first.title_km, first.level, first.quorum) == ("ប្រជុំប្រចាំត្រីមាស", "province", 3)
    assert (first.number, second.number) == ("1", "2")
    assert (first.ends, quarters_of(first), first.code) == ("2026-08-05", ("2026Q3",), "BTB-M0001")


def test_a_meeting_that_ends_before_it_begins_is_refused(store: Store) -> None:
    with pytest.raises(UserError):
        planned(store, ends="2026-08-04")
    with pytest.raises(UserError):
        planned(store, start_time="14:00", end_time="08:00")
    with pytest.raises(UserError):
        planned(store, title_km="")


def test_the_next_meeting_of_a_series_takes_agenda_and_venue_of_the_last(store: Store) -> None:
    of = series(store)
    last = plan_meeting(
        store,
        Meeting(series=of.id, starts="2026-05-01", venue_km="សាលាខេត្ត"),
        [AgendaItem(title_km="ទី១"), AgendaItem(title_km="ទី២")],
    )
    fresh = plan_from_series(store, of.id, "2026-08-01")
    with store.reading() as reading:
        agenda = agenda_in(reading, fresh.id)
        assert len(agenda_in(reading, last.id)) == 2
    assert [(item.number, item.title_km) for item in agenda] == [(1, "ទី១"), (2, "ទី២")]
    assert (fresh.venue_km, fresh.number) == ("សាលាខេត្ត", "2")


def test_the_agenda_is_put_into_another_order(store: Store) -> None:
    meeting = plan_meeting(
        store, Meeting(title_km="ក", starts="2026-08-01"), [AgendaItem(title_km=each) for each in "កខគ"]
    )
    with store.reading() as reading:
        first, second, _third = agenda_in(reading, meeting.id)
    after = set_agenda(store, meeting.id, [second, first, AgendaItem(title_km="ឃ")])
    assert [item.title_km for item in after] == ["ខ", "ក", "ឃ"]


def test_an_organisation_is_invited_through_its_representative_and_nobody_twice(store: Store) -> None:
    one, two = body(store, "ក"), body(store, "ខ")
    person = guest(store, "សុខ", at=one)
    meeting = planned(store)
    invitation = invite(store, meeting.id, people=[person.id], organisations=[one.id, two.id])
    assert [(row.person, row.organisation, row.sheet_row) for row in invitation.invited] == [
        (person.id, one.id, 1)
    ]
    assert [each.id for each in invitation.without_representative] == [two.id]
    assert not invite(store, meeting.id, organisations=[one.id]).invited
    assert now(store, meeting).status == "invited"


def test_the_sheet_says_who_came_who_was_excused_and_who_was_absent(store: Store) -> None:
    people = [guest(store, name) for name in ("ក", "ខ", "គ")]
    meeting = planned(store)
    invite(store, meeting.id, people=[each.id for each in people])
    late = guest(store, "ឃ")
    rows = record_attendance(
        store,
        meeting.id,
        present=[people[0].id, late.id],
        excused=[people[1].id],
        ticks={people[0].id: {"youth": "yes", "days": 2}},
    )
    assert [(row.attendance.status, row.attendance.walk_in) for row in rows] == [
        ("present", False),
        ("excused", False),
        ("absent", False),
        ("present", True),
    ]
    assert (rows[0].attendance.youth, rows[0].attendance.days) == ("yes", 2)
    assert now(store, meeting).status == "held"


def test_somebody_known_who_came_uninvited_wears_the_hat_of_that_day(store: Store) -> None:
    one = body(store, "ក")
    person = guest(store, "សុខ", at=one)
    meeting = planned(store)
    (row,) = record_attendance(store, meeting.id, present=[person.id])
    assert row.organisation
    assert (row.organisation.id, row.attendance.title_km) == (one.id, "ប្រធាន")


def test_a_walk_in_becomes_a_person_with_a_position_and_a_known_one_stays_one(store: Store) -> None:
    one = body(store, "អង្គការ ក")
    known_person = guest(store, "សុខ", at=one, phones=("+85512345678",))
    meeting = planned(store)
    rows = record_attendance(
        store,
        meeting.id,
        walk_ins=[
            WalkIn(person=Person(name_km="សុខ", phones=("+85512345678",))),
            WalkIn(
                person=Person(name_km="ថ្មី", sex="F"),
                organisation=Organisation(name_km="អង្គការ ថ្មី", kind="cbo"),
                title_km="ប្រធាន",
                ticks={"disability": "yes"},
            ),
            WalkIn(person=Person(name_km="ថ្មី២"), organisation=Organisation(name_km="អង្គការ ថ្មី")),
        ],
    )
    assert rows[0].person.id == known_person.id
    assert len(find_people(store)) == 3
    assert len(find_organisations(store)) == 2
    assert rows[1].organisation
    assert rows[2].organisation
    assert rows[1].organisation.id == rows[2].organisation.id
    assert all(row.attendance.walk_in for row in rows)
    with store.reading() as reading:
        assert reading.count(Position) == 3


def test_a_line_without_a_name_is_refused_and_nothing_is_kept(store: Store) -> None:
    meeting = planned(store)
    with pytest.raises(UserError):
        record_attendance(
            store, meeting.id, walk_ins=[WalkIn(person=Person(name_km="ក")), WalkIn(person=Person())]
        )
    assert find_people(store) == []
    assert now(store, meeting).status == "planned"


def test_somebody_came_in_place_of_the_person_invited(store: Store) -> None:
    one = body(store, "ក")
    first, second = guest(store, "សុខ", at=one), guest(store, "សៅ")
    meeting = planned(store)
    invite(store, meeting.id, organisations=[one.id])
    replace_guest(store, meeting.id, first.id, second.id)
    record_attendance(store, meeting.id, present=[second.id])
    rows = attendance_rows(store, meeting.id)
    assert [(row.person.id, row.attendance.status) for row in rows] == [
        (first.id, "replaced"),
        (second.id, "present"),
    ]
    assert rows[1].organisation
    assert rows[1].organisation.id == one.id


def test_the_totals_of_a_meeting(store: Store) -> None:
    ngo, cbo = body(store, "ក"), body(store, "ខ", "cbo")
    people = [
        guest(store, "១", at=ngo, sex="F", birth_year=2000, disability="yes"),
        guest(store, "២", at=ngo, sex="M", birth_year=1980, id_poor="1"),
        guest(store, "៣", at=cbo, sex="F", age_band="15-30", minority="X"),
        guest(store, "៤", sex="X", id_poor="X"),
        guest(store, "៥", sex="F", birth_year=1995),
    ]
    meeting = planned(store)
    invite(store, meeting.id, people=[each.id for each in people])
    record_attendance(
        store,
        meeting.id,
        present=[each.id for each in people[:4]],
        ticks={people[3].id: {"minority": "yes"}, people[0].id: {"disability": "no"}},
    )
    totals = meeting_totals(store, meeting.id)
    assert (totals.participations, totals.people, totals.institutions) == (4, 4, 2)
    assert (totals.female, totals.male, totals.youth) == (2, 1, 2)
    assert (totals.disability, totals.minority, totals.id_poor) == (0, 1, 1)
    assert totals.by_kind == {"ngo": 1, "cbo": 1}
    assert totals.evidence == "rows"
    assert [alarm.message for alarm in alarms(meeting, totals)] == ["The sex of {count} people is not known."]


def test_the_ages_of_youth_are_the_hubs_own(store: Store) -> None:
    save_profile(store, name_km="មជ្ឈមណ្ឌល", youth_from=18, youth_to=35)
    person = guest(store, "ក", birth_year=1992)
    meeting = planned(store)
    record_attendance(store, meeting.id, present=[person.id])
    assert meeting_totals(store, meeting.id).youth == 1
    save_profile(store, youth_to=30)
    assert meeting_totals(store, meeting.id).youth == 0


def test_heads_are_counted_where_there_is_no_sheet(store: Store) -> None:
    meeting = planned(store)
    record_head_count(store, meeting.id, 60, 25, qualifier="about")
    totals = meeting_totals(store, meeting.id)
    assert (totals.participations, totals.female, totals.male, totals.people) == (60, 25, 35, 0)
    assert (totals.evidence, totals.qualifier, totals.youth) == ("head_count", "about", None)


def test_more_women_than_people_is_refused(store: Store) -> None:
    meeting = planned(store)
    with pytest.raises(UserError, match="31"):
        record_head_count(store, meeting.id, 30, 31)
    with pytest.raises(UserError):
        record_head_count(store, meeting.id, -1, None)


def test_figures_that_cannot_all_be_true_raise_an_alarm(store: Store) -> None:
    person = guest(store, "ក", sex="F")
    meeting = planned(store, sheet_total=2)
    record_head_count(store, meeting.id, 3, 1)
    record_attendance(store, meeting.id, present=[person.id])
    with store.transaction("x") as t:
        t.change(meeting, female_counted=4)
    found = alarms(now(store, meeting), meeting_totals(store, meeting.id))
    assert [alarm.values for alarm in found] == [
        {"female": 4, "total": 3},
        {"sheet": 2, "rows": 1},
        {"heads": 3, "rows": 1},
    ]


def test_a_cancelled_meeting_has_no_attendance_and_a_held_one_is_not_cancelled(store: Store) -> None:
    meeting = planned(store)
    cancel_meeting(store, meeting.id)
    with pytest.raises(UserError):
        record_attendance(store, meeting.id, present=[])
    held = planned(store)
    record_attendance(store, held.id)
    with pytest.raises(UserError):
        cancel_meeting(store, held.id)


def test_decisions_are_numbered_by_year_in_the_hub(store: Store) -> None:
    one, two, old = planned(store), planned(store), planned(store, starts="2025-12-30")

    def decide(meeting: Meeting) -> Decision:
        return add_decision(store, Decision(meeting=meeting.id, text_km="យល់ព្រម"))

    assert [decide(each).number for each in (one, two, old, one)] == ["2026/1", "2026/2", "2025/1", "2026/3"]


def test_the_number_of_a_decision_in_the_trash_is_not_given_again(store: Store) -> None:
    meeting = planned(store)
    first = add_decision(store, Decision(meeting=meeting.id, text_km="ក"))
    with store.transaction("x") as t:
        t.trash(first)
    assert add_decision(store, Decision(meeting=meeting.id, text_km="ខ")).number == "2026/2"


def test_decisions_are_numbered_in_each_series_where_the_hub_wants_it(store: Store) -> None:
    save_profile(store, name_km="មជ្ឈមណ្ឌល", decision_numbering="series")
    meetings = [planned(store, series=series(store).id) for _ in range(2)]
    numbers = [add_decision(store, Decision(meeting=each.id, text_km="ក")).number for each in meetings]
    assert numbers == ["2026/1", "2026/1"]


def test_open_actions_are_carried_over_to_the_next_meeting_of_the_series(store: Store) -> None:
    of = series(store)
    first = planned(store, series=of.id, starts="2026-05-01")
    second = planned(store, series=of.id, starts="2026-08-01")
    other = planned(store, starts="2026-05-01")
    task = add_action(store, Action(meeting=first.id, what_km="ធ្វើរបាយការណ៍", due="2026-06"))
    early = add_action(store, Action(meeting=first.id, what_km="ទូរស័ព្ទ"))
    add_action(store, Action(meeting=other.id, what_km="ផ្សេង"))
    close_action(store, early.id, on="2026-06-01")
    assert [action.id for action, _meeting in carried_over(store, second.id)] == [task.id]
    assert carried_over(store, first.id) == []
    assert len(open_actions(store)) == 2
    close_action(store, task.id, on="2026-08-01", result="រួចហើយ")
    assert [action.status for action, _meeting in carried_over(store, second.id)] == ["done"]
    assert len(open_actions(store, of.id)) == 0


def test_minutes_go_from_draft_to_locked_and_back_only_with_a_reason(store: Store) -> None:
    meeting = planned(store)
    with pytest.raises(UserError):
        set_minutes_state(store, meeting.id, "locked")
    with pytest.raises(UserError):
        set_minutes_state(store, meeting.id, "approved")
    record_attendance(store, meeting.id)
    set_minutes_state(store, meeting.id, "amended")
    set_minutes_state(store, meeting.id, "approved", on="2026-11-01")
    set_minutes_state(store, meeting.id, "locked")
    with pytest.raises(UserError):
        set_minutes_state(store, meeting.id, "amended", reason=" ")
    with pytest.raises(UserError):
        add_minutes_entry(store, MinutesEntry(meeting=meeting.id, text_km="ក"))
    set_minutes_state(store, meeting.id, "amended", reason="ឈ្មោះខុស")
    after = now(store, meeting)
    assert (after.minutes_state, after.unlock_reason) == ("amended", "ឈ្មោះខុស")
    assert after.minutes_approved_on == "2026-11-01"


def test_entries_of_the_minutes_keep_their_order(store: Store) -> None:
    meeting = planned(store)
    for text in "កខគ":
        add_minutes_entry(store, MinutesEntry(meeting=meeting.id, text_km=text))
    with pytest.raises(UserError):
        add_minutes_entry(store, MinutesEntry(meeting=meeting.id))
    assert [entry.text_km for entry in minutes_parts(store, meeting.id).entries] == ["ក", "ខ", "គ"]


def test_one_undoable_step_records_the_whole_sheet(store: Store) -> None:
    meeting = planned(store)
    record_attendance(store, meeting.id, walk_ins=[WalkIn(person=Person(name_km=each)) for each in "កខ"])
    with store.reading() as reading:
        labels = [row[0] for row in reading.connection.exec_driver_sql("SELECT label FROM step ORDER BY no")]
        assert reading.count(Attendance) == 2
    assert labels == ["Plan meeting", "Record attendance"]
