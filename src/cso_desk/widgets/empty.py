"""What a page shows while it has nothing: what it is for, and the first step."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cso_desk.widgets.controls import IconLabel, Label, Say, holder, row
from cso_desk.widgets.theme import theme


class EmptyPage(QWidget):
    """An icon, a title, a sentence or two, and the buttons of the first step."""

    def __init__(self, picture: str, title: Say, text: Say, *first_steps: QPushButton) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(8))
        layout.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(IconLabel(picture, 48, "accent"), 0, centre)
        layout.addWidget(Label(title, "heading"), 0, centre)
        words = Label(text, "quiet", wrap=True)
        words.setAlignment(centre)
        words.setFixedWidth(theme.px(420))
        layout.addLayout(row(None, words, None))
        if first_steps:
            layout.addSpacing(theme.px(8))
            layout.addWidget(holder(row(*first_steps)), 0, centre)
        layout.addStretch(3)
