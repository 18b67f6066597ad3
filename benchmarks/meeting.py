"""The merge meeting: 25 hubs deliver 40,000 changes each, and the window of the national hub stays awake.

Every hub's file lies on one stick; the board looks at all of them, takes them in after one backup and looks
at everything again. Measured are the seconds of the clock, and how long the window's own thread went without
a turn while that ran.
"""
# ruff: noqa: PLC0415  the window is imported where it is needed: the other measures need none

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.features.members.record import Organisation
from cso_desk.places.gazetteer import children
from cso_desk.records.base import NETWORK
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store

HUBS = int(os.environ.get("MEETING_HUBS", "25"))
RECORDS = 5_000
FIELDS = 8  # changes a record: name in two languages, kind, place, e-mail, notes, and what every record has
LONGEST = 100
"""Milliseconds: what a person does not feel as standing still."""


def hub_store(folder: Path, hub: str) -> Store:
    return create_store(folder / hub, hub, passphrase="bench passphrase", cost=CHEAP)[0]


def fill(store: Store) -> None:
    """Let a hub enter its institutions."""
    with store.transaction("Import {count} institutions", count=RECORDS) as t:
        for number in range(RECORDS):
            t.add(
                Organisation(
                    name_km=f"សមាគមទី {number} {store.hub}", name_en=f"Association {number} of {store.hub}",
                    kind="association", place=f"{store.hub}01", email=f"a{number}@hub{store.hub}.example",
                    notes=f"Entered at hub {store.hub}", scope=NETWORK,
                )
            )  # fmt: skip


def stick_of_all(folder: Path, nation: Store) -> tuple[Path, int]:
    """The files of all hubs on one stick, and how many changes they hold."""
    stick, changes = folder / "stick", 0
    hello = make_bundle(nation, "", folder / "hello.csobundle", kind="hello").path
    for place in children("")[:HUBS]:
        store = hub_store(folder, place.code)
        receive_bundle(store, hello, backup=False)
        receive_bundle(nation, make_bundle(store, "", kind="hello").path, backup=False)
        fill(store)
        changes += make_bundle(store, nation.hub, folder=stick).changes
        store.close()
        shutil.rmtree(folder / place.code)
    return stick, changes


class Pulse:
    """Notes how long the thread of the window goes without a turn."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.longest, self.late, self._last = 0.0, 0, time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)

    def begin(self) -> None:
        self.longest, self.late, self._last = 0.0, 0, time.perf_counter()
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        gap = (now - self._last) * 1000
        self.longest, self._last = max(self.longest, gap), now
        self.late += gap > LONGEST


def until(done: Callable[[], bool]) -> None:
    from PySide6.QtCore import QCoreApplication, QEventLoop

    while not done():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def meeting() -> Iterator[dict[str, Any]]:
    from cso_desk.desk.qt import application
    from cso_desk.desk.window import DeskWindow
    from cso_desk.widgets.live import listen
    from cso_desk.widgets.operation import ThreadRunner
    from cso_desk.widgets.theme import dress
    from cso_desk.wording import use_language

    folder = Path(tempfile.mkdtemp(prefix="meeting-"))
    try:
        nation = hub_store(folder, "00")
        stick, changes = stick_of_all(folder, nation)
        made = application()
        use_language("km")
        listen()
        dress(made)
        runner = ThreadRunner()
        desk = DeskWindow(nation, runner)
        desk.resize(1366, 728)
        desk.show()
        page: Any = desk.page("exchange")
        page.open_board()
        for name, act in (
            ("look", lambda: page.stick.look_at_folder(stick)),
            ("take-in", page.stick.take_in),
        ):
            pulse = Pulse()
            began = time.perf_counter()
            pulse.begin()
            act()
            until(lambda: not page.quiet)
            seconds = time.perf_counter() - began
            yield {
                "name": f"meeting-{name}", "ratio": round(pulse.longest / LONGEST, 2),
                "ours": round(pulse.longest, 1), "limit": LONGEST, "unit": "ms without a turn, the longest",
                "note": f"{HUBS} hubs, {changes} changes in {seconds:.1f} s; {pulse.late} times above it",
            }  # fmt: skip
        desk.close()
        runner.wait()
        nation.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


MEASURES: dict[str, Callable[[], Any]] = dict.fromkeys(("meeting-look", "meeting-take-in"), meeting)
