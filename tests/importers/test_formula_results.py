"""Workbooks whose formulas were saved without what they come to."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from list_files import save_sheets, save_workbook, sheet_of

from cso_desk.errors import UserError
from cso_desk.importers.cell_fonts import sheet_parts
from cso_desk.importers.formula_results import sheets_without_results
from cso_desk.importers.preview import read_list, read_sheet
from cso_desk.importers.refusals import no_results

ROWS = [
    ["No", "Institution", "Phone"],
    [1, "Light Organisation", "012345678"],
    [2, "Hope Association", "092111222"],
]


def workbook_of(cells: str, calculates: str = "") -> io.BytesIO:
    """A workbook of one sheet with these cells, as far as it is looked at."""
    sheet = '<sheets><sheet name="A" r:id="r1"/></sheets>'
    relation = '<Relationship Id="r1" Target="worksheets/a.xml"/>'
    parts = {
        "xl/workbook.xml": f'<workbook xmlns:r="r">{sheet}{calculates}</workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relation}</Relationships>",
        "xl/worksheets/a.xml": f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>",
    }
    return zipped(parts)


def zipped(parts: dict[str, str]) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made


def test_a_list_with_formulas_without_results_says_what_to_do(tmp_path: Path) -> None:
    rows = [[*ROWS[0], "Label"], *([*row, f"=B{at}"] for at, row in enumerate(ROWS[1:], 2))]
    found = {
        each.name: each for each in read_list(save_sheets(tmp_path / "a.xlsx", {"New": rows, "Old": ROWS}))
    }
    assert found["New"].problems[0].message == no_results()
    assert not found["Old"].problems


def test_a_workbook_that_is_nothing_but_formulas_without_results_is_refused_with_what_to_do(
    tmp_path: Path,
) -> None:
    path = save_workbook(tmp_path / "a.xlsx", [["=Other!A1", "=Other!B1"], ["=Other!A2", "=Other!B2"]])
    with pytest.raises(UserError, match=re.escape(no_results())):
        read_list(path)


@pytest.mark.parametrize(
    ("cells", "calculates"),
    [
        ('<c r="A1"><f>B1</f></c>', ""),
        ('<c r="A1"><f>B1</f><v/></c>', ""),
        ('<c r="A1" s="3"><f t="shared" si="0"/><v></v></c>', ""),
        ("<x:c r='A1'><x:f>B1</x:f></x:c>", ""),
        ('<c r="A1"><f>B1</f><v>0</v></c>', '<calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_formulas_without_results_are_known_however_they_are_written(cells: str, calculates: str) -> None:
    assert sheets_without_results(workbook_of(cells, calculates), sheet_parts) == ["A"]


@pytest.mark.parametrize(
    ("cells", "calculates"),
    [
        ('<c r="A1"><f>B1</f><v>12</v></c>', '<calcPr fullCalcOnLoad="1"/>'),
        ('<c r="A1"><f>B1</f><v>0</v></c>', ""),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', '<calcPr fullCalcOnLoad="1"/>'),
        ('<c r="A1"><v>0</v></c><c r="B1"/>', '<calcPr fullCalcOnLoad="1"/>'),
    ],
)
def test_results_that_are_there_are_believed(cells: str, calculates: str) -> None:
    assert sheets_without_results(workbook_of(cells, calculates), sheet_parts) == []


def test_formulas_of_libreoffice_are_looked_at_too() -> None:
    cell = '<table:table-cell table:formula="of:=[.B1]" {}/>'
    tables = [("A &amp; B", ""), ("C", 'office:value-type="float" office:value="0"')]
    content = "".join(
        f'<table:table table:name="{name}">{cell.format(said)}</table:table>' for name, said in tables
    )
    assert sheets_without_results(zipped({"content.xml": content}), sheet_parts) == ["A & B"]


def test_a_file_made_to_keep_the_search_busy_does_not() -> None:
    hostile = "<c " * 100_000 + "<c r='A1'>" + "<f>" * 100_000
    assert sheets_without_results(workbook_of(hostile), sheet_parts) == []


def test_a_sheet_in_memory_has_no_formulas() -> None:
    assert not read_sheet(sheet_of(ROWS)).problems
