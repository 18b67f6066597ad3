"""Turns from page to page in the window, and gives the keyboard back to where it was on the page below."""

from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

_LEFT_AT: WeakKeyDictionary[QWidget, QWidget] = WeakKeyDictionary()
"""Where the keyboard was on each page over which another one lies."""


def turn_to(stack: QStackedWidget, page: QWidget) -> None:
    """Show a page of the stack; the keyboard goes to where it was when that page was left."""
    before, focused = stack.currentWidget(), stack.window().focusWidget()
    if focused is not None:
        if before is not None and before.isAncestorOf(focused):
            _LEFT_AT[before] = focused
        focused.clearFocus()  # else Qt looks through all pages for the next one, to no purpose
    stack.setCurrentWidget(page)
    left = _LEFT_AT.pop(page, None)
    if left is not None and shiboken6.isValid(left) and page.isAncestorOf(left) and left.isVisible():
        left.setFocus(Qt.FocusReason.OtherFocusReason)
