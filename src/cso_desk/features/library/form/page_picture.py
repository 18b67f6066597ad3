"""The picture of a page of a file, drawn by the process that reads files and never here."""

from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea

from cso_desk.extraction.contents import Image, RefusedError
from cso_desk.extraction.reading import FileReader
from cso_desk.store.blobs import blobs_of
from cso_desk.widgets.controls import icon_button, named, part
from cso_desk.widgets.host import Host
from cso_desk.widgets.operation import Operation
from cso_desk.wording import _

_ZOOMS = (100, 150, 200, 300)
_MOST_WIDTH = 4_000  # pixels of a drawn page


class PagePicture(QScrollArea):
    """Shows one page at a time; the latest that was asked for wins. Hidden where a file has no look."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host, self._pages = host, _Pages(host)
        self._wanted, self._shown = ("", 0), ("", 0)
        self._zoom = _ZOOMS[0]
        self._drawing: Operation | None = None
        self._due = False
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        part(self.picture, "canvas")
        self.setWidget(self.picture)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        named(self, lambda: _("The page"))
        self.smaller = icon_button("magnifying-glass-minus", lambda: _("Smaller"), lambda: self.zoom_by(-1))
        self.larger = icon_button("magnifying-glass-plus", lambda: _("Larger"), lambda: self.zoom_by(1))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.draw)
        self.destroyed.connect(self._pages.close)

    def show_page(self, sha256: str, page: int) -> None:
        """Show a page of a file, counted from 1."""
        self._wanted = (sha256, page)
        self.draw()

    def zoom_by(self, steps: int) -> None:
        """Show the page larger or smaller."""
        place = min(max(_ZOOMS.index(self._zoom) + steps, 0), len(_ZOOMS) - 1)
        self._zoom = _ZOOMS[place]
        self.draw()

    def draw_soon(self) -> None:
        """Draw again, when all that is being moved has its place."""
        self._soon.start()

    def draw(self) -> None:
        """Have the page drawn beside the window; what is asked for meanwhile is drawn next."""
        if self._drawing is not None:
            self._due = True
            return
        (sha256, page), pages = self._wanted, self._pages
        if not sha256:
            return
        width = min(round(self._width() * self.devicePixelRatioF()), _MOST_WIDTH)
        self._drawing = drawing = Operation("", lambda progress: pages.draw(sha256, page, width, progress))
        drawing.done.connect(lambda image: self._show((sha256, page), image))
        drawing.failed.connect(self._host.complain)
        drawing.ended.connect(self._drawn)
        self._host.runner.start(drawing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def _drawn(self) -> None:
        self._drawing = None
        if self._due:
            self._due = False
            self.draw()

    def _width(self) -> int:
        return max(self.viewport().width(), 100) * self._zoom // 100

    def _show(self, of: tuple[str, int], image: Image | None) -> None:
        if of[0] != self._wanted[0]:
            return  # another file is asked for by now
        self.setHidden(image is None)  # a letter has no look: its text says everything
        if image is None:
            return
        stride = image.width * 3
        shown = QImage(image.pixels, image.width, image.height, stride, QImage.Format.Format_RGB888)
        pixmap = QPixmap.fromImage(shown.copy())
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(pixmap)
        self.picture.setMinimumSize(pixmap.deviceIndependentSize().toSize())
        if of != self._shown:
            self._shown = of
            self.verticalScrollBar().setValue(0)


class _Pages:
    """Draws pages with a process of its own; one at a time, from any thread."""

    def __init__(self, host: Host) -> None:
        self._store = host.store
        self._reader = FileReader()
        self._turn = Lock()
        self._open = ""

    def draw(self, sha256: str, page: int, width: int, progress: Callable[[int, int], None]) -> Image | None:
        """A page, None where it has no look; each file is handed over once."""
        with self._turn:
            try:
                if self._open != sha256:
                    blobs = blobs_of(self._store)
                    self._open = ""
                    self._reader.open(blobs.content(sha256), blobs.size(sha256))
                    self._open = sha256
                return self._reader.draw(page, width, lambda: progress(0, 0))
            except RefusedError as refused:
                if refused.code != "no_picture":
                    self._open = ""
                return None

    def close(self) -> None:
        """End the process; nobody looks any more."""
        with self._turn:
            self._reader.close()
            self._open = ""
