"""Figures before a hostile accountant: whatever became of the lists, nobody counts twice or is lost."""

import datetime as dt
from pathlib import Path

import pytest

from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service import (
    Asked,
    WalkIn,
    attendance_rows,
    cancel_meeting,
    close_quarter,
    count_behind,
    differences,
    plan_meeting,
    quarter_figures,
    record_attendance,
    record_head_count,
    reopen_quarter,
    report_of,
    rows_behind,
)
from cso_desk.features.meetings.service.rules import RULES
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service.duplicates import merge
from cso_desk.journal.undo import undo
from cso_desk.store.rules import findings
from cso_desk.store.store import Store

QUARTER = "2026Q3"
THREE = ("participations", "people", "institutions")


def meeting(store: Store, starts: str = "2026-08-05", **values: object) -> Meeting:
    return plan_meeting(store, Meeting(title_en="Forum", starts=starts, place="020801", **values))  # type: ignore[arg-type]


def came(store: Store, held: Meeting, *guests: tuple[str, str, str]) -> dict[str, str]:
    """People by name, sex and institution, typed in from the sheet; gives their ids."""
    walk_ins = [
        WalkIn(
            person=Person(name_en=name, sex=sex), organisation=Organisation(name_en=body) if body else None
        )
        for name, sex, body in guests
    ]
    rows = record_attendance(store, held.id, walk_ins=walk_ins)
    return {row.person.name_en: row.attendance.person for row in rows}


def three(store: Store, *quarters: str) -> tuple[int, ...]:
    """Participations, people and institutions; each is what its rows say."""
    asked = quarters or (QUARTER,)
    totals = quarter_figures(store, asked).total.totals
    for name in (*THREE, "female", "male"):
        if not totals.at_least and totals.evidence == "rows":
            assert count_behind(store, Asked(name, asked)) == getattr(totals, name), name
            assert len(list(rows_behind(store, Asked(name, asked)))) == getattr(totals, name), name
    return tuple(getattr(totals, name) for name in THREE)


def test_a_person_listed_under_two_names_counts_once_when_they_are_merged(store: Store) -> None:
    first, second = meeting(store), meeting(store, "2026-09-05")
    ids = came(store, first, ("Chan Dara", "F", "Lotus"), ("Jan Dara", "F", "Lotus"), ("Sok", "M", "Lotus"))
    came(store, second, ("Jan Dara", "F", "Lotus"))
    assert three(store) == (4, 3, 1)
    merge(store, "person", ids["Chan Dara"], ids["Jan Dara"])
    totals = quarter_figures(store, QUARTER).total.totals
    assert three(store) == (3, 2, 1)
    assert (totals.female, totals.male, totals.lines) == (2, 1, 4)
    assert sum(totals.by_age.values()) == totals.participations
    assert [each.rule for each in findings(store, RULES)] == ["double_attendance"]
    undo(store)
    assert three(store) == (4, 3, 1)


def test_two_hats_at_one_meeting_are_two_institutions_and_one_participation(store: Store) -> None:
    held = meeting(store)
    ids = came(store, held, ("Chan Dara", "F", "Lotus"), ("Sok", "M", "Farmers"))
    with store.transaction("Second hat") as t:
        other = t.add(Organisation(name_en="Commune council", kind="administration_commune"))
        t.add(Attendance(meeting=held.id, person=ids["Chan Dara"], organisation=other.id, status="present"))
        t.change(held, sheet_total=3, sheet_female=2)
    assert three(store) == (2, 2, 3)
    (line,) = quarter_figures(store, QUARTER).held
    assert line.alarms == ()  # three signatures of two people is what the paper says too
    with store.transaction("Wrong") as t:
        t.change(held, sheet_total=4, sheet_female=3)
    assert len(quarter_figures(store, QUARTER).held[0].alarms) == 2


def test_ticks_of_a_person_on_two_lines_leave_them_in_one_age_group(store: Store) -> None:
    held = meeting(store)
    ids = came(store, held, ("Chan Dara", "F", "Lotus"))
    with store.transaction("Second line") as t:
        t.add(Attendance(meeting=held.id, person=ids["Chan Dara"], status="present", youth="yes"))
    by_age = quarter_figures(store, QUARTER).total.totals.by_age
    assert by_age == {"": 1}
    for age in ("", "youth"):
        assert count_behind(store, Asked("participations", (QUARTER,), age=age)) == by_age.get(age, 0)


def test_a_meeting_moved_after_its_report_is_refused_and_then_told_as_a_difference(store: Store) -> None:
    held = meeting(store, "2026-09-30")
    came(store, held, ("Chan Dara", "F", "Lotus"))
    close_quarter(store, QUARTER, on=dt.date(2026, 10, 5))
    with pytest.raises(UserError), store.transaction("Move") as t:
        t.change(held, starts="2026-10-02", ends="2026-10-02")
    reopen_quarter(store, QUARTER, "It was held two days later")
    with store.transaction("Move") as t:
        t.change(held, starts="2026-10-02", ends="2026-10-02")
    assert (three(store), three(store, "2026Q4")) == ((0, 0, 0), (1, 1, 1))
    told = differences(report_of(store, QUARTER), quarter_figures(store, QUARTER))
    assert {each.name: (each.told, each.now) for each in told}["participations"] == (1, 0)


def test_of_a_cancelled_meeting_nobody_counts(store: Store) -> None:
    held = meeting(store)
    came(store, held, ("Chan Dara", "F", "Lotus"))
    with pytest.raises(UserError):
        cancel_meeting(store, held.id)
    with store.transaction("As another laptop may have it") as t:
        t.change(held, status="cancelled")
    figures = quarter_figures(store, QUARTER)
    assert (figures.total.planned, figures.total.held, three(store)) == (1, 0, (0, 0, 0))
    assert [each.rule for each in findings(store, RULES)] == ["cancelled_and_held"]
    with pytest.raises(UserError):
        record_attendance(store, held.id)


def test_a_meeting_over_new_year_counts_once_in_the_quarter_it_began(store: Store) -> None:
    held = meeting(store, "2026-12-30", ends="2027-01-02")
    came(store, held, ("Chan Dara", "F", "Lotus"), ("Sok", "M", ""))
    assert (three(store, "2026Q4"), three(store, "2027Q1")) == ((2, 2, 1), (0, 0, 0))
    with store.transaction("Both") as t:
        t.change(held, periods=("2026Q4", "2027Q1"))
    assert (three(store, "2026Q4"), three(store, "2027Q1")) == ((2, 2, 1), (2, 2, 1))
    assert three(store, "2026Q4", "2027Q1") == (2, 2, 1)


def test_fewer_heads_than_names_never_make_the_named_fewer(store: Store) -> None:
    held = meeting(store)
    came(store, held, ("Chan Dara", "F", "Lotus"), ("Sok", "M", ""), ("Keo", "M", ""))
    record_head_count(store, held.id, 2, 1)
    (line,) = quarter_figures(store, QUARTER).held
    assert three(store) == (3, 3, 1)
    assert [dict(each.values) for each in line.alarms] == [{"heads": 2, "rows": 3}]


def test_an_attendance_that_was_withdrawn_counts_nowhere_and_comes_back(store: Store) -> None:
    held = meeting(store)
    came(store, held, ("Chan Dara", "F", "Lotus"), ("Sok", "M", "Farmers"))
    row = next(each for each in attendance_rows(store, held.id) if each.person.name_en == "Sok")
    for withdraw in ({"deleted": True}, {"status": "excused"}):
        with store.transaction("Withdraw") as t:
            t.change(row.attendance, **withdraw)
        assert three(store) == (1, 1, 1)
        undo(store)
        assert three(store) == (2, 2, 2)


def test_a_meeting_that_two_hubs_typed_is_asked_about_and_counts_once_when_one_gives_way(
    store: Store, national: Store, tmp_path: Path
) -> None:
    for source, target in ((store, national), (national, store)):
        receive_bundle(target, make_bundle(source, "", kind="hello").path)
    here = came(store, meeting(store), ("Chan Dara", "F", "Lotus"), ("Sok", "M", "Farmers"))
    receive_bundle(national, make_bundle(store, "00").path, backup=False)
    # The nation plays the other hub: it held the same meeting and typed the same people anew.
    twin = meeting(national, scope="hub/03")
    with national.transaction("Typed again") as t:
        there = {name: t.add(Person(name_en=name, sex=sex)).id for name, sex in (("Dara", "F"), ("Sok", "M"))}
        for person in there.values():
            t.add(Attendance(meeting=twin.id, person=person, status="present", scope="hub/03"))
        t.change(twin, status="held")
    assert three(national) == (4, 4, 2)
    assert [each.rule for each in findings(national, RULES)] == ["typed_by_two_hubs"]
    merge(national, "person", here["Chan Dara"], there["Dara"])
    merge(national, "person", here["Sok"], there["Sok"])
    assert three(national) == (4, 2, 2)  # two meetings: each was really attended, until one gives way
    with national.transaction("One gives way") as t:
        t.trash(twin)
    assert three(national) == (2, 2, 2)
    assert findings(national, RULES) == []
