"""The memory sticks that are plugged in now, and which of them just came."""

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from typing import Any

_MOUNTS = Path("/proc/mounts")
_BLOCKS = Path("/sys/block")
_MEDIA = ("/media/", "/run/media/", "/mnt/usb")
_REMOVABLE = 2  # DRIVE_REMOVABLE of GetDriveTypeW
_SILENT = 1  # SEM_FAILCRITICALERRORS: no "there is no disk in the drive" over the window


@dataclass(frozen=True)
class Stick:
    """A removable drive. `name` is what people call it: its label, or its letter."""

    folder: Path
    name: str


def sticks() -> list[Stick]:
    """Every removable drive that can be written to, by name. Costs a millisecond and touches no stick."""
    if sys.platform == "win32":
        return _on_windows()
    if sys.platform == "darwin":
        volumes = Path("/Volumes")
        return [Stick(each, each.name) for each in sorted(volumes.iterdir()) if not each.is_symlink()]
    return sticks_in(_read(_MOUNTS), _BLOCKS)


def sticks_in(mounts: str, blocks: Path) -> list[Stick]:
    """The sticks among the lines of /proc/mounts; `blocks` tells by device whether it can be taken out."""
    found = {}
    for line in mounts.splitlines():
        device, _space, rest = line.partition(" ")
        where = rest.partition(" ")[0]
        for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\134", "\\")):
            where = where.replace(code, letter)
        if device.startswith("/dev/") and (where.startswith(_MEDIA) or _is_removable(device, blocks)):
            found[device] = Stick(Path(where), Path(where).name or where)
    return sorted(found.values(), key=lambda each: each.name)


def _is_removable(device: str, blocks: Path) -> bool:
    """Whether the disk of a device such as /dev/sdb1 can be taken out."""
    name = os.path.basename(device)  # noqa: PTH119  a name of the kernel, not a file of ours
    disks = [name, name.rstrip("0123456789"), name.rstrip("0123456789").removesuffix("p")]
    return any(_read(blocks / disk / "removable").strip() == "1" for disk in disks)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _on_windows() -> list[Stick]:
    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    kernel.SetErrorMode(_SILENT)
    there = kernel.GetLogicalDrives()
    found = []
    for place, letter in enumerate(ascii_uppercase):
        root = f"{letter}:\\"
        if there >> place & 1 and kernel.GetDriveTypeW(root) == _REMOVABLE:
            label = ctypes.create_unicode_buffer(64)
            # An empty card reader has a letter and no volume in it.
            if kernel.GetVolumeInformationW(root, label, 64, None, None, None, None, 0):
                name = f"{label.value} ({letter}:)" if label.value else f"{letter}:"
                found.append(Stick(Path(root), name))
    return found
