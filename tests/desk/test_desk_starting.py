"""The window before a store is open: its passphrase; what is kept; and pictures of all pages."""

from pathlib import Path
from typing import Any

import pytest
import shiboken6

from cso_desk.assembly import create_store
from cso_desk.desk.application import Desk
from cso_desk.desk.shots import take_shots
from cso_desk.desk.starting import UnlockPage
from cso_desk.settings import Settings, load_settings
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.theme import theme
from cso_desk.wording import language, use_language


@pytest.fixture
def window(look: None, tmp_path: Path) -> Any:
    made = Desk(tmp_path / "hub", Settings(), tmp_path / "settings", RunnerAtOnce())
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)  # one that lingers is styled anew in every later test


def test_a_wrong_passphrase_is_told_and_the_right_one_opens(window: Any) -> None:
    store, _code = create_store(window._folder, "02", passphrase="rice in the rain", cost=CHEAP)
    store.close()
    window.begin()
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    page.passphrase.setText("wrong")
    page.unlock()
    assert page.problem.text_shown()
    assert window.desk is None
    assert window.focusWidget() is page.passphrase  # to be typed over at once
    assert page.passphrase.selectedText()
    page.passphrase.setText("rice in the rain")
    page.unlock()
    assert window.desk.session.store.hub == "02"


def test_language_and_look_are_kept_for_the_next_time(window: Any, tmp_path: Path) -> None:
    store, _code = create_store(window._folder, "02", passphrase=None)
    window.open(store)
    use_language("en")
    theme.wear("dark", 12)
    window.desk.look_changed.emit()
    kept = load_settings(tmp_path / "settings")
    assert (kept.language, kept.palette, kept.text_size) == ("en", "dark", 12)
    assert window.desk.session.store is store


def test_pictures_are_taken_of_every_page_in_both_languages(look: None, store: Store, tmp_path: Path) -> None:
    before = language()
    files = take_shots(store.folder, None, tmp_path / "shots", themes=("light",))
    names = {path.stem for path in files}
    for name in ("today", "members", "meetings", "reports", "exchange", "unlock", "first-start", "directory"):
        assert {f"{name}-km-light", f"{name}-en-light"} <= names
    assert all(path.stat().st_size > 5000 for path in files)
    assert language() == before
