"""Lines below one another that may be longer than their place: they scroll up and down, never sideways."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cso_desk.widgets.controls import part
from cso_desk.widgets.theme import theme

_MARGINS = (16, 8, 16, 16)


class ScrollColumn(QScrollArea):
    """Whoever draws it gives all lines anew to `show_lines`, or one thing that fills it to `setWidget`."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_lines(self, lines: Iterable[QWidget], *, gap: int) -> None:
        """Show these in the place of what was shown, `gap` pixels apart at text of 10 points."""
        inside = QWidget()
        part(inside, "inside")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*(theme.px(side) for side in _MARGINS))
        layout.setSpacing(theme.px(gap))
        for each in lines:
            layout.addWidget(each)
        layout.addStretch(1)
        self.setWidget(inside)
