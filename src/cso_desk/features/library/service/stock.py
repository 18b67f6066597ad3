"""Stock-takes: what stands there is scanned; what is missing, misplaced or lent and yet here is told."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement

from cso_desk.errors import UserError
from cso_desk.features.library.record import LibraryCopy, LibraryTitle, StockTake
from cso_desk.features.library.service.copies import GONE
from cso_desk.features.library.service.loan_lists import LoanLine, open_lines_in
from cso_desk.features.library.service.loans import today
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _


@dataclass(frozen=True)
class Seen:
    """A copy that was scanned. `lent`: it is noted as lent; `away`: it belongs on another shelf."""

    copy: LibraryCopy
    title: LibraryTitle
    lent: bool
    away: bool
    was_lost: bool


@dataclass(frozen=True)
class StockResult:
    """How a stock-take stands: copies with their titles.

    `lent_here` are noted as lent and were seen since; lent copies that were not seen are not missing.
    """

    found: tuple[tuple[LibraryCopy, LibraryTitle], ...]
    missing: tuple[tuple[LibraryCopy, LibraryTitle], ...]
    misplaced: tuple[tuple[LibraryCopy, LibraryTitle], ...]
    lent_here: tuple[LoanLine, ...]
    lent: int

    @property
    def expected(self) -> int:
        """How many copies should stand there."""
        return len(self.found) + len(self.missing)


def begin_stock_take(store: Store, shelf: str = "", *, day: str = "", initiator: object = None) -> StockTake:
    """Begin to count the copies whose call number begins with `shelf`, all without. Raises UserError while
    another count goes on.
    """
    with store.transaction(N_("Begin a stock-take"), initiator=initiator) as t:
        if stock_take_in(t) is not None:
            raise UserError(_("A stock-take goes on already. End it before another one begins."))
        return t.add(StockTake(began_on=day or today(), shelf=shelf.strip()))


def stock_take_in(reading: Reading) -> StockTake | None:
    """The stock-take that goes on, the oldest where two laptops began one."""
    table = reading.table(StockTake)
    found = reading.all(StockTake, table.c.ended_on == "", order_by=[table.c.began_on, table.c.id], limit=1)
    return found[0] if found else None


def see_in(t: Transaction, stock: StockTake, copy: LibraryCopy, *, shelf: str = "", day: str = "") -> Seen:
    """A copy was scanned on a shelf. One that was lost is here again; a loan is told and never ended.

    `shelf` is where the person stands, that of the stock-take without it.
    """
    was_lost = copy.state == "lost"
    back = {"state": "here"} if was_lost else {}
    t.change(copy, seen_on=day or today(), counted_in=stock.id, **back)
    title = t.get(LibraryTitle, copy.title) or LibraryTitle()
    lent = any(each.copy.id == copy.id for each in open_lines_in(t, day or today()))
    away = not _stands(copy, shelf.strip() or stock.shelf)
    return Seen(copy, title, lent, away, was_lost)


def stock_result_in(reading: Reading, stock: StockTake) -> StockResult:
    """How a stock-take stands, by call number."""
    table = reading.table(LibraryCopy)
    on_shelf: list[ColumnElement[bool]] = [table.c.state.not_in(GONE)]
    copies = reading.all(LibraryCopy, *on_shelf, order_by=[table.c.shelf, table.c.code, table.c.id])
    titles = {each.id: each for each in reading.all(LibraryTitle, trash=True)}
    open_lines = open_lines_in(reading, today())
    lent = {each.copy.id for each in open_lines}
    found: list[tuple[LibraryCopy, LibraryTitle]] = []
    missing: list[tuple[LibraryCopy, LibraryTitle]] = []
    misplaced: list[tuple[LibraryCopy, LibraryTitle]] = []
    for copy in copies:
        pair = (copy, titles.get(copy.title) or LibraryTitle())
        counted = copy.counted_in == stock.id
        if not _stands(copy, stock.shelf):
            misplaced += [pair] if counted else []
        elif copy.id not in lent:
            # What came back over the desk meanwhile is found as well.
            (found if counted or copy.seen_on >= stock.began_on else missing).append(pair)
    here = tuple(each for each in open_lines if each.copy.counted_in == stock.id)
    return StockResult(tuple(found), tuple(missing), tuple(misplaced), here, len(lent))


def end_stock_take(store: Store, stock: StockTake, *, initiator: object = None) -> StockResult:
    """Write down what was expected and found, and end the stock-take."""
    with store.transaction(N_("End a stock-take"), initiator=initiator) as t:
        result = stock_result_in(t, t.get(StockTake, stock.id) or stock)
        t.change(stock, ended_on=today(), expected=result.expected, found=len(result.found))
    return result


def _stands(copy: LibraryCopy, shelf: str) -> bool:
    return copy.shelf.casefold().startswith(shelf.casefold())
