"""The texts of files are searched by keys alone; the links of a title are told in both directions."""

import hashlib
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cso_desk.desk.search import suggestions
from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.form.links import LinksTab
from cso_desk.features.library.form.search_rows import broken
from cso_desk.features.library.form.search_side import SearchSide
from cso_desk.features.library.record import LibraryTitle, TitleLink
from cso_desk.features.library.service.search import TextHit
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blob_texts import GOOD, BlobFound, put_found, put_text
from cso_desk.store.store import Store
from cso_desk.widgets.editors.finding import Suggestion

PAGES = ("ទំព័រដំបូង", "ការគ្រប់គ្រងព្រៃឈើសហគមន៍ <b>forest</b> &amp;")


def titles_with_files(store: Store) -> list[LibraryTitle]:
    made = []
    with store.writing() as connection:
        for number in range(3):
            name = hashlib.sha256(f"{number}".encode()).hexdigest()
            put_found(connection, BlobFound(name, 1, "pdf", 2, GOOD))
            put_text(connection, name, [(1, PAGES[0]), (2, f"{PAGES[1]} {number}")])
            file = StoredFile(name, 1, "a.pdf", "application/pdf")
            made.append(LibraryTitle(kind="law", title_en=f"Law {number}", number="5", files=(file,)))
    with store.transaction("Fill") as t:
        t.add_all(made)
    return made


@pytest.fixture
def opened() -> list[TextHit]:
    return []


@pytest.fixture
def side(desk: DeskWindow, opened: list[TextHit]) -> SearchSide:
    titles_with_files(desk.session.store)
    made = SearchSide(desk.session, QWidget(), opened.append)
    made.resize(900, 600)
    made.show()
    return made


def test_what_was_typed_is_found_and_opened_by_keys(side: SearchSide, opened: list[TextHit]) -> None:
    side.line.setText("ព្រៃឈើសហគមន៍")
    QTest.keyClick(side.line, Qt.Key.Key_Return)
    assert len(side.rows) == 3
    QTest.keyClick(side.rows[0], Qt.Key.Key_Down)
    QTest.keyClick(side.rows[1], Qt.Key.Key_Return)
    assert [(hit.title.id, hit.page) for hit in opened] == [(side.rows[1].hit.title.id, 2)]


def test_a_text_is_never_markup(side: SearchSide) -> None:
    side.look_for("forest")
    assert "<b>forest</b> &amp;" in side.rows[0].snippet.text
    assert [side.rows[0].snippet.text[a:b] for a, b in side.rows[0].snippet.marks] == ["forest"]
    assert side.rows[0].snippet.heightForWidth(100) > side.rows[0].snippet.heightForWidth(900)


def test_a_search_is_saved_and_opened_again(side: SearchSide) -> None:
    side.look_for("forest")
    side.filters.set_filters({"kind": ["law"]})
    side.views.save("Forests")
    side.show_view({})
    assert side.rows == []
    side.views.open("Forests")
    assert len(side.rows) == 3
    side.filters.set_filters({"kind": ["book"]})
    assert side.rows == []


def test_marks_stay_on_their_words_where_lines_may_break() -> None:
    text = "ការគ្រប់គ្រងព្រៃឈើសហគមន៍"
    at = text.index("ព្រៃឈើ")
    shown, marks = broken(text, ((at, at + len("ព្រៃឈើ")),))
    assert [shown[a:b].replace("\u200b", "") for a, b in marks] == ["ព្រៃឈើ"]


def test_the_tab_of_links_tells_what_others_do_and_the_status_on_a_day(desk: DeskWindow) -> None:
    store = desk.session.store
    old = LibraryTitle(kind="law", title_en="Old law", date_signed="2001-01-01")
    new = LibraryTitle(kind="law", title_en="New law", date_signed="2015-01-01")
    with store.transaction("Fill") as t:
        t.add_all([old, new])
        t.add(TitleLink(title=new.id, kind="repeals", other=old.id))
    desk.open_record("library_title", old.id)
    page: Any = desk.page("library")
    page.pane.open_tab(2)
    tab = page.pane.findChild(LinksTab)
    assert tab is not None
    assert "2015" in tab.said.text_shown()
    assert tab.model.rowCount() == 0
    tab.day.setText("1/1/2010")
    assert "2001" in tab.said.text_shown()
    tab.day.setText("nonsense")
    assert "1/6/2015" in tab.said.text_shown()
    desk.open_record("library_title", new.id)
    page.pane.open_tab(2)
    assert tab.model.rowCount() == 1


def test_the_search_over_everything_finds_pages_of_files_too(desk: DeskWindow) -> None:
    titles_with_files(desk.session.store)
    line = desk.top.search
    line.setText("ព្រៃឈើសហគមន៍")
    line.textEdited.emit(line.text())
    assert line.suggestions()[0] == "Nothing found"
    desk.files_beside.look()
    said = line.suggestions()
    assert said[0] == "In the files"
    assert len([each for each in said if each.startswith("Law ") and "ព្រៃឈើ" in each]) == 3
    assert suggestions(desk.session, "xyzzyx")[0].data is None


def test_pages_of_files_stand_below_names_and_never_under_another_text(desk: DeskWindow) -> None:
    titles_with_files(desk.session.store)
    line = desk.top.search
    line.setText("Law")
    line.textEdited.emit(line.text())
    by_name = line.suggestions()
    line.show_more("Law", [Suggestion("a page", None)])
    assert line.suggestions() == [*by_name, "a page"]
    line.show_more("Laws", [Suggestion("another page", None)])
    line.close_popup()
    line.show_more("Law", [Suggestion("too late", None)])
    assert line.suggestions() == [*by_name, "a page"]
