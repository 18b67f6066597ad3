"""The keys under which a record stands beside its doubles, by all that is known of it."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from cso_desk.features.members.service.duplicates.kept_names import unpacked
from cso_desk.features.members.service.duplicates.keys import (
    FEW,
    IS_PLACE,
    MANY,
    PLAIN,
    SOME,
    SOME_NEARBY,
    both,
    known_number,
    most,
    number_of,
    sound_number,
)
from cso_desk.features.members.service.duplicates.profiles import Profile

DISTRICT, COMMUNE = 4, 6
"""Digits of the codes of districts and communes."""


def keys_of(profile: Profile, *, people: bool) -> Iterable[int]:
    """What a record stands under, each once; the highest bits of a key say how many records may."""
    keys: set[int] = set()
    for phone in profile.phones:
        keys.add(today_number(phone) | MANY)
    if profile.email:
        keys.add(today_number(profile.email) | MANY)
    if people:
        _add_keys_of_person(keys, profile)
        return keys
    if profile.number:
        keys.add(number_of("number " + profile.number) | MANY)
    return (*unpacked(profile.keys), *keys)


def today_number(text: str) -> int:
    """A number for a telephone or an e-mail, made in no time; while the program runs it stays the same."""
    return hash(text) & PLAIN


def _add_keys_of_person(keys: set[int], profile: Profile) -> None:
    names, former = profile.called
    place, meeting = profile.place, [profile.year] if profile.year else []
    if len(place) >= DISTRICT:
        meeting.append(known_number("district " + place[:DISTRICT]))
    if profile.bodies:
        meeting += [number_of("body " + body) for body in profile.bodies]
    for words in (*names, *former) if former else names:
        if len(words) == 2:
            heard = turned_number(words[0].sound + words[1].sound)
        else:
            heard = turned_number("".join([word.sound for word in words]))
        if (key := heard | SOME_NEARBY) not in keys:
            keys.add(key)
            for each in meeting:
                keys.add(both(heard, each) | MANY)


class Around(NamedTuple):
    """What is enough in common for two in one place of `digits`, where at `most` so many there have it."""

    digits: int
    most: int
    words: Callable[[Profile], Iterable[object]]


def around(*, people: bool) -> Sequence[Around]:
    """The places in which less in common is enough."""
    if people:
        return (Around(COMMUNE, most(MANY), _sounds),)
    return Around(COMMUNE, most(FEW), _words), Around(DISTRICT, most(SOME), _shortened)


def _sounds(profile: Profile) -> Iterable[str]:
    return [word.sound for words in profile.called[0] for word in words if len(word.sound) > 1]


def _words(profile: Profile) -> Iterable[int]:
    """Without places: these are named alike all around."""
    return [mark for mark in unpacked(profile.marks) if not mark & IS_PLACE]


def _shortened(profile: Profile) -> Iterable[str]:
    return (*profile.acronyms, *profile.initials)


@lru_cache(maxsize=50_000)
def turned_number(sound: str) -> int:
    """The number of how a person's name sounds, the same whichever part is first."""
    return sound_number(turned(sound))


@lru_cache(maxsize=50_000)
def turned(sound: str) -> str:
    """The sound of a person's name, the same whichever part is first: families write it either way.

    Of all its turns the first by the alphabet: those of "SKCNT" and "CNTSK" are the same ones.
    """
    first = min(sound, default="")
    if sound.count(first) == 1:
        return sound[(at := sound.index(first)) :] + sound[:at]
    return min([sound[at:] + sound[:at] for at in range(len(sound)) if sound[at] == first], default="")
