"""A page of several sides, of which one is seen; each is made when it is first looked at."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cso_desk.widgets.controls import Say
from cso_desk.widgets.list_page import ListPage
from cso_desk.widgets.sides import SideSwitch
from cso_desk.widgets.theme import theme


class Side(Protocol):
    """One side of a page, itself a widget."""

    def load(self) -> None:
        """Read what is shown; called when the page is first looked at."""

    def save_now(self) -> None:
        """Save what is being typed."""


SideMaker = tuple[Say, Callable[[QWidget], Side]]
"""The word on a segment, and what makes the side with the segments at its head."""


class SidedPage(QStackedWidget):
    """Sides with the words on their segments; a page narrower than `segments_from` has a menu of them."""

    def __init__(self, sides: Sequence[SideMaker], segments_from: int) -> None:
        super().__init__()
        self._says = [say for say, _make in sides]
        self._makers = [make for _say, make in sides]
        self._segments_from = segments_from
        self._made: dict[int, Side] = {}
        self._switches: list[SideSwitch] = []
        self._loaded = False
        self.show_side(0)

    def side(self, place: int) -> Side:
        """A side by its place."""
        if place not in self._made:
            switch = SideSwitch(self._says, place, self.show_side)
            switch.become_narrow(self._is_narrow)
            self._switches.append(switch)
            made = self._made[place] = self._makers[place](switch)
            assert isinstance(made, QWidget)  # noqa: S101  every side is one
            self.addWidget(made)
            if self._loaded:
                made.load()
        return self._made[place]

    def list_side(self, place: int) -> ListPage:
        """A side that is a list of records."""
        made = self.side(place)
        assert isinstance(made, ListPage)  # noqa: S101  the page says which are
        return made

    def show_side(self, place: int) -> None:
        """Show a side by its place."""
        made, focused = self.side(place), self.window().focusWidget()
        assert isinstance(made, QWidget)  # noqa: S101  see above
        self.setCurrentWidget(made)
        if focused is not None and self.isAncestorOf(focused):
            # Else the keyboard would be on whatever comes first on that side.
            made.setFocus(Qt.FocusReason.OtherFocusReason)

    def load(self) -> None:
        """Read what the sides that were looked at show."""
        self._loaded = True
        for each in self._made.values():
            each.load()

    def save_now(self) -> None:
        """Save what is being typed on any side."""
        for each in self._made.values():
            each.save_now()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy, see ListPage.
        super().focusInEvent(event)
        current = self.currentWidget()
        if current is not None:
            current.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for each in self._switches:
            each.become_narrow(self._is_narrow)

    @property
    def _is_narrow(self) -> bool:
        return self.width() < theme.px(self._segments_from)
