"""A fault while the window is set up is told in the window, and one may try again."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cso_desk.assembly import create_store, open_store
from cso_desk.desk.application import Desk
from cso_desk.desk.faults import tell_faults
from cso_desk.desk.trouble import TroublePage
from cso_desk.desk.window import DeskWindow
from cso_desk.errors import UserError
from cso_desk.settings import Settings
from cso_desk.store.store import Store
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.pieces import at_once, in_pieces


def breaking(after: int) -> Iterator[None]:
    for _piece in range(after):
        yield
    raise KeyError("a fault")


@pytest.mark.parametrize("after", [0, 2])
def test_a_fault_in_any_piece_is_told(qapp: QApplication, qtbot: QtBot, after: int) -> None:
    told: list[Exception] = []
    with qtbot.capture_exceptions() as noted:
        in_pieces(qapp, breaking(after), told.append)
        while not told:
            qapp.processEvents()
    assert isinstance(told[0], KeyError)
    assert len(noted) == 1


def test_without_anybody_to_tell_a_fault_is_raised() -> None:
    with pytest.raises(KeyError):
        at_once(breaking(1))


def test_the_window_tells_what_went_wrong_and_tries_again(look: None, qtbot: QtBot, tmp_path: Path) -> None:
    store, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    store.close()
    broken = open_store(tmp_path / "hub")
    with broken.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE hub_profile RENAME TO lost")
    made: Any = Desk(tmp_path / "hub", Settings(), tmp_path / "settings", RunnerAtOnce())
    with qtbot.capture_exceptions() as noted:
        made.open(broken)
    page = made.centralWidget()
    assert isinstance(page, TroublePage)
    assert noted
    assert made.desk is None
    assert "OperationalError sqlite_errorcode=1" in page.details.toPlainText()
    assert "hub_profile" not in page.details.toPlainText()
    mended = open_store(tmp_path / "hub")
    with mended.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE lost RENAME TO hub_profile")
    mended.close()
    page.again.click()
    assert isinstance(made.centralWidget(), DeskWindow)
    made.close()
    shiboken6.delete(made)


def test_what_the_person_can_mend_is_said_as_it_is(look: None) -> None:
    page = TroublePage(UserError("The disk is full."), lambda: None)
    assert page.said.text() == "The disk is full."


def test_rows_that_cannot_be_read_are_told_once_and_the_window_goes_on(
    desk: DeskWindow, store: Store, qapp: QApplication
) -> None:
    desk.open_page("members")
    page: Any = desk.page("members")
    model = page.organisations.model
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE organisation RENAME COLUMN name_en TO lost")
    model.show_columns(["name_km", "name_en"])
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == ["", ""]
    qapp.processEvents()
    assert "Something went wrong inside the program" in desk.problem.text()
    desk.problem.hide()
    model.show_columns(["name_en"])
    assert model.index(0, 0).data() == ""
    qapp.processEvents()
    assert desk.problem.isHidden()
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE organisation RENAME COLUMN lost TO name_en")
    model.load()
    assert model.index(0, 0).data() in ("Farmers", "Women for Peace")


def test_a_fault_nobody_caught_is_told_once(
    desk: DeskWindow, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window: Any = QWidget()
    window.desk = desk
    told: list[str] = []
    desk.problem.tell = lambda text, details="": told.append(f"{text} {details}")  # type: ignore[method-assign]
    with qtbot.capture_exceptions() as noted:
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # what stands there now comes back
        tell_faults(window)
        for _painting in range(3):
            QTimer.singleShot(0, window, _fail)
            qapp.processEvents()
        qapp.processEvents()
    assert len(noted) == 3
    assert len(told) == 1
    assert "open it anew" in told[0]
    assert "KeyError" in told[0]
    assert "a fault" not in told[0]
    shiboken6.delete(window)


def test_details_are_copied_for_whoever_helps(desk: DeskWindow) -> None:
    desk.session.attempt(_fail)
    button_named(desk.problem, "Details").click()
    button_named(desk.problem, "Copy the details").click()
    assert QGuiApplication.clipboard().text().startswith("KeyError\n  cso_desk.desk.session")
    assert "a fault" not in QGuiApplication.clipboard().text()


def button_named(inside: QWidget, name: str) -> QPushButton:
    return next(each for each in inside.findChildren(QPushButton) if each.accessibleName() == name)


def _fail() -> None:
    raise KeyError("a fault")
