"""Who is suggested to be erased: whom nobody met for years, and nobody who is still bound to the hub."""

import datetime as dt

import pytest

from cso_desk.assembly import create_store
from cso_desk.errors import UserError
from cso_desk.features.hub.service import save_profile, save_retention
from cso_desk.features.library.record import LibraryCopy, Loan
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.members.record import Person, Position
from cso_desk.journal.forgetting import erase_person
from cso_desk.journal.retention import keep_people, suggestions
from cso_desk.store.users import Role, User
from cso_desk.wording import use_language

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def store(tmp_path):
    use_language("en")
    made = create_store(tmp_path / "hub", "02", passphrase=None)[0]
    yield made
    made.close()


def somebody(store, *, positions=(), met=(), lent=()):
    with store.transaction("Add") as t:
        person = t.add(Person(name_en="Sok")).id
        for end in positions:
            t.add(Position(person=person, title_en="Head", to_date=end))
        for day in met:
            t.add(Attendance(meeting=t.add(Meeting(title_en="M", starts=day)).id, person=person))
        for end in lent:
            t.add(Loan(copy=t.add(LibraryCopy(accession="1")).id, person=person, returned_on=end))
    return person


def suggested(store, years=5, day=DAY):
    return [each.person for each in suggestions(store, day, years)]


@pytest.mark.parametrize(
    ("bound", "due"),
    [
        ({"met": ["2021-11-22"]}, True),
        ({"met": ["2021-11-23"]}, False),
        ({"met": ["2015-01-01", "2024-01-01"]}, False),
        ({"positions": ["2019-06-30"]}, True),
        ({"positions": ["2021"]}, False),  # perhaps on its last day
        ({"positions": ["2020"]}, True),
        ({"positions": ["2019-06-30", ""]}, False),
        ({"positions": [""], "met": ["2015-01-01"]}, False),
        ({"positions": ["2019-06-30"], "met": ["2023-01-01"]}, False),
        ({"met": ["2015-01-01"], "lent": [""]}, False),
        ({"met": ["2015-01-01"], "lent": ["2016-01-01"]}, True),
        ({}, False),
    ],
)
def test_whoever_was_met_or_is_still_bound_is_not_suggested(store, bound, due):
    person = somebody(store, **bound)
    assert suggested(store) == ([person] if due else [])


def test_it_is_off_until_a_coordinator_chose(store):
    somebody(store, met=["2001-01-01"])
    assert suggested(store, None) == []
    save_profile(store, name_en="Hub")
    assert save_retention(store, 5).retain_years == 5
    store.become_opened_by(User("1", "Sok", Role.SECRETARY))
    for deed in (lambda: save_retention(store, 2), lambda: keep_people(store, [], DAY)):
        with pytest.raises(UserError, match="coordinator"):
            deed()


def test_who_was_kept_is_suggested_again_after_as_many_years(store):
    first, second = somebody(store, met=["2010-01-01"]), somebody(store, met=["2011-01-01"])
    assert suggested(store) == [first, second]
    keep_people(store, [first], DAY)
    assert suggested(store) == [second]
    assert suggested(store, day=dt.date(2031, 11, 23)) == [second]
    assert suggested(store, day=dt.date(2031, 11, 24)) == [first, second]


def test_merged_people_count_as_one_and_the_erased_are_gone(store):
    old, now = somebody(store, met=["2010-01-01"]), somebody(store, met=["2025-01-01"])
    with store.transaction("Merge") as t:
        t.change(Person, old, merged_into=now)
    assert suggested(store) == []
    other = somebody(store, met=["2010-01-01"])
    assert suggested(store) == [other]
    erase_person(store, other, DAY)
    assert suggested(store) == []


def test_the_twenty_ninth_of_february_has_a_day_before_in_every_year(store):
    person = somebody(store, met=["2022-02-27"])
    assert suggested(store, 2, dt.date(2024, 2, 29)) == [person]
