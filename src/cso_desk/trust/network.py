"""What a store knows of its network, and what follows from it: which device stands how, what of it counts.

Everything is worked out from two sets that only grow: the roots, and the directories that were ever seen. So
whatever way and order files come in, everybody who has seen the same believes the same. See
docs/decisions/0207.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cso_desk.journal.identity import replica_of
from cso_desk.journal.streams import Stream
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.directory import ACTIVE, REPLACED, REVOKED, SUSPENDED, Cut, Directory, Entry
from cso_desk.trust.roots import Root, longer_chain
from cso_desk.trust.signing import BadTrustError

MOST_TWINS = 4
_NOTHING = Cut("", 0, "", "")
_STATUSES = (ACTIVE, SUSPENDED, REVOKED, REPLACED)


@dataclass(frozen=True)
class Standing:
    """How a device stands: a status, or "" where nobody entered it. `entry`: its own or its earlier self's.

    `listed`: the registrar entered this device itself; otherwise it follows from an earlier self.
    """

    status: str
    entry: Entry | None = None
    listed: bool = False


UNKNOWN = Standing("")


@dataclass(frozen=True)
class Network:
    """Roots 1, 2, 3 … and the directories that count, the greatest first.

    Further directories are kept only for what they say beside the first: a device that they revoke stays
    revoked, and two of one number are told to people.
    """

    roots: tuple[Root, ...] = ()
    directories: tuple[Directory, ...] = ()

    @property
    def root(self) -> Root | None:
        """The newest root, None where this store belongs to no network with a root yet."""
        return self.roots[-1] if self.roots else None

    @property
    def twins(self) -> bool:
        """Whether two directories of one number went round: a registrar was restored, or plays false."""
        return len({one.digest for one in self._of_newest_number}) > 1

    @cached_property
    def _of_newest_number(self) -> tuple[Directory, ...]:
        return tuple(d for d in self.directories if d.order[:2] == self.directories[0].order[:2])

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every device that a registrar entered, by replica."""
        found: dict[str, Entry] = {}
        for directory in self._of_newest_number:
            for entry in directory.entries:
                found.setdefault(entry.replica, entry)
        revoked: dict[str, Entry] = {}
        for directory in self.directories:
            for entry in directory.entries:
                if entry.status == REVOKED:
                    revoked.setdefault(entry.replica, entry)
        return found | revoked

    @property
    def version(self) -> int:
        """The number of the directory that counts, 0 where there is none."""
        return self.directories[0].version if self.directories else 0

    def certificates(self) -> dict[str, Certificate]:
        """Those of all devices that were entered."""
        return {replica: entry.certificate for replica, entry in self.entries.items()}

    def joined(self, roots: tuple[Root, ...], directories: Iterable[Directory]) -> "Network":
        """With what a file brings. Raises TwoRootsError, and BadTrustError where it proves nothing."""
        chain = longer_chain(self.roots, roots)
        offered = list(directories)
        if any(not _was_signed(one, chain) for one in offered):
            raise BadTrustError("a directory that no registrar signed")
        every: dict[tuple[str, frozenset[bytes]], Directory] = {}
        for one in (*self.directories, *offered):
            key = (one.digest, _counting(one, chain))
            every[key] = min(every.get(key, one), one, key=_text)
        return Network(chain, _needed(every.values(), chain))

    def standing(self, replica: str, known: Mapping[str, Certificate]) -> Standing:
        """How a device stands. `known`: certificates by replica, which tell whose later self it is."""
        seen: set[str] = set()
        at = replica
        while at not in seen:
            seen.add(at)
            entry = self.entries.get(at)
            if entry is not None:
                return self._from(entry, listed=at == replica)
            own = known.get(at)
            before = known.get(own.previous) if own is not None else None
            if self.root is not None and at in map(replica_of, self.root.registrars):
                return Standing(ACTIVE)
            if own is None or before is None or not own.vouched_by(before):
                return UNKNOWN
            at = before.replica
        return UNKNOWN

    def _from(self, entry: Entry, *, listed: bool) -> Standing:
        # A status of a newer version: whatever it means, it is not "active".
        status = entry.status if entry.status in _STATUSES else SUSPENDED
        if status == REPLACED and not listed:
            return UNKNOWN
        return Standing(status, entry, listed)

    def limit(self, stream: Stream, known: Mapping[str, Certificate]) -> Cut | None:
        """The last change of a stream that counts, None where all of it does.

        A revoked device, or one that may no longer write in this scope, counts up to its cut, and not at all
        where it has none. What never leaves a hub (`private/…`) the registrar cannot know, so without a cut
        all of that counts.
        """
        standing = self.standing(stream.replica, known)
        scopes = standing.entry.scopes if standing.entry else None
        narrowed = scopes is not None and stream.scope not in scopes
        if standing.status != REVOKED and not narrowed:
            return None
        own = standing.entry if standing.listed else None
        cut = own.cut_of(stream.scope) if own else None
        if cut is None and stream.scope.startswith("private/") and not narrowed:
            return None
        return cut or _NOTHING


NO_NETWORK = Network()
"""What a store knows that has met no root."""


def _was_signed(directory: Directory, chain: tuple[Root, ...]) -> bool:
    """Whether a registrar of the root that a directory names signed it."""
    if directory.root_version > len(chain):
        return False
    return bool(directory.signers & chain[directory.root_version - 1].registrars)


def _counting(directory: Directory, chain: tuple[Root, ...]) -> frozenset[bytes]:
    """Who signed it and is still a registrar: a newer root takes away all a false one ever said."""
    return directory.signers & chain[directory.root_version - 1].registrars & chain[-1].registrars


def _needed(directories: Iterable[Directory], chain: tuple[Root, ...]) -> tuple[Directory, ...]:
    """Of each registrar the greatest directory, others of its number, older ones that alone revoke a device.

    Of each, because a newer root may take away all that the others said.
    """
    every = sorted(directories, key=lambda one: (one.order, one.text), reverse=True)
    kept: set[bytes] = set()
    for registrar in chain[-1].registrars:
        own: list[Directory] = []
        revoked: set[str] = set()
        for one in every:
            if registrar not in _counting(one, chain):
                continue
            twin = bool(own) and one.order[:2] == own[0].order[:2] and len(own) < MOST_TWINS
            if not own or twin or one.revoked - revoked:
                own.append(one)
                revoked |= one.revoked
        kept.update(map(_text, own))
    return tuple(one for one in every if one.text in kept)


def _text(directory: Directory) -> bytes:
    return directory.text
