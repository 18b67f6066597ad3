"""The files of a store: what they are called, and whether they are there."""

from pathlib import Path

DATABASE = "store.db"
KEYSLOTS = "keyslots.json"


def has_store(folder: Path) -> bool:
    return (folder / DATABASE).is_file()


def needs_passphrase(folder: Path) -> bool:
    return (folder / KEYSLOTS).is_file()
