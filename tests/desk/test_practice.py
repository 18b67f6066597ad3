"""From the real desk into the practice hub and back: the real store is not touched, every page is marked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6

from cso_desk.assembly import create_store
from cso_desk.desk.application import Desk
from cso_desk.desk.first_start import FirstStartPage
from cso_desk.desk.settings_page import SettingsPage
from cso_desk.desk.starting import UnlockPage
from cso_desk.features.hub.service import save_profile
from cso_desk.features.members.record import Organisation
from cso_desk.settings import Settings, practice_folder
from cso_desk.store.key_cost import CHEAP
from cso_desk.widgets.operation import RunnerAtOnce

PASSPHRASE = "four words of mine"


@pytest.fixture
def window(look: None, tmp_path: Path) -> Iterator[Any]:
    made = Desk(tmp_path / "hub", Settings(language="en"), tmp_path / "settings", RunnerAtOnce())
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)


def organisations(window: Any) -> set[str]:
    with window.desk.session.store.reading() as reading:
        return {each.name_en for each in reading.all(Organisation)}


def test_one_looks_around_before_anything_is_made_and_comes_back_to_the_first_start(
    window: Any, tmp_path: Path
) -> None:
    window.begin()
    window.centralWidget().language.looked.emit()
    assert window.desk.session.store.folder == practice_folder()
    assert not window.desk.practice.isHidden()
    assert not (tmp_path / "hub").exists()
    window.desk.practice.back.click()
    assert isinstance(window.centralWidget(), FirstStartPage)


def test_from_the_settings_and_back_the_real_store_asks_for_its_passphrase(
    window: Any, tmp_path: Path
) -> None:
    store, _code = create_store(tmp_path / "hub", "02", passphrase=PASSPHRASE, cost=CHEAP)
    save_profile(store, name_en="Our hub")
    window.open(store)
    assert not hasattr(window.desk, "practice")
    window.show_settings()
    window.desk.stack.currentWidget().findChild(SettingsPage).practise.click()
    assert window.desk.session.store.folder == practice_folder()
    with window.desk.session.store.transaction("Add") as t:
        t.add(Organisation(name_en="Practised"))
    window.desk.practice.back.click()
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    page.passphrase.setText(PASSPHRASE)
    page.unlock()
    assert window.desk.session.store.folder == tmp_path / "hub"
    assert organisations(window) == set()


def test_begin_again_asks_once_and_then_throws_away_what_was_practised(window: Any) -> None:
    window.begin()
    window.open_practice()
    with window.desk.session.store.transaction("Add") as t:
        t.add(Organisation(name_en="Practised"))
    band = window.desk.practice
    band.again.click()
    assert "thrown away" in band.said.text_shown()
    band.keep.click()
    assert "Practised" in organisations(window)
    band.again.click()
    band.again.click()
    assert "Practised" not in organisations(window)
    assert not window.desk.practice.isHidden()


def test_a_practice_store_elsewhere_is_marked_and_leads_nowhere(window: Any, tmp_path: Path) -> None:
    store, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    window.open(store)
    assert not window.desk.practice.isHidden()
    assert window.desk.practice.back.isHidden()
