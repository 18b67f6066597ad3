"""Printing, onto a printer that is a file."""

import sys
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from cso_desk.desk.print_dialog import print_pages, printer_for
from cso_desk.desk.printer import print_pdf
from cso_desk.documents.paper import PageBreak, Paper, Paragraph
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.errors import CancelledError

pytestmark = pytest.mark.usefixtures("qapp")


def paper_of(pages: int, *, size: str = "A4", landscape: bool = False) -> bytes:
    blocks = [block for number in range(pages) for block in (Paragraph(f"{number}"), PageBreak())][:-1]
    return pdf_bytes(Paper("", blocks, "en", size=size, landscape=landscape))


def to_file(data: bytes, path: Path) -> QPrinter:
    printer = printer_for(data, "paper")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(100)
    return printer


def sizes_in(path: Path) -> list[tuple[int, int]]:
    document = pypdfium2.PdfDocument(path.read_bytes())
    sizes = [tuple(map(round, document.get_page_size(number))) for number in range(len(document))]
    document.close()
    return sizes


def test_every_page_is_printed_and_counted(tmp_path: Path) -> None:
    data, told = paper_of(3), []
    printed = print_pages(data, to_file(data, tmp_path / "p.pdf"), lambda *step: told.append(step))
    assert printed == 3
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert sizes_in(tmp_path / "p.pdf") == [(595, 842)] * 3


def test_only_the_pages_that_were_asked_for_are_printed(tmp_path: Path) -> None:
    data = paper_of(5)
    printer = to_file(data, tmp_path / "p.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert print_pages(data, printer, lambda *_step: None) == 2
    assert len(sizes_in(tmp_path / "p.pdf")) == 2


@pytest.mark.parametrize(("size", "across"), [("A4", True), ("A5", False)])
def test_the_printer_takes_the_paper_of_the_file(tmp_path: Path, size: str, across: bool) -> None:
    data = paper_of(1, size=size, landscape=across)
    printer = to_file(data, tmp_path / "p.pdf")
    lies = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    assert printer.pageLayout().orientation() == lies
    assert printer.pageLayout().pageSize().name().startswith(size)
    print_pages(data, printer, lambda *_step: None)
    assert sizes_in(tmp_path / "p.pdf") == [(842, 595) if across else (420, 595)]


def test_printing_stops_between_two_pages(tmp_path: Path) -> None:
    data = paper_of(4)

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        print_pages(data, to_file(data, tmp_path / "p.pdf"), stop)
    assert QApplication.instance() is not None


class _Taker(QObject):
    """Takes what is handed to other programs, as one of them would."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[QUrl] = []
        QDesktopServices.setUrlHandler("file", self, "take")

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.taken.append(url)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows prints by another way")
@pytest.mark.parametrize("name", ["../../x", "/etc/x", "..", "a/b", "C:\\x", "M-1 / 2026"])
def test_a_paper_called_by_another_hub_stays_in_the_private_folder(name: str) -> None:
    taker = _Taker()
    try:
        folder = print_pdf(paper_of(1), name)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    (path,) = [Path(url.toLocalFile()) for url in taker.taken]
    assert path.parent == folder.path
    assert [each.name for each in folder.path.iterdir()] == [path.name]
    folder.remove()
