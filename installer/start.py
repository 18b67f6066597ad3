"""Starts the installed program; sitecustomize.py has said where it lies, and whose Python starts it."""

import os
import subprocess
import sys
from pathlib import Path

import sitecustomize


def _opens_window() -> bool:
    words = sys.argv[1:]
    return not words or (len(words) == 1 and not words[0].startswith("-") and "." in words[0])


def _goes_back() -> bool:
    """Whether a version that did not come up was left just now. A full disk keeps nobody from working."""
    try:
        return bool(_opens_window() and sitecustomize.count_start())
    except OSError:
        return False


def _hand_over(tree: Path) -> int:
    """Let the Python of an update start its program; its exit code."""
    runtime = tree / "runtime"
    python = runtime / Path(sys.executable).name if sys.platform == "win32" else runtime / "bin" / "python3"
    command = [str(python), *sys.orig_argv[1 : -len(sys.argv)], str(tree / "start.py"), *sys.argv[1:]]
    # It decides anew which version it starts: what this process would have started is not there.
    environment = {name: value for name, value in os.environ.items() if name != sitecustomize.CHOSEN}
    return subprocess.call(command, env=environment)


if __name__ == "__main__":
    if _goes_back():
        sitecustomize.use()
    other = sitecustomize.other_runtime()
    if other is not None:
        sys.exit(_hand_over(other))
    from cso_desk.__main__ import main

    code = main()
    if code == 0 and _opens_window():
        sitecustomize.ended_well()
    sys.exit(code)
