"""The states of the window before its desk is open, and those that belong to the whole window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication
from window_stage import EMPTY, Room, unlock

from cso_desk.assembly import open_to_look
from cso_desk.demo.folder import PASSPHRASE, STORE
from cso_desk.desk.first_start import FirstStartPage
from cso_desk.desk.one_window import WindowLock
from cso_desk.desk.settings_page import SettingsPage
from cso_desk.desk.starting import UnlockPage
from cso_desk.desk.trouble import TroublePage
from cso_desk.desk.users_page import UsersPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.record import Organisation
from cso_desk.store.access import give_recovery_code, let_in
from cso_desk.store.holds import Hold
from cso_desk.store.typed_secrets import new_recovery_code
from cso_desk.store.users import Role
from cso_desk.widgets.operation import RunnerAtOnce

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cso_desk.desk.shots import Shown

_WRONG_BEFORE_WAITING = 4
_STEPS = ("language", "hub", "logo", "passphrase", "code", "check", "begin")


def first(room: Room) -> Iterator[Shown]:
    """The first start of a new hub, step by step, with what is said where something is missing."""
    page = room.keep(FirstStartPage(room.folder / "new", RunnerAtOnce()))
    for place, name in enumerate(_STEPS):
        page.go(place)
        yield name, page
        if name in ("hub", "passphrase", "check"):
            page.passphrase.first.setText("rice fields")
            page.go_on()
            yield f"{name}-wrong", page
    page.go(1)
    page.toggle_help()
    yield "help", page


def unlocking(room: Room) -> Iterator[Shown]:
    """The question for the passphrase, with wrong answers until one has to wait; and the desk locked."""
    page = room.keep(UnlockPage(room.folder / STORE, RunnerAtOnce()))
    yield "ask", page
    for attempt in range(_WRONG_BEFORE_WAITING):
        page.passphrase.setText("wrong words")
        page.unlock()
        if not attempt:
            yield "wrong", page
    yield "wait", page
    window = room.unlocked()
    window.lock()
    yield "idle", window


def whole(room: Room) -> Iterator[Shown]:
    """The window around the desk: its settings; and a window that finds the store open in another one."""
    window = room.window(EMPTY)
    window.begin()
    QApplication.processEvents()  # it opens the store when nothing else is to be done
    window.show_settings()
    yield "settings", window
    taken = WindowLock(room.folder / STORE)
    taken.take()
    other = room.window()
    other.begin()
    yield "taken", other
    page: Any = other.centralWidget()
    page.look.click()
    unlock(other)
    with other.desk.session.store.reading() as reading:
        first = reading.all(Organisation, limit=1)[0]
    other.desk.open_record("organisation", first.id)
    yield "looked-at", other
    taken.release()
    window.desk.session.attempt(lambda: 1 // 0)
    yield "fault", window


def held(room: Room) -> Iterator[Shown]:
    """A store whose disk failed while something was saved, and one that lies where nobody may write."""
    desk = room.desk()
    with desk.session.store.reading() as reading:
        first = reading.all(Organisation, limit=1)[0]
    desk.open_record("organisation", first.id)
    desk.session.store.fail()
    yield "failed", desk
    looked = open_to_look(room.folder / STORE, PASSPHRASE, hold=Hold.UNWRITABLE)
    other = DeskWindow(looked, RunnerAtOnce())
    other.open_page("today")
    yield "unwritable", other
    other.take_down()
    looked.close()


def trouble(room: Room) -> Iterator[Shown]:
    """A window that could not be set up, and the report of it."""
    page = room.keep(TroublePage(ZeroDivisionError(), lambda: None))
    yield "told", page
    page.report.click()
    yield "report", page


def users(room: Room) -> Iterator[Shown]:
    """Who may open the store: the question, the list, each of its cards; and a forgotten passphrase."""
    folder = room.folder / STORE
    let_in(folder, PASSPHRASE, "ចាន់ ធារី", Role.SECRETARY, "mango rain river lamp")
    let_in(folder, PASSPHRASE, "Sok Dara", Role.VIEWER, "paper moon candle boat")
    code = new_recovery_code()
    give_recovery_code(folder, PASSPHRASE, code)
    window = room.unlocked()
    window.show_settings()
    window.desk.findChild(SettingsPage).show_users()
    page: Any = window.desk.findChild(UsersPage)
    yield "ask", window
    page.secret.setText(PASSPHRASE)
    page.look()
    yield "list", window
    for what in ("add", "passphrase", "name", "remove", "code"):
        page.begin(what, page.users[1].slot)
        yield what, window
    window.lock()
    unlock(window, code)
    yield "forgotten", window


SCENES: dict[str, Callable[[Room], Iterator[Shown]]] = {
    each.__name__: each for each in (first, unlocking, whole, held, trouble, users)
}
