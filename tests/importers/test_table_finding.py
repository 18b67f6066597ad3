import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from list_files import sheet_of

from cso_desk.importers.table_finding import Table, find_table

CONTACTS = [
    ["បញ្ជីអង្គការ", "", "", "", ""],
    ["ខេត្តបាត់ដំបង ឆ្នាំ២០២៤", "", "", "", ""],
    [],
    ["ល.រ", "អង្គការ", "អ្នកទំនាក់ទំនង", "", ""],
    ["", "", "ឈ្មោះ", "ភេទ", "លេខទូរស័ព្ទ"],
    ["ស្រុកថ្មគោល", "", "", "", ""],
    ["១", "អង្គការ ក", "សុខ ដារ៉ា", "ប", "012345678"],
    ["២", "អង្គការ ខ", "ជា សុភា", "ស", "012345679"],
    [],
    ["ស្រុកបវេល", "", "", "", ""],
    ["៣", "អង្គការ គ", "កែវ ស្រី", "ស", "012345670"],
    ["សរុប", "៣ អង្គការ", "", "", ""],
    [],
    ["", "", "", "ថ្ងៃទី១ ខែមេសា ឆ្នាំ២០២៤", ""],
    ["", "", "", "អ្នករៀបចំ", ""],
    ["", "", "", "ហេង សម្បត្តិ", ""],
]


def found(rows: list[list[object]], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Table:
    table = find_table(sheet_of(rows, merged))
    assert table is not None
    return table


def why(table: Table) -> dict[int, str]:
    return {skipped.row: skipped.why for skipped in table.skipped}


@pytest.mark.parametrize(
    "merged", [(), ((3, 0, 4, 0), (3, 1, 4, 1), (3, 2, 3, 4), (5, 0, 5, 4), (9, 0, 9, 4))]
)
def test_a_list_with_titles_two_header_rows_sections_total_and_signature(
    merged: tuple[tuple[int, int, int, int], ...],
) -> None:
    table = found(CONTACTS, merged)
    assert table.header_rows == [4, 5]
    assert [column.header for column in table.columns][1:3] == ["អង្គការ", "អ្នកទំនាក់ទំនង / ឈ្មោះ"]
    assert [row.number for row in table.records] == [7, 8, 11]
    assert [row.sections for row in table.records] == [("ស្រុកថ្មគោល",)] * 2 + [("ស្រុកបវេល",)]
    assert why(table) == {
        1: "title", 2: "title", 6: "section", 9: "blank", 10: "section", 12: "total", 13: "blank",
        14: "footer", 15: "footer", 16: "footer",
    }  # fmt: skip
    assert table.titles == ["បញ្ជីអង្គការ", "ខេត្តបាត់ដំបង ឆ្នាំ២០២៤"]
    assert table.number_column == 0


def test_leading_columns_that_are_filled_once_per_group_are_carried_down() -> None:
    rows = [["Province", "District", "Commune", "Households"]]
    for province in ("Battambang", "Pursat"):
        for district in ("A", "B"):
            for number in range(3):
                first = number == 0
                rows.append(
                    [province if first and district == "A" else "", district if first else "",
                     f"{province} {district} {number}", 5 if number else ""]
                )  # fmt: skip
    table = found(rows)
    assert [carried.header for carried in table.carried_down] == ["Province", "District"]
    assert table.records[5].cells[:2] == ["Battambang", "B"]
    assert table.records[0].cells[3] == ""
    assert table.records[5].carried == (0, 1)


def test_an_acronym_that_many_do_not_have_is_not_carried_down() -> None:
    rows = [["Acronym", "Organisation", "Phone"]]
    rows += [
        ["ADH" if number == 0 else "", f"Organisation {number}", f"01234567{number}"] for number in range(8)
    ]
    assert found(rows).carried_down == []


def test_a_merged_figure_is_not_counted_twice_but_a_merged_name_is_repeated() -> None:
    rows = [
        ["No", "Organisation", "Contact", "Staff"],
        [1, "Lotus", "Sok", 12],
        ["", "", "Dara", ""],
        [2, "Sun", "Srey", 3],
    ]
    table = found(rows, ((1, 0, 2, 0), (1, 1, 2, 1), (1, 3, 2, 3)))
    assert [row.cells for row in table.records] == [
        [1, "Lotus", "Sok", 12], [1, "Lotus", "Dara", ""], [2, "Sun", "Srey", 3],
    ]  # fmt: skip


def test_the_second_person_of_an_organisation_gets_its_number_and_name_without_merging() -> None:
    rows = [["No", "Organisation", "Contact", "Phone"]]
    rows += [[1, "Lotus", "Sok", "012345678"], ["", "", "Dara", "012345679"], [2, "Sun", "Srey", "012345670"]]
    table = found(rows)
    assert table.records[1].cells == [1, "Lotus", "Dara", "012345679"]
    assert {carried.header for carried in table.carried_down} == {"No", "Organisation"}


def test_a_row_of_tags_and_a_row_that_counts_the_columns_are_skipped() -> None:
    rows = [
        ["Country", "Sector", "Need"],
        ["#country", "#sector+en", "#inneed"],
        ["Mali", "Wash", 5],
        ["Mali", "Food", 6],
    ]
    table = found(rows)
    assert (len(table.records), why(table)) == (2, {2: "tag_row"})
    rows = [["ល.រ", "ឈ្មោះ", "ភេទ", "តួនាទី"], [1, 2, 3, 4], [1, "សុខ", "ប", "មេភូមិ"], [2, "ជា", "ស", "សមាជិក"]]
    table = found(rows)
    assert (len(table.records), why(table)) == (2, {2: "column_numbers"})


def test_the_header_of_every_printed_page_is_skipped() -> None:
    header = ["No", "Name", "Phone"]
    rows = [header, [1, "Sok", "012345678"], [2, "Dara", "012345679"], header, [3, "Srey", "012345670"]]
    table = found(rows)
    assert [row.cells[0] for row in table.records] == [1, 2, 3]
    assert why(table) == {4: "repeated_header"}


@pytest.mark.parametrize(
    "total",
    [
        ["", "សរុប ៣ នាក់ ស្រី ១ នាក់", "", ""],
        ["Total", "", "3", "1"],
        ["", "Grand total:", 3, 1],
        ["សរុបរួម", "", "៣", "១"],
        ["", "", 3, 1],
    ],
)
def test_a_total_row_is_skipped(total: list[object]) -> None:
    rows = [["No", "Meeting", "Total", "Female"], [1, "A", 2, 1], [2, "B", 1, 0], total]
    table = found(rows)
    assert len(table.records) == 2
    assert why(table)[4] == "total"


def test_an_organisation_called_total_is_a_record_when_it_has_a_number() -> None:
    rows = [["No", "Organisation", "Phone"], [1, "Total Cambodia", "012345678"], [2, "Lotus", "012345679"]]
    assert len(found(rows).records) == 2


def test_numbers_printed_in_advance_are_no_records() -> None:
    rows = [
        ["ល.រ", "ឈ្មោះ", "ភេទ", "ហត្ថលេខា"],
        ["១", "សុខ ដារ៉ា", "ប", ""],
        ["២", "ជា សុភា", "ស", ""],
        ["៣", "", "", ""],
    ]
    table = found(rows)
    assert len(table.records) == 2
    assert why(table)[4] == "only_number"


def test_notes_beside_and_below_the_table_are_left_out() -> None:
    rows = [["Name", "Age", "Phone", "", "", "call them before June"]]
    rows += [["Sok", 30, "012345678"], ["Dara", 31, "012345679"], ["Srey", 32, "012345670"], []]
    rows += [["Source: the secretary"], ["Prepared by", "", "Heng"]]
    table = found(rows)
    assert [column.letter for column in table.columns[:3]] == ["A", "B", "C"]
    assert len(table.records) == 3
    assert why(table)[6] == why(table)[7] == "footer"


def test_of_two_tables_the_larger_is_read_and_the_other_told() -> None:
    rows = [["No", "Name", "Sex", "Phone"], [1, "Sok", "M", "012345678"], []]
    rows += [["Second list"], ["No", "Organisation", "Acronym", "E-mail"]]
    rows += [[number, f"Org {number}", f"O{number}", f"o{number}@x.org"] for number in range(1, 6)]
    table = found(rows)
    assert table.header_rows == [5]
    assert len(table.records) == 5
    assert table.others == [(1, 2)]
    assert why(table)[2] == "another_table"


def test_a_list_without_a_header_keeps_its_first_record() -> None:
    rows = [
        [1, "Sok Dara", "M", "012345678"],
        [2, "Chea Srey", "F", "012345679"],
        [3, "Keo Ny", "F", "012345670"],
    ]
    table = found(rows)
    assert table.header_rows == []
    assert len(table.records) == 3


def test_ditto_marks_take_the_value_above() -> None:
    rows = [["Name", "District", "Age"], ["Sok", "Banan", 3], ["Dara", "〃", 4], ["Srey", '"', 5]]
    assert [row.cells[1] for row in found(rows).records] == ["Banan"] * 3


def test_a_blank_sheet_has_no_table() -> None:
    assert find_table(sheet_of([[], ["", None, " "]])) is None


# ---- made tables: what was put in is what is found ----

HEADERS = [
    ("ល.រ", "អង្គការ", "តួនាទី", "ភេទ", "លេខទូរស័ព្ទ"),
    ("No", "Organisation", "Position", "Sex", "Phone"),
    ("ល.រ", "ឈ្មោះ", "អាយុ", "ភេទ", "ទូរស័ព្ទ"),
]
TITLES = ["បញ្ជីវត្តមាន", "Network of the province", "ព្រះរាជាណាចក្រកម្ពុជា", "Year 2024"]
DISTRICTS = ["ស្រុកបវេល", "Thma Koul District", "ស្រុកសង្កែ", "Group B"]


@st.composite
def made_lists(
    draw: st.DrawFn,
) -> tuple[list[list[object]], tuple[tuple[int, int, int, int], ...], dict[str, object]]:
    chance = random.Random(draw(st.integers(0, 10**6)))
    header = draw(st.sampled_from(HEADERS))
    rows: list[list[object]] = []
    merged: list[tuple[int, int, int, int]] = []
    for title in draw(st.lists(st.sampled_from(TITLES), max_size=4)):
        rows += [[title]] if draw(st.booleans()) else [[title], []]
    deep = draw(st.booleans())
    if deep:
        merged += [
            (len(rows), 0, len(rows) + 1, 0),
            (len(rows), 1, len(rows) + 1, 1),
            (len(rows), 2, len(rows), 4),
        ]
        rows += [[header[0], header[1], "ព័ត៌មាន", "", ""], ["", "", *header[2:]]]
        head = [len(rows) - 1, len(rows)]
    else:
        rows.append(list(header))
        head = [len(rows)]
    sections = draw(st.booleans())
    records: list[tuple[int, tuple[str, ...]]] = []
    for group in range(draw(st.integers(1, 4))):
        if sections:
            if draw(st.booleans()):
                merged.append((len(rows), 0, len(rows), 4))
            rows.append([DISTRICTS[group]])
        for _record in range(draw(st.integers(1, 6))):
            if draw(st.integers(0, 5)) == 0:
                rows.append([])
            number = len(records) + 1
            age = header[2] == "អាយុ"
            rows.append([
                number, f"{chance.choice(['សុខ', 'ជា', 'Keo', 'Lotus'])} {chance.randrange(999)}",
                chance.randrange(15, 80) if age else chance.choice(["មេភូមិ", "Director", "សមាជិក"]),
                chance.choice("បស"), f"0{chance.randrange(10**7, 10**8)}",
            ])  # fmt: skip
            records.append((len(rows), (DISTRICTS[group],) if sections else ()))
    if draw(st.booleans()):
        rows.append(["សរុប", f"{len(records)} នាក់"])
    if draw(st.booleans()):
        rows += [
            [],
            ["", "", "", "ថ្ងៃទី១ ខែមេសា ឆ្នាំ២០២៤"],
            ["", "", "", "អ្នករៀបចំ"],
            [],
            ["", "", "", "ហេង វុធ"],
        ]
    return rows, tuple(merged), {"head": head, "records": records}


def _same(made: tuple[list[list[object]], tuple[tuple[int, int, int, int], ...], dict[str, object]]) -> None:
    rows, merged, made_of = made
    table = found(rows, merged)
    assert table.header_rows == made_of["head"]
    assert [(row.number, row.sections) for row in table.records] == made_of["records"]


@given(made_lists())
def test_the_table_that_was_made_is_the_table_that_is_found(
    made: tuple[list[list[object]], tuple[tuple[int, int, int, int], ...], dict[str, object]],
) -> None:
    _same(made)


@pytest.mark.long
@given(made_lists())
def test_many_more_made_tables_are_found(
    made: tuple[list[list[object]], tuple[tuple[int, int, int, int], ...], dict[str, object]],
) -> None:
    _same(made)


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(-5, 99),
                st.text(max_size=6),
                st.sampled_from(["ល.រ", "ឈ្មោះ", "សរុប", "Total"]),
            ),
            max_size=5,
        ),
        max_size=14,
    )
)
def test_no_sheet_makes_the_finder_fail_and_no_row_is_both_record_and_skipped(
    rows: list[list[object]],
) -> None:
    table = find_table(sheet_of(rows))
    if table is not None:
        records = [row.number for row in table.records]
        assert records == sorted(set(records))
        assert not set(records) & ({one.row for one in table.skipped} | set(table.header_rows))
        assert all(len(row.cells) == len(table.columns) for row in table.records)
