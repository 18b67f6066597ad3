import datetime as dt
import struct
import zipfile
from collections.abc import Iterator
from itertools import islice, repeat
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from list_files import save_workbook

from cso_desk.errors import CancelledError, DamagedFileError, UserError
from cso_desk.importers import child, text_files
from cso_desk.importers.preview import read_list
from cso_desk.importers.reading import Merge, read_workbook
from cso_desk.wording import use_language

HALF_PAST_TWO = dt.datetime(2024, 3, 5, 14, 30)  # noqa: DTZ001  a workbook knows no time zones
KHMER = "ល.រ;ឈ្មោះ;ទូរស័ព្ទ\n១;សុខ ចន្ថា;012345678\n២;ជា ដារ៉ា;098765432\n"


@pytest.fixture(autouse=True)
def in_english() -> None:
    use_language("en")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_khmer_text_is_read_in_every_encoding_excel_writes(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(KHMER.encode(encoding))
    workbook = read_workbook(path)
    assert workbook.sheets[0].rows[1] == ["១", "សុខ ចន្ថា", "012345678"]
    assert workbook.delimiter == ";"


def test_an_old_windows_file_keeps_its_accents(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Name,City\nRenée Lefèvre,Orléans\nZoë,Besançon\n".encode("cp1252"))
    workbook = read_workbook(path)
    assert workbook.encoding == "cp1252"
    assert workbook.sheets[0].rows[1] == ["Renée Lefèvre", "Orléans"]


def test_a_file_cut_in_the_middle_of_a_letter_is_still_read_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(KHMER.encode()[:-12] + "ក".encode()[:2])
    workbook = read_workbook(path)
    assert workbook.sheets[0].rows[1][1] == "សុខ ចន្ថា"
    assert workbook.damaged


@pytest.mark.parametrize("delimiter", list(text_files.DELIMITERS))
def test_the_delimiter_is_found_although_others_stand_inside_the_cells(delimiter: str) -> None:
    others = "".join(mark for mark in ",;|" if mark != delimiter)
    rows = [["Name", "Place", "Note"]] + [
        [f"A{n}", "Banan", f'"x{others * 3}{delimiter}{n}"'] for n in range(9)
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    found, used = text_files.split_rows(text)
    assert used == delimiter
    assert {len(row) for row in found} == {3}


def test_a_quote_that_is_never_closed_does_not_swallow_the_list() -> None:
    lines = ["Name,Note", 'Sok,"unclosed'] + [f"Person {n},note {n} {'long ' * 20}" for n in range(60)]
    rows, _delimiter = text_files.split_rows("\n".join(lines))
    assert len(rows) == 62


@given(
    st.lists(st.lists(st.text("abកខ \n,;\"'|", max_size=8), min_size=3, max_size=3), min_size=3, max_size=12)
)
def test_what_a_csv_writer_wrote_is_what_is_read(cells: list[list[str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows(cells)
    read = list(csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=";"))
    assert text_files._records(out.getvalue(), ";", None) == read == cells


def test_whole_numbers_dates_and_merged_ranges_come_out_of_a_workbook(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["B3"] = 85000107
    sheet["C3"] = 0.25
    sheet["D3"] = dt.date(2024, 3, 5)
    sheet["E3"] = HALF_PAST_TWO
    sheet["F3"] = True
    sheet.merge_cells("B5:C6")
    sheet["B5"] = "x"
    workbook.save(tmp_path / "a.xlsx")
    read = read_workbook(tmp_path / "a.xlsx").sheets[0]
    assert read.rows[2] == ["", 85000107, 0.25, dt.date(2024, 3, 5), HALF_PAST_TWO, True]
    assert type(read.rows[2][1]) is int
    assert read.merged == [Merge(4, 1, 5, 2)]


def test_what_a_file_is_decides_its_content_not_its_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Phone"])
    book.save(tmp_path / "book.xlsx")
    wrong = (tmp_path / "book.xlsx").rename(tmp_path / "book.csv")
    assert read_workbook(wrong).kind == "workbook"
    (tmp_path / "page.xls").write_text(
        "<html><table><tr><th colspan=2>Name</th></tr><tr><td>Sok</td><td>Dara</td></tr></table></html>"
    )
    page = read_workbook(tmp_path / "page.xls")
    assert page.sheets[0].rows == [["Name", ""], ["Sok", "Dara"]]
    assert page.sheets[0].merged == [Merge(0, 0, 0, 1)]


def _ods(path: Path, body: str) -> Path:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def test_merged_ranges_of_an_opendocument_sheet_are_known(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string" {0}><text:p>{1}</text:p></table:table-cell>'
    wide = 'table:number-columns-spanned="2" table:number-rows-spanned="1"'
    body = (
        '<table:table table:name="S"><table:table-row>'
        + cell.format("", "No")
        + cell.format(wide, "Organisation")
        + "<table:covered-table-cell/></table:table-row></table:table>"
    )
    sheet = read_workbook(_ods(tmp_path / "a.ods", body)).sheets[0]
    assert sheet.rows[0][:2] == ["No", "Organisation"]
    assert sheet.merged == [Merge(0, 1, 0, 2)]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.csv", b"\x00\x00\r\n ", "empty"),
        ("a.pdf", b"%PDF-1.7 ...", "not a list"),
        ("a.xlsx", b"PK\x03\x04 cut off", "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.jpg", b"\xff\xd8\xff" + bytes(range(256)), "not a list"),
        ("a.bin", bytes(range(256)) * 8, "not a list"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DamagedFileError, match=words):
        read_workbook(tmp_path / name)


@pytest.mark.parametrize("before", [b"", struct.pack("<HH", 0x86, 0)], ids=["first", "after another"])
def test_an_old_workbook_with_a_password_is_refused_with_a_sentence(tmp_path: Path, before: bytes) -> None:
    data = (Path(__file__).parent / "files" / "limon.xls").read_bytes()
    first = data.index(b"\x09\x08\x10\0\0\x06\x05\0") + 20
    enciphered = before + struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + bytes(range(200))
    path = tmp_path / "a.xls"
    path.write_bytes(data[:first] + enciphered + data[first + len(enciphered) :])
    with pytest.raises(DamagedFileError, match="password"):
        read_workbook(path)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no longer there"):
        read_workbook(tmp_path / "gone.xlsx")
    with pytest.raises(UserError, match="folder"):
        read_workbook(tmp_path)


def _with_part(path: Path, name: str, text: str) -> Path:
    """The workbook with one part put in place of its own."""
    bad = path.with_name(f"bad-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            target.writestr(part, text if part == name else source.read(part))
    return bad


def test_entities_that_unfold_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name"])
    book.save(tmp_path / "a.xlsx")
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><sst>&b;</sst>'
    with pytest.raises(DamagedFileError, match="unfolds"):
        read_workbook(_with_part(tmp_path / "a.xlsx", "xl/styles.xml", bomb))


def test_a_package_that_unpacks_to_far_more_than_a_list_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _block in range(52):
            part.write(b"0" * 1_048_576)
    with pytest.raises(DamagedFileError, match="unfolds"):
        read_workbook(path)


def test_a_cell_in_the_last_corner_of_the_sheet_ends_only_the_reading(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Name"
    book.active["XFD1048576"] = "far"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(DamagedFileError, match="unfolds"):
        read_workbook(tmp_path / "far.xlsx")


def test_something_forgotten_a_million_rows_below_is_not_part_of_the_list(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Phone"])
    book.active.append(["Sok", "012345678"])
    book.active["A1048576"] = "x"
    book.save(tmp_path / "tall.xlsx")
    assert len(read_workbook(tmp_path / "tall.xlsx").sheets[0].rows) == 2


def test_too_many_rows_are_refused_by_their_number(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("Name\n" + "x\n" * (child.MAX_ROWS + 1))
    with pytest.raises(UserError, match="200000"):
        read_workbook(path)


class _Endless:
    """A sheet of a workbook whose rows never end."""

    name = "Bomb"

    def iter_rows(self) -> Iterator[list[str]]:
        yield from repeat(["x", "y"])


def test_a_workbook_whose_rows_never_end_is_refused_while_it_is_read() -> None:
    frames = child._frames_of_rows(_Endless(), 0)  # type: ignore[arg-type]
    with pytest.raises(child.RefusedError, match="too_many_rows"):
        list(islice(frames, child.MAX_ROWS // child.ROWS_PER_FRAME + 2))


def test_the_reading_of_a_workbook_can_be_stopped(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(50):
        book.active.append([number, "x"])
    book.save(tmp_path / "a.xlsx")

    def stop(_done: int, _all: int) -> None:
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        read_workbook(tmp_path / "a.xlsx", stop)


def test_hidden_sheets_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Name", "Phone"])
    book.active.append(["Sok", "012345678"])
    hidden = book.create_sheet("hidden")
    hidden.append(["a", "b"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert [sheet.hidden for sheet in read_workbook(tmp_path / "a.xlsx").sheets] == [False, True]


@pytest.mark.parametrize("part", ["content.xml", "encrypted-package"])
def test_a_libreoffice_file_with_a_password_says_so(tmp_path: Path, part: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:file-entry><manifest:encryption-data/>")
        archive.writestr(part, b"\x8f\x02" * 400)
    with pytest.raises(DamagedFileError, match="password"):
        read_workbook(tmp_path / "a.ods")


def test_a_workbook_with_macros_is_refused(tmp_path: Path) -> None:
    book = save_workbook(tmp_path / "a.xlsm", [["Name", "Phone"], ["Sok", "012345678"]])
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    with pytest.raises(DamagedFileError, match="macros"):
        read_workbook(book)


def test_a_page_whose_cells_span_millions_is_refused_at_once(tmp_path: Path) -> None:
    page = tmp_path / "a.xls"
    page.write_text("<html><table><tr>" + '<td rowspan="1000" colspan="1000">x</td>' * 50 + "</table></html>")
    with pytest.raises(DamagedFileError, match="unfolds"):
        read_workbook(page)


@pytest.mark.parametrize(("text", "what"), [("a," * 400_000, "columns"), ("1,Sok\n" * 200_002, "rows")])
def test_text_with_too_many_rows_or_columns_is_refused(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(UserError, match=what):
        read_workbook(tmp_path / "a.csv")


@pytest.mark.parametrize("rows", [[["Only a sentence."]], [["No", "Name", "Phone"]]])
def test_a_file_without_any_list_is_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(UserError, match="No list was found"):
        read_list(save_workbook(tmp_path / "a.xlsx", rows))


def test_blank_sheets_are_no_list(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "blank.xlsx")
    with pytest.raises(UserError, match="blank"):
        read_list(tmp_path / "blank.xlsx")
