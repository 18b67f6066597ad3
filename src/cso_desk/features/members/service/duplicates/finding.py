"""Pairs of records that may be one: in the whole store, or for a name that is just being typed."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Literal
from weakref import WeakKeyDictionary

from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service.duplicates.evidence import Judgement, could_be_one, judge
from cso_desk.features.members.service.duplicates.index import Index
from cso_desk.features.members.service.duplicates.profiles import Kind, Profile, profile_of, profiles
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.rules import Finding, approve_finding, approved_in
from cso_desk.store.store import Store
from cso_desk.store.transaction import EVERY_RECORD, Changed
from cso_desk.wording import N_

KindName = Literal["organisation", "person"]
KINDS: dict[KindName, Kind] = {"organisation": Organisation, "person": Person}

LIKELY = 0.7
"""From this score on a pair is shown: on invented lists 97 and more in a hundred of those shown are one."""

_POSSIBLE = 0.15  # a name that is being typed says little; what is offered then is only looked at
_MOST_OFFERED = 5
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
    with store.reading() as reading:
        index = _made_index(reading, kind, progress)
        apart = approved_in(reading)
    found = _judged(kind, index, least, progress)
    return _in_order(pair for pair in found if pair.question.key not in apart)


def _judged(kind: KindName, index: Index, least: float, progress: Progress | None) -> Iterator[Pair]:
    pairs = index.pairs()
    for place, (one, other) in enumerate(pairs):
        if progress is not None and place % _PAIRS_AT_ONCE == 0:
            progress(place, len(pairs))
        if could_be_one(one, other, index, least):
            judged = judge(one, other, index)
            if judged.score >= least:
                yield _pair(kind, one, other, judged)


def _pair(kind: KindName, one: Profile, other: Profile, judged: Judgement) -> Pair:
    first, second = sorted((one.record, other.record))
    return Pair(kind, first, second, judged.score, judged.reasons)


def _in_order(pairs: Iterable[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other))


def _made_index(reading: Reading, kind: KindName, progress: Progress | None = None) -> Index:
    # Hundreds of thousands of objects are made and all are kept: looking among them for rubbish again and
    # again would take as long as the work.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return Index(_counted(profiles(reading, KINDS[kind]), progress), people=kind == "person")
    finally:
        if collecting:
            gc.enable()


def _counted(profiles: Iterable[Profile], progress: Progress | None) -> Iterator[Profile]:
    """Lets the person stop while records are read; nobody knows yet how much there is to compare."""
    for place, profile in enumerate(profiles):
        if progress is not None and place % _PAIRS_AT_ONCE == 0:
            progress(0, 0)
        yield profile


def say_distinct(store: Store, pair: Pair, *, initiator: object = None) -> None:
    """Remember that the two are not the same, here and wherever both are held. Undo takes it back."""
    approve_finding(store, pair.question, initiator=initiator)


# ---- while something is typed or taken over ----


class _Warm:
    """The indexes of one store, kept up with what is changed in it."""

    def __init__(self, store: Store) -> None:
        self._indexes: dict[KindName, Index] = {}
        self._due: dict[KindName, set[str]] = {}
        self._lock = Lock()
        store.on_changed(self._note)

    def _note(self, changed: Changed) -> None:
        with self._lock:
            for kind in KINDS:
                if changed.ids is EVERY_RECORD or kind in changed.kinds:
                    if changed.ids is EVERY_RECORD:
                        self._indexes.pop(kind, None)
                    else:
                        self._due.setdefault(kind, set()).update(changed.ids)

    def index(self, store: Store, kind: KindName) -> Index:
        """The index as the store is now; made anew where nobody knows what was changed."""
        with self._lock:
            index = self._indexes.get(kind)
            due = self._due.pop(kind, set())
            if index is None or len(due) > max(_FEW, len(index) // 4):
                with store.reading() as reading:
                    index = _made_index(reading, kind)
                self._indexes[kind] = index
            elif due:
                with store.reading() as reading:
                    now = list(profiles(reading, KINDS[kind], due))
                for record in due:
                    index.remove(record)
                for profile in now:
                    index.add(profile)
            return index


_FEW = 500  # ids fit into one statement comfortably

_warm: "WeakKeyDictionary[Store, _Warm]" = WeakKeyDictionary()


def warm_up(store: Store, kind: KindName) -> None:
    """Make the index that `likely` needs; a second for 30,000 records, so do it in a thread beforehand."""
    _index(store, kind)


def is_warm(store: Store, kind: KindName) -> bool:
    """Whether `likely` answers at once."""
    return store in _warm and kind in _warm[store]._indexes


def _index(store: Store, kind: KindName) -> Index:
    if store not in _warm:
        _warm[store] = _Warm(store)
    return _warm[store].index(store, kind)


@dataclass(frozen=True)
class Likely:
    """A record that something new may be. `score` is how likely (0 to 1), `reasons` message ids."""

    record: RecordId
    score: float
    reasons: tuple[str, ...]


def likely(store: Store, record: Organisation | Person, *, least: float = _POSSIBLE) -> list[Likely]:
    """Which kept records `record`, which is not kept yet, may be: the surest first."""
    kind: KindName = "person" if isinstance(record, Person) else "organisation"
    index = _index(store, kind)
    wanted = profile_of(record)
    found = []
    for place in index.alike(wanted):
        other = index.profiles[place]
        if other is not None and other.record != wanted.record:
            judged = judge(wanted, other, index)
            if judged.score >= least:
                found.append(Likely(other.record, judged.score, judged.reasons))
    return sorted(found, key=lambda each: (-each.score, each.record))[:_MOST_OFFERED]


def likely_named(store: Store, kind: KindName, name: str, phones: Sequence[str] = ()) -> list[Likely]:
    """Which kept records a name that was typed, in either script, and telephones (E.164) may mean."""
    is_khmer = any("\u1780" <= letter <= "\u17ff" for letter in name)
    km, en = (name, "") if is_khmer else ("", name)
    if kind == "person":
        return likely(store, Person(name_km=km, name_en=en, phones=tuple(phones)))
    return likely(store, Organisation(name_km=km, name_en=en, phones=tuple(phones)))
