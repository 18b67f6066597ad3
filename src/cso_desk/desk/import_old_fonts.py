"""What the texts of a list in old Khmer fonts become: before and after for each column, and the choice."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QScrollArea, QWidget

from cso_desk.importers.old_fonts import OldFontColumn
from cso_desk.widgets.controls import Label, column, frame
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, ngettext

_SHOWN = 2  # samples of a column
_LINES = 4  # lines that are seen without scrolling
_LONGEST = 40


class OldFonts(QWidget):
    """One line for each column in an old font. `changed` gets its letter and whether it is converted."""

    def __init__(self, changed: Callable[[str, bool], object]) -> None:
        super().__init__()
        self._changed = changed
        self.boxes: dict[str, QCheckBox] = {}
        self._lines = QWidget()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        said = Label(
            lambda: _(
                "Some columns are typed in an old Khmer font. Compare what stands in the file with what it "
                "becomes, and take the tick away where that is wrong."
            ),
            "quiet",
            wrap=True,
        )
        inside = column(gap=4, margins=(16, 8, 16, 8))
        inside.addWidget(said)
        inside.addWidget(self._area)
        outside = column(gap=0, margins=(0, 0, 0, 0))
        outside.addWidget(frame("bar", inside))
        self.setLayout(outside)
        self.hide()

    def show_columns(self, columns: Sequence[OldFontColumn]) -> None:
        """Show these columns; with none of them the whole panel is gone."""
        self.boxes = {}
        self._lines = QWidget()
        grid = QGridLayout(self._lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(4))
        line = 0
        for each in columns:
            grid.addWidget(self._box(each), line, 0)
            for before, after in each.samples[:_SHOWN]:
                grid.addWidget(Label(_cut(before), "quiet"), line, 1)
                grid.addWidget(Label("→", "quiet"), line, 2)
                grid.addWidget(Label(_cut(after)), line, 3)
                line += 1
        grid.setColumnStretch(3, 1)
        self._area.setWidget(self._lines)
        # Else the area is painted in the colour of a page on the colour of the bar.
        for part in (self._area.viewport(), self._lines):
            part.setAutoFillBackground(False)
        self._area.setFixedHeight(min(line, _LINES) * theme.px(30) + theme.px(4))
        self.setVisible(bool(columns))

    def _box(self, each: OldFontColumn) -> QCheckBox:
        box = QCheckBox(
            ngettext(
                "Convert column {letter} ({font}, {number} cell)",
                "Convert column {letter} ({font}, {number} cells)",
                each.cells,
                letter=each.letter,
                font=each.font,
                number=digits(each.cells),
            )
        )
        box.setChecked(each.converted)
        box.toggled.connect(lambda on, letter=each.letter: self._changed(letter, on))
        self.boxes[each.letter] = box
        return box


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
