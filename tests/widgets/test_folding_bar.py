"""A bar of tools folds its buttons to icons where there is no room for their words."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cso_desk.widgets.controls import button, row
from cso_desk.widgets.folding_bar import FoldingBar
from cso_desk.widgets.theme import dress


@pytest.fixture
def bar(qapp: QApplication, qtbot: Any) -> Any:
    dress(qapp)
    buttons = [
        button(lambda: "Import a list of people", picture="download-simple"),
        button(lambda: "Print the whole directory", picture="printer"),
        button(lambda: "No picture"),
    ]
    made = FoldingBar(row(*buttons), buttons)
    made.buttons = buttons  # type: ignore[attr-defined]
    qtbot.addWidget(made)
    made.show()
    return made


def words(bar: Any) -> list[bool]:
    return [bool(each.text()) for each in bar.buttons]


def test_words_go_one_after_the_other_and_come_back(bar: Any) -> None:
    bar.resize(1000, 50)
    assert words(bar) == [True, True, True]
    narrowest = bar.minimumSizeHint().width()
    bar.resize(bar.layout().totalMinimumSize().width() - 1, 50)
    assert words(bar) == [False, True, True]
    bar.resize(narrowest, 50)
    assert words(bar) == [False, False, True]
    assert bar.buttons[0].toolTip() == bar.buttons[0].accessibleName() == "Import a list of people"
    bar.resize(1000, 50)
    assert words(bar) == [True, True, True]
    assert bar.buttons[0].toolTip() == ""


def test_words_said_in_another_language_are_the_ones_that_come_back(bar: Any) -> None:
    bar.resize(bar.minimumSizeHint().width(), 50)
    bar.buttons[0].setText("នាំចូល")
    QApplication.processEvents()
    assert bar.buttons[0].text() == ""
    bar.resize(1000, 50)
    assert bar.buttons[0].text() == "នាំចូល"
