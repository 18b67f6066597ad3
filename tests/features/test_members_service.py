"""Organisations, people and their positions."""

from datetime import date

import pytest

from cso_desk.errors import UserError
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import (
    add_organisation,
    add_person_with_position,
    counts_by_district,
    counts_by_kind,
    directory,
    end_position,
    find_organisations,
    find_people,
    holds_on,
    known,
    positions_of,
    same_organisation,
    same_person,
    set_consent,
)
from cso_desk.records.base import RecordId
from cso_desk.store.store import Store


def organisation(store: Store, name: str, **values: object) -> Organisation:
    return add_organisation(store, Organisation(name_km=name, **values))  # type: ignore[arg-type]


def staff(store: Store, name: str, body: Organisation, role: str, **values: object) -> Person:
    dates = {key: str(values.pop(key, "")) for key in ("from_date", "to_date")}
    position = Position(organisation=body.id, role=role, title_km="មន្ត្រី", **dates)
    person = Person(name_km=name, **values)  # type: ignore[arg-type]
    return add_person_with_position(store, person, position)[0]


def test_an_organisation_gets_a_code_of_the_hub(store: Store) -> None:
    assert organisation(store, "អង្គការ ក").code == "BTB-0001"
    assert organisation(store, "អង្គការ ខ").code == "BTB-0002"


def test_a_nameless_organisation_or_person_is_refused(store: Store) -> None:
    with pytest.raises(UserError):
        add_organisation(store, Organisation(name_km="  "))
    with pytest.raises(UserError):
        add_person_with_position(store, Person())


def test_a_position_in_no_organisation_is_refused_and_the_person_is_not_kept(store: Store) -> None:
    with pytest.raises(UserError):
        add_person_with_position(store, Person(name_km="សុខ"), Position(organisation=RecordId("0" * 32)))
    assert find_people(store) == []


def test_the_directory_names_who_speaks_for_the_organisation_on_that_day(store: Store) -> None:
    body = organisation(store, "អង្គការ ក", phones=("+85512345678",))
    staff(store, "ចាស់", body, "head", from_date="2020", to_date="2024-06")
    staff(store, "ថ្មី", body, "head", from_date="2024-07")
    staff(store, "តំណាង", body, "representative", from_date="2026-02")
    staff(store, "បុគ្គលិក", body, "staff")

    def speaker(day: date) -> str:
        (row,) = directory(store, day)
        return row.person.name_km if row.person else ""

    assert speaker(date(2019, 12, 31)) == ""
    assert speaker(date(2024, 6, 30)) == "ចាស់"
    assert speaker(date(2024, 7, 1)) == "ថ្មី"
    assert speaker(date(2026, 3, 1)) == "តំណាង"


def test_the_directory_has_members_of_that_day_in_khmer_order(store: Store) -> None:
    organisation(store, "ខ", member_since="2024")
    organisation(store, "ក", member_until="2025-03")
    organisation(store, "គ")

    def names(day: date) -> list[str]:
        return [row.organisation.name_km for row in directory(store, day)]

    assert names(date(2023, 5, 1)) == ["ក", "គ"]
    assert names(date(2025, 3, 31)) == ["ក", "ខ", "គ"]
    assert names(date(2025, 4, 1)) == ["ខ", "គ"]


def test_the_directory_of_a_district_has_its_communes(store: Store) -> None:
    organisation(store, "ក", place="020801", kind="cbo")
    organisation(store, "ខ", place="0208", kind="ngo")
    organisation(store, "គ", place="0201", kind="ngo")
    assert len(directory(store, place="0208")) == 2
    assert len(directory(store, kinds=["ngo"])) == 2


def test_an_organisation_without_a_phone_is_reached_through_its_representative(store: Store) -> None:
    body = organisation(store, "ក")
    staff(store, "តំណាង", body, "representative", phones=("+85512345678",))
    assert directory(store)[0].phones == ("+85512345678",)


def test_counts_by_kind_and_by_district(store: Store) -> None:
    organisation(store, "ក", place="020801", kind="cbo")
    organisation(store, "ខ", place="0208", kind="ngo")
    organisation(store, "គ", place="02", kind="ngo")
    assert counts_by_kind(store) == {"cbo": 1, "ngo": 2}
    assert counts_by_district(store) == {"0208": 2, "": 1}


def test_what_is_in_the_trash_is_in_no_count(store: Store) -> None:
    gone = organisation(store, "ក", kind="ngo")
    with store.transaction("x") as t:
        t.trash(gone)
    assert counts_by_kind(store) == {}
    assert directory(store) == []


@pytest.mark.parametrize(
    ("start", "end", "day", "held"),
    [
        ("", "", "2026-01-01", True),
        ("2026-01-02", "", "2026-01-01", False),
        ("2026", "2026", "2026-12-31", True),
        ("2025", "2025-06", "2025-06-30", True),
        ("2025", "2025-06", "2025-07-01", False),
    ],
)
def test_a_dated_fact_holds_to_the_end_of_what_was_said(start: str, end: str, day: str, held: bool) -> None:
    assert holds_on(start, end, day) is held


def test_finding_does_not_mind_the_spelling(store: Store) -> None:
    organisation(store, "សមាគមស្តីពីសិទ្ធិ", name_en="Rights Association")
    assert find_organisations(store, "ស្ដីពី")
    assert find_organisations(store, "rights")
    assert find_organisations(store, "btb-0001")
    assert find_organisations(store, "nothing of that") == []


def test_a_person_has_several_hats(store: Store) -> None:
    one, two = organisation(store, "ក"), organisation(store, "ខ")
    person = staff(store, "សុខ", one, "head", from_date="2020")
    with store.transaction("x") as t:
        t.add(Position(person=person.id, organisation=two.id, from_date="2022"))
    hats = positions_of(store, person.id)
    assert [body.name_km if body else "" for _position, body in hats] == ["ខ", "ក"]


def test_a_position_cannot_end_before_it_began(store: Store) -> None:
    body = organisation(store, "ក")
    person = staff(store, "សុខ", body, "head", from_date="2020-05")
    ((position, _body),) = positions_of(store, person.id)
    with pytest.raises(UserError):
        end_position(store, position, "2020-04-30")
    end_position(store, position, "2020-05-01")
    assert positions_of(store, person.id)[0][0].to_date == "2020-05-01"


def test_consent_moves_an_organisation_into_the_network_and_back(store: Store) -> None:
    body = organisation(store, "ក")
    assert body.scope == "hub/02"
    set_consent(store, body, consent=True)
    assert find_organisations(store)[0].scope == "network"
    set_consent(store, find_organisations(store)[0], consent=False)
    assert find_organisations(store)[0].scope == "hub/02"


def test_the_same_organisation_is_known_by_code_and_by_name(store: Store) -> None:
    body = organisation(store, "អង្គការ ក", name_en="Action A", place="0208")
    with store.reading() as reading:
        everything = known(reading)
    for again in (
        Organisation(code="btb-0001"),
        Organisation(name_km="អង្គការ  ក"),
        Organisation(name_en="ACTION A", place="020801"),
    ):
        match = same_organisation(everything, again)
        assert match
        assert match.record == body.id
        assert match.certain


def test_the_same_name_in_another_district_is_only_a_suspicion(store: Store) -> None:
    organisation(store, "សមាគមស្ត្រី", place="0208")
    with store.reading() as reading:
        everything = known(reading)
    match = same_organisation(everything, Organisation(name_km="សមាគមស្ត្រី", place="0201"))
    assert match
    assert not match.certain
    assert same_organisation(everything, Organisation(name_km="អ្វីផ្សេង")) is None


def test_the_same_phone_alone_is_only_a_suspicion(store: Store) -> None:
    organisation(store, "ក", phones=("+85512345678",))
    with store.reading() as reading:
        everything = known(reading)
    match = same_organisation(everything, Organisation(name_km="ខ", phones=("+85512345678",)))
    assert match
    assert not match.certain
    assert match.by == "phone"


def test_the_same_person_needs_more_than_the_name(store: Store) -> None:
    body = organisation(store, "ក")
    person = staff(store, "សុខ ចាន់ថា", body, "head", sex="F", phones=("+85512345678",))
    with store.reading() as reading:
        everything = known(reading)
    by_phone = same_person(everything, Person(name_km="សុខ ចាន់ថា", phones=("+85512345678",)))
    at_work = same_person(everything, Person(name_km="សុខ ចាន់ថា"), body.id)
    elsewhere = same_person(everything, Person(name_km="សុខ ចាន់ថា", phones=("+85599999999",)))
    a_man = same_person(everything, Person(name_km="សុខ ចាន់ថា", sex="M"), body.id)
    assert by_phone
    assert by_phone.certain
    assert by_phone.record == person.id
    assert at_work
    assert at_work.certain
    assert elsewhere
    assert not elsewhere.certain
    assert a_man is None


def test_the_name_in_latin_letters_and_the_phone_are_the_same_person(store: Store) -> None:
    body = organisation(store, "ក")
    staff(store, "សុខ ចន្ថា", body, "head", phones=("+85512345678",))
    with store.reading() as reading:
        everything = known(reading)
    match = same_person(everything, Person(name_en="Sok Chantha", phones=("+85512345678",)))
    assert match
    assert match.certain
    assert match.by == "sound"
