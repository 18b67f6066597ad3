"""What was true on a day: names, memberships, and how many institutions there were."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service import attendance_rows, quarter_figures
from cso_desk.features.members.record import Membership, Organisation, OrganisationName, Person
from cso_desk.features.members.service import (
    add_membership,
    add_organisation,
    counts_on,
    date_former_names,
    day_after,
    day_before,
    directory,
    earlier_names,
    holds_on,
    keep_membership,
    known,
    may_vote_on,
    name_on,
    own_memberships,
    rename,
    same_organisation,
    undated_names,
)
from cso_desk.store.store import Store

DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31)).map(date.isoformat)


def organisation(store: Store, name: str, **values: object) -> Organisation:
    return add_organisation(store, Organisation(name_km=name, **values))  # type: ignore[arg-type]


def called(store: Store, body: Organisation, day: str) -> str:
    with store.reading() as reading:
        now = reading.get(Organisation, body.id)
        assert now is not None
        return name_on(now, day, earlier_names(reading)).name_km


def earlier(store: Store, body: Organisation, name: str, since: str, until: str) -> OrganisationName:
    with store.transaction("x") as t:
        return t.add(OrganisationName(organisation=body.id, name_km=name, from_date=since, to_date=until))


# --- names ---


def test_a_new_name_keeps_the_one_before_until_its_last_day(store: Store) -> None:
    body = organisation(store, "ចាស់", acronym="OLD")
    rename(store, body.id, "2024-06-30", name_km="ថ្មី", name_en="New", acronym="NEW")
    assert called(store, body, "2024-06-30") == "ចាស់"
    assert called(store, body, "2024-07-01") == "ថ្មី"
    rename(store, body.id, "2026-01-31", name_km="ថ្មីទៀត")
    assert [called(store, body, day) for day in ("2020-01-01", "2025-01-01", "2026-02-01", "")] == [
        "ចាស់",
        "ថ្មី",
        "ថ្មីទៀត",
        "ថ្មីទៀត",
    ]


def test_a_name_without_a_last_day_ends_where_the_next_begins_and_else_is_not_printed(store: Store) -> None:
    body = organisation(store, "គ")
    earlier(store, body, "ក", "2010", "")
    assert called(store, body, "2012-01-01") == "គ"
    earlier(store, body, "ខ", "2018-03", "2022")
    days = ("2009-12-31", "2012-01-01", "2018-02-28", "2018-03-01", "2022-12-31", "2023-01-01")
    assert [called(store, body, day) for day in days] == ["គ", "ក", "ក", "ខ", "ខ", "គ"]


def test_a_nameless_institution_is_refused_and_keeps_its_name(store: Store) -> None:
    body = organisation(store, "ក")
    with pytest.raises(UserError):
        rename(store, body.id, "2024-06-30", name_km=" ")
    assert called(store, body, "2020-01-01") == "ក"


def test_former_names_of_lists_can_be_given_days_and_none_is_lost(store: Store) -> None:
    body = organisation(store, "គ", former_names=("ឈ្មោះចាស់", "Old Name"))
    assert date_former_names(store, body.id) == 2
    assert date_former_names(store, body.id) == 0
    with store.reading() as reading:
        now = reading.get(Organisation, body.id)
        assert now is not None
        names = earlier_names(reading)[body.id]
        assert {(each.name_km, each.name_en) for each in names} == {("ឈ្មោះចាស់", ""), ("", "Old Name")}
        assert now.former_names == ("ឈ្មោះចាស់", "Old Name")
        assert undated_names(now, names) == []


def test_two_hubs_that_date_one_former_name_make_one_record(store: Store, national: Store) -> None:
    body = organisation(store, "គ", former_names=("Old",), consent=True)
    with national.transaction("x") as t:
        t.add(Organisation(id=body.id, name_km="គ", former_names=("Old",), scope="network"))
    made = []
    for each in (store, national):
        date_former_names(each, body.id)
        with each.reading() as reading:
            made += [name.id for name in reading.all(OrganisationName)]
    assert made[0] == made[1]


def test_an_old_attendance_list_calls_the_institution_as_on_its_day(store: Store) -> None:
    body = organisation(store, "ចាស់")
    with store.transaction("x") as t:
        person = t.add(Person(name_km="សុខ"))
        meetings = [t.add(Meeting(title_km="ប្រជុំ", starts=day)) for day in ("2024-06-30", "2024-07-01", "")]
        for meeting in meetings:
            t.add(Attendance(meeting=meeting.id, person=person.id, organisation=body.id))
    rename(store, body.id, "2024-06-30", name_km="ថ្មី")
    names = [attendance_rows(store, meeting.id)[0].organisation for meeting in meetings]
    assert [each.name_km if each else "" for each in names] == ["ចាស់", "ថ្មី", "ថ្មី"]


def test_a_list_that_has_the_earlier_name_means_the_same_institution(store: Store) -> None:
    body = organisation(store, "ចាស់")
    rename(store, body.id, "2024-06-30", name_km="ថ្មី")
    with store.reading() as reading:
        match = same_organisation(known(reading), Organisation(name_km="ចាស់"))
    assert match
    assert match.record == body.id


# --- memberships ---


def names_on(store: Store, day: str) -> list[str]:
    return [row.organisation.name_km for row in directory(store, date.fromisoformat(day))]


def member(store: Store, whose: Organisation, **values: str) -> Membership:
    return add_membership(store, Membership(organisation=whose.id, **values))  # type: ignore[arg-type]


def test_the_count_of_a_day_includes_who_came_and_who_left_on_that_day(store: Store) -> None:
    member(store, organisation(store, "ក"), since="2026-09-30")
    member(store, organisation(store, "ខ"), since="2020", until="2026-09-30")
    member(store, organisation(store, "គ"), since="2026-09-30", until="2026-09-30")
    assert names_on(store, "2026-09-29") == ["ខ"]
    assert names_on(store, "2026-09-30") == ["ក", "ខ", "គ"]
    assert names_on(store, "2026-10-01") == ["ក"]


def test_who_applied_is_no_member_yet_and_a_former_one_only_until_a_day_that_is_known(store: Store) -> None:
    member(store, organisation(store, "ក"), status="applicant", since="2026-01")
    member(store, organisation(store, "ខ"), status="former", since="2020")
    member(store, organisation(store, "គ"), status="former", since="2020", until="2025-12")
    member(store, organisation(store, "ឃ"), status="suspended", since="2020")
    assert names_on(store, "2025-12-31") == ["គ", "ឃ"]
    assert names_on(store, "2026-09-30") == ["ឃ"]


def test_who_left_and_came_back_is_counted_in_both_times(store: Store) -> None:
    body = organisation(store, "ក")
    member(store, body, since="2018", until="2020-06")
    member(store, body, since="2024-02")
    days = ("2020-06-30", "2020-07-01", "2024-01-31", "2024-02-01")
    assert [len(names_on(store, day)) for day in days] == [1, 0, 0, 1]


def test_membership_in_another_network_says_nothing_of_ours(store: Store) -> None:
    body, network = organisation(store, "ក"), organisation(store, "បណ្តាញ", kind="network")
    member(store, body, body=network.id, since="2030")
    assert names_on(store, "2026-09-30") == ["ក", "បណ្តាញ"]


def test_the_days_that_a_list_told_count_until_a_membership_takes_their_place(store: Store) -> None:
    body = organisation(store, "ក", member_since="2019", member_until="2022-03")
    assert [len(names_on(store, day)) for day in ("2018-12-31", "2022-03-31", "2022-04-01")] == [0, 1, 0]
    with store.transaction("x") as t:
        made = keep_membership(t, body)
    assert (made.since, made.until, made.status) == ("2019", "2022-03", "former")
    with store.reading() as reading:
        now = reading.get(Organisation, body.id)
    assert now is not None
    assert (now.member_since, now.member_until) == ("", "")
    assert [len(names_on(store, day)) for day in ("2018-12-31", "2022-03-31", "2022-04-01")] == [0, 1, 0]


def test_a_membership_that_is_added_leaves_what_a_list_told_as_one_before_it(store: Store) -> None:
    body = organisation(store, "ក", member_since="2019", member_until="2022-03")
    member(store, body, since="2025")
    with store.reading() as reading:
        assert [(each.since, each.until) for each in own_memberships(reading)[body.id]] == [
            ("2019", "2022-03"),
            ("2025", ""),
        ]


def test_a_membership_of_a_merged_institution_is_one_of_the_survivor(store: Store) -> None:
    one, other = organisation(store, "ក"), organisation(store, "ខ")
    member(store, other, since="2024")
    with store.transaction("x") as t:
        t.change(other, merged_into=one.id)
    with store.reading() as reading:
        assert [each.since for each in own_memberships(reading)[one.id]] == ["2024"]
    assert names_on(store, "2023-01-01") == []


@pytest.mark.parametrize(
    ("kind", "status", "vote", "may"),
    [
        ("full", "active", "", True),
        ("full", "active", "no", False),
        ("full", "suspended", "yes", False),
        ("associate", "active", "", False),
        ("associate", "active", "yes", True),
        ("full", "applicant", "yes", False),
    ],
)
def test_who_may_vote(kind: str, status: str, vote: str, may: bool) -> None:
    membership = Membership(kind=kind, status=status, vote=vote, since="2020")
    assert may_vote_on(membership, "2026-01-01") is may
    assert may_vote_on(membership, "2019-12-31") is False


def test_a_suspended_member_neither_came_nor_left(store: Store) -> None:
    body = organisation(store, "ក")
    member(store, body, since="2020", until="2026-07")
    member(store, body, status="suspended", since="2026-08", until="2026-09-15")
    member(store, body, since="2026-09-16")
    gone, new = organisation(store, "ខ"), organisation(store, "គ")
    member(store, gone, status="former", since="2020", until="2026-09")
    member(store, new, since="2026-08-01")
    member(store, organisation(store, "ឃ"), status="applicant", since="2026-08-01")
    figures = quarter_figures(store, "2026Q3")
    assert [each.name_km for each in figures.joined] == ["គ"]
    assert [each.name_km for each in figures.left] == ["ខ"]


# --- spans ---


@given(DAYS, DAYS, DAYS)
def test_a_span_of_whole_days_holds_from_its_first_to_its_last(start: str, end: str, day: str) -> None:
    assert holds_on(start, end, day) == (start <= day <= end)


@given(DAYS)
def test_a_month_or_quarter_or_year_holds_its_own_days(day: str) -> None:
    quarter = f"{day[:4]}Q{(int(day[5:7]) + 2) // 3}"
    for said in (day[:4], day[:7], quarter):
        assert holds_on(said, said, day)
        assert not holds_on(said, said, day_before(said))
        assert not holds_on(said, said, day_after(said))


def test_days_beside() -> None:
    assert (day_before("2026"), day_after("2026")) == ("2025-12-31", "2027-01-01")
    assert (day_before("2024-03"), day_after("2026-12")) == ("2024-02-29", "2027-01-01")
    assert (day_before("2026Q3"), day_after("2026Q3")) == ("2026-06-30", "2026-10-01")
    assert (day_before("2026-03-01"), day_after("2026-02-28")) == ("2026-02-28", "2026-03-01")
    assert (day_before(""), day_after("")) == ("", "")


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_who_is_counted_as_a_member_does_not_depend_on_how_exact_the_days_are(day: str, length: int) -> None:
    assert counts_on(Membership(since=day[:length], until=day[:length]), day)
