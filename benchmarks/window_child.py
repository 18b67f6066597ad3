"""One start of a window in a process of its own, for `window.py`: a bare one, the desk, the desk's pages."""
# ruff: noqa: PLC0415, N802, C901  imports are what is measured; Qt names its own methods

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

_LONGEST = 30


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


def desk(began: float, *, pages: bool = False) -> dict[str, float]:
    import_module("cso_desk.desk")  # before Qt, as the program does: it decides how modules are imported

    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QTableView

    from cso_desk.desk.application import Desk, run_desk
    from cso_desk.desk.qt import application

    marks: dict[str, float] = {}
    ticks = [0.0]

    def _shows_rows(watched: QObject) -> bool:
        """A list with rows, or the picture of the desk that is kept where nothing changed since."""
        above = watched.parent()
        return type(watched).__name__ == "FirstLook" or (
            isinstance(above, QTableView) and above.model().rowCount() > 0
        )

    def mark(name: str) -> None:
        if name not in marks:
            marks[name] = (time.time() - began) * 1000
            if name == "paint":
                marks["modules"] = len(sys.modules)
                ticks[0] = time.time()
                timer.start(2)

    class Eye(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                if isinstance(watched, Desk):
                    QTimer.singleShot(0, lambda: mark("paint"))
                elif "rows" not in marks and _shows_rows(watched):
                    QTimer.singleShot(0, lambda: mark("rows"))
            return False

    def tick() -> None:
        now = time.time()
        marks["stall"] = max(marks.get("stall", 0.0), (now - ticks[0]) * 1000)
        ticks[0] = now
        (window,) = [each for each in made.topLevelWidgets() if isinstance(each, Desk)]
        if window.desk is not None and "ready" not in marks and window.desk.isVisible():
            mark("ready")
            QTimer.singleShot(200, lambda: end(window))
        elif now - began > _LONGEST:
            made.exit(1)

    def end(window: Any) -> None:
        timer.stop()  # nobody waits for a window that is going away
        if pages:
            from cso_desk.desk.pages import PAGES

            for page in PAGES:
                window.desk.open_page(page.name)
                made.processEvents()
            marks["memory"] = _memory()
        window.close()

    made = application()
    eye = Eye()
    made.installEventFilter(eye)
    timer = QTimer()
    timer.timeout.connect(tick)
    code = run_desk()
    if code:
        sys.exit(code)
    return marks


if __name__ == "__main__":
    what, moment = sys.argv[1], float(sys.argv[2])
    print(json.dumps(bare(moment) if what == "bare" else desk(moment, pages=what == "pages")))
