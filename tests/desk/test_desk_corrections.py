"""Pages without a trusted text are put right one after the other, by keys alone."""

import hashlib
import io
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.form.correction_page import CorrectionPage
from cso_desk.features.library.record import LibraryTitle, PageCorrection
from cso_desk.features.library.service.corrections import doubted
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blob_texts import BROKEN, GOOD, MISSING, OCR, BlobFound, put_found, put_text
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import Store

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _file(store: Store, name: str, pages: int, verdict: str, texts: dict[int, str]) -> StoredFile:
    blob = blobs_of(store).add(io.BytesIO(name.encode()))
    with store.writing() as connection:
        put_found(connection, BlobFound(blob.sha256, 1, "pdf", pages, verdict))
        put_text(connection, blob.sha256, texts.items(), OCR)
    return StoredFile(blob.sha256, blob.size, f"{name}.pdf", "application/pdf")


@pytest.fixture
def scans(store: Store) -> list[LibraryTitle]:
    """A scan of two pages, a paper of old letters that was read by machine, and one that is read well."""
    files = (
        _file(store, "scan", 2, MISSING, {}),
        _file(store, "old", 1, BROKEN, {1: "machine text"}),
        _file(store, "good", 3, GOOD, {}),
    )
    with store.transaction("Add") as t:
        return t.add_all(LibraryTitle(title_en=each.name, files=(each,)) for each in files)


@pytest.fixture
def page(desk: DeskWindow, scans: list[LibraryTitle]) -> CorrectionPage:
    desk.open_page("library")
    library: Any = desk.page("library")
    library.open_record("search")
    library.search.unread.work.click()
    found = desk.findChild(CorrectionPage)
    assert found is not None
    return found


def kept(store: Store) -> list[tuple[int | None, str]]:
    with store.reading() as reading:
        return [(each.page, each.text) for each in reading.all(PageCorrection)]


def test_what_was_read_by_machine_comes_first_and_a_good_text_never(
    store: Store, scans: list[LibraryTitle]
) -> None:
    found = doubted(store)
    assert [(each.of.file.name, each.page) for each in found.pages] == [
        ("old.pdf", 1),
        ("scan.pdf", 1),
        ("scan.pdf", 2),
    ]
    with store.transaction("Trash") as t:
        t.trash(scans[1])
    assert doubted(store).left == 2


def test_a_file_of_which_no_content_is_here_is_not_asked_about(store: Store) -> None:
    name = hashlib.sha256(b"elsewhere").hexdigest()
    with store.writing() as connection:
        put_found(connection, BlobFound(name, 1, "pdf", 1, MISSING))
    with store.transaction("Add") as t:
        t.add(LibraryTitle(title_en="Elsewhere", files=(StoredFile(name, 9, "a.pdf"),)))
    assert doubted(store).pages == []


def test_pages_are_put_right_by_keys_alone(page: CorrectionPage, store: Store) -> None:
    assert page.text.toPlainText() == "machine text"
    QTest.keyClick(page.text, Qt.Key.Key_Return, CTRL)
    QTest.keyClicks(page.text, "first page")
    QTest.keyClick(page.text, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(page.text, Qt.Key.Key_Return, CTRL | SHIFT)
    assert kept(store) == [(1, "machine text"), (1, "first page"), (2, "")]
    assert page.page is None
    assert page.progress.value() == page.progress.maximum() == 3


def test_a_page_may_wait_and_comes_again(page: CorrectionPage, store: Store) -> None:
    asked = []
    for _turn in range(4):
        assert page.page is not None
        asked.append((page.page.of.file.name, page.page.page))
        QTest.keyClick(page.text, Qt.Key.Key_PageDown, CTRL)
    assert asked == [("old.pdf", 1), ("scan.pdf", 1), ("scan.pdf", 2), ("old.pdf", 1)]
    assert kept(store) == []


def test_what_was_typed_is_kept_when_somebody_goes_on_and_can_be_taken_back(
    page: CorrectionPage, desk: DeskWindow, store: Store
) -> None:
    QTest.keyClicks(page.text, "right: ")
    QTest.keyClick(page.text, Qt.Key.Key_PageDown, CTRL)
    assert kept(store) == [(1, "right: machine text")]
    desk.session.undo()
    assert kept(store) == []
    assert doubted(store).left == 3
