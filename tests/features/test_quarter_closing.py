"""A closed quarter keeps what was told; its words and its other figures are records."""

import datetime as dt

import pytest

from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Meeting, QuarterReport, QuarterResult
from cso_desk.features.meetings.service import (
    close_quarter,
    differences,
    plan_meeting,
    quarter_figures,
    record_head_count,
    reopen_quarter,
    report_of,
    reports_in,
    result_alarms,
    results_in,
    write_report,
)
from cso_desk.features.members.record import Person
from cso_desk.journal.undo import undo
from cso_desk.store.store import Store
from cso_desk.store.transaction import Step
from cso_desk.wording import use_language

DAY = dt.date(2026, 10, 5)


@pytest.fixture(autouse=True)
def english() -> None:
    """Sentences are compared in English, whatever ran before."""
    use_language("en")


def held(store: Store, starts: str = "2026-08-01", heads: int = 40) -> Meeting:
    meeting = plan_meeting(store, Meeting(title_km="ក", starts=starts))
    record_head_count(store, meeting.id, heads, heads // 2)
    return meeting


def test_words_on_a_quarter_are_one_record_whoever_writes_first(store: Store) -> None:
    write_report(store, "2026Q3", challenges_km="ទឹកជំនន់")
    write_report(store, "2026Q3", plan_en="Two forums")
    found = report_of(store, "2026Q3")
    assert (found.challenges_km, found.plan_en, found.scope) == ("ទឹកជំនន់", "Two forums", "hub/02")
    with store.reading() as reading:
        assert len(reading.all(QuarterReport)) == 1


def test_meetings_of_a_closed_quarter_do_not_change(store: Store) -> None:
    meeting = held(store)
    with store.transaction("x") as t:
        person = t.add(Person(name_en="Sok"))
        row = t.add(Attendance(meeting=meeting.id, person=person.id))
    close_quarter(store, "2026Q3", on=DAY)
    changes = (
        lambda t: t.change(meeting, total_counted=41),
        lambda t: t.change(meeting, status="cancelled"),
        lambda t: t.change(meeting, starts="2026-10-01"),
        lambda t: t.trash(meeting),
        lambda t: t.change(row, status="present"),
        lambda t: t.add(Attendance(meeting=meeting.id, person=person.id, status="present")),
        lambda t: t.add(Meeting(title_km="ខ", starts="2026-09-30")),
    )
    for change in changes:
        with pytest.raises(UserError, match="closed"), store.transaction("x") as t:
            change(t)
    with store.transaction("x") as t:
        t.change(meeting, notes="read again", minutes_state="approved")
        t.change(row, status="excused")
        t.add(Meeting(title_km="គ", starts="2026-10-01"))
    assert quarter_figures(store, "2026Q3").total.totals.participations == 40


def test_undo_does_not_get_around_a_closed_quarter(store: Store) -> None:
    with store.stepping(Step("Count", kind="edit")) as t:
        t.add(Meeting(title_km="ក", starts="2026-08-01", status="held", total_counted=40))
    step = t.step.uid
    close_quarter(store, "2026Q3", on=DAY)
    with pytest.raises(UserError, match="closed"):
        undo(store, step)
    undo(store)  # the closing itself
    assert report_of(store, "2026Q3").state != "closed"
    undo(store, step)
    assert quarter_figures(store, "2026Q3").total.held == 0


def test_a_quarter_is_opened_again_with_a_reason_only(store: Store) -> None:
    meeting = held(store)
    with pytest.raises(UserError, match="not closed"):
        reopen_quarter(store, "2026Q3", "late sheet")
    close_quarter(store, "2026Q3", on=DAY)
    with pytest.raises(UserError, match="closed already"):
        close_quarter(store, "2026Q3", on=DAY)
    with pytest.raises(UserError, match="why"):
        reopen_quarter(store, "2026Q3", "  ")
    reopen_quarter(store, "2026Q3", "A sheet came late")
    record_head_count(store, meeting.id, 45, 20)
    report, figures = report_of(store, "2026Q3"), quarter_figures(store, "2026Q3")
    assert report.reopen_reason == "A sheet came late"
    assert [(each.name, each.told, each.now) for each in differences(report, figures)] == [
        ("participations", 40, 45),
        ("male", 20, 25),
    ]


def test_what_came_by_bundle_after_closing_is_shown_as_a_difference(store: Store, national: Store) -> None:
    for source, target in ((store, national), (national, store)):
        receive_bundle(target, make_bundle(source, "", kind="hello").path)
    held(store)
    receive_bundle(national, make_bundle(store, "00").path, backup=False)
    close_quarter(national, "2026Q3", on=DAY)
    held(store, "2026-09-01", 10)
    receive_bundle(national, make_bundle(store, "00").path, backup=False)
    found = differences(report_of(national, "2026Q3"), quarter_figures(national, "2026Q3"))
    assert [(each.name, each.told, each.now) for each in found] == [
        ("planned", 1, 2),
        ("held", 1, 2),
        ("participations", 40, 50),
        ("female", 20, 25),
        ("male", 20, 25),
    ]


def test_the_nation_reads_the_words_of_the_hubs(store: Store, national: Store) -> None:
    for source, target in ((store, national), (national, store)):
        receive_bundle(target, make_bundle(source, "", kind="hello").path)
    write_report(store, "2026Q3", lessons_km="មេរៀន")
    write_report(national, "2026Q3", lessons_km="ជាតិ")
    receive_bundle(national, make_bundle(store, "00").path, backup=False)
    with national.reading() as reading:
        found = reports_in(reading, ["2026Q3"])
    assert [(each.hub, each.lessons_km) for each in found] == [("00", "ជាតិ"), ("02", "មេរៀន")]


def test_people_asked_in_a_study_are_a_result_of_the_quarter(store: Store) -> None:
    study = QuarterResult(
        quarter="2026Q3", kind="study", title_en="Service survey", people="367", women="209"
    )
    with store.transaction("x") as t:
        t.add(study)
        t.add(QuarterResult(quarter="2026Q2", kind="study", title_en="Other"))
    with store.reading() as reading:
        (found,) = results_in(reading, ["2026Q3"])
    assert (found.people, found.women, result_alarms(found)) == ("367", "209", [])
    found.women = "368"
    assert [dict(each.values) for each in result_alarms(found)] == [{"part": 368, "total": 367}]
