"""With the keyboard alone every control is reached, in the order of reading, and is seen to be reached."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from looking import called, painted, place_in, play, seen
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from window_states import SCENES

from cso_desk.widgets.controls import button
from cso_desk.widgets.notices import NoticeBar

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
_SAMPLE = ("first", "unlocking", "pages", "exchange", "differences", "trash")
_OVERLAYS = ("bars/values", "menus/", "searching/")  # while something is open over the window it has the keys


@pytest.mark.parametrize("scene", _SAMPLE)
def test_tab_reaches_every_control_in_the_order_of_reading(
    qtbot: QtBot, stage: Path, tmp_path: Path, scene: str
) -> None:
    assert not (found := faults(scene, stage, tmp_path)), "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("scene", [each for each in SCENES if each not in _SAMPLE])
def test_tab_reaches_every_control_of_every_other_state(
    qtbot: QtBot, stage: Path, tmp_path: Path, scene: str
) -> None:
    assert not (found := faults(scene, stage, tmp_path)), "\n".join(found)


def faults(scene: str, stage: Path, folder: Path) -> list[str]:
    found = []
    for name, window in play(scene, stage, folder, "en"):
        if not f"{scene}/{name}".startswith(_OVERLAYS):
            said = nameless(window) + unreached(window)
            found += [f"{scene}/{name}: {each}" for each in said]
    return found


def controls(window: QWidget) -> list[Any]:
    """What can be operated. The heads of a list are reached through the list."""
    return [each for each in seen(window, *CONTROLS) if not isinstance(each, QHeaderView)]


def nameless(window: QWidget) -> list[str]:
    """Controls that a screen reader could only call by what kind of control they are."""
    return [
        f"{called(each)} has no name"
        for each in controls(window)
        if not each.accessibleName() and not (isinstance(each, QAbstractButton) and each.text())
    ]


def unreached(window: QWidget) -> list[str]:
    """Controls that Tab does not come to, comes to out of order, or comes to without anything to be seen."""
    reached, unseen = walk(window)
    found = [f"nothing shows that the keyboard is at {called(each)}" for each in unseen]
    found += [
        f"Tab does not reach {called(each)}"
        for each in controls(window)
        if each.isEnabled() and each not in reached and not _by_arrows(each, reached)
    ]
    for one, other in pairwise(reached):
        if before(other, one, window) and not _in_notice(one):
            found.append(f"Tab goes back from {called(one)} to {called(other)}")
    return found


def walk(window: QWidget) -> tuple[list[Any], list[Any]]:
    """The controls that Tab comes to, one after another from the first of the window; and those of them that
    look the same with the keyboard and without. Of those that look alike only the first is looked at.
    """
    window.activateWindow()
    if (now := window.focusWidget()) is not None:
        now.clearFocus()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    reached: list[Any] = []
    unseen: list[Any] = []
    looked_at = set[Any]()
    while (now := QApplication.focusWidget()) is not None and now not in reached:
        reached.append(now)
        look = (type(now), now.property("part"), isinstance(now, QAbstractButton) and now.isChecked())
        place = place_in(now, window) & window.rect()
        looks = look not in looked_at and not isinstance(now, QAbstractScrollArea)
        if now.visibleRegion().isEmpty() and not isinstance(now, QAbstractScrollArea):
            unseen.append(now)
            looks = False
        with_keyboard = painted(window, place, 1) if looks else None
        QTest.keyClick(now, Qt.Key.Key_Tab)
        if looks and QApplication.focusWidget() is not now:
            looked_at.add(look)
            if painted(window, place_in(now, window) & window.rect(), 1) == with_keyboard:
                unseen.append(now)
    return reached, unseen


def _in_notice(control: QWidget) -> bool:
    """A notice lies over the page and goes by itself: what it offers comes first."""
    return isinstance(control.parentWidget(), NoticeBar)


def _by_arrows(control: Any, reached: list[Any]) -> bool:
    """Of buttons that exclude each other Tab comes to one, and the arrow keys go on from there."""
    group = control.group() if isinstance(control, QAbstractButton) else None
    return group is not None and group.exclusive() and any(each in reached for each in group.buttons())


def before(one: QWidget, other: QWidget, root: QWidget) -> bool:
    """Whether `one` is read before `other`: above it, or left of it in the same line, where they part."""
    above, chain = one, []
    while above is not None:
        chain.append(above)
        above = above.parentWidget()
    beside, common = other, other.parentWidget()
    while common is not None and common not in chain:
        beside, common = common, common.parentWidget()
    if common is None or common not in chain[1:]:
        return False
    mine = place_in(chain[chain.index(common) - 1], root)
    return _first(mine, place_in(beside, root))


def _first(one: QRect, other: QRect) -> bool:
    if one.bottom() < other.top():
        return True
    return one.top() <= other.bottom() and other.top() <= one.bottom() and one.right() < other.left()


# --- each of these finds what it looks for ---


@pytest.fixture
def three(qtbot: QtBot, look: None) -> tuple[QWidget, list[QPushButton]]:
    window = QWidget()
    qtbot.addWidget(window)
    line = QHBoxLayout(window)
    made = [button(lambda name=name: name) for name in ("One", "Two", "Three")]
    for each in made:
        line.addWidget(each)
    window.show()
    return window, made


def test_the_order_of_tab_is_checked(three: tuple[QWidget, list[QPushButton]]) -> None:
    window, (one, two, three_) = three
    assert unreached(window) == nameless(window) == []
    QWidget.setTabOrder(three_, two)
    QWidget.setTabOrder(one, three_)
    assert any("Tab goes back" in each for each in unreached(window))


def test_a_control_out_of_reach_unseen_or_without_a_name_is_found(
    three: tuple[QWidget, list[QPushButton]],
) -> None:
    window, (one, two, _three) = three
    one.setStyleSheet("QPushButton, QPushButton:focus { border: 1px solid #888888; padding: 2px; }")
    assert any("nothing shows" in each for each in unreached(window))
    two.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    two.setText("")
    two.setAccessibleName("")
    assert any("does not reach" in each for each in unreached(window))
    assert any("no name" in each for each in nameless(window))
