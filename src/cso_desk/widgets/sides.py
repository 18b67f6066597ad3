"""Several parts of one tab, of which one is seen: chosen by the segments above."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from cso_desk.records.base import Record
from cso_desk.widgets.controls import Say, button, row


class Sides(QWidget):
    """Parts with the word on their segment; a part is made when it is first looked at."""

    def __init__(self, parts: Sequence[tuple[Say, Callable[[], QWidget]]]) -> None:
        super().__init__()
        self._makers = [make for _say, make in parts]
        self._made: dict[int, QWidget] = {}
        self._record: Record | None = None
        self._stack = QStackedWidget()
        self._buttons = QButtonGroup(self)
        segments = []
        for place, (say, _make) in enumerate(parts):
            each = button(say, name="segment", checkable=True)
            each.setProperty("place", "first" if not place else "last" if place == len(parts) - 1 else "")
            self._buttons.addButton(each, place)
            segments.append(each)
        self._buttons.idClicked.connect(self.open_side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row(*segments, None, gap=0, margins=(16, 8, 16, 0)))
        layout.addWidget(self._stack, 1)
        self.open_side(0)

    def open_side(self, place: int) -> None:
        """Show a part by its place."""
        if place not in self._made:
            self._made[place] = self._makers[place]()
            self._stack.addWidget(self._made[place])
        self._buttons.button(place).setChecked(True)
        self._stack.setCurrentWidget(self._made[place])
        if self._record is not None:
            self.show_record(self._record)

    def show_record(self, record: Record) -> None:
        """Show what the part on top has to say of a record."""
        self._record = record
        part = self._stack.currentWidget()
        part.show_record(record)  # type: ignore[union-attr]
