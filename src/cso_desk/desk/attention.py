"""One line that asks for something to be done: a picture, a sentence, and buttons that do it."""

from PySide6.QtWidgets import QFrame, QPushButton

from cso_desk.widgets.controls import IconLabel, Label, frame, row


def attention(picture: str, said: str, *buttons: QPushButton, warns: bool = True) -> QFrame:
    """The line as a card. `warns`: something may be lost or wrong; else it only is worth a look."""
    shown = IconLabel(picture, 24, "warn") if warns else IconLabel(picture, 24)
    inside = row(shown, Label(said, wrap=True), *buttons, margins=(16, 10, 12, 10))
    inside.setStretch(1, 1)
    return frame("caution" if warns else "card", inside)
