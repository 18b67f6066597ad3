"""The stock-take, laid over the page: labels are scanned shelf by shelf, what was not seen is told."""
# Drawing papers is heavy to import, and the page is open long before somebody prints.
# ruff: noqa: PLC0415

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cso_desk.features.hub.form import paper
from cso_desk.features.library.form.loan_rows import title_name
from cso_desk.features.library.record import LibraryCopy, LibraryTitle, StockTake
from cso_desk.features.library.service import (
    Seen,
    StockResult,
    begin_stock_take,
    copy_meant,
    end_stock_take,
    give_back_in,
    mark_copies,
    see_in,
    stock_result_in,
    stock_take_in,
)
from cso_desk.widgets.controls import Label, button, column, frame, named, part, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.register_table import Head, RegisterModel, RegisterTable, Row
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, ngettext

_HEADS = (
    Head(N_("State"), 190),
    Head(N_("Number"), 130),
    Head(N_("Shelf"), 120),
    Head(N_("Title"), 0),
    Head(N_("Last seen on"), 140),
)
_FIELD, _SCAN = 200, 300


class StockPage(QWidget):
    """Begins a stock-take, or goes on with the one that was not ended."""

    finished = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        part(self, "surface")
        self.setProperty("help", "lending")
        self._host = host
        self.stock: StockTake | None = None
        self._lent = ""
        self.shelf, self.scan = QLineEdit(), QLineEdit()
        self.said, self.count = Label("", "quiet", wrap=True), Label("", "heading")
        self.model = RegisterModel(_HEADS)
        self.table = RegisterTable(self.model, lambda: _("Not where they should be"))
        self.begin = button(lambda: _("Begin"), self.start, name="primary", picture="check", writes="data")
        self.back = button(
            lambda: _("Take the book back"), self.take_back, picture="arrow-u-down-left", writes="data"
        )
        self.show_result = button(lambda: _("Print the result"), self.print_result, picture="printer")
        self.lose = button(lambda: _("Mark what is missing as lost…"), self.ask, picture="x", writes="data")
        self.sure = button(lambda: _("Yes, they are lost"), self.mark_lost, name="primary", writes="data")
        self.end = button(lambda: _("End the stock-take"), self.finish, picture="check", writes="data")
        self._build()
        host.changes.changed.connect(self._on_changed)
        live(self, self.look)

    def title(self) -> str:
        return _("Stock-take")

    # --- what is done ---

    def start(self) -> None:
        """Begin with the shelves that were typed."""
        self._host.attempt(lambda: begin_stock_take(self._host.store, self.shelf.text()))
        self.look()
        self.scan.setFocus()

    def see(self) -> None:
        """The label in the line was scanned."""
        text = self.scan.text().strip()
        self.scan.clear()
        self.back.hide()
        if not text or self.stock is None:
            return
        stock, seen = self.stock, list[Seen]()
        with self._host.store.reading() as reading:
            copy = copy_meant(reading, text)
        if copy is None:
            self._tell(
                _("No copy has the number “{text}”. Put the book aside and look for it.", text=text), "bad"
            )
            return
        shelf = self.shelf.text()
        if self._host.change(N_("Count a copy"), lambda t: seen.append(see_in(t, stock, copy, shelf=shelf))):
            self._say_seen(seen[0])

    def take_back(self) -> None:
        """End the loan of the copy that stands here all the same."""
        copy = self._lent
        if self._host.change(N_("Take a book back"), lambda t: give_back_in(t, copy)):
            self.back.hide()
            self._tell(_("{title} is back.", title=title_name(self._host, copy)), "good")
            self.scan.setFocus()

    def ask(self) -> None:
        """Ask before copies are given up."""
        missing = len(self._result().missing) if self.stock else 0
        if missing:
            self.lose.hide()
            self.sure.show()
            self._tell(
                ngettext(
                    "{number} copy was not seen. Shall it be marked as lost?",
                    "{number} copies were not seen. Shall they be marked as lost?",
                    missing,
                    number=digits(missing),
                ),
                "warn",
            )

    def mark_lost(self) -> None:
        """Mark every missing copy as lost, in one step."""
        missing = [copy.id for copy, _title in self._result().missing]
        if self._host.attempt(lambda: mark_copies(self._host.store, missing, "lost")):
            self._host.notify(_("They are marked as lost."), undo=True)
        self.look()

    def finish(self) -> None:
        """Write down the result and leave."""
        stock = self.stock
        if stock and self._host.attempt(lambda: end_stock_take(self._host.store, stock)):
            self.finished.emit()

    def print_result(self) -> None:
        """Show the result as it will be printed."""
        from cso_desk.features.library.printing import stock_paper, stock_workbook

        store, stock = self._host.store, self.stock
        if stock is None:
            return
        result = self._result()
        self._host.show_paper(
            paper(
                lambda: _("Result of the stock-take"),
                "stock-take",
                lambda language: stock_paper(store, stock, result, language),
                lambda language: stock_workbook(store, result, language),
            )
        )

    # --- looking ---

    def look(self) -> None:
        """Show how it stands now."""
        with self._host.store.reading() as reading:
            self.stock = stock_take_in(reading)
        going = self.stock is not None
        for each in (self.scan, self.table, self.count, self.show_result, self.lose, self.end):
            each.setVisible(going)
        self.begin.setVisible(not going)
        self.sure.hide()
        if not going:
            self.model.show(())
            self._tell(
                _(
                    "Begin with all shelves, or with those whose number begins as you type. Then scan the "
                    "label of every book; you may stop and go on another day."
                ),
                "quiet",
            )
            return
        result = self._result()
        self.lose.setVisible(bool(result.missing))
        self.count.show_text(
            _(
                "{found} of {expected} seen",
                found=digits(len(result.found)),
                expected=digits(result.expected),
            )
        )
        self.model.show(_rows(result))

    def _result(self) -> StockResult:
        stock = self.stock or StockTake()
        with self._host.store.reading() as reading:
            return stock_result_in(reading, stock)

    def _say_seen(self, seen: Seen) -> None:
        name = f"{title_of((seen.title.title_km, seen.title.title_en), seen.title.code)} ({seen.copy.code})"
        self._lent = seen.copy.id
        self.back.setVisible(seen.lent)
        if seen.lent:
            self._tell(_("{title} is noted as lent, and yet it is here.", title=name), "warn")
        elif seen.away:
            self._tell(
                _("{title} belongs on the shelf {shelf}.", title=name, shelf=seen.copy.shelf or "—"), "warn"
            )
        elif seen.was_lost:
            self._tell(_("{title} was lost and is here again.", title=name), "good")
        else:
            self._tell(_("{title} is here.", title=name), "good")

    def _tell(self, text: str, name: str) -> None:
        self.said.show_text(text)
        self.said.become(name)

    def _on_changed(self, changed: object) -> None:
        if changed.kinds & {"library_copy", "loan", "stock_take", "library_title"}:  # type: ignore[attr-defined]
            self.look()

    def _build(self) -> None:
        for field, width, say in (
            (self.shelf, _FIELD, lambda: _("Which shelf; nothing for all")),
            (self.scan, _SCAN, lambda: _("Scan the labels one after the other")),
        ):
            field.setFixedWidth(theme.px(width))
            named(field, say)
            live(field, lambda field=field, say=say: field.setPlaceholderText(say()))  # type: ignore[misc]
        self.scan.returnPressed.connect(self.see)
        self.shelf.returnPressed.connect(lambda: self.scan.setFocus() if self.stock else self.start())
        self.back.hide()
        first = row(self.shelf, self.begin, self.scan, self.count, None, gap=12)
        inside = column(gap=6, margins=(16, 12, 16, 12))
        inside.addLayout(first)
        inside.addWidget(self.said)
        inside.addWidget(flowing(self.back, self.show_result, self.lose, self.sure, self.end))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(frame("bar", inside))
        whole.addWidget(self.table, 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        (self.scan if self.stock else self.shelf).setFocus(Qt.FocusReason.OtherFocusReason)


def _rows(result: StockResult) -> list[Row]:
    """What is not as it should be: noted as lent and yet here, on another shelf, missing."""
    here = [(each.copy, each.title) for each in result.lent_here]
    parts = (
        (_("Lent and yet here"), here, "warn"),
        (_("Belongs elsewhere"), result.misplaced, "warn"),
        (_("Not seen yet"), result.missing, "quiet"),
    )
    return [_row(said, copy, title, tone) for said, pairs, tone in parts for copy, title in pairs]


def _row(said: str, copy: LibraryCopy, title: LibraryTitle, tone: str) -> Row:
    name = title_of((title.title_km, title.title_en), title.code)
    return Row(copy.id, (said, copy.code, copy.shelf, name, short_date(copy.seen_on)), (0, tone))
