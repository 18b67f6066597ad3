"""What is built: the version, the commit and its time, from one place each."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.11"  # what the installed program runs on; the wheels and the compiled files are made for it


class BuildError(Exception):
    """Something keeps the build from being right; the text says what to do."""


def version(root: Path = ROOT) -> str:
    """The version of the program, as it stands in its package."""
    text = (root / "src" / "cso_desk" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(\d+\.\d+\.\d+)"$', text, re.MULTILINE)
    if found is None:
        raise BuildError("src/cso_desk/__init__.py names no version like 1.2.3")
    return found[1]


def git(*words: str, root: Path = ROOT) -> bytes:
    """What git answers. Raises BuildError where this folder is no clone."""
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)
    if done.returncode:
        raise BuildError(f"git {words[0]} did not work: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def commit(root: Path = ROOT) -> str:
    return git("rev-parse", "HEAD", root=root).decode().strip()


def commit_time(root: Path = ROOT) -> int:
    """When the commit was made, in seconds since 1970: the time of every file that is built."""
    return int(git("log", "-1", "--format=%ct", root=root))


def has_uncommitted(root: Path = ROOT) -> bool:
    return bool(git("status", "--porcelain", "--untracked-files=no", root=root).strip())
