"""What the words in names of organisations mean, in both scripts and as they are heard."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cso_desk.khmer.names import name_key
from cso_desk.khmer.normalise import fold
from cso_desk.places.gazetteer import place, places_above_villages
from cso_desk.resources import resource

LETTERS = "\u1780-\u17d3\u17dc\u17dd"
RUN = re.compile(f"[a-z]+|[0-9]+|[{LETTERS}]+")
"""What stands together in a folded name: one word of Latin letters, a number, Khmer words."""
BEGINNING = 2  # letters of a Khmer word: the shortest that are known have no more
LONG_WORD = 6  # letters: a slip in a shorter one may make another word of it
SHORTEST_HEARD = 3  # consonants of a Khmer word that is known by them in Latin letters
_MUTE = re.compile("[RHY]")
_TWICE = re.compile(r"(.)\1+")
_SHORTEST_PLACE = 4  # letters: shorter ones stand by chance in other words


@dataclass(frozen=True)
class Vocabulary:
    """What the words in names of organisations mean: form -> (word, sort).

    `khmer` tells how long forms are that begin with two letters, the longest first; they stand unparted.
    `several` are those of more than one Latin word, with their words, by the first two. `slips` are the
    long Latin ones by what is left of them without any one letter. `sounds` are the Khmer ones by their
    consonants, where these belong to one meaning alone: Khmer is written in Latin letters in many ways;
    `sounds_begin` is all that these begin with.
    `written` are the Khmer forms of each word.
    """

    forms: Mapping[str, tuple[str, str]]
    khmer: Mapping[str, Sequence[int]]
    several: Mapping[tuple[str, str], Sequence[tuple[Sequence[str], str]]]
    slips: Mapping[str, Sequence[str]]
    sounds: Mapping[str, str]
    sounds_begin: frozenset[str]
    written: Mapping[str, Sequence[str]]


@cache
def vocabulary() -> Vocabulary:
    """The words that are known, and the names of all places above villages."""
    forms = _forms()
    longest_first = sorted(forms, key=len, reverse=True)
    several: dict[tuple[str, str], list[tuple[Sequence[str], str]]] = {}
    slips: dict[str, list[str]] = {}
    for form in longest_first:
        words = RUN.findall(form) if form.isascii() else ()
        if len(words) > 1:
            several.setdefault((words[0], words[1]), []).append((words, form))
        elif words and len(form) >= LONG_WORD:
            for less in less_a_letter(form):
                slips.setdefault(less, []).append(form)
    sounds = _sounds(forms)
    begin = frozenset([sound[:end] for sound in sounds for end in range(len(sound) + 1)])
    return Vocabulary(forms, _lengths(longest_first), several, slips, sounds, begin, _written(forms))


@cache
def _forms() -> dict[str, tuple[str, str]]:
    forms: dict[str, tuple[str, str]] = {}
    for form, word, sort in (*_words(), *_places()):
        forms.setdefault(fold(form), (word, sort))
    return forms


def organisation_words() -> Path:
    """The file of the words that are known."""
    return resource("names", "organisation_words.csv")


def _words() -> Iterator[tuple[str, str, str]]:
    with organisation_words().open(encoding="utf-8", newline="") as source:
        for word, sort, written in list(csv.reader(source))[1:]:
            for form in written.split(" | "):
                yield form, f"@{word}", sort


def _places() -> Iterator[tuple[str, str, str]]:
    for each in places_above_villages():
        word = f"#{fold(each.name_en)}"
        for name in (each.name_km, each.name_en, *each.other_names):
            if len(name) >= _SHORTEST_PLACE:
                yield name, word, "place"


def _lengths(longest_first: Iterable[str]) -> dict[str, list[int]]:
    lengths: dict[str, list[int]] = {}
    for form in longest_first:
        if not form.isascii():
            known = lengths.setdefault(form[:BEGINNING], [])
            if len(form) not in known:
                known.append(len(form))
    return lengths


def _sounds(forms: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for form, (_word, sort) in forms.items():
        if not form.isascii() and sort != "place" and len(sound := plain_sound(form)) >= SHORTEST_HEARD:
            found.setdefault(sound, []).append(form)
    return {sound: alike[0] for sound, alike in found.items() if len({forms[form][0] for form in alike}) == 1}


def _written(forms: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form, (word, _sort) in forms.items():
        found.setdefault(word, []).extend(() if form.isascii() else (form,))
    return found


@lru_cache(maxsize=50_000)
def plain_sound(written: str) -> str:
    """The consonants of what is written, the same whether its words stand apart or not.

    No consonant comes twice in a row, and none is left that ends only mute.
    """
    return plainly(name_key(written).replace(" ", ""))


@lru_cache(maxsize=50_000)
def plainly(sound: str) -> str:
    """A sound without what depends on where words begin and end."""
    return _TWICE.sub(r"\1", _MUTE.sub("", sound))


def less_a_letter(word: str) -> set[str]:
    """A word, and what is left of it without any one letter: two that are a slip apart share one of these."""
    return {word, *[word[:at] + word[at + 1 :] for at in range(len(word))]}


@lru_cache(maxsize=5_000)
def names_of_place(code: str) -> frozenset[str]:
    """The keys of words that name a place or what it is in, by its code."""
    forms = _forms()
    found = (place(code[:digits]) for digits in range(2, len(code) + 1, 2))
    names = [fold(name) for each in found if each is not None for name in (each.name_km, each.name_en)]
    return frozenset([forms[name][0] for name in names if name in forms])
