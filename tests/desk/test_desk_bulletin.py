"""The page on which an issue of the bulletin is put together."""

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import Qt
from typing_in import all_of

from cso_desk.desk.window import DeskWindow
from cso_desk.features.bulletin.form import BulletinPage
from cso_desk.features.bulletin.service import issue_of
from cso_desk.features.library.record import LibraryTitle
from cso_desk.khmer.dates import quarter_of
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import Store


@pytest.fixture
def page(desk: DeskWindow, store: Store) -> BulletinPage:
    with store.transaction("x") as t:
        t.add_all(LibraryTitle(kind="law", title_en=f"Law {number}") for number in range(2))
    made = BulletinPage(desk.session, quarter_of(dt.date.today().isoformat()) or "")  # noqa: DTZ011
    desk.session.show_over(made)
    return made


def test_the_page_of_reports_opens_the_bulletin_of_its_quarter(desk: DeskWindow) -> None:
    desk.open_page("reports")
    reports: Any = desk.page("reports")
    reports._open_bulletin()
    current = desk.stack.currentWidget()
    found = current.findChild(BulletinPage) if current is not None else None
    assert found is not None
    assert found.issue.quarter == reports.quarter


def test_what_is_typed_and_unticked_is_kept(page: BulletinPage, store: Store) -> None:
    page.number.setText("7")
    page.words_km.setPlainText("សូមអាន")
    leaf = page._leaves()[0]
    told = len(page._leaves())
    leaf.setCheckState(0, Qt.CheckState.Unchecked)
    kept = issue_of(store, page.issue.quarter)
    assert (kept.number, kept.words_km, len(kept.left_out)) == ("7", "សូមអាន", 1)
    again = BulletinPage(page._host, page.issue.quarter)
    assert again.words_km.toPlainText() == "សូមអាន"
    assert sum(each.checkState(0) == Qt.CheckState.Checked for each in again._leaves()) == told - 1


def test_the_issue_goes_into_the_library_with_both_files(page: BulletinPage, store: Store) -> None:
    page.put_into_library()
    (kept,) = [each for each in all_of(store, LibraryTitle) if each.kind == "bulletin"]
    assert [file.name.endswith(".pdf") for file in kept.files] == [True, True]
    assert all(blobs_of(store).has(file.sha256) for file in kept.files)


def test_the_paper_can_be_saved_for_word(page: BulletinPage) -> None:
    assert page._paper().suffixes == ("pdf", "docx")
    page.show_paper()
