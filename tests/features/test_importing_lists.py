"""Lists become records: nothing twice, nothing lost, everything as one step."""

from pathlib import Path

import pytest

from cso_desk.catalog import plan_import, run_import
from cso_desk.errors import CancelledError, UserError
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.library.service import counts_by_kind
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service import (
    attendance_rows,
    invite,
    meeting_totals,
    plan_meeting,
)
from cso_desk.features.members.importing import ImportReport
from cso_desk.features.members.record import (
    Organisation,
    Person,
    Position,
)
from cso_desk.features.members.service import (
    add_organisation,
    add_person_with_position,
    find_organisations,
    find_people,
)
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.store.store import Store
from cso_desk.wording import use_language

MEMBERS = """ល.រ,ឈ្មោះអង្គការ,Organization name,អក្សរកាត់,អ្នកតំណាង,ភេទ,តួនាទី,លេខទូរស័ព្ទ,ស្រុក,អ៊ីមែល
១,អង្គការផ្កាឈូក,Lotus Organization,LO,សុខ ចាន់ថា,ស,នាយិកា,012 345 678,ថ្មគោល,lotus@example.org
២,សមាគមកសិករ,Farmers Association,FA,មាស ដារា,ប,ប្រធាន,០៩២ ៣៤៥ ៦៧៩,ឯកភ្នំ,farm@example.org
៣,សហគមន៍នេសាទ,Fishery Community,FC,ហេង សុភា,ស,ប្រធាន,011 222 333,ឯកភ្នំ,
"""
PEOPLE = """ល.រ,គោត្តនាម-នាម,ភេទ,អាយុ,តួនាទី,ស្ថាប័ន,លេខទូរស័ព្ទ,ជនពិការ
១,សុខ ចាន់ថា,ស,20,នាយិកា,អង្គការផ្កាឈូក,012 345 678,
២,មាស ដារា,ប,50,ប្រធាន,សមាគមកសិករ,092 345 679,✓
៣,កែវ វិចិត្រ,ប,25,សមាជិក,សហគមន៍ថ្មី,011 222 444,
"""
LIBRARY = """ល.រ,ប្រភេទឯកសារ,លេខ,ចំណងជើង,ថ្ងៃចុះហត្ថលេខា,ស្ថាប័នចេញផ្សាយ,ភាសា,ចំនួនច្បាប់
១,ច្បាប់,នស/រកម/០៨១៥/០០៩,ច្បាប់ស្តីពីសមាគម,១២/០៨/២០១៥,រដ្ឋសភា,ខ្មែរ,2
២,Law,NS/RKM/0815/009,Law on Associations,12/08/2015,National Assembly,English,1
៣,អនុក្រឹត្យ,១៨២ អនក្រ.បក,អនុក្រឹត្យស្តីពីការផ្ទេរមុខងារ,02/12/2019,រាជរដ្ឋាភិបាល,ខ្មែរ,1
៤,ច្បាប់,នស/រកម/0815/009,ច្បាប់ស្តីពី សមាគម,2015-08-12,រដ្ឋសភា,ខ្មែរ,1
"""


def reading(tmp_path: Path, text: str, purpose: str) -> SheetReading:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    (found,) = read_list(path, purpose=purpose)  # type: ignore[arg-type]
    assert found.purpose == purpose
    return found


def steps(store: Store) -> list[tuple[str, str]]:
    with store.reading() as look:
        return [
            (row[0], row[1])
            for row in look.connection.exec_driver_sql("SELECT kind, label FROM step ORDER BY no")
        ]


def test_planning_writes_nothing(store: Store, tmp_path: Path) -> None:
    plan = plan_import(store, reading(tmp_path, MEMBERS, "members"))
    assert (plan.count("create"), plan.count("update"), plan.count("skip")) == (3, 0, 0)
    assert find_organisations(store) == []
    assert steps(store) == []


def test_members_become_organisations_people_and_positions_in_one_step(store: Store, tmp_path: Path) -> None:
    report = run_import(store, plan_import(store, reading(tmp_path, MEMBERS, "members")))
    assert report.created == {"organisation": 3, "person": 3, "position": 3}
    assert [kind for kind, _label in steps(store)] == ["import"]
    lotus = next(each for each in find_organisations(store) if each.acronym == "LO")
    assert (lotus.name_km, lotus.name_en, lotus.kind, lotus.place) == (
        "អង្គការផ្កាឈូក",
        "Lotus Organization",
        "ngo",
        "0202",
    )
    with store.reading() as look:
        (position,) = look.all(Position, look.table(Position).c.organisation == lotus.id)
        person = look.get(Person, position.person)
    assert person
    assert (person.name_km, person.sex, person.phones) == ("សុខ ចាន់ថា", "F", ("+85512345678",))
    assert (position.title_km, position.role) == ("នាយិកា", "representative")
    assert {each.kind for each in find_organisations(store)} == {"ngo", "association", "cbo"}


def test_the_same_list_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    for purpose, text in (("members", MEMBERS), ("people", PEOPLE), ("library", LIBRARY)):
        run_import(store, plan_import(store, reading(tmp_path, text, purpose)))
    before = steps(store)
    for purpose, text in (("members", MEMBERS), ("people", PEOPLE), ("library", LIBRARY)):
        plan = plan_import(store, reading(tmp_path, text, purpose))
        assert plan.count("create") == 0
        report = run_import(store, plan)
        assert (report.created, report.changed) == ({}, {})
    assert len(steps(store)) <= len(before) + 3


def test_what_is_empty_is_filled_and_what_is_there_stays_unless_the_list_may_win(
    store: Store, tmp_path: Path
) -> None:
    add_organisation(store, Organisation(name_km="អង្គការផ្កាឈូក", acronym="OLD", place="0202"))
    found = reading(tmp_path, MEMBERS, "members")
    report = run_import(store, plan_import(store, found))
    lotus = find_organisations(store, "ផ្កាឈូក")[0]
    assert (lotus.acronym, lotus.email) == ("OLD", "lotus@example.org")
    assert report.changed == {"organisation": 1}
    run_import(store, plan_import(store, found, existing="update"))
    assert find_organisations(store, "ផ្កាឈូក")[0].acronym == "LO"


def test_who_is_there_is_left_out_where_that_was_asked(store: Store, tmp_path: Path) -> None:
    add_organisation(store, Organisation(name_km="អង្គការផ្កាឈូក", place="0202"))
    plan = plan_import(store, reading(tmp_path, MEMBERS, "members"), existing="skip")
    assert [row.action for row in plan.rows] == ["skip", "create", "create"]
    report = run_import(store, plan)
    assert (report.created["organisation"], report.changed, report.skipped) == (2, {}, 1)


def test_a_person_may_decide_otherwise_before_the_plan_is_run(store: Store, tmp_path: Path) -> None:
    add_organisation(store, Organisation(name_km="អង្គការផ្កាឈូក", place="0202"))
    plan = plan_import(store, reading(tmp_path, MEMBERS, "members"))
    plan.rows[0].action, plan.rows[1].action = "create", "skip"
    run_import(store, plan)
    assert sorted(each.name_km for each in find_organisations(store)) == [
        "សហគមន៍នេសាទ",
        "អង្គការផ្កាឈូក",
        "អង្គការផ្កាឈូក",
    ]


def test_a_suspicion_is_told_and_can_be_confirmed(store: Store, tmp_path: Path) -> None:
    other = add_organisation(store, Organisation(name_km="អង្គការផ្កាឈូក", place="0201"))
    plan = plan_import(store, reading(tmp_path, MEMBERS, "members"))
    row = plan.rows[0]
    assert (row.action, row.existing) == ("create", other.id)
    assert other.code in row.problems[0]
    row.action = "update"
    run_import(store, plan)
    assert len(find_organisations(store, "ផ្កាឈូក")) == 1


def test_one_organisation_with_two_contacts_is_one(store: Store, tmp_path: Path) -> None:
    text = MEMBERS + "៤,អង្គការផ្កាឈូក,Lotus Organization,LO,កែវ សុខា,ប,គណនេយ្យករ,015 111 222,ថ្មគោល,\n"
    plan = plan_import(store, reading(tmp_path, text, "members"))
    assert (plan.rows[3].action, plan.rows[3].existing) == ("update", plan.rows[0].payload.organisation.id)
    assert run_import(store, plan).created == {"organisation": 3, "person": 4, "position": 4}


def test_two_rows_of_one_name_and_two_phones_are_asked_about(store: Store, tmp_path: Path) -> None:
    text = PEOPLE + "៤,សុខ ចាន់ថា,ស,20,នាយិកា,អង្គការផ្កាឈូក,012 999 999,\n"
    plan = plan_import(store, reading(tmp_path, text, "people"))
    assert plan.rows[3].action == "create"
    assert plan.rows[3].problems


def test_a_row_without_a_name_is_left_out_and_told(store: Store, tmp_path: Path) -> None:
    text = MEMBERS + "៤,,,,,,ប្រធាន,011 555 666,ថ្មគោល,\n"
    found = reading(tmp_path, text, "members")
    found.rows.append({"_row": 99, "phones": ["+85511555666"]})
    plan = plan_import(store, found)
    assert plan.rows[-1].action == "skip"
    assert 99 in [row for row, _problem in plan.problems]


def test_a_cell_that_was_not_understood_is_kept_in_the_notes(store: Store, tmp_path: Path) -> None:
    text = PEOPLE.replace("012 345 678", "គ្មានលេខទេ")
    run_import(store, plan_import(store, reading(tmp_path, text, "people")))
    assert "គ្មានលេខទេ" in find_people(store, "ចាន់ថា")[0].notes


def test_an_import_that_is_stopped_leaves_nothing(store: Store, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == total:
            raise CancelledError

    with pytest.raises(CancelledError):
        run_import(store, plan_import(store, reading(tmp_path, MEMBERS, "members")), stop)
    assert find_organisations(store) == []


def test_an_attendance_list_needs_its_meeting(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        plan_import(store, reading(tmp_path, PEOPLE, "attendance"))


def test_an_attendance_list_marks_the_invited_and_adds_the_rest(store: Store, tmp_path: Path) -> None:
    lotus = add_organisation(store, Organisation(name_km="អង្គការផ្កាឈូក", kind="ngo"))
    person, _position = add_person_with_position(
        store,
        Person(name_km="សុខ ចាន់ថា", sex="F", phones=("+85512345678",)),
        Position(organisation=lotus.id, role="head"),
    )
    meeting = plan_meeting(store, Meeting(title_km="ប្រជុំ", starts="2026-08-05"))
    invite(store, meeting.id, people=[person.id])
    plan = plan_import(store, reading(tmp_path, PEOPLE, "attendance"), meeting=meeting.id)
    report = run_import(store, plan)
    assert report.created == {"organisation": 2, "person": 2, "position": 2, "attendance": 2}
    rows = attendance_rows(store, meeting.id)
    assert [(row.person.name_km, row.attendance.status, row.attendance.walk_in) for row in rows] == [
        ("សុខ ចាន់ថា", "present", False),
        ("មាស ដារា", "present", True),
        ("កែវ វិចិត្រ", "present", True),
    ]
    totals = meeting_totals(store, meeting.id)
    assert (totals.participations, totals.female, totals.youth, totals.disability) == (3, 1, 2, 1)
    assert rows[1].person.birth_year == 1976


def test_the_same_attendance_list_twice_is_one_attendance_each(store: Store, tmp_path: Path) -> None:
    meeting = plan_meeting(store, Meeting(title_km="ប្រជុំ", starts="2026-08-05"))
    found = reading(tmp_path, PEOPLE, "attendance")
    for existing in ("fill", "skip"):
        run_import(store, plan_import(store, found, meeting=meeting.id, existing=existing))  # type: ignore[arg-type]
    with store.reading() as look:
        assert look.count(Attendance) == 3
    assert len(find_people(store)) == 3


def test_a_title_listed_twice_is_one_title_with_more_copies(store: Store, tmp_path: Path) -> None:
    found = reading(tmp_path, LIBRARY, "library")
    plan = plan_import(store, found)
    assert [row.action for row in plan.rows] == ["create", "create", "create", "update"]
    assert all(plan.rows[place].why for place in (1, 3))
    assert run_import(store, plan).created == {"library_title": 3}
    assert counts_by_kind(store) == {"law": (2, 4), "sub_decree": (1, 1)}
    run_import(store, plan_import(store, found, existing="update"))
    assert counts_by_kind(store) == {"law": (2, 4), "sub_decree": (1, 1)}


def test_titles_keep_number_date_and_language(store: Store, tmp_path: Path) -> None:
    run_import(store, plan_import(store, reading(tmp_path, LIBRARY, "library")))
    with store.reading() as look:
        titles = {each.number: each for each in look.all(LibraryTitle)}
    law = titles["NS/RKM/0815/009"]
    assert (law.title_en, law.date_signed, law.languages, law.kind) == (
        "Law on Associations",
        "2015-08-12",
        ("en",),
        "law",
    )


def test_a_list_of_meetings_keeps_its_head_counts(store: Store, tmp_path: Path) -> None:
    text = """No,Meeting title,Date,Venue,Total participants,Number of women
1,Quarterly network meeting,05/08/2025,Provincial hall,60,25
2,Forum,12/09/2025,Hotel,100,40
3,Quarterly network meeting,05/08/2025,Provincial hall,60,25
"""
    found = reading(tmp_path, text, "meetings")
    plan = plan_import(store, found)
    assert [row.action for row in plan.rows] == ["create", "create", "skip"]
    run_import(store, plan)
    with store.reading() as look:
        meetings = look.all(Meeting, order_by=[look.table(Meeting).c.starts])
    assert [(each.total_counted, each.female_counted, each.status) for each in meetings] == [
        (60, 25, "held"),
        (100, 40, "held"),
    ]
    assert run_import(store, plan_import(store, found)).created == {}


def test_what_no_field_of_a_title_or_a_meeting_takes_comes_into_its_notes(
    store: Store, tmp_path: Path
) -> None:
    books = """No,Title,Author,Subject,Donated by,Price
1,Forests of Battambang,Sok Dara,forests; law,CCC,12 USD
2,Rivers of Pursat,Chea Vuthy,water,NGO Forum,8 USD
"""
    run_import(store, plan_import(store, reading(tmp_path, books, "library")))
    meetings = """No,Meeting title,Date,Venue,Budget,Total participants
1,Quarterly network meeting,05/08/2025,Provincial hall,120 USD,60
2,Forum,12/09/2025,Hotel,90 USD,100
"""
    run_import(store, plan_import(store, reading(tmp_path, meetings, "meetings")))
    with store.reading() as look:
        title = next(each for each in look.all(LibraryTitle) if each.title_en.startswith("Forests"))
        meeting = next(each for each in look.all(Meeting) if each.title_en == "Forum")
    assert (title.subjects, title.notes) == (("forests", "law"), "Donated by: CCC\nPrice: 12 USD")
    assert meeting.notes == "Budget: 90 USD"


def _positions(store: Store) -> list[Position]:
    with store.reading() as look:
        return look.all(Position)


FOCAL = """{title},,,,,
ល.រ,គោត្តនាម-នាម,ភេទ,តួនាទី,ស្ថាប័ន,ស្រុក
១,សុខ ចាន់ថា,ស,នាយិកា,អង្គការផ្កាឈូក,ថ្មគោល
២,មាស ដារា,ប,បុគ្គលិក,សមាគមកសិករ,ឯកភ្នំ
"""


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("បញ្ជីឈ្មោះជនបង្គោលរបស់ស្ថាប័ន", "representative"),
        ("បញ្ជីឈ្មោះអ្នកទំនាក់ទំនង", "representative"),
        ("List of focal persons", "representative"),
        ("បញ្ជីឈ្មោះមនុស្ស", "staff"),
    ],
)
def test_the_title_of_a_list_of_people_says_what_they_are(
    store: Store, tmp_path: Path, title: str, role: str
) -> None:
    run_import(store, plan_import(store, reading(tmp_path, FOCAL.format(title=title), "people")))
    roles = {each.title_km: each.role for each in _positions(store)}
    assert roles == {"នាយិកា": role, "បុគ្គលិក": "staff"}


def test_institutions_of_a_list_of_people_stand_in_the_district_of_the_row(
    store: Store, tmp_path: Path
) -> None:
    run_import(store, plan_import(store, reading(tmp_path, FOCAL.format(title="បញ្ជីឈ្មោះ"), "people")))
    places = {each.name_km: each.place for each in find_organisations(store)}
    assert places == {"អង្គការផ្កាឈូក": "0202", "សមាគមកសិករ": "0205"}


def test_a_report_in_khmer_counts_in_khmer_digits() -> None:
    report = ImportReport({"organisation": 12}, {}, 3, ())
    use_language("km")
    try:
        said = report.sentence()
        use_language("en")
        assert "12 records were added" in report.sentence()
    finally:
        use_language("km")
    assert "១២" in said
    assert "៣" in said
    assert not any(digit in said for digit in "0123456789")


def test_a_person_from_another_district_does_not_double_the_institution_or_move_it(
    store: Store, tmp_path: Path
) -> None:
    run_import(store, plan_import(store, reading(tmp_path, MEMBERS, "members")))
    moved = FOCAL.format(title="បញ្ជីឈ្មោះ").replace("ថ្មគោល", "បាណន់")
    found = reading(tmp_path, moved, "people")
    run_import(store, plan_import(store, found, existing="update"))
    assert {each.place for each in find_organisations(store) if each.acronym == "LO"} == {"0202"}
    assert len(find_organisations(store)) == 3


@pytest.mark.parametrize(("text", "purpose"), [(MEMBERS, "members"), (LIBRARY, "library")])
def test_what_was_taken_over_waits_for_no_list_to_be_sorted(
    store: Store, tmp_path: Path, text: str, purpose: str
) -> None:
    run_import(store, plan_import(store, reading(tmp_path, text, purpose)))
    with store.reading() as read:
        assert read.connection.exec_driver_sql("SELECT count(*) FROM stale").scalar_one() == 0
