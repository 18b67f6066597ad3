"""The side of the library on which the texts of its files are searched, ranked and narrowed."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from cso_desk.features.library.form.correction_line import CorrectionLine
from cso_desk.features.library.form.search_rows import HitRow
from cso_desk.features.library.record import LIBRARY_TITLE
from cso_desk.features.library.service.search import TextHit, TextHits, file_called, find_texts
from cso_desk.records.kinds import Stored
from cso_desk.store.listing import value_counts
from cso_desk.widgets.controls import Label, line, named, part, row
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.filters import FilterBar
from cso_desk.widgets.folding_bar import FoldingBar
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.reading_beside import ReadingBeside
from cso_desk.widgets.scroll_column import ScrollColumn
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.widgets.views import View, Views
from cso_desk.wording import _, ngettext

_PAUSE = 200  # milliseconds after a key until it is searched
_KINDS = frozenset({"library_title", "title_version"})
KEPT = "library_texts"
"""Under which name the saved searches are kept beside those of the lists."""


class SearchSide(QFrame):
    """Words, filters and saved searches above; below them the titles that were found."""

    def __init__(self, host: Host, lead: QWidget, open_hit: Callable[[TextHit], object]) -> None:
        super().__init__()
        part(self, "surface")
        self._host, self._open_hit = host, open_hit
        self.line = QLineEdit()
        self.line.setMinimumWidth(theme.px(160))
        self.filters = FilterBar(LIBRARY_TITLE, partial(value_counts, host.store, LIBRARY_TITLE))
        kept = host.lists.setdefault(KEPT, {})
        self.views = Views(kept, self.show_view, self.view, host.changes.lists_remember)
        self.rows: list[HitRow] = []
        self._hits = TextHits(())
        self._asked: tuple[str, dict[str, list[Stored]]] = ("", {})
        self._reading = ReadingBeside(host, self._find, self)
        self._to_first = False
        self._count, self._found = Label("", "count"), ScrollColumn()
        self._behind, self._stack, self._soon = Label("", "warn", wrap=True), QStackedWidget(), QTimer(self)
        self.unread = CorrectionLine(host)
        self._build(lead)
        self._reading.came.connect(self._show)
        host.changes.changed.connect(self._on_changed)
        live(self, self._say)

    def load(self) -> None:
        """Search again what stands there."""
        self.unread.load()
        self.search()

    def save_now(self) -> None:
        """Nothing is typed here that would be kept."""

    def view(self) -> View:
        """What is searched now, to be saved."""
        return {"text": self.line.text(), "filters": {n: list(v) for n, v in self.filters.filters.items()}}

    def show_view(self, view: View) -> None:
        """Search what was saved."""
        self.line.setText(str(view.get("text", "")))
        self.filters.set_filters(view.get("filters", {}))
        self.search()

    def look_for(self, text: str) -> None:
        """Search a text now."""
        self.line.setText(text)
        self.search()

    def search(self) -> None:
        """Search what was typed, beside the window, and show what was found."""
        self._soon.stop()
        self._asked = (self.line.text(), {name: list(few) for name, few in self.filters.filters.items()})
        self._reading.again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.rows:
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.line.setFocus(event.reason())

    def _build(self, lead: QWidget) -> None:
        named(self.line, lambda: _("Search in the files"))
        live(self.line, lambda: self.line.setPlaceholderText(_("Words, a number, a name…")))
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.search)
        self.line.textEdited.connect(lambda _text: self._soon.start(_PAUSE))
        self.line.returnPressed.connect(self._enter)
        self.filters.changed.connect(self.search)
        by_field = self.filters.menu_button()
        tools = row(lead, self.line, by_field, self._count, None, self.views.button, margins=(16, 8, 16, 8))
        tools.setStretchFactor(self.line, 1)
        self._behind.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(4))
        self._stack.addWidget(self._found)
        self._stack.addWidget(_nothing_typed())
        self._stack.addWidget(_nothing_found())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for each in (FoldingBar(tools, [by_field]), self.views.bar, self.filters, self.unread, self._behind):
            whole.addWidget(each)
        whole.addWidget(self._stack, 1)

    def _find(self) -> tuple[str, TextHits]:
        text, filters = self._asked
        return text, find_texts(self._host.store, text, filters=filters, typing=True)

    def _show(self, found: tuple[str, TextHits]) -> None:
        text, self._hits = found
        self.rows = [HitRow(hit) for hit in self._hits.hits]
        lines: list[QWidget] = []
        for place, each in enumerate(self.rows):
            each.opened.connect(partial(self._open_hit, each.hit))
            each.beside.connect(partial(self._go_beside, place))
            lines += [each, line()]
        self._found.show_lines(lines, gap=0)
        self._stack.setCurrentIndex(0 if lines else 2 if text.strip() else 1)
        self._say()
        if self._to_first and self.rows:
            self.rows[0].setFocus(Qt.FocusReason.TabFocusReason)
        self._to_first = False

    def _say(self) -> None:
        count = len(self.rows)
        self._count.show_text(
            ngettext("{number} title", "{number} titles", count, number=digits(count)) if count else ""
        )
        behind = self._hits.behind if self.rows or self.line.text().strip() else 0
        self._behind.setVisible(bool(behind))
        self._behind.show_text(
            ngettext(
                "The text of {number} file is not searched yet. Search again in a moment.",
                "The texts of {number} files are not searched yet. Search again in a moment.",
                behind,
                number=digits(behind),
            )
        )

    def _enter(self) -> None:
        self._to_first = True
        self._reading.latest = None  # told again, also where it is the same
        self.search()

    def _go_beside(self, place: int, step: int) -> None:
        if place + step < 0:
            self.line.setFocus(Qt.FocusReason.BacktabFocusReason)
        elif place + step < len(self.rows):
            beside = self.rows[place + step]
            beside.setFocus(Qt.FocusReason.TabFocusReason)
            self._found.ensureWidgetVisible(beside)

    def _on_changed(self, changed: object) -> None:
        if self.isVisible() and self.rows and _KINDS & changed.kinds:  # type: ignore[attr-defined]
            self._soon.start(_PAUSE)


def open_page(host: Host, hit: TextHit) -> None:
    """Open the title that was found, and its file at the page."""
    # The reader of files is heavy to import, and most searches are read only.
    from cso_desk.features.library.form.file_page import FilePage  # noqa: PLC0415

    host.go_to_record("library_title", hit.title.id)
    with host.store.reading() as reading:
        file = file_called(reading, hit)
    if file is not None:
        host.show_over(FilePage(host, file, hit.title.id, hit.page))


def _nothing_typed() -> EmptyPage:
    return EmptyPage(
        "magnifying-glass",
        lambda: _("Search in the files"),
        lambda: _(
            "Type words as they stand in laws, reports and scans, in Khmer or in English. "
            "You get the titles with the page and the sentence."
        ),
    )


def _nothing_found() -> EmptyPage:
    return EmptyPage(
        "magnifying-glass",
        lambda: _("No file has all these words"),
        lambda: _("Type fewer words or another spelling, or take a filter away."),
    )
