"""Lists in the window: filters, saved views, several records changed at once, cells pasted, what is seen."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.record import ORGANISATION, Organisation, Person
from cso_desk.fields.reading import WrongInputError
from cso_desk.journal.history import steps
from cso_desk.store.store import Store
from cso_desk.widgets.cell_reading import CellReader, cells_of
from cso_desk.widgets.filters import filterable
from cso_desk.widgets.list_page import ListPage
from cso_desk.widgets.record_editor import RecordEditor
from cso_desk.widgets.table_view import RecordTable
from cso_desk.widgets.theme import theme
from cso_desk.wording import use_language


@pytest.fixture
def page(desk: DeskWindow, store: Store) -> Any:
    """The list of institutions: two of the store and six more."""
    with store.transaction("Import") as t:
        for number in range(6):
            kind = ("local_ngo", "association", "")[number % 3]
            t.add(Organisation(name_en=f"Group {number}", kind=kind, place=("0203", "1203")[number % 2]))
    desk.open_page("members")
    whole: Any = desk.page("members")
    return whole.organisations


def organisations(store: Store) -> dict[str, Organisation]:
    with store.reading() as reading:
        return {each.name_en: each for each in reading.all(Organisation)}


def shown(page: Any) -> list[str]:
    place = page.model.columns.index("name_en")
    return [page.model.index(row, place).data() for row in range(page.model.rowCount())]


def select(page: Any, *names: str) -> None:
    page.table.clearSelection()
    mode = page.table.selectionModel().SelectionFlag
    for row, name in enumerate(shown(page)):
        if name in names:
            page.table.selectionModel().select(page.model.index(row, 0), mode.Select | mode.Rows)
            page.table.selectionModel().setCurrentIndex(page.model.index(row, 1), mode.NoUpdate)


def test_a_number_is_borrowed_from_whoever_speaks_for_the_institution(page: Any, store: Store) -> None:
    with store.transaction("Change") as t:
        dara = next(each for each in t.all(Person) if each.name_en == "Sok Dara")
        t.change(dara, phones=("+85512999888",))
    row, place = shown(page).index("Women for Peace"), page.model.columns.index("phones")
    index = page.model.index(row, place)
    own = page.model.index(shown(page).index("Farmers"), place)
    assert index.data() == "012 999 888"
    assert index.data(Qt.ItemDataRole.ForegroundRole) is not None
    assert own.data(Qt.ItemDataRole.ForegroundRole) is None


def test_a_filter_is_chosen_by_keys_and_taken_away_by_its_chip(page: Any, qtbot: QtBot) -> None:
    page.filters.choose("kind", page.filters)
    values = page.filters.values
    texts = [values.list.item(place).text().split("   ") for place in range(values.list.count())]
    assert ["Association", "3"] in texts
    assert texts[-1] == ["Not said", "3"]
    values.list.setCurrentRow(texts.index(["Association", "3"]))
    qtbot.keyClick(values.list, Qt.Key.Key_Space)
    values.close()
    assert shown(page) == ["Women for Peace", "Group 1", "Group 4"]
    assert page.filters.words() == ["Kind of institution: Association"]
    page.filter.setText("group")
    assert shown(page) == ["Group 1", "Group 4"]
    page.filters.set_filters({})
    assert len(shown(page)) == 6
    assert not page.filters.isVisible()


def test_a_list_without_rows_leads_back_to_all_of_it(page: Any, desk: DeskWindow, qtbot: QtBot) -> None:
    desk.show()
    page.filters.set_filters({"kind": ("association",)})
    page.filter.setText("zzz")
    back = next(each for each in page.findChildren(QPushButton) if each.text() == "Show the whole list")
    assert back.isVisible()
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert (page.filter.text(), dict(page.filters.filters)) == ("", {})
    assert page.model.rowCount() > 2
    assert not back.isVisible()


def test_a_place_holds_what_lies_inside_it(page: Any) -> None:
    page.filters.set_filters({"place": ["02"]})
    assert shown(page) == ["Women for Peace", "Group 0", "Group 2", "Group 4"]


def test_days_and_figures_are_filtered_from_and_until(page: Any, store: Store, qtbot: QtBot) -> None:
    with store.transaction("Change") as t:
        for name, day, staff in (
            ("Group 0", "2019-05-01", "3"),
            ("Group 1", "2021", "12"),
            ("Group 2", "", ""),
        ):
            t.change(
                next(o for o in t.all(Organisation) if o.name_en == name), founded=day, staff_female=staff
            )
    page.filters.choose("founded", page.filters)
    qtbot.keyClicks(page.filters.values.first, "1/2020")
    assert shown(page) == ["Group 1"]
    qtbot.keyClicks(page.filters.values.first, "x")
    assert "30/09/2026" in page.filters.values._told.text()
    assert shown(page) == ["Group 1"]
    page.filters.values.close()
    assert page.filters.words() == ["Founded: since Jan 2020"]
    page.filters.choose("staff_female", page.filters)
    page.filters.values.last.setText("១០")
    assert shown(page) == []
    page.filters.values.first.setText("11")
    page.filters.values.last.setText("20")
    assert shown(page) == ["Group 1"]
    assert page.filters.words()[1] == "Staff, women: 11 – 20"
    page.views.save("Since")
    page.show_view({})
    page.views.open("Since")
    assert shown(page) == ["Group 1"]
    page.filters.choose("founded", page.filters)
    assert page.filters.values.first.text() == "Jan 2020"
    page.filters.values.first.clear()
    page.filters.values.close()
    assert page.filters.words() == ["Staff, women: 11 – 20"]


def test_every_list_offers_the_fields_that_have_few_values() -> None:
    assert {"kind", "place", "sectors", "consent", "founded", "staff_male"} <= set(filterable(ORGANISATION))
    assert "name_km" not in filterable(ORGANISATION)


def test_a_view_is_saved_and_shown_again_with_everything(page: Any, desk: DeskWindow) -> None:
    page.filters.set_filters({"kind": ["association"]})
    page.table.show_columns(["code", "name_en"])
    page.model.order, page.model.descending = "name_en", True
    page.views.bar.ask()
    page.views.bar.line.setText("Associations")
    page.views.bar._save()
    page.show_view({})
    assert len(shown(page)) == 8
    assert page.model.columns[0] == "name_km"
    page.views.open("Associations")
    assert shown(page) == ["Women for Peace", "Group 4", "Group 1"]
    assert page.model.columns == ["code", "name_en"]
    assert "Associations" in desk.session.lists["organisation"]["views"]
    page.views.delete("Associations")
    assert page.views.names() == []


def test_one_value_for_several_records_is_one_step_with_its_name(
    page: Any, desk: DeskWindow, store: Store
) -> None:
    select(page, "Group 0", "Group 1", "Group 2")
    bar = page.changes.selection
    assert not bar.isHidden()
    bar.fields.setCurrentIndex(bar.fields.findData("acronym"))
    bar._choose()
    bar.editor.control().setText("GRP")
    bar.change.click()
    assert [organisations(store)[f"Group {number}"].acronym for number in range(4)] == ["GRP"] * 3 + [""]
    assert desk.session.undo_name() == "Change “Acronym” of 3 records"
    desk.session.undo()
    assert organisations(store)["Group 0"].acronym == ""


def test_what_cannot_be_read_changes_nothing(page: Any, store: Store) -> None:
    select(page, "Group 0", "Group 1")
    bar = page.changes.selection
    bar.fields.setCurrentIndex(bar.fields.findData("staff_female"))
    bar._choose()
    bar.editor.control().setText("many")
    bar.change.click()
    assert organisations(store)["Group 0"].staff_female == ""
    assert bar.editor.hint()


def test_several_records_are_put_into_the_trash_in_one_step(
    page: Any, desk: DeskWindow, store: Store
) -> None:
    select(page, "Group 0", "Group 1")
    page.table.keyPressEvent(
        QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)
    )
    assert len(organisations(store)) == 6
    assert desk.session.undo_name() == "Put 2 records into the trash"
    assert desk.notice.text() == "2 records are in the trash."
    desk.session.undo()
    assert len(organisations(store)) == 8


def test_a_block_of_cells_is_pasted_after_a_notice(page: Any, desk: DeskWindow, store: Store) -> None:
    use_language("km")
    select(page, "Group 0", "Group 1")
    page.changes.offer_paste("First\tសមាគម\r\nSecond\tnothing like it\r\n")
    paste = page.changes.paste
    assert paste.begin.currentData() == "name_en"
    assert len(paste.block.wrong) == 1
    assert paste.block.values == 3
    before = count_steps(store)
    paste.paste.click()
    assert count_steps(store) == before + 1
    found = organisations(store)
    assert found["First"].kind == "association"
    assert found["Second"].kind == "association"
    assert paste.isHidden()
    desk.session.undo()
    assert "First" not in organisations(store)


def test_one_row_of_cells_goes_into_all_selected_rows(page: Any, store: Store) -> None:
    select(page, "Group 0", "Group 1", "Group 2")
    page.changes.offer_paste("Same")
    page.changes.paste.paste.click()
    with store.reading() as reading:
        assert [each.name_en for each in reading.all(Organisation)].count("Same") == 3


def count_steps(store: Store) -> int:
    with store.reading() as reading:
        return len(steps(reading.connection))


def test_what_is_copied_can_be_pasted_back(page: Any) -> None:
    page.table.selectAll()
    page.table.copy_rows()
    page.changes.offer_paste(QApplication.clipboard().text())
    assert page.changes.paste.block.wrong == []


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("kind", "association", "association"),
        ("kind", "Association", "association"),
        ("consent", "✓", True),
        ("consent", "No", False),
        ("staff_female", "១២", "12"),
        ("phones", "012 345 678", ("+85512345678",)),
        ("place", "Thma Koul District, Battambang", "0202"),
        ("former_names", "a; b", ("a", "b")),
        ("notes", "", ""),
        ("staff_male", "", ""),
    ],
)
def test_cells_are_read_as_the_editors_read(desk: DeskWindow, name: str, text: str, value: Any) -> None:
    assert CellReader(desk.session, ORGANISATION).read(ORGANISATION.fields[name], text) == value


@pytest.mark.parametrize(("name", "text"), [("kind", "xyz"), ("place", "Atlantis"), ("staff_male", "few")])
def test_a_cell_that_is_no_value_is_told(desk: DeskWindow, name: str, text: str) -> None:
    with pytest.raises(WrongInputError):
        CellReader(desk.session, ORGANISATION).read(ORGANISATION.fields[name], text)


def test_cells_of_a_spreadsheet_keep_their_lines_and_quotes() -> None:
    assert cells_of('a\t"two\nlines"\r\n"say ""so"""\r\n') == [["a", "two\nlines"], ['say "so"', ""]]


def test_what_is_seen_goes_onto_paper_and_into_a_workbook(page: Any, desk: DeskWindow) -> None:
    papers: list[Any] = []
    host: Any = desk.session
    host.show_paper = papers.append
    page.filters.set_filters({"kind": ["association"]})
    page.table.show_columns(["code", "name_en", "kind", "place", "phones"])
    page.export()
    page.filters.set_filters({})
    for language in ("km", "en", "both"):
        assert papers[0].make(language, "pdf", lambda _done, _total: None).startswith(b"%PDF")
    data = papers[0].make("en", "xlsx", lambda _done, _total: None)
    sheet: Any = openpyxl.load_workbook(BytesIO(data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert "Practice" in str(rows[0][0])
    assert rows[1][:5] == ("Code", "Name in English", "Kind of institution", "Place", "Phone numbers")
    assert [row[1] for row in rows[2:]] == ["Women for Peace", "Group 1", "Group 4"]


def test_columns_and_widths_are_remembered_for_each_list(page: Any, desk: DeskWindow) -> None:
    page.table.show_column("email", True)
    page.table.kept["widths"] = {"en": {"name_en": 300}, "km": {"name_en": 400}}
    again = type(page)(desk.session, ORGANISATION, lambda _page: QWidget())
    assert again.model.columns[-1] == "email"
    assert again.table.columnWidth(again.model.columns.index("name_en")) == theme.px(300)


@pytest.mark.parametrize("name", ["members", "meetings", "library"])
def test_a_page_is_open_before_its_record_has_editors(desk: DeskWindow, name: str) -> None:
    whole: Any = desk.page(name)
    first = {"members": "organisations", "meetings": "meetings", "library": "titles"}[name]
    assert whole.findChildren(ListPage) == [getattr(whole, first)]
    assert whole.findChildren(RecordEditor) == []
    whole.findChildren(RecordTable)[0].setFocus(Qt.FocusReason.OtherFocusReason)
    assert whole.findChildren(RecordEditor) == []
    record = ORGANISATION.record(name_en="A new one")
    with desk.session.store.transaction("Add") as t:
        t.add(record)
    if name == "members":
        whole.open_record(record.id)
        assert not whole.organisations.pane.isHidden()
        whole.show_side(1)
        assert whole.people.model.rowCount() == 2


def test_a_width_belongs_to_its_language(page: Any, desk: DeskWindow) -> None:
    page.table.kept["widths"] = {"en": {"name_en": 300, "kind": 60}, "km": {"name_en": 400}}
    place, kind = page.model.columns.index("name_en"), page.model.columns.index("kind")
    page.table._measure()
    assert (page.table.columnWidth(place), page.table.columnWidth(kind)) == (theme.px(300), theme.px(60))
    use_language("km")
    assert page.table.columnWidth(place) == theme.px(400)
    assert page.table.columnWidth(kind) >= page.table._title_width(kind)
    use_language("en")
    assert page.table.columnWidth(place) == theme.px(300)


def test_what_a_list_remembers_is_told_once_when_it_changed(
    page: Any, desk: DeskWindow, qtbot: QtBot
) -> None:
    told: list[bool] = []
    desk.session.changes.lists.connect(lambda: told.append(True))
    with qtbot.waitSignal(desk.session.changes.lists):
        page.views.save("Mine")
        page.table.show_column("email", True)
    assert told == [True]
