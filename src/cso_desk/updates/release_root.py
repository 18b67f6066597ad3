"""The keys that release the program: which they are, how many must sign, and who may change them.

A release root is a signed text like the root of a network, of other people: those who make the program. The
program carries the one that holds; an update may bring those that follow it, each signed by enough keys of
the one before it. So whoever loses a key, or fears that it was stolen, is out with the next update.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from cso_desk.errors import UserError
from cso_desk.resources import resource
from cso_desk.trust.signing import (
    BadTrustError,
    are_enough,
    gathered,
    named_keys,
    public_key,
    read_strictly,
    signed_by,
    signers_of,
)
from cso_desk.wording import _

RELEASE_ROOT = "application/vnd.cso-desk.release-root+json"
MOST_BYTES = 64 * 1024
_MOST_VERSION = 10_000


class _Body(msgspec.Struct, frozen=True):
    version: int
    keys: list[str]
    threshold: int


@dataclass(frozen=True)
class ReleaseRoot:
    """Version 1, 2, 3 … of the keys that release, of which `threshold` must sign.

    `signers`: public keys whose signatures on this root hold.
    """

    text: bytes
    body: bytes
    version: int
    keys: frozenset[bytes]
    threshold: int
    signers: frozenset[bytes]

    def is_satisfied_by(self, signers: frozenset[bytes]) -> bool:
        """Whether enough of its keys are among these."""
        return are_enough(signers, self.keys, self.threshold)


def make_root(version: int, keys: Sequence[bytes], threshold: int, signing: Sequence[bytes]) -> bytes:
    """A root of these public keys, signed by private ones; further signatures may be still to come."""
    said = _Body(version, sorted(key.hex() for key in keys), threshold)
    return signed_by(RELEASE_ROOT, msgspec.json.encode(said), list(signing))


def signed_root(text: bytes, signing: Sequence[bytes]) -> bytes:
    """A root with the signatures of further private keys. Raises BadTrustError."""
    root = read_proposed_root(text)
    mine = signed_by(RELEASE_ROOT, root.body, list(signing))
    counting = root.signers | read_proposed_root(mine).signers
    return gathered(RELEASE_ROOT, [text, mine], counting)


def read_root(text: bytes) -> ReleaseRoot:
    """The root in `text`, signed by enough of its own keys. Raises BadTrustError."""
    root = read_proposed_root(text)
    if not root.is_satisfied_by(root.signers):
        raise BadTrustError("too few of its own keys")
    return root


def read_proposed_root(text: bytes) -> ReleaseRoot:
    """A root that may still wait for signatures. Raises BadTrustError where it never could be one."""
    body, signers = signers_of(RELEASE_ROOT, text, MOST_BYTES)
    said = read_strictly(body, _Body)
    keys = named_keys(said.keys)
    if not (1 <= said.version <= _MOST_VERSION and 1 <= said.threshold <= len(keys)):
        raise BadTrustError("no sound root")
    return ReleaseRoot(text, body, said.version, keys, said.threshold, signers)


def newest_root(held: ReleaseRoot, offered: Iterable[bytes]) -> ReleaseRoot:
    """The last of the roots that follow `held` without a gap, each approved by the one before it.

    Older ones among the offered are passed over. Raises BadTrustError where one is not approved, or another
    one than ours has our number.
    """
    now = held
    for root in sorted(map(read_root, offered), key=lambda each: each.version):
        if root.version < held.version:
            continue
        if root.version == now.version:
            if root.body != now.body:
                raise BadTrustError("two roots of one number")
            continue
        if root.version != now.version + 1 or not now.is_satisfied_by(root.signers):
            raise BadTrustError("a root is not approved by the one before")
        now = root
    return now


def next_root(
    before: ReleaseRoot, signing: Sequence[bytes], keys: Sequence[bytes] = (), threshold: int = 0
) -> bytes:
    """The root that shall follow `before`, with the signatures there are so far; what is left out stays."""
    now = list(keys) or sorted(before.keys)
    counting = before.keys | set(now)
    return make_root(
        before.version + 1,
        now,
        threshold or before.threshold,
        [key for key in signing if public_key(key) in counting],
    )


def own_root() -> ReleaseRoot:
    """The root that this program carries. Raises UserError where it carries none: it was not handed out."""
    try:
        return read_root(resource("releases", "root.json").read_bytes())
    except (OSError, BadTrustError) as error:
        raise UserError(
            _(
                "This program was not built to be handed out: it knows no keys of releases, so it takes no "
                "updates."
            )
        ) from error
