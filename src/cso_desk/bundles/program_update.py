"""A new version of the program in a bundle: the national hub sends it along, a hub is offered it.

Here it is a file like others. Whether it is what it says, and whether it fits, its own signatures tell: see
the package `updates`. Nothing is ever installed by taking a bundle in.
"""

from pathlib import Path

from sqlalchemy import Connection

from cso_desk.bundles.attachments import namings
from cso_desk.bundles.manifest import Manifest
from cso_desk.errors import UserError
from cso_desk.file_types import UPDATE_ENDING
from cso_desk.store.blobs import Blob, Blobs, blobs_of
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.store import NATIONAL, Store
from cso_desk.wording import _

_SENT, _OFFERED = "update_sent", "update_offered"


def send_along(store: Store, path: Path) -> None:
    """Let this update go with every bundle on a stick for a hub from now on.

    Raises UserError where this is not the national hub, or the file cannot be kept.
    """
    if store.hub != NATIONAL:
        raise UserError(_("Only the national hub sends updates of the program along."))
    blob = blobs_of(store).add_file(path)
    keep_fact(store, _SENT, blob.sha256)


def stop_sending(store: Store) -> None:
    """Let no update go with bundles any more."""
    sha256 = sent_along(store)
    keep_fact(store, _SENT, "")
    _remove(store, sha256)


def sent_along(store: Store) -> str:
    """The SHA-256 of the update that goes with bundles; "" for none."""
    return kept_fact(store, _SENT)


def update_for(connection: Connection, blobs: Blobs, own_hub: str, to_hub: str) -> Blob | None:
    """The update that goes with a bundle for this hub; None for none."""
    if own_hub != NATIONAL or to_hub in ("", NATIONAL):
        return None
    sha256 = connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (_SENT,)).scalar() or ""
    return Blob(sha256, blobs.size(sha256)) if sha256 and blobs.has(sha256) else None


def keep_offer(connection: Connection, manifest: Manifest, blobs: Blobs) -> bool:
    """Note that the national hub offers an update which has just come in; whether it does."""
    if manifest.from_hub != NATIONAL or not manifest.update or not blobs.has(manifest.update):
        return False
    connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_OFFERED, manifest.update))
    return True


def offered(store: Store) -> str:
    """The SHA-256 of the update that the national hub offers; "" for none."""
    sha256 = kept_fact(store, _OFFERED)
    return sha256 if sha256 and Blobs(store.folder).has(sha256) else ""


def offered_file(store: Store, folder: Path) -> Path:
    """The update that is offered, written into a folder of the caller's. Raises UserError."""
    path = folder / f"offered{UPDATE_ENDING}"
    with path.open("wb") as file:
        for data in blobs_of(store).content(offered(store)):
            file.write(data)
    return path


def forget_offer(store: Store) -> None:
    """It was taken, or is of no use here."""
    sha256 = offered(store)
    keep_fact(store, _OFFERED, "")
    _remove(store, sha256)


def _remove(store: Store, sha256: str) -> None:
    """Remove the file, unless a record has it too."""
    if not sha256:
        return
    with store.reading() as reading:
        named = {each.sha256 for each in namings(reading.connection, store.shelves.types)}
    if sha256 not in named:
        Blobs(store.folder).remove(sha256)
