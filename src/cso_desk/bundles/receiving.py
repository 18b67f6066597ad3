"""Takes bundles in: check, preview, backup, merge in one transaction, receipt; and takes them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cso_desk.bundles.packing import Progress
from cso_desk.store.store import Store


@dataclass(frozen=True)
class NewDevice:
    """A device met for the first time. `introduced_by`: the hub whose device brought its certificate."""

    hub: str
    name: str
    fingerprint: str
    introduced_by: str


@dataclass(frozen=True)
class Checked:
    """What a file says of itself, after signature, recipients, versions and gaps were looked at.

    `problems` are sentences in the user's language; `can_receive` says whether taking it in would work.
    `made_at`: UTC milliseconds by the sender's clock. `signed_by`: 24 digits in six groups.
    """

    path: Path
    uid: str
    kind: str
    from_hub: str
    from_device: str
    to_hub: str
    made_at: int
    changes: int
    new_changes: int
    complete: bool
    encrypted: bool
    signed_by: str
    known_signer: bool
    new_devices: tuple[NewDevice, ...]
    problems: tuple[str, ...]
    can_receive: bool


@dataclass(frozen=True)
class Preview:
    """What taking a bundle in would do. `conflicts`: fields that would wait for a decision."""

    changes: int
    records: int
    authors: Mapping[str, int]
    types: Mapping[str, int]
    conflicts: int
    new_devices: tuple[NewDevice, ...]


@dataclass(frozen=True)
class Received:
    """What taking a file in did; no changes and no devices where it had been taken in already."""

    uid: str
    kind: str
    from_hub: str
    changes: int
    records: int
    conflicts: int
    new_devices: tuple[NewDevice, ...]
    receipt_path: Path | None


def check_bundle(store: Store, path: Path) -> Checked:
    """Look at a file and change nothing. Raises DamagedFileError where it cannot be read at all."""
    raise NotImplementedError


def preview_bundle(
    store: Store, path: Path, *, accept: str = "", progress: Progress | None = None
) -> Preview:
    """What taking the file in would do, found out by doing it and rolling back. Raises UserError."""
    raise NotImplementedError


def receive_bundle(
    store: Store,
    path: Path,
    *,
    accept: str = "",
    receipt: Path | None = None,
    progress: Progress | None = None,
) -> Received:
    """Take in a bundle, a receipt, a request or a hello. Raises UserError; nothing is changed then.

    `accept` is the fingerprint of a further device of a known hub that the person accepts. `receipt` is a
    file, or a folder in which it gets a name, for the receipt to carry back.
    """
    raise NotImplementedError


def undo_receive(store: Store, uid: str) -> int:
    """Take back a bundle: its changes are removed as if they had never come; gives how many. Raises UserError."""
    raise NotImplementedError
