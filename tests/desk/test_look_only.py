"""A store that is only looked at: every page rests where it writes and says why; all else goes on."""

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
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
    QPushButton,
    QToolButton,
    QWidget,
)

from conftest import fill, open_desk
from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.desk.backups_page import BackupsPage
from cso_desk.desk.erasure_texts import ErasureTextsPage
from cso_desk.desk.pages import PAGES
from cso_desk.desk.retention import RetentionPage
from cso_desk.desk.settings_page import SettingsPage
from cso_desk.desk.updates_page import UpdatesPage
from cso_desk.desk.users_page import UsersPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.bulletin.form import BulletinPage
from cso_desk.features.hub.service import save_retention
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.members.record import Organisation, Person
from cso_desk.journal.forgetting import erase_person
from cso_desk.settings import Settings
from cso_desk.store.access import let_in
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import ASKED
from cso_desk.store.holds import Hold
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store
from cso_desk.store.users import Role
from cso_desk.widgets.controls import WRITES
from cso_desk.widgets.record_pane import RecordPane

LANGUAGES = {"English", "ខ្មែរ"}
CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
SIDES = {"members": 4, "meetings": 4, "library": 5, "reports": 4}
PASSPHRASE, OWN = "rice moon candle", "paper moon boat"
BUNDLE = "from-00.csobundle"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a passphrase, a viewer who may open it, a backup, and a bundle of the national hub."""
    folder = tmp_path_factory.mktemp("seen")
    made, _code = create_store(folder / "hub", "02", passphrase=PASSPHRASE, actor="Sok Chantha", cost=CHEAP)
    nation, _code = create_store(folder / "00", "00", passphrase=PASSPHRASE, cost=CHEAP)
    for source, target in ((made, nation), (nation, made)):
        receive_bundle(target, make_bundle(source, "", kind="hello", folder=folder).path, backup=False)
    with nation.transaction("Add") as t:
        t.add(Organisation(name_en="Of the nation", scope="network"))
    fill(made)
    save_retention(made, 5)
    with made.transaction("Add") as t:
        t.add(LibraryTitle(title_en="Law on associations"))
        t.trash(t.add(Organisation(name_en="Put away")))
        guest, other = (t.add(Person(name_en=name)) for name in ("Old guest", "Zebraquux"))
        meeting = t.add(Meeting(title_en="Long ago", starts="2010-05-01"))
        t.add(Attendance(meeting=meeting.id, person=guest.id))
        t.add(Organisation(name_en="A body", notes="Zebraquux was there"))
    erase_person(made, other.id, dt.date(2026, 11, 23))
    make_bundle(nation, "02", folder / BUNDLE)
    back_up(made, ASKED)
    for each in (made, nation):
        each.close()
    let_in(folder / "hub", PASSPHRASE, "Sok Dara", Role.VIEWER, OWN)
    return folder


@pytest.fixture
def viewing(look: None, seen: Path, tmp_path: Path) -> Iterator[DeskWindow]:
    """The desk as a viewer sees it, of a copy of the store."""
    store = open_store(shutil.copytree(seen / "hub", tmp_path / "seen"), OWN)
    assert store.role is Role.VIEWER
    made = open_desk(store)
    yield made
    made.take_down()
    store.close()


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


Place = tuple[str, Callable[[], QWidget]]
"""What a place is called, and how it is opened; that gives the widget in which everything is tried."""


def try_everything(desk: DeskWindow, place: Callable[[], QWidget], tried: set[str]) -> list[str]:
    """Use every control that may be used, opening the place anew where one led away; those of a name once.

    Gives which of them were refused. `tried` are those that were used already; it grows.
    """
    refused = []
    whys = {desk.session.store.why_not(role) for role in Role}
    within, is_fresh = place(), True
    while True:
        found = next((each for each in usable(desk, within) if name_of(each) not in tried), None)
        if found is None and is_fresh:
            return refused
        if found is None:
            within, is_fresh = place(), True
            continue
        name, is_fresh = name_of(found), False
        tried.add(name)
        if not use(found):
            continue
        settled()
        if desk.problem.isVisibleTo(desk) and desk.problem.text() in whys:
            refused.append(name)
        desk.problem.hide()


def usable(desk: DeskWindow, within: QWidget) -> Iterator[QWidget]:
    """The controls of a place that may be used now."""
    if not shiboken6.isValid(within) or not within.isVisibleTo(desk):
        return
    for each in within.findChildren(QWidget):
        if isinstance(each, CONTROLS) and each.isEnabled() and each.isVisibleTo(desk):
            yield each


def name_of(control: QWidget) -> str:
    """What a control is called, without the figures behind it."""
    said = str(control.accessibleName() or control.property("text"))
    return f"{type(control).__name__} {re.split('[·:0-9]', said)[0].strip()}"


def use(widget: QWidget) -> bool:
    """Press, choose or type something; whether there was anything to do."""
    menu = widget.menu() if isinstance(widget, QToolButton | QPushButton) else None
    if menu is not None:
        # Not opened, which would wait for somebody: everything in it is chosen.
        menu.aboutToShow.emit()
        for action in menu.actions():
            if shiboken6.isValid(action) and action.isEnabled() and action.text() not in LANGUAGES:
                action.trigger()
    elif isinstance(widget, QCheckBox | QAbstractButton):
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


def in_records(desk: DeskWindow, _seen: Path) -> Iterator[Place]:
    """Every tab of a record of each kind that has a page."""

    def opened(kind: str, record: str, tab: int) -> QWidget:
        desk.open_record(kind, record)
        pane = pane_of(desk)
        pane.open_tab(tab)
        return pane._shown[tab]

    for record in (Organisation, Person, Meeting, LibraryTitle):
        kind = next(name for name, each in desk.session.store.shelves.types.items() if each.record is record)
        with desk.session.store.reading() as reading:
            first = reading.all(record, limit=1)[0].id
        desk.open_record(kind, first)
        for tab in range(len(pane_of(desk)._makers)):
            yield f"{kind}, tab {tab}", partial(opened, kind, first, tab)


def pane_of(desk: DeskWindow) -> RecordPane:
    return next(each for each in desk.findChildren(RecordPane) if each.isVisibleTo(desk))


def in_exchange(desk: DeskWindow, seen: Path) -> Iterator[Place]:
    """The boards of Exchange: a file, many files, the network, its roots, a file to give."""
    bundle = seen / BUNDLE
    acts: dict[str, Callable[[Any], object]] = {
        "page": lambda _page: None,
        "file": lambda page: page.check(bundle),
        "board": lambda page: page.look_at_many([bundle]),
        "network": lambda page: page.open_trust(),
        "roots": lambda page: page.open_trust().open_roots(),
        "giving": lambda page: page.giving.start(),
    }

    def opened(act: Callable[[Any], object]) -> QWidget:
        page: Any = desk.page("exchange")
        page.leave_stick()
        page.leave_trust()
        act(page)
        return page

    yield from ((name, partial(opened, act)) for name, act in acts.items())


def over_the_pages(desk: DeskWindow, _seen: Path) -> Iterator[Place]:
    """What lies over the pages."""
    session = desk.session
    acts: dict[str, Callable[[], object]] = {
        "trash": desk.open_trash,
        "duplicates": desk.open_duplicates,
        "differences": desk.open_conflicts,
        "doubts": desk.open_doubts,
        "import": lambda: desk.open_import("members"),
        "backups": lambda: desk.show_over(BackupsPage(session)),
        "settings": lambda: desk.show_over(SettingsPage(session, Settings(), lambda _name: None)),
        "updates": lambda: desk.show_over(UpdatesPage(session)),
        "retention": lambda: desk.show_over(RetentionPage(session)),
        "texts": lambda: desk.show_over(ErasureTextsPage(session)),
        "bulletin": lambda: desk.show_over(BulletinPage(session, "2026Q3")),
        "users": lambda: users(""),
        "passphrase": lambda: users("passphrase"),
        "name": lambda: users("name"),
    }

    def users(what: str) -> None:
        page = UsersPage(session, lambda _own, _user: None)
        desk.show_over(page)
        page.secret.setText(OWN)
        page.look()
        assert session.store.user is not None
        page.begin(what, session.store.user.slot)

    def opened(act: Callable[[], object]) -> QWidget:
        desk.open_page("today")
        act()
        over = desk.stack.currentWidget()
        assert over is not None
        return over

    yield from ((name, partial(opened, act)) for name, act in acts.items())


def on_pages(desk: DeskWindow, _seen: Path) -> Iterator[Place]:
    """Every page of the sidebar with its sides; Exchange has a walk of its own."""

    def opened(name: str, side: int) -> QWidget:
        page: Any = desk.page(name)
        if name == "reports":
            page.go_to(page.quarter, side)
        elif name in SIDES:
            page.show_side(side)
        return page

    for each in (page for page in PAGES if page.name != "exchange"):
        for side in range(SIDES.get(each.name, 1)):
            yield f"{each.name}, side {side}", partial(opened, each.name, side)


@pytest.mark.parametrize("anew", [False, pytest.param(True, marks=pytest.mark.long)])
@pytest.mark.parametrize("walk", [on_pages, in_records, over_the_pages, in_exchange])
def test_a_viewer_finds_nothing_that_would_be_refused(
    viewing: DeskWindow, walk: Callable[..., Iterator[Place]], seen: Path, anew: bool
) -> None:
    before, refused, known = changes(viewing), {}, {"QPushButton Back"}
    viewing.setUpdatesEnabled(False)  # nothing has to be painted for it
    for name, place in walk(viewing, seen):
        # What is called alike does alike: it is used where it is met first, and in the long run everywhere.
        wrong = try_everything(viewing, place, set(known) if anew else known)
        if wrong:
            refused[name] = wrong
    assert len(known) > (1 if anew else 20)
    assert refused == {}
    assert changes(viewing) == before


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


def test_two_windows_of_which_both_rest_say_each_their_own_reason(
    viewing: DeskWindow, desk: DeskWindow, store: Store
) -> None:
    store.fail()
    for each in (desk, viewing):
        each.open_page("members")
        whys = {each.session.store.why_not(role) for role in Role}
        resting = [one for one in each.stack.findChildren(QAbstractButton) if one.property(WRITES)]
        said = {one.toolTip() for one in resting if one.isVisibleTo(each)}
        assert said
        assert said <= whys
