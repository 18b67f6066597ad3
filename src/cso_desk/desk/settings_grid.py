"""Lines of a card of the settings: words at the left, what is chosen at the right, alike on every card."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from cso_desk.widgets.controls import Label, column, frame, named
from cso_desk.widgets.theme import theme

_LABEL_WIDTH = 220


def settings_grid() -> QGridLayout:
    """The lines of a card, of which there are none yet."""
    made = QGridLayout()
    made.setHorizontalSpacing(theme.px(16))
    made.setVerticalSpacing(theme.px(8))
    made.setColumnMinimumWidth(0, theme.px(_LABEL_WIDTH))
    made.setColumnStretch(1, 1)
    return made


def put(
    grid: QGridLayout, place: int, say: Callable[[], str], control: QWidget, buddy: QWidget | None = None
) -> None:
    """Put a control with its words in a line; `buddy` is what gets the keyboard, where that is another."""
    label = Label(say, "label", wrap=True)
    label.setBuddy(buddy or control)
    if buddy is None:
        named(control, say)
    grid.addWidget(label, place, 0)
    grid.addWidget(control, place, 1)


def settings_card(say: Callable[[], str], grid: QGridLayout) -> QWidget:
    """The lines under their heading."""
    layout = column(Label(say, "heading"), gap=12, margins=(20, 16, 20, 20))
    layout.addLayout(grid)
    return frame("card", layout)
