"""The first start by keyboard: language, names, logo, passphrase, recovery code, and with what to begin."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import shiboken6
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cso_desk.assembly import open_store
from cso_desk.desk.application import Desk
from cso_desk.desk.first_start import FirstStartPage
from cso_desk.desk.import_page import ImportPage
from cso_desk.features.hub.printing.logo import MOST_BYTES, logo_of
from cso_desk.features.hub.service import profile
from cso_desk.settings import Settings
from cso_desk.store.files import has_store, needs_passphrase
from cso_desk.store.person import person
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.wording import language, use_language

PASSPHRASE = "lotus elephant bridge cloud"
SMALL = (911, 480)  # 1366 x 768 at 150 %, below the frame of the window


@pytest.fixture
def window(look: None, tmp_path: Path) -> Iterator[Any]:
    made = Desk(tmp_path / "hub", Settings(), tmp_path / "settings", RunnerAtOnce())
    made.resize(*SMALL)
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)


@pytest.fixture
def page(window: Any) -> FirstStartPage:
    window.begin()
    made = window.centralWidget()
    assert isinstance(made, FirstStartPage)
    window.activateWindow()
    return made


def press(qtbot: QtBot, window: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(window.focusWidget() or window, key)


def type_in(qtbot: QtBot, window: QWidget, text: str) -> None:
    focused = window.focusWidget()
    assert isinstance(focused, QLineEdit), focused
    focused.insert(text) if not text.isascii() else qtbot.keyClicks(focused, text)


def walk_to_the_code(qtbot: QtBot, window: Any, page: FirstStartPage) -> None:
    press(qtbot, window, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Tab)
    type_in(qtbot, window, "បណ្តាញបាត់ដំបង")
    press(qtbot, window, Qt.Key.Key_Tab, Qt.Key.Key_Tab)
    type_in(qtbot, window, "Sok Chantha")
    press(qtbot, window, Qt.Key.Key_Return, Qt.Key.Key_Return)  # no logo
    type_in(qtbot, window, PASSPHRASE)
    press(qtbot, window, Qt.Key.Key_Return)
    type_in(qtbot, window, PASSPHRASE)
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.code.isVisible()


def test_everything_is_answered_by_keyboard_and_the_desk_opens_with_the_import(
    qtbot: QtBot, window: Any, page: FirstStartPage, tmp_path: Path
) -> None:
    walk_to_the_code(qtbot, window, page)
    press(qtbot, window, Qt.Key.Key_Return)
    group = page._code.split("-")[page.check.asked]
    type_in(qtbot, window, group)
    press(qtbot, window, Qt.Key.Key_Return)
    assert page.begin.isVisible()
    assert not has_store(tmp_path / "hub")
    press(qtbot, window, Qt.Key.Key_Return)
    store = window.desk.session.store
    assert (store.hub, person(store), profile(store).name_km) == ("01", "Sok Chantha", "បណ្តាញបាត់ដំបង")
    assert needs_passphrase(tmp_path / "hub")
    assert window.desk.findChild(ImportPage) is not None
    window.lock()
    again = open_store(tmp_path / "hub", page._code if shiboken6.isValid(page) else group)
    again.close()


def test_back_loses_nothing_and_the_language_changes_on_the_way(
    qtbot: QtBot, window: Any, page: FirstStartPage
) -> None:
    walk_to_the_code(qtbot, window, page)
    code = page._code
    for _step in range(4):
        press(qtbot, window, Qt.Key.Key_Escape)
    assert page.language.isVisible()
    use_language("km")
    assert language() == "km"
    page.go(3)
    assert page.passphrase.first.text() == page.passphrase.second.text() == PASSPHRASE
    assert page.hub.person.text() == "Sok Chantha"
    assert page.hub.code() == "01"
    assert page._code == code


def test_what_is_missing_or_differs_is_told_and_one_stays(page: FirstStartPage) -> None:
    page.go(1)
    page.go_on()
    assert "province" in page.problem.text_shown()
    page.hub.hub.setCurrentIndex(1)
    page.go_on()
    assert "name" in page.problem.text_shown()
    page.hub.name_en.setText("Network")
    page.go_on()
    assert "your name" in page.problem.text_shown()
    page.go(3)
    page.passphrase.first.setText("short")
    page.go_on()
    assert "too short" in page.problem.text_shown()
    page.passphrase.first.setText(PASSPHRASE)
    page.passphrase.second.setText(PASSPHRASE + "x")
    page.go_on()
    assert "differ" in page.problem.text_shown()
    assert page.passphrase.isVisible()


def test_a_group_that_was_not_written_down_is_asked_for_again(page: FirstStartPage) -> None:
    page.go(5)
    page.check.group.setText("000000")
    page.go_on()
    assert "not group" in page.problem.text_shown()
    right = page._code.split("-")[page.check.asked]
    page.check.group.setText(f" {right[:3]} {right[3:]}")
    page.go_on()
    assert page.begin.isVisible()


def test_the_strength_of_a_passphrase_is_told_while_it_is_typed(page: FirstStartPage) -> None:
    page.passphrase.first.setText("password")
    assert page.passphrase.strength.text_shown().startswith("Weak")
    page.passphrase.first.setText(f"{PASSPHRASE} river")
    assert page.passphrase.strength.text_shown().startswith("Very good")
    assert page.passphrase.first.echoMode() is QLineEdit.EchoMode.Password
    page.passphrase.seen.setChecked(True)
    assert page.passphrase.first.echoMode() is QLineEdit.EchoMode.Normal


def test_the_recovery_sheet_holds_the_whole_code_and_the_names(page: FirstStartPage, tmp_path: Path) -> None:
    page.hub.name_en.setText("Network of Battambang")
    page.code.keep(tmp_path / "sheet.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert all(group in text for group in page._code.split("-"))
    assert "Network of Battambang" in text
    page.code.keep(tmp_path / "missing" / "sheet.pdf")
    assert "is not there. Choose another" in page.code.said.text_shown()


def test_a_big_logo_is_made_smaller_and_what_is_no_picture_is_told(
    window: Any, page: FirstStartPage, tmp_path: Path
) -> None:
    noise = Image.effect_noise((1400, 900), 80).convert("RGB")
    noise.save(tmp_path / "big.png")
    (tmp_path / "no.png").write_bytes(b"this is no picture")
    page.logo.read(tmp_path / "no.png")
    assert page.logo.problem.text_shown()
    page.logo.read(tmp_path / "big.png")
    assert 0 < len(page.logo.logo) <= MOST_BYTES
    page.hub.name_en.setText("Network")
    page.hub.hub.setCurrentIndex(1)
    page.passphrase.first.setText(PASSPHRASE)
    page.set_up("empty")
    assert logo_of(profile(window.desk.session.store))


def test_on_a_small_screen_no_step_is_cut_in_either_language(window: Any, page: FirstStartPage) -> None:
    for code in ("km", "en"):
        use_language(code)
        for place in range(len(page.steps)):
            page.go(place)
            for _round in range(4):
                QApplication.processEvents()
            card = page._card
            assert card.height() <= page.height()
            for label in page.steps[place].findChildren(QLabel):
                if label.isVisible() and label.wordWrap():
                    assert label.height() >= label.heightForWidth(label.width()), label.text()
