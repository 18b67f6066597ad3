"""Two tables beside each other in one sheet: one list that goes on, or two lists to choose from."""

from cso_desk.importers.preview import Choices, read_list, read_sheet
from cso_desk.importers.table_finding import find_tables
from importers.list_files import save_workbook, sheet_of


def people(first, count):
    return [[first + n, f"Sok Dara{first + n}", f"0123456{first + n:02}"] for n in range(count)]


def test_a_list_that_goes_on_at_its_right_is_one_list():
    left, right = people(1, 4), people(5, 3)
    right.append(["", "", ""])
    rows = [["List of members of the network"], ["No", "Name", "Phone", "", "No", "Name", "Phone"]]
    rows += [[*one, "", *two] for one, two in zip(left, right, strict=True)]
    found = read_sheet(sheet_of(rows))
    assert [row["name"] for row in found.rows] == [f"Sok Dara{n}" for n in range(1, 8)]
    assert [row["_row"] for row in found.rows] == [3, 4, 5, 6, 3, 4, 5]
    assert [column.letter for column in found.columns] == ["A", "B", "C"]
    assert found.other_tables == []


def test_it_may_go_on_without_a_gap():
    rows = [["No", "Name", "Phone"] * 2]
    rows += [[*one, *two] for one, two in zip(people(1, 3), people(4, 3), strict=True)]
    assert [row["no"] for row in read_sheet(sheet_of(rows)).rows] == [1, 2, 3, 4, 5, 6]


def test_two_different_tables_are_chosen_between():
    rows = [["No", "Name", "Phone", "", "No", "Organisation", "Acronym"]]
    bodies = [[n, f"Union {n}", f"U{n}"] for n in range(1, 6)]
    rows += [[*one, "", *two] for one, two in zip([*people(1, 3), [""] * 3, [""] * 3], bodies, strict=True)]
    sheet = sheet_of(rows)
    assert len(find_tables(sheet)) == 2
    largest = read_sheet(sheet)
    assert [row["acronym"] for row in largest.rows] == ["U1", "U2", "U3", "U4", "U5"]
    assert [(place.first_letter, place.last_letter, place.records) for place in largest.tables] == [
        ("A", "C", 3),
        ("E", "G", 5),
    ]
    assert largest.table == 1
    assert largest.other_tables == [(1, 4)]
    assert largest.problems[-1].severity == "warning"
    other = read_sheet(sheet, choices=Choices(table=0))
    assert [row["phones"] for row in other.rows] == [["+85512345601"], ["+85512345602"], ["+85512345603"]]
    assert not any(skipped.why == "another_table" for skipped in other.skipped if skipped.row < 5)


def test_the_tables_of_a_file_are_chosen_by_number(tmp_path):
    rows = [["No", "Name", "Phone"], *people(1, 5), [], ["No", "Organisation", "Acronym"]]
    rows += [[1, "Union", "UN"], [2, "Hope", "HO"]]
    path = save_workbook(tmp_path / "two.xlsx", rows)
    assert len(read_list(path)[0].rows) == 5
    assert [row["acronym"] for row in read_list(path, table=1)[0].rows] == ["UN", "HO"]


def test_a_blank_column_inside_a_table_parts_nothing():
    rows = [["No", "Name", "", "Sex", "Phone"]]
    rows += [[n, f"Sok Dara{n}", "", "M", f"01234560{n}"] for n in range(1, 6)]
    assert len(find_tables(sheet_of(rows))) == 1
    found = read_sheet(sheet_of(rows)).rows
    assert found[0]["sex"] == "M"


def test_groups_of_the_same_counts_are_one_table():
    rows = [
        ["No", "District", "First half", "", "Second half", ""],
        ["", "", "Male", "Female", "Male", "Female"],
    ]
    rows += [[n, f"District {n}", 3, 4, 5, 6] for n in range(1, 5)]
    merged = [(0, 2, 0, 3), (0, 4, 0, 5)]
    assert len(find_tables(sheet_of(rows, merged))) == 1
