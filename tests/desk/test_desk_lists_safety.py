"""Lists in the window when something is big, below the last row, broken, or to be remembered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cso_desk.desk.application import Desk
from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.record import Organisation
from cso_desk.settings import Settings, load_settings
from cso_desk.store import listing
from cso_desk.store.store import Store
from cso_desk.widgets.cell_reading import cells_of
from cso_desk.widgets.operation import Operation, RunnerAtOnce


@pytest.fixture
def page(desk: DeskWindow) -> Any:
    """The list of institutions."""
    desk.open_page("members")
    whole: Any = desk.page("members")
    return whole.organisations


def names(store: Store) -> list[str]:
    with store.reading() as reading:
        return sorted(each.name_en for each in reading.all(Organisation))


def test_cells_with_lines_tabs_and_quotes_come_back_as_they_were(page: Any, store: Store) -> None:
    notes = 'first line\nsecond "line"\tafter a tab'
    with store.transaction("Import") as t:
        t.add_all(Organisation(name_en=f"Group {number}", notes=notes) for number in range(600))
    page.table.show_columns(["name_en", "notes"])
    page.table.selectAll()
    page.table.copy_rows()
    cells = cells_of(QApplication.clipboard().text())
    assert len(cells) == 602
    kept = [text for name, text in cells if name.startswith("Group")]
    assert len(kept) == 600
    assert all('second "line"' in text for text in kept)
    assert {name for name, _text in cells} >= {"Farmers", "Group 0", "Group 599"}


def test_rows_below_the_last_one_become_records_where_that_is_ticked(
    page: Any, desk: DeskWindow, store: Store
) -> None:
    page.table.setCurrentIndex(page.model.index(1, page.model.columns.index("name_en")))
    last = page.table.current_record()
    page.changes.offer_paste(
        "Renamed\tAssociation\r\nNew one\tAssociation\r\n\t\r\nNew two\tnothing like it\r\n"
    )
    paste = page.changes.paste
    assert paste.further.text() == "Add 2 further rows as new records"
    paste.paste.click()
    assert len(names(store)) == 2
    desk.session.undo()
    page.table.open_record(last)
    page.table.setCurrentIndex(page.model.index(1, page.model.columns.index("name_en")))
    page.changes.offer_paste(
        "Renamed\tAssociation\r\nNew one\tAssociation\r\n\t\r\nNew two\tnothing like it\r\n"
    )
    assert not paste.further.isChecked()
    paste.further.click()
    paste.paste.click()
    assert {"New one", "New two", "Renamed"} < set(names(store))
    assert len(names(store)) == 4
    assert desk.session.undo_name() == "Paste into 3 records"
    desk.session.undo()
    assert names(store) == ["Farmers", "Women for Peace"]


class Later:
    """Keeps what is to be done until the test does it."""

    def __init__(self) -> None:
        self.waiting: list[Operation] = []

    def start(self, operation: Operation) -> None:
        self.waiting.append(operation)


def test_what_goes_wrong_while_a_list_is_completed_is_told(
    page: Any, desk: DeskWindow, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "QUICK", 1)
    later: Any = Later()
    desk.session.runner = later
    page.model.load()
    (operation,) = later.waiting
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE entry RENAME TO gone")
    operation.run()
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO entry")
    assert desk.problem.isVisible()
    assert desk.problem.text()


@pytest.fixture
def window(look: None, store: Store, tmp_path: Path) -> Iterator[Any]:
    made = Desk(store.folder, Settings(language="en"), tmp_path / "settings", RunnerAtOnce())
    made.open(store)
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)  # one that lingers is styled anew in every later test


def test_what_a_list_remembers_is_on_the_disk_before_the_window_closes(
    window: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    window.desk.open_page("members")
    organisations = window.desk.page("members").organisations
    organisations.filters.set_filters({"founded": ["2020/"]})
    with qtbot.waitSignal(window.desk.session.changes.lists):
        organisations.table.show_column("email", True)
        organisations.views.save("Newer ones")
    lists = load_settings(tmp_path / "settings").lists["organisation"]
    assert lists["columns"][-1] == "email"
    assert lists["views"]["Newer ones"]["filters"] == {"founded": ["2020/"]}
