"""Keeps which shared folder a store uses, with its password, inside the encrypted store itself."""

from dataclasses import asdict, dataclass
from typing import TypeVar

import msgspec

from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.store import Store

_REMOTE, _COLLECTED = "remote", "collected"
_Shape = TypeVar("_Shape")


@dataclass(frozen=True)
class Remote:
    """A shared folder. `host_key`: the SFTP server's key as met first, "SHA256:…"; "" = not met yet."""

    address: str
    user: str = ""
    secret: str = ""
    host_key: str = ""


def kept_remote(store: Store) -> Remote | None:
    """The shared folder of this store, None where none was named."""
    return _kept(store, _REMOTE, Remote)


def keep_remote(store: Store, remote: Remote | None) -> None:
    """Use this shared folder from now on; None for none any more."""
    _keep(store, _REMOTE, asdict(remote) if remote else None)


def kept_collected(store: Store) -> dict[str, int]:
    """The files fetched from the shared folder before, with their sizes in bytes."""
    return _kept(store, _COLLECTED, dict[str, int]) or {}


def keep_collected(store: Store, collected: dict[str, int]) -> None:
    _keep(store, _COLLECTED, collected or None)


def _kept(store: Store, key: str, shape: type[_Shape]) -> _Shape | None:
    text = kept_fact(store, key)
    try:
        return msgspec.json.decode(text, type=shape) if text else None
    except msgspec.DecodeError:
        return None


def _keep(store: Store, key: str, value: object) -> None:
    keep_fact(store, key, msgspec.json.encode(value).decode() if value is not None else "")
