"""A window in which Tab goes in the order of reading: line by line, from left to right."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QScrollArea, QWidget


class ReadingOrder(QWidget):
    """Tab goes by where things stand at the moment it is pressed.

    Qt goes by the order in which things were made: what is made when it is first looked at would come last,
    and an order that is set by hand does not follow a line that is broken or a chip that is added.
    """

    def focusNextPrevChild(self, forward: bool) -> bool:
        now = self.focusWidget()
        stops = tab_stops(self, now)
        if not stops or stops == [now]:
            return False
        place = stops.index(now) if now in stops else (-1 if forward else 0)
        to = stops[(place + (1 if forward else -1)) % len(stops)]
        to.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        _show(to)
        return True


def tab_stops(within: QWidget, now: QWidget | None = None) -> list[QWidget]:
    """What Tab comes to inside a widget, in the order of reading; `now`, which has the keyboard, too."""
    found: list[QWidget] = []
    for child in in_reading_order([each for each in within.children() if isinstance(each, QWidget)]):
        if child is now or (child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None):
            found.append(child)
        found += tab_stops(child, now)
    return found


def in_reading_order(siblings: Sequence[QWidget]) -> list[QWidget]:
    """Those of the children of one widget that are seen and can be used, as they are read."""
    shown = [each for each in siblings if each.isVisible() and each.isEnabled() and not each.isWindow()]
    waiting = sorted(((each.geometry(), each) for each in shown), key=lambda each: _corner(each[0]))
    found = []
    while waiting:
        first = next(
            (each for each in waiting if not any(_before(other[0], each[0]) for other in waiting)), waiting[0]
        )
        waiting.remove(first)
        found.append(first[1])
    return found


def _corner(place: QRect) -> tuple[int, int]:
    return place.top(), place.left()


def _before(one: QRect, other: QRect) -> bool:
    """Whether `one` stands above `other`, or left of it in the same line."""
    if one.bottom() < other.top():
        return True
    beside = one.top() <= other.bottom() and other.top() <= one.bottom()
    return beside and one.right() < other.left()


def _show(widget: QWidget) -> None:
    """Move what scrolls so that the widget is seen: Qt does so only where the keyboard was inside already."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
