"""Tables of the Reports page: names at the left, figures at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from cso_desk.desk.reports_rows import more_said
from cso_desk.widgets.controls import Label, column, frame, line
from cso_desk.widgets.wrapped_link import WrappedLink
from cso_desk.wording import _

Cells = Sequence[QWidget]
CARD = (20, 12, 20, 14)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def table_card(
    heading: str, heads: Sequence[str], rows: Sequence[Cells], *, numbers: int, more: int = 0
) -> QFrame:
    """A card with a table whose last `numbers` columns are figures; `more` rows are not listed."""
    inside = column(Label(heading, "heading"), margins=CARD)
    if rows:
        inside.addLayout(_grid(heads, rows, len(heads) - numbers))
    else:
        inside.addWidget(Label(_("Nothing yet."), "quiet"))
    if more > 0:
        inside.addWidget(more_said(more))
    return frame("card", inside)


def _grid(heads: Sequence[str], rows: Sequence[Cells], numbers_from: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(0)
    for place, head in enumerate(heads):
        figure = place >= numbers_from
        titled = Label(head, "group", wrap=figure)
        titled.setAlignment(_RIGHT if figure else _LEFT)
        grid.addWidget(titled, 0, place)
        grid.setColumnStretch(place, 3 if place == numbers_from - 1 else 1)
    for number, cells in enumerate(rows, 1):
        grid.addWidget(line(), number * 2 - 1, 0, 1, len(heads))
        for place, cell in enumerate(cells):
            if isinstance(cell, WrappedLink) or (isinstance(cell, Label) and cell.wordWrap()):
                grid.addWidget(cell, number * 2, place)  # as wide as its column
            else:
                grid.addWidget(cell, number * 2, place, _RIGHT if place >= numbers_from else _LEFT)
    return grid
