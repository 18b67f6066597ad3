from typing import Any

import pytest
from list_files import sheet_of

from cso_desk.importers.columns import correct, header_signature, recognise
from cso_desk.importers.preview import SheetReading, read_sheet
from cso_desk.importers.table_finding import find_table
from cso_desk.importers.vocabulary import all_meanings, header_meanings


def reading(*rows: list[Any]) -> SheetReading:
    return read_sheet(sheet_of(rows))


def meanings(*rows: list[Any]) -> list[str]:
    return [column.meaning for column in reading(*rows).columns]


def test_every_word_of_the_vocabulary_means_what_its_line_says() -> None:
    assert header_meanings("លេខទូស័ព្ទ")["phones"] == 1.0
    assert header_meanings("  TEL. No ")["phones"] == 1.0
    assert header_meanings("ស្រុក / District")["district"] >= 0.9
    assert header_meanings("Telefone number")["phones"] >= 0.6
    assert not header_meanings("xyz")
    assert {"org", "phones", "sex", "title", "isbn"} <= set(all_meanings())


def test_misspelt_and_mixed_headers_are_recognised() -> None:
    assert meanings(
        ["ល.រ", "គោតនាម និងនាម", "ភេត", "លេខទូសព្ទ", "អុីម៉ែល"],
        ["១", "សុខ ដារ៉ា", "ប", "012345678", "a@b.co"],
        ["២", "ជា នី", "ស", "012345679", ""],
    ) == ["no", "name", "sex", "phones", "email"]


def test_one_word_means_what_the_cells_below_it_are() -> None:
    rows = [
        ["Contact", "Organisation"],
        ["012345678", "Lotus Organization"],
        ["012345679", "Sun Association"],
    ]
    assert meanings(*rows)[0] == "phones"
    rows = [["Contact", "Organisation"], ["Sok Dara", "Lotus Organization"], ["Chea Ny", "Sun Association"]]
    assert meanings(*rows)[0] == "contact"


def test_two_columns_of_one_thing_are_told_apart_by_header_or_by_script() -> None:
    rows = [["ល.រ", "ឈ្មោះ", "ឈ្មោះឡាតាំង", "ភេទ"], [1, "សុខ ដារ៉ា", "SOK DARA", "ប"], [2, "ជា នី", "CHEA NY", "ស"]]
    assert meanings(*rows) == ["no", "name_km", "name_en", "sex"]
    rows = [
        ["Organisation", "Name of NGO", "Tel"],
        ["អង្គការ ក", "Lotus", "012345678"],
        ["អង្គការ ខ", "Sun", "012345679"],
    ]
    assert meanings(*rows) == ["org_km", "org_en", "phones"]


def test_columns_without_a_header_are_recognised_by_their_cells() -> None:
    rows = [[1, "សុខ ដារ៉ា", "ប", "012345678"], [2, "ជា នី", "ស", "012345679"], [3, "កែវ នី", "ស", "010345679"]]
    assert meanings(*rows) == ["no", "name", "sex", "phones"]


def test_a_column_of_women_is_a_tick_in_a_list_of_people_and_a_number_in_a_list_of_meetings() -> None:
    people = reading(
        ["ល.រ", "ឈ្មោះ", "ប", "ស", "ហត្ថលេខា"], [1, "សុខ ដារ៉ា", "✓", "", ""], [2, "ជា នី", "", "✓", ""]
    )
    assert [row["sex"] for row in people.rows] == ["M", "F"]
    assert people.purpose == "attendance"
    meetings = reading(
        ["ប្រធានបទប្រជុំ", "កាលបរិច្ឆេទ", "ទីកន្លែង", "ចំនួនអ្នកចូលរួម", "ស្រី"],
        ["ប្រជុំត្រីមាស", "12/03/2024", "សាលាខេត្ត", "៣០នាក់", "១២នាក់"],
        ["ប្រជុំបណ្តាញ", "12/04/2024", "សាលាខេត្ត", "20", "25"],
    )
    assert [(row["total"], row["female"]) for row in meetings.rows] == [(30, 12), (20, 25)]
    assert meetings.purpose == "meetings"
    assert [(problem.row, problem.column, problem.severity) for problem in meetings.problems] == [
        (3, "E", "error")
    ]


def test_a_year_above_names_is_not_believed() -> None:
    assert meanings(["Year", "2020", "2021"], ["Timber", 5, 6], ["Paper", 7, 8], ["Iron", 9, 9])[0] != "year"


@pytest.mark.parametrize(
    ("header", "cells", "purpose"),
    [
        (["Title", "Author", "ISBN", "Copies"], ["Handbook", "Sok", "978-1", 3], "library"),
        (["Meeting title", "Date", "Venue", "Total", "Female"], ["Q1", "1/2/2024", "Hall", 9, 3], "meetings"),
        (["Name of NGO", "Acronym", "Contact person", "Tel"], ["Lotus", "LO", "Sok", "012345678"], "members"),
        (["Name", "Sex", "Age", "Village"], ["Sok", "M", 30, "Ou Ta Ki"], "people"),
        (["Name", "Sex", "Position", "Signature"], ["Sok", "M", "Chief", ""], "attendance"),
    ],
)
def test_what_a_list_is_for_is_guessed(header: list[str], cells: list[Any], purpose: str) -> None:
    assert reading(header, cells, cells).purpose == purpose


def test_corrections_win_and_take_the_meaning_from_the_other_column() -> None:
    table = find_table(sheet_of([["Name", "Alias", "Sex"], ["Sok", "Dara", "M"], ["Ny", "Srey", "F"]]))
    assert table is not None
    found, _purpose = recognise(table)
    corrected = correct(found, {"B": "name", "C": ""})
    assert [one.meaning for one in corrected] == ["", "name", ""]
    assert [one.corrected for one in corrected] == [False, True, True]


def test_the_signature_of_a_header_does_not_depend_on_rows_or_writing() -> None:
    def signature(header: list[str], *rows: list[Any]) -> str:
        table = find_table(sheet_of([header, *rows]))
        assert table is not None
        return header_signature(table)

    one = signature(["Name", "Sex"], ["Sok", "M"])
    assert one == signature(["NAME ", "sex"], ["Dara", "M"], ["Ny", "F"])
    assert one != signature(["Name", "Age"], ["Sok", 3])
