"""The directory of a network: its devices, signed by a registrar, newer ones in place of older ones."""

import hashlib
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from cso_desk.journal.recorder import MOST_TIME
from cso_desk.journal.streams import Stream
from cso_desk.trust.certificates import Certificate, read_certificate
from cso_desk.trust.rights import is_scope
from cso_desk.trust.signing import (
    BadTrustError,
    from_hex,
    is_sealed,
    read_strictly,
    signed_by,
    signers_of,
    strict_json,
)

DIRECTORY = "application/vnd.cso-desk.directory+json"
MOST_BYTES = 4 << 20
MOST_DEVICES = 2000
ACTIVE, SUSPENDED, REVOKED, REPLACED = "active", "suspended", "revoked", "replaced"
_MOST_VERSION = 1 << 53
_MOST_LABEL = 100
_STATUS = re.compile("[a-z]{1,20}")


class Cut(msgspec.Struct, frozen=True):
    """The last sealed change of a stream that counts: its chain and the author's signature, hexadecimal."""

    scope: str
    seq: int
    chain: str
    signature: str


class _Device(msgspec.Struct, frozen=True):
    certificate: str
    status: str
    label: str = ""
    scopes: list[str] | None = None
    cuts: list[Cut] = []


class _Body(msgspec.Struct, frozen=True):
    version: int
    root_version: int
    issued: int
    devices: list[_Device]


@dataclass(frozen=True)
class Entry:
    """A device as the registrar entered it. `scopes`: where it may write; None: everywhere its hub may.

    `label` is what the registrar calls it. `rest` holds what a newer version wrote and this one keeps.
    """

    certificate: Certificate
    status: str
    label: str = ""
    scopes: frozenset[str] | None = None
    cuts: tuple[Cut, ...] = ()
    rest: Mapping[str, Any] | None = None

    @property
    def replica(self) -> str:
        return self.certificate.replica

    @property
    def name(self) -> str:
        return self.label or self.certificate.name

    def cut_of(self, scope: str) -> Cut | None:
        return next((cut for cut in self.cuts if cut.scope == scope), None)


@dataclass(frozen=True)
class Directory:
    """A signed list of devices. `signers`: public keys whose signatures hold; `issued`: UTC milliseconds."""

    text: bytes
    body: bytes
    version: int
    root_version: int
    issued: int
    entries: tuple[Entry, ...]
    signers: frozenset[bytes]

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    @property
    def order(self) -> tuple[int, int, str]:
        """Whatever order directories come in, the one with the greatest of these counts."""
        return self.root_version, self.version, self.digest

    @cached_property
    def revoked(self) -> frozenset[str]:
        return frozenset(entry.replica for entry in self.entries if entry.status == REVOKED)


def make_directory(
    version: int, root_version: int, entries: Iterable[Entry], key: bytes, issued: int | None = None
) -> Directory:
    """A directory signed by a registrar's private key."""
    devices = [_told(entry) for entry in sorted(entries, key=lambda entry: entry.replica)]
    body = {
        "version": version,
        "root_version": root_version,
        "issued": time.time_ns() // 1_000_000 if issued is None else issued,
        "devices": devices,
    }
    return read_directory(signed_by(DIRECTORY, msgspec.json.encode(body), [key]))


def _told(entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = dict(entry.rest or {})
    told |= {"certificate": entry.certificate.text.decode(), "status": entry.status}
    if entry.label:
        told["label"] = entry.label
    if entry.scopes is not None:
        told["scopes"] = sorted(entry.scopes)
    if entry.cuts:
        told["cuts"] = [msgspec.to_builtins(cut) for cut in sorted(entry.cuts, key=lambda cut: cut.scope)]
    return told


@lru_cache(maxsize=16)
def read_directory(text: bytes) -> Directory:
    """The directory in `text`; who may sign it is judged elsewhere. Raises BadTrustError."""
    body, signers = signers_of(DIRECTORY, text, MOST_BYTES)
    said = read_strictly(body, _Body)
    raw = strict_json(body)["devices"]
    if len(raw) > MOST_DEVICES:
        raise BadTrustError("too many devices")
    entries = tuple(_entry(one, rest) for one, rest in zip(said.devices, raw, strict=True))
    sound = (
        1 <= said.version <= _MOST_VERSION
        and said.root_version >= 1
        and 0 <= said.issued < MOST_TIME
        and len({entry.replica for entry in entries}) == len(entries)
    )
    if not sound:
        raise BadTrustError("no sound directory")
    return Directory(text, body, said.version, said.root_version, said.issued, entries, signers)


def _entry(said: _Device, raw: Mapping[str, Any]) -> Entry:
    certificate = read_certificate(said.certificate.encode())
    scopes = None if said.scopes is None else frozenset(said.scopes)
    sound = (
        _STATUS.fullmatch(said.status) is not None
        and len(said.label) <= _MOST_LABEL
        and said.label.isprintable()
        and all(map(is_scope, scopes or ()))
        and len({cut.scope for cut in said.cuts}) == len(said.cuts)
        and all(_is_sound(cut, certificate) for cut in said.cuts)
    )
    if not sound:
        raise BadTrustError("no sound entry")
    rest = {key: value for key, value in raw.items() if key not in _Device.__struct_fields__}
    return Entry(certificate, said.status, said.label, scopes, tuple(said.cuts), rest)


def _is_sound(cut: Cut, author: Certificate) -> bool:
    """A cut names a change that its author sealed: a registrar can leave out, but not make up."""
    if not is_scope(cut.scope) or not 0 <= cut.seq < 1 << 40:
        return False
    if cut.seq == 0:
        return cut.chain == "" == cut.signature
    chain, signature = from_hex(cut.chain, 32), from_hex(cut.signature, 64)
    return is_sealed(author.key, Stream(author.replica, cut.scope), cut.seq, chain, signature)


def changed(entries: Iterable[Entry], *new: Entry) -> tuple[Entry, ...]:
    """The entries with some put in or in the place of those of the same device."""
    by_replica = {entry.replica: entry for entry in entries} | {entry.replica: entry for entry in new}
    return tuple(by_replica.values())


def with_status(entry: Entry, status: str, cuts: Iterable[Cut] = ()) -> Entry:
    """The entry with another status; cuts only stay with it where they are given."""
    return replace(entry, status=status, cuts=tuple(cuts))
