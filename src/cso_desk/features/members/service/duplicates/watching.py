"""Keeps what may have been entered twice up with the store: for a name being typed, and for all pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from threading import Lock
from weakref import WeakKeyDictionary

from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service.duplicates.clusters import Cluster, Tie
from cso_desk.features.members.service.duplicates.evidence import judge, judge_likely
from cso_desk.features.members.service.duplicates.finding import (
    KINDS,
    LIKELY,
    KindName,
    Pair,
    Progress,
    in_order,
    judged_pairs,
    made_index,
    not_collecting,
    pair_of,
)
from cso_desk.features.members.service.duplicates.index import Index
from cso_desk.features.members.service.duplicates.kept_names import Made, keep_names
from cso_desk.features.members.service.duplicates.profiles import Profile, owners, profile_of, profiles
from cso_desk.records.base import RecordId
from cso_desk.store.aliases import aliases, moved
from cso_desk.store.rules import approved_in
from cso_desk.store.store import Store
from cso_desk.store.transaction import EVERY_RECORD, Changed

_POSSIBLE = 0.15  # a name that is being typed says little; what is offered then is only looked at
_MOST_OFFERED = 5
_FEW = 500  # ids fit into one statement comfortably, and their records are read in no time
_PARTS: dict[KindName, frozenset[str]] = {
    "organisation": frozenset(("organisation", "organisation_name")),
    "person": frozenset(("person", "position", "organisation")),
}
"""Records of which something is compared: people are met where they work."""


class _Watch:
    """The indexes of one store and the pairs found in them, kept up with what is changed there."""

    def __init__(self, store: Store) -> None:
        self.lock = Lock()
        self._indexes: dict[KindName, Index] = {}
        self._pairs: dict[KindName, dict[tuple[str, str], Pair]] = {}
        self._due: dict[KindName, set[str]] = {}
        self._stand_for: dict[KindName, dict[str, RecordId]] = {}
        self._noting = Lock()  # never held while anything is looked for
        store.on_changed(self._note)

    def _note(self, changed: Changed) -> None:
        with self._noting:
            for kind in KINDS:
                if changed.ids is EVERY_RECORD:
                    self._indexes.pop(kind, None)
                elif not changed.kinds.isdisjoint(_PARTS[kind]):
                    self._due.setdefault(kind, set()).update(changed.ids)

    def is_at_hand(self, kind: KindName) -> bool:
        """Whether `index` gives an answer at once."""
        return kind in self._indexes and len(self._due.get(kind, ())) <= _FEW

    def index(self, store: Store, kind: KindName, progress: Progress | None = None) -> Index:
        """The index as the store is now; made anew where nobody knows what was changed. Needs `lock`."""
        with self._noting:
            index = self._indexes.get(kind)
            due = self._due.pop(kind, set())
        if index is None or len(due) > _FEW:
            self._pairs.pop(kind, None)
            made: list[Made] = []
            with not_collecting(), store.reading() as reading:
                index = made_index(reading, kind, made, progress)
                self._stand_for[kind] = aliases(reading)
            self._indexes[kind] = index
            keep_names(store, made)
        elif due:
            with store.reading() as reading:
                stand_for = aliases(reading)
                due |= moved(stand_for, self._stand_for[kind])
                due |= owners(reading, KINDS[kind], due)
                now = list(profiles(reading, KINDS[kind], due))
            self._stand_for[kind] = stand_for
            for record in due:
                index.remove(record)
            for profile in now:
                index.add(profile)
            self._compare_again(kind, index, due, now)
        return index

    def pairs(self, store: Store, kind: KindName, progress: Progress | None = None) -> list[Pair]:
        """All pairs as the store is now. Needs `lock`."""
        index = self.index(store, kind, progress)
        if kind not in self._pairs:
            with not_collecting():
                found = judged_pairs(kind, index, LIKELY, progress)
                self._pairs[kind] = {(pair.one, pair.other): pair for pair in found}
        return list(self._pairs[kind].values())

    def _compare_again(self, kind: KindName, index: Index, due: set[str], now: Sequence[Profile]) -> None:
        known = self._pairs.get(kind)
        if known is None:
            return
        for ids in [ids for ids in known if not due.isdisjoint(ids)]:
            del known[ids]
        for profile in now:
            for place in index.alike(profile):
                other = index.profiles[place]
                if other is None or other is profile:
                    continue
                judged = judge_likely(profile, other, index, LIKELY)
                if judged is not None:
                    pair = pair_of(kind, profile, other, judged)
                    known[pair.one, pair.other] = pair


_watches: "WeakKeyDictionary[Store, _Watch]" = WeakKeyDictionary()


def _watch(store: Store) -> _Watch:
    if store not in _watches:
        _watches[store] = _Watch(store)
    return _watches[store]


def warm_up(store: Store, kind: KindName, progress: Progress | None = None) -> None:
    """Make the index that `likely` needs; a second for 30,000 records, so do it in a thread beforehand."""
    watch = _watch(store)
    with watch.lock:
        watch.index(store, kind, progress)


def is_warm(store: Store, kind: KindName) -> bool:
    """Whether `likely` answers at once: nothing has to be read first, and no thread is at it."""
    watch = _watch(store)
    return watch.is_at_hand(kind) and not watch.lock.locked()


def known_duplicates(store: Store, kind: KindName, progress: Progress | None = None) -> list[Pair]:
    """What `duplicates` finds, quickly where little was changed since it was asked last.

    How common a name is was reckoned when all were looked through, so a score may differ a little.
    """
    watch = _watch(store)
    with watch.lock:
        found = watch.pairs(store, kind, progress)
    with store.reading() as reading:
        apart = approved_in(reading)
    return in_order(pair for pair in found if pair.question.key not in apart)


def ties(store: Store, cluster: Cluster) -> list[Tie]:
    """What stands between every two records of a cluster that are there still, also where that is little."""
    watch = _watch(store)
    with watch.lock:
        index = watch.index(store, cluster.kind)
        held = [index.profiles[index.place_of[each]] for each in cluster.records if each in index.place_of]
        every = [
            pair_of(cluster.kind, one, other, judge(one, other, index))
            for one, other in combinations([each for each in held if each is not None], 2)
        ]
    with store.reading() as reading:
        apart = approved_in(reading)
    return [Tie(pair, pair.question.key in apart) for pair in every]


@dataclass(frozen=True)
class Likely:
    """A record that something new may be. `score` is how likely (0 to 1), `reasons` message ids."""

    record: RecordId
    score: float
    reasons: tuple[str, ...]


def likely(store: Store, record: Organisation | Person, *, least: float = _POSSIBLE) -> list[Likely]:
    """Which kept records `record`, which need not be kept yet, may be: the surest first."""
    kind: KindName = "person" if isinstance(record, Person) else "organisation"
    wanted = profile_of(record)
    watch = _watch(store)
    found = []
    with watch.lock:
        index = watch.index(store, kind)
        for place in index.alike(wanted, by_hints=True):
            other = index.profiles[place]
            if other is not None and other.record != wanted.record:
                judged = judge_likely(wanted, other, index, least)
                if judged is not None:
                    found.append(Likely(other.record, judged.score, judged.reasons))
    return sorted(found, key=lambda each: (-each.score, each.record))[:_MOST_OFFERED]


def surest_of_each(
    store: Store,
    kind: KindName,
    records: Sequence[Organisation | Person],
    *,
    least: float = LIKELY,
    progress: Progress | None = None,
) -> list[Likely | None]:
    """For each of many records of a kind, none of them kept yet, the kept one that it most likely is.

    None where nothing comes to `least`, or where nothing is kept. `progress` may raise CancelledError.
    """
    watch = _watch(store)
    with watch.lock:
        index = watch.index(store, kind, progress)
        found = []
        for place, record in enumerate(records if len(index) else ()):
            if progress is not None and place % _FEW == 0:
                progress(place, len(records))
            found.append(_surest(index, profile_of(record), least))
    return found or [None] * len(records)


def _surest(index: Index, wanted: Profile, least: float) -> Likely | None:
    best: Likely | None = None
    for place in index.alike(wanted):
        other = index.profiles[place]
        if other is not None:
            judged = judge_likely(wanted, other, index, best.score if best else least)
            if judged is not None:
                best = Likely(other.record, judged.score, judged.reasons)
    return best


def likely_named(store: Store, kind: KindName, name: str, phones: Sequence[str] = ()) -> list[Likely]:
    """Which kept records a name that was typed, in either script, and telephones (E.164) may mean."""
    is_khmer = any("\u1780" <= letter <= "\u17ff" for letter in name)
    km, en = (name, "") if is_khmer else ("", name)
    if kind == "person":
        return likely(store, Person(name_km=km, name_en=en, phones=tuple(phones)))
    return likely(store, Organisation(name_km=km, name_en=en, phones=tuple(phones)))
