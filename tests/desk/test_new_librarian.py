"""A new librarian's first day, in Khmer, from an empty store, with keys and mouse in the window."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from secretary import Secretary
from typing_in import all_of, typed_in_khmer

from cso_desk.desk.window import DeskWindow
from cso_desk.documents.paper import Paper, Paragraph
from cso_desk.documents.pdf import write_pdf
from cso_desk.features.library.record import LibraryCopy, LibraryTitle, Loan
from cso_desk.features.members.record import Person
from cso_desk.store.store import Store
from cso_desk.wording import _, ngettext

HEADS = ("ល.រ", "ចំណងជើង", "ប្រភេទ", "លេខ", "ថ្ងៃខែឆ្នាំ", "ស្ថាប័នចេញផ្សាយ", "ចំនួនច្បាប់", "ធ្នើ")
BOOKS = (
    ("ច្បាប់ស្តីពីសមាគម", "ច្បាប់", "នស/រកម/០៨១៥/០០៩", "១២ សីហា ២០១៥", "រដ្ឋសភា", "៣", "ក-១"),
    ("អនុក្រឹត្យស្តីពីការផ្ទេរមុខងារ", "អនុក្រឹត្យ", "១៨២ អនក្រ.បក", "០២/១២/២០១៩", " រាជរដ្ឋាភិបាល", "២ ច្បាប់", "ក-១"),
    (" អនុក្រឹត្យលេខ  ១៨៤ ", "អនុក្រឹត្យ", "១៨៤ អនក្រ.បក", "ធ្នូ ២០១៩", "រាជរដ្ឋាភិបាល", "-", "?"),
    ("សៀវភៅស្តីពីយុវជន ភាគ ២", "សៀវភៅ", None, "ខែ មីនា ២០២១", "CPDD", "៣ក្បាល", "គ-១"),
)  # fmt: skip
LAW = "អនុក្រឹត្យលេខ ២១៥ ស្តីពីការគ្រប់គ្រងទឹកស្អាតនៅតាមឃុំ"


@pytest.fixture
def people(empty_store: Store) -> None:
    with empty_store.transaction("Add") as t:
        t.add_all([Person(name_km="សុខ ដារ៉ា", sex="F"), Person(name_km="ជា វុទ្ធី", sex="M")])


def test_a_list_becomes_a_library_that_lends_and_is_searched(
    people: None, khmer_desk: DeskWindow, qtbot: QtBot, empty_store: Store, tmp_path: Path
) -> None:
    librarian = Secretary(khmer_desk, qtbot)
    take_over_the_list(librarian, empty_store, tmp_path)
    drop_a_folder(librarian, empty_store, tmp_path)
    number_the_copies(librarian, empty_store)
    lend_and_take_back(librarian, empty_store)
    write_to_who_is_late(librarian, empty_store, tmp_path)
    find_it_again(librarian)


def take_over_the_list(librarian: Secretary, store: Store, folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["បញ្ជីសៀវភៅក្នុងបណ្ណាល័យ"])
    book.active.append([])
    book.active.append(HEADS)
    for number, each in zip("១២៣៤", BOOKS, strict=True):
        book.active.append([number, *each])
    book.active.append(["", "សរុប", "", "", "", "", "៩"])
    book.save(folder / "បញ្ជី.xlsx")
    librarian.press(_("Library"))
    librarian.press(_("Import a list…"))
    librarian.press(_("Choose a file…"))
    librarian.choose_file(folder / "បញ្ជី.xlsx")
    librarian.see("list")
    librarian.press(ngettext("Take over {number} row", "Take over {number} rows", 4, number="៤"))
    librarian.see("titles")
    said = {(each.kind, each.date_signed, each.copies, each.shelf) for each in all_of(store, LibraryTitle)}
    assert said == {
        ("law", "2015-08-12", 3, "ក-១"),
        ("sub_decree", "2019-12-02", 2, "ក-១"),
        ("sub_decree", "2019-12", 1, ""),
        ("book", "2021-03", 3, "គ-១"),
    }


def drop_a_folder(librarian: Secretary, store: Store, folder: Path) -> None:
    stick = folder / "stick"
    stick.mkdir()
    write_pdf(
        Paper(LAW, [Paragraph("ចុះថ្ងៃទី ៣ ខែ មេសា ឆ្នាំ ២០២២"), Paragraph("មាត្រា ១")], "km"), stick / "SD215.pdf"
    )
    (stick / "SD215 (1).pdf").write_bytes((stick / "SD215.pdf").read_bytes())
    (stick / "ខូច.pdf").write_bytes(b"%PDF-1.4 broken")
    page: Any = librarian.window.page("library")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(stick))])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page.titles, QDragEnterEvent(QPointF(5, 5).toPoint(), *how))
    QApplication.sendEvent(page.titles, QDropEvent(QPointF(5, 5), *how))
    librarian.see("dropped")
    librarian.see("looked at")
    assert librarian.reads(_("It comes in once; the same is in: {names}.", names="SD215 (1).pdf"))
    librarian.press(ngettext("Add {number} file", "Add {number} files", 1, number="១"))
    librarian.see("taken")
    assert LAW in {each.title_km for each in all_of(store, LibraryTitle)}
    librarian.window.session.file_readings.begin()


def number_the_copies(librarian: Secretary, store: Store) -> None:
    decree = next(each for each in all_of(store, LibraryTitle) if each.number.startswith("១៨២"))
    librarian.window.open_record("library_title", decree.id)
    librarian.press(_("Copies"), "tab")
    librarian.press(_("Give them numbers"))
    librarian.fill(_("How many copies"), "១")
    librarian.press(_("Add so many copies"))
    librarian.see("copies")
    assert [each.title for each in all_of(store, LibraryCopy)] == [decree.id] * 3


def scan(librarian: Secretary, code: str) -> None:
    page: Any = librarian.window.page("library")
    librarian.click(page.lending.desk.line)
    librarian.enter(code)


def lend_and_take_back(librarian: Secretary, store: Store) -> None:
    copies = sorted(each.code for each in all_of(store, LibraryCopy))
    dara = next(each for each in all_of(store, Person) if each.sex == "F")
    librarian.press(_("Copies and loans"))
    scan(librarian, dara.code)
    scan(librarian, typed_in_khmer(copies[0]))
    librarian.press(_("Next reader"))
    scan(librarian, "វុទ្ធី")
    scan(librarian, copies[0])
    librarian.see("asked")
    librarian.press(_("Put on the waiting list"))
    librarian.press(_("Next reader"))
    scan(librarian, copies[0])
    librarian.see("back")
    assert any(_("Next reader: {name}.", name="ជា វុទ្ធី") in each for each in librarian.texts())
    librarian.press(_("They have been told"))
    scan(librarian, copies[1])
    scan(librarian, "វុទ្ធី")
    librarian.press(_("Next reader"))
    scan(librarian, "ABC-99")
    librarian.see("unknown")
    assert any("ABC-99" in each for each in librarian.texts())
    assert [bool(each.returned_on) for each in all_of(store, Loan)] == [True, False]


def write_to_who_is_late(librarian: Secretary, store: Store, folder: Path) -> None:
    with store.transaction("Time goes by") as t:
        for each in all_of(store, Loan):
            t.change(Loan, each.id, due_on=(dt.date.today() - dt.timedelta(9)).isoformat())  # noqa: DTZ011
    librarian.press(_("Overdue letters"))
    librarian.see("letter")
    librarian.press(_("Save as {kind}", kind="PDF"))
    librarian.choose_file(folder / "letter.pdf")
    librarian.press(_("Back"))
    document = pypdfium2.PdfDocument(folder / "letter.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "វុទ្ធី" in text
    assert [bool(each.reminded_on) for each in all_of(store, Loan)] == [False, True]


def find_it_again(librarian: Secretary) -> None:
    page: Any = librarian.window.page("library")
    librarian.press(_("Titles"), "segment")
    model = page.titles.model
    for typed in ("១៨២", "អនុក្រឹត្យ ១៨២", "sub-decree 182"):
        librarian.click(page.titles.filter)
        librarian.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        librarian.type(typed)
        librarian.see("narrowed")
        assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["BTB-L0002"]
    librarian.press(_("In the files"), "segment")
    for typed in ("ទឹកស្អាត", "ឃំុ", "sub-decree 215"):
        librarian.fill(_("Search in the files"), typed, Qt.Key.Key_Return)
        librarian.see("found")
        assert [row.hit.title.title_km for row in page.search.rows] == [LAW]
