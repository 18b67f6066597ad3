"""A record is corrected in place: each field is one step that Undo takes back; wrong input is told."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from cso_desk.desk.search import suggestions
from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.record import Organisation, Person
from cso_desk.journal.history import steps
from cso_desk.store.store import Store
from cso_desk.widgets.editors.finders import record_finder
from cso_desk.widgets.editors.lines import LongTextEditor
from cso_desk.wording import use_language


def farmers(store: Store) -> Organisation:
    with store.reading() as reading:
        return next(each for each in reading.all(Organisation) if "កសិករ" in each.name_km)


@pytest.fixture
def editor(desk: DeskWindow, store: Store) -> Any:
    desk.open_record("organisation", farmers(store).id)
    page: Any = desk.page("members")
    return page.organisations.pane.editor


def type_into(editor: Any, name: str, text: str) -> None:
    control = editor.editors[name].control()
    control.setFocus()
    control.clear()
    control.insert(text)
    editor.editors[name].commit_now()


def step_count(store: Store) -> int:
    with store.reading() as reading:
        return len(steps(reading.connection))


def test_leaving_a_field_saves_one_step_and_undo_brings_the_old_value_back(
    desk: DeskWindow, editor: Any, store: Store
) -> None:
    before = step_count(store)
    type_into(editor, "name_en", "Farmers of Battambang")
    assert farmers(store).name_en == "Farmers of Battambang"
    assert step_count(store) == before + 1
    assert "Saved" in desk.status.text()
    desk.session.undo()
    assert farmers(store).name_en == "Farmers"
    assert editor.editors["name_en"].control().text() == "Farmers"
    desk.session.redo()
    assert farmers(store).name_en == "Farmers of Battambang"


def test_the_only_name_is_not_emptied_and_the_field_says_so(
    desk: DeskWindow, editor: Any, store: Store
) -> None:
    type_into(editor, "name_en", "")  # its Khmer name is left
    before = step_count(store)
    type_into(editor, "name_km", "  ")
    khmer = editor.editors["name_km"]
    assert khmer.control().text() == farmers(store).name_km != ""
    assert khmer.hint() == (
        "Name in Khmer or in English is needed: the old one stays until there is another."
    )
    assert step_count(store) == before
    assert not desk.problem.isVisible()
    type_into(editor, "name_en", "Farmers")
    type_into(editor, "name_km", "")
    assert khmer.hint() == ""
    assert step_count(store) == before + 2


def test_what_lies_in_the_trash_is_not_offered_and_is_shown_as_such(
    desk: DeskWindow, editor: Any, store: Store
) -> None:
    suggest, name_of = record_finder(desk.session, "person")
    with store.reading() as reading:
        dara = next(each for each in reading.all(Person) if each.name_en == "Sok Dara")
    assert dara.id in [each.data for each in suggest("Dara")]
    with store.transaction("Put away") as t:
        t.trash(dara)
    assert dara.id not in [each.data for each in suggest("Dara")]
    assert name_of(dara.id) == "Sok Dara (in the trash)"
    found = [each.text for each in suggestions(desk.session, "Dara") if each.data]
    assert any("In the trash" in each for each in found)


def test_a_text_that_qt_gives_back_otherwise_is_not_taken_for_typed(look: None) -> None:
    editor = LongTextEditor()
    said: list[object] = []
    editor.committed.connect(said.append)
    editor.show_value("100\u00a0000 riel")
    assert not editor.is_typing()
    editor.commit_now()
    assert said == []


def test_leaving_a_field_as_it_was_changes_nothing(editor: Any, store: Store) -> None:
    before = step_count(store)
    type_into(editor, "name_en", "Farmers")
    assert step_count(store) == before


def test_undo_says_what_it_would_undo_in_both_languages(desk: DeskWindow, editor: Any, store: Store) -> None:
    type_into(editor, "name_en", "Farmers of Battambang")
    code = farmers(store).code
    assert desk.top.undo_button.accessibleName() == f"Undo: Change {code}"
    use_language("km")
    assert code in desk.top.undo_button.accessibleName()
    assert "Undo" not in desk.top.undo_button.accessibleName()


def test_khmer_digits_are_numbers(editor: Any, store: Store) -> None:
    type_into(editor, "staff_female", "១២")
    assert farmers(store).staff_female == "12"


def test_a_date_may_be_written_as_people_write_it(editor: Any, store: Store) -> None:
    type_into(editor, "founded", "១២ សីហា ២០១៥")
    assert farmers(store).founded == "2015-08-12"


def test_a_date_that_cannot_be_read_is_told_below_the_field_and_not_saved(editor: Any, store: Store) -> None:
    type_into(editor, "founded", "some day")
    assert farmers(store).founded == ""
    assert "30/09/2026" in editor.editors["founded"].hint()
    assert editor.editors["founded"].control().text() == "some day"


def test_a_phone_that_looks_wrong_is_kept_with_a_warning(editor: Any, store: Store) -> None:
    type_into(editor, "phones", "012 345 678 / 12345")
    assert farmers(store).phones[0] == "+85512345678"
    assert len(farmers(store).phones) == 2
    assert editor.editors["phones"].hint()


def test_a_place_is_found_by_any_spelling_and_taken_by_enter(editor: Any, store: Store, qtbot: QtBot) -> None:
    line = editor.editors["place"].control()
    line.setFocus()
    qtbot.keyClicks(line, "Thmar Koul")
    assert any("Thma Koul" in text for text in line.suggestions())
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert farmers(store).place == "0202"


def test_a_place_nobody_knows_is_told_and_the_old_one_stays(editor: Any, store: Store) -> None:
    type_into(editor, "place", "Atlantis-on-Sea")
    assert farmers(store).place == ""
    assert "Atlantis-on-Sea" in editor.editors["place"].hint()


def test_a_choice_is_saved_when_it_is_made(editor: Any, store: Store) -> None:
    box: QComboBox = editor.editors["kind"].control()
    box.setCurrentIndex(box.findData("cbo"))
    box.activated.emit(box.currentIndex())
    assert farmers(store).kind == "cbo"


def test_tags_are_added_and_taken_away(editor: Any, store: Store, qtbot: QtBot) -> None:
    line = editor.editors["sectors"].control()
    qtbot.keyClicks(line, "agri")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert farmers(store).sectors == ("agriculture",)
    editor.editors["sectors"]._remove("agriculture")
    assert farmers(store).sectors == ()


def test_what_is_being_typed_is_saved_when_another_page_is_opened(
    desk: DeskWindow, editor: Any, store: Store
) -> None:
    control = editor.editors["name_en"].control()
    control.setFocus()
    control.clear()
    control.insert("Farmers' union")
    desk.open_page("exchange")
    assert farmers(store).name_en == "Farmers' union"


def history_of(desk: DeskWindow) -> Any:
    page: Any = desk.page("members")
    pane = page.organisations.pane
    pane.open_tab(next(place for place, (say, _make) in enumerate(pane._makers) if say() == "History"))
    return pane._stack.currentWidget()


def test_history_tells_the_change_and_puts_the_old_value_back(
    desk: DeskWindow, editor: Any, store: Store
) -> None:
    type_into(editor, "name_en", "Another name")
    lines = desk.session.history(farmers(store).id)
    line = next(each for each in lines if each.field == "name_en")
    assert (line.before, line.after) == ("Farmers", "Another name")
    assert "Sok Chantha" in line.who
    panel = history_of(desk)
    panel.put_back({line.field: line.before})
    assert farmers(store).name_en == "Farmers"


def test_a_record_put_into_the_trash_leaves_the_list_and_undo_brings_it_back(
    desk: DeskWindow, editor: Any, store: Store
) -> None:
    page: Any = desk.page("members")
    page.organisations.pane._trash()
    assert page.organisations.model.rowCount() == 1
    assert "trash" in desk.notice.text()
    desk.notice._do()
    assert page.organisations.model.rowCount() == 2


def test_history_puts_a_whole_record_back_in_one_step(desk: DeskWindow, editor: Any, store: Store) -> None:
    type_into(editor, "name_en", "Another name")
    type_into(editor, "founded", "2015")
    panel = history_of(desk)
    whole = [
        each for each in panel.findChildren(QPushButton) if each.text().startswith("Put the whole record")
    ]
    assert len(whole) == 1
    whole[0].click()
    assert (farmers(store).name_en, farmers(store).founded) == ("Farmers", "")
    desk.session.undo()
    assert (farmers(store).name_en, farmers(store).founded) == ("Another name", "2015")


def test_ctrl_z_in_a_field_in_which_nothing_is_typed_takes_back_the_newest_step(
    desk: DeskWindow, editor: Any, store: Store, qtbot: QtBot
) -> None:
    control = editor.editors["acronym"].control()
    control.setFocus()
    qtbot.keyClicks(control, "FA")
    qtbot.keyClick(control, Qt.Key.Key_Return)
    assert farmers(store).acronym == "FA"
    qtbot.keyClick(control, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert farmers(store).acronym == ""
