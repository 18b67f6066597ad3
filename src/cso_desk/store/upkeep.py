"""What was done for the safety of a store, in a small file beside it that opens without a passphrase.

It says nothing of anybody: when the store was checked, where the last copy elsewhere went, and whether the
window was closed as it should be.
"""

import contextlib
from pathlib import Path

import msgspec

FILE_NAME = "upkeep.json"


class Upkeep(msgspec.Struct, frozen=True):
    """Times are UTC milliseconds by the clock of this computer, 0 for never.

    `begun`: since when a copy elsewhere is waited for. `elsewhere`: the number of the backup that was copied
    last, `where` the folder it went to. `is_open`: a window is open, or was not closed as it should be.
    `found`: what the last check found, "" where all was sound.
    """

    checked_at: int = 0
    found: str = ""
    begun: int = 0
    elsewhere: int = 0
    elsewhere_at: int = 0
    where: str = ""
    is_open: bool = False


def upkeep_of(folder: Path) -> Upkeep:
    """What was done for the store in this folder; nothing where the file is not there or damaged."""
    try:
        return msgspec.json.decode((folder / FILE_NAME).read_bytes(), type=Upkeep)
    except (OSError, msgspec.MsgspecError):
        return Upkeep()


def note_upkeep(folder: Path, **told: int | str | bool) -> Upkeep:
    """Note something more; a full disk keeps nobody from working."""
    now = msgspec.structs.replace(upkeep_of(folder), **told)
    part = folder / f"{FILE_NAME}.part"
    with contextlib.suppress(OSError):
        part.write_bytes(msgspec.json.encode(now))
        part.replace(folder / FILE_NAME)
    return now
