"""Workbooks with cells in Limon fonts: found by the fonts, shown before and after, converted by column."""

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from cso_desk.importers.cell_fonts import OldFonts, old_font_cells
from cso_desk.importers.child import names_old_font
from cso_desk.importers.preview import read_list
from cso_desk.khmer.legacy_fonts import old_font_beginnings

LIMON = Font(name="Limon S1", size=22)
HEADER = ["l>r", "eQµaHGgÁkar", "Name in English", "rbs;exþ", "elxTUrs½BÞ"]
ROWS = [
    [1, "GgÁkarpáaQUk", "Lotus", ")at;dMbg", "012345601"],
    [2, "smaKmksikrKMrU", "Model Farmers", "esomrab", "012345602"],
    [3, "smaKmRsþI", "Women", "kMBt", "012345603"],
]


@pytest.fixture
def limon_list(tmp_path):
    """A list whose headings, names and provinces are typed in Limon, the rest in a usual font."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["bBa¢IeQµaHsmaCik"])
    sheet["A1"].font = Font(name="Limon R1")
    sheet.append(HEADER)
    for row in ROWS:
        sheet.append(row)
    for row in sheet.iter_rows(min_row=2):
        for place in (0, 1, 3, 4) if row[0].row == 2 else (1, 3):
            row[place].font = LIMON
    book.save(tmp_path / "limon.xlsx")
    return tmp_path / "limon.xlsx"


def test_texts_in_an_old_font_become_unicode_and_are_shown_before_and_after(limon_list):
    found = read_list(limon_list)[0]
    assert found.titles == ["បញ្ជីឈ្មោះសមាជិក"]
    assert [row["org_km"] for row in found.rows] == ["អង្គការផ្កាឈូក", "សមាគមកសិករគំរូ", "សមាគមស្ត្រី"]
    assert [row["org_en"] for row in found.rows] == ["Lotus", "Model Farmers", "Women"]
    assert [row["phone"] for row in found.rows] == ["+85512345601", "+85512345602", "+85512345603"]
    column = next(one for one in found.old_fonts if one.letter == "B")
    assert (column.font, column.cells, column.converted) == ("Limon S1", 4, True)
    assert ("GgÁkarpáaQUk", "អង្គការផ្កាឈូក") in column.samples
    assert "C" not in {one.letter for one in found.old_fonts}


def test_a_column_that_was_chosen_stays_as_it_is(limon_list):
    found = read_list(limon_list, kept_fonts={"B"})[0]
    assert [column.converted for column in found.old_fonts if column.letter in "BD"] == [False, True]
    assert "GgÁkarpáaQUk" in str(found.rows[0])


def test_a_cell_in_two_fonts_is_converted_only_where_it_is_old(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["No", "Organisation", "Phone"])
    limon, latin = InlineFont(rFont="Limon S1"), InlineFont(rFont="Calibri")
    mixed = CellRichText(TextBlock(limon, "GgÁ"), TextBlock(limon, "kar "), TextBlock(latin, "Lotus (LO)"))
    for number in range(1, 4):
        sheet.append([number, mixed, f"01234560{number}"])
    book.save(tmp_path / "mixed.xlsx")
    found = read_list(tmp_path / "mixed.xlsx")[0]
    assert found.old_fonts[0].samples == (("GgÁkar Lotus (LO)", "អង្គការ Lotus (LO)"),)
    assert found.rows[0]["acronym"] == "LO"


def test_a_workbook_in_usual_fonts_is_not_looked_through(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["GgÁkar", "Lemon S1"])
    book.save(tmp_path / "usual.xlsx")
    with (tmp_path / "usual.xlsx").open("rb") as source:
        assert old_font_cells(source, OldFonts(old_font_beginnings())) == {}


def test_numbers_in_an_old_font_stay_numbers(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["No", "Name", "Age"], [1, "Sok Dara", 30], [2, "Chan Ny", 31]]:
        sheet.append(row)
    for row in sheet.iter_rows(min_col=3):
        row[0].font = LIMON
    book.save(tmp_path / "numbers.xlsx")
    found = read_list(tmp_path / "numbers.xlsx", kept_fonts={"C"})[0]
    assert [row["age"] for row in found.rows] == [30, 31]


def test_an_old_workbook_that_names_such_a_font_is_told():
    beginnings = old_font_beginnings()
    assert names_old_font(b"\x00\x08Limon S1\x00", beginnings)
    assert names_old_font("\x08ABC-TEXT-05".encode("utf-16-le"), beginnings)
    assert not names_old_font(b"Lemon S1 Calibri", beginnings)
