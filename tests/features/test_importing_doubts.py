"""Rows of a list that may be here already, rows that change nothing, and what a person chooses for them."""

from pathlib import Path

import pytest

from cso_desk.errors import CancelledError
from cso_desk.features.members.importing import (
    Choices,
    ImportPlan,
    choose,
    choose_again,
    doubts_like,
    note_choices,
    plan_import,
    run_import,
)
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import add_organisation, add_person_with_position, find_organisations
from cso_desk.importers.preview import read_list
from cso_desk.store.store import Store

HEAD = "No,Organisation,Phone,E-mail,District\n"


def planned(store: Store, tmp_path: Path, *rows: str, head: str = HEAD, existing: str = "fill") -> ImportPlan:
    path = tmp_path / "list.csv"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    (found,) = read_list(path, purpose="members")
    return plan_import(store, found, existing=existing)  # type: ignore[arg-type]


def lotus(store: Store) -> Organisation:
    return add_organisation(
        store,
        Organisation(name_en="Lotus Children Development", phones=("+85512345678",), place="0202"),
    )


ALIKE = "1,Lotus Childrens Developmnt,012 345 678,lotus@example.org,Thma Koul"


def test_a_name_that_is_written_almost_the_same_is_doubtful_with_its_reasons(
    store: Store, tmp_path: Path
) -> None:
    there = lotus(store)
    (row,) = planned(store, tmp_path, ALIKE).rows
    assert (row.state, row.action, row.existing) == ("doubtful", "create", there.id)
    assert row.doubt is not None
    assert "the same telephone" in row.doubt.reasons
    assert "Lotus Children Development" in row.problems[0]


def test_a_doubtful_row_is_new_as_long_as_nobody_chooses(store: Store, tmp_path: Path) -> None:
    lotus(store)
    run_import(store, planned(store, tmp_path, ALIKE))
    assert len(find_organisations(store)) == 2


def test_a_row_that_is_the_same_fills_the_record_that_is_there(store: Store, tmp_path: Path) -> None:
    there = lotus(store)
    plan = planned(store, tmp_path, ALIKE)
    choose(store, plan, plan.rows, "same")
    assert plan.rows[0].state == "changed"
    assert plan.rows[0].changes == ("organisation.email",)
    report = run_import(store, plan)
    assert (report.created, report.changed) == ({}, {"organisation": 1})
    (now,) = find_organisations(store)
    assert (now.id, now.email, now.name_en) == (there.id, "lotus@example.org", "Lotus Children Development")


def test_a_row_that_is_left_out_writes_nothing(store: Store, tmp_path: Path) -> None:
    lotus(store)
    plan = planned(store, tmp_path, ALIKE)
    choose(store, plan, plan.rows, "out")
    assert plan.rows[0].state == "out"
    assert run_import(store, plan).skipped == 1
    assert find_organisations(store)[0].email == ""


def test_a_second_row_of_the_same_institution_follows_what_was_chosen_for_the_first(
    store: Store, tmp_path: Path
) -> None:
    lotus(store)
    again = "2,Lotus Childrens Developmnt,012 999 888,,Thma Koul"
    plan = planned(store, tmp_path, ALIKE, again)
    choose(store, plan, plan.rows[:1], "same")
    run_import(store, plan)
    (now,) = find_organisations(store)
    assert now.phones == ("+85512345678", "+85512999888")


def test_rows_of_one_kind_of_doubt_are_found_together(store: Store, tmp_path: Path) -> None:
    lotus(store)
    add_organisation(store, Organisation(name_en="Hope", place="0201"))
    add_organisation(store, Organisation(name_en="Light", place="0201"))
    plan = planned(store, tmp_path, ALIKE, "2,Hope,,,Thma Koul", "3,Light,,,Thma Koul")
    assert [row.state for row in plan.rows] == ["doubtful"] * 3
    assert [row.row for row in doubts_like(plan, plan.rows[1])] == [3, 4]


def test_what_was_chosen_is_chosen_again_where_the_row_is_the_same(store: Store, tmp_path: Path) -> None:
    lotus(store)
    choices: Choices = {}
    other = "2,Brand New Group,,,"
    plan = planned(store, tmp_path, ALIKE, other)
    choose(store, plan, plan.rows[:1], "same")
    choose(store, plan, plan.rows[1:], "out")
    note_choices(plan, choices)
    again = planned(store, tmp_path, ALIKE, other, head=HEAD.replace("E-mail", "Remarks"))
    choose_again(store, again, choices)
    assert [row.chosen for row in again.rows] == ["same", "out"]
    moved = planned(store, tmp_path, "1,Somebody Else,,,", other)
    choose_again(store, moved, choices)
    assert [row.chosen for row in moved.rows] == ["", "out"]


def test_a_choice_is_kept_also_about_a_row_further_up(store: Store, tmp_path: Path) -> None:
    rows = ("1,Hope,012 345 678,,", "2,Quite Another,012 345 678,,")
    choices: Choices = {}
    plan = planned(store, tmp_path, *rows)
    assert plan.rows[1].doubt is not None
    assert plan.rows[1].doubt.further_up == 2
    choose(store, plan, plan.rows[1:], "same")
    note_choices(plan, choices)
    again = planned(store, tmp_path, *rows)
    choose_again(store, again, choices)
    assert again.rows[1].chosen == "same"
    run_import(store, again)
    assert [each.name_en for each in find_organisations(store)] == ["Hope"]


def test_rows_that_change_nothing_are_known_before_anything_is_taken_over(
    store: Store, tmp_path: Path
) -> None:
    rows = ("1,Hope,012 345 678,hope@example.org,Thma Koul", "2,Light,,,Thma Koul")
    run_import(store, planned(store, tmp_path, *rows))
    plan = planned(store, tmp_path, *rows)
    assert dict(plan.states()) == {"same": 2}
    assert not run_import(store, plan).anything


def test_a_row_says_which_fields_it_changes(store: Store, tmp_path: Path) -> None:
    run_import(store, planned(store, tmp_path, "1,Hope,012 345 678,,Thma Koul"))
    new = "1,Hope,012 345 679,hope@example.org,Thma Koul"
    assert planned(store, tmp_path, new).rows[0].changes == ("organisation.phones", "organisation.email")
    assert planned(store, tmp_path, new, existing="skip").rows[0].state == "out"


def test_a_contact_person_who_is_new_is_told(store: Store, tmp_path: Path) -> None:
    head = "No,Organisation,Contact person,District\n"
    there = add_organisation(store, Organisation(name_en="Hope", place="0202"))
    plan = planned(store, tmp_path, "1,Hope,Sok Dara,Thma Koul", head=head)
    assert plan.rows[0].changes == ("person", "position")
    add_person_with_position(store, Person(name_en="Sok Dara"), Position(organisation=there.id))
    assert planned(store, tmp_path, "1,Hope,Sok Dara,Thma Koul", head=head).rows[0].state == "same"


def test_asking_can_be_stopped(store: Store, tmp_path: Path) -> None:
    lotus(store)
    path = tmp_path / "list.csv"
    path.write_text(HEAD + "".join(f"{n},Union {n},,,\n" for n in range(600)), encoding="utf-8")
    (found,) = read_list(path, purpose="members")
    told: list[int] = []

    def stop(done: int, _total: int) -> None:
        told.append(done)
        if told[-2:] == [0, 500] and told.count(500) == 2:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        plan_import(store, found, progress=stop)
