"""Starts the program once more in another version."""

import os
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from cso_desk.updates.place import CHOSEN


@runtime_checkable
class Restarts(Protocol):
    """A window that starts the program once more when it is locked."""

    anew: Callable[[], bool]

    def lock(self) -> None: ...
    def close(self) -> bool: ...


def restart(page: QWidget) -> None:
    """Close the store of the window around a page and start the program once more.

    A store that needs no passphrase has no lock: its window is closed, and opened again by hand.
    """
    window = page.window()
    # Windows starts a program as a child of this one, which would go on with this version.
    os.environ.pop(CHOSEN, None)
    if isinstance(window, Restarts):
        window.lock()
        if page.isVisible():
            window.close()
