"""Fonts of the cells of .xls and .ods: found, shown before and after; altered files end in a sentence.

`files/limon.xls` was saved by LibreOffice from a workbook with the rows below; nobody in it exists.
"""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cso_desk.errors import DamagedFileError
from cso_desk.importers import cell_fonts_xls
from cso_desk.importers.cell_fonts import OldFonts
from cso_desk.importers.cell_fonts_ods import merges_and_old_font_cells
from cso_desk.importers.preview import read_list
from cso_desk.khmer.legacy_fonts import old_font_beginnings

XLS = Path(__file__).parent / "files" / "limon.xls"
OLD = OldFonts(old_font_beginnings())
SPACES = " ".join(
    f'xmlns:{name}="{name}"' for name in ("office", "style", "text", "table", "fo", "svg", "draw", "manifest")
)
FACES = """<office:font-face-decls>
<style:font-face style:name="F1" svg:font-family="&apos;Limon S1&apos;"/>
<style:font-face style:name="F2" svg:font-family="Calibri"/></office:font-face-decls>
<office:automatic-styles>
<style:style style:name="old" style:family="table-cell"><style:text-properties style:font-name="F1"/>
</style:style>
<style:style style:name="child" style:family="table-cell" style:parent-style-name="old">
<style:table-cell-properties/><style:text-properties fo:font-size="22pt"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-family="Limon S1"/>
</style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:font-name="F2"/></style:style>
</office:automatic-styles>"""


def ods(rows: str, *, columns: str = "", faces: str = FACES, before: str = "") -> io.BytesIO:
    made = io.BytesIO()
    content = f"""<?xml version="1.0"?>{before}<office:document-content {SPACES}>{faces}<office:body>
<office:spreadsheet><table:table table:name="List">{columns}{rows}</table:table></office:spreadsheet>
</office:body></office:document-content>"""
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {SPACES}/>")
    return made


def cell(text: str, look: str = "", more: str = "") -> str:
    style = f'table:style-name="{look}"' if look else ""
    return f'<table:table-cell {style} office:value-type="string" {more}>{text}</table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def found(*rows: str, columns: str = ""):
    _merges, cells = merges_and_old_font_cells(ods("".join(rows), columns=columns), OLD)
    return cells.get("List", [])


def test_texts_of_an_old_workbook_become_unicode_and_are_shown_before_and_after():
    reading = read_list(XLS)[0]
    assert reading.titles == ["បញ្ជីឈ្មោះសមាជិក"]
    names = ["អង្គការផ្កាឈូក", "សមាគមកសិករគំរូ", "សមាគមស្ត្រី", "អង្គការ Lotus"]
    assert [row["org_km"] for row in reading.rows] == names
    assert [row["org_en"] for row in reading.rows] == ["Lotus", "Model Farmers", "Women", "Lotus of Kampot"]
    assert reading.rows[3]["acronym"] == "LO"
    column = next(one for one in reading.old_fonts if one.letter == "B")
    assert (column.font, column.cells, column.converted) == ("Limon S1", 5, True)
    assert ("GgÁkar Lotus (LO)", "អង្គការ Lotus (LO)") in column.samples
    assert reading.problems == []


def test_a_column_of_an_old_workbook_stays_as_it_is_where_that_was_chosen():
    reading = read_list(XLS, kept_fonts={"B"})[0]
    assert [column.converted for column in reading.old_fonts if column.letter in "BD"] == [False, True]
    assert "GgÁkarpáaQUk" in str(reading.rows[0])


def test_what_no_reader_of_fonts_understands_is_told_and_the_values_still_come(tmp_path):
    data = bytearray(XLS.read_bytes())
    # An entry in the table of sectors: calamine does not follow it, xlrd takes offence.
    data[540] = 3
    (tmp_path / "list.xls").write_bytes(data)
    assert cell_fonts_xls.old_font_cells(bytes(data), OLD) is None
    reading = read_list(tmp_path / "list.xls")[0]
    assert "Lotus" in str(reading.rows) or "GgÁkar" in str(reading.rows)
    assert any(".xlsx" in problem.message for problem in reading.problems)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, XLS.stat().st_size - 1), st.integers(0, 255)), max_size=20))
def test_an_altered_old_workbook_gives_cells_or_none(changes):
    data = bytearray(XLS.read_bytes())
    for at, byte in changes:
        data[at] = byte
    cells = cell_fonts_xls.old_font_cells(bytes(data), OLD)
    assert cells is None or all(
        any(font for font, _text in runs) for one in cells.values() for *_, runs in one
    )


def test_an_open_document_tells_the_font_of_a_cell_its_row_or_its_column():
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="old"/>'
    text = "<text:p>GgÁkar</text:p>"
    cells = found(
        row(cell(text, "child"), cell(text), cell(text)),
        row(cell(text), more='table:default-cell-style-name="old"'),
        columns=columns,
    )
    assert [one[:2] for one in cells] == [(0, 0), (0, 1), (1, 0)]
    assert cells[0][2] == [("Limon S1", "GgÁkar")]


def test_pieces_of_a_text_have_fonts_of_their_own_and_remarks_are_no_part_of_it():
    text = (
        "<office:annotation><text:p>remark</text:p></office:annotation>"
        '<text:p><text:span text:style-name="T1">GgÁ</text:span>'
        '<text:span text:style-name="T1">kar</text:span>'
        '<text:span text:style-name="T2"><text:s text:c="2"/>Lotus</text:span></text:p><text:p>two</text:p>'
    )
    [(at_row, at_column, runs)] = found(row(cell(text)))
    assert (at_row, at_column, runs) == (0, 0, [("Limon S1", "GgÁkar"), ("", "  Lotus\ntwo")])


def test_repeated_cells_and_rows_are_all_found():
    text = "<text:p>GgÁ</text:p>"
    empty = row("<table:table-cell/>", more='table:number-rows-repeated="3"')
    cells = found(
        empty,
        row(cell(text, "old", 'table:number-columns-repeated="2"'), more='table:number-rows-repeated="2"'),
        row(cell("", more='table:number-columns-repeated="4"'), cell(text, "old")),
    )
    assert [one[:2] for one in cells] == [(3, 0), (3, 1), (4, 0), (4, 1), (5, 4)]


def test_merged_ranges_are_told_with_and_without_fonts():
    merged = cell(
        "<text:p>GgÁ</text:p>", "old", 'table:number-rows-spanned="2" table:number-columns-spanned="3"'
    )
    for old in (OLD, None):
        merges, _cells = merges_and_old_font_cells(ods(row("<table:table-cell/>", merged)), old)
        assert merges == {"List": [(0, 1, 1, 3)]}


def test_an_open_document_in_usual_fonts_is_not_looked_through():
    usual = FACES.replace("Limon S1", "Lemon S1")
    _merges, cells = merges_and_old_font_cells(ods(row(cell("<text:p>a</text:p>", "old")), faces=usual), OLD)
    assert cells == {}


@pytest.mark.parametrize(
    "made",
    [
        ods("", before='<!DOCTYPE a [<!ENTITY b "c">]>'),
        ods("", before=f'<!--{"-x" * 3000}--><!DOCTYPE a [<!ENTITY b "c">]>'.replace("---", "- -")),
        ods(row(cell("<text:p>a</text:p>", "old", 'table:number-columns-repeated="2000000"'))),
        ods(row(cell("<text:p>a</text:p>", "old", 'table:number-columns-repeated="many"'))),
    ],
)
def test_a_hostile_open_document_is_refused_with_a_sentence(tmp_path, made):
    (tmp_path / "list.ods").write_bytes(made.getvalue())
    with pytest.raises(DamagedFileError, match=r"list\.ods"):
        read_list(tmp_path / "list.ods")


def test_an_open_document_comes_in_through_the_wizard_of_lists(tmp_path):
    def limon(text: str) -> str:
        return cell(f"<text:p>{text}</text:p>", "old")

    def usual(text: str) -> str:
        return cell(f"<text:p>{text}</text:p>")

    rows = [row(limon("l>r"), limon("eQµaHGgÁkar"), usual("Name in English"))]
    rows += [
        row(usual(str(number)), limon(km), usual(en))
        for number, (km, en) in enumerate([("GgÁkarpáaQUk", "Lotus"), ("smaKmRsþI", "Women")], 1)
    ]
    text = "".join(rows).replace("l>r", "l&gt;r")
    (tmp_path / "list.ods").write_bytes(ods(text).getvalue())
    reading = read_list(tmp_path / "list.ods")[0]
    assert [each["org_km"] for each in reading.rows] == ["អង្គការផ្កាឈូក", "សមាគមស្ត្រី"]
    assert ("smaKmRsþI", "សមាគមស្ត្រី") in reading.old_fonts[1].samples
