"""Figures that networks reported come out as they were when their meetings are typed in by the services."""

from itertools import count

from cso_desk.features.meetings.record import Attendance, Meeting, QuarterResult
from cso_desk.features.meetings.service import (
    Asked,
    WalkIn,
    count_behind,
    coverage_of,
    faithfulness_in,
    grid_of,
    held_of,
    plan_meeting,
    quarter_figures,
    record_attendance,
    record_head_count,
    results_in,
)
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service import add_organisation, find_organisations
from cso_desk.places.gazetteer import children
from cso_desk.store.store import Store

YEAR = ("2026Q1", "2026Q2", "2026Q3", "2026Q4")


def meeting(store: Store, starts: str, *, place: str = "0208", periods: tuple[str, ...] = ()) -> Meeting:
    return plan_meeting(store, Meeting(title_en="Meeting", starts=starts, place=place, periods=periods))


class Guests:
    """People who are invented as they come, each with an institution; the first ones can come again."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def some(self, women: int, men: int, bodies: list[Organisation]) -> list[WalkIn]:
        sexes = ["F"] * women + ["M"] * men
        return [
            WalkIn(
                person=Person(name_en=f"Guest {(number := next(self._numbers))}", sex=sex),
                organisation=bodies[number % len(bodies)],
            )
            for sex in sexes
        ]


def institutions(store: Store, number: int) -> list[Organisation]:
    districts = [each.code for each in children("02")]
    for n in range(number):
        place = districts[n % len(districts)]
        add_organisation(store, Organisation(name_en=f"Institution {n:03}", kind="ngo", place=place))
    return find_organisations(store)


def test_sixty_six_institutions_and_about_330_participants(store: Store) -> None:
    bodies = institutions(store, 66)
    listed, counted = meeting(store, "2026-02-10"), meeting(store, "2026-02-20")
    record_attendance(store, listed.id, walk_ins=Guests().some(62, 68, bodies))
    record_head_count(store, counted.id, 200, 94, qualifier="about")
    total = quarter_figures(store, "2026Q1").total
    assert (total.totals.institutions, total.totals.participations, total.totals.female) == (66, 330, 156)
    assert (total.totals.qualifier, total.heads, total.by_heads, total.totals.people) == (
        "about",
        200,
        1,
        130,
    )
    assert sum(total.totals.by_district.values()) == 66
    assert count_behind(store, Asked("institutions", ["2026Q1"])) == 66


def test_four_quarterly_meetings_keep_the_three_counts_apart(store: Store) -> None:
    bodies = institutions(store, 30)
    guests = Guests()
    came = [
        row
        for women, men, starts in ((20, 40, "2026-03-05"), (15, 38, "2026-06-05"), (15, 40, "2026-09-04"))
        for row in record_attendance(
            store, meeting(store, starts).id, walk_ins=guests.some(women, men, bodies)
        )
        if row.attendance.status == "present"
    ]
    # To the fourth one come 15 women and 35 men who have been here before.
    women = [row for row in came if row.person.sex == "F"][:15]
    men = [row for row in came if row.person.sex == "M"][:35]
    again = [WalkIn(person=row.person, organisation=row.organisation) for row in (*women, *men)]
    record_attendance(store, meeting(store, "2026-12-04").id, walk_ins=again)
    totals = quarter_figures(store, YEAR).total.totals
    assert (totals.participations, totals.male, totals.female) == (218, 153, 65)
    assert (totals.people, totals.people_male, totals.people_female) == (168, 118, 50)
    assert totals.institutions == 30


def test_seven_district_meetings_cover_seven_districts(store: Store) -> None:
    bodies = institutions(store, 7)
    districts = [each.code for each in children("02")][:7]
    for day, place in enumerate(districts, 1):
        found = meeting(store, f"2026-05-{day:02}", place=f"{place}01")
        record_attendance(store, found.id, walk_ins=Guests().some(4, 6, bodies))
    figures = quarter_figures(store, "2026Q2", hub="02")
    covered = coverage_of(figures, ["02"])
    assert (figures.total.held, figures.total.totals.participations) == (7, 70)
    assert [each.district for each in covered if each.meetings] == districts
    assert len(covered) == len(children("02"))
    grid = grid_of(figures)
    assert [(place, held_of(grid.of(place, "2026Q2"))) for place in grid.places] == [
        (place, 1) for place in districts
    ]


def test_a_meeting_of_the_second_and_third_quarter_counts_once(store: Store) -> None:
    found = meeting(store, "2026-07-02", periods=("2026Q2", "2026Q3"))
    record_attendance(store, found.id, walk_ins=Guests().some(3, 4, institutions(store, 3)))
    for quarters in ("2026Q2", "2026Q3", ("2026Q2", "2026Q3")):
        figures = quarter_figures(store, quarters, hub="02")
        assert (figures.total.held, figures.total.totals.participations) == (1, 7)
    grid = grid_of(figures)
    assert [len(grid.of("0208", quarter)) for quarter in grid.quarters] == [1, 1]
    assert len(grid.of_place("0208")) == 1


def test_367_respondents_stand_beside_the_meetings_and_not_in_them(store: Store) -> None:
    with store.transaction("x") as t:
        t.add(
            QuarterResult(
                quarter="2026Q3",
                kind="study",
                title_en="Citizen survey",
                people="367",
                women="209",
                basis="list",
            )
        )
    with store.reading() as reading:
        (found,) = results_in(reading, YEAR, "02")
    assert (found.people, found.women) == ("367", "209")
    assert quarter_figures(store, "2026Q3").total.totals.participations == 0


def test_an_institution_that_came_and_then_stayed_away_twice_is_drifting(store: Store) -> None:
    bodies = institutions(store, 2)
    meetings = [meeting(store, starts) for starts in ("2026-01-10", "2026-04-10", "2026-07-10")]
    with store.transaction("x") as t:
        people = t.add_all([Person(name_en=f"Representative {n}") for n in range(2)])
        for number, each in enumerate(meetings):
            t.change(each, status="held")
            for person, body in zip(people, bodies, strict=True):
                came = person is people[0] or number == 0
                status = "present" if came else "absent"
                t.add(Attendance(meeting=each.id, person=person.id, organisation=body.id, status=status))
    with store.reading() as reading:
        told = {each.organisation.name_en: each for each in faithfulness_in(reading, YEAR)}
    assert [(told[name].rate, told[name].missed_last, told[name].drifting) for name in sorted(told)] == [
        (100, 0, False),
        (33, 2, True),
    ]
