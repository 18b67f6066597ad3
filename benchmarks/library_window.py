"""Adding 1,000 PDFs with the window open: how long it ever worked without answering.

    python benchmarks/library_window.py [--files 1000]

A desk offscreen, its threads as in the program. A timer of 5 ms stands for a person: between two of its ticks
the window neither draws nor takes keys. "Work" is the computing of the window's own thread between two ticks,
"wait" the time by the clock, in which other programs of the computer have their part as well.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from library import make_papers

from cso_desk.assembly import create_store
from cso_desk.store.store import Store

FILES, MOST_WORK, _LONGEST = 1000, 50, 600
Line = dict[str, Any]


def turns(store: Store, folder: Path) -> dict[str, dict[str, float]]:
    """For looking, keeping and what comes after: milliseconds of the longest turns of the window."""
    # ruff: noqa: PLC0415  a window is made in a process of its own only
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from cso_desk.desk.window import DeskWindow
    from cso_desk.features.library.form.file_drop import add_files
    from cso_desk.features.library.form.taking_in import TakingInPage
    from cso_desk.widgets.live import listen
    from cso_desk.widgets.operation import ThreadRunner
    from cso_desk.widgets.theme import dress

    application = QApplication([])
    listen()
    dress(application)
    runner = ThreadRunner()
    desk = DeskWindow(store, runner)
    desk.resize(1366, 728)
    desk.show()
    desk.open_page("library")
    watch = _Watch()
    timer = QTimer()
    timer.timeout.connect(watch.tick)
    timer.start(5)

    def until(done: Callable[[], Any], longest: float = _LONGEST) -> Any:
        end = time.monotonic() + longest
        while time.monotonic() < end:
            application.processEvents()
            if found := done():
                return found
            time.sleep(0.001)
        return None

    until(lambda: False, 3)
    gc.freeze()  # as the program does once its window stands, see `desk.reading_code`
    watch.begin("looking")
    add_files(desk.session, [folder])
    page = until(lambda: desk.findChild(TakingInPage))
    watch.begin("looked")
    until(lambda: False, 2)
    watch.begin("keeping")
    page.keep()
    until(lambda: not desk.findChildren(TakingInPage) or not page.isVisible())
    watch.begin("after")
    until(lambda: False, 12)
    timer.stop()
    desk.take_down()
    runner.wait()
    return watch.told()


class _Watch:
    """The turns of each part: computing of this thread and time by the clock, in milliseconds."""

    def __init__(self) -> None:
        self._parts: dict[str, list[tuple[float, float]]] = {}
        self._now: list[tuple[float, float]] = []
        self._last = (time.thread_time(), time.monotonic())

    def begin(self, part: str) -> None:
        self.tick()
        self._now = self._parts[part] = []

    def tick(self) -> None:
        now = (time.thread_time(), time.monotonic())
        self._now.append(((now[0] - self._last[0]) * 1000, (now[1] - self._last[1]) * 1000))
        self._last = now

    def told(self) -> dict[str, dict[str, float]]:
        return {
            part: {
                "work": round(max(work for work, _wait in turns), 1),
                "wait": round(max(wait for _work, wait in turns), 1),
                "late": sum(wait > MOST_WORK for _work, wait in turns),
                "turns": len(turns),
            }
            for part, turns in self._parts.items()
            if turns
        }


def measured() -> Iterator[Line]:
    """The longest work of the window in all parts of adding files."""
    ended = subprocess.run(
        [sys.executable, __file__, "--files", str(FILES), "--json"],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    told = json.loads(ended.stdout.splitlines()[-1])
    worst = max(part["work"] for part in told.values())
    waits = ", ".join(
        f"{name} {part['work']} ms (by the clock {part['wait']})" for name, part in told.items()
    )
    yield {
        "name": "library.window_stall", "ratio": worst, "ours": worst, "limit": MOST_WORK, "unit": "ms",
        "note": f"{FILES} PDFs; longest work of the window, ms: {waits}",
    }  # fmt: skip


MEASURES = {"library.window_stall": measured}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        papers = Path(place) / "papers"
        papers.mkdir()
        make_papers(papers, asked.files)
        store, _code = create_store(Path(place) / "store", "02", passphrase=None)
        try:
            told = turns(store, papers)
        finally:
            store.close()
    if asked.json:
        print(json.dumps(told))
        return
    for name, part in told.items():
        print(f"{name:8} longest work {part['work']:7.1f} ms, wait {part['wait']:7.1f} ms; {part['late']:.0f}"
              f" of {part['turns']:.0f} turns over {MOST_WORK} ms by the clock")  # fmt: skip


if __name__ == "__main__":
    main()
