"""Users in the window: let in, given roles, removed; a forgotten passphrase; the lock."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6

from cso_desk.assembly import create_store, open_store
from cso_desk.desk.application import Desk
from cso_desk.desk.leaving import LeavingPage, RenewPage
from cso_desk.desk.settings_page import SettingsPage
from cso_desk.desk.starting import UnlockPage
from cso_desk.desk.users_page import UsersPage
from cso_desk.settings import Settings
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import WrongPassphraseError, identified, unlock
from cso_desk.store.user_slots import add_user
from cso_desk.store.users import Role
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.wording import use_language

DARA, THARY, NEW = "mango rain river lamp", "paper moon candle boat", "window stone yellow road"


@pytest.fixture
def hub(tmp_path: Path) -> tuple[Path, str]:
    """A store with a coordinator and a secretary, and its recovery code."""
    folder = tmp_path / "hub"
    store, code = create_store(folder, "02", passphrase=DARA, actor="Sok Dara", cost=CHEAP)
    store.close()
    add_user(folder, unlock(folder, DARA), "Chan Thary", Role.SECRETARY, THARY)
    return folder, code


@pytest.fixture
def window(look: None, hub: tuple[Path, str], tmp_path: Path) -> Iterator[Any]:
    made = Desk(hub[0], Settings(), tmp_path / "settings", RunnerAtOnce())
    made.show()
    made.begin()
    yield made
    made.close()
    shiboken6.delete(made)


def unlock_with(window: Any, secret: str) -> None:
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    page.passphrase.setText(secret)
    page.unlock()


def users_page(window: Any, secret: str) -> UsersPage:
    """The page of users, opened from the settings by whoever has this passphrase."""
    unlock_with(window, secret)
    window.show_settings()
    window.desk.findChild(SettingsPage).show_users()
    page = window.desk.findChild(UsersPage)
    page.secret.setText(secret)
    page.look()
    return page


def test_a_person_is_let_in_and_works_under_an_own_name(window: Any, hub: tuple[Path, str]) -> None:
    page = users_page(window, DARA)
    assert [each.name for each in page.users] == ["Sok Dara", "Chan Thary"]
    page.begin("add")
    page.name.setText("ម៉ៅ សុភា")
    page.role.setCurrentIndex(page.role.findData("viewer"))
    page.add()
    assert page.said.text_shown()  # the passphrase is missing
    page.passphrase.first.setText(NEW)
    page.passphrase.second.setText(NEW)
    page.add()
    assert identified(hub[0], NEW).user == page.users[2]
    assert (page.users[2].name, page.users[2].role) == ("ម៉ៅ សុភា", Role.VIEWER)


def test_a_wrong_passphrase_shows_nobody(window: Any) -> None:
    page = users_page(window, DARA)
    page._own = ""
    page.draw()
    page.secret.setText("something else")
    page.look()
    assert page.session.store.user.name == "Sok Dara"
    assert page._own == ""


def test_a_role_is_given_and_the_last_coordinator_stays_one(window: Any, hub: tuple[Path, str]) -> None:
    page = users_page(window, DARA)
    first, second = page.users
    page.change_role(first.slot, Role.VIEWER)
    assert identified(hub[0], DARA).user.role is Role.COORDINATOR
    assert page.roles[first.slot].currentData() == "coordinator"
    page.change_role(second.slot, Role.COORDINATOR)
    assert identified(hub[0], THARY).user.role is Role.COORDINATOR


def test_one_changes_the_own_passphrase_and_name(window: Any, hub: tuple[Path, str]) -> None:
    page = users_page(window, THARY)
    assert not page.deciding
    assert page.roles == {}
    own = page.users[1].slot
    page.begin("passphrase", own)
    page.passphrase.suggest.click()
    new = page.passphrase.first.text()
    page.change_passphrase()
    assert identified(hub[0], new).user.slot == own
    page.begin("name", own)
    page.name.setText("Chan Thary Ratha")
    page.change_name()
    assert window.desk.session.store.user.name == "Chan Thary Ratha"


def test_a_new_recovery_sheet_makes_the_earlier_one_void(window: Any, hub: tuple[Path, str]) -> None:
    folder, earlier = hub
    page = users_page(window, DARA)
    page.begin("code")
    new = page._code
    use_language("km")
    assert page._code == new  # it is the one on paper, however often the page is drawn
    assert unlock(folder, earlier)  # nothing holds before it is on paper
    page.renew_code()
    assert unlock(folder, new)
    with pytest.raises(WrongPassphraseError):
        unlock(folder, earlier)


def test_a_user_is_removed_and_the_new_code_is_shown(window: Any, hub: tuple[Path, str]) -> None:
    folder, _code = hub
    page = users_page(window, DARA)
    page.begin("remove", page.users[1].slot)
    window.leave_out(DARA, page.users[1])
    leaving = window.centralWidget()
    assert isinstance(leaving, LeavingPage)
    assert unlock(folder, leaving.code)
    with pytest.raises(WrongPassphraseError):
        unlock(folder, THARY)
    leaving.go.click()
    assert leaving.sheet.isHidden()  # nobody goes on who has not written the code down
    leaving.check.group.setText("12")
    leaving.go.click()
    assert leaving.problem.text_shown()
    leaving.back.click()
    assert leaving.check.isHidden()
    leaving.go.click()
    leaving.check.group.setText(leaving.code.split("-")[leaving.check.asked])
    leaving.go.click()
    unlock_with(window, DARA)
    assert window.desk.session.store.user.name == "Sok Dara"


def test_where_the_store_is_open_elsewhere_nobody_is_removed(window: Any, hub: tuple[Path, str]) -> None:
    folder, _code = hub
    page = users_page(window, DARA)
    other = open_store(folder, THARY)
    window.leave_out(DARA, page.users[1])
    assert window.centralWidget().problem.text_shown()
    other.close()
    window.centralWidget().go.click()
    unlock_with(window, THARY)
    assert window.desk is not None


def test_a_forgotten_passphrase_is_replaced_by_whoever_has_the_sheet(
    window: Any, hub: tuple[Path, str]
) -> None:
    folder, code = hub
    unlock_with(window, code)
    page = window.centralWidget()
    assert isinstance(page, RenewPage)
    page.who.setCurrentIndex(1)
    page.keep()
    assert page.problem.text_shown()
    page.passphrase.first.setText(NEW)
    page.passphrase.second.setText(NEW)
    page.keep()
    assert window.desk.session.store.user.name == "Chan Thary"
    assert identified(folder, NEW).user.name == "Chan Thary"


def test_the_lock_ends_this_process_where_another_one_could_be_started(
    look: None, hub: tuple[Path, str], tmp_path: Path
) -> None:
    started = []

    def start() -> bool:
        started.append(window.desk)
        return True

    window: Any = Desk(hub[0], Settings(), tmp_path / "settings", RunnerAtOnce())
    window.anew = start
    window.show()
    window.begin()
    unlock_with(window, DARA)
    window.lock()
    assert started == [None]  # the store was closed before
    assert not window.isVisible()
    again: Any = Desk(hub[0], Settings(), tmp_path / "settings", RunnerAtOnce())
    again.begin()
    assert isinstance(again.centralWidget(), UnlockPage)
    for each in (window, again):
        each.close()
        shiboken6.delete(each)
