"""Copies in the list of titles, labels and new numbers, reader cards, who has received what."""

from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel
from typing_in import all_of

from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.form.copies import CopiesTab
from cso_desk.features.library.form.labels import labels_in_window
from cso_desk.features.library.form.reader_cards import ReaderCardsPage
from cso_desk.features.library.form.received import ReceivedTab
from cso_desk.features.library.record import LibraryCopy, LibraryTitle, TitleVersion
from cso_desk.features.library.service import add_copies, lend_in
from cso_desk.features.library.service.distribution import HandOut, hand_out
from cso_desk.features.members.record import Organisation, Person
from cso_desk.store.store import Store
from cso_desk.widgets.host import Paper
from cso_desk.wording import use_language


@pytest.fixture
def books(store: Store) -> list[LibraryTitle]:
    """One title whose copies are kept and partly lent, one of which copies are only told."""
    with store.transaction("Add") as t:
        kept, told = t.add_all(
            LibraryTitle(title_en=name, copies=copies) for name, copies in (("Kept", 1), ("Told", 5))
        )
    copies = add_copies(store, kept.id, 3)
    with store.transaction("Lend") as t:
        lend_in(t, copies[0].id, next(each for each in t.all(Person)).id)
    return [kept, told]


@pytest.fixture
def titles(desk: DeskWindow, books: list[LibraryTitle]) -> Any:
    desk.open_page("library")
    library: Any = desk.page("library")
    return library.titles


@pytest.fixture
def papers(desk: DeskWindow, monkeypatch: pytest.MonkeyPatch) -> list[Paper]:
    shown: list[Paper] = []
    monkeypatch.setattr(desk.session, "show_paper", shown.append)
    return shown


def cell(page: Any, title: str, column: str) -> str:
    model = page.model
    rows = {
        model.data(model.index(row, model.columns.index("title_en"))): row for row in range(model.rowCount())
    }
    return str(model.data(model.index(rows[title], model.columns.index(column))))


def select(page: Any, *rows: int) -> None:
    chosen = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in rows:
        page.table.selectionModel().select(page.model.index(row, 0), chosen)


def test_the_list_counts_copies_that_are_kept_and_tells_the_others(titles: Any, store: Store) -> None:
    assert cell(titles, "Kept", "copies") == "3, 1 lent"
    assert cell(titles, "Told", "copies") == "5"
    titles.model.order = "copies"
    titles.model.load()
    order = [
        titles.model.data(titles.model.index(row, titles.model.columns.index("title_en"))) for row in (0, 1)
    ]
    assert order == ["Kept", "Told"]
    assert titles.export is not None
    assert {each.title_en: each.copies for each in all_of(store, LibraryTitle)} == {"Kept": 1, "Told": 5}


def test_labels_are_printed_for_what_is_selected(titles: Any, papers: list[Paper]) -> None:
    select(titles, 0, 1)
    titles.print_labels()
    (paper,) = papers
    assert ("3x8+qr", "24 labels, 70 × 37 mm, with QR codes") in paper.sizes
    assert paper.of_size is not None
    for size, _said in paper.sizes:
        made = paper.of_size(size).make("km", "pdf", lambda _done, _total: None)
        assert made.startswith(b"%PDF")


def test_a_copy_gets_a_new_number_and_its_label(
    desk: DeskWindow, store: Store, books: list[LibraryTitle], papers: list[Paper]
) -> None:
    tab = CopiesTab(desk.session)
    tab.show_record(books[0])
    before = {each.id: each.code for each in all_of(store, LibraryCopy)}
    tab.table.selectRow(1)
    chosen = tab.table.current_record()
    tab.renumber()
    after = {each.id: each.code for each in all_of(store, LibraryCopy)}
    assert [each for each in after if after[each] != before[each]] == [chosen]
    assert after[chosen] not in before.values()
    tab.print_labels()
    assert papers
    tab.deleteLater()


def test_cards_are_printed_for_those_who_borrow(
    desk: DeskWindow, books: list[LibraryTitle], papers: list[Paper]
) -> None:
    page = ReaderCardsPage(desk.session)
    page.show_cards()
    assert papers == []
    page.add_borrowers()
    page.show_cards()
    assert papers[0].make("km", "pdf", lambda _done, _total: None).startswith(b"%PDF")
    page.deleteLater()


def test_who_has_not_received_a_version_is_told_on_the_title(
    desk: DeskWindow, store: Store, papers: list[Paper]
) -> None:
    with store.transaction("Add") as t:
        title = t.add(LibraryTitle(title_en="Sub-decree 193", number="193"))
        old, new = t.add_all(
            TitleVersion(title=title.id, label=label, dated=dated)
            for label, dated in (("v1", "2019-06"), ("v2", "2024-05-20"))
        )
    bodies = all_of(store, Organisation)
    hand_out(store, HandOut([title.id], [bodies[0].id], "2024-01-01", {title.id: old.id}))
    tab = ReceivedTab(desk.session)
    tab.show_record(title)
    total = len(tab.model.rows)
    assert tab.version.currentData() == new.id
    assert tab.said.text_shown() == f"{total} of {total} have not received it"
    hand_out(store, HandOut([title.id], [bodies[0].id], "2026-11-23", {title.id: new.id}))
    tab.show_record(title)
    assert tab.said.text_shown().startswith(f"{total - 1} of {total} ")
    tab.print_missing()
    assert papers[0].make("km", "pdf", lambda _done, _total: None).startswith(b"%PDF")
    tab.deleteLater()


def test_labels_of_nothing_say_so(store: Store) -> None:
    made = labels_in_window(store, [])
    assert made.make("en", "pdf", lambda _done, _total: None).startswith(b"%PDF")


def test_how_many_copies_is_shown_and_typed_in_the_digits_of_the_window(
    desk: DeskWindow, store: Store
) -> None:
    with store.transaction("Add") as t:
        title = t.add(LibraryTitle(title_km="សៀវភៅ"))
    desk.open_record("library_title", title.id)
    page: Any = desk.page("library")
    page.pane.open_tab(4)
    tab = page.pane._stack.currentWidget()
    assert isinstance(tab, CopiesTab)
    use_language("km")
    assert tab.how_many.typed() == "១"
    for typed in ("ច្រើន", "០", "១២"):
        tab.how_many.type_in(typed)
        tab.add_several()
    assert len(all_of(store, LibraryCopy)) == 12
    assert tab.how_many.typed() == "១"
    use_language("en")
    assert tab.how_many.typed() == "1"
