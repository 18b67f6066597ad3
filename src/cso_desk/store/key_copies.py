"""A second copy of the key file: where the first is damaged or empty, the store opens by the copy.

Without its key file an encrypted store is lost, and it is one small file. Backups hold it too.
"""

from contextlib import suppress
from pathlib import Path

from cso_desk.errors import DamagedFileError
from cso_desk.store.files import KEY_COPY, KEYSLOTS, write_whole
from cso_desk.store.keyslots import Identified, identified
from cso_desk.store.slots import UnreadableError


def identified_by_any(folder: Path, secret: str) -> Identified:
    """Whose passphrase this is, by the key file, or by the copy of that where it is damaged or gone.

    The copy takes the place of a damaged one, which is kept. Raises what `keyslots.identified` does.
    """
    try:
        return identified(folder, secret)
    except (DamagedFileError, UnreadableError) as error:
        copy = folder / KEY_COPY
        if not (copy / KEYSLOTS).is_file():
            raise
        found = identified(copy, secret)
        if isinstance(error, DamagedFileError):
            with suppress(OSError):
                put_back(folder, copy)
        return found


def put_back(folder: Path, copy: Path) -> None:
    """Put the key file of the folder `copy` in the place of the store's, which is kept. Raises OSError."""
    own = folder / KEYSLOTS
    if own.exists():
        own.replace(own.with_name(f"{KEYSLOTS}.damaged"))
    write_whole(own, (copy / KEYSLOTS).read_bytes())


def keep_copy(folder: Path) -> None:
    """Keep a copy of the key file as it is now: after opening with it, and after a change of it."""
    own, copy = folder / KEYSLOTS, folder / KEY_COPY / KEYSLOTS
    # A full disk keeps nobody from working.
    with suppress(OSError):
        data = own.read_bytes()
        if copy.exists() and copy.read_bytes() == data:
            return
        copy.parent.mkdir(exist_ok=True)
        write_whole(copy, data)
