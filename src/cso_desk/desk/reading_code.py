"""Reads the code of the program behind the first paint: in a thread where it can, in pieces for windows.

Classes of Qt are made in the thread of the window alone, so their modules are read there, one at a time.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

_TURN, _USUAL_TURN = 0.001, sys.getswitchinterval()  # seconds
_STORE = (
    "cso_desk.assembly",
    "cso_desk.store.search",
    "cso_desk.store.listing",
    "cso_desk.store.drafts",
    "cso_desk.store.sticks",
    "cso_desk.fields.showing",
    "cso_desk.fields.reading",
    "cso_desk.journal.history",
    "cso_desk.journal.timeline",
    "cso_desk.journal.undo",
    "cso_desk.places.finding",
    "cso_desk.bundles.hub_states",
)
_DESK = (
    "cso_desk.widgets.showing",
    "cso_desk.desk.file_dialogs",
    "cso_desk.desk.outside",
    "cso_desk.desk.session",
    "cso_desk.widgets.editors.finding",
    "cso_desk.desk.top_bar",
    "cso_desk.desk.sidebar",
    "cso_desk.desk.window",
    "cso_desk.widgets.editors.files",
    "cso_desk.widgets.editors.by_kind",
    "cso_desk.widgets.record_editor",
    "cso_desk.desk.drafts",
    "cso_desk.desk.idle",
    "cso_desk.widgets.table_model",
    "cso_desk.widgets.table_view",
    "cso_desk.widgets.filters",
    "cso_desk.widgets.list_changes",
    "cso_desk.widgets.record_pane",
    "cso_desk.widgets.list_page",
)
_PAGES = {
    "exchange": (
        "cso_desk.bundles.many",
        "cso_desk.bundles.merge_meeting",
        "cso_desk.bundles.packing",
        "cso_desk.bundles.receiving",
    )
}


def read_store(page: str = "") -> Any:
    """Read the module that opens stores, and what the desk and a page need without Qt. Called in a thread.

    It is the longest part of the start.
    """
    # Python takes turns between threads: the window must not wait long for its own.
    sys.setswitchinterval(_TURN)
    try:
        for name in (*_STORE, *_PAGES.get(page, ())):
            _read(name)
    finally:
        sys.setswitchinterval(_USUAL_TURN)
    return import_module("cso_desk.assembly")


def open_ready(folder: Path, passphrase: str | None = None, page: str = "", look: Any = None) -> Any:
    """Open a store, in a thread, and index what a bundle or a command left without: lists need it at once.

    With `look` it is only looked at, see `one_window`.
    """
    assembly = read_store(page)
    if look is not None:
        return assembly.open_to_look(folder, passphrase, hold=look.hold, apart=look.apart)
    store = assembly.open_store(folder, passphrase)
    import_module("cso_desk.store.search").refresh(store)
    return store


def reading(*modules: str) -> Iterator[None]:
    """Read these modules, one in each piece."""
    for name in modules:
        _read(name)
        yield


def reading_desk(page: str) -> Iterator[None]:
    """Read the desk and one of its pages, "" for the first; after `read_store`, which it builds on."""
    yield from reading(*_DESK)
    from cso_desk.desk.pages import PAGES  # noqa: PLC0415

    for each in PAGES:
        if each.name == (page or PAGES[0].name):
            each.load()
            yield


def _read(name: str) -> None:
    if name not in sys.modules:
        with _for_good():
            import_module(name)


@contextmanager
def _for_good() -> Iterator[None]:
    """What is made in here stays for good: never look through it for garbage.

    That would stop the window for 30 ms now, and for 100 ms at a time while a million rows are put in order.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
