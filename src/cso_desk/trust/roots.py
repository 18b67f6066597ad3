"""The root of a network: which keys, kept on paper by several people, say who may enter devices."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import msgspec

from cso_desk.journal.recorder import MOST_TIME
from cso_desk.trust.signing import (
    BadTrustError,
    are_enough,
    digits_for,
    gathered,
    named_keys,
    public_key,
    read_strictly,
    signed_by,
    signers_of,
)

ROOT = "application/vnd.cso-desk.root+json"
MOST_BYTES = 64 * 1024
_FINGERPRINT = b"cso-desk root fingerprint 1"
_MOST_VERSION = 10_000


class TwoRootsError(Exception):
    """Two roots of one number, both signed as they should be: people have to find out which is right."""


class _Body(msgspec.Struct, frozen=True):
    version: int
    keys: list[str]
    threshold: int
    registrars: list[str]
    issued: int


@dataclass(frozen=True)
class Root:
    """Version 1, 2, 3 … of a network's root. `signers`: all public keys whose signatures on it hold.

    `keys` of which `threshold` must sign; `registrars` may sign directories; `issued`: UTC milliseconds.
    """

    text: bytes
    body: bytes
    version: int
    keys: frozenset[bytes]
    threshold: int
    registrars: frozenset[bytes]
    issued: int
    signers: frozenset[bytes]

    @cached_property
    def fingerprint(self) -> str:
        """24 digits in six groups, of all that this root says."""
        return digits_for(_FINGERPRINT, self.body)

    def approves(self, other: "Root") -> bool:
        """Whether enough of this root's keys signed `other`."""
        return are_enough(other.signers, self.keys, self.threshold)


def propose_root(
    version: int,
    keys: Sequence[bytes],
    threshold: int,
    registrars: Iterable[bytes],
    signing: Sequence[bytes],
    issued: int | None = None,
) -> Root:
    """A root signed by the private keys `signing`, where more signatures may be still to come.

    Raises BadTrustError where it never could be one.
    """
    body = msgspec.json.encode(
        _Body(
            version,
            sorted(key.hex() for key in keys),
            threshold,
            sorted(key.hex() for key in registrars),
            time.time_ns() // 1_000_000 if issued is None else issued,
        )
    )
    return read_proposed(signed_by(ROOT, body, list(signing)))


def completed(root: Root) -> Root:
    """The root, as nothing more is to come. Raises BadTrustError where too few of its own keys signed it."""
    return read_root(root.text)


def root_after(
    root: Root,
    signing: Sequence[bytes],
    *,
    keys: Sequence[bytes] = (),
    threshold: int = 0,
    registrars: Iterable[bytes] = (),
    issued: int | None = None,
) -> Root:
    """The root that shall follow `root`, with the signatures there are so far. What is left out stays.

    `keys`: public keys in the place of the old ones. Raises BadTrustError where it never could be one.
    """
    return propose_root(
        root.version + 1,
        list(keys) or sorted(root.keys),
        threshold or root.threshold,
        list(registrars) or root.registrars,
        [key for key in signing if public_key(key) in root.keys | set(keys)],
        issued,
    )


def next_root(root: Root, signing: Sequence[bytes], **changes: Any) -> Root:
    """The root after `root`, as `root_after` makes it, signed by enough private keys of the old and the new.

    Raises BadTrustError where not enough of either sign.
    """
    made = completed(root_after(root, signing, **changes))
    if not root.approves(made):
        raise BadTrustError("too few keys of the root before")
    return made


def signed_together(one: Root, other: Root, counting: frozenset[bytes]) -> Root:
    """A root with the signatures by the keys `counting` that stand on either of two copies of it.

    Raises BadTrustError where they are not copies of one root.
    """
    if one.body != other.body:
        raise BadTrustError("two different roots")
    return read_proposed(gathered(ROOT, [one.text, other.text], counting))


@lru_cache(maxsize=64)
def read_root(text: bytes) -> Root:
    """The root in `text`, signed by enough of its own keys. Raises BadTrustError."""
    root = read_proposed(text)
    if not root.approves(root):
        raise BadTrustError("too few of its own keys")
    return root


def read_proposed(text: bytes) -> Root:
    """A root that may still wait for signatures. Raises BadTrustError where it never could be one."""
    body, signers = signers_of(ROOT, text, MOST_BYTES)
    said = read_strictly(body, _Body)
    keys, registrars = named_keys(said.keys), named_keys(said.registrars)
    sound = (
        1 <= said.version <= _MOST_VERSION
        and 0 <= said.issued < MOST_TIME
        and 1 <= said.threshold <= len(keys)
        # A key of paper is never a key of a computer: whoever steals the computer would hold both.
        and not keys & registrars
    )
    if not sound:
        raise BadTrustError("no sound root")
    return Root(text, body, said.version, keys, said.threshold, registrars, said.issued, signers)


def chain_of(texts: Iterable[bytes]) -> tuple[Root, ...]:
    """Roots 1, 2, 3 … in their order, each approved by the one before. Raises BadTrustError."""
    chain = tuple(sorted(map(read_root, texts), key=lambda root: root.version))
    if [root.version for root in chain] != list(range(1, len(chain) + 1)):
        raise BadTrustError("a root is missing or stands twice")
    if not all(before.approves(after) for before, after in pairwise(chain)):
        raise BadTrustError("a root is not approved by the one before")
    return chain


def longer_chain(held: tuple[Root, ...], offered: tuple[Root, ...]) -> tuple[Root, ...]:
    """The chain to go on with. Raises TwoRootsError where they part."""
    if any(mine.body != theirs.body for mine, theirs in zip(held, offered, strict=False)):
        raise TwoRootsError
    return max(held, offered, key=len)
