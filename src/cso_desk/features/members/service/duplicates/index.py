"""Finds those few records that one record has to be compared with, among tens of thousands.

Every record stands under keys that its doubles share with it: a telephone, how a name sounds, two words,
a name's sound in one district. A key that too many share says nothing and is passed over; what says little
alone, such as an acronym, counts where two records share two such keys. Two who share nothing but little
are compared only while no place, sex or sort of body sets them apart.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain, combinations
from math import log

from cso_desk.features.members.service.duplicates.kept_names import unpacked
from cso_desk.features.members.service.duplicates.keys import (
    FEW_NEARBY,
    HINT,
    MANY,
    NEARBY,
    SOME_HINT,
    SOME_NEARBY,
    mark_number,
    number_of,
    sound_number,
    too_many,
)
from cso_desk.features.members.service.duplicates.names import Word
from cso_desk.features.members.service.duplicates.profile_keys import COMMUNE, DISTRICT, keys_of, turned
from cso_desk.features.members.service.duplicates.profiles import Profile
from cso_desk.records.base import RecordId

_SHARED = {"phone": MANY, "email": MANY, "acronym": SOME_HINT}
_PROVINCE = 2  # digits of its code

Bucket = int | list[int]


class Index:
    """The profiles of all records of one kind by the keys under which doubles meet.

    Places in it are numbers; a record that was taken out leaves its number empty.
    """

    def __init__(self, profiles: Iterable[Profile], *, people: bool) -> None:
        self.people = people
        self.profiles: list[Profile | None] = []
        self.place_of: dict[RecordId, int] = {}
        self._words: Counter[int] = Counter()
        self._told: dict[str, float] = {}
        self._most_telling: dict[Profile, float] = {}
        self._places: Counter[str] = Counter()
        self._buckets: dict[int, Bucket] = {}
        self._enter_all(profiles)
        every = [each for each in self.profiles if each is not None]
        if not people:
            self._words.update(chain.from_iterable([unpacked(each.marks) for each in every]))
        for code, count in Counter([each.place for each in every]).items():
            self._count_place(code, count)

    def __len__(self) -> int:
        return len(self.place_of)

    def add(self, profile: Profile) -> None:
        """Take a record in, in place of what was known of it."""
        self.remove(profile.record)
        self._enter(self._number(profile), profile)
        self._count_place(profile.place, 1)

    def remove(self, record: str) -> None:
        """Forget a record; its number leads nowhere from then on."""
        place = self.place_of.pop(RecordId(record), None)
        if place is not None:
            profile, self.profiles[place] = self.profiles[place], None
            if profile is not None:
                self._leave(place, profile)
                self._count_place(profile.place, -1)
            if profile is not None and not self.people:
                self._words.subtract(unpacked(profile.marks))
                self._forget_rarity()

    def _count_place(self, code: str, count: int) -> None:
        if code:
            for digits in (0, _PROVINCE, DISTRICT, COMMUNE):
                if len(code) >= digits:
                    self._places[code[:digits]] += count

    def _number(self, profile: Profile) -> int:
        self.place_of[profile.record] = len(self.profiles)
        self.profiles.append(profile)
        if not self.people:
            self._words.update(unpacked(profile.marks))
            self._forget_rarity()
        return len(self.profiles) - 1

    def _enter_all(self, profiles: Iterable[Profile]) -> None:
        """What `_enter` does, for tens of thousands."""
        first, known, people = self._buckets.setdefault, self._buckets, self.people
        for place, profile in enumerate(profiles):
            self.place_of[profile.record] = place
            self.profiles.append(profile)
            for key in keys_of(profile, people=people):
                now = first(key, place)
                if now is not place:
                    if isinstance(now, list):
                        now.append(place)
                    else:
                        known[key] = [now, place]

    def _enter(self, place: int, profile: Profile) -> None:
        for key in keys_of(profile, people=self.people):
            now = self._buckets.setdefault(key, place)
            if isinstance(now, list):
                now.append(place)
            elif now != place:
                self._buckets[key] = [now, place]

    def _leave(self, place: int, profile: Profile) -> None:
        for key in keys_of(profile, people=self.people):
            bucket = self._buckets.get(key)
            if bucket == place:
                del self._buckets[key]
            elif isinstance(bucket, list) and place in bucket:
                bucket.remove(place)

    # ---- who is compared ----

    def alike(self, profile: Profile, *, by_hints: bool = False) -> list[int]:
        """The numbers of records that may be the same as `profile`; with `by_hints` one hint is enough."""
        found: set[int] = set()
        near: set[int] = set()
        hinted: set[int] = set()
        for key in keys_of(profile, people=self.people):
            bucket = self._buckets.get(key, ())
            standing = (bucket,) if isinstance(bucket, int) else bucket
            if too_many(len(standing), key):
                continue
            if key & HINT and not by_hints:
                near.update(hinted.intersection(standing))
                hinted.update(standing)
            elif key & (HINT | NEARBY):
                near.update(standing)
            else:
                found.update(standing)
        profiles = self.profiles
        for place in near.difference(found):
            other = profiles[place]
            if other is not None and _may_be_one(profile, other):
                found.add(place)
        return [place for place in found if profiles[place] is not None]

    def pairs(self) -> list[tuple[Profile, Profile]]:
        """Every two records that may be the same, once."""
        total = len(self.profiles)
        met: set[int] = set()
        near: set[int] = set()
        hinted: set[int] = set()
        several = [(key, bucket) for key, bucket in self._buckets.items() if isinstance(bucket, list)]
        for key, bucket in several:
            if too_many(len(bucket), key):
                continue
            # Places grow in a bucket; two of them in one number are a tenth of what a tuple takes.
            if len(bucket) == 2:
                here = [bucket[0] * total + bucket[1]]
            else:
                here = [one * total + other for one, other in combinations(bucket, 2)]
            if key & HINT:
                near.update(hinted.intersection(here))
                hinted.update(here)
            elif key & NEARBY:
                near.update(here)
            else:
                met.update(here)
        profiles = self.profiles
        told = [(profiles[pair // total], profiles[pair % total]) for pair in met]
        little = [(profiles[pair // total], profiles[pair % total]) for pair in near.difference(met)]
        told += [(one, other) for one, other in little if one and other and _may_be_one(one, other)]
        return [
            (one, other) for one, other in told if one is not None and other is not None and one is not other
        ]

    # ---- how common something is ----

    def sharing(self, sort: str, text: str) -> int:
        """How many records stand under a key, at least one; `sort` is "phone", "sound" or "acronym"."""
        if sort == "sound":
            key = sound_number(turned(text)) | SOME_NEARBY if self.people else sound_number(text) | FEW_NEARBY
        else:
            key = number_of(f"{sort} {text}") | _SHARED[sort]
        bucket = self._buckets.get(key)
        return len(bucket) if isinstance(bucket, list) else 1

    def placed(self, code: str) -> float:
        """How much it tells that two are in one place, in nats: nothing where all are there."""
        return log(max(1, self._places[""]) / max(1, self._places[code]))

    def rarity(self, word: Word) -> float:
        """How much a word tells: 1 where nobody else has it, near 0 where everybody does."""
        if self.people:
            return 1.0
        told = self._told.get(word.mark)
        if told is None:
            count = max(1, self._words[mark_number(word.mark)])
            told = log(1 + len(self.place_of) / count) / log(2 + len(self.place_of))
            self._told[word.mark] = told
        return told

    def most_telling(self, profile: Profile) -> float:
        """How much all words of a name tell together, of all names of a record the one that tells most."""
        told = self._most_telling.get(profile)
        if told is None:
            names, rarity = (*profile.names, *profile.former, *profile.spoken), self.rarity
            told = max([sum([rarity(word) for word in name.words]) for name in names], default=0.0)
            self._most_telling[profile] = told
        return told

    def _forget_rarity(self) -> None:
        self._told.clear()
        self._most_telling.clear()


def _may_be_one(one: Profile, other: Profile) -> bool:
    """Whether no place, sex or sort of body sets two apart: what is shared by a NEARBY key says little."""
    shortest = min(len(one.place), len(other.place), COMMUNE)
    if one.place[:shortest] != other.place[:shortest]:
        return False
    if one.sex != other.sex and one.sex and other.sex:
        return False
    return not (one.legal and other.legal and one.legal - other.legal and other.legal - one.legal)
