"""What is built: the version, the commit and its time, from one place each."""

import hashlib
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


def sequence(root: Path = ROOT) -> int:
    """The number of this release: how many commits lead to it. Updates never go to a lower one.

    Raises BuildError where the clone does not hold all of them.
    """
    if git("rev-parse", "--is-shallow-repository", root=root).strip() == b"true":
        raise BuildError("this clone is shallow, so releases cannot be numbered: git fetch --unshallow")
    return int(git("rev-list", "--count", "HEAD", root=root))


def fits(root: Path = ROOT) -> str:
    """Names the Python and the packages of this release: an update of the program alone fits only the same.

    What of the packages is left out counts as well: a newer program may need what an older build took away.
    """
    digest = hashlib.sha256()
    for path in ("requirements/run.txt", "installer/packages.py"):
        digest.update(git("show", f"HEAD:{path}", root=root))
    return f"py{PYTHON}-{digest.hexdigest()[:16]}"
