"""Files of the library in scenes: what they seem to be, the files of a title, a page beside its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx import Document
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QApplication

from cso_desk.documents.paper import Paper, Paragraph
from cso_desk.documents.pdf import write_pdf
from cso_desk.features.library.form.correction_page import CorrectionPage
from cso_desk.features.library.form.file_page import FilePage
from cso_desk.features.library.form.taking_in import TakingInPage, begin_taking_in
from cso_desk.features.library.form.title_files import TitleFiles
from cso_desk.features.library.record import LibraryTitle, TitleVersion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from window_stage import Room

    from cso_desk.desk.shots import Shown

_SUB_DECREE = (
    "រាជរដ្ឋាភិបាលកម្ពុជា", "លេខ៖ ១៨២ អនក្រ.បក", "អនុក្រឹត្យ", "ស្តីពី",
    "ការរៀបចំ និងការប្រព្រឹត្តទៅរបស់រដ្ឋបាលខេត្ត", "រាជរដ្ឋាភិបាល", "- បានឃើញរដ្ឋធម្មនុញ្ញនៃព្រះរាជាណាចក្រកម្ពុជា",
    "ធ្វើនៅរាជធានីភ្នំពេញ ថ្ងៃទី២ ខែធ្នូ ឆ្នាំ២០១៩",
)  # fmt: skip


def _stick(folder: Path) -> Path:
    """A folder of papers: a sub-decree, a report, a scan of a page, a broken file and a program."""
    folder.mkdir(parents=True)
    write_pdf(
        Paper("ព្រះរាជាណាចក្រកម្ពុជា", [Paragraph(each) for each in _SUB_DECREE], "km"),
        folder / "anukret_182.pdf",
    )
    report = Document()
    for each in ("Annual Report 2025", "of the network of Battambang", "What members did in the year"):
        report.add_paragraph(each)
    report.save(str(folder / "report-2025.docx"))
    page = Image.new("L", (620, 877), 245)
    ImageDraw.Draw(page).text((80, 90), "NOTICE OF THE COMMUNE", fill=30)
    page.save(folder / "scan0001.png")
    (folder / "law.pdf").write_bytes(b"%PDF-1.7\nbroken")
    (folder / "setup.exe").write_bytes(b"MZ" + b"\0" * 100)
    return folder


def files(room: Room) -> Iterator[Shown]:
    """Files dropped on the library, what a person puts right, a title with its files, a page and its text."""
    desk = room.desk()
    store = desk.session.store
    desk.open_page("library")
    begin_taking_in(desk.session, [_stick(room.folder / "paper stick")])
    for _turn in range(8):  # the page comes in pieces
        QApplication.processEvents()
    page = desk.findChild(TakingInPage)
    assert page is not None
    yield "taking-in", desk
    page.table.selectRow(1)
    yield "taking-in-broken", desk
    page.keep()
    with store.reading() as reading:
        titles = reading.all(LibraryTitle, reading.table(LibraryTitle).c.number == "១៨២")
        versions = reading.all(TitleVersion)
    title = titles[-1]
    desk.open_page("library", title.id)
    library: Any = desk.page("library")
    for place, (_say, _make) in enumerate(library.titles._tabs):
        library.pane.open_tab(place + 1)
        if library.pane.findChild(TitleFiles) is not None:
            break
    yield "of-a-title", desk
    version = next(each for each in versions if each.title == title.id)
    desk.session.show_over(FilePage(desk.session, version.files[0], title.id))
    yield "page", desk
    scan = next(each for each in versions if any(file.name == "scan0001.png" for file in each.files))
    desk.session.show_over(FilePage(desk.session, scan.files[0], scan.title))
    yield "scan", desk
    desk.close_over()
    desk.close_over()
    with store.reading() as reading:
        named = reading.all(LibraryTitle, reading.table(LibraryTitle).c.title_km != "", limit=1)[0]
    with store.transaction("Name") as t:  # a name that the test of words knows from the stage
        t.change(LibraryTitle, scan.title, title_km=named.title_km, title_en=named.title_en)
    library.open_record("search")
    yield "search-incomplete", desk
    library.search.unread.work.click()
    yield "correcting", desk
    for waiting in desk.findChildren(CorrectionPage):
        waiting.is_blank()
    yield "corrected", desk


SCENES = {each.__name__: each for each in (files,)}
