"""Where the changes of a bundle belong among histories that split."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.bundles.chain import Journal, chain_at, start_of
from cso_desk.bundles.manifest import Manifest, StreamPart
from cso_desk.journal.branches import Segment, branch_name, held_of, segments
from cso_desk.journal.streams import Stream
from cso_desk.trust.directory import Cut
from cso_desk.trust.keeping import Limits

Point = tuple[Stream, int, bytes]
"""The end of a part: stream as sealed, number, chain."""


class Tree:
    """What is held of one author's changes in one scope: one history, or one that split into branches."""

    def __init__(self, journal: Journal, author: Stream) -> None:
        self.journal = journal
        self.author = author
        self.segments = segments(journal.connection, author.replica, author.scope)

    @property
    def trunk(self) -> Segment:
        return self.segments[self.author.replica]

    def held(self, segment: Segment) -> int:
        """The number of the last change held of a segment, that before it where there is none."""
        return held_of(self.journal.connection, segment)

    @property
    def furthest(self) -> int:
        return max(map(self.held, self.segments.values()))

    def chain(self, segment: Segment, seq: int) -> bytes:
        """The chain after a change of a segment, which must be held."""
        if seq == segment.start:
            return segment.before or start_of(self.author)
        return chain_at(self.journal, segment.number, seq)

    def place(self, seq: int, chain: bytes) -> Segment | None:
        """The segment in which change `seq` is held with this chain."""
        if seq == 0:
            return self.trunk if chain == start_of(self.author) else None
        for segment in self.segments.values():
            if segment.start < seq <= self.held(segment) and self.chain(segment, seq) == chain:
                return segment
        return None

    def turn(self, segment: Segment, chain: bytes) -> Segment | None:
        """The branch behind a segment whose first change gives this chain, None where it is not known."""
        found = self.segments.get(branch_name(chain))
        return found if found is not None and found.parent == segment.name else None


@dataclass(frozen=True)
class Standing:
    """What is new of one part of a bundle. `segment`: where it begins, or where it ends if nothing is new.

    `stop`: the last change of it that counts; `held`: how far it is held. `gap`: an earlier change is
    missing; `torn`: it goes on from another history than the one held here.
    """

    new: int
    stop: int
    segment: Segment | None = None
    held: int = 0
    done: bool = False
    gap: bool = False
    torn: bool = False


def standings_of(
    connection: Connection, manifest: Manifest, limits: Limits, waiting: Collection[str]
) -> tuple[Standing, ...]:
    """What is new of each carried stream. Of authors that are `waiting` nothing is taken now."""
    journal = Journal(connection)
    promised: set[Point] = set()
    found = []
    for part in manifest.streams:
        if part.replica in waiting:
            found.append(Standing(0, part.base, done=True))
            continue
        each = _stand(Tree(journal, part.sealed_as), part, limits.of(part.replica, part.scope), promised)
        if not each.gap and not each.torn:
            promised.add((part.sealed_as, part.last, bytes.fromhex(part.chain)))
        found.append(each)
    return tuple(found)


def _stand(tree: Tree, part: StreamPart, cut: Cut | None, promised: set[Point]) -> Standing:
    """Judge one part. `promised`: the ends of the parts before it in the same bundle."""
    stop = part.last if cut is None else min(part.last, cut.seq)
    chain = bytes.fromhex(part.chain if cut is None or stop < cut.seq else cut.chain)
    if stop <= part.base:
        return Standing(0, part.base, done=True)
    held = tree.place(stop, chain)
    if held is not None:
        return Standing(0, stop, held, tree.held(held), done=True)
    if cut is not None and tree.place(cut.seq, bytes.fromhex(cut.chain)) is not None:
        # All that counts of this author is held; whatever else was told leaves it before the cut.
        return Standing(0, part.base, done=True)
    base = start_of(tree.author) if part.base == 0 else bytes.fromhex(part.base_chain)
    start = tree.place(part.base, base)
    if start is None:
        if (part.sealed_as, part.base, base) in promised:
            return Standing(stop - part.base, stop, held=part.base)
        torn = tree.furthest >= part.base
        return Standing(0, stop, held=min(tree.furthest, part.base), gap=not torn, torn=torn)
    after = tree.segments.get(part.branch, start) if start.end is not None else start
    have = max(part.base, tree.held(after))
    return Standing(max(0, stop - have), stop, start, have)
