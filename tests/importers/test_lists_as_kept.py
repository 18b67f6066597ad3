"""Lists as secretariats keep them: what each test puts in is what must be found, to the last row."""

import datetime as dt
from typing import Any

import pytest
from list_files import sheet_of

from cso_desk.importers.preview import SheetReading, read_sheet

Merged = tuple[tuple[int, int, int, int], ...]


def reading(rows: list[list[Any]], merged: Merged = ()) -> SheetReading:
    return read_sheet(sheet_of(rows, merged))


def records(found: SheetReading) -> list[int]:
    return [row["_row"] for row in found.rows]


def why(found: SheetReading) -> dict[int, str]:
    return {skipped.row: skipped.why for skipped in found.skipped}


def meanings(found: SheetReading) -> list[str]:
    return [column.meaning for column in found.columns]


def people(first: int, count: int) -> list[list[Any]]:
    return [[n, f"សុខ {n}", "ស", "សមាជិក", f"0123456{n:02}"] for n in range(first, first + count)]


PEOPLE = ["ល.រ", "ឈ្មោះ", "ភេទ", "តួនាទី", "លេខទូរស័ព្ទ"]


@pytest.mark.parametrize(
    ("one", "two", "area"),
    [
        (["I", "ស្រុកសំឡូត"], ["II", "ស្រុកបវេល"], "ស្រុកសំឡូត"),
        (["A", "Samlout District"], ["B", "Bavel District"], "Samlout District"),
        (["Samlout District", "", "", "3 NGOs"], ["Bavel District", "", "", "3 NGOs"], "Samlout District"),
    ],
)
def test_headings_with_an_enumerator_or_a_count_are_sections(
    one: list[Any], two: list[Any], area: str
) -> None:
    found = reading([PEOPLE, one, *people(1, 3), two, *people(4, 3)])
    assert records(found) == [3, 4, 5, 7, 8, 9]
    assert [row["district"] for row in found.rows[:1]] == [area]
    assert found.rows[3]["district"] == two[0] if len(two) > 2 else two[1]


def test_one_and_two_are_headings_where_records_are_counted_one_point_one() -> None:
    rows: list[list[Any]] = [["ល.រ", "ឈ្មោះអង្គការ", "តំណាង", "ទូរស័ព្ទ"]]
    for group, place in enumerate(("ក្រុងតាខ្មៅ", "ស្រុកកៀនស្វាយ"), 1):
        rows.append([group, place])
        rows += [[f"{group}.{n}", f"អង្គការ {n}{group}", f"សុខ {n}", f"01234567{n}"] for n in range(1, 4)]
    found = reading(rows)
    assert records(found) == [3, 4, 5, 7, 8, 9]
    assert found.rows[4]["district"] == "ស្រុកកៀនស្វាយ"


def test_two_columns_have_sections_named_after_places() -> None:
    found = reading(
        [["Organization", "Phone"], ["Bavel District"], ["Lotus", "012345678"], ["Sun", "012345679"],
         ["Sangkae District"], ["Moon", "012345670"], ["Star", "012345671"]]
    )  # fmt: skip
    assert records(found) == [3, 4, 6, 7]
    assert found.rows[2]["district"] == "Sangkae District"


def test_every_section_may_have_its_own_header_and_the_first_ones_heading_is_a_title() -> None:
    header = ["No", "Organisation", "Contact", "Phone"]
    rows: list[list[Any]] = [["Contacts"]]
    for place in ("Bavel District", "Sangkae District"):
        rows += [[place], header]
        rows += [[n, f"Lotus {place} {n}", f"Sok {n}", f"01234567{n}"] for n in (1, 2, 3)]
    found = reading(rows)
    assert found.header_rows == [3]
    assert [row["district"] for row in found.rows] == ["Bavel District"] * 3 + ["Sangkae District"] * 3
    assert why(found)[8] == "repeated_header"


@pytest.mark.parametrize("mark", ["Page 1", "ទំព័រទី១", "- 2 -", "3/3", "Page 1 of 3"])
def test_page_numbers_are_no_sections(mark: str) -> None:
    found = reading([PEOPLE, *people(1, 3), ["", "", mark], *people(4, 3)])
    assert records(found) == [2, 3, 4, 6, 7, 8]
    assert (why(found), found.carried_down) == ({5: "note"}, [])


def test_a_long_notice_is_no_heading() -> None:
    notice = "Participants who joined online are marked below and did not sign this list:"
    found = reading([PEOPLE, *people(1, 3), [notice], *people(4, 3)])
    assert why(found) == {5: "note"}


def test_rows_that_break_a_total_down_belong_to_it() -> None:
    found = reading([PEOPLE, *people(1, 3), ["", "សរុប", "៣ នាក់"], ["", "ស្រី", "២ នាក់"], ["", "ភាគរយ", "៦៦%"]])
    assert why(found) == {5: "total", 6: "total", 7: "total"}


def test_a_pivot_table_says_total_at_the_end() -> None:
    rows = [
        ["Province", "District", "Families", "Women"], ["Kampot", "Chhuk", 3, 1], ["", "Kampong Trach", 4, 2],
        ["Kampot Total", "", 7, 3],
        ["Takeo", "Bati", 5, 2], ["", "Tram Kak", 1, 1], ["Takeo Total", "", 6, 3],
    ]  # fmt: skip
    found = reading(rows)
    assert records(found) == [2, 3, 5, 6]
    assert [row["province"] for row in found.rows] == ["Kampot", "Kampot", "Takeo", "Takeo"]


def test_signatures_without_a_gap_are_no_records() -> None:
    signed = [["Seen and approved by", "", "", "Prepared by"], ["Director", "", "", "Secretary"], []]
    found = reading([PEOPLE, *people(1, 4), *signed, ["Sok Vanna", "", "", "Chea Srey"]])
    assert records(found) == [2, 3, 4, 5]
    rows = [["Name", "Sex", "Position", "Phone"]]
    rows += [[f"Sok {n}", "M", "Officer", f"01234567{n}"] for n in range(6)]
    found = reading([*rows, [], ["Prepared by", "", "Approved by"], ["Sok Vanna", "", "Chea Srey"]])
    assert records(found) == [2, 3, 4, 5, 6, 7]
    assert why(found)[10] == "footer"


def test_a_khmer_and_an_english_header_row_are_one_header() -> None:
    rows = [
        ["Members"], ["ល.រ", "អង្គការ", "ខេត្ត", "ទូរស័ព្ទ"], ["No", "Organization", "Province", "Phone"],
        [1, "អង្គការ ក", "បាត់ដំបង", "012345678"], [2, "អង្គការ ខ", "បាត់ដំបង", "012345679"],
    ]  # fmt: skip
    found = reading(rows)
    assert found.header_rows == [2, 3]
    assert meanings(found) == ["no", "org_km", "province", "phones"]


def test_a_title_a_bit_to_the_right_is_above_no_column() -> None:
    title = ["", "", "Members of 2024, updated by Srey", "", ""]
    heads = ["No", "Organisation", "Type", "District", "Phone"]
    rows = [[number, f"Hope {number}", "NGO", "Banan", f"01234567{number}"] for number in range(1, 5)]
    found = reading([title, heads, *rows], ((0, 2, 0, 4),))
    assert found.header_rows == [2]
    assert [column.header for column in found.columns] == heads


def test_a_header_that_is_merged_over_an_empty_second_row_has_both() -> None:
    rows = [["No", "Name", "Phone"], [], [1, "Sok", "012345678"], [2, "Dara", "012345679"]]
    found = reading(rows, ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2)))
    assert found.header_rows == [1, 2]


def test_a_column_of_names_without_a_header_loses_no_name() -> None:
    names = ["សុខ វណ្ណា", "ជា ស្រីមុំ", "លី ហេង", "កែវ ពិសី"]
    assert [row["name"] for row in reading([[name] for name in names]).rows] == names
    found = reading([["ឈ្មោះ"], *[[name] for name in names]])
    assert (found.header_rows, len(found.rows)) == ([1], 4)


def test_signature_columns_of_several_days_are_signatures() -> None:
    rows = [[*PEOPLE, "ហត្ថលេខា", ""], ["", "", "", "", "", "ថ្ងៃទី១", "ថ្ងៃទី២"], *people(1, 3)]
    merged = (*((0, column, 1, column) for column in range(5)), (0, 5, 0, 6))
    found = reading(rows, merged)
    assert meanings(found)[5:] == ["signature", "signature"]


def test_the_number_column_of_a_very_long_list_is_known() -> None:
    rows = [["ល.រ", "ឈ្មោះ", "ភេទ"], *[[n, f"សុខ {n}", "ស"] for n in range(1, 5_001)], ["សរុប", "៥០០០"]]
    found = reading(rows)
    assert len(found.rows) == 5_000
    assert why(found) == {5_002: "total"}


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("12-13/03/2024", "2024-03-12", "2024-03-13"),
        ("ថ្ងៃទី០៣-០៥ ខែមេសា ឆ្នាំ២០២៤", "2024-04-03", "2024-04-05"),
        ("30 Sep - 2 Oct 2024", "2024-09-30", "2024-10-02"),
        ("March 12-14, 2024", "2024-03-12", "2024-03-14"),
        ("ចាប់ពីថ្ងៃទី០៣ ដល់ថ្ងៃទី០៥ ខែមេសា ឆ្នាំ២០២៤", "2024-04-03", "2024-04-05"),
        ("12/03/2024", "2024-03-12", None),
        (45363, "2024-03-12", None),
        (dt.date(2024, 3, 12), "2024-03-12", None),
    ],
)
def test_meetings_of_several_days_have_a_first_and_a_last(cell: Any, first: str, last: str | None) -> None:
    header = ["No", "Meeting", "Date", "Venue", "Total", "Female"]
    found = reading([header, *[[n, f"Meeting {n}", cell, "Office", 20, 8] for n in (1, 2, 3)]])
    assert found.purpose == "meetings"
    assert (found.rows[0]["date"], found.rows[0].get("date_end")) == (first, last)


@pytest.mark.parametrize(
    ("cell", "km", "en", "acronym"),
    [
        ("Water and Life / អង្គការទឹក", "អង្គការទឹក", "Water and Life", None),
        ("អង្គការទឹក\nWater and Life", "អង្គការទឹក", "Water and Life", None),
        ("អង្គការទឹក (WAL)", "អង្គការទឹក", None, "WAL"),
        ("អង្គការទឹក (Water and Life)", "អង្គការទឹក", "Water and Life", None),
        ("NGO Forum (Cambodia)", None, "NGO Forum (Cambodia)", None),
        ("អង្គការ CARE", "អង្គការ CARE", None, None),
    ],
)
def test_a_name_in_two_languages_and_an_acronym_in_brackets_are_parted(
    cell: str, km: str | None, en: str | None, acronym: str | None
) -> None:
    rows = [["No", "Organisation", "Phone"], [1, cell, "012345678"], [2, cell + " 2", "012345679"]]
    first = reading(rows).rows[0]
    assert (first.get("org_km"), first.get("org_en"), first.get("acronym")) == (km, en, acronym)


def test_an_acronym_in_brackets_never_replaces_that_of_its_own_column() -> None:
    rows = [["No", "Organisation", "Acronym", "Phone"], [1, "Water (WAL)", "WTR", "012345678"]]
    first = reading(rows).rows[0]
    assert (first["org_en"], first["acronym"]) == ("Water (WAL)", "WTR")


def test_headers_are_read_by_what_the_list_is_for_and_what_the_cells_hold() -> None:
    rows = [["#", "Title", "Name", "Position"], [1, "Mr.", "Sok", "Officer"], [2, "Ms.", "Ny", "Officer"]]
    assert meanings(reading(rows))[1] == "sex"
    rows = [["No", "Title", "Author", "Publisher", "Copies", "Type"], [1, "Law", "Sok", "UNDP", 2, "Book"]]
    assert meanings(reading(rows))[5] == "doc_kind"
    rows = [["ល.រ", "អង្គការ", "ប្រធាន", "ទូរស័ព្ទ"], [1, "អង្គការ ក", "សុខ ដារ៉ា", "012345678"]]
    assert meanings(reading(rows))[2] == "contact"
    rows = [["ល.រ", "ភូមិ", "ចំនួនគ្រួសារ", "ស្រី"], [1, "ថ្មី", 10, 25], [2, "អូរ", 11, 26]]
    assert "total" not in meanings(reading(rows))


def test_texts_under_a_strange_header_are_no_names_and_a_list_of_nothing_known_is_no_library() -> None:
    found = reading([["Wibble", "Wobble"], ["Alpha beta", 3.5], ["Gamma delta", 4.5], ["Omega", 5.5]])
    assert (meanings(found), found.purpose) == (["", ""], "people")


def test_ditto_marks_may_stand_between_dashes() -> None:
    rows = [
        ["ឈ្មោះអង្គការ", "ស្រុក", "ទូរស័ព្ទ"],
        ["អង្គការ ក", "បវេល", "012345678"],
        ["អង្គការ ខ", "—//—", "012345679"],
    ]
    assert reading(rows).rows[1]["district"] == "បវេល"


def test_a_phone_that_another_program_wrote_with_a_power_of_ten_is_read() -> None:
    rows = [
        ["No", "Name", "Phone"],
        [1, "Sok", "1.2345678E7"],
        [2, "Ny", "012345679"],
        [3, "Ra", "012345670"],
    ]
    assert reading(rows).rows[0]["phones"] == ["+85512345678"]
