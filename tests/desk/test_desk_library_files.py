"""Files in the window of the library: dropped, looked through, taken, looked into, put right, read beside."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from cso_desk.desk.window import DeskWindow
from cso_desk.documents.paper import Paper, Paragraph
from cso_desk.documents.pdf import write_pdf
from cso_desk.features.library.form.file_page import FilePage
from cso_desk.features.library.form.taking_in import TakingInPage
from cso_desk.features.library.form.title_files import TitleFiles
from cso_desk.features.library.record import LibraryTitle, PageCorrection, TitleVersion
from cso_desk.features.library.service.file_texts import waiting_files
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import Store
from cso_desk.widgets.controls import Label

LAW = "ច្បាប់ស្តីពីសមាគម និងអង្គការមិនមែនរដ្ឋាភិបាល"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    write_pdf(Paper(LAW, [Paragraph("ជំពូកទី ១ បទប្បញ្ញត្តិទូទៅ")], "km"), made / "lango.pdf")
    Image.new("RGB", (60, 80), "grey").save(made / "notice.png")
    (made / "setup.exe").write_bytes(b"MZ" + b"\0" * 100)
    return made


def _drop(page: Any, *paths: Path) -> bool:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), copy, mime, left, none)
    QApplication.sendEvent(page, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), copy, mime, left, none))
    return True


def _dropped(desk: DeskWindow, folder: Path) -> TakingInPage:
    desk.open_page("library")
    library: Any = desk.page("library")
    assert _drop(library.titles, folder)
    for _turn in range(8):  # the page comes in pieces
        QApplication.processEvents()
    (shown,) = desk.findChildren(TakingInPage)
    return shown


def _titles(store: Store) -> list[LibraryTitle]:
    with store.reading() as reading:
        return reading.all(LibraryTitle)


def _texts(page: TakingInPage) -> list[list[str]]:
    model = page.model
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_dropped_folder_is_looked_through_and_taken_in_one_step(
    desk: DeskWindow, store: Store, folder: Path
) -> None:
    page = _dropped(desk, folder)
    rows = {row[0]: row[1:] for row in _texts(page)}
    assert rows["lango.pdf"][0] == LAW
    assert "program" in rows["setup.exe"][3]
    assert page.take.text() == "Add 2 files"
    page.keep()
    assert sorted(each.title_km or each.title_en for each in _titles(store)) == ["notice", LAW]
    desk.session.undo()
    assert _titles(store) == []


def test_what_is_put_right_in_the_pane_is_what_is_kept(desk: DeskWindow, store: Store, folder: Path) -> None:
    page = _dropped(desk, folder)
    place = next(n for n, row in enumerate(_texts(page)) if row[0] == "lango.pdf")
    page.table.selectRow(place)
    page.pane.lines["number"].setText("នស/រកម/០៨១៥/០០៩")
    page.pane.lines["date"].setText("12/08/2015")
    for line in page.pane.lines.values():
        line.editingFinished.emit()
    for other in range(page.model.rowCount()):
        if other != place:
            page.model.setData(
                page.model.index(other, 0), Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole
            )
    assert page.take.text() == "Add 1 file"
    page.keep()
    assert [(each.kind, each.number, each.date_signed) for each in _titles(store)] == [
        ("law", "នស/រកម/០៨១៥/០០៩", "2015-08-12")
    ]


def test_a_date_that_is_none_is_told_and_changes_nothing(desk: DeskWindow, folder: Path) -> None:
    page = _dropped(desk, folder / "lango.pdf")
    page.pane.lines["date"].setText("some day")
    page.pane.lines["date"].editingFinished.emit()
    assert page.pane._wrong.isVisibleTo(page.pane)
    assert page.model.rows[0].guess.date == ""


def test_words_that_are_dropped_are_no_files(desk: DeskWindow) -> None:
    desk.open_page("library")
    library: Any = desk.page("library")
    assert not _drop(library.titles)


@pytest.fixture
def law(desk: DeskWindow, store: Store, folder: Path) -> TitleVersion:
    page = _dropped(desk, folder / "lango.pdf")
    page.keep()
    with store.reading() as reading:
        return reading.all(TitleVersion)[0]


def test_the_files_of_a_title_are_shown_and_looked_into(desk: DeskWindow, law: TitleVersion) -> None:
    files = TitleFiles(desk.session)
    files.show_record(_titles(desk.session.store)[0])
    said = [label.text_shown() for label in files.findChildren(Label)]
    assert "lango.pdf" in said
    assert any("1 page" in text and "can be searched" in text for text in said)
    files.look_into(law.files[0])
    page = desk.findChild(FilePage)
    assert page is not None
    assert page.title() == "lango.pdf"
    assert not page.picture.picture.pixmap().isNull()
    assert "ជំពូកទី" in page.text.toPlainText()
    files.deleteLater()


def test_a_file_is_added_to_the_title_on_show_from_the_tab_of_its_files(
    desk: DeskWindow, store: Store, folder: Path
) -> None:
    with store.transaction("Add") as t:
        title = t.add(LibraryTitle(title_en="Law"))
    desk.open_page("library", title.id)
    library: Any = desk.page("library")
    for place, (_say, _make) in enumerate(library.titles._tabs, start=1):
        library.pane.open_tab(place)
        if isinstance(library.pane._stack.currentWidget(), TitleFiles):
            break
    files: Any = library.pane._stack.currentWidget()
    assert any("No file yet" in each.text() for each in files.findChildren(Label))
    files.adding.click()
    (dialog,) = [each for each in desk.findChildren(QFileDialog) if each.isVisible()]
    dialog.filesSelected.emit([str(folder / "notice.png")])
    dialog.close()
    (kept,) = [each for each in _titles(store) if each.id == title.id]
    assert [each.name for each in kept.files] == ["notice.png"]
    assert any("notice.png" in each.text() for each in files.findChildren(Label))


def test_a_page_put_right_is_kept_and_can_be_taken_back(
    desk: DeskWindow, store: Store, law: TitleVersion
) -> None:
    page = FilePage(desk.session, law.files[0], law.title)
    page.text.setPlainText("ត្រឹមត្រូវ")
    page.text.document().setModified(True)
    page.turn(1)
    with store.reading() as reading:
        assert [(each.page, each.text) for each in reading.all(PageCorrection)] == [(1, "ត្រឹមត្រូវ")]
    assert page.text.toPlainText() == "ត្រឹមត្រូវ"
    desk.session.undo()
    assert "ជំពូកទី" in page.text.toPlainText()
    page.deleteLater()


def test_a_file_without_pages_to_be_seen_shows_its_text(
    desk: DeskWindow, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("A note about the meeting of the network", encoding="utf-8")
    _dropped(desk, tmp_path / "note.txt").keep()
    with store.reading() as reading:
        version = reading.all(TitleVersion)[0]
    page = FilePage(desk.session, version.files[0], version.title)
    assert page.text.toPlainText() == "A note about the meeting of the network"
    assert page.picture.isHidden()
    page.deleteLater()


def test_files_that_came_with_a_bundle_are_read_beside_the_window(
    desk: DeskWindow, store: Store, folder: Path
) -> None:
    blob = blobs_of(store).add_file(folder / "lango.pdf")
    with store.transaction("Add") as t:
        t.add(LibraryTitle(title_km=LAW, files=(StoredFile(blob.sha256, blob.size, "lango.pdf"),)))
    readings = desk.session.file_readings
    counts: list[int] = []
    readings.read.connect(counts.append)
    readings.begin()
    assert counts == [1]
    assert waiting_files(store) == []
