"""Who has something in common within one commune or district: there less is enough to be compared."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from cso_desk.features.members.service.duplicates.profile_keys import Around
from cso_desk.features.members.service.duplicates.profiles import Profile


class Nearby:
    """The records of each place of one sort, by their numbers in `profiles`.

    A commune has some ten of ten thousand records: their words are sorted out there, when somebody asks.
    """

    def __init__(self, profiles: Sequence[Profile | None], around: Around) -> None:
        self._profiles = profiles
        self._digits, self._most, self._words = around
        self._standing: dict[str, list[int]] = {}
        self._sorted_out: dict[str, dict[object, list[int]]] = {}

    def enter_all(self) -> None:
        """Take all records in."""
        digits, standing = self._digits, defaultdict(list)
        for place, profile in enumerate(self._profiles):
            if profile is not None and len(profile.place) >= digits:
                standing[profile.place[:digits]].append(place)
        self._standing = dict(standing)

    def enter(self, place: int, profile: Profile) -> None:
        """Take a record in."""
        if len(profile.place) >= self._digits:
            around = profile.place[: self._digits]
            self._standing.setdefault(around, []).append(place)
            self._sorted_out.pop(around, None)

    def leave(self, place: int, profile: Profile) -> None:
        """Forget a record."""
        if len(profile.place) >= self._digits:
            around = profile.place[: self._digits]
            self._standing[around].remove(place)
            self._sorted_out.pop(around, None)

    def beside(self, profile: Profile) -> Iterator[Iterable[int]]:
        """For each word of a record who around it has that; what too many have says nothing."""
        around = profile.place[: self._digits]
        standing = self._standing.get(around)
        if len(around) < self._digits or standing is None:
            return
        if around not in self._sorted_out:
            self._sorted_out[around] = self._by_words(standing)
        known = self._sorted_out[around]
        for word in self._words(profile):
            having = known.get(word, ())
            if len(having) <= self._most:
                yield having

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every two that have a word in common, the lower number first; some again and again."""
        most = self._most
        for standing in self._standing.values():
            if len(standing) > 1:
                for having in self._by_words(standing).values():
                    if 1 < len(having) <= most:
                        yield from combinations(having, 2)

    def _by_words(self, standing: Iterable[int]) -> dict[object, list[int]]:
        found: dict[object, list[int]] = defaultdict(list)
        profiles, words = self._profiles, self._words
        for place in standing:
            profile = profiles[place]
            if profile is not None:
                for word in words(profile):
                    having = found[word]
                    if not having or having[-1] != place:
                        having.append(place)
        return found
