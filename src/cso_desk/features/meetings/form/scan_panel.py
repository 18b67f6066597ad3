"""The scans of a meeting beside its rows: kept as files of the meeting, pictures and PDFs are shown."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pypdfium2
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from cso_desk.documents.joined import PDFIUM
from cso_desk.features.meetings.record import MEETING, Meeting
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import blobs_of
from cso_desk.widgets.controls import Label, column, holder, icon_button, named, row
from cso_desk.widgets.editors.files import FilesEditor
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_PDF = b"%PDF-"
_LARGEST = 40_000_000  # bytes of a file that is shown
_MEMORY = 256  # megabytes that a picture may take when it is unpacked
_ZOOMS = (100, 150, 200, 300)
_LOW = 300
_SCALE = 2.0  # pixels for a point of a PDF
Page = Callable[[], QImage]
"""Draws one page."""


class ScanPanel(QWidget):
    """The files of `scans`, to add and to take away, and the pages of those that can be shown."""

    def __init__(self, host: Host, meeting: Meeting) -> None:
        super().__init__()
        self._host, self._meeting = host, meeting.id
        self._pages: list[Page] = []
        self._page, self._zoom = 0, _ZOOMS[0]
        self.files = FilesEditor(host, MEETING, MEETING.fields["scans"])
        self.files.owner = meeting.id
        self.files.name(lambda: _("Scans"))
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._area = QScrollArea()
        self._said, self._count = Label("", "quiet", wrap=True), Label("", "quiet")
        self._build()
        host.changes.changed.connect(self._on_changed)
        live(self, self._say)

    def open(self) -> None:
        """Show the scans as they are now, the first page on top."""
        with self._host.store.reading() as reading:
            meeting = reading.get(Meeting, self._meeting)
        scans = meeting.scans if meeting is not None and isinstance(meeting.scans, tuple) else ()
        self.files.show_value(scans)
        self._pages = [page for each in scans for page in self._pages_of(each)]
        self._page = 0
        self._say()
        self._draw()

    def page_count(self) -> int:
        return len(self._pages)

    def turn(self, steps: int) -> None:
        """Go to another page."""
        self._page = min(max(self._page + steps, 0), max(len(self._pages) - 1, 0))
        self._say()
        self._draw()

    def _build(self) -> None:
        tools = [
            icon_button("caret-left", lambda: _("Page before"), lambda: self.turn(-1)),
            icon_button("caret-right", lambda: _("Next page"), lambda: self.turn(1)),
            icon_button("magnifying-glass-minus", lambda: _("Smaller"), lambda: self._zoom_by(-1)),
            icon_button("magnifying-glass-plus", lambda: _("Larger"), lambda: self._zoom_by(1)),
        ]
        back, on, smaller, larger = tools
        self.tools = holder(row(back, self._count, on, None, smaller, larger, margins=(8, 4, 8, 4)))
        self._area.setWidget(self.picture)
        self._area.setWidgetResizable(True)
        named(self._area, lambda: _("The scan"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(column(self.files, self._said, gap=4, margins=(12, 8, 12, 4)))
        layout.addWidget(self.tools)
        layout.addWidget(self._area, 1)
        layout.addStretch()

    def _pages_of(self, file: StoredFile) -> list[Page]:
        """The pages of a file that is here; none where it is no picture, no PDF or broken."""
        blobs = blobs_of(self._host.store)
        if file.size > _LARGEST or not blobs.has(file.sha256):
            return []
        data = b"".join(blobs.content(file.sha256))
        if data.startswith(_PICTURES):
            image = picture_in(data)
            return [] if image.isNull() else [lambda: image]
        return pages_in(data) if data.startswith(_PDF) else []

    def _say(self) -> None:
        self.tools.setVisible(bool(self._pages))
        self._area.setVisible(bool(self._pages))
        self._give_room()
        self._said.setVisible(not self._pages)
        self._said.show_text(_("Add a scan or a photo of the signed sheet: it is shown beside the rows."))
        self._count.show_text(f"{digits(self._page + 1)} / {digits(max(len(self._pages), 1))}")

    def _draw(self) -> None:
        if not self._pages:
            self.picture.clear()
            return
        width = max(self._area.viewport().width(), 1) * self._zoom // 100
        image = self._pages[self._page]()
        ratio = self.devicePixelRatioF()
        shown = image.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
        pixmap = QPixmap.fromImage(shown)
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)
        self.picture.setMinimumSize(pixmap.deviceIndependentSize().toSize())

    def _zoom_by(self, steps: int) -> None:
        place = min(max(_ZOOMS.index(self._zoom) + steps, 0), len(_ZOOMS) - 1)
        self._zoom = _ZOOMS[place]
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()
        self.picture.setMinimumSize(theme.px(1), theme.px(1))
        self._draw()

    def _give_room(self) -> None:
        """In a low window the page itself comes before the list of files."""
        self.files.setVisible(not self._pages or self.height() >= theme.px(_LOW))

    def _on_changed(self, changed: Any) -> None:
        if self._meeting in changed.ids and self.isVisible():
            self.open()


def picture_in(data: bytes) -> QImage:
    """A JPEG or PNG the right way up, as a telephone held it; an empty image where it is broken."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(_MEMORY)
    return reader.read()


def pages_in(data: bytes) -> list[Page]:
    """The pages of a PDF, each drawn when it is looked at; none where it is broken."""
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return []
        count = len(document)
        document.close()
    return [partial(_drawn, data, number) for number in range(count)]


def _drawn(data: bytes, number: int) -> QImage:
    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            bitmap = document[number].render(scale=_SCALE, rev_byteorder=True)
            has_alpha = bitmap.n_channels == 4
            colours = QImage.Format.Format_RGBA8888 if has_alpha else QImage.Format.Format_RGB888
            image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, colours)
            return image.copy()
        finally:
            document.close()
