"""Several sheets of one workbook are taken over as one list on the command line."""

from pathlib import Path

import command_line
import openpyxl
from command_line import Desk

empty, desk, made_once = command_line.empty, command_line.desk, command_line.made_once
HEADS = ["No", "Institution", "Phone"]


def saved(path: Path, *, total: bool = False) -> str:
    book = openpyxl.Workbook()
    del book["Sheet"]
    rows = {"Banan": ["Rice Association"], "Bavel": ["Water Organisation", "Rice Association"]}
    for name, bodies in rows.items():
        sheet = book.create_sheet(name)
        sheet.append(HEADS)
        for number, body in enumerate(bodies, 1):
            sheet.append([number, body, f"01234567{len(body) % 10}"])
    if total:
        sheet = book.create_sheet("Total")
        sheet.append(["District", "Institutions"])
        sheet.append(["Banan", 1])
    book.save(path)
    return str(path)


def test_sheets_with_the_same_columns_are_one_list_where_there_are_no_others(
    desk: Desk, tmp_path: Path
) -> None:
    data = desk.json("import", saved(tmp_path / "districts.xlsx"), "--plan")
    assert [(row["sheet"], row["row"]) for row in data["planned"]] == [
        ("Banan", 2),
        ("Bavel", 2),
        ("Bavel", 3),
    ]
    assert data["sheets"][0]["sheets"] == ["Banan", "Bavel"]


def test_beside_other_sheets_all_alike_are_asked_for(desk: Desk, tmp_path: Path) -> None:
    file = saved(tmp_path / "districts.xlsx", total=True)
    refused = desk("import", file, lang="en")
    assert refused.code != 0
    assert "--all-sheets" in refused.out + refused.err
    data = desk.json("import", file, "--all-sheets", "--row", "3 (Bavel)=out")
    assert (data["created"], data["skipped"]) == ({"organisation": 2}, 1)
