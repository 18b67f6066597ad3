"""Tells the installed Python, in every process that the program starts, where program and packages lie.

The version is the one that `current.txt` names. This file stands in the runtime, where Python reads it first.
"""

import sys
from pathlib import Path

_TREE = next(folder for folder in Path(__file__).resolve().parents if (folder / "current.txt").is_file())
_APP = (_TREE / "current.txt").read_text("utf-8").strip()
sys.path[:] = [*sys.path, str(_TREE / _APP), str(_TREE / "packages")]
