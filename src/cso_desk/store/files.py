"""The files of a store: what they are called, and whether they are there."""

import os
from pathlib import Path

DATABASE = "store.db"
KEYSLOTS = "keyslots.json"


def has_store(folder: Path) -> bool:
    return (folder / DATABASE).is_file()


def needs_passphrase(folder: Path) -> bool:
    return (folder / KEYSLOTS).is_file()


def sync_folder(folder: Path) -> None:
    """Make a rename last; Windows has no such thing and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
