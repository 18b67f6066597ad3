import datetime as dt
import errno
import zipfile

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from cso_desk.documents.saving import save_atomically
from cso_desk.documents.workbook import Sheet, SheetColumn, sheet_names, write_workbook
from cso_desk.documents.workbook_parts import letters
from cso_desk.errors import CancelledError, UserError
from cso_desk.wording import use_language

COLUMNS = [
    SheetColumn("ឈ្មោះ"),
    SheetColumn("អាយុ", "number"),
    SheetColumn("ថ្ងៃ", "date"),
    SheetColumn("ពេល", "time"),
    SheetColumn("យុវជន", "yes"),
    SheetColumn("កំណត់សម្គាល់", wrap=True),
]
NOTE = "អង្គប្រជុំបានពិភាក្សាអំពីការរៀបចំផែនការសកម្មភាពប្រចាំត្រីមាសទី៤ របស់បណ្តាញអង្គការសង្គមស៊ីវិលខេត្ត " * 2
ROWS = [
    ["សុខ ដារ៉ា", 34, dt.date(2026, 12, 1), dt.datetime(2026, 12, 1, 8, 30), True, NOTE],  # noqa: DTZ001
    ["=1+1", None, None, None, False, "a\nb"],
    ["012345678", 12.5, dt.date(1899, 5, 1), None, None, ""],
    ["<&>\"'", 0, dt.date(1900, 3, 1), None, True, " two  spaces "],
]


@pytest.fixture(autouse=True)
def english():
    use_language("en")
    yield
    use_language("km")


def written(tmp_path, rows=ROWS, columns=COLUMNS, name="Members"):
    path = tmp_path / "out.xlsx"
    write_workbook([Sheet(name, columns, rows)], path)
    return path


def test_values_come_back_with_their_types(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path)).active
    assert [cell.value for cell in sheet[1]] == [column.title for column in COLUMNS]
    first = [cell.value for cell in sheet[2]]
    assert first[:5] == ["សុខ ដារ៉ា", 34, dt.datetime(2026, 12, 1), dt.datetime(2026, 12, 1, 8, 30), "✓"]  # noqa: DTZ001
    assert sheet["C2"].number_format == "dd/mm/yyyy"
    assert sheet["B4"].value == 12.5
    assert sheet["A5"].value == "<&>\"'"
    assert sheet["F5"].value == " two  spaces "


def test_a_stamp_stands_above_the_head_and_over_every_printed_page(tmp_path):
    path = tmp_path / "out.xlsx"
    write_workbook([Sheet("Members", COLUMNS, ROWS, stamp="Practice & more")], path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    assert sheet["A1"].value == "Practice & more"
    assert [cell.value for cell in sheet[2]] == [column.title for column in COLUMNS]
    assert sheet["A3"].value == "សុខ ដារ៉ា"
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref.startswith("A2:")
    assert sheet.print_title_rows == "$1:$2"
    assert "Practice && more" in sheet.oddHeader.center.text


def test_text_that_looks_like_a_formula_or_a_number_stays_text(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path)).active
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("012345678", "s")
    assert sheet["A4"].number_format == "@"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://x", "y")', "=cmd|'/c calc'!A1", "+855 12 345",
        "\t=1+1", "\n=1+1", " =1+1", "＝1+1", "'=1+1", "=ស្ត្រី", "=[1]x!A1", "-", "{=1+1}",
    ],
)  # fmt: skip
def test_no_text_becomes_a_formula_and_every_one_comes_back(tmp_path, text):
    path = written(tmp_path, [[text]], COLUMNS[:1])
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(name) for name in package.namelist() if "worksheets/" in name]
        assert not any("externalLink" in name for name in package.namelist())
    assert sheets
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    cell = openpyxl.load_workbook(path).active["A2"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()[1] == [text]


def test_a_date_before_1900_is_kept_as_text(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path)).active
    assert sheet["C4"].value == "1899-05-01"
    assert sheet["C5"].value == dt.datetime(1900, 3, 1)  # noqa: DTZ001


def test_calamine_reads_the_same(tmp_path):
    rows = python_calamine.load_workbook(written(tmp_path)).get_sheet_by_index(0).to_python()
    assert rows[1][:3] == ["សុខ ដារ៉ា", 34.0, dt.date(2026, 12, 1)]
    assert rows[2][0] == "=1+1"


def test_the_head_is_frozen_and_filtered_and_khmer_has_room(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path)).active
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F5"
    assert sheet["A1"].font.bold
    assert sheet["A2"].font.name == "Khmer OS Battambang"
    assert all(sheet.row_dimensions[row].height >= 20 for row in range(1, 6))
    assert sheet.row_dimensions[2].height > 2 * sheet.row_dimensions[4].height
    assert 6 <= sheet.column_dimensions["A"].width < 30
    assert sheet.column_dimensions["F"].width == 40
    assert sheet.print_title_rows == "$1:$1"


def test_long_numbers_keep_every_digit(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, [[12345678901234567890], [2**40]], COLUMNS[:1])).active
    assert sheet["A2"].value == "12345678901234567890"
    assert sheet["A3"].value == 2**40


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_any_text_gives_a_readable_file(tmp_path_factory, texts):
    path = written(tmp_path_factory.mktemp("x"), [[text] for text in texts], COLUMNS[:1])
    sheet = openpyxl.load_workbook(path).active
    printable = [text for text in texts if all(c >= " " and c not in "\ufffe\uffff" for c in text)]
    found = {(cell.value or "").replace("\r", "") for cell in sheet["A"]}
    assert {text for text in printable if "_x" not in text} <= found


def test_text_that_looks_like_an_escape_survives(tmp_path):
    path = written(tmp_path, [["_x0041_ and _xyz_"]], COLUMNS[:1])
    assert python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()[1] == ["_x0041_ and _xyz_"]


def test_sheet_names_are_made_fit():
    names = sheet_names(["a/b:c", "A B C", "", "'quoted'", "History", "x" * 40, "x" * 40, "ខ" * 40, "\x00"])
    assert names[:5] == ["a b c", "A B C (2)", "Sheet", "quoted", "History_"]
    assert all(0 < len(name) <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_several_sheets_and_no_rows(tmp_path):
    path = tmp_path / "two.xlsx"
    write_workbook([Sheet("A&B", COLUMNS, []), Sheet("O'Neil", COLUMNS[:1], [["x"]])], path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["A&B", "O'Neil"]
    assert book["A&B"].max_row == 1


def test_columns_after_z_have_two_letters():
    assert [letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_rows_are_streamed_and_progress_is_told(tmp_path):
    told = []
    rows = ([f"name {i}", i] for i in range(1200))
    sheet = Sheet("s", COLUMNS[:2], rows, count=1200)
    write_workbook([sheet], tmp_path / "s.xlsx", lambda done, total: told.append((done, total)))
    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]
    assert openpyxl.load_workbook(tmp_path / "s.xlsx", read_only=True).active.max_row in (1201, None)


def test_the_same_rows_give_the_same_bytes(tmp_path):
    assert written(tmp_path).read_bytes() == written(tmp_path).read_bytes()
    assert zipfile.ZipFile(tmp_path / "out.xlsx").testzip() is None


def test_cancelling_leaves_the_old_file_and_no_rubbish(tmp_path):
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"old")

    def stop(_done, _total):
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        write_workbook([Sheet("s", COLUMNS[:1], [["x"]])], path, stop)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["old.xlsx"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EACCES, "cannot be written"),
        (errno.EBUSY, "open in another program"),
        (errno.EIO, "could not be saved"),
    ],
)
def test_trouble_with_the_disk_is_told_in_a_sentence(tmp_path, number, sentence):
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")

    def broken(stream):
        stream.write(b"half")
        raise OSError(number, "no")

    with pytest.raises(UserError, match=sentence):
        save_atomically(path, broken)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["paper.pdf"]


def test_a_missing_folder_is_told_in_a_sentence(tmp_path):
    with pytest.raises(UserError, match="is not there"):
        save_atomically(tmp_path / "nowhere" / "x.pdf", lambda stream: stream.write(b"x"))
