"""Where versions of the program lie on this computer, and which of them is started.

The installed tree may belong to an administrator. So updates are unpacked to `program/` in the user's own
folder, and `current.txt` there names the version to start and the one before it. The launcher of the
installed tree (installer/sitecustomize.py and start.py) reads it, and leaves a version that did not come up
twice.
"""

import re
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cso_desk.store.files import write_whole

POINTER, TRIES, WENT_BACK = "current.txt", "tries.txt", "went_back.txt"
CHOSEN = "CSO_DESK_PROGRAM"
"""A variable, "NAME:PROCESS": the version that children of that process run."""

INSTALLED_BASE = "-"
_FOLDER = re.compile(r"(?:app|full)-[0-9.]+-\d+(?:\.new)?")


class Version(NamedTuple):
    """A line of `current.txt`. `base`: the folder with its Python and packages, "-": the installed ones."""

    name: str
    sequence: int
    fits: str
    base: str


@dataclass(frozen=True)
class Place:
    """An installed program. `tree`: the one whose Python runs; `program`: where its updates are unpacked."""

    tree: Path
    program: Path
    installed: Version
    running: Version

    def pointed(self) -> tuple[Version | None, Version | None]:
        """The update that is started next and the version before it; None for the installed one."""
        first, second = ([*map(_version, self._lines()), None, None])[:2]
        return first, second

    def _lines(self) -> list[str]:
        with suppress(OSError, ValueError):
            return (self.program / POINTER).read_text("utf-8").splitlines()[:2]
        return []

    def number_before(self) -> str:
        """The number of the version before the update that is started next, as people read it."""
        second = [line.split() for line in self._lines()[1:]]
        if before := self.pointed()[1]:
            return version_of(before.name)
        # An update with a Python of its own does not know the tree that was installed: the line names it.
        named = second[0][1:] if second else []
        return named[0] if len(named) == 1 else version_of(self.installed.name)

    def point(self, now: Version | None, before: Version | None) -> None:
        """Let `now` be started from the next time on. Raises OSError; the pointer is as it was then."""
        installed = f"- {version_of(self.installed.name)}"
        text = "".join(f"{' '.join(map(str, each)) if each else installed}\n" for each in (now, before))
        write_whole(self.program / POINTER, text.encode())

    def newest(self) -> Version:
        """What would be started now."""
        pointed = self.pointed()[0]
        if pointed is None or not self.is_there(pointed):
            return self.installed
        newer = pointed.base == self.tree.name or pointed.sequence > self.installed.sequence
        return pointed if newer else self.installed

    def is_there(self, version: Version) -> bool:
        """Whether a version lies in the folder of updates."""
        return (self.program / version.name).is_dir()

    def forget_others(self) -> None:
        """Remove what is neither started nor the one before it, and what was never finished."""
        kept = {self.running.name, self.tree.name}
        for each in self.pointed():
            kept |= {each.name, each.base} if each else set()
        with suppress(OSError):
            for path in self.program.iterdir():
                if _FOLDER.fullmatch(path.name) and path.name not in kept:
                    shutil.rmtree(path, ignore_errors=True)


def installed_place() -> Place | None:
    """Where this program lies; None where it runs from its source."""
    told = sys.modules.get("sitecustomize")
    tree, program = getattr(told, "TREE", None), getattr(told, "PROGRAM", None)
    if tree is None or program is None:
        return None
    installed, running = getattr(told, "INSTALLED", ()), getattr(told, "RUNNING", ())
    return Place(tree, program, Version(*installed), Version(*running))


def version_of(name: str) -> str:
    """The number in the name of a folder: 0.3.0 in app-0.3.0-120."""
    return name.split("-")[1] if "-" in name else name


def _version(line: str) -> Version | None:
    words = line.split()
    if len(words) != 4 or not words[1].isdecimal() or not _FOLDER.fullmatch(words[0]):
        return None
    return Version(words[0], int(words[1]), words[2], words[3])
