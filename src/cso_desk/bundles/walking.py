"""Follows one part of a bundle change by change: its chain, and where it meets or leaves what is held."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cso_desk.bundles.chain import roll
from cso_desk.bundles.envelope import damaged
from cso_desk.bundles.forks import Point, Standing, Tree
from cso_desk.bundles.manifest import StreamPart
from cso_desk.journal.branches import Segment, branch_name, keep_branch
from cso_desk.journal.heads import Range
from cso_desk.journal.streams import SHIFT
from cso_desk.trust.directory import Cut


class ApartError(Exception):
    """Somewhere before here a part says something else than what is held under its name."""


class SplitError(Exception):
    """A history splits after change `seq` of `segment`; what is held beyond must get a name first."""

    def __init__(self, tree: Tree, segment: Segment, seq: int) -> None:
        super().__init__(f"split after {seq}")
        self.tree = tree
        self.segment = segment
        self.seq = seq


class BeyondCutError(Exception):
    """A part does not pass through the last change of its author that counts."""


@dataclass
class Walk:
    """One carried stream on its way in. `chain` is that after `at`; `seen` counts on to the end of the part.

    `closely`: compare with what is held change by change, because the two are known to differ somewhere.
    """

    part: StreamPart
    hub: str
    tree: Tree
    standing: Standing
    cut: Cut | None
    ends: dict[Point, Segment]
    closely: bool = False
    seen: int = 0
    at: int = 0
    chain: bytes = b""
    segment: Segment | None = None
    ranges: list[Range] = field(default_factory=list)
    is_apart: bool = False
    is_beyond: bool = False
    _held: int = 0
    _check: int = 0
    _ours: dict[int, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.segment = self.standing.segment if self.done else None
        self.seen = self.at = self.part.base

    @property
    def done(self) -> bool:
        return self.standing.done

    @property
    def number(self) -> int:
        """The local number of the segment it is in."""
        return self._here.number

    @property
    def _here(self) -> Segment:
        if self.segment is None:
            raise damaged()
        return self.segment

    def counts(self, length: int) -> int:
        """How many of the next changes count here."""
        return 0 if self.done else max(0, min(length, self.standing.stop - self.at))

    def take(self, canonical: Sequence[tuple[Any, ...]]) -> list[tuple[int, int, int]]:
        """Follow some changes; gives the stretches that are new, each with the local number of its first."""
        fresh: list[tuple[int, int, int]] = []
        if self.segment is None:
            self._begin()
        done = 0
        while done < len(canonical):
            count = self._pace(len(canonical) - done)
            first = self.at + 1
            self._roll(canonical[done : done + count])
            new = max(first, self._held + 1)
            if new <= self.at:
                cid = self.number << SHIFT | new
                fresh.append((done + new - first, done + count, cid))
                self._add(cid, self.number << SHIFT | self.at)
            done += count
        if self.at == self.part.last:
            self.ends[(self.part.sealed_as, self.at, self.chain)] = self._here
        return fresh

    def finish(self) -> None:
        """Check that it came to where it was to come. Raises UserError; BeyondCutError is for the caller."""
        if self.at != self.standing.stop:
            raise damaged()
        whole = self.standing.stop == self.part.last
        if whole and self.chain.hex() != self.part.chain:
            raise damaged()
        if self.cut is not None and self.at == self.cut.seq and self.chain.hex() != self.cut.chain:
            self.is_beyond = True
            raise BeyondCutError

    def _begin(self) -> None:
        base = self.standing.segment
        if base is None:
            point = (self.part.sealed_as, self.part.base, bytes.fromhex(self.part.base_chain))
            if point not in self.ends:
                raise damaged()
            base = self.ends[point]
            self.tree = Tree(self.tree.journal, self.part.sealed_as)
            base = self.tree.segments[base.name]
        self.chain = bytes.fromhex(self.part.base_chain) if self.part.base else self.tree.chain(base, 0)
        self._enter(base)

    def _enter(self, segment: Segment) -> None:
        self.segment = segment
        self._held = self.tree.held(segment)
        self._check = min(self._held, self.standing.stop)
        self._ours = {}
        if self.closely and self._check > self.at:
            self._ours = self._chains(segment)

    def _chains(self, segment: Segment) -> dict[int, bytes]:
        """The chains of what is held, from here to where the two meet."""
        journal, chain, found = self.tree.journal, self.chain, {}
        for lines in journal.lines(segment.number, self.at + 1, self._check):
            for line, change in zip(lines, journal.canonical(lines), strict=True):
                chain = found[line.seq] = roll(chain, [change])
        return found

    def _pace(self, left: int) -> int:
        """How many changes to follow at once, after a turn into a branch where one is due."""
        here = self._here
        if self.at == here.end or (self.part.branch and self.at == self.part.base) or self._ours:
            return 1
        limits = [self.standing.stop, *([here.end] if here.end is not None else [])]
        limits += [self._check] if self._check > self.at else []
        return min(left, min(limits) - self.at)

    def _roll(self, canonical: Sequence[tuple[Any, ...]]) -> None:
        before = self.chain
        chain = roll(before, canonical)
        here = self._here
        declared = self.part.branch == branch_name(chain) and self.at == self.part.base
        if self.at == here.end or (declared and here.name != self.part.branch):
            self._turn(before, chain)
        self.at += len(canonical)
        self.chain = chain
        if self.at in self._ours and self._ours[self.at] != chain:
            raise SplitError(self.tree, self._here, self.at - 1)
        if self.at == self._check and self.tree.chain(self._here, self.at) != chain:
            self.is_apart = True
            raise ApartError

    def _turn(self, before: bytes, chain: bytes) -> None:
        """Go on in the branch whose first change comes now."""
        here = self._here
        if self._held > self.at:
            raise SplitError(self.tree, here, self.at)
        if self.tree.turn(here, chain) is None:
            keep_branch(
                self.tree.journal.connection,
                self.part.sealed_as,
                here.name,
                self.at,
                before,
                branch_name(chain),
            )
            self.tree = Tree(self.tree.journal, self.part.sealed_as)
        branch = self.tree.segments[branch_name(chain)]
        self._enter(branch)

    def _add(self, first: int, last: int) -> None:
        if self.ranges and self.ranges[-1][1] == first - 1:
            first = self.ranges.pop()[0]
        self.ranges.append((first, last))
