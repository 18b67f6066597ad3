"""Several sheets of one workbook on their way in, as one list."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.record import Organisation
from cso_desk.store.store import Store

HEADS = ["No", "Institution", "Contact", "Phone"]
DISTRICTS = {
    "Banan": [
        HEADS, [1, "Rice Association", "Sok Dara", "012345671"], [2, "Peace Organisation", "", "012345672"],
    ],
    "Bavel": [
        HEADS, [1, "Water Organisation", "Chan Ny", "012345673"],
        [2, "Rice Association", "Sok Dara", "012345671"],
    ],
    "Total": [["District", "Institutions"], ["Banan", 2], ["Bavel", 2]],
}  # fmt: skip


@pytest.fixture
def page(desk: DeskWindow) -> ImportPage:
    desk.session.import_list("members")
    current = desk.stack.currentWidget()
    assert current is not None
    return current.findChild(ImportPage)


def saved(path: Path, sheets: Mapping[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def organisations(store: Store) -> dict[str, Organisation]:
    with store.reading() as reading:
        return {each.name_en: each for each in reading.all(Organisation)}


def test_sheets_of_districts_are_proposed_together_and_are_one_step(
    page: ImportPage, desk: DeskWindow, store: Store, tmp_path: Path
) -> None:
    before = organisations(store)
    page.read(saved(tmp_path / "districts.xlsx", DISTRICTS))
    assert [page.sheet.itemText(place) for place in range(page.sheet.count())] == [
        "All sheets with the same columns (2)", "Sheet “Banan”", "Sheet “Bavel”", "Sheet “Total”",
    ]  # fmt: skip
    assert page.sheet.currentIndex() == 0
    assert "“Total”" in page.head.summary.text()
    [doubtful] = [row for row in page.model.plan.rows if row.state == "doubtful"]
    assert (doubtful.title, str(doubtful.row)) == ("Rice Association", "3 (Bavel)")
    page.take_over()
    found = organisations(store)
    places = {name: found[name].place for name in ("Peace Organisation", "Water Organisation")}
    assert places == {"Peace Organisation": "0201", "Water Organisation": "0204"}
    desk.session.undo()
    assert organisations(store) == before


def test_one_sheet_can_still_be_chosen_and_all_again(page: ImportPage, tmp_path: Path) -> None:
    page.read(saved(tmp_path / "districts.xlsx", DISTRICTS))
    page.sheet.setCurrentIndex(2)
    page.sheet.activated.emit(2)
    assert page.go.text() == "Take over 2 rows"
    page.sheet.setCurrentIndex(0)
    page.sheet.activated.emit(0)
    assert page.go.text() == "Take over 4 rows"


def test_a_meaning_chosen_for_the_names_of_sheets_holds_for_every_row(
    page: ImportPage, tmp_path: Path
) -> None:
    sheets = {"Health": DISTRICTS["Banan"], "Education": DISTRICTS["Bavel"]}
    page.read(saved(tmp_path / "sectors.xlsx", sheets))
    names = page.model.columns()[0]
    assert names.meaning == ""
    page._other_meaning(names.letter, "sector")
    assert page.sheet.count() == 3
    assert page.sheet.currentIndex() == 0
    sectors = [row.payload.organisation.sectors for row in page.model.plan.rows]
    assert sectors == [("health",), ("health",), ("education",), ("education",)]


def test_a_sheet_among_others_of_other_columns_is_not_joined_with_the_only_one_like_it(
    page: ImportPage, tmp_path: Path
) -> None:
    other = {name: [[f"{name} {n}" for n in range(3)], ["x", "y", "z"]] for name in ("One", "Two", "Three")}
    page.read(saved(tmp_path / "mixed.xlsx", DISTRICTS | other))
    assert page.sheet.itemText(0) == "All sheets with the same columns (2)"
    assert page.sheet.currentIndex() == 1


def test_a_list_with_formulas_without_results_says_what_to_do(page: ImportPage, tmp_path: Path) -> None:
    rows = [[*HEADS, "Label"], [1, "Rice Association", "Sok Dara", "012345671", "=B2"]]
    page.read(saved(tmp_path / "formulas.xlsx", {"Members": rows}))
    assert "save it, and choose it again" in page.head.summary.text()
