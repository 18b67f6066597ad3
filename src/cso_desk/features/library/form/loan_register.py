"""What is lent, to the reader at the desk or to everybody; taken back, renewed and printed from its rows."""
# Drawing papers is heavy to import, and the page is open long before somebody prints.
# ruff: noqa: PLC0415

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from cso_desk.features.hub.form import paper
from cso_desk.features.library.form.loan_rows import HEADS, row_of
from cso_desk.features.library.service import (
    LoanLine,
    give_back_in,
    history_in,
    note_reminded,
    open_lines_in,
    renew_in,
    today,
)
from cso_desk.features.members.record import Person
from cso_desk.widgets.controls import button
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.host import Host
from cso_desk.widgets.register_side import RegisterSide
from cso_desk.widgets.register_table import Row
from cso_desk.widgets.showing import digits
from cso_desk.wording import N_, _, ngettext


class LoanRegister(RegisterSide):
    """The loans as a list; `reader` narrows it to what one reader has, or gave back."""

    kinds = frozenset({"loan", "library_copy", "library_title", "person", "waiting_reader", "hub_profile"})
    kind = "loan"

    def __init__(self, host: Host, lead: QWidget) -> None:
        self.reader: Person | None = None
        empty = EmptyPage(
            "books",
            lambda: _("Copies and loans"),
            lambda: _(
                "Scan the label of a book, or type its title, then choose who borrows it. "
                "A book that comes back needs its label alone."
            ),
        )
        buttons = (
            button(
                lambda: _("Take the book back"),
                self.take_back_chosen,
                picture="arrow-u-down-left",
                writes="data",
            ),
            button(lambda: _("Renew"), self.renew_chosen, picture="clock-clockwise", writes="data"),
            button(lambda: _("Overdue letters"), self.print_letters, picture="envelope-simple"),
            button(lambda: _("Reader cards"), self.print_cards, picture="identification-card"),
            button(lambda: _("Stock-take"), self.count_shelves, picture="clipboard-text", writes="data"),
        )
        boxes = ((lambda: _("Which loans"), self._which),)
        super().__init__(host, lead, lambda: _("Loans"), HEADS, boxes, empty, buttons)
        self.setProperty("help", "lending")

    def found(self) -> tuple[list[Row], str]:
        lines = self._read()
        late = sum(each.overdue for each in lines)
        count = ngettext("{number} loan", "{number} loans", len(lines), number=digits(len(lines)))
        said = ngettext("{number} of them late", "{number} of them late", late, number=digits(late))
        return [row_of(each) for each in lines], f"{count}   {said}" if late else count

    def take_back_chosen(self) -> None:
        """End the loans that are selected."""
        copies = [each.copy.id for each in self._chosen_lines()]

        def act(t: Any) -> None:
            for each in copies:
                give_back_in(t, each)

        if copies and self.host.change(N_("Take a book back"), act):
            self.host.notify(_("They are back."), undo=True)

    def renew_chosen(self) -> None:
        """Lend for as long again what is selected."""
        loans = self.table.chosen()

        def act(t: Any) -> None:
            for each in loans:
                renew_in(t, each)

        if loans and self.host.change(N_("Renew a loan"), act):
            self.host.notify(_("Renewed."), undo=True)

    def _read(self) -> list[LoanLine]:
        which = self.chosen(0)
        with self.host.store.reading() as reading:
            if which == "history" and self.reader is not None:
                return history_in(reading, self.reader.id, today())
            lines = open_lines_in(reading, today(), self.words.text())
        if self.reader is not None:
            lines = [each for each in lines if each.person and each.person.id == self.reader.id]
        return [each for each in lines if each.overdue] if which == "late" else lines

    def _chosen_lines(self) -> list[LoanLine]:
        chosen = set(self.table.chosen())
        return [each for each in self._read() if each.loan.id in chosen and not each.loan.returned_on]

    def _which(self) -> list[tuple[str, str]]:
        now = [("", _("What is lent")), ("late", _("What is overdue"))]
        if self.reader is None:
            return now
        return [*now, ("history", _("What this reader gave back"))]

    def print_list(self) -> None:
        from cso_desk.features.library.printing import loans_paper, loans_workbook

        store, lines = self.host.store, self._read()
        self.host.show_paper(
            paper(
                lambda: _("Register of loans"),
                "loans",
                lambda language: loans_paper(store, lines, language),
                lambda language: loans_workbook(store, lines, language),
            )
        )

    def print_letters(self) -> None:
        """Letters to those who should have brought their books back; noted once they are saved or printed."""
        from cso_desk.features.library.printing import overdue_letters

        store = self.host.store
        late = [each for each in self._read() if each.overdue]
        if not late:
            self.host.notify(_("Nothing is overdue, so there is no letter to write."))
            return
        letters = paper(
            lambda: _("Overdue letters"),
            "overdue-letters",
            lambda language: overdue_letters(store, late, language),
            letter=True,
        )

        def note() -> None:
            self.host.attempt(lambda: note_reminded(store, [each.loan.id for each in late], today()))

        self.host.show_paper(replace(letters, used=note))

    def count_shelves(self) -> None:
        """Lay the stock-take over the page."""
        from cso_desk.features.library.form.stock_page import StockPage

        self.host.show_over(StockPage(self.host))

    def print_cards(self) -> None:
        """Lay the choice of readers who need a card over the page; first the one at the desk."""
        from cso_desk.features.library.form.reader_cards import ReaderCardsPage

        self.host.show_over(ReaderCardsPage(self.host, [self.reader.id] if self.reader else []))
