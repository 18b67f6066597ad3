"""The files of a title and of its versions: small pictures, what can be read of them, a look inside."""

from functools import partial
from typing import Any

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cso_desk.extraction.refusals import verdict_said
from cso_desk.features.library.record import LIBRARY_TITLE, LibraryTitle, TitleVersion
from cso_desk.features.library.service.file_texts import FileText, file_text
from cso_desk.records.base import Record
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import Blobs
from cso_desk.widgets.controls import Label, button, column, frame, holder, row
from cso_desk.widgets.editors.files import FilesEditor, called, size_said
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.scroll_column import ScrollColumn
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, ngettext

_SMALL = 72  # pixels of the width of a small picture
_MOST = 60  # files that are shown; a title with more is no title


class TitleFiles(QWidget):
    """The files of the title on show, each with a button to look inside."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._title: Record | None = None
        self._lines = ScrollColumn()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._keeper = FilesEditor(host, LIBRARY_TITLE, LIBRARY_TITLE.fields["files"])
        self._keeper.setParent(self)
        self._keeper.hide()
        self.adding = button(lambda: _("Add files…"), self._keeper.ask, picture="paperclip", writes="data")
        whole.addLayout(row(self.adding, None, margins=(16, 8, 16, 0)))
        whole.addWidget(self._lines, 1)
        host.changes.changed.connect(self._on_changed)
        live(self, self._draw)

    def show_record(self, record: Record) -> None:
        """Show the files of this title."""
        self._title = record
        self._keeper.owner = record.id
        self._draw()

    def look_into(self, file: StoredFile, page: int = 1) -> None:
        """Show the pages of a file over the window."""
        from cso_desk.features.library.form.file_page import FilePage  # noqa: PLC0415  starts what reads files

        if self._title is not None:
            self._host.show_over(FilePage(self._host, file, self._title.id, page))

    def _files(self) -> list[StoredFile]:
        assert self._title is not None  # noqa: S101  it is shown
        with self._host.store.reading() as reading:
            title = reading.get(LibraryTitle, self._title.id)
            table = reading.table(TitleVersion)
            versions = reading.all(TitleVersion, table.c.title == self._title.id, order_by=[table.c.id])
        found: dict[str, StoredFile] = {}
        for each in (title, *versions):
            if each is not None and isinstance(each.files, tuple):
                for file in each.files:
                    found.setdefault(file.sha256, file)
        return list(found.values())[:_MOST]

    def _draw(self) -> None:
        if self._title is None:
            return
        files, blobs = self._files(), Blobs(self._host.store.folder)
        cards: list[QWidget] = [self._card(each, here=blobs.has(each.sha256)) for each in files]
        if not cards:
            cards = [
                Label(
                    _("No file yet. Add the files of this title here, or those of one version on Versions."),
                    "quiet",
                    wrap=True,
                )
            ]
        self._lines.show_lines(cards, gap=8)

    def _card(self, file: StoredFile, *, here: bool) -> QWidget:
        known = file_text(self._host.store, file.sha256)
        picture = QLabel()
        picture.setFixedWidth(theme.px(_SMALL))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        pixmap = QPixmap()
        if known.found and pixmap.loadFromData(QByteArray(known.found.thumbnail), "PNG"):
            picture.setPixmap(
                pixmap.scaledToWidth(theme.px(_SMALL), Qt.TransformationMode.SmoothTransformation)
            )
        name = Label(called(file), wrap=True)
        told = Label(_about(file, known, here=here), "quiet", wrap=True)
        look = button(
            lambda: _("Look inside"), partial(self.look_into, file), picture="eye",
            hint=lambda: _("Shows the pages here; nothing is opened in another program."),
        )  # fmt: skip
        look.setEnabled(here)
        words = column(name, told, holder(row(look, None)), None, gap=4)
        inside = row(picture, holder(words), gap=12, margins=(12, 12, 12, 12))
        inside.setStretch(1, 1)
        return frame("card", inside)

    def _on_changed(self, changed: Any) -> None:
        if self._title is not None and changed.kinds & {"library_title", "title_version", "page_correction"}:
            self._draw()


def _about(file: StoredFile, known: FileText, *, here: bool) -> str:
    """Size, pages, and what was found of its text."""
    if not here:
        return _("not here yet")
    parts = [size_said(file.size)]
    if known.page_count:
        count = known.page_count
        parts.append(ngettext("{number} page", "{number} pages", count, number=digits(count)))
    said = (
        verdict_said(known.found.verdict, known.found.refused)
        if known.found
        else _("The file is still to be read.")
    )
    return f"{' · '.join(parts)}\n{said}"
