"""Counting the shelves: what is missing, misplaced, and lent and yet here."""

from typing import Any

import pytest

from cso_desk.documents.letter import docx_bytes
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.errors import UserError
from cso_desk.features.library.printing import (
    LABEL_SHEETS,
    copy_labels,
    loans_paper,
    loans_workbook,
    overdue_letters,
    reader_cards,
    spine_labels,
    stock_paper,
    stock_workbook,
)
from cso_desk.features.library.record import LibraryCopy, LibraryTitle
from cso_desk.features.library.service import (
    StockResult,
    add_copies,
    begin_stock_take,
    end_stock_take,
    give_back_in,
    lend_in,
    mark_copies,
    open_lines_in,
    see_in,
    stock_result_in,
    stock_take_in,
)
from cso_desk.features.members.record import Person
from cso_desk.store.store import Store

BEFORE, DAY = "2026-10-01", "2026-11-20"


@pytest.fixture
def title(store: Store) -> LibraryTitle:
    with store.transaction("Add") as t:
        return t.add(LibraryTitle(title_en="Law on Associations", title_km="ច្បាប់ស្តីពីសមាគម", shelf="A1"))


@pytest.fixture
def dara(store: Store) -> Person:
    with store.transaction("Add") as t:
        return t.add(Person(name_en="Sok Dara", name_km="សុខ ដារ៉ា"))


def lend(store: Store, copy: LibraryCopy, person: Person, day: str = BEFORE) -> None:
    with store.transaction("Lend") as t:
        lend_in(t, copy.id, person.id, day=day)


def scan(store: Store, copy: LibraryCopy, **more: Any) -> Any:
    with store.transaction("Count") as t:
        stock = stock_take_in(t)
        assert stock is not None
        found = t.get(LibraryCopy, copy.id)
        assert found is not None
        return see_in(t, stock, found, day=DAY, **more)


def result(store: Store) -> StockResult:
    with store.reading() as reading:
        stock = stock_take_in(reading)
        assert stock is not None
        return stock_result_in(reading, stock)


def codes(pairs: Any) -> list[str]:
    return [copy.code for copy, _title in pairs]


def test_what_was_not_scanned_is_missing_and_what_is_lent_is_not(
    store: Store, title: LibraryTitle, dara: Person
) -> None:
    seen, unseen, lent = add_copies(store, title.id, 3)
    lend(store, lent, dara)
    begin_stock_take(store, "a", day=DAY)
    scan(store, seen)
    found = result(store)
    assert codes(found.found) == [seen.code]
    assert codes(found.missing) == [unseen.code]
    assert (found.expected, found.lent) == (2, 1)


def test_a_copy_of_another_shelf_is_told_and_listed(store: Store, title: LibraryTitle) -> None:
    (copy,) = add_copies(store, title.id, 1, shelf="B2")
    begin_stock_take(store, "A", day=DAY)
    assert scan(store, copy).away
    assert codes(result(store).misplaced) == [copy.code]
    assert result(store).expected == 0


def test_a_copy_that_is_noted_as_lent_and_stands_here_is_told_and_stays_lent(
    store: Store, title: LibraryTitle, dara: Person
) -> None:
    (copy,) = add_copies(store, title.id, 1)
    lend(store, copy, dara)
    begin_stock_take(store, day=DAY)
    assert scan(store, copy).lent
    assert [each.copy.code for each in result(store).lent_here] == [copy.code]


def test_a_lost_copy_that_is_scanned_is_here_again(store: Store, title: LibraryTitle) -> None:
    (copy,) = add_copies(store, title.id, 1)
    mark_copies(store, [copy.id], "lost")
    begin_stock_take(store, day=DAY)
    assert scan(store, copy).was_lost
    assert codes(result(store).found) == [copy.code]


def test_one_stock_take_goes_on_at_a_time_and_its_result_is_kept(store: Store, title: LibraryTitle) -> None:
    seen, _unseen = add_copies(store, title.id, 2)
    stock = begin_stock_take(store, day=DAY)
    with pytest.raises(UserError):
        begin_stock_take(store)
    scan(store, seen)
    end_stock_take(store, stock)
    with store.reading() as reading:
        assert stock_take_in(reading) is None
        kept = reading.all(type(stock))[0]
    assert (kept.expected, kept.found) == (2, 1)


@pytest.mark.parametrize("language", ["km", "en", "both"])
def test_papers_of_lending_and_counting_are_printed(
    store: Store, title: LibraryTitle, dara: Person, language: str
) -> None:
    lent, missing = add_copies(store, title.id, 2)
    lend(store, lent, dara)
    stock = begin_stock_take(store, day=DAY)
    with store.reading() as reading:
        lines = open_lines_in(reading, DAY)
    found = result(store)
    letters = overdue_letters(store, lines, language)
    assert docx_bytes(letters).startswith(b"PK")
    for paper in (
        letters,
        loans_paper(store, lines, language),
        loans_paper(store, [], language),
        stock_paper(store, stock, found, language),
        reader_cards(store, [dara], language),
        spine_labels(store, [(missing, title)], language),
    ):
        assert pdf_bytes(paper).startswith(b"%PDF")
    assert [row[0] for row in loans_workbook(store, lines)[0].rows] == [lent.code]
    assert [len(list(sheet.rows)) for sheet in stock_workbook(store, found)] == [1, 0, 0, 0]


@pytest.mark.parametrize("sheet", LABEL_SHEETS)
def test_a_full_sheet_of_labels_is_one_page(store: Store, title: LibraryTitle, sheet: str) -> None:
    form = LABEL_SHEETS[sheet]
    copies = add_copies(store, title.id, form.columns * form.rows)
    labelled = [(copy, title) for copy in copies]
    assert _pages(pdf_bytes(copy_labels(store, labelled, sheet=sheet))) == 1
    assert _pages(pdf_bytes(copy_labels(store, labelled, sheet=sheet, skip=1))) == 2


def _pages(pdf: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    document.close()
    return count


def test_a_copy_that_is_lent_and_scanned_on_one_day_is_told_when_it_was_scanned_last(
    store: Store, title: LibraryTitle, dara: Person
) -> None:
    stands, went = add_copies(store, title.id, 2)
    begin_stock_take(store, day=DAY)
    lend(store, stands, dara, day=DAY)
    scan(store, stands)
    scan(store, went)
    lend(store, went, dara, day=DAY)
    assert [each.copy.code for each in result(store).lent_here] == [stands.code]
    assert result(store).expected == 0


def test_a_copy_that_came_back_and_was_put_on_a_wrong_shelf_on_one_day_is_misplaced(
    store: Store, title: LibraryTitle, dara: Person
) -> None:
    wrong, away = add_copies(store, title.id, 2, shelf="B2")
    begin_stock_take(store, "A", day=DAY)
    for copy in (wrong, away):
        lend(store, copy, dara, day=DAY)
        with store.transaction("Back") as t:
            give_back_in(t, copy.id, day=DAY)
    scan(store, wrong)
    assert codes(result(store).misplaced) == [wrong.code]


def test_what_came_back_over_the_desk_while_the_shelves_were_counted_is_found(
    store: Store, title: LibraryTitle, dara: Person
) -> None:
    (copy,) = add_copies(store, title.id, 1)
    lend(store, copy, dara)
    begin_stock_take(store, "A", day=DAY)
    with store.transaction("Back") as t:
        give_back_in(t, copy.id, day=DAY)
    assert codes(result(store).found) == [copy.code]
    assert result(store).missing == ()
