"""Pictures of the window's pages, taken by a process of its own: the demonstration itself needs no Qt."""

import json
import os
import subprocess
import sys

from cso_desk.demo.folder import LISTS, PASSPHRASE, PICTURES, store_folder
from cso_desk.demo.hubs import MEMBER_LISTS
from cso_desk.demo.stage import Stage, hub_called, number
from cso_desk.store.store import NATIONAL
from cso_desk.wording import _

_LONGEST = 150  # seconds
_WITHOUT_QT = 3
_TAKE = f"""
import json, sys
from pathlib import Path
try:
    import PySide6.QtWidgets
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit({_WITHOUT_QT})
from cso_desk.desk.shots import take_shots
told = json.load(sys.stdin)
made = take_shots(
    Path(told["store"]), told["passphrase"], Path(told["out"]), told["languages"], ("light",),
    list_file=Path(told["list"]),
)
print(len(made))
"""


def picture_decision(stage: Stage) -> list[str]:
    """The pages of the national hub while two opinions wait for a decision."""
    return _take(stage, NATIONAL)


def picture_hub(stage: Stage) -> list[str]:
    """The pages of a provincial hub at the end of the quarter."""
    return _take(stage, "02")


def _take(stage: Stage, hub: str) -> list[str]:
    out = stage.folder / PICTURES / hub
    told = {
        "store": str(store_folder(stage.folder, hub)),
        "passphrase": PASSPHRASE,
        "out": str(out),
        "languages": list(stage.languages),
        "list": str(stage.folder / LISTS / MEMBER_LISTS["17" if hub == NATIONAL else hub]),
    }
    # Offscreen also where there is a screen: windows that open and close by themselves frighten people.
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    stage.close()
    try:
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-c", _TAKE],
            input=json.dumps(told),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
            timeout=_LONGEST,
            check=False,
        )
    finally:
        stage.reopen()
    if done.returncode == _WITHOUT_QT:
        reason = done.stderr.strip().splitlines()[-1:]
        return [
            _(
                "No pictures were taken: this computer lacks libraries that the window needs ({reason}).",
                reason="".join(reason),
            )
        ]
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or f"the pictures failed with exit code {done.returncode}")
    return [
        _(
            "{hub}: {count} pictures of its pages in {folder}",
            hub=hub_called(hub),
            count=number(len(list(out.glob("*.png")))),
            folder=f"{PICTURES}/{hub}",
        )
    ]
