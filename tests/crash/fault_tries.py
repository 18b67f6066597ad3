"""Starts the runner of faults, with the shim where this computer can compile it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
HARD = ("kill", "torn", "eio once", "eio on", "full once", "full on", "short")


def built(folder: Path) -> Path | None:
    """The shim, made here; None where there is no compiler, or no way to put it before the system."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    made = folder / "fault_shim.so"
    done = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", made, HERE / "fault_shim.c", "-ldl"],
        capture_output=True,
        check=False,
    )
    return made if done.returncode == 0 else None


def tries(folder: Path, shim: Path | None, works: dict[str, int], faults) -> list[dict]:
    """Each work once without a fault, then so often with one at random; as the runner tells it."""
    order = {
        "folder": str(folder / "tries"),
        "shim": shim is not None,
        "seed": 1,
        "works": works,
        "faults": list(faults),
    }
    environment = os.environ | ({"LD_PRELOAD": str(shim)} if shim else {})
    done = subprocess.run(
        [sys.executable, str(HERE / "fault_runner.py"), json.dumps(order)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
