"""Backups in the window: made when it closes, looked at before they come back, asked for, damage mended."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from added_institutions import add, names
from cso_desk.assembly import create_store, open_store
from cso_desk.desk.application import Desk
from cso_desk.desk.backups_page import BackupsPage
from cso_desk.desk.closing import ClosingPage
from cso_desk.desk.rescue_page import RescuePage
from cso_desk.desk.starting import UnlockPage
from cso_desk.settings import Settings, home_folder, load_settings
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import ASKED, BEFORE_RESTORE, EXIT, backups_in, own_place
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.second_place import place_in
from cso_desk.store.upkeep import note_upkeep, upkeep_of
from cso_desk.widgets.operation import Operation, RunnerAtOnce

PASSPHRASE = "rice in the rain"
LONG_AGO = 1_700_000_000_000


class Held:
    """A runner that starts nothing before it is told."""

    def __init__(self) -> None:
        self.waiting: list[Operation] = []

    def start(self, operation: Operation) -> None:
        self.waiting.append(operation)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made, _code = create_store(tmp_path / "hub", "02", passphrase=PASSPHRASE, cost=CHEAP)
    add(made, "Women for Peace")
    made.close()
    return tmp_path / "hub"


@pytest.fixture
def window(look: None, folder: Path, tmp_path: Path) -> Iterator[Any]:
    made = Desk(folder, Settings(page="members"), tmp_path / "settings", RunnerAtOnce())
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)


def unlock(window: Any) -> Any:
    window.begin()
    return unlock_again(window)


def unlock_again(window: Any) -> Any:
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    page.passphrase.setText(PASSPHRASE)
    page.unlock()
    return window.desk


def opened_page(desk: Any) -> BackupsPage:
    page = BackupsPage(desk.session)
    desk.session.show_over(page)
    return page


def said(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def press(widget: Any, word: str) -> None:
    next(each for each in widget.findChildren(QPushButton) if each.text() == word).click()


def test_closing_the_window_makes_a_backup_once(window: Any, folder: Path) -> None:
    unlock(window)
    window.close()
    assert [each.reason for each in backups_in(own_place(folder))] == [EXIT]
    assert not upkeep_of(folder).is_open
    again = Desk(folder, Settings(), folder.parent / "other", RunnerAtOnce())
    unlock(again)
    again.close()
    shiboken6.delete(again)
    assert len(backups_in(own_place(folder))) == 1


def test_the_window_stays_until_the_backup_is_whole_or_nobody_wants_it(window: Any, folder: Path) -> None:
    unlock(window)
    held = window._runner = Held()
    window.close()
    page = window.centralWidget()
    assert isinstance(page, ClosingPage)
    assert window.isVisible()
    press(page, "Close without a backup")
    held.waiting[-1].run()
    QApplication.processEvents()
    assert not window.isVisible()
    assert backups_in(own_place(folder)) == []


def test_a_backup_that_fails_is_told_and_the_window_can_be_closed(window: Any, folder: Path) -> None:
    unlock(window)
    own_place(folder).write_text("a file where a folder should be")
    window.close()
    page = window.centralWidget()
    assert "could not be written" in said(page)
    press(page, "Close without a backup")
    QApplication.processEvents()
    assert not window.isVisible()


def test_a_backup_is_looked_at_restored_and_what_came_since_taken_over(window: Any, folder: Path) -> None:
    desk = unlock(window)
    page = opened_page(desk)
    page.make()
    add(desk.session.store, "Since then")
    page.look_at(backups_in(own_place(folder))[0])
    assert "1 would be gone: Since then" in said(page)
    page.close_look()
    assert "would be gone" not in said(page)
    page.look_at(backups_in(own_place(folder))[0])
    press(page, "Restore this backup")
    desk = unlock_again(window)
    assert names(desk.session.store) == ["Women for Peace"]
    assert backups_in(own_place(folder))[0].reason == BEFORE_RESTORE
    desk.open_page("today")
    assert "What was entered since can be taken over" in said(desk.page("today"))
    page = opened_page(desk)
    press(page, "Take it over")
    assert names(desk.session.store) == ["Since then", "Women for Peace"]
    assert "can be taken over" not in said(page)


def test_a_second_place_is_chosen_and_copied_to(window: Any, folder: Path, tmp_path: Path) -> None:
    desk = unlock(window)
    page = opened_page(desk)
    assert "No copy stands elsewhere" in said(page)
    (tmp_path / "stick").mkdir()
    page.keep_place(tmp_path / "stick")
    assert load_settings(home_folder()).backup_folder == str(tmp_path / "stick")
    place = place_in(tmp_path / "stick", desk.session.store)
    assert len(backups_in(place)) == 1
    assert "The last copy went to" in said(page)
    # From now on it goes there when the window is closed.
    add(desk.session.store, "More")
    window.close()
    assert len(backups_in(place)) == 2 or backups_in(place)[0].reason == EXIT


def test_today_asks_for_a_copy_elsewhere_when_the_last_is_old(window: Any, folder: Path) -> None:
    desk = unlock(window)
    desk.open_page("today")
    today = desk.page("today")
    assert "No copy of the data" not in said(today)
    note_upkeep(folder, begun=LONG_AGO)
    today.draw()
    assert "No copy of the data" in said(today)
    press(today, "Put a copy on a stick…")
    assert desk.stack.currentWidget().findChild(BackupsPage) is not None


def test_a_stick_that_is_plugged_in_gets_its_copy(window: Any, folder: Path, tmp_path: Path) -> None:
    desk = unlock(window)
    page = opened_page(desk)
    (tmp_path / "stick").mkdir()
    page.keep_place(tmp_path / "stick")
    back_up(desk.session.store, ASKED)
    place = place_in(tmp_path / "stick", desk.session.store)
    window.watching.upkeep.look()
    assert backups_in(place)[0].told == backups_in(own_place(folder))[0].told
    count = upkeep_of(folder).elsewhere_at
    window.watching.upkeep.look()
    assert upkeep_of(folder).elsewhere_at == count


def test_the_weekly_check_notes_what_it_found(window: Any, folder: Path) -> None:
    unlock(window)
    assert window.watching.upkeep.check_is_due
    window.watching.upkeep.check()
    assert upkeep_of(folder).checked_at
    assert upkeep_of(folder).found == ""
    assert upkeep_of(folder).is_open


def test_what_is_shown_wrongly_is_told_and_made_anew(window: Any, folder: Path) -> None:
    desk = unlock(window)
    with desk.session.store.writing() as connection:
        connection.execution_options(journalled=True)
        connection.exec_driver_sql("UPDATE organisation SET name_en = 'altered'")
        connection.execution_options(journalled=False)
    page = opened_page(desk)
    page.check()
    assert "was not as the journal says" in said(page)
    press(page, "Make it anew")
    assert "Everything is in order" in said(page)
    assert names(desk.session.store) == ["Women for Peace"]


def test_a_damaged_store_says_so_at_the_start_and_is_mended(window: Any, folder: Path) -> None:
    store = open_store(folder, PASSPHRASE)
    back_up(store, ASKED)
    add(store, *(f"Name {number}" for number in range(300)))
    kept = names(store)
    store.close()
    database = folder / DATABASE
    raw = bytearray(database.read_bytes())
    chance = random.Random(2)
    for start in {0, *(chance.randrange(10, len(raw) // 4096) * 4096 for _ in range(2))}:
        raw[start + 100 : start + 164] = bytes(64)
    database.write_bytes(raw)
    window.begin()
    asked = window.centralWidget()
    asked.passphrase.setText(PASSPHRASE)
    asked.unlock()
    QApplication.processEvents()
    page = window.centralWidget()
    assert isinstance(page, RescuePage)
    assert "the backup of" in said(page)
    page.rescue()
    assert "was damaged" in said(page)
    press(page, "Open the desk")
    QApplication.processEvents()
    desk = unlock_again(window)
    assert set(names(desk.session.store)) <= set(kept)
    assert "Women for Peace" in names(desk.session.store)


def test_the_settings_lead_to_the_backups(window: Any) -> None:
    desk = unlock(window)
    window.show_settings()
    press(desk.stack.currentWidget(), "Open the backups")
    assert desk.stack.currentWidget().findChild(BackupsPage) is not None
