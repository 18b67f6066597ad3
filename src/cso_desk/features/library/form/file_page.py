"""A file of the library looked at inside the program: its pages, beside them their text to be put right.

Nothing opens outside; a copy is saved only where somebody asks for one.
"""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from cso_desk.extraction.refusals import verdict_said
from cso_desk.features.library.form.page_picture import PagePicture
from cso_desk.features.library.service.file_texts import (
    FileText,
    correct_page,
    file_text,
    read_file_by_machine,
)
from cso_desk.records.base import RecordId
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blob_texts import CORRECTED, GOOD, OCR
from cso_desk.store.blobs import blobs_of
from cso_desk.widgets.controls import Label, button, column, holder, icon_button, named, row
from cso_desk.widgets.editors.files import called
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

_TEXT_SHARE = 0.42
_LEAST = 48  # pixels of height that the text keeps in a small window
_SEEN = ("pdf", "picture", "")
"""The kinds of files whose pages can be seen; "" where the file was not read yet."""
SOURCES = {
    "layer": N_("From within the file"),
    OCR: N_("Read by machine: compare it with the page"),
    CORRECTED: N_("Put right by a person"),
}


class FilePage(QWidget):
    """The pages of one file, from `page` on. `title` is the library title that it belongs to."""

    finished = Signal()

    def __init__(self, host: Host, file: StoredFile, title: RecordId, page: int = 1) -> None:
        super().__init__()
        self._host, self._file, self._title = host, file, title
        self._page = page
        self._known = FileText(None, ())
        self.picture = PagePicture(host)
        self._said, self._source, self._count = (
            Label("", "quiet", wrap=True),
            Label("", "quiet", wrap=True),
            Label(),
        )
        self.text = QPlainTextEdit()
        self._build()
        self.read()
        host.changes.changed.connect(self._on_changed)
        live(self, self._say)

    def title(self) -> str:
        return called(self._file)

    def turn(self, steps: int) -> None:
        """Go to another page."""
        self._keep_typed()
        self._page = min(max(self._page + steps, 1), max(self._known.page_count, 1))
        self._say()
        self.picture.show_page(self._file.sha256, self._page)

    def read(self) -> None:
        """Look again at what is known of the file, and show its page."""
        self._known = file_text(self._host.store, self._file.sha256)
        self._page = min(self._page, max(self._known.page_count, 1))
        self._say()
        self.picture.show_page(self._file.sha256, self._page)

    def by_machine(self) -> None:
        """Have all pages read by Tesseract."""
        store, sha256 = self._host.store, self._file.sha256
        self._host.work(
            _("Reading the pages by machine…"),
            lambda progress: read_file_by_machine(store, sha256, progress),
            lambda _count: self.read(),
        )

    def keep(self) -> None:
        """Keep the text beside the page as the right one, changed or not, and go on."""
        text = self.text.toPlainText()
        if self._host.attempt(
            lambda: correct_page(self._host.store, self._title, self._file.sha256, self._page, text)
        ):
            self._host.notify(_("The text of page {page} is kept.", page=digits(self._page)), undo=True)
            self.text.document().setModified(False)
            self.read()
            self.turn(1)

    def save_now(self) -> None:
        """What was typed is kept when the page is left."""
        self._keep_typed()

    # --- within ---

    def _build(self) -> None:
        named(self.text, lambda: _("Text of the page"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(theme.px(_LEAST))
        self._machine = button(
            lambda: _("Read by machine"), self.by_machine, picture="magic-wand", writes="folder"
        )
        self._right = button(
            lambda: _("The text is right"), self.keep, name="primary", picture="check", writes="data"
        )
        copy = button(lambda: _("Save a copy…"), self._ask_where, picture="floppy-disk")
        tools = row(
            icon_button("caret-left", lambda: _("Page before"), lambda: self.turn(-1)),
            self._count,
            icon_button("caret-right", lambda: _("Next page"), lambda: self.turn(1)),
            self.picture.smaller,
            self.picture.larger,
            None,
            copy,
            margins=(16, 4, 16, 4),
        )
        foot = row(self._machine, None, self._right)
        side = column(self._said, self._source, self.text, holder(foot), gap=8, margins=(16, 8, 16, 12))
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.picture)
        self._split.addWidget(holder(side))
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([round(1000 * (1 - _TEXT_SHARE)), round(1000 * _TEXT_SHARE)])
        self._split.splitterMoved.connect(lambda *_place: self.picture.draw_soon())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addWidget(self._split, 1)

    def _say(self) -> None:
        found, text = self._known.found, self._known.text(self._page)
        self.picture.setHidden(found is not None and found.kind not in _SEEN)
        self._said.show_text(
            verdict_said(found.verdict, found.refused) if found else _("The file is still to be read.")
        )
        self._source.show_text(_(SOURCES[text.source]) if text else _("No text of this page is known yet."))
        if not self.text.document().isModified():
            self.text.setPlainText(text.text if text else "")
            self.text.document().setModified(False)
        self._machine.setVisible(found is not None and found.verdict != GOOD and bool(found.pages))
        self._count.show_text(f"{digits(self._page)} / {digits(max(self._known.page_count, 1))}")

    def _keep_typed(self) -> None:
        """What was typed and not confirmed is kept as well: nobody types a page twice."""
        if self.text.document().isModified():
            text, page = self.text.toPlainText(), self._page
            self.text.document().setModified(False)
            self._host.attempt(
                lambda: correct_page(self._host.store, self._title, self._file.sha256, page, text)
            )

    def _ask_where(self) -> None:
        def save(path: Any) -> None:
            blobs = blobs_of(self._host.store)
            self._host.work(
                _("Saving…"),
                lambda _progress: blobs.save_copy(self._file.sha256, path),
                lambda _none: self._host.notify(_("Saved as {file}.", file=path.name)),
            )

        self._host.choose_where(self, _("Where to write the copy"), called(self._file), save)

    def _on_changed(self, changed: Any) -> None:
        if "page_correction" in changed.kinds and not self.text.document().isModified():
            self._known = file_text(self._host.store, self._file.sha256)
            self._say()
