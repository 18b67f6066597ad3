"""Places of several levels in one cell: village, commune and district are found, in either order."""

from typing import Any

import pytest
from list_files import sheet_of

from cso_desk.importers.place_lines import address_place, place_of_line
from cso_desk.importers.preview import SheetReading, read_sheet
from cso_desk.places.gazetteer import show_place


@pytest.mark.parametrize(
    ("line", "place", "says_more"),
    [
        ("ភូមិព្រែកមហាទេព សង្កាត់ស្វាយប៉ោ ក្រុងបាត់ដំបង", "Prek MohaTep", False),
        ("អូរដា-អូរដា-កំរៀង", "Ou Da Village", False),
        ("ភ្នំព្រឹក - ភ្នំព្រឹក", "Phnum Proek Commune", False),
        ("Battambang/Thma Koul/Ta Pung", "Ta Pung Commune", False),
        ("BTB / Bavel / Khnach Romeas", "Khnach Romeas Commune", False),
        ("Village 99, Prek Norint commune, Ek Phnom district", "Preaek Norint Commune", True),
        ("House 12, Street 3, Sangkat Svay Por, Krong Battambang", "Svay Por Sangkat", True),
        ("ភូមិដែលគ្មាន ឃុំដែលគ្មាន ស្រុកឯកភ្នំ", "Aek Phnum District", True),
    ],
)
def test_the_smallest_place_of_a_line_is_found_in_those_it_names_with_it(
    line: str, place: str, says_more: bool
) -> None:
    code, more = place_of_line(line, "02")
    assert show_place(code, "en").startswith(place)
    assert more is says_more


@pytest.mark.parametrize(
    "line",
    [
        "ស្រុកបាណន់ ស្រុកថ្មគោល",
        "Banan - Thma Koul",
        "Banan district, Thma Koul district",
        "Street 3, Battambang",
        "x",
    ],
)
def test_two_places_side_by_side_are_not_one(line: str) -> None:
    assert place_of_line(line, "02") == ("", False)


def test_an_address_has_a_place_where_it_says_what_sort_of_place_each_is() -> None:
    assert address_place("Sangkat Svay Por, Krong Battambang") == "020310"
    assert address_place("Bavel Guesthouse, Battambang") == ""


def only(*columns: str, cells: tuple[Any, ...]) -> tuple[SheetReading, dict[str, Any]]:
    found = read_sheet(
        sheet_of([["No", "Organisation", *columns], *([n, f"Hope {n}", *cells] for n in (1, 2))])
    )
    return found, found.rows[0]


def test_what_a_line_says_beyond_its_place_goes_to_the_notes() -> None:
    found, row = only("District", cells=("ភូមិដែលគ្មាន ឃុំតាសាញ ស្រុកសំឡូត",))
    assert row["commune_code"] == "020907"
    assert row["_unread"] == {"district": "ភូមិដែលគ្មាន ឃុំតាសាញ ស្រុកសំឡូត"}
    assert not found.problems


def test_a_district_below_a_header_of_several_levels_is_known() -> None:
    found, row = only("Province/District/Commune", cells=("Banan",))
    assert row["district_code"] == "0201"
    assert not found.problems


def test_an_address_completes_a_province_and_contradicts_none() -> None:
    address = "ភូមិព្រែកមហាទេព សង្កាត់ស្វាយប៉ោ ក្រុងបាត់ដំបង"
    assert only("Province", "Address", cells=("Battambang", address))[1]["village_code"] == "02031001"
    assert only("Address", cells=(address,))[1]["district_code"] == "0203"
    elsewhere = only("Province", "Address", cells=("Kampot", address))[1]
    assert elsewhere["province_code"] == "07"
    assert "district_code" not in elsewhere
