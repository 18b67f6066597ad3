"""Lists in Word documents come in as those of a workbook do."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from cso_desk.errors import DamagedFileError
from cso_desk.importers.preview import read_list

HEADS = ["ល.រ", "ឈ្មោះអង្គការ", "ខេត្ត", "អ្នកតំណាង", "ទូរស័ព្ទ"]


@pytest.fixture
def document() -> docx.document.Document:
    made = docx.Document()
    made.add_paragraph("បញ្ជីសមាជិក")
    made.add_paragraph("")
    return made


def add_table(made: docx.document.Document, rows: list[list[str]]) -> docx.table.Table:
    table = made.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            table.cell(at, place).text = text
    return table


def saved(made: docx.document.Document, folder: Path) -> Path:
    made.save(str(folder / "list.docx"))
    return folder / "list.docx"


def test_a_table_with_merged_cells_titles_and_signatures(
    document: docx.document.Document, tmp_path: Path
) -> None:
    table = add_table(
        document,
        [
            HEADS,
            ["១", "អង្គការពន្លឺ", "បាត់ដំបង", "សុខ ដារ៉ា", "012 345 678\n098 765 432"],
            ["២", "សមាគមស្ត្រី", "", "ចាន់ នី", "092 111 222"],
            ["", "សរុប៖ ២", "", "", ""],
        ],
    )
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(3, 1).merge(table.cell(3, 4))
    document.add_paragraph("រៀបចំដោយ៖ កែវ រតនា")
    (found,) = read_list(saved(document, tmp_path))
    assert [row["org"] for row in found.rows] == ["អង្គការពន្លឺ", "សមាគមស្ត្រី"]
    assert [row["province_code"] for row in found.rows] == ["02", "02"]
    assert found.rows[0]["phones"] == ["+85512345678", "+85598765432"]
    assert found.titles == ["បញ្ជីសមាជិក"]


def test_a_list_that_goes_on_in_a_second_table_is_one_list(
    document: docx.document.Document, tmp_path: Path
) -> None:
    for first in (1, 4):
        rows = [[str(n), f"អង្គការ {n}", "កំពត", f"សុខ {n}", f"01234567{n}"] for n in range(first, first + 3)]
        add_table(document, [HEADS, *rows])
        document.add_paragraph(f"ទំព័រ {first // 3 + 1}")
    (found,) = read_list(saved(document, tmp_path))
    assert len(found.rows) == 6


def test_texts_in_an_old_font_become_unicode(document: docx.document.Document, tmp_path: Path) -> None:
    table = add_table(
        document, [["No", "Organization", "Phone"], ["1", "", "012345678"], ["2", "", "012345679"]]
    )
    for at, text in ((1, "GgÁkarpáaQUk"), (2, "smaKmksikrKMrU")):
        run = table.cell(at, 1).paragraphs[0].add_run(text)
        run.font.name = "Limon S1"
        run._element.rPr.rFonts.set(qn("w:hAnsi"), "Limon S1")
    (found,) = read_list(saved(document, tmp_path))
    assert [row["org"] for row in found.rows] == ["អង្គការផ្កាឈូក", "សមាគមកសិករគំរូ"]


def test_a_document_that_declares_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(DamagedFileError):
        read_list(path)
