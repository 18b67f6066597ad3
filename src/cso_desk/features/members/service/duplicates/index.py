"""Finds those few records that one record has to be compared with, among tens of thousands.

Every record stands under keys that its doubles share with it: a telephone, how a name sounds, two words,
a name's sound in one district. A key that too many share says nothing and is passed over; what says little
alone, such as an acronym, counts where two records share two such keys. Two who share nothing but little
are compared only while no place, sex or sort of body sets them apart.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
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
from cso_desk.features.members.service.duplicates.nearby import Nearby
from cso_desk.features.members.service.duplicates.profile_keys import (
    COMMUNE,
    DISTRICT,
    around,
    keys_of,
    today_number,
    turned_number,
)
from cso_desk.features.members.service.duplicates.profiles import Profile
from cso_desk.records.base import RecordId

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
        self._told_by: dict[int, float] = {}
        self._most_telling: dict[Profile, float] = {}
        self._places: Counter[str] = Counter()
        self._buckets: dict[int, Bucket] = {}
        self._nearby = [Nearby(self.profiles, each) for each in around(people=people)]
        self._enter_all(profiles)
        every = [each for each in self.profiles if each is not None]
        if not people:
            self._words.update(unpacked(b"".join([each.marks for each in every])))
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
        for each in self._nearby:
            each.enter_all()

    def _enter(self, place: int, profile: Profile) -> None:
        for each in self._nearby:
            each.enter(place, profile)
        for key in keys_of(profile, people=self.people):
            now = self._buckets.setdefault(key, place)
            if isinstance(now, list):
                now.append(place)
            elif now != place:
                self._buckets[key] = [now, place]

    def _leave(self, place: int, profile: Profile) -> None:
        for each in self._nearby:
            each.leave(place, profile)
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
        for each in self._nearby:
            near.update(*each.beside(profile))
        profiles = self.profiles
        for place in near.difference(found):
            other = profiles[place]
            if other is not None and _may_be_one(profile, other):
                found.add(place)
        return [place for place in found if profiles[place] is not None]

    def pairs(self) -> list[tuple[Profile, Profile]]:
        """Every two records that may be the same, once."""
        # Places grow in a bucket; two of them in one number are a tenth of what a tuple takes.
        shift = len(self.profiles).bit_length()
        met, near = self._meeting(shift)
        near -= met
        right = (1 << shift) - 1
        found = []
        profiles = self.profiles
        # In order, so that what belongs together is read together.
        for numbers, told in ((sorted(met), True), (sorted(near), False)):
            for pair in numbers:
                one, other = profiles[pair >> shift], profiles[pair & right]
                if one is None or other is None or one is other:
                    continue
                if told or _may_be_one(one, other):
                    found.append((one, other))
        return found

    def _meeting(self, shift: int) -> tuple[set[int], set[int]]:
        """Pairs that share something, and pairs that share what says little."""
        met: set[int] = set()
        near: set[int] = set()
        hinted: set[int] = set()
        several = [(key, bucket) for key, bucket in self._buckets.items() if isinstance(bucket, list)]
        for key, bucket in several:
            if too_many(len(bucket), key):
                continue
            if len(bucket) == 2:
                here = [bucket[0] << shift | bucket[1]]
            else:
                here = [one << shift | other for one, other in combinations(bucket, 2)]
            if key & HINT:
                near.update(hinted.intersection(here))
                hinted.update(here)
            elif key & NEARBY:
                near.update(here)
            else:
                met.update(here)
        for each in self._nearby:
            near.update([one << shift | other for one, other in each.pairs()])
        return met, near

    # ---- how common something is ----

    def sharing(self, sort: str, text: str) -> int:
        """How many records stand under a key, at least one; `sort` is "phone", "sound" or "acronym"."""
        if sort == "sound":
            key = turned_number(text) | SOME_NEARBY if self.people else sound_number(text) | FEW_NEARBY
        elif sort == "acronym":
            key = number_of("acronym " + text) | SOME_HINT
        else:
            key = today_number(text) | MANY
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
            told = self._told[word.mark] = self._rare(mark_number(word.mark))
        return told

    def _rare(self, number: int) -> float:
        every = len(self.place_of)
        told = self._told_by[number] = log(1 + every / max(1, self._words[number])) / log(2 + every)
        return told

    def most_telling(self, profile: Profile) -> float:
        """How much all words of all its names tell together, each once: no name can tell more."""
        told = self._most_telling.get(profile)
        if told is None:
            known = self._told_by.get
            told = sum([known(number) or self._rare(number) for number in unpacked(profile.marks)])
            self._most_telling[profile] = told
        return told

    def _forget_rarity(self) -> None:
        self._told.clear()
        self._told_by.clear()
        self._most_telling.clear()


def _may_be_one(one: Profile, other: Profile) -> bool:
    """Whether no place, sex or sort of body sets two apart: what is shared by a NEARBY key says little."""
    here, there = one.place, other.place
    if here != there and here and there:
        shortest = min(len(here), len(there), COMMUNE)
        if here[:shortest] != there[:shortest]:
            return False
    if one.sex != other.sex and one.sex and other.sex:
        return False
    ours, theirs = one.legal, other.legal
    return ours is theirs or not (ours and theirs and ours - theirs and theirs - ours)
