"""The keys under which a record stands beside its doubles, by all that is known of it."""

from collections.abc import Iterable
from functools import lru_cache

from cso_desk.features.members.service.duplicates.kept_names import unpacked
from cso_desk.features.members.service.duplicates.keys import (
    FEW_NEARBY,
    IS_PLACE,
    MANY,
    MANY_NEARBY,
    SOME_NEARBY,
    both,
    known_number,
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
        keys.add(number_of("phone " + phone) | MANY)
    if profile.email:
        keys.add(number_of("email " + profile.email) | MANY)
    if people:
        _add_keys_of_person(keys, profile)
        return keys
    _add_keys_of_organisation(keys, profile)
    return (*unpacked(profile.keys), *keys)


def _add_keys_of_organisation(keys: set[int], profile: Profile) -> None:
    place = profile.place
    if len(place) >= DISTRICT and (profile.acronyms or profile.initials):
        district = place[:DISTRICT]
        for short in (*profile.acronyms, *profile.initials):
            keys.add(number_of(f"acronym {short} {district}") | SOME_NEARBY)
    if profile.number:
        keys.add(number_of("number " + profile.number) | MANY)
    if len(place) >= COMMUNE:
        commune = known_number("commune " + place[:COMMUNE])
        # Places are named alike all around.
        keys.update(
            [both(mark, commune) | FEW_NEARBY for mark in unpacked(profile.marks) if not mark & IS_PLACE]
        )


def _add_keys_of_person(keys: set[int], profile: Profile) -> None:
    place, year, names = profile.place, profile.year, profile.names
    if profile.former:
        names += profile.former
    meeting = [year] if year else []
    if len(place) >= DISTRICT:
        meeting.append(known_number("district " + place[:DISTRICT]))
    if profile.bodies:
        meeting += [number_of("body " + body) for body in profile.bodies]
    for sound in {turned(name.sound) for name in names}:
        heard = sound_number(sound)
        keys.add(heard | SOME_NEARBY)
        for each in meeting:
            keys.add(both(heard, each) | MANY)
    if len(place) >= COMMUNE:
        commune = known_number("commune " + place[:COMMUNE])
        for sound in {word.sound for name in profile.names for word in name.words}:
            if len(sound) > 1:
                keys.add(both(known_number(sound), commune) | MANY_NEARBY)


@lru_cache(maxsize=50_000)
def turned(sound: str) -> str:
    """The sound of a person's name, the same whichever part is first: families write it either way.

    Of all its turns the first by the alphabet: those of "SKCNT" and "CNTSK" are the same ones.
    """
    first = min(sound, default="")
    if sound.count(first) == 1:
        return sound[(at := sound.index(first)) :] + sound[:at]
    return min([sound[at:] + sound[:at] for at in range(len(sound)) if sound[at] == first], default="")
