"""Scenes of the lending desk: books out and back, a reader's books, cards, labels, the stock-take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cso_desk.features.library.form.reader_cards import ReaderCardsPage
from cso_desk.features.library.form.stock_page import StockPage
from cso_desk.features.library.record import LibraryCopy, LibraryTitle
from cso_desk.features.library.service import add_copies, lend_in, wait_in
from cso_desk.features.members.record import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from window_stage import Room

    from cso_desk.desk.shots import Shown
    from cso_desk.store.store import Store


def lending(room: Room) -> Iterator[Shown]:
    """Before the first loan, with loans of which some are late, with a reader, and what lies over it."""
    desk = room.desk()
    store = desk.session.store
    desk.open_page("library", "lending")
    yield "empty", desk
    titles, readers, copies = _lent(store)
    library: Any = desk.page("library")
    page = library.lending
    desk.open_page("today")
    yield "today", desk
    desk.open_page("library", "lending")
    yield "loans", desk
    page.take("person", readers[0].id)
    yield "reader", desk
    page.take("library_copy", copies[0].id)
    page.next_reader()
    page.take("library_copy", copies[1].id)
    yield "back", desk
    desk.session.show_over(ReaderCardsPage(desk.session, [each.id for each in readers[:3]]))
    yield "cards", desk
    desk.close_over()
    desk.open_page("library", titles[0].id)
    for place, name in ((4, "copies"), (5, "handed-out"), (6, "waiting")):
        library.pane.open_tab(place)
        yield name, desk
    library.titles.table.selectAll()
    yield "selected", desk
    library.titles.table.clearSelection()
    stock = StockPage(desk.session)
    desk.session.show_over(stock)
    yield "stock-begin", desk
    stock.start()
    stock.scan.setText(copies[3].code)
    stock.see()
    yield "stock-take", desk


def _lent(store: Store) -> tuple[list[LibraryTitle], list[Person], list[LibraryCopy]]:
    """Copies of three titles, of which two are late, one is out and one comes back to somebody who waits."""
    with store.reading() as reading:
        titles = reading.all(LibraryTitle, limit=3)
        readers = reading.all(Person, reading.table(Person).c.phones != "", limit=5)
    copies = [copy for each in titles for copy in add_copies(store, each.id, 3, shelf="A1")]
    with store.transaction("Number") as t:
        for place, known in ((1, titles[1]), (3, titles[2])):  # numbers that the test of words knows
            t.change(copies[place], code=known.code)
            copies[place].code = known.code
    with store.transaction("Lend a book") as t:
        for place, day in ((0, "2026-10-01"), (1, "2026-10-20"), (4, "2026-11-20"), (7, "2026-11-21")):
            lend_in(t, copies[place].id, readers[place % 3].id, day=day)
        wait_in(t, titles[0].id, readers[3].id, day="2026-11-01")
        wait_in(t, titles[1].id, readers[4].id, day="2026-11-02")
    return titles, readers, copies


SCENES = {"lending": lending}
