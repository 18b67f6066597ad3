"""Pairs of records that may be one, in the whole store."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service.duplicates.evidence import Judgement, judge_likely
from cso_desk.features.members.service.duplicates.index import Index
from cso_desk.features.members.service.duplicates.kept_names import Made, keep_names
from cso_desk.features.members.service.duplicates.profiles import Kind, Profile, profiles
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.rules import Finding, approve_findings, approved_in
from cso_desk.store.store import Store
from cso_desk.wording import N_

KindName = Literal["organisation", "person"]
KINDS: dict[KindName, Kind] = {"organisation": Organisation, "person": Person}

LIKELY = 0.6
"""From this score on a pair is shown: on invented lists of institutions 97 and more in a hundred of these
are one; of people, who have names in common, about 95."""

_PAIRS_AT_ONCE = 2000

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Pair:
    """Two records that may be one. `score` is how likely (0 to 1), `reasons` message ids."""

    kind: KindName
    one: RecordId
    other: RecordId
    score: float
    reasons: tuple[str, ...]

    @property
    def question(self) -> Finding:
        """What "not the same" answers; the same at every hub, also where a merge of hubs asks it."""
        records = ((self.kind, self.one), (self.kind, self.other))
        return Finding(f"alike_{self.kind}", _ASKED, records)


_ASKED = N_("These two may be the same one, entered twice.")


def duplicates(
    store: Store, kind: KindName, *, least: float = LIKELY, progress: Progress | None = None
) -> list[Pair]:
    """Every pair of a kind that is likely one and of which nobody said that it is not, the surest first.

    `progress(done, total)` counts pairs that are compared and may raise CancelledError.
    """
    made: list[Made] = []
    with not_collecting(), store.reading() as reading:
        found = in_order(_not_apart(reading, kind, least, progress, made))
    keep_names(store, made)
    return found


def _not_apart(
    reading: Reading, kind: KindName, least: float, progress: Progress | None, made: list[Made]
) -> list[Pair]:
    """The pairs; the index they were found in is gone then, before anybody looks for rubbish again."""
    index = made_index(reading, kind, made, progress)
    apart = approved_in(reading)
    found = judged_pairs(kind, index, least, progress)
    return [pair for pair in found if not apart or pair.question.key not in apart]


def judged_pairs(kind: KindName, index: Index, least: float, progress: Progress | None) -> Iterator[Pair]:
    """Every pair that comes to `least`, also where somebody said that the two are not the same."""
    pairs = index.pairs()
    for place, (one, other) in enumerate(pairs):
        if progress is not None and place % _PAIRS_AT_ONCE == 0:
            progress(place, len(pairs))
        judged = judge_likely(one, other, index, least)
        if judged is not None:
            yield pair_of(kind, one, other, judged)


def pair_of(kind: KindName, one: Profile, other: Profile, judged: Judgement) -> Pair:
    """A pair, the same whichever of the two comes first."""
    first, second = sorted((one.record, other.record))
    return Pair(kind, first, second, judged.score, judged.reasons)


def in_order(pairs: Iterable[Pair]) -> list[Pair]:
    """The surest first."""
    return sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other))


@contextmanager
def not_collecting() -> Iterator[None]:
    """Makes no search for rubbish meanwhile.

    Hundreds of thousands of objects are made and nearly all are kept: looking among them again and again
    would take as long as the work.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def made_index(reading: Reading, kind: KindName, made: list[Made], progress: Progress | None = None) -> Index:
    """All records of a kind, made ready for comparing; names to be kept are put into `made`."""
    every = profiles(reading, KINDS[kind], made=made)
    return Index(_counted(every, progress), people=kind == "person")


def _counted(profiles: Iterable[Profile], progress: Progress | None) -> Iterator[Profile]:
    """Lets the person stop while records are read; nobody knows yet how much there is to compare."""
    for place, profile in enumerate(profiles):
        if progress is not None and place % _PAIRS_AT_ONCE == 0:
            progress(0, 0)
        yield profile


def say_distinct(store: Store, *pairs: Pair, initiator: object = None) -> None:
    """Remember of each pair that the two are not the same, here and wherever both are held, as one step."""
    approve_findings(store, [pair.question for pair in pairs], initiator=initiator)
