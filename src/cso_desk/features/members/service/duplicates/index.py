"""Finds those few records that one record has to be compared with, among tens of thousands.

Every record stands under keys that its doubles share with it: a telephone, how a name sounds, two words,
a name's sound in one district. A key that too many share says nothing and is passed over; what says little
alone, such as an acronym, counts where two records share two such keys.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, combinations
from math import log

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from cso_desk.features.members.service.duplicates.kept_names import unpacked
from cso_desk.features.members.service.duplicates.keys import (
    FEW,
    FEW_NEARBY,
    HINT,
    IS_PLACE,
    MANY,
    NEARBY,
    SOME,
    SOME_HINT,
    SOME_NEARBY,
    both,
    known_number,
    mark_number,
    number_of,
    sound_number,
    too_many,
)
from cso_desk.features.members.service.duplicates.names import Name, Word
from cso_desk.features.members.service.duplicates.profiles import Profile
from cso_desk.records.base import RecordId

_SHARED = {"phone": MANY, "email": MANY, "acronym": SOME_HINT}

_PROVINCE, _DISTRICT, _COMMUNE = 2, 4, 6  # digits of their codes
_ALIKE_SOUND = 80  # of the consonants of two names, in per cent
_HEARD_ALIKE = 80  # of the consonants of two names of people, in per cent
_HEARD_NEARLY = 65  # where what is written differs by no more than slips
_SLIPS = 2  # letters of a whole name
_ALIKE_WORDS = 55  # of the words that only one of them has
_MOST_NAMES = 50_000  # whose rarity is remembered

Bucket = int | list[int]
Keys = set[int]
"""What a record stands under; the highest bits of a key say how many records may."""


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
        self._told_by: dict[Name, float] = {}
        self._places: Counter[str] = Counter()
        self._buckets: dict[int, Bucket] = {}
        for place, profile in enumerate(profiles):
            self.place_of[profile.record] = place
            self.profiles.append(profile)
        if not people:
            self._words.update(
                chain.from_iterable([unpacked(each.marks) for each in self.profiles if each is not None])
            )
        for place, each in enumerate(self.profiles):
            if each is not None:
                self._enter(place, each)
        for code, count in Counter([each.place for each in self.profiles if each is not None]).items():
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
            for digits in (0, _PROVINCE, _DISTRICT, _COMMUNE):
                if len(code) >= digits:
                    self._places[code[:digits]] += count

    def _number(self, profile: Profile) -> int:
        self.place_of[profile.record] = len(self.profiles)
        self.profiles.append(profile)
        if not self.people:
            self._words.update(unpacked(profile.marks))
            self._forget_rarity()
        return len(self.profiles) - 1

    def _enter(self, place: int, profile: Profile) -> None:
        buckets = self._buckets
        for key in self._keys(profile):
            now = buckets.setdefault(key, place)
            if now is place:
                continue
            if isinstance(now, int):
                buckets[key] = [now, place]
            else:
                now.append(place)

    def _leave(self, place: int, profile: Profile) -> None:
        for key in self._keys(profile):
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
        for key in self._keys(profile):
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
        found.update([place for place in near if _are_near(profile, profiles[place])])
        return [place for place in found if profiles[place] is not None]

    def pairs(self) -> list[tuple[Profile, Profile]]:
        """Every two records that may be the same, once."""
        total = len(self.profiles)
        met: set[int] = set()
        near: set[int] = set()
        hinted: set[int] = set()
        for key, bucket in self._buckets.items():
            if isinstance(bucket, int) or too_many(len(bucket), key):
                continue
            # Places grow in a bucket; two of them in one number are a tenth of what a tuple takes.
            here = [one * total + other for one, other in combinations(bucket, 2)]
            if key & HINT:
                near.update(hinted.intersection(here))
                hinted.update(here)
            elif key & NEARBY:
                near.update(here)
            else:
                met.update(here)
        regions = [each.place[:_PROVINCE] if each is not None else "" for each in self.profiles]
        for pair in near.difference(met):
            one, other = regions[pair // total], regions[pair % total]
            if one == other or not one or not other:
                met.add(pair)
        profiles = self.profiles
        told = [(profiles[pair // total], profiles[pair % total]) for pair in met]
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

    def telling(self, name: Name) -> float:
        """How much all words of a name tell together."""
        told = self._told_by.get(name)
        if told is None:
            if len(self._told_by) > _MOST_NAMES:
                self._told_by.clear()
            told = self._told_by[name] = sum([self.rarity(word) for word in name.words])
        return told

    def _forget_rarity(self) -> None:
        self._told.clear()
        self._told_by.clear()

    # ---- keys ----

    def _keys(self, profile: Profile) -> Keys:
        keys: Keys = set(unpacked(profile.keys)) if profile.keys else set()
        for phone in profile.phones:
            keys.add(number_of("phone " + phone) | MANY)
        if profile.email:
            keys.add(number_of("email " + profile.email) | MANY)
        if self.people:
            _add_keys_of_person(keys, profile)
        else:
            _add_keys_of_organisation(keys, profile)
        return keys


def _add_keys_of_organisation(keys: Keys, profile: Profile) -> None:
    place = profile.place
    if len(place) >= _DISTRICT:
        for short in (*profile.acronyms, *profile.initials):
            keys.add(number_of(f"acronym {short} {place[:_DISTRICT]}") | SOME)
    if profile.number:
        keys.add(number_of("number " + profile.number) | MANY)
    if len(place) >= _COMMUNE:
        commune = known_number("commune " + place[:_COMMUNE])
        # Places are named alike all around.
        keys.update([both(mark, commune) | FEW for mark in unpacked(profile.marks) if not mark & IS_PLACE])


def _add_keys_of_person(keys: Keys, profile: Profile) -> None:
    place, year = profile.place, profile.year
    district = known_number("district " + place[:_DISTRICT]) if len(place) >= _DISTRICT else 0
    for sound in {turned(name.sound) for name in (*profile.names, *profile.former)}:
        heard = sound_number(sound)
        keys.add(heard | SOME_NEARBY)
        if district:
            keys.add(both(heard, district) | MANY)
        if year:
            keys.add(both(heard, year) | MANY)
        for body in profile.bodies:
            keys.add(both(heard, number_of("body " + body)) | MANY)
    if len(place) >= _COMMUNE:
        commune = known_number("commune " + place[:_COMMUNE])
        for sound in {word.sound for name in profile.names for word in name.words}:
            if len(sound) > 1:
                keys.add(both(known_number(sound), commune) | MANY)


def look_alike(one: Profile, other: Profile) -> bool:
    """Whether any two names share more than a word or two: told at a glance, for nearly all that do not."""
    theirs = (*other.names, *other.former, *other.spoken)
    return any(_look_alike(name, each) for name in (*one.names, *one.former, *one.spoken) for each in theirs)


def _are_near(one: Profile, other: Profile | None) -> bool:
    """Whether two may be in one province: where nothing is known they may."""
    ours, theirs = one.place[:_PROVINCE], other.place[:_PROVINCE] if other is not None else ""
    return ours == theirs or not ours or not theirs


def heard_alike(one: Profile, other: Profile) -> bool:
    """Whether any names of two people have most consonants in common, in whatever order, or initials."""
    theirs = (*other.names, *other.former)
    for name in (*one.names, *one.former):
        sound = _in_order(name.sound)
        for each in theirs:
            alike = ratio(sound, _in_order(each.sound), score_cutoff=_HEARD_NEARLY)
            if alike >= _HEARD_ALIKE or (alike and (name.khmer != each.khmer or _slipped(name, each))):
                return True
    return _has_initial(one) or _has_initial(other)


def _has_initial(profile: Profile) -> bool:
    """Whether a name has a word of one letter, which may stand for any that begins so."""
    for name in (*profile.names, *profile.former):
        for word in name.words:
            if len(word.spelled) == 1:
                return True
    return False


def _slipped(one: Name, other: Name) -> bool:
    """Whether what is written differs by a slip or two, whichever part is first."""
    ours, theirs = ("".join(sorted([word.spelled for word in name.words])) for name in (one, other))
    return OSA.distance(ours, theirs, score_cutoff=_SLIPS) <= _SLIPS


def have_parts(one: Profile, other: Profile) -> bool:
    """Whether a name of one person has more words than one of the other, so that this may be a part of it."""
    counts = {len(name.words) for name in (*one.names, *one.former, *other.names, *other.former)}
    return len(counts) > 1


@lru_cache(maxsize=50_000)
def _in_order(sound: str) -> str:
    return "".join(sorted(sound))


def _look_alike(one: Name, other: Name) -> bool:
    ours, theirs = one.marks, other.marks
    shared = len(ours & theirs)
    if shared * 3 < max(len(ours), len(theirs)) * 2 and shared < min(len(ours), len(theirs)):
        return ratio(one.sound, other.sound) >= _ALIKE_SOUND
    if shared == len(ours) or shared == len(theirs):
        return True
    # Names that differ in one word each are two, as a rule: in Banan and in Bavel. Unless it is a slip.
    if ratio("".join(sorted(ours - theirs)), "".join(sorted(theirs - ours))) >= _ALIKE_WORDS:
        return True
    if one.khmer != other.khmer:
        return ratio(one.sound, other.sound) >= _ALIKE_SOUND
    return OSA.distance(one.joined, other.joined, score_cutoff=_SLIPS) <= _SLIPS


@lru_cache(maxsize=50_000)
def turned(sound: str) -> str:
    """The sound of a person's name, the same whichever part is first: families write it either way.

    Of all its turns the first by the alphabet: those of "SKCNT" and "CNTSK" are the same ones.
    """
    return min([sound[at:] + sound[:at] for at in range(len(sound))], default="")
