"""In every state of the window, in both languages and at every scale, all words can be read in full."""

from itertools import product
from pathlib import Path

import pytest
from looking import SIZES, place_in, play, roots
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from reading import cut_by_what_is_around, cut_words, one_over_another, wider_than
from window_states import SCENES

from cso_desk.desk.window import DeskWindow
from cso_desk.widgets.controls import Label, button


def scenes(*combinations: tuple[str, int]) -> pytest.MarkDecorator:
    cases = [(scene, *each) for scene, each in product(SCENES, combinations)]
    return pytest.mark.parametrize(("scene", "language", "scale"), cases)


@scenes(("km", 150))
def test_everything_can_be_read_where_there_is_least_room(
    qtbot: QtBot, stage: Path, tmp_path: Path, scene: str, language: str, scale: int
) -> None:
    assert faults(scene, stage, tmp_path, language, scale) == []


@pytest.mark.long
@scenes(("km", 100), ("km", 125), ("en", 100), ("en", 125), ("en", 150))
def test_everything_can_be_read_at_every_scale_in_both_languages(
    qtbot: QtBot, stage: Path, tmp_path: Path, scene: str, language: str, scale: int
) -> None:
    assert faults(scene, stage, tmp_path, language, scale) == []


def faults(scene: str, stage: Path, folder: Path, language: str, scale: int) -> list[str]:
    found = []
    for name, window in play(scene, stage, folder, language, scale=scale):
        said = wider_than(window, SIZES[scale])
        for root in roots(window):
            said += cut_words(root) + cut_by_what_is_around(root) + one_over_another(root)
        found += [f"{scene}/{name}: {each}" for each in said]
    return found


@pytest.mark.parametrize("width", [910, 1366])
def test_the_help_is_seen_however_narrow_the_window_is(desk: DeskWindow, width: int) -> None:
    desk.resize(width, 485)
    desk.open_page("members")
    desk.toggle_help()
    assert desk.width() == width
    assert place_in(desk.help, desk).right() == width - 1
    assert desk.help.isAncestorOf(desk.childAt(width - 160, 200))
    desk.resize(2276 - width, 485)
    assert desk.help.isVisible()
    desk.toggle_help()
    assert not desk.help.isVisible()


# --- each of these finds what it looks for ---


@pytest.fixture
def small(qtbot: QtBot, look: None) -> QWidget:
    made = QWidget()
    made.setLayout(QVBoxLayout())
    qtbot.addWidget(made)
    return made


def show(window: QWidget, *widgets: QWidget) -> None:
    for each in widgets:
        window.layout().addWidget(each)
    window.show()


def test_a_label_too_narrow_for_its_words_is_found(small: QWidget) -> None:
    label = Label("The members of the network")
    show(small, label)
    assert cut_words(small) == []
    label.setFixedWidth(60)
    small.layout().activate()
    assert "needs" in "".join(cut_words(small))


def test_a_label_too_low_for_its_lines_is_found(small: QWidget) -> None:
    label = Label("One two three four five six seven eight", wrap=True)
    label.setFixedSize(80, 30)
    show(small, label)
    assert "of height" in "".join(cut_words(small))


def test_a_code_that_cannot_be_broken_is_found(small: QWidget) -> None:
    label = Label("640013316316281314161436447634", wrap=True)
    label.setFixedSize(90, 200)
    show(small, label)
    assert "a word of it" in "".join(cut_words(small))


def test_khmer_in_a_line_that_is_too_low_is_found(small: QWidget) -> None:
    line = QLineEdit()
    show(small, line)
    assert cut_words(small) == []
    line.setStyleSheet("min-height: 12px; max-height: 12px; padding: 0;")
    assert "Khmer stands out" in "".join(cut_words(small))


def test_a_button_a_choice_and_a_tick_that_are_cut_are_found(small: QWidget) -> None:
    box = QComboBox()
    box.addItem("Known already: fill what is empty")
    made = [button(lambda: "Take over everything"), box, QCheckBox("I compared these digits by phone")]
    show(small, *made)
    assert cut_words(small) == []
    for each in made:
        each.setFixedWidth(70)
    small.layout().activate()
    assert len(cut_words(small)) == len(made)


def test_words_over_others_and_out_of_their_frame_are_found(small: QWidget) -> None:
    one, other = Label("One"), Label("Other")
    show(small, one, other)
    assert one_over_another(small) == cut_by_what_is_around(small) == []
    other.setGeometry(one.geometry())
    assert "lies over" in "".join(one_over_another(small))
    one.move(small.width() - 4, one.y())
    assert "sticks out" in "".join(cut_by_what_is_around(small))


def test_a_page_that_is_too_wide_is_found(small: QWidget) -> None:
    area, inside = QScrollArea(), QWidget()
    inside.setMinimumWidth(900)
    area.setWidget(inside)
    show(small, area)
    small.resize(400, 300)
    assert "too narrow" in "".join(wider_than(small, (400, 300)))
    small.setMinimumWidth(600)
    assert "the window needs" in "".join(wider_than(small, (400, 300)))
