import json
from pathlib import Path
from typing import Any

import pytest
from list_files import save_workbook, sheet_of

from cso_desk.errors import UserError
from cso_desk.importers.compound_cells import days_of
from cso_desk.importers.contact_cells import part_contacts
from cso_desk.importers.preview import SheetReading, read_list, read_sheet
from cso_desk.wording import use_language


@pytest.fixture(autouse=True)
def in_english() -> None:
    use_language("en")


def rows_of(*rows: list[Any]) -> list[dict[str, Any]]:
    return read_sheet(sheet_of(rows)).rows


def column_of(header: str, *cells: Any) -> SheetReading:
    """A list of people with one column more."""
    rows = [["No", "Name", header]] + [[n, f"Person {n}", cell] for n, cell in enumerate(cells, 1)]
    return read_sheet(sheet_of(rows))


def test_phones_regain_their_zero_and_several_stand_in_one_cell() -> None:
    found = column_of("Phone", 12345678, "០៨១ ២០០១១៤", "088 200 0128 / 0712000135", "(+855) 78-200121", "-")
    assert [row.get("phones") for row in found.rows] == [
        ["+85512345678"], ["+85581200114"], ["+855882000128", "+855712000135"], ["+85578200121"], None,
    ]  # fmt: skip
    assert found.rows[2]["phone"] == "+855882000128"


def test_what_is_no_phone_is_kept_and_told() -> None:
    found = column_of("Phone", "012345678", "012345679", "ask her")
    assert found.rows[2]["_unread"] == {"phones": "ask her"}
    assert [(problem.row, problem.column, problem.severity) for problem in found.problems] == [
        (4, "C", "warning")
    ]
    assert "ask her" in found.problems[0].message


def test_the_sex_is_understood_in_every_writing() -> None:
    found = column_of("Sex", "ប", "ស", "ប្រុស", "ស្រី", "M", "female", "both")
    assert [row.get("sex") for row in found.rows] == ["M", "F", "M", "F", "M", "F", None]
    assert found.problems[-1].row == 8


def test_dates_keep_the_precision_they_were_written_with() -> None:
    found = column_of("Date", "ថ្ងៃទី២២ ខែមេសា ឆ្នាំ២០២៤", "12/2019", "2022", "15 Nov 2023", "1/9/2566", 45000)
    assert [row["date"] for row in found.rows] == [
        "2024-04-22", "2019-12", "2022", "2023-11-15", "2023-09-01", "2023-03-15",
    ]  # fmt: skip
    assert [problem.row for problem in found.problems] == [6]


def test_places_become_codes_within_the_place_above_them() -> None:
    found = rows_of(
        ["Name", "Sex", "Province", "District"],
        ["Sok", "M", "BTB", "Thmar Koul"],
        ["Ny", "F", "បាត់ដំបង", "ស្រុកបវេល"],
        ["Dara", "M", "Atlantis", ""],
    )
    assert [(row.get("province_code"), row.get("district_code")) for row in found] == [
        ("02", "0202"), ("02", "0204"), (None, None),
    ]  # fmt: skip
    assert found[2]["province"] == "Atlantis"


def test_a_code_without_a_name_is_not_trusted() -> None:
    found = read_sheet(sheet_of([["Name", "Sex", "District"], ["Sok", "M", "0202"], ["Ny", "F", "Banan"]]))
    assert "district_code" not in found.rows[0]
    assert [problem.row for problem in found.problems] == [2]


def test_a_section_gives_its_rows_their_district_sector_or_kind() -> None:
    head = ["ល.រ", "អង្គការ", "ទំនាក់ទំនង", "លេខទូរស័ព្ទ"]
    found = rows_of(
        ["បញ្ជីអង្គការខេត្តបាត់ដំបង"],
        head,
        ["ស្រុកថ្មគោល"],
        [1, "អង្គការ ក", "សុខ", "012345678"],
        ["វិស័យអប់រំ"],
        [2, "អង្គការ ខ", "ជា", "012345679"],
        ["II. Local NGOs"],
        [3, "Lotus", "Ny", "012345670"],
    )
    assert (found[0]["district"], found[0]["district_code"], found[0]["province_code"]) == (
        "ស្រុកថ្មគោល", "0202", "02",
    )  # fmt: skip
    assert found[1]["sector"] == "អប់រំ"
    assert found[2]["kind"] == "Local NGOs"


def test_unseen_spaces_vanish_from_names_and_empty_words_are_empty() -> None:
    found = rows_of(
        ["ល.រ", "អង្គការ", "អក្សរកាត់"], ["១", "អង្គការ\u200bយុវជន\u200b", "គ្មាន"], ["២", "Lotus", "N/A"]
    )
    assert found[0]["org_km"] == "អង្គការយុវជន"
    assert "acronym" not in found[0]
    assert "acronym" not in found[1]
    assert found[1]["org_en"] == "Lotus"


def test_family_and_given_name_are_one_name_family_name_first() -> None:
    found = rows_of(["Given name", "Surname", "Sex"], ["Dara", "Sok", "M"], ["Ny", "Chea", "F"])
    assert [row["name"] for row in found] == ["Sok Dara", "Chea Ny"]


def test_cells_of_unknown_columns_are_not_lost() -> None:
    assert rows_of(["Name", "Sex", "Zodiac"], ["Sok", "M", "Rat"], ["Ny", "F", "Pig"])[0]["_other"] == {
        "C": "Rat"
    }


LIBRARY = [
    ["ល.រ", "ចំណងជើង", "ប្រភេទឯកសារ", "លេខ", "ថ្ងៃខែឆ្នាំ", "ភាសា"],
    [1, "ច្បាប់ស្តីពីសមាគម និងអង្គការ", "ច្បាប់", "នស/រកម/០៨១៥/០០៩", "១២ សីហា ២០១៥", "ខ្មែរ"],
    [2, "Law on Associations", "Law", "NS/RKM/0815/009", "12-Aug-15", "English"],
    [3, "អនុក្រឹត្យ", "អនុក្រឹត្យ", "១៨២ អនក្រ.បក", "2019-12-02", "ខ្មែរ"],
    [4, "ច្បាប់ស្តីពី សមាគម និង អង្គការ", "ច្បាប់", "នស/រកម/0815/009", "12/08/2015", "ខ្មែរ"],
]


def test_the_same_document_twice_and_its_translation_are_found() -> None:
    found = read_sheet(sheet_of(LIBRARY))
    assert found.purpose == "library"
    assert found.duplicates == [(1, 4)]
    assert found.translation_pairs == [(1, 2)]


def test_the_same_organisation_twice_is_found_but_not_its_second_person() -> None:
    found = read_sheet(
        sheet_of(
            [
                ["Name of NGO", "Contact person", "Tel"],
                ["Lotus Organization", "Sok Dara", "012345678"],
                ["LOTUS organization", "Sok  Dara", "012345678"],
                ["Lotus Organization", "Chea Ny", "012345679"],
            ]
        )
    )
    assert found.duplicates == [(1, 2)]


def test_a_file_is_read_whole_or_by_sheet_and_its_plain_form_is_json(tmp_path: Path) -> None:
    path = save_workbook(tmp_path / "library.xlsx", LIBRARY)
    steps: list[tuple[int, int]] = []
    whole = read_list(path, progress=lambda done, of_all: steps.append((done, of_all)))
    assert len(whole) == 1
    assert steps
    plain = json.loads(json.dumps(whole[0].plain()))
    assert plain["records"] == 4
    assert plain["columns"][1] == {"letter": "B", "header": "ចំណងជើង", "meaning": "title"}
    assert read_list(path, sheet="Sheet")[0].records == 4
    assert read_list(path, corrections={"B": "summary"})[0].rows[1]["summary"] == "Law on Associations"
    with pytest.raises(UserError, match="no sheet"):
        read_list(path, sheet="other")


@pytest.mark.long
def test_fifty_thousand_people_are_read_to_the_last() -> None:
    rows: list[list[Any]] = [["ល.រ", "ឈ្មោះ", "ភេទ", "ទូរស័ព្ទ"]]
    rows += [[n, f"សុខ {n}", "បស"[n % 2], f"012{n:06}"] for n in range(1, 50_001)]
    found = read_sheet(sheet_of(rows))
    assert found.records == 50_000
    assert found.rows[-1]["phone"] == "+85512050000"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("អ្នកស្រី មាស ស៊ីថា៖ ០៩២ ៤៥៦ ៧៨២ និង ០៨៨ ៤៥៦ ៧៨២០", "អ្នកស្រី មាស ស៊ីថា"),
        ("លោក ង៉ែត វុធ (០៩៧ ៤៥៦ ៧៨៤)", "លោក ង៉ែត វុធ"),
        ("Sok Dara: 012 345 678 and 092 345 678", "Sok Dara"),
    ],
)
def test_nothing_of_its_telephones_is_left_at_a_name(cell: str, name: str) -> None:
    values: dict[str, Any] = {"contact": cell}
    part_contacts(values)
    assert values["contact"] == name
    assert values["phones"]


def test_a_column_of_telephones_may_say_whose_they_are() -> None:
    cells = ["012 345 678 (សុខា) / 092 111 222 ស្រីមុំ", "Tel: 012.888.777 (Dara), Fax 053 952 123"]
    cells.append("017 222 333")
    rows = [[number, f"Hope {number}", cell] for number, cell in enumerate(cells, 1)]
    found = read_sheet(sheet_of([["No", "Organisation", "Telephone"], *rows]))
    assert [column.meaning for column in found.columns][2] == "phones"
    assert [row["phones"] for row in found.rows] == [
        ["+85512345678", "+85592111222"],
        ["+85512888777", "+85553952123"],
        ["+85517222333"],
    ]
    assert [row.get("_unread") for row in found.rows] == [{"phones": cells[0]}, {"phones": cells[1]}, None]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("05/03/2560 (ព.ស)", "2017-03-05"),
        ("(ព.ស ២៥៥១)", "2008"),
        ("since 2018", "2018"),
        ("2560 (B.E.)", "2017"),
    ],
)
def test_days_are_read_with_their_era_in_brackets_and_with_since(cell: str, day: str) -> None:
    first, last = days_of(cell)
    assert first is not None
    assert (first.iso, last) == (day, None)
