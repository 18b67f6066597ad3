"""Measures of the window: how soon it stands and shows rows, whether it ever stops answering, what it weighs.

Each is compared with a bare PySide6 window that is measured in the same way in a process of its own; the two
take turns and the median of the rounds counts, because no machine is equally busy all the time.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cso_desk.assembly import create_store
from cso_desk.features.members.record import Organisation
from cso_desk.settings import Settings, save_settings

ROUNDS = 7
ROWS = 2000
NEAR_BARE, HEAVIEST, LONGEST_STALL, MOST_MODULES = 1.25, 2.0, 100, 200

Line = dict[str, Any]


def startup() -> Iterator[Line]:
    """First paint and first rows of the list that was open last, from the start of the interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _hub(home)
        _child("desk", home)  # the last list is kept when the window closes
        bare, ours = [], []
        for _round in range(ROUNDS):
            bare.append(_child("bare", home))
            ours.append(_child("desk", home))

    def ratio(mark: str) -> float:
        pairs = zip(ours, bare, strict=True)
        return round(statistics.median(our[mark] / their["paint"] for our, their in pairs), 2)

    def middle(mark: str) -> float:
        return round(statistics.median(our[mark] for our in ours), 1)

    base = round(statistics.median(each["paint"] for each in bare))
    note = f"ms, median of {ROUNDS}; a bare window {base} ms; {ROWS} institutions"
    yield _line("startup-first-paint", ratio("paint"), middle("paint"), NEAR_BARE, "x", note)
    yield _line("startup-first-rows", ratio("rows"), middle("rows"), NEAR_BARE, "x", note)
    yield _line("startup-ready", ratio("ready"), middle("ready"), None, "x", f"{note}; the desk answers")
    stall = middle("stall")
    yield _line("startup-stall", stall, stall, LONGEST_STALL, "ms", "longest time the window did not answer")
    modules = middle("modules")
    yield _line("startup-modules", modules, modules, MOST_MODULES, "", "modules at the first paint")


def memory() -> Line:
    """What the process weighs after every page was opened, beside a bare window."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _hub(home)
        ours, bare, least = (_child(what, home)["memory"] for what in ("pages", "bare", "libraries"))
    return _line(
        "memory-all-pages",
        round(ours / bare, 2),
        round(ours),
        HEAVIEST,
        "x",
        f"MB; a bare window {bare:.0f} MB, with the libraries alone {least:.0f} MB, see docs/decisions/0309",
    )


MEASURES: dict[str, Callable[[], Any]] = {
    "startup-first-paint": startup,
    "startup-first-rows": startup,
    "startup-ready": startup,
    "startup-stall": startup,
    "startup-modules": startup,
    "memory-all-pages": memory,
}


def _line(name: str, ratio: float, ours: float, limit: float | None, unit: str, note: str) -> Line:
    return {"name": name, "ratio": ratio, "ours": ours, "limit": limit, "unit": unit, "note": note}


def _hub(home: Path) -> None:
    os.environ["CSO_DESK_HOME"] = str(home)
    store, _code = create_store(home / "store", "02", passphrase=None)
    with store.transaction("Import") as transaction:
        for number in range(ROWS):
            transaction.add(
                Organisation(
                    name_km=f"សមាគមទី {number}",
                    name_en=f"Association {number}",
                    place="0202",
                    kind="association",
                )
            )
    store.close()
    save_settings(Settings(page="members"), home)


def _child(what: str, home: Path) -> dict[str, float]:
    began = time.time()
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("window_child.py")), what, str(began)],
        env=os.environ | {"CSO_DESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(run.stdout.splitlines()[-1]))
