"""Starts the program once more in another version; tells of a version that was left."""

import os
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from cso_desk.bundles.program_update import offered
from cso_desk.store.store import Store
from cso_desk.updates.place import CHOSEN, installed_place, version_of
from cso_desk.updates.starting import came_up
from cso_desk.wording import _


@runtime_checkable
class Restarts(Protocol):
    """A window that starts the program once more when it is locked."""

    anew: Callable[[], bool]

    def lock(self) -> None: ...
    def close(self) -> bool: ...


def told_of_offer() -> str:
    """What is said where a new version came with a bundle."""
    return _(
        "A new version of the program came with a bundle. Look at it in the settings, under "
        "“About and updates…”."
    )


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


def told_of_start(store: Store) -> str:
    """Note that this version came up; what to say of one that did not, or is offered; "" for nothing."""
    left = came_up()
    if not left:
        return told_of_offer() if installed_place() and offered(store) else ""
    return _(
        "Version {version} did not start twice, so the version before is used again. Tell whoever sent it.",
        version=version_of(left),
    )
