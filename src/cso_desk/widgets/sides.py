"""Sides of a page and parts of a tab, of which one is seen: chosen by segments."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QMenu, QStackedWidget, QVBoxLayout, QWidget

from cso_desk.records.base import Record
from cso_desk.widgets.controls import Say, button, row, segments


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


class SideSwitch(QWidget):
    """Segments that lead to the sides of a page; in a narrow window one button with a menu of them."""

    def __init__(self, says: Sequence[Say], chosen: int, act: Callable[[int], object]) -> None:
        super().__init__()
        self._says, self._act = says, act
        self._wide = segments(says, chosen, act)
        self._narrow = button(says[chosen], self._open_menu, picture="caret-down")
        self._narrow.hide()
        self.setLayout(row(self._wide, self._narrow, gap=0))

    def become_narrow(self, narrow: bool) -> None:
        """Show the button in place of the segments, or these again."""
        self._wide.setVisible(not narrow)
        self._narrow.setVisible(narrow)

    def _go(self, place: int, *_checked: bool) -> None:
        self._act(place)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, say in enumerate(self._says):
            menu.addAction(say()).triggered.connect(partial(self._go, place))
        menu.popup(self._narrow.mapToGlobal(self._narrow.rect().bottomLeft()))
