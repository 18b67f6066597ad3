"""Three or more records that hang together by pairs, and what stands between any two of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cso_desk.features.members.service.duplicates.finding import LIKELY, KindName, Pair, in_order
from cso_desk.records.base import RecordId

LARGEST = 8
"""Records that are looked at together; what hangs on to more comes when these are decided."""


@dataclass(frozen=True)
class Cluster:
    """Records that hang together by `pairs` that nobody decided yet, the surest first.

    The first two of `records` are the surest pair; each further one hangs on to one before it. That two of
    them are alike says nothing of a third: `ties` in `watching` tells what is known of every two.
    """

    kind: KindName
    records: tuple[RecordId, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Tie:
    """What stands between two records of a cluster. `distinct`: somebody said that they are not the same."""

    pair: Pair
    distinct: bool

    @property
    def is_weak(self) -> bool:
        """Whether the two would not be asked about on their own account."""
        return self.distinct or self.pair.score < LIKELY


def clusters(pairs: Iterable[Pair]) -> list[Cluster]:
    """Every three or more records that hang together, the surest first; each record is in one of them."""
    ordered = in_order(pairs)
    beside: dict[RecordId, list[Pair]] = {}
    for pair in ordered:
        beside.setdefault(pair.one, []).append(pair)
        beside.setdefault(pair.other, []).append(pair)
    placed: set[RecordId] = set()
    found = []
    for seed in ordered:
        if placed.isdisjoint((seed.one, seed.other)):
            records = _grown(seed, beside, placed)
            placed.update(records)
            if len(records) > 2:
                inside = in_order(
                    {
                        pair
                        for each in records
                        for pair in beside[each]
                        if {pair.one, pair.other} <= {*records}
                    }
                )
                found.append(Cluster(seed.kind, tuple(records), tuple(inside)))
    return found


def _grown(seed: Pair, beside: dict[RecordId, list[Pair]], placed: set[RecordId]) -> list[RecordId]:
    """The two of a pair, and one after the other what hangs on to them most surely."""
    records = [seed.one, seed.other]
    while len(records) < LARGEST:
        near = [
            pair
            for record in records
            for pair in beside[record]
            if (pair.one in records) != (pair.other in records) and placed.isdisjoint((pair.one, pair.other))
        ]
        if not near:
            break
        nearest = in_order(near)[0]
        records.append(nearest.other if nearest.one in records else nearest.one)
    return records


def left_out_first(records: Sequence[RecordId], ties: Iterable[Tie]) -> set[RecordId]:
    """Those that are not taken in by themselves: each was told apart from one that stands before it."""
    place = {record: number for number, record in enumerate(records)}
    out: set[RecordId] = set()
    told = [(tie.pair.one, tie.pair.other) for tie in ties if tie.distinct]
    for one, other in sorted(
        (sorted(two, key=place.__getitem__) for two in told), key=lambda two: place[two[1]]
    ):
        if one not in out:
            out.add(other)
    return out
