"""Finding a place from what somebody types or a list says, tolerant of spelling, best first."""

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile

from cso_desk.khmer.normalise import fold
from cso_desk.places.gazetteer import (
    Level,
    Place,
    places_above_villages,
    province_by_abbreviation,
    villages,
)
from cso_desk.places.spelling import exact_key, loose_key, one_letter_less, parts, without_type_word

# How well a name fits, best first: the same letters; the same sound and one letter else; one letter else;
# the same sound; what is typed so far; nearly the same sound.
_EXACT, _CLOSE, _ONE_LETTER, _LOOSE, _BEGINS, _BEGINS_LOOSELY, _WORD_BEGINS, _ONE_SLIP = range(8)
_SHORTEST_WITH_SLIP = 4  # shorter names are one slip from everything
_SHORTEST_LOOSE_BEGINNING = 3
_SAFE_SPELLINGS = (_EXACT, _CLOSE, _LOOSE)
_COMMUNE_DIGITS = 6
_MOST_BEGINNINGS = 500


@dataclass(frozen=True, slots=True)
class _Index:
    """Places by each of their keys. The lists are sorted, so that a beginning is found without a walk."""

    exact: dict[str, list[Place]]
    loose: dict[str, list[Place]]
    words: dict[str, list[Place]]
    exact_keys: list[str]
    loose_keys: list[str]
    word_keys: list[str]


def find_places(
    text: str, *, level: Level | None = None, within: str | None = None, limit: int = 20
) -> list[Place]:
    """The places that `text` may mean, best first; villages only for `level="village"` or inside a commune.

    Type words ("krong", "ស្រុក", "District") and the places above ("Banan, Battambang") narrow the search;
    `within` is the code of a place that must contain the result.
    """
    return [place for _fit, place in _ranked(text, level, within)][:limit]


def resolve_place(text: str, *, level: Level | None = None, within: str | None = None) -> Place | None:
    """The one place that `text` means, or None where it is unclear; beginnings and slips do not count.

    A bare name of a province is the province, although a town or commune may bear it too; elsewhere the place
    that contains all others of the name.
    """
    ranked = _ranked(text, level, within)
    if not ranked or ranked[0][0] not in _SAFE_SPELLINGS:
        return None
    bare = exact_key(without_type_word(fold(text))[0])
    if bare.isdigit() and not within:
        return None  # some villages and communes are called by a number; a number in a list is no place
    if ranked[0][0] == _LOOSE and len(loose_key(bare)) < _SHORTEST_WITH_SLIP:
        return None  # so few letters sound like many names
    best = [place for fit, place in ranked if fit == ranked[0][0]]
    widest = min(best, key=lambda place: len(place.code))
    if widest.level == "province":
        return widest if sum(place.level == "province" for place in best) == 1 else None
    return widest if all(place.code.startswith(widest.code) for place in best) else None


def _ranked(text: str, level: Level | None, within: str | None) -> list[tuple[int, Place]]:
    names = parts(text)
    if not names:
        return []
    area = within or ""
    for above in reversed(names[1:]):
        area = next((place.code for _fit, place in _of_name(above, None, area)), area)
    found = _of_name(names[0], level, area)
    if not found and len(names) > 1:
        found = _of_name(" ".join(names), level, within or "")
    return found


def _of_name(folded: str, level: Level | None, area: str) -> list[tuple[int, Place]]:
    bare, kinds = without_type_word(folded)
    villages_only = level == "village" or (level is None and len(area) >= _COMMUNE_DIGITS)
    fits: dict[str, tuple[int, Place]] = {}
    province = province_by_abbreviation(bare)
    if province:
        fits[province.code] = (_EXACT, province)
    # A type word may be part of the name: many communes are called Phum Thmei, "new village".
    meanings: list[tuple[str, tuple[str, ...], bool]] = [(folded, (), villages_only)]
    if kinds:
        meanings.append((bare, kinds, villages_only or kinds == ("village",)))
    for name, wanted, deep in meanings:
        # In all the country, a letter or two begin thousands of village names; some hundreds are enough.
        most = _MOST_BEGINNINGS if deep and not area else None
        for fit, place in _fitting(exact_key(name), deep=deep, most=most):
            if not place.code.startswith(area) or (wanted and place.kind not in wanted):
                continue
            known = fits.get(place.code)
            if known is None or fit < known[0]:
                fits[place.code] = (fit, place)
    kept = [
        (fit, place)
        for fit, place in fits.values()
        if (not level or place.level == level) and place.code.startswith(area)
    ]
    if any(fit <= _LOOSE for fit, _place in kept):
        kept = [found for found in kept if found[0] != _ONE_SLIP]
    return sorted(kept, key=lambda found: (found[0], _order(found[1], kinds), found[1].code))


def _order(place: Place, kinds: tuple[str, ...]) -> tuple[int, int]:
    """The kind that was named first, then the larger place."""
    return (kinds.index(place.kind) if place.kind in kinds else len(kinds), len(place.code))


def _fitting(key: str, *, deep: bool, most: int | None) -> Iterable[tuple[int, Place]]:
    if not key:
        return
    index = _index(deep=deep)
    loose = loose_key(key)
    yield from ((_EXACT, place) for place in index.exact.get(key, ()))
    close = set(one_letter_less(key))
    for place in index.loose.get(loose, ()):
        yield (_CLOSE if _one_letter_apart(close, place) else _LOOSE), place
    yield from ((_BEGINS, place) for place in _beginning(index.exact_keys, index.exact, key, most))
    if len(loose) >= _SHORTEST_LOOSE_BEGINNING:
        for place in _beginning(index.loose_keys, index.loose, loose, most):
            yield _BEGINS_LOOSELY, place
    yield from ((_WORD_BEGINS, place) for place in _beginning(index.word_keys, index.words, key, most))
    if len(loose) >= _SHORTEST_WITH_SLIP:
        slips = _slips(deep=deep)
        for near in {near for less in one_letter_less(loose) for near in slips.get(less, ())} - {loose}:
            for place in index.loose[near]:
                yield (_ONE_LETTER if _one_letter_apart(close, place) else _ONE_SLIP), place


def _one_letter_apart(close: set[str], place: Place) -> bool:
    """Whether a name of `place` and the key that `close` comes from differ in one letter, or two swapped."""
    names = (place.name_km, place.name_en, *place.other_names)
    return any(not close.isdisjoint(one_letter_less(exact_key(name))) for name in names)


def _beginning(
    keys: list[str], places: dict[str, list[Place]], start: str, most: int | None
) -> Iterable[Place]:
    first = bisect.bisect_left(keys, start) if start else len(keys)
    begun = takewhile(lambda key: key.startswith(start), islice(keys, first, None))
    return islice((place for key in begun for place in places[key]), most)


@cache
def _index(*, deep: bool) -> _Index:
    exact: dict[str, list[Place]] = {}
    loose: dict[str, list[Place]] = {}
    words: dict[str, list[Place]] = {}
    for place in villages() if deep else places_above_villages():
        keys = {exact_key(name) for name in (place.name_km, place.name_en, *place.other_names)} - {""}
        for key in keys:
            exact.setdefault(key, []).append(place)
        for key in {loose_key(key) for key in keys} - {""}:
            loose.setdefault(key, []).append(place)
        for word in place.name_en.lower().split()[1:]:
            words.setdefault(word, []).append(place)
    return _Index(exact, loose, words, sorted(exact), sorted(loose), sorted(words))


@cache
def _slips(*, deep: bool) -> dict[str, list[str]]:
    """The loose keys that one slip may have turned into each text."""
    near: dict[str, list[str]] = {}
    for key in _index(deep=deep).loose:
        if len(key) >= _SHORTEST_WITH_SLIP:
            for less in set(one_letter_less(key)):
                near.setdefault(less, []).append(key)
    return near
