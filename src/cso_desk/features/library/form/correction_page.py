"""Pages without a text that is trusted, one after the other: the picture left, the text right, keys only."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cso_desk.extraction.refusals import verdict_said
from cso_desk.features.library.form.file_page import SOURCES
from cso_desk.features.library.form.page_picture import PagePicture
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.library.service.corrections import Doubted, DoubtedPage, doubted
from cso_desk.features.library.service.file_texts import correct_page, file_text, read_file_by_machine
from cso_desk.store.blob_texts import OCR
from cso_desk.widgets.controls import Label, button, column, frame, holder, icon_button, named, part, row
from cso_desk.widgets.editors.files import called
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.reading_beside import ReadingBeside
from cso_desk.widgets.showing import digits, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, ngettext

_BAR, _LEAST = 160, 48  # pixels: the bar of what is done, the least height of the text
_KINDS = frozenset({"page_correction", "library_title", "title_version"})
RIGHT, BLANK, NEXT, BEFORE = "Ctrl+Return", "Ctrl+Shift+Return", "Ctrl+PgDown", "Ctrl+PgUp"


class CorrectionPage(QWidget):
    """One page at a time. What is kept is one step that can be undone; who goes on comes back to the rest."""

    finished = Signal()

    def __init__(self, host: Host) -> None:
        super().__init__()
        part(self, "surface")
        self.setProperty("help", "corrections")
        self._host = host
        self._queue = Doubted((), 0)
        self._pages: list[DoubtedPage] = []
        self._place, self._typed_for = 0, ("", 0)
        self.picture, self.text = PagePicture(host), QPlainTextEdit()
        self.progress, self.said = QProgressBar(), Label("", "heading")
        self._name, self._where = Label("", "group", wrap=True), Label("", "quiet")
        self._why, self._source = Label("", "quiet", wrap=True), Label("", "quiet", wrap=True)
        self._stack = QStackedWidget()
        self._reading = ReadingBeside(host, partial(doubted, host.store), self)
        self._build()
        self._reading.came.connect(self._show)
        host.changes.changed.connect(self._on_changed)
        self._reading.again()
        live(self, self._say)

    def title(self) -> str:
        return _("Put texts right")

    @property
    def page(self) -> DoubtedPage | None:
        """The page on show, None where all are done."""
        return self._pages[self._place] if self._pages else None

    def is_right(self) -> None:
        """The text beside the page is what stands on it; the next page comes."""
        self._keep(self.text.toPlainText())

    def is_blank(self) -> None:
        """There is no text on the page; it is not asked about again."""
        self._keep("")

    def turn(self, steps: int) -> None:
        """Go to another page; what was typed is kept, for nobody types a page twice."""
        if self.page is None:
            return
        if self.text.document().isModified():
            self._keep(self.text.toPlainText())
        else:
            self._go((self._place + steps) % len(self._pages))

    def by_machine(self) -> None:
        """Have all pages of this file read by Tesseract, to be compared."""
        if self.page is None:
            return
        store, sha256 = self._host.store, self.page.of.file.sha256
        self._host.work(
            _("Reading the pages by machine…"),
            lambda progress: read_file_by_machine(store, sha256, progress),
            lambda _count: self._read_again(),
        )

    def save_now(self) -> None:
        """What was typed is kept when the page is left."""
        if self.page is not None and self.text.document().isModified():
            self._keep(self.text.toPlainText())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.text.setFocus(event.reason())

    # --- within ---

    def _keep(self, text: str) -> None:
        now = self.page
        if now is None:
            return
        store, of, page = self._host.store, now.of, now.page
        self.text.document().setModified(False)
        if not self._host.attempt(lambda: correct_page(store, of.title, of.file.sha256, page, text)):
            self.text.document().setModified(True)
            return
        # No notice: it would lie over the buttons of the next page. Undo stands in the bar of the window.
        if now in self._pages:  # else it was read anew meanwhile
            self._pages.remove(now)
            self._queue = Doubted(self._queue.files, self._queue.done + 1)
        self._go(self._place % len(self._pages) if self._pages else 0)

    def _read_again(self) -> None:
        self._typed_for = ("", 0)
        self._reading.again()
        self._go(self._place)

    def _show(self, queue: Doubted) -> None:
        """What is open now; the page on show stays, and with it what is being typed."""
        now = self.page.key if self.page else None
        self._queue, self._pages = queue, queue.pages
        keys = [each.key for each in self._pages]
        self._go(keys.index(now) if now in keys else min(self._place, max(len(keys) - 1, 0)))

    def _go(self, place: int) -> None:
        self._place = place
        now = self.page
        self._stack.setCurrentIndex(0 if now is not None else 1)
        if now is not None and now.key != self._typed_for:
            self._typed_for = now.key
            known = file_text(self._host.store, now.of.file.sha256).text(now.page)
            self.text.setPlainText(known.text if known else "")
            self.text.document().setModified(False)
            self.picture.show_page(*now.key)
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say()

    def _say(self) -> None:
        left, done = len(self._pages), self._queue.done
        self.progress.setMaximum(max(left + done, 1))
        self.progress.setValue(done)
        self.said.show_text(
            ngettext("{number} page is left", "{number} pages are left", left, number=digits(left))
        )
        now = self.page
        if now is None:
            return
        with self._host.store.reading() as reading:
            title = reading.get(LibraryTitle, now.of.title) or LibraryTitle()
            known = file_text(self._host.store, now.of.file.sha256).text(now.page)
        self._name.show_text(title_of((title.title_km, title.title_en), title.code))
        self._where.show_text(
            _(
                "{file}, page {page} of {pages}",
                file=called(now.of.file),
                page=digits(now.page),
                pages=digits(now.of.pages),
            )
        )
        self._why.show_text(verdict_said(now.of.verdict))
        self._why.setVisible(known is None or known.source != OCR)
        self._source.show_text(_(SOURCES[known.source]) if known else _("No text of this page is known yet."))
        self._machine.setVisible(not now.of.machine)

    def _on_changed(self, changed: object) -> None:
        if _KINDS & changed.kinds:  # type: ignore[attr-defined]
            self._reading.again()

    # --- parts ---

    def _build(self) -> None:
        named(self.text, lambda: _("Text of the page"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(theme.px(_LEAST))
        named(self.progress, lambda: _("How much is put right"))
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(theme.px(_BAR))
        self._machine = button(
            lambda: _("Read by machine"), self.by_machine, picture="magic-wand", writes="folder"
        )
        top = row(
            self.said, self.progress, None,
            icon_button("caret-left", lambda: _("Page before"), lambda: self.turn(-1)), self._where,
            icon_button("caret-right", lambda: _("Next page"), lambda: self.turn(1)),
            self.picture.smaller, self.picture.larger, gap=12, margins=(16, 8, 16, 8),
        )  # fmt: skip
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.picture)
        split.addWidget(self._beside())
        split.setStretchFactor(0, 1)
        split.setSizes([theme.px(600), theme.px(560)])
        split.splitterMoved.connect(lambda *_place: self.picture.draw_soon())
        work = column(frame("bar", top), gap=0)
        work.addWidget(split, 1)
        self._stack.addWidget(holder(work))
        self._stack.addWidget(_all_right(self))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        for keys, act in (
            (RIGHT, self.is_right), (BLANK, self.is_blank),
            (NEXT, lambda: self.turn(1)), (BEFORE, lambda: self.turn(-1)),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _beside(self) -> QWidget:
        later = button(
            lambda: _("Later"), lambda: self.turn(1), picture="caret-right", hint=lambda: "Ctrl+PgDn"
        )
        blank = button(
            lambda: _("No text on it"), self.is_blank, hint=lambda: "Ctrl+Shift+Enter", writes="data"
        )
        right = button(
            lambda: _("The text is right"), self.is_right, name="primary", picture="check",
            hint=lambda: "Ctrl+Enter", writes="data"
        )  # fmt: skip
        hint = Label(
            lambda: _(
                "Ctrl+Enter: the text is right. Ctrl+Shift+Enter: no text on it. Ctrl+PgDn: later. "
                "What you type is kept when you go on."
            ),
            "quiet",
            wrap=True,
        )
        acts = flowing(right, blank, later, self._machine)
        inside = column(self._name, self._why, self._source, self.text, gap=8, margins=(16, 12, 16, 12))
        inside.addWidget(acts)
        inside.addWidget(hint)
        inside.setStretch(3, 1)
        return holder(inside)


def _all_right(page: CorrectionPage) -> EmptyPage:
    return EmptyPage(
        "check-circle",
        lambda: _("Every page can be searched"),
        lambda: _("Scans without text and broken texts come here as soon as such a file is in the library."),
        button(lambda: _("Back to the library"), page.finished.emit, name="primary"),
    )
