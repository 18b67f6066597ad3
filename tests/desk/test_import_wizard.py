"""The page of a list on its way in: old fonts, several tables, long lists, what is remembered."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.window import DeskWindow
from cso_desk.errors import CancelledError
from cso_desk.features.members.record import ContactGroup, Organisation
from cso_desk.features.members.service import add_organisation
from cso_desk.store.store import Store
from cso_desk.widgets.controls import Label
from cso_desk.widgets.operation import Operation


def open_wizard(desk: DeskWindow) -> ImportPage:
    desk.session.import_list("members")
    current = desk.stack.currentWidget()
    assert current is not None
    return current.findChild(ImportPage)


def organisations(store: Store) -> dict[str, Organisation]:
    with store.reading() as reading:
        return {each.name_km or each.name_en: each for each in reading.all(Organisation)}


def saved(path: Path, rows: list[list[Any]], limon: tuple[int, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for row in book.active.iter_rows():
        for place in limon:
            row[place].font = Font(name="Limon S1")
    book.save(path)
    return path


def ticks(page: ImportPage) -> dict[str, bool]:
    """Which columns in old fonts are converted."""
    return {letter: box.isChecked() for letter, box in page.old_fonts.boxes.items()}


LIMON = [
    ["No", "eQµaHGgÁkar", "extþ", "Phone"],
    [1, "GgÁkarpáaQUk", ")at;dMbg", "012345671"],
    [2, "smaKmksikrKMrU", "kMBt", "012345672"],
]


def test_old_fonts_are_shown_before_and_after_and_converted(
    desk: DeskWindow, store: Store, tmp_path: Path
) -> None:
    page = open_wizard(desk)
    page.read(saved(tmp_path / "limon.xlsx", LIMON, (1, 2)))
    assert not page.old_fonts.isHidden()
    assert ticks(page) == {"B": True, "C": True}
    page.take_over()
    found = organisations(store)
    assert {"អង្គការផ្កាឈូក", "សមាគមកសិករគំរូ"} <= found.keys()
    assert found["សមាគមកសិករគំរូ"].place == "07"


def test_a_column_without_its_tick_keeps_its_old_letters(desk: DeskWindow, tmp_path: Path) -> None:
    page = open_wizard(desk)
    page.read(saved(tmp_path / "limon.xlsx", LIMON, (1, 2)))
    page.old_fonts.boxes["B"].setChecked(False)
    assert {letter: box.isChecked() for letter, box in page.old_fonts.boxes.items()} == {
        "B": False,
        "C": True,
    }
    shown = [str(page.model.index(1, column).data()) for column in range(page.model.columnCount())]
    assert "GgÁkarpáaQUk" in shown
    page.old_fonts.boxes["B"].setChecked(True)
    assert page.old_fonts.boxes["B"].isChecked()


def test_a_list_in_usual_fonts_shows_nothing_of_fonts(desk: DeskWindow, tmp_path: Path) -> None:
    page = open_wizard(desk)
    page.read(saved(tmp_path / "usual.xlsx", LIMON))
    assert page.old_fonts.isHidden()


def test_whoever_chose_a_file_goes_on_among_its_rows(desk: DeskWindow, tmp_path: Path) -> None:
    page = open_wizard(desk)
    page.focusProxy().setFocus()
    assert desk.focusWidget().text() == "Choose a file…"
    page.read(saved(tmp_path / "usual.xlsx", LIMON))
    assert desk.focusWidget() is page.table


def test_every_table_of_a_sheet_can_be_chosen(desk: DeskWindow, tmp_path: Path) -> None:
    rows = [["No", "Name", "Phone", "", "No", "Organisation", "Acronym"]]
    rows += [[n, f"Sok Dara{n}", f"01234560{n}", "", n, f"Union {n}", f"U{n}"] for n in (1, 2, 3)]
    rows += [["", "", "", "", n, f"Union {n}", f"U{n}"] for n in (4, 5)]
    page = open_wizard(desk)
    page.read(saved(tmp_path / "two.xlsx", rows))
    assert page.go.text() == "Take over 5 rows"
    assert [page.sheet.itemText(place) for place in range(page.sheet.count())] == [
        "Sheet “Sheet”, A1 to C4",
        "Sheet “Sheet”, E1 to G6",
    ]
    page.sheet.setCurrentIndex(0)
    page.sheet.activated.emit(0)
    assert page.go.text() == "Take over 3 rows"
    assert page.sheet.currentIndex() == 0


def test_what_was_chosen_is_offered_again_although_a_column_moved_and_another_is_new(
    desk: DeskWindow, tmp_path: Path
) -> None:
    heads = ["No", "Organisation", "Person", "Phone", "Office"]
    page = open_wizard(desk)
    page.read(saved(tmp_path / "one.xlsx", [heads, [1, "Hope", "Sok Dara", "012345671", "Room 4"]]))
    page._other_meaning("E", "address")
    page.take_over()
    page = open_wizard(desk)
    moved = ["No", "Office", "Organisation", "Person", "Phone", "Fax"]
    page.read(saved(tmp_path / "two.xlsx", [moved, [1, "Room 5", "Light", "Chan Ny", "012345672", "023 1"]]))
    assert {each.header: each.meaning for each in page.model.columns()}["Office"] == "address"


class LaterRunner:
    """Keeps operations until the test lets them go on."""

    def __init__(self) -> None:
        self.waiting: list[Operation] = []

    def start(self, operation: Operation) -> None:
        self.waiting.append(operation)

    def go_on(self) -> None:
        self.waiting.pop(0).run()


@pytest.fixture
def long_list(tmp_path: Path) -> Path:
    rows = [["No", "Organisation", "Phone"]]
    return saved(tmp_path / "long.xlsx", [*rows, *([n, f"Union {n}", "012345678"] for n in range(1, 3001))])


def test_the_first_rows_of_a_long_list_are_shown_while_the_rest_is_read(
    desk: DeskWindow, long_list: Path
) -> None:
    page = open_wizard(desk)
    seen: list[tuple[int, bool]] = []
    page._glimpsed.connect(lambda *_told: seen.append((page.model.rowCount(), page.go.isEnabled())))
    page.read(long_list)
    assert seen == [(200, False)]
    assert not page.model.is_glimpse
    assert page.model.rowCount() == 3001
    assert page.go.isEnabled()


def test_a_reading_that_was_stopped_leaves_the_page_as_it_was(desk: DeskWindow, long_list: Path) -> None:
    page = open_wizard(desk)
    later = LaterRunner()
    desk.session.runner = later
    page.read(long_list)
    page._glimpsed.connect(lambda *_told: later.waiting[0].cancel())
    later.waiting[0].run()
    assert page._stack.currentIndex() == 0
    assert page._plan is None


def test_a_comparison_that_was_stopped_writes_nothing(
    desk: DeskWindow, store: Store, long_list: Path
) -> None:
    page = open_wizard(desk)
    later = LaterRunner()
    desk.session.runner = later
    page.read(long_list)
    later.go_on()
    assert page.model.is_glimpse
    later.waiting[0].cancel()
    later.go_on()
    assert page._plan is None
    assert not page.go.isEnabled()
    assert "Union 1" not in organisations(store)


def test_a_progress_that_raises_stops_the_plan(store: Store, long_list: Path) -> None:
    from cso_desk.features.members.importing import plan_import
    from cso_desk.importers.preview import read_list

    def stop(done: int, _total: int) -> None:
        if done >= 500:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        plan_import(store, read_list(long_list)[0], progress=stop)


def test_columns_that_are_ticked_show_their_ticks(desk: DeskWindow, tmp_path: Path) -> None:
    rows = [["No", "Organisation", "NGO", "CBO"], [1, "Light", "x", ""], [2, "Hope", "", "x"]]
    page = open_wizard(desk)
    page.read(saved(tmp_path / "ticks.xlsx", rows))
    shown = [[page.model.index(row, column).data() for column in (5, 6)] for row in (1, 2)]
    assert shown == [["✓", ""], ["", "✓"]]


def test_a_list_of_ours_that_comes_back_wins(desk: DeskWindow, store: Store, tmp_path: Path) -> None:
    code = next(each.code for each in organisations(store).values() if each.name_en == "Farmers")
    rows = [["Code", "Name in Khmer", "Name in English"], [code, "សមាគមកសិករ", "Farmers of Banan"]]
    page = open_wizard(desk)
    page.read(saved(tmp_path / "ours.xlsx", rows))
    assert page.known.currentData() == "update"
    page.take_over()
    assert organisations(store)["សមាគមកសិករ"].name_en == "Farmers of Banan"


ALIKE = [
    ["No", "Organisation", "Phone", "E-mail"],
    [1, "Lotus Childrens Developmnt", "012 345 678", "lotus@example.org"],
    [2, "Another Group Altogether", "", ""],
]


@pytest.fixture
def lotus(store: Store) -> Organisation:
    return add_organisation(
        store, Organisation(name_en="Lotus Children Development", phones=("+85512345678",))
    )


def shown(page: ImportPage, row: int) -> str:
    return str(page.model.index(row, 0).data())


def test_a_doubtful_row_stands_beside_the_record_it_may_be_and_a_key_chooses(
    desk: DeskWindow, store: Store, tmp_path: Path, lotus: Organisation, qtbot: Any
) -> None:
    page = open_wizard(desk)
    page.read(saved(tmp_path / "alike.xlsx", ALIKE))
    assert (shown(page, 1), shown(page, 2)) == ("Doubtful", "New")
    page.head.chips["doubtful"].click()
    assert page.model.rowCount() == 2
    assert page.rows.doubt.isVisibleTo(page)
    said = " ".join(each.text_shown() for each in page.rows.doubt.findChildren(Label))
    assert "Lotus Children Development" in said
    assert "≠" in said
    assert "the same telephone" in said
    desk.show()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    assert shown(page, 1) == "Changed"
    assert not page.rows.doubt.isVisibleTo(page)
    page.go.click()
    assert organisations(store)["Lotus Children Development"].email == "lotus@example.org"
    assert "Lotus Childrens Developmnt" not in organisations(store)


def test_a_choice_stays_when_a_column_gets_another_meaning(
    desk: DeskWindow, tmp_path: Path, lotus: Organisation
) -> None:
    page = open_wizard(desk)
    page.read(saved(tmp_path / "alike.xlsx", ALIKE))
    page.rows.go_to_row(1)
    page.rows.choose("same")
    page._other_meaning("D", "address_en")
    assert shown(page, 1) == "Changed"
    assert page._plan.rows[0].changes == ("organisation.address_en",)


def test_one_choice_for_all_rows_of_a_kind_of_doubt(
    desk: DeskWindow, store: Store, tmp_path: Path, lotus: Organisation
) -> None:
    add_organisation(store, Organisation(name_en="Hope of Youth", phones=("+85512345699",)))
    rows = [*ALIKE, [3, "Something Else Entirely", "012 345 699", ""], [4, "Unlike All", "012 345 699", ""]]
    page = open_wizard(desk)
    page.read(saved(tmp_path / "alike.xlsx", rows))
    page.rows.go_to_row(3)
    page.rows.choose("out", for_all=True)
    assert [shown(page, row) for row in (3, 4)] == ["Left out", "Left out"]
    assert shown(page, 2) == "New"


def test_a_list_that_is_here_already_is_closed_without_writing(
    desk: DeskWindow, store: Store, tmp_path: Path
) -> None:
    path = saved(tmp_path / "one.xlsx", [["No", "Organisation"], [1, "Hope"], [2, "Light"]])
    page = open_wizard(desk)
    page.read(path)
    page.go.click()
    page = open_wizard(desk)
    page.read(path)
    assert page.go.text() == "Close"
    assert page.head.nothing.text() == "2 rows are here already: nothing to take over."
    before = len(organisations(store))
    finished: list[bool] = []
    page.finished.connect(lambda: finished.append(True))
    page.go.click()
    assert finished == [True]
    assert len(organisations(store)) == before


def test_at_least_six_rows_are_seen_in_the_lowest_window(desk: DeskWindow, tmp_path: Path) -> None:
    rows = [["No", "Organisation"], *([n, f"Group {n}"] for n in range(1, 30))]
    desk.resize(910, 485)
    desk.show()
    page = open_wizard(desk)
    page.read(saved(tmp_path / "many.xlsx", rows))
    QApplication.processEvents()  # the bar of the reading goes
    port = page.table.viewport().height()
    ends = [page.table.rowViewportPosition(row) + page.table.rowHeight(row) for row in range(1, 30)]
    assert sum(end <= port for end in ends) >= 6
    page.head.columns.click()
    assert not page.table.isRowHidden(0)


def test_empty_cells_of_a_list_of_ours_empty_fields_where_that_is_chosen(
    desk: DeskWindow, store: Store, tmp_path: Path
) -> None:
    full = Organisation(name_en="Hope", email="hope@example.org", acronym="HP", phones=("+85512345678",))
    hope = add_organisation(store, full)
    rows = [["Code", "Name in English", "E-mail", "Acronym"], [hope.code, "", "", "HP"]]
    page = open_wizard(desk)
    page.read(saved(tmp_path / "ours.xlsx", rows))
    assert page.table.isRowHidden(0)
    assert page.go.text() == "Close"
    page.known.setCurrentIndex(page.known.findData("replace"))
    page.known.activated.emit(page.known.currentIndex())
    emptied = page.model.index(1, 5)
    assert (emptied.data(), emptied.data(Qt.ItemDataRole.FontRole).strikeOut()) == ("hope@example.org", True)
    assert page.model.index(1, 6).data() == "HP"
    assert page.model.index(1, 6).data(Qt.ItemDataRole.FontRole) is None
    assert "name stays" in page.model.index(1, 2).data()
    assert "empty 1 field:" in page.head.summary.text_shown()
    page.go.click()
    back = organisations(store)["Hope"]
    assert (back.email, back.acronym, back.phones) == ("", "HP", full.phones)


def test_a_list_of_somebody_else_empties_nothing(desk: DeskWindow, tmp_path: Path) -> None:
    page = open_wizard(desk)
    page.read(saved(tmp_path / "one.xlsx", [["No", "Organisation"], [1, "Hope"]]))
    assert page.known.findData("replace") < 0


def test_a_saved_list_of_groups_comes_back_and_changes_what_was_changed_in_it(
    desk: DeskWindow, store: Store, tmp_path: Path
) -> None:
    with store.transaction("Add") as t:
        group = t.add(ContactGroup(name_en="Youth channel", kind="telegram"))
    rows = [["Code", "Name in English", "Kind of group"], [group.code, "Youth channel", "Mailing list"]]
    page = open_wizard(desk)
    page.read(saved(tmp_path / "groups.xlsx", [*rows, ["", "Women's channel", "Telegram group"]]))
    assert page.purpose.currentText() == "Groups, saved by this program"
    assert [shown(page, row) for row in (1, 2)] == ["Changed", "New"]
    assert "Kind of group" in page.model.index(1, 2).data()
    page.go.click()
    with store.reading() as look:
        groups = {each.name_en: each.kind for each in look.all(ContactGroup)}
    assert groups == {"Youth channel": "mailing_list", "Women's channel": "telegram"}
    desk.session.undo()
    with store.reading() as look:
        assert [each.kind for each in look.all(ContactGroup)] == ["telegram"]


def test_a_list_that_only_looks_like_ours_can_be_read_as_anybodys(desk: DeskWindow, tmp_path: Path) -> None:
    rows = [["Code", "Name in Khmer", "Name in English"], ["X", "សុខ ដារ៉ា", "Sok Dara"]]
    page = open_wizard(desk)
    page.read(saved(tmp_path / "codes.xlsx", rows))
    page.purpose.setCurrentIndex(page.purpose.findData("people"))
    page.purpose.activated.emit(page.purpose.currentIndex())
    assert page._plan.purpose == "people"
    assert not page.table.isRowHidden(0)
