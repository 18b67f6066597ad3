"""Brings files of the library back from the places of backups, where the store's own are missing."""

from collections.abc import Callable, Iterable
from pathlib import Path

from cso_desk.bundles.attachments import namings
from cso_desk.errors import DamagedFileError
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import Store

Progress = Callable[[int, int], None]


def bring_files_back(
    store: Store, places: Iterable[Path], progress: Progress | None = None
) -> tuple[int, int]:
    """Fetch the files that records name and that are not here; gives how many came and how many stay missing.

    Each is read and compared with its name on the way; those that stay missing are asked for from other hubs.
    """
    blobs = blobs_of(store)
    with store.reading() as reading:
        named = {each.sha256 for each in namings(reading.connection, store.shelves.types)}
    wanted = sorted(sha256 for sha256 in named if not blobs.has(sha256))
    pools = [blobs.beside(place) for place in places]
    came = 0
    for done, sha256 in enumerate(wanted):
        if progress is not None:
            progress(done, len(wanted))
        for pool in pools:
            if not pool.has(sha256):
                continue
            try:
                with blobs.new() as new:
                    for data in pool.content(sha256):
                        new.write(data)
                    blobs.keep(new)
            except DamagedFileError:
                continue
            came += 1
            break
    return came, len(wanted) - came
