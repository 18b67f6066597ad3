"""One start of a window in a process of its own, for `window.py`: a bare one, the desk, the desk's pages."""
# ruff: noqa: PLC0415, N802, C901, PLR0915  imports are what is measured; Qt names its own methods; one start

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

_LONGEST = 30
_LIBRARIES = (
    "sqlalchemy",
    "sqlcipher3.dbapi2",
    "icu",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "pyrage",
    "zstandard",
    "msgspec",
)


def _memory() -> float:
    """MB of this process that stand in memory now. Linux only."""
    return (
        int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        * os.sysconf("SC_PAGESIZE")
        / 2**20
    )


def bare(began: float) -> dict[str, float]:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    marks: dict[str, float] = {}

    class Window(QMainWindow):
        def paintEvent(self, event: Any) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, mark)

    def mark() -> None:
        marks.setdefault("paint", (time.time() - began) * 1000)
        application.quit()

    application = QApplication([])
    window = Window()
    window.resize(1366, 728)
    window.show()
    application.exec()
    return marks | {"memory": _memory()}


def libraries(began: float) -> dict[str, float]:
    """A bare window in a process that also holds the libraries of the desk, but nothing of the desk."""
    marks = bare(began)
    for name in _LIBRARIES:
        import_module(name)
    return marks | {"memory": _memory()}


def desk(began: float, *, pages: bool = False) -> dict[str, float]:
    """The desk, started as the program starts.

    Both windows are watched by their own `paintEvent`. A filter of all events in Python, which stood here
    before, takes 40 ms of a start that it was to measure: Qt makes a Python object of every event, and all
    names of events, for the filter alone. It comes behind the first paint, and only where rows are still due.
    """
    program = import_module("cso_desk.__main__")
    import_module("cso_desk.desk")  # before Qt, as the program does: it decides how modules are imported

    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QTableView

    from cso_desk.desk.application import Desk
    from cso_desk.desk.first_look import FirstLook

    marks: dict[str, float] = {}
    ticks = [0.0]
    kept: list[Any] = []

    def watched(kind: type[Any], name: str) -> None:
        """Note when a window of this kind was painted for the first time."""
        paint = kind.paintEvent

        def painted(self: Any, event: Any) -> None:
            paint(self, event)
            if name not in marks:
                QTimer.singleShot(0, lambda: mark(name, self))

        kind.paintEvent = painted

    def mark(name: str, window: Any = None) -> None:
        if name in marks:
            return
        marks[name] = (time.time() - began) * 1000
        if name == "paint":
            marks["modules"] = len(sys.modules)
            kept.append(window)
            QTimer.singleShot(0, look)

    def look() -> None:
        """From the first paint on: how long the window does not answer, and rows if they are not there."""
        timer = QTimer()
        timer.timeout.connect(tick)
        kept.append(timer)
        if "rows" not in marks:
            kept.append(Eye())
            made = QApplication.instance()
            assert made is not None
            made.installEventFilter(kept[-1])
        ticks[0] = time.time()
        timer.start(2)

    class Eye(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and "rows" not in marks:
                above = watched.parent()
                if isinstance(above, QTableView) and above.model().rowCount() > 0:
                    QTimer.singleShot(0, lambda: mark("rows"))
            return False

    def tick() -> None:
        now = time.time()
        marks["stall"] = max(marks.get("stall", 0.0), (now - ticks[0]) * 1000)
        ticks[0] = now
        window = kept[0]
        if window.desk is not None and "ready" not in marks and window.desk.isVisible():
            mark("ready")
            QTimer.singleShot(200, lambda: end(window))
        elif now - began > _LONGEST:
            QApplication.exit(1)

    def end(window: Any) -> None:
        kept[1].stop()  # nobody waits for a window that is going away
        if pages:
            from cso_desk.desk.pages import PAGES

            for page in PAGES:
                window.desk.open_page(page.name)
                QApplication.processEvents()
            marks["memory"] = _memory()
        window.close()

    watched(Desk, "paint")
    watched(FirstLook, "rows")  # the picture of the desk that is kept where nothing changed since
    code = program.main([])
    if code:
        sys.exit(code)
    return marks


if __name__ == "__main__":
    what, moment = sys.argv[1], float(sys.argv[2])
    started: dict[str, Callable[[float], dict[str, float]]] = {
        "bare": bare,
        "libraries": libraries,
        "desk": desk,
        "pages": partial(desk, pages=True),
    }
    print(json.dumps(started[what](moment)))
