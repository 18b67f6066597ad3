"""Titles out of other library programs come through the ordinary import and go out from the list."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel
from typing_in import all_of

from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.form.titles_paper import titles_paper
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.library.service.interchange import read_titles, write_titles
from cso_desk.store.store import Store
from cso_desk.widgets.controls import Label

LAW = LibraryTitle(
    kind="law", title_km="ច្បាប់ស្តីពីសមាគម", number="នស/រកម/០៨១៥/០០៩", date_signed="2015-08-12",
    authors=("Sok, Dara", "Chea, Vuthy"), subjects=("សមាគម",), languages=("km",),
)  # fmt: skip
REPORT = LibraryTitle(kind="report", title_en="Forests of the province", year=2020, languages=("en",))
BOOK = LibraryTitle(kind="book", title_en="A book", publisher="CCC", year=2019)


def _read(desk: DeskWindow, path: Path) -> ImportPage:
    desk.session.import_list("library")
    current = desk.stack.currentWidget()
    assert current is not None
    page = current.findChild(ImportPage)
    assert page is not None
    page.read(path)
    return page


@pytest.fixture(params=[".mrc", ".xml", ".ris", ".bib"])
def exchanged(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"titles{request.param}"
    write_titles([LAW, REPORT, BOOK, BOOK], path)
    return path


def test_a_file_of_another_program_is_looked_through_and_taken_in_one_step(
    desk: DeskWindow, store: Store, exchanged: Path
) -> None:
    page = _read(desk, exchanged)
    assert page.model.settled
    assert page.table.isRowHidden(0)
    assert page.purpose.isHidden()
    assert [row.state for row in page.model.plan.rows] == ["new", "new", "new", "out"]
    assert all_of(store, LibraryTitle) == []
    page.take_over()
    law = next(each for each in all_of(store, LibraryTitle) if each.title_km)
    assert (law.kind, law.number, law.authors, law.subjects) == (
        LAW.kind,
        LAW.number,
        LAW.authors,
        LAW.subjects,
    )
    assert len(all_of(store, LibraryTitle)) == 3
    desk.session.undo()
    assert all_of(store, LibraryTitle) == []


def test_what_is_here_already_stands_beside_the_row(desk: DeskWindow, store: Store, tmp_path: Path) -> None:
    with store.transaction("Add") as t:
        same = t.add(LibraryTitle(kind=LAW.kind, title_en="Law on associations", number="NS/RKM/0815/009"))
        t.add(LibraryTitle(kind="report", title_en=REPORT.title_en, year=2012))
    path = tmp_path / "titles.ris"
    write_titles([LAW, REPORT], path)
    page = _read(desk, path)
    law, report = page.model.plan.rows
    assert (law.state, law.existing, report.state) == ("doubtful", same.id, "new")
    page.rows.go_to_row(1)
    said = [label.text_shown() for label in page.rows.doubt.findChildren(Label)]
    assert "Is this title here already?" in said
    assert "Law on associations" in said
    page.rows.choose("same")
    assert "library_title.title_km" in law.changes
    page.take_over()
    titles = {each.id: each for each in all_of(store, LibraryTitle)}
    assert len(titles) == 3
    assert (titles[same.id].title_km, titles[same.id].title_en) == (LAW.title_km, "Law on associations")


def test_a_file_that_is_none_is_told_and_nothing_opens(desk: DeskWindow, tmp_path: Path) -> None:
    (tmp_path / "broken.mrc").write_bytes(b"no such thing")
    page = _read(desk, tmp_path / "broken.mrc")
    assert page.model.plan is None


@pytest.mark.parametrize("suffix", ["mrc", "xml", "ris", "bib"])
def test_what_is_selected_goes_to_other_programs_and_else_the_whole_list(
    desk: DeskWindow, store: Store, tmp_path: Path, suffix: str
) -> None:
    with store.transaction("Add") as t:
        made = t.add_all([LibraryTitle(title_en=f"Book {number}", kind="book") for number in range(4)])
    desk.open_page("library")
    library: Any = desk.page("library")
    titles = library.titles

    def written() -> list[str]:
        path = tmp_path / f"out.{suffix}"
        path.write_bytes(titles_paper(titles).make("en", suffix, lambda _done, _total: None))
        return sorted(each.title_en for each in read_titles(path))

    assert written() == [each.title_en for each in made]
    select = titles.table.selectionModel().select
    row = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    titles.table.clearSelection()
    for place in (0, 2):
        select(titles.model.index(place, 0), row)
    chosen = {each.id: each.title_en for each in made}
    assert written() == sorted(chosen[each] for each in titles.table.selected_ids())
    assert len(written()) == 2
    assert titles_paper(titles).make("en", "pdf", lambda _done, _total: None).startswith(b"%PDF")
