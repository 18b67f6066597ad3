"""The lending desk: one line into which a scanner types, reader first or book first."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from typing_in import all_of

from cso_desk.desk.paper_page import PaperPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.form import CopiesTab, LoanDesk
from cso_desk.features.library.page import _TAB_OF
from cso_desk.features.library.record import LibraryCopy, LibraryTitle, Loan, WaitingReader
from cso_desk.features.library.service import add_copies, lend_in, mark_copies, today, wait_in
from cso_desk.features.members.record import Person
from cso_desk.store.store import Store


@pytest.fixture
def copies(store: Store) -> list[LibraryCopy]:
    with store.transaction("Add") as t:
        title = t.add(LibraryTitle(title_en="Law on Associations", kind="law", shelf="A1"))
    return add_copies(store, title.id, 2)


@pytest.fixture
def lending(desk: DeskWindow, copies: list[LibraryCopy]) -> LoanDesk:
    desk.open_page("library", "lending")
    page: Any = desk.page("library")
    return page.lending  # type: ignore[no-any-return]


def scan(lending: LoanDesk, text: str) -> None:
    """As a scanner does: keys, then Enter."""
    line = lending.desk.line
    line.setFocus()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def code_of(store: Store, name: str) -> str:
    return next(each.code for each in all_of(store, Person) if each.name_en == name)


def readers(store: Store) -> tuple[Person, Person]:
    """Sok Dara and Chea Vuthy."""
    named = {each.name_en: each for each in all_of(store, Person)}
    return named["Sok Dara"], named["Chea Vuthy"]


def asked(lending: LoanDesk) -> set[str]:
    return {name for name, each in lending.asked.items() if not each.isHidden()}


def test_whoever_goes_to_the_loans_by_their_word_can_scan_at_once(
    desk: DeskWindow, copies: list[LibraryCopy], qtbot: QtBot
) -> None:
    desk.open_page("library")
    desk.show()
    word = next(
        each
        for each in desk.page("library").findChildren(QPushButton)
        if each.text() == "Copies and loans" and each.isVisible()
    )
    qtbot.mouseClick(word, Qt.MouseButton.LeftButton)
    page: Any = desk.page("library")
    assert desk.focusWidget() is page.lending.desk.line


@pytest.mark.parametrize("reader_first", [True, False])
def test_a_book_goes_out_by_two_scans_in_either_order(
    lending: LoanDesk, store: Store, copies: list[LibraryCopy], reader_first: bool
) -> None:
    scans = [code_of(store, "Sok Dara"), copies[0].code]
    for each in scans if reader_first else reversed(scans):
        scan(lending, each)
    (loan,) = all_of(store, Loan)
    assert loan.copy == copies[0].id
    assert [row.cells[1] for row in lending.model.rows] == [copies[0].code]
    assert "Sok Dara" in lending.desk.said.text_shown()


def test_a_reader_takes_several_books_and_the_next_one_begins_anew(
    lending: LoanDesk, store: Store, copies: list[LibraryCopy]
) -> None:
    for text in (code_of(store, "Sok Dara"), copies[0].code, copies[1].code):
        scan(lending, text)
    assert len(all_of(store, Loan)) == 2
    QTest.keyClick(lending.desk.line, Qt.Key.Key_Escape)
    assert lending.reader is None


def test_the_label_of_a_lent_book_takes_it_back_and_names_the_next_reader(
    lending: LoanDesk, store: Store, copies: list[LibraryCopy]
) -> None:
    dara, vuthy = readers(store)
    with store.transaction("Lend") as t:
        lend_in(t, copies[0].id, dara.id)
    scan(lending, vuthy.code)
    scan(lending, copies[0].code)
    assert asked(lending) == {"back", "wait"}
    lending.asked["wait"].click()
    lending.next_reader()
    scan(lending, copies[0].code)
    assert "Chea Vuthy" in lending.desk.said.text_shown()
    assert asked(lending) == {"told"}
    lending.asked["told"].click()
    assert [each.state for each in all_of(store, WaitingReader)] == ["told"]
    assert all_of(store, Loan)[0].returned_on


def test_a_book_that_was_lost_is_asked_about(
    lending: LoanDesk, store: Store, copies: list[LibraryCopy]
) -> None:
    mark_copies(store, [copies[0].id], "lost")
    scan(lending, copies[0].code)
    assert asked(lending) == {"here"}
    lending.asked["here"].click()
    assert lending.copy is not None


def test_what_nobody_knows_is_said_and_changes_nothing(lending: LoanDesk, store: Store) -> None:
    scan(lending, "BTB-C9999")
    assert "BTB-C9999" in lending.desk.said.text_shown()
    assert all_of(store, Loan) == []


def test_a_label_of_another_library_is_not_taken_for_a_title_that_sounds_like_it(
    lending: LoanDesk, store: Store
) -> None:
    with store.transaction("Add") as t:
        t.add(LibraryTitle(title_km="សៀវភៅស្តីពីយុវជន ភាគ ២"))
    scan(lending, "ABC-99")
    assert "ABC-99" in lending.desk.said.text_shown()


def test_a_reader_without_a_telephone_is_named_without_a_dash(
    lending: LoanDesk, store: Store, copies: list[LibraryCopy]
) -> None:
    dara, vuthy = readers(store)
    with store.transaction("Lend") as t:
        lend_in(t, copies[0].id, dara.id)
        wait_in(t, copies[0].title, vuthy.id)
    scan(lending, copies[0].code)
    assert lending.desk.said.text_shown().endswith("Next reader: Chea Vuthy.")


def test_history_is_shown_only_when_it_is_asked_for_and_can_be_forgotten(
    lending: LoanDesk, store: Store, copies: list[LibraryCopy]
) -> None:
    scan(lending, code_of(store, "Sok Dara"))
    scan(lending, copies[0].code)
    scan(lending, copies[0].code)
    assert lending.model.rows == []
    box = lending._boxes[0][0]
    box.setCurrentIndex(box.findData("history"))
    box.activated.emit(box.currentIndex())
    assert len(lending.model.rows) == 1
    lending.asked["forget"].click()
    assert lending.model.rows == []
    assert all_of(store, Loan)[0].person == ""


def test_a_loan_is_renewed_and_taken_back_from_the_list_and_undone(
    lending: LoanDesk, store: Store, copies: list[LibraryCopy], desk: DeskWindow
) -> None:
    for text in (copies[0].code, code_of(store, "Sok Dara")):
        scan(lending, text)
    lending.table.selectAll()
    lending.renew_chosen()
    assert all_of(store, Loan)[0].renewed == 1
    lending.table.selectAll()
    lending.take_back_chosen()
    assert lending.model.rows == []
    desk.session.undo()
    assert len(lending.model.rows) == 1


def test_copies_that_a_list_told_are_numbered_in_one_press(desk: DeskWindow, store: Store) -> None:
    with store.transaction("Add") as t:
        title = t.add(LibraryTitle(title_en="Told", copies=4))
    desk.open_record("library_title", title.id)
    page: Any = desk.page("library")
    page.pane.open_tab(_TAB_OF["library_copy"])
    tab = page.pane._stack.currentWidget()
    assert isinstance(tab, CopiesTab)
    assert not tab.number_told.isHidden()
    tab.number_told.click()
    assert len(all_of(store, LibraryCopy)) == 4
    tab.how_many.type_in("2")
    tab.add_several()
    assert len(all_of(store, LibraryCopy)) == 6
    assert tab.model.rowCount() == 6


def test_a_letter_counts_as_written_once_it_is_saved_and_not_when_it_is_looked_at(
    lending: LoanDesk, desk: DeskWindow, store: Store, copies: list[LibraryCopy], tmp_path: Path
) -> None:
    dara = next(each for each in all_of(store, Person) if each.name_en == "Sok Dara")
    with store.transaction("Lend") as t:
        lend_in(t, copies[0].id, dara.id, day="2026-01-05")
    lending.load()
    lending.print_letters()
    assert [each.reminded_on for each in all_of(store, Loan)] == [""]
    (letters,) = desk.findChildren(PaperPage)
    letters.save(tmp_path / "letters.pdf")
    assert [each.reminded_on for each in all_of(store, Loan)] == [today()]
