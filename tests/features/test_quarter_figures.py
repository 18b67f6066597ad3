"""The figures of a quarter, held against a plain count of the same records."""

import random
from dataclasses import replace
from itertools import combinations

import pytest
from sqlalchemy import event

from cso_desk.features.hub.record import HubProfile
from cso_desk.features.meetings.record import Action, Attendance, Decision, Meeting
from cso_desk.features.meetings.service import (
    PARTS,
    Asked,
    add_action,
    add_decision,
    cancel_meeting,
    close_action,
    count_behind,
    plan_meeting,
    quarter_figures,
    record_attendance,
    record_head_count,
    rows_behind,
)
from cso_desk.features.meetings.service.tallies import refresh_tallies
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service import add_organisation
from cso_desk.records.base import NETWORK
from cso_desk.store.store import Store


def filled(store: Store, *, hubs: tuple[str, ...] = ("02",), meetings: int = 12, seed: int = 1) -> None:
    """Meetings of 2026 in several hubs, with people who come again and again."""
    chance = random.Random(seed)
    kinds = ("ngo", "cbo", "administration_district")
    with store.transaction("x") as t:
        for hub in hubs:
            bodies = [
                t.add(
                    Organisation(
                        name_km=f"អង្គការ {n}",
                        kind=kinds[n % 3],
                        place=f"{hub}0{1 + n % 3}",
                        scope=f"hub/{hub}",
                    )
                )
                for n in range(6)
            ]
            people = [
                t.add(
                    Person(
                        name_km=f"មនុស្ស {n}",
                        sex=chance.choice("FMX"),
                        birth_year=chance.choice([None, 1980, 2000]),
                        disability=chance.choice(["", "yes", "X"]),
                        id_poor=chance.choice(["", "1", "none"]),
                        scope=f"hub/{hub}",
                    )
                )
                for n in range(20)
            ]
            for n in range(meetings):
                meeting = t.add(
                    Meeting(
                        title_km=f"ប្រជុំ {n}",
                        starts=f"2026-{1 + n % 12:02}-10",
                        status="held",
                        place=f"{hub}0{1 + n % 2}",
                        scope=f"hub/{hub}",
                    )
                )
                for person in chance.sample(people, 8):
                    t.add(
                        Attendance(
                            meeting=meeting.id,
                            person=person.id,
                            organisation=chance.choice(bodies).id,
                            status=chance.choice(["present", "present", "absent"]),
                            scope=f"hub/{hub}",
                        )
                    )


def counted_by_hand(store: Store, quarter_months: range, hub: str = "") -> dict[str, int]:
    with store.reading() as reading:
        meetings = {
            each.id: each
            for each in reading.all(Meeting)
            if int(each.starts[5:7]) in quarter_months and hub in ("", each.scope[4:])
        }
        rows = [
            each for each in reading.all(Attendance) if each.meeting in meetings and each.status == "present"
        ]
        people = {each.id: each for each in reading.all(Person)}
    return {
        "held": len(meetings),
        "participations": len(rows),
        "people": len({row.person for row in rows}),
        "institutions": len({row.organisation for row in rows}),
        "female": sum(people[row.person].sex == "F" for row in rows),
        "male": sum(people[row.person].sex == "M" for row in rows),
        "youth": sum(people[row.person].birth_year == 2000 for row in rows),
        "disability": sum(people[row.person].disability == "yes" for row in rows),
        "minority": 0,
        "id_poor": sum(people[row.person].id_poor == "1" for row in rows),
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_the_figures_are_those_of_a_count_by_hand(store: Store, seed: int) -> None:
    filled(store, seed=seed)
    by_hand = counted_by_hand(store, range(7, 10))
    figures = quarter_figures(store, "2026Q3")
    found = {name: getattr(figures.total.totals, name) for name in by_hand if name != "held"}
    assert found | {"held": figures.total.held} == by_hand


def test_the_national_figures_are_those_of_every_hub_and_of_all(national: Store) -> None:
    filled(national, hubs=("02", "03", "10"))
    figures = quarter_figures(national, "2026Q3")
    assert set(figures.by_hub) == {"02", "03", "10"}
    for hub in ("", "02", "03", "10"):
        by_hand = counted_by_hand(national, range(7, 10), hub)
        total = figures.by_hub[hub] if hub else figures.total
        alone = quarter_figures(national, "2026Q3", hub=hub).total
        for name in ("participations", "people", "institutions", *PARTS):
            assert getattr(total.totals, name) == by_hand[name]
            assert getattr(alone.totals, name) == by_hand[name]
    assert figures.total.totals.by_kind == {"ngo": 6, "cbo": 6, "administration_district": 6}


def test_the_number_of_queries_does_not_grow_with_the_meetings(store: Store) -> None:
    queries: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *call: queries.append(call[2]))
    quarter_figures(store, "2026Q3")
    empty = len(queries)
    filled(store, meetings=24)
    refresh_tallies(store)
    queries.clear()
    quarter_figures(store, "2026Q3")
    assert len(queries) == empty


def test_every_figure_shows_the_rows_behind_it(store: Store) -> None:
    filled(store)
    totals = quarter_figures(store, "2026Q3").total.totals
    people = ("people", "people_female", "people_male")
    for name in ("participations", *people, "institutions", *PARTS):
        assert count_behind(store, Asked(name, ["2026Q3"])) == getattr(totals, name)
    for kind, count in totals.by_kind.items():
        assert count_behind(store, Asked("institutions", ["2026Q3"], kind=kind)) == count
    for district, count in totals.by_district.items():
        assert count_behind(store, Asked("institutions", ["2026Q3"], district=district)) == count
    for age, count in totals.by_age.items():
        assert count_behind(store, Asked("participations", ["2026Q3"], age=age)) == count
    assert sum(totals.by_age.values()) == totals.participations


def test_the_figure_of_one_meeting_shows_its_rows(store: Store) -> None:
    filled(store)
    line = quarter_figures(store, "2026Q3").held[0]
    rows = list(rows_behind(store, Asked("participations", meeting=line.meeting.id)))
    assert len(rows) == line.totals.participations
    assert {row.attendance.meeting for row in rows} == {line.meeting.id}


def test_a_meeting_of_two_quarters_counts_in_each_and_once_in_both(store: Store) -> None:
    meeting = plan_meeting(
        store, Meeting(title_km="ក", starts="2026-07-02", periods=("2026Q2", "2026Q3"), place="0208")
    )
    record_head_count(store, meeting.id, 40, 20)
    for asked in ("2026Q2", "2026Q3", ["2026Q2", "2026Q3"]):
        total = quarter_figures(store, asked).total
        assert (total.held, total.totals.participations, total.totals.female) == (1, 40, 20)
    assert quarter_figures(store, "2026Q1").total.held == 0


def test_the_first_and_the_last_day_belong_to_the_quarter(store: Store) -> None:
    for day in ("2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01", "2026-09"):
        with store.transaction("x") as t:
            t.add(Meeting(title_km="ក", starts=day))
    assert quarter_figures(store, "2026Q3").total.planned == 3


def test_planned_and_cancelled_meetings_are_told_apart_from_those_held(store: Store) -> None:
    for action in ("hold", "cancel", "leave"):
        meeting = plan_meeting(store, Meeting(title_km="ក", starts="2026-08-01"))
        if action == "hold":
            record_attendance(store, meeting.id)
        if action == "cancel":
            cancel_meeting(store, meeting.id)
    figures = quarter_figures(store, "2026Q3")
    assert (figures.total.planned, figures.total.held) == (3, 1)
    assert [note.message for note in figures.notes] == [
        "Meetings held of which no attendance was recorded: {count}."
    ]


def test_rough_figures_are_named_in_the_notes(store: Store) -> None:
    for female in (20, None):
        meeting = plan_meeting(store, Meeting(title_km="ក", starts="2026-08-01"))
        record_head_count(store, meeting.id, 50, female, qualifier="about" if female else "exact")
    figures = quarter_figures(store, "2026Q3")
    assert figures.total.totals.qualifier == "about"
    assert figures.total.totals.participations == 100
    assert [dict(note.values) for note in figures.notes] == [{"count": 2}, {"count": 1}, {"count": 1}]


def test_a_part_that_was_not_asked_everywhere_is_a_least_figure(store: Store) -> None:
    filled(store)
    assert quarter_figures(store, "2026Q3").total.totals.at_least == frozenset()
    meeting = plan_meeting(store, Meeting(title_km="ក", starts="2026-08-01"))
    record_head_count(store, meeting.id, 50, 20)
    totals = quarter_figures(store, "2026Q3").total.totals
    assert totals.at_least == {"youth", "disability", "minority", "id_poor"}
    assert (totals.qualifier_of("youth"), totals.qualifier_of("female")) == ("at_least", "exact")


def test_hubs_of_which_nothing_came_are_missing(national: Store) -> None:
    filled(national, hubs=("02",))
    with national.transaction("x") as t:
        for hub in ("00", "02", "03"):
            t.add(HubProfile(hub=hub, name_km=hub, scope=NETWORK))
    assert quarter_figures(national, "2026Q3").missing == ("03",)
    assert quarter_figures(national, "2026Q3", expected=["02", "04"]).missing == ("04",)


def test_districts_decisions_and_actions_of_the_quarter(store: Store) -> None:
    filled(store)
    meeting = plan_meeting(store, Meeting(title_km="ក", starts="2026-08-20", place="020801"))
    record_attendance(store, meeting.id)
    add_decision(store, Decision(meeting=meeting.id, text_km="ក"))
    tasks = [add_action(store, Action(meeting=meeting.id, what_km=each)) for each in "កខគ"]
    close_action(store, tasks[0].id)
    close_action(store, tasks[1].id, "dropped")
    total = quarter_figures(store, "2026Q3").total
    assert total.districts_met == {"0201", "0202", "0208"}
    assert total.districts_reached == {"0201", "0202", "0203"}
    assert (total.decisions, total.actions_open, total.actions_done) == (1, 1, 1)


def test_members_who_came_and_went_in_the_quarter(store: Store) -> None:
    for name, since, until in (
        ("ក", "2026-07-15", ""),
        ("ខ", "2025", "2026-08"),
        ("គ", "2026-07", "2026-09-30"),
        ("ឃ", "2026-10-01", ""),
    ):
        add_organisation(store, Organisation(name_km=name, member_since=since, member_until=until))
    figures = quarter_figures(store, "2026Q3")
    assert [each.name_km for each in figures.joined] == ["ក", "គ"]
    assert [each.name_km for each in figures.left] == ["ខ", "គ"]


def test_two_records_of_one_person_that_were_merged_count_once(store: Store) -> None:
    filled(store)
    rows = list(rows_behind(store, Asked("people", ["2026Q3"])))
    came = {row.person.id: set[str]() for row in rows}
    for row in rows_behind(store, Asked("participations", ["2026Q3"])):
        came[row.person.id].add(row.attendance.meeting)
    women = [row.person for row in rows if row.person.sex == "F"]
    # Two who never came together: at one meeting the two records would be one participation.
    one, twin = next(pair for pair in combinations(women, 2) if not came[pair[0].id] & came[pair[1].id])
    alike = {name: getattr(one, name) for name in ("birth_year", "disability", "id_poor")}
    with store.transaction("x") as t:
        t.change(twin, **alike)
    before = quarter_figures(store, "2026Q3").total.totals
    with store.transaction("x") as t:
        t.change(twin, merged_into=one.id)
    after = quarter_figures(store, "2026Q3").total.totals
    assert after == replace(before, people=before.people - 1, people_female=before.people_female - 1)
