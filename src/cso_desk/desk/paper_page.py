"""A paper page by page as it will be printed, with buttons to save and to print it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cso_desk.desk.file_dialogs import ask_save
from cso_desk.desk.printer import print_pdf
from cso_desk.desk.session import Session
from cso_desk.documents.joined import PDFIUM
from cso_desk.documents.saving import save_bytes
from cso_desk.store.private_folder import PassingFolder
from cso_desk.widgets.controls import Label, button, icon_button, named, part, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.folding_bar import FoldingBar
from cso_desk.widgets.host import Paper
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, language, ngettext

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_LANGUAGES = {"km": N_("In Khmer"), "en": N_("In English"), "both": N_("In both languages")}
_ZOOMS = (40, 50, 75, 100, 125, 150, 200)
_POINTS_PER_INCH = 72
_AROUND = 12  # pixels around the pages
_SUFFIX_NAMES = {"pdf": "PDF", "xlsx": "Excel", "docx": "Word", "vcf": "vCard", "ics": "iCalendar"}
_OTHER_NAMES = {"mrc": "MARC 21", "xml": "MARCXML", "ris": "RIS", "bib": "BibTeX"}
"""What few people save stands in a menu."""


class _Sheet(QWidget):
    """One page of a PDF; drawn by PDFium when it is first painted."""

    def __init__(self, document: Any, number: int, scale: float) -> None:
        super().__init__()
        self._document, self._number, self._scale = document, number, scale
        self._pixmap: QPixmap | None = None
        with PDFIUM:
            width, height = document.get_page_size(number)
        self.setFixedSize(QSize(round(width * scale), round(height * scale)))
        self.setAccessibleName(_("Page {number}", number=digits(number + 1)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        if self._pixmap is None:
            self._pixmap = self._drawn(self._scale * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        painter.drawPixmap(0, 0, self._pixmap)
        painter.end()

    def _drawn(self, scale: float) -> QPixmap:
        with PDFIUM:
            page = self._document[self._number]
            bitmap = page.render(scale=scale, rev_byteorder=True)
            colour = QImage.Format.Format_RGBA8888 if bitmap.n_channels == 4 else QImage.Format.Format_RGB888
            image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, colour).copy()
            bitmap.close()
            page.close()
        return QPixmap.fromImage(image)


class PaperPage(QWidget):
    """Shows a `Paper`; pages are drawn when they come into sight."""

    def __init__(self, session: Session, paper: Paper) -> None:
        super().__init__()
        self.setProperty("help", "paper")
        self._session, self._paper = session, paper
        self._document: Any = None
        self._data = b""
        self._zoom, self._fits = 100, True  # per cent; whether a page is made as wide as there is room
        self._folder: PassingFolder | None = None
        self.language = CalmComboBox()
        self.sheet = CalmComboBox()
        self._count = Label("", "quiet")
        self._area = QScrollArea()
        self._build()
        live(self, self._say_languages)
        live(self, self._say_sizes)
        usual = self.language.findData(session.paper_language)
        if usual >= 0:
            self.language.setCurrentIndex(usual)
        self.make()

    def title(self) -> str:
        return self._paper.title()

    def make(self) -> None:
        """Make the paper in the language that is chosen."""
        chosen = str(self.language.currentData() or self._paper.languages[0])
        self._session.work(
            _("Preparing the paper…"),
            lambda progress: self._paper.make(chosen, "pdf", progress),
            self._show,
        )

    def save(self, path: Path) -> None:
        """Write the paper to a file of the kind that its name says."""
        suffix = path.suffix.lower().removeprefix(".") or "pdf"
        chosen = str(self.language.currentData())

        def work(progress: Any) -> Path:
            data = self._data if suffix == "pdf" else self._paper.make(chosen, suffix, progress)
            save_bytes(path, data)
            return path

        def told(written: Path) -> None:
            said = (_("Saved as {file}.", file=written.name), self._paper.remark(suffix))
            self._session.notify(" ".join(filter(None, said)))
            self._paper.used()

        self._session.work(_("Saving…"), work, told)

    def close_document(self) -> None:
        """Let go of the PDF that is shown."""
        if self._document is not None:
            self._area.takeWidget()
            with PDFIUM:
                self._document.close()
            self._document = None

    def page_count(self) -> int:
        return 0 if self._document is None else len(self._document)

    def _build(self) -> None:
        named(self.language, lambda: _("Language of the paper"))
        self.language.activated.connect(lambda _place: self.make())
        savers = [self._save_button(each) for each in self._paper.suffixes if each in _SUFFIX_NAMES]
        others = [each for each in self._paper.suffixes if each in _OTHER_NAMES]
        savers += [self._save_menu(others)] if others else []
        to_print = button(lambda: _("Print"), self._print, name="primary", picture="printer")
        named(self.sheet, lambda: _("Size of the paper"))
        self.sheet.activated.connect(self._take_sheet)
        self.sheet.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.sheet.setVisible(bool(self._paper.sizes))
        tools = [
            self.language,
            self.sheet,
            icon_button("magnifying-glass-minus", lambda: _("Smaller"), lambda: self._zoom_by(-1)),
            icon_button("magnifying-glass-plus", lambda: _("Larger"), lambda: self._zoom_by(1)),
            self._count,
            None,
            *savers,
            to_print,
        ]
        self._area.setWidgetResizable(True)
        named(self._area, lambda: _("Pages"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(FoldingBar(row(*tools, margins=(16, 6, 16, 6)), [*reversed(savers), to_print]))
        layout.addWidget(self._area, 1)

    def _save_button(self, suffix: str) -> QPushButton:
        kind = _SUFFIX_NAMES[suffix]
        ask = partial(self._ask_where, kind, suffix)
        return button(lambda: _("Save as {kind}", kind=kind), ask, picture="floppy-disk")

    def _save_menu(self, suffixes: Sequence[str]) -> QPushButton:
        made = button(lambda: _("For other programs"), picture="export")
        menu = QMenu(made)
        for each in suffixes:
            kind = _OTHER_NAMES[each]
            menu.addAction(f"{kind} (.{each})", partial(self._ask_where, kind, each))
        made.setMenu(menu)
        return made

    def _ask_where(self, kind: str, suffix: str) -> None:
        name = f"{self._paper.file_name}.{suffix}"
        ask_save(self, _("Save as {kind}", kind=kind), name, f"{kind} (*.{suffix})", self.save)

    def _say_languages(self) -> None:
        chosen = self.language.currentData() or (
            language() if language() in self._paper.languages else self._paper.languages[0]
        )
        self.language.clear()
        for code in self._paper.languages:
            self.language.addItem(_(_LANGUAGES[code]), code)
        self.language.setCurrentIndex(max(0, self.language.findData(chosen)))

    def _say_sizes(self) -> None:
        chosen = max(0, self.sheet.currentIndex())
        self.sheet.clear()
        for code, said in self._paper.sizes:
            self.sheet.addItem(_(said), code)
        self.sheet.setCurrentIndex(chosen)

    def _take_sheet(self) -> None:
        """Make the paper in the size that is chosen."""
        if self._paper.of_size is not None:
            self._paper = self._paper.of_size(str(self.sheet.currentData()))
            self.make()

    def _show(self, data: bytes) -> None:
        self.close_document()
        self._data = data
        with PDFIUM:
            self._document = pypdfium2.PdfDocument(data)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits and self._document is not None and self._fitting() != self._zoom:
            self._lay_out()

    def _fitting(self) -> int:
        """The zoom at which the widest page fits into the window, at most its real size."""
        pages = range(len(self._document))
        with PDFIUM:
            widest = max((self._document.get_page_size(number)[0] for number in pages), default=1)
        bar = self._area.verticalScrollBar().sizeHint().width()
        room = self._area.width() - bar - 2 * theme.px(_AROUND)
        full = widest * self.logicalDpiX() / _POINTS_PER_INCH
        return max(_ZOOMS[0], min(100, int(100 * room / full)))

    def _lay_out(self) -> None:
        if self._document is None:
            return
        if self._fits:
            self._zoom = self._fitting()
        inside = QWidget()
        part(inside, "canvas")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*[theme.px(_AROUND)] * 4)
        layout.setSpacing(theme.px(16))
        for number in range(len(self._document)):
            centred = QHBoxLayout()
            centred.addStretch(1)
            centred.addWidget(_Sheet(self._document, number, self._scale()))
            centred.addStretch(1)
            layout.addLayout(centred)
        layout.addStretch(1)
        self._area.setWidget(inside)
        self._count.show_text(_("Pages: {count}", count=digits(len(self._document))))

    def _scale(self) -> float:
        return self._zoom / 100 * self.logicalDpiX() / _POINTS_PER_INCH

    def _zoom_by(self, steps: int) -> None:
        others = [zoom for zoom in _ZOOMS if (zoom > self._zoom if steps > 0 else zoom < self._zoom)]
        if not others:
            return
        self._fits, self._zoom = False, others[0] if steps > 0 else others[-1]
        self._lay_out()

    def _print(self) -> None:
        """Ask which printer and which pages; where no printer is known the viewer of PDF files may help."""
        # Qt loads its printing when somebody prints.
        from cso_desk.desk.print_dialog import ask_printer, has_printer  # noqa: PLC0415

        def act() -> None:
            if has_printer():
                ask_printer(self, self._data, self._paper.file_name, self.page_count(), self.print_on)
            else:
                self._folder = print_pdf(self._data, self._paper.file_name)
                self._paper.used()

        if self._data:
            self._session.attempt(act)

    def print_on(self, printer: "QPrinter") -> None:
        """Print on a printer that was asked for, beside the window; it can be stopped between two pages."""
        from cso_desk.desk.print_dialog import print_pages  # noqa: PLC0415  see `_print`

        data = self._data

        def told(count: int) -> None:
            said = ngettext("{count} page was printed.", "{count} pages were printed.", count)
            self._session.notify(said)
            self._paper.used()

        self._session.work(_("Printing…"), lambda progress: print_pages(data, printer, progress), told)
