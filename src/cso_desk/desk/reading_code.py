"""Reads the code of the program behind the first paint: in a thread where it can, in pieces for windows.

Classes of Qt are made in the thread of the window alone, so their modules are read there, one at a time.
"""

import gc
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

_TURN, _USUAL_TURN = 0.001, sys.getswitchinterval()  # seconds
_DESK = (
    "cso_desk.widgets.showing",
    "cso_desk.desk.session",
    "cso_desk.widgets.editors.finding",
    "cso_desk.desk.top_bar",
    "cso_desk.desk.window",
    "cso_desk.desk.drafts",
    "cso_desk.desk.idle",
    "cso_desk.widgets.list_page",
)


def read_store() -> Any:
    """Read the module that opens stores, the longest part of the start; called in a thread."""
    # Python takes turns between threads: the window must not wait long for its own.
    sys.setswitchinterval(_TURN)
    try:
        return import_module("cso_desk.assembly")
    finally:
        sys.setswitchinterval(_USUAL_TURN)


def open_ready(folder: Path, passphrase: str | None = None) -> Any:
    """Open a store, in a thread, and index what a bundle or a command left without: lists need it at once."""
    store = read_store().open_store(folder, passphrase)
    import_module("cso_desk.store.search").refresh(store)
    return store


def reading(*modules: str) -> Iterator[None]:
    """Read these modules, one in each piece."""
    for name in modules:
        import_module(name)
        yield


def reading_desk(page: str) -> Iterator[None]:
    """Read the desk and one of its pages, "" for the first; after `read_store`, which it builds on."""
    yield from reading(*_DESK)
    from cso_desk.desk.pages import PAGES  # noqa: PLC0415

    for each in PAGES:
        if each.name == (page or PAGES[0].name):
            each.load()
            yield
    if not gc.get_freeze_count():
        # The code stays for good: to look through it for garbage again and again stops the window for 100 ms
        # at a time, most of all while a million rows are put in order.
        gc.freeze()
