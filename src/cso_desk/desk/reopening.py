"""Closes the store of a window and opens it again, as after a restore."""

from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget


@runtime_checkable
class Reopens(Protocol):
    """A window that can close its store and open it again."""

    def reopen(self) -> None: ...


def reopen(page: QWidget) -> None:
    """Close the store of the window around a page, and open it again."""
    window = page.window()
    if isinstance(window, Reopens):
        window.reopen()
