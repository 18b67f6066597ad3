"""A list that says since when somebody is a member ends in a membership, in the step of the import."""

import openpyxl
import pytest

from cso_desk.features.members.importing import plan_import, run_import
from cso_desk.features.members.record import Membership, Organisation
from cso_desk.features.members.service import keep_membership
from cso_desk.importers.preview import read_list
from cso_desk.journal.undo import undo

HEAD = ["No", "Name of organisation", "Type", "Member since", "Phone"]


@pytest.fixture
def take(store, tmp_path):
    """Takes over a list of organisations, each with the day since when it is a member."""

    def taken(*rows, existing="fill"):
        book = openpyxl.Workbook()
        book.active.append(HEAD)
        for number, (name, day) in enumerate(rows, 1):
            book.active.append([number, name, "NGO", day, f"01234560{number}"])
        book.save(tmp_path / "list.xlsx")
        [reading] = read_list(tmp_path / "list.xlsx")
        assert reading.purpose == "members"
        plan = plan_import(store, reading, existing=existing)
        return plan, run_import(store, plan)

    return taken


def kept(store):
    with store.reading() as look:
        bodies = {body.id: body for body in look.all(Organisation)}
        spans = look.all(Membership)
    assert all(not body.member_since for body in bodies.values())
    return sorted((bodies[span.organisation].name_en, span.since, span.status) for span in spans)


TWO = (("Lotus Garden", "2019-03-12"), ("River Light", ""))


def test_new_members_have_a_membership_that_one_undo_takes_back(store, take):
    _plan, report = take(*TWO)
    assert dict(report.created) == {"organisation": 2, "membership": 1}
    assert kept(store) == [("Lotus Garden", "2019-03-12", "active")]
    undo(store)
    assert kept(store) == []
    with store.reading() as look:
        assert look.all(Organisation) == []


def test_the_same_list_again_changes_nothing(store, take):
    take(*TWO)
    for existing in ("fill", "update"):
        plan, report = take(*TWO, existing=existing)
        assert [row.state for row in plan.rows] == ["same", "same"]
        assert not report.anything


def test_a_membership_without_a_day_gets_the_day_of_the_list(store, take):
    take(("Lotus Garden", ""), ("River Light", ""))
    with store.transaction("Add") as t:
        for body in t.all(Organisation):
            keep_membership(t, body)
    _plan, report = take(*TWO)
    assert dict(report.changed) == {"membership": 1}
    assert kept(store) == [("Lotus Garden", "2019-03-12", "active"), ("River Light", "", "active")]


@pytest.mark.parametrize(("existing", "day"), [("fill", "2019-03-12"), ("update", "2021-01-01")])
def test_another_day_is_right_only_where_the_list_is(store, take, existing, day):
    take(*TWO)
    plan, _report = take(("Lotus Garden", "2021-01-01"), TWO[1], existing=existing)
    assert (plan.rows[0].changes == ("organisation.member_since",)) == (existing == "update")
    assert kept(store) == [("Lotus Garden", day, "active")]


def test_who_was_a_member_several_times_keeps_the_days_that_are_known(store, take):
    take(*TWO)
    with store.transaction("Add") as t:
        [first] = t.all(Membership)
        t.change(first, until="2020", status="former")
        t.add(Membership(organisation=first.organisation, since="2022"))
    take(("Lotus Garden", "2021-01-01"), TWO[1], existing="update")
    assert [since for _name, since, _status in kept(store)] == ["2019-03-12", "2022"]


def test_days_that_an_older_list_told_become_a_membership_when_a_list_says_more(store, take):
    with store.transaction("Add") as t:
        t.add(Organisation(name_en="Lotus Garden", kind="ngo", member_since="2018", phones=("+85512345601",)))
    take(*TWO, existing="update")
    assert kept(store) == [("Lotus Garden", "2019-03-12", "active")]
