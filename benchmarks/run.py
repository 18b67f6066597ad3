"""Runs the measures, all or those named, and prints one JSON line for each.

    python3 dev.py bench [NAME...]

Every file beside this one that has MEASURES (name of a measure -> function that gives its lines) takes
part. A line: {"name", "ratio", "ours", "limit", "unit", "note"}; both sides are measured in this process.
"""

import importlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Line = dict[str, Any]
HERE = Path(__file__).resolve().parent


def measures() -> dict[str, Callable[[], Line | Iterable[Line]]]:
    found: dict[str, Callable[[], Line | Iterable[Line]]] = {}
    for path in sorted(HERE.glob("*.py")):
        if path.name != "run.py":
            found |= getattr(importlib.import_module(path.stem), "MEASURES", {})
    return found


def main(wanted: list[str]) -> int:
    known = measures()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"no such measure: {', '.join(unknown)}. There are: {', '.join(known)}", file=sys.stderr)
        return 2
    printed = set()
    for name in wanted or known:
        if name in printed:
            continue
        told = known[name]()
        for line in [told] if isinstance(told, dict) else told:
            # One function may give several lines; each is printed once, and only if it was asked for.
            if line["name"] not in printed and (not wanted or line["name"] in wanted):
                printed.add(line["name"])
                print(json.dumps(line, ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="cso-desk-bench-") as home:
        os.environ["CSO_DESK_HOME"] = str(Path(home) / "desk")
        sys.exit(main(sys.argv[1:]))
