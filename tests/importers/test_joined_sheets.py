"""Several sheets of a workbook that have the same columns are one list."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from list_files import save_sheets

from cso_desk.errors import UserError
from cso_desk.importers.joined_sheets import TOGETHER
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.wording import _

KHMER = ["ល.រ", "ឈ្មោះអង្គការ", "អ្នកទំនាក់ទំនង", "លេខទូរស័ព្ទ"]
ENGLISH = ["No", "Institution", "Contact", "Phone"]
BY_DISTRICT: Mapping[str, Sequence[Sequence[Any]]] = {
    "ស្រុកបាណន់": [
        ["បញ្ជីសមាជិកស្រុកបាណន់"], [], KHMER, [1, "អង្គការពន្លឺ", "សុខ ដារ៉ា", "012345678"],
        [2, "សមាគមស្ត្រី", "ចាន់ នី", "092111222"], ["សរុប", 2],
    ],
    "ស្រុកបវេល": [KHMER, [1, "បណ្តាញយុវជន", "មាស វណ្ណា", "077123456"], [2, "អង្គការពន្លឺ", "សុខ ដារ៉ា", "012345678"]],
    "ថ្មគោល": [
        ["ល.រ", "ឈ្មោះអង្គការ", "លេខទូរស័ព្ទ", "អ្នកទំនាក់ទំនង", "អ៊ីមែល"],
        [1, "អង្គការក្តីសង្ឃឹម", "011222333", "កែវ រតនា", "hope@x.example.org"],
    ],
    "សរុប": [["ស្រុក", "ចំនួន"], ["បាណន់", 2], ["បវេល", 2]],
}  # fmt: skip
BY_THEME = {
    "Women": [ENGLISH, [1, "Women for Peace Association", "Chan Ny", "092111222"]],
    "Youth": [
        ENGLISH,
        [1, "Bamboo Youth Association", "Meas Vanna", "077123456"],
        [2, "Light Organisation", "Sok Dara", "012345678"],
    ],
}


def joined(path: Path, **choices: Any) -> SheetReading:
    [reading] = read_list(path, sheet=TOGETHER, **choices)
    return reading


def test_sheets_of_districts_are_one_list_each_row_in_the_district_of_its_sheet(tmp_path: Path) -> None:
    path = save_sheets(tmp_path / "districts.xlsx", BY_DISTRICT)
    found, *single = read_list(path, together=True)
    assert found.sheets == ("ស្រុកបាណន់", "ស្រុកបវេល", "ថ្មគោល")
    assert [each.name for each in single] == list(BY_DISTRICT)
    assert found.is_most_of_the_file
    assert found.purpose == "members"
    assert [(row["org"], row["district_code"]) for row in found.rows] == [
        ("អង្គការពន្លឺ", "0201"), ("សមាគមស្ត្រី", "0201"), ("បណ្តាញយុវជន", "0204"), ("អង្គការពន្លឺ", "0204"),
        ("អង្គការក្តីសង្ឃឹម", "0202"),
    ]  # fmt: skip
    assert found.columns[0].meaning == "district"
    assert "“សរុប”" in found.problems[0].message


def test_columns_that_stand_elsewhere_or_in_one_sheet_only_come_to_their_heading(tmp_path: Path) -> None:
    last = joined(save_sheets(tmp_path / "districts.xlsx", BY_DISTRICT)).rows[-1]
    assert (last["contact"], last["phone"]) == ("កែវ រតនា", "+85511222333")
    assert last["email"] == "hope@x.example.org"


def test_rows_name_their_sheet_and_what_stands_in_two_sheets_is_found(tmp_path: Path) -> None:
    found = joined(save_sheets(tmp_path / "districts.xlsx", BY_DISTRICT))
    assert [str(row["_row"]) for row in found.rows[:3]] == ["4 (ស្រុកបាណន់)", "5 (ស្រុកបាណន់)", "2 (ស្រុកបវេល)"]
    assert len({row["_row"] for row in found.rows}) == 5
    assert found.duplicates == [(1, 4)]
    plain = found.plain()["rows"][2]
    assert (plain["_row"], plain["_sheet"]) == (2, "ស្រុកបវេល")


def test_a_cell_that_is_wrong_is_told_with_its_sheet(tmp_path: Path) -> None:
    sheets = {name: [*rows, [3, "Third", "", "12"]] for name, rows in BY_THEME.items()}
    found = joined(save_sheets(tmp_path / "themes.xlsx", sheets))
    assert [str(problem.row) for problem in found.problems if problem.column] == ["3 (Women)", "4 (Youth)"]


def test_numbered_sheets_of_provinces_each_keep_their_own_province(tmp_path: Path) -> None:
    heads = ["No.", "Name of NGO", "Director", "Tel.", "District"]
    sheets = {
        "1. Battambang (2)": [
            heads,
            [1, "Light", "Sok Dara", "012345678", "Banan"],
            [2, "Hope", "Chan Ny", "092111222", "Bavel"],
        ],
        "2. Pailin (1)": [["Members in Pailin"], [], heads, [1, "Gem", "Keo Ratana", "011222333", ""]],
        "3. Kampot (1)": [heads, [1, "Pepper", "Som Nang", "015222333", "Chhuk"]],
    }  # fmt: skip
    found = joined(save_sheets(tmp_path / "provinces.xlsx", sheets))
    places = [row.get("district_code") or row["province_code"] for row in found.rows]
    assert places == ["0201", "0204", "24", "0703"]
    assert found.columns[0].meaning == "province"
    assert not found.problems


def test_a_sheet_named_after_no_place_is_a_column_that_may_get_a_meaning(tmp_path: Path) -> None:
    path = save_sheets(tmp_path / "themes.xlsx", BY_THEME)
    found = joined(path)
    names = found.columns[0]
    assert (names.header, names.meaning) == (_("Sheet"), "")
    assert found.rows[0]["_other"] == {names.letter: "Women"}
    found = joined(path, corrections={names.letter: "sector"})
    assert [row["sector"] for row in found.rows] == ["Women", "Youth", "Youth"]


def test_a_name_that_says_nothing_is_shown_and_goes_nowhere(tmp_path: Path) -> None:
    sheets = dict(zip(["Sheet1", "Sheet2"], BY_THEME.values(), strict=True))
    found = joined(save_sheets(tmp_path / "sheets.xlsx", sheets))
    assert found.rows[0]["_aside"] == {found.columns[0].letter: "Sheet1"}


def test_what_a_column_means_is_chosen_once_for_all_sheets(tmp_path: Path) -> None:
    path = save_sheets(tmp_path / "districts.xlsx", BY_DISTRICT)
    found = joined(path, corrections={"C": "chair"})
    assert [row["chair"] for row in found.rows][-2:] == ["សុខ ដារ៉ា", "កែវ រតនា"]


def test_hidden_sheets_and_sheets_of_other_lists_are_not_among_them(tmp_path: Path) -> None:
    path = save_sheets(tmp_path / "themes.xlsx", BY_THEME | {"Old": BY_THEME["Youth"]})
    book = openpyxl.load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book.save(path)
    assert joined(path).sheets == ("Women", "Youth")


def test_attendance_of_several_meetings_is_not_proposed_as_one_list(tmp_path: Path) -> None:
    heads = ["No", "Name", "Sex", "Institution", "Phone", "Signature"]
    rows = [
        heads,
        [1, "Sok Dara", "M", "Light", "012345678", ""],
        [2, "Chan Ny", "F", "Hope", "092111222", ""],
    ]
    found, *_single = read_list(
        save_sheets(tmp_path / "days.xlsx", {"Day 1": rows, "Day 2": rows}), together=True
    )
    assert found.purpose == "attendance"
    assert not found.is_most_of_the_file


def test_without_two_sheets_alike_there_is_nothing_to_take_together(tmp_path: Path) -> None:
    path = save_sheets(tmp_path / "one.xlsx", {"Women": BY_THEME["Women"], "Sum": BY_DISTRICT["សរុប"]})
    assert [each.name for each in read_list(path, together=True)] == ["Women", "Sum"]
    with pytest.raises(UserError, match=_("No two sheets of this file have the same columns.")):
        joined(path)
