"""The page of settings: this computer, who works here, the hub on its papers."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication

from cso_desk.desk.application import Desk
from cso_desk.desk.settings_page import SettingsPage
from cso_desk.features.hub.service import profile
from cso_desk.features.members.record import Organisation
from cso_desk.settings import OFFERED, Settings, load_settings
from cso_desk.store.person import name_person, person
from cso_desk.store.store import Store
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.showing import clock_time, digits, long_date, quarter, show
from cso_desk.widgets.theme import theme
from cso_desk.wording import language, use_language

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


@pytest.fixture
def window(look: None, store: Store, tmp_path: Path) -> Iterator[Any]:
    made = Desk(store.folder, Settings(language="en"), tmp_path / "settings", RunnerAtOnce())
    made.open(store)
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)  # one that lingers is styled anew in every later test
    theme.wear("light", 10)


def page_of(window: Any) -> Any:
    found = window.desk.stack.currentWidget().findChild(SettingsPage)
    assert found is not None
    return found


def choose(window: Any, name: str, value: object) -> None:
    page = page_of(window)
    box = page.boxes[name]
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
    QCoreApplication.processEvents()


def test_every_setting_is_offered_with_its_default(window: Any) -> None:
    window.desk.top.settings.emit()
    assert set(page_of(window).boxes) == set(OFFERED)
    for name, offered in OFFERED.items():
        assert getattr(Settings(), name) in offered.choices


def test_choices_are_followed_at_once_and_kept(window: Any, tmp_path: Path) -> None:
    window.show_settings()
    choose(window, "palette", "dark")
    choose(window, "lock_minutes", 0)
    choose(window, "paper_language", "both")
    choose(window, "text_size", 12)
    choose(window, "language", "km")
    assert (theme.palette.name, theme.size, language()) == ("dark", 12, "km")
    assert window.watching.idle.minutes == 0
    assert window.desk.session.paper_language == "both"
    kept = load_settings(tmp_path / "settings")
    assert (kept.palette, kept.text_size, kept.language) == ("dark", 12, "km")
    assert (kept.lock_minutes, kept.paper_language) == (0, "both")
    use_language("en")


def test_digits_in_the_khmer_window_are_khmer_or_latin_at_once(window: Any, tmp_path: Path) -> None:
    use_language("km")
    window.show_settings()
    kind = Organisation.__dataclass_fields__["phones"].type.__metadata__[0]  # type: ignore[union-attr]
    assert show(kind, ("+85512345678",)) == "០១២ ៣៤៥ ៦៧៨"
    choose(window, "digits", "latin")
    assert (digits(66), show(kind, ("+85512345678",))) == ("66", "012 345 678")
    assert quarter("2026Q3") == "ត្រីមាសទី3 ឆ្នាំ2026"
    assert long_date("2026-09-25").endswith("2026")
    assert clock_time(0)[-2:].isascii()
    assert load_settings(tmp_path / "settings").digits == "latin"
    choose(window, "digits", "khmer")
    assert digits(66) == "៦៦"


def test_a_damaged_file_of_settings_is_told_once(look: None, store: Store, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.json").write_text("{", encoding="utf-8")
    made: Any = Desk(store.folder, load_settings(home), home, RunnerAtOnce())
    made.open(store)
    assert "settings.damaged" in made.desk.notice.text()
    made.close()
    shiboken6.delete(made)


def test_a_new_name_stands_beside_the_changes_that_follow(window: Any) -> None:
    store = window.desk.session.store
    window.show_settings()
    page = page_of(window)
    assert page.person.text() == "Sok Chantha"
    page.person.setText("  Chea  Vuthy ")
    page.save_now()
    assert person(store) == "Chea Vuthy"
    with store.transaction("Add") as transaction:
        added = transaction.add(Organisation(name_en="New"))
    assert window.desk.session.history(added.id)[0].who.startswith("Chea Vuthy")
    name_person(store, "Sok Chantha")


def test_the_hub_is_edited_in_place_and_undo_shows_what_it_was(window: Any) -> None:
    store = window.desk.session.store
    window.show_settings()
    field = page_of(window).fields["motto_en"]
    field.control().setText("Together")
    field.commit_now()
    assert profile(store).motto_en == "Together"
    window.desk.session.undo()
    assert field.control().text() == ""


def test_a_hub_without_a_name_is_refused_and_the_name_stays(window: Any) -> None:
    window.show_settings()
    page = page_of(window)
    for name in ("name_km", "name_en"):
        page.fields[name].control().setText("")
        page.fields[name].commit_now()
    hub = profile(window.desk.session.store)
    assert hub.name_km or hub.name_en
    assert not window.desk.problem.isHidden()


def test_a_logo_is_chosen_refused_and_taken_away(window: Any, tmp_path: Path) -> None:
    window.show_settings()
    (tmp_path / "dot.png").write_bytes(DOT)
    (tmp_path / "no.png").write_bytes(b"this is no picture")
    page_of(window).keep_logo(tmp_path / "dot.png")
    assert profile(window.desk.session.store).logo
    page_of(window).keep_logo(tmp_path / "no.png")
    assert not window.desk.problem.isHidden()
    assert profile(window.desk.session.store).logo
    page_of(window).keep_logo(b"")
    assert not profile(window.desk.session.store).logo
