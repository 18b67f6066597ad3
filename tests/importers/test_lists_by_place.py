"""Lists that are ordered by place: a column or a sheet for each district, named after it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from list_files import sheet_of

from cso_desk.importers.preview import SheetReading, read_list, read_sheet

BODIES = [
    ["Samaki Farmers Association", "Bamboo Youth Association", "Bavel Women Network"],
    ["Women for Peace Group", "Light of Hope Organisation", "Children First Organisation"],
    ["Rural Health Organisation", "Phnom Sampov Farmers Group", ""],
]


def placed(found: SheetReading) -> dict[str, str]:
    return {row.get("org") or row["name"]: row["district_code"] for row in found.rows}


@pytest.mark.parametrize("above", [[], [["Institutions by district, 2026"], []]])
def test_names_below_places_are_records_of_these_places(above: list[list[Any]]) -> None:
    found = read_sheet(sheet_of([*above, ["Battambang", "Banan", "Bavel"], *BODIES]))
    assert found.purpose == "members"
    assert placed(found) == {
        **dict.fromkeys((row[0] for row in BODIES), "0203"),
        **dict.fromkeys((row[1] for row in BODIES), "0201"),
        **dict.fromkeys((row[2] for row in BODIES[:2]), "0204"),
    }


def test_people_below_khmer_places_are_people() -> None:
    rows = [["ស្រុកបាណន់", "ស្រុកបវេល"], ["សុខ ចន្ថា", "កែវ សុភា"], ["ជា សុវណ្ណ", "ម៉ៅ ដារ៉ា"]]
    found = read_sheet(sheet_of(rows))
    assert found.purpose == "people"
    assert placed(found)["កែវ សុភា"] == "0204"
    assert found.records == 4


@pytest.mark.parametrize(
    "rows",
    [
        [["Banan", "Bavel"], [12, 15], [13, 18]],
        [["Banan", "Banan"], ["Samaki Group", "Light Group"], ["Hope Group", "Rice Group"]],
        [["Name", "Banan", "Bavel"], ["Samaki Group", "x", "x"], ["Light Group", "x", ""]],
    ],
)
def test_places_above_figures_ticks_or_one_another_are_no_lists_of_names(rows: list[list[Any]]) -> None:
    found = read_sheet(sheet_of(rows))
    assert not any(column.header == "District" for column in found.columns)


def test_the_name_of_a_sheet_is_the_district_of_its_rows_unless_they_say_another(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, rows in {
        "ស្រុកបាណន់": [["No", "Institution"], [1, "Samaki Association"], [2, "Light Organisation"]],
        "Bavel": [["Institution", "District"], ["Rice Association", "Banan"], ["Hope Organisation", ""]],
        "Members": [["No", "Institution"], [1, "Peace Association"], [2, "Water Organisation"]],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "districts.xlsx")
    found = {each.name: each for each in read_list(tmp_path / "districts.xlsx")}
    assert set(placed(found["ស្រុកបាណន់"]).values()) == {"0201"}
    assert placed(found["Bavel"])["Rice Association"] == "0201"
    assert placed(found["Bavel"])["Hope Organisation"] == "0204"
    assert not any("district" in row for row in found["Members"].rows)
