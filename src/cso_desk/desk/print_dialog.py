"""Puts a PDF on paper by the system's own print dialog: which printer, pages and copies, and both sides."""

from collections.abc import Callable
from typing import Any

import pypdfium2
from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from cso_desk.documents.joined import PDFIUM
from cso_desk.errors import UserError
from cso_desk.wording import _

Progress = Callable[[int, int], None]

_POINTS_PER_INCH = 72
_FINEST = 300  # dots to an inch: finer ones cost memory on a small laptop and nobody sees them


def has_printer() -> bool:
    """Whether this computer knows a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def printer_for(data: bytes, name: str) -> QPrinter:
    """A printer set to the paper of a PDF: its size, upright or across. `name` is shown while it prints."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        width, height = document.get_page_size(0)
        document.close()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setFullPage(True)
    across = width > height
    size = QPageSize(
        QSizeF(min(width, height), max(width, height)),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    lies = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, lies, QMarginsF()))
    return printer


def ask_printer(
    parent: QWidget, data: bytes, name: str, count: int, done: Callable[[QPrinter], object]
) -> QPrintDialog:
    """Open the print dialog of the system; `done` gets what was chosen.

    `count` is how many pages the PDF has.
    """
    printer = printer_for(data, name)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=True)
    dialog.setMinMax(1, count)
    dialog.setFromTo(1, count)
    dialog.setPrintRange(QAbstractPrintDialog.PrintRange.AllPages)
    dialog.accepted.connect(lambda: done(printer))
    dialog.finished.connect(dialog.deleteLater)
    # The one of QPrintDialog wants a slot by its name.
    QDialog.open(dialog)
    return dialog


def print_pages(data: bytes, printer: QPrinter, progress: Progress) -> int:
    """Print the pages that were asked for, and give how many; may run beside the window.

    `progress(done, total)` counts pages and may raise CancelledError: what is not printed yet is given up.
    Raises UserError where the printer does not take them.
    """
    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    painter = QPainter()
    try:
        numbers = _numbers(printer, count)
        _insist(painter.begin(printer))
        for done, number in enumerate(numbers):
            progress(done, len(numbers))
            _insist(not done or printer.newPage())
            _paint(painter, printer, _image(document, number, printer))
    except BaseException:
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
        with PDFIUM:
            document.close()
    return len(numbers)


def _numbers(printer: QPrinter, count: int) -> list[int]:
    """Which pages, counted from 0, in the order of printing."""
    first, last = 1, count
    if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage():
        first, last = printer.fromPage(), min(printer.toPage() or count, count)
    numbers = list(range(first - 1, last))
    return numbers[::-1] if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst else numbers


def _image(document: Any, number: int, printer: QPrinter) -> QImage:
    dots = min(printer.resolution(), _FINEST)
    grey = printer.colorMode() == QPrinter.ColorMode.GrayScale
    with PDFIUM:
        page = document[number]
        bitmap = page.render(scale=dots / _POINTS_PER_INCH, rev_byteorder=True, grayscale=grey)
        colours = {1: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888}
        kind = colours.get(bitmap.n_channels, QImage.Format.Format_RGBA8888)
        image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind).copy()
        bitmap.close()
        page.close()
    inch = 0.0254  # metres
    image.setDotsPerMeterX(round(dots / inch))
    image.setDotsPerMeterY(round(dots / inch))
    return image


def _paint(painter: QPainter, printer: QPrinter, image: QImage) -> None:
    """A page in the middle of the paper in its own size; turned where it lies the other way."""
    paper = printer.pageLayout().fullRectPixels(printer.resolution())
    if (image.width() > image.height()) != (paper.width() > paper.height()):
        image = image.transformed(QTransform().rotate(90))
    dots = min(printer.resolution(), _FINEST)
    scale = printer.resolution() / dots
    width, height = image.width() * scale, image.height() * scale
    fits = min(1.0, paper.width() / width, paper.height() / height)
    width, height = width * fits, height * fits
    left, top = (paper.width() - width) / 2, (paper.height() - height) / 2
    painter.drawImage(QRectF(left, top, width, height), image)


def _insist(accepted: bool) -> None:
    if accepted:
        return
    raise UserError(
        _("The printer does not answer. Look whether it is switched on and has paper, then print again.")
    )
