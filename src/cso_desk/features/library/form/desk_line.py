"""The line of the lending desk, into which a scanner types: a copy, a title or a reader, in either order."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton

from cso_desk.features.library.form.loan_rows import reader_name
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.library.service import copies_there_in, copy_meant, reader_meant
from cso_desk.store.search import search
from cso_desk.widgets.controls import Label, button, column, named, part, row
from cso_desk.widgets.editors.finding import FindLine, Suggestion
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, ngettext

_WIDTH = 420
_MOST = 6  # of each kind


class DeskLine(QFrame):
    """`chosen` gives what was scanned or picked, as (record type, id); `unknown` a text that means nothing.

    `left` comes with Escape. `say` tells beside the line whom and what the next scan belongs to.
    """

    chosen = Signal(str, str)
    unknown = Signal(str)
    left = Signal()

    def __init__(self, host: Host, acts: Sequence[QPushButton]) -> None:
        super().__init__()
        part(self, "bar")
        self._host = host
        self.line = FindLine(self._suggest)
        self.line.setFixedWidth(theme.px(_WIDTH))
        self.about = Label("", "heading")
        self.next = button(lambda: _("Next reader"), self.left.emit, name="flat", picture="x")
        self.said = Label("", "quiet", wrap=True)
        named(self.line, _asked)
        live(self.line, lambda: self.line.setPlaceholderText(_asked()))
        first = row(self.line, self.about, self.next, None, gap=12)
        whole = column(gap=4, margins=(16, 10, 16, 10))
        whole.addLayout(first)
        whole.addWidget(self.said)
        whole.addWidget(flowing(*acts))
        self.setLayout(whole)
        self.line.chosen.connect(self._take)
        self.line.returnPressed.connect(self._entered)
        self.tell("")
        self.show_about("")

    def tell(self, text: str, name: str = "quiet") -> None:
        """Say what was done or why not."""
        self.said.show_text(text)
        self.said.setVisible(bool(text))
        self.said.become(name)

    def show_about(self, text: str) -> None:
        """Say for whom, or which book, the next scan is."""
        self.about.show_text(text)
        self.about.setVisible(bool(text))
        self.next.setVisible(bool(text))

    def begin(self) -> None:
        """Empty the line and put the keyboard into it."""
        self.line.clear()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, data: object) -> None:
        self.line.clear()
        if isinstance(data, tuple):
            self.chosen.emit(*data)

    def _entered(self) -> None:
        text = self.line.text().strip()
        self.line.clear()
        if text:
            self.unknown.emit(text)

    def _suggest(self, text: str) -> list[Suggestion]:
        with self._host.store.reading() as reading:
            copy, card = copy_meant(reading, text), reader_meant(reading, text)
            if card is not None and copy is None:
                return [Suggestion(f"{reader_name(card)}   {card.code}", ("person", card.id))]
            if copy is not None:
                title = reading.get(LibraryTitle, copy.title) or LibraryTitle()
                name = title_of((title.title_km, title.title_en), title.code)
                return [Suggestion(f"{copy.code}   {name}", ("library_copy", copy.id))]
        if len(text.strip()) < 2:
            return []
        store = self._host.store
        people = search(store, text, ("person",), limit=_MOST, typing=True, alike=True)
        titles = search(store, text, ("library_title",), limit=_MOST, typing=True)
        found = [
            Suggestion(f"{title_of((hit.title_km, hit.title_en))}   {hit.code}", ("person", hit.record))
            for hit in people
        ]
        books = [self._book(hit.record, title_of((hit.title_km, hit.title_en), hit.code)) for hit in titles]
        return [
            *([Suggestion(_("Readers"), None, head=True), *found] if found else []),
            *([Suggestion(_("Books"), None, head=True), *books] if books else []),
        ]

    def _book(self, title: str, name: str) -> Suggestion:
        """A title: its first copy on the shelf, or the title itself where none is there."""
        with self._host.store.reading() as reading:
            there = copies_there_in(reading, title)
        if not there:
            return Suggestion(_("{title}   no copy is there", title=name), ("library_title", title))
        count = ngettext("{count} copy is there", "{count} copies are there", len(there))
        return Suggestion(f"{name}   {there[0].code}   {count}", ("library_copy", there[0].id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _asked() -> str:
    return _("Scan a label, or type a book or a reader")
