"""A new secretary's first morning, in Khmer, with nothing but keys and mouse in the window."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTableView, QWidget
from pytestqt.qtbot import QtBot
from secretary import Secretary

from cso_desk.desk.application import Desk
from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.paper_page import PaperPage
from cso_desk.features.members.record import Organisation
from cso_desk.settings import Settings
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.wording import _, use_language

ROWS = (
    ("១", "អង្គការពន្លឺស្ទឹង", "River Light Organisation", "សុខ ចន្ថា", "ស្រី", "០១២ ៣៤៥ ៦៧៨"),
    ("២", "សមាគមស្ត្រីបវេល", "Bavel Women's Association", "Keo Sophea", "ស្រី", "097 765 4321 / 011 222 333"),
    ("៣", "សហគមន៍កសិកម្មអូរតាគី", "Ou Ta Ki Farmers", "ជា វុទ្ធី", "ប្រុស", "85599123456"),
    ("៤", "អង្គការយុវជនឃុំស្អាត", "Youth for Clean Communes", "លី ដារ៉ា", "ប្រុស", "០៨៥ ០០០ ១០៧"),
)
HEADS = ("ល.រ", "ឈ្មោះអង្គការ", "Name in English", "អ្នកតំណាង", "ភេទ", "លេខទូរស័ព្ទ")


@pytest.fixture
def member_list(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["បញ្ជីឈ្មោះសមាជិកបណ្តាញ ឆ្នាំ២០២៦"])
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(list(HEADS))
    for row in ROWS:
        sheet.append(list(row))
    sheet.append(["សរុប", "៤ អង្គការ"])
    path = tmp_path / "members.xlsx"
    book.save(path)
    return path


@pytest.fixture
def window(look: None, tmp_path: Path) -> Iterator[Any]:
    use_language("km")
    made = Desk(tmp_path / "hub", Settings(), tmp_path / "settings", RunnerAtOnce())
    made.resize(1093, 560)
    made.show()
    made.activateWindow()
    yield made
    made.close()
    shiboken6.delete(made)
    use_language("en")


def members_of(window: Any) -> dict[str, Organisation]:
    with window.desk.session.store.reading() as reading:
        return {each.name_km: each for each in reading.all(Organisation)}


def current(window: Any, kind: type[QWidget]) -> Any:
    return window.desk.stack.currentWidget().findChild(kind)


def set_up_the_hub(secretary: Secretary) -> None:
    window = secretary.window
    window.begin()
    secretary.see("language")
    secretary.key(Qt.Key.Key_Return)
    secretary.key(Qt.Key.Key_Down)
    secretary.key(Qt.Key.Key_Down)
    secretary.key(Qt.Key.Key_Tab)
    secretary.type("បណ្តាញអង្គការសង្គមស៊ីវិលខេត្តបាត់ដំបង")
    secretary.key(Qt.Key.Key_Tab)
    secretary.key(Qt.Key.Key_Tab)
    secretary.type("សុខ ចន្ថា")
    secretary.see("names")
    secretary.key(Qt.Key.Key_Return)
    secretary.see("logo")
    secretary.key(Qt.Key.Key_Return)
    secretary.type("lotus elephant bridge cloud")
    secretary.key(Qt.Key.Key_Return)
    secretary.type("lotus elephant bridge cloud")
    secretary.see("passphrase")
    secretary.key(Qt.Key.Key_Return)
    secretary.see("recovery code")
    page = window.centralWidget()
    written_down = page._code.split("-")
    secretary.key(Qt.Key.Key_Return)
    secretary.type(written_down[page.check.asked])
    secretary.see("typed back")
    secretary.key(Qt.Key.Key_Return)
    secretary.see("begin")
    secretary.key(Qt.Key.Key_Return)


def test_a_list_becomes_a_printed_directory_without_reading_anything_else(
    window: Any, qtbot: QtBot, member_list: Path, tmp_path: Path
) -> None:
    secretary = Secretary(window, qtbot)
    set_up_the_hub(secretary)
    import_the_list(secretary, member_list)
    correct_a_record(secretary)
    take_the_import_back_and_do_it_again(secretary)
    find_people(secretary)
    print_the_directory(secretary, tmp_path / "directory.pdf")


def import_the_list(secretary: Secretary, member_list: Path) -> None:
    window = secretary.window
    secretary.see("import")
    secretary.press(_("Choose a file…"))
    secretary.choose_file(member_list)
    secretary.see("preview")
    page: ImportPage = current(window, ImportPage)
    secretary.qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    secretary.see("imported")
    assert {(row[1], row[2]) for row in ROWS} == {(km, one.name_en) for km, one in members_of(window).items()}


def correct_a_record(secretary: Secretary) -> None:
    window = secretary.window
    table = next(each for each in window.desk.findChildren(QTableView) if each.isVisible())
    first_row = QPoint(60, table.rowViewportPosition(0) + 8)
    secretary.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=first_row)
    secretary.see("record")
    pane = window.desk._pages["members"].organisations.pane
    editor = pane.editor.editors["name_en"].control()
    secretary.qtbot.mouseClick(editor, Qt.MouseButton.LeftButton)
    secretary.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    secretary.type("Corrected Name")
    secretary.key(Qt.Key.Key_Tab)
    secretary.see("corrected")
    assert "Corrected Name" in {each.name_en for each in members_of(window).values()}


def take_the_import_back_and_do_it_again(secretary: Secretary) -> None:
    window = secretary.window
    for _step in range(2):
        press_keys(secretary, "undo")
    secretary.see("import undone")
    assert members_of(window) == {}
    assert window.desk.notice.isHidden()  # its Undo would take back something else by now
    for _step in range(2):
        press_keys(secretary, "redo")
    secretary.see("import again")
    assert "Corrected Name" in {each.name_en for each in members_of(window).values()}


def press_keys(secretary: Secretary, what: str) -> None:
    button = getattr(secretary.window.desk.top, f"{what}_button")
    secretary.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def find_people(secretary: Secretary) -> None:
    window = secretary.window
    search = window.desk.top.search
    finds: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("ចន្ថា", lambda text: "សុខ ចន្ថា" in text),
        ("soph", lambda text: "Keo Sophea" in text),
        ("vuthy", lambda text: "ជា វុទ្ធី" in text),
        ("៣៤៥ ៦៧៨", lambda text: "សុខ ចន្ថា" in text or "ពន្លឺស្ទឹង" in text),
        ("654321", lambda text: "Keo Sophea" in text or "បវេល" in text),
    )
    for typed, is_it in finds:
        search.setFocus()
        search.clear()
        secretary.type(typed)
        secretary.see(f"found {len(typed)}")
        assert any(is_it(text) for text in search.suggestions()), (typed, search.suggestions())
    secretary.qtbot.keyClick(search, Qt.Key.Key_Return)
    secretary.see("found record")


def print_the_directory(secretary: Secretary, path: Path) -> None:
    window = secretary.window
    search = window.desk.top.search
    search.setFocus()
    search.clear()
    secretary.type("បោះពុម្ព")
    secretary.see("print found")
    secretary.qtbot.keyClick(search, Qt.Key.Key_Return)
    page: PaperPage = current(window, PaperPage)
    secretary.see("directory")
    assert page.page_count() == 1
    secretary.press(_("Save as {kind}", kind="PDF"))
    secretary.choose_file(path)
    document = pypdfium2.PdfDocument(path)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "Keo Sophea" in text
    page.close_document()
