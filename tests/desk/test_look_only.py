"""A store that is only looked at: every page rests where it writes and says why; all else goes on."""

from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from conftest import open_desk
from cso_desk.desk.pages import PAGES
from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.members.record import Organisation, Person
from cso_desk.store.holds import Hold
from cso_desk.store.store import Store
from cso_desk.store.users import Role, User
from cso_desk.widgets.controls import WRITES
from cso_desk.widgets.record_pane import RecordPane

LANGUAGES = {"English", "ខ្មែរ"}


@pytest.fixture
def viewing(look: None, store: Store) -> Iterator[DeskWindow]:
    """The desk as a viewer sees it."""
    with store.transaction("Add") as t:
        t.add(LibraryTitle(title_en="Law on associations"))
        t.trash(t.add(Organisation(name_en="Put away")))
    store.become_opened_by(User("1", "Sok Dara", Role.VIEWER))
    made = open_desk(store)
    yield made
    made.take_down()


def changes(desk: DeskWindow) -> int:
    with desk.session.store.reading() as reading:
        return int(reading.connection.exec_driver_sql("SELECT count(*) FROM change").scalar_one())


def settled() -> None:
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for each in QApplication.topLevelWidgets():
        if each.isVisible() and (isinstance(each, QDialog) or each.isModal()):
            each.close()
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def try_everything(desk: DeskWindow, within: QWidget | None = None) -> tuple[int, list[str]]:
    """Use every control that may be used; gives how many there were, and which of them were refused."""
    refused, used = [], 0
    why = desk.session.store.why_not()
    for each in (within or desk.stack).findChildren(QWidget):
        if not shiboken6.isValid(each) or not each.isVisibleTo(desk) or not each.isEnabled():
            continue
        name = f"{type(each).__name__} {each.accessibleName() or each.property('text')}"
        if not use(each):
            continue
        used += 1
        settled()
        if desk.problem.isVisibleTo(desk) and desk.problem.text() == why:
            refused.append(name)
        desk.problem.hide()
    return used, refused


def use(widget: QWidget) -> bool:
    """Press, choose or type something; whether there was anything to do."""
    if isinstance(widget, QCheckBox | QAbstractButton):
        if widget.text() in LANGUAGES:
            return False
        widget.click()
    elif isinstance(widget, QComboBox) and widget.count() > 1:
        widget.setCurrentIndex((widget.currentIndex() + 1) % widget.count())
        widget.activated.emit(widget.currentIndex())
    elif isinstance(widget, QLineEdit) and not widget.isReadOnly():
        widget.setText("12")
        widget.returnPressed.emit()
        if shiboken6.isValid(widget):
            widget.editingFinished.emit()
    elif isinstance(widget, QPlainTextEdit) and not widget.isReadOnly():
        widget.setPlainText("typed")
    else:
        return False
    return True


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_a_viewer_finds_nothing_on_a_page_that_would_be_refused(viewing: DeskWindow, page: str) -> None:
    before = changes(viewing)
    viewing.open_page(page)
    used, refused = try_everything(viewing)
    assert used
    assert refused == []
    assert changes(viewing) == before


@pytest.mark.parametrize("record", [Organisation, Person, Meeting, LibraryTitle])
def test_a_viewer_finds_nothing_in_a_record_that_would_be_refused(viewing: DeskWindow, record: Any) -> None:
    kind = next(name for name, each in viewing.session.store.shelves.types.items() if each.record is record)
    with viewing.session.store.reading() as reading:
        first = reading.all(record, limit=1)[0].id
    refused, place, tabs = {}, 0, 1
    while place < tabs:
        viewing.open_record(kind, first)  # what was pressed on the last tab may have led away
        pane = next(each for each in viewing.findChildren(RecordPane) if each.isVisibleTo(viewing))
        tabs = len(pane._makers)
        pane.open_tab(place)
        tab = pane._shown[place]
        wrong = try_everything(viewing, tab)[1]
        if wrong:
            refused[place] = wrong
        place += 1
    assert tabs > 1
    assert refused == {}


def test_what_lies_over_the_pages_rests_as_well(viewing: DeskWindow) -> None:
    for act in (viewing.open_trash, viewing.open_duplicates, viewing.open_conflicts, viewing.open_doubts):
        act()
        assert try_everything(viewing)[1] == []


def test_the_reason_stands_above_and_at_what_rests(viewing: DeskWindow) -> None:
    why = viewing.session.store.why_not()
    (bar,) = (each for each in viewing.findChildren(QWidget) if type(each).__name__ == "LookBar")
    assert bar.isVisibleTo(viewing)
    assert bar.said.text_shown() == why
    assert bar.again.isHidden()
    viewing.open_page("members")
    resting = [each for each in viewing.stack.findChildren(QAbstractButton) if each.property(WRITES)]
    assert resting
    assert all(
        not each.isEnabled() and each.toolTip() == why for each in resting if each.isVisibleTo(viewing)
    )
    assert viewing.session.undo_name() == ""
    assert not viewing.top.undo_button.isEnabled()


def test_a_page_that_wakes_a_control_does_not_wake_what_writes(viewing: DeskWindow) -> None:
    viewing.open_page("members")
    add = next(each for each in viewing.stack.findChildren(QAbstractButton) if each.property(WRITES))
    add.setEnabled(True)
    add.setToolTip("Add one")
    assert not add.isEnabled()
    assert add.toolTip() == viewing.session.store.why_not()


def test_after_the_disk_has_failed_everything_rests_at_once_and_the_desk_can_be_opened_anew(
    desk: DeskWindow, store: Store
) -> None:
    desk.open_page("members")
    working = [each for each in desk.stack.findChildren(QAbstractButton) if each.property(WRITES)]
    assert any(each.isEnabled() for each in working)
    asked = []
    desk.anew.connect(lambda: asked.append(1))
    store.fail()
    assert store.hold is Hold.FAILED
    assert not any(each.isEnabled() for each in working if each.isVisibleTo(desk))
    (bar,) = (each for each in desk.findChildren(QWidget) if type(each).__name__ == "LookBar")
    assert bar.isVisibleTo(desk)
    bar.again.click()
    assert asked
