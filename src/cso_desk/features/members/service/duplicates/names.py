"""Names taken apart for comparing: words that say something, how they sound, what they are short for."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cso_desk.khmer.names import name_key
from cso_desk.khmer.normalise import fold
from cso_desk.places.gazetteer import places_above_villages
from cso_desk.resources import resource

_LETTERS = "\u1780-\u17d3\u17dc\u17dd"
_RUN = re.compile(f"[a-z_]+|[0-9]+|[{_LETTERS}]+")
_KHMER = re.compile("[\u1780-\u17b3]")
_BRACKETS = re.compile(r"[(\[«]([^()\[\]«»]*)[)\]»]?")
_LONGEST_ACRONYM = 12
_SHORTEST_ACRONYM = 3
_SHORTEST_SPOKEN = 4
_LONG_SOUND = 3
_LONG_WORD = 6  # letters: a slip in a shorter one may make another word of it
_SHORTEST_PLACE = 4  # letters: shorter ones stand by chance in other words
_CAPITALS = re.compile(r"[A-Z][A-Z0-9&.-]{2,11}")


@dataclass(slots=True, eq=False)
class Word:
    """One word of a name. `key` is the same for all its forms in both scripts; `sound` are its consonants.

    `mark` is what it is known by where scripts meet: its meaning, else its sound where that is long enough.
    """

    key: str
    spelled: str
    sound: str
    mark: str
    khmer: bool
    number: bool


@dataclass(slots=True, eq=False)
class Name:
    """A name for comparing. `joined` is what is written, `sound` its consonants, both without spaces.

    `keys` are those of the words in a fixed order, `marks` what they are known by where
    scripts meet; people have none.
    """

    joined: str
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    marks: frozenset[str]
    sound: str
    khmer: bool


@dataclass(frozen=True)
class _Vocabulary:
    """What the words in names of organisations mean: form -> (word, sort).

    `khmer` finds them where words are not parted; `several` finds those of more than one Latin word.
    """

    forms: Mapping[str, tuple[str, str]]
    latin: Sequence[str]
    khmer: re.Pattern[str]
    several: re.Pattern[str]


@cache
def _vocabulary() -> _Vocabulary:
    forms: dict[str, tuple[str, str]] = {}
    with resource("names", "organisation_words.csv").open(encoding="utf-8", newline="") as source:
        for word, sort, written in list(csv.reader(source))[1:]:
            for form in written.split(" | "):
                forms.setdefault(fold(form), (f"@{word}", sort))
    for place in places_above_villages():
        meaning = (f"#{fold(place.name_en)}", "place")
        for name in (place.name_km, place.name_en, *place.other_names):
            if len(name) >= _SHORTEST_PLACE:
                forms.setdefault(fold(name), meaning)
    khmer = _any_of(form for form in forms if _KHMER.search(form))
    several = _any_of(form for form in forms if form.isascii() and " " in form)
    # A word neither begins under a letter nor ends before a sign that belongs to its last one.
    return _Vocabulary(
        forms,
        [form for form in forms if form.isascii() and " " not in form and len(form) >= _LONG_WORD],
        re.compile(f"(?<!\u17d2)(?:{khmer})(?![\u17b6-\u17d3\u17dd])"),
        re.compile(rf"\b(?:{several})\b"),
    )


def _any_of(forms: Iterable[str]) -> str:
    """A pattern that tries the longest first, beginnings that are the same only once: a tree of letters."""
    tree: dict[str, Any] = {}
    for form in forms:
        at = tree
        for letter in form:
            at = at.setdefault(letter, {})
        at[""] = {}
    return _pattern(tree)


def _pattern(tree: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _pattern(below) for letter, below in tree.items() if letter]
    if not branches:
        return ""
    whole = branches[0] if len(branches) == 1 and "" not in tree else f"(?:{'|'.join(branches)})"
    return f"{whole}?" if "" in tree else whole


# ---- organisations ----


@dataclass(slots=True, eq=False)
class OrganisationName:
    """What one line of text says an organisation is called.

    `name` is None where nothing but an acronym stands there; `acronyms` stand in it, `initials` are what it
    may be shortened to; `legal` are the words that say what sort of body it is.
    """

    name: Name | None
    acronyms: tuple[str, ...]
    initials: tuple[str, ...]
    legal: frozenset[str]


def organisation_name(text: str) -> OrganisationName:
    """A name of an organisation taken apart."""
    acronyms = []
    if "(" in text or "[" in text:
        for inside in _BRACKETS.findall(text):
            if " " not in inside.strip() and _is_acronym(acronym := plain_acronym(inside)):
                acronyms.append(acronym)
                text = text.replace(inside, " ")
    if _CAPITALS.fullmatch(text.strip()):
        return OrganisationName(None, (*acronyms, plain_acronym(text)), (), frozenset())
    if not text.isupper():
        acronyms += [plain_acronym(found) for found in _CAPITALS.findall(text)]
    every = _organisation_words(fold(text))
    words = [word for word, sort in every if sort not in _WITHOUT_MEANING and word.spelled not in acronyms]
    if not words:
        words = [word for word, sort in every if sort != "filler" and word.spelled not in acronyms]
    legal = frozenset([word.key for word, sort in every if sort == "legal"])
    return OrganisationName(_name(words), tuple(dict.fromkeys(acronyms)), _initials(every), legal)


_WITHOUT_MEANING = frozenset(("legal", "filler"))


def _is_acronym(text: str) -> bool:
    return _SHORTEST_ACRONYM <= len(text) <= _LONGEST_ACRONYM


def plain_acronym(text: str) -> str:
    """An acronym without dots and in small letters: "C.C.S.P." is "ccsp"."""
    return re.sub(rf"[^a-z0-9{_LETTERS}]", "", fold(text))


def acronym_name(acronym: str) -> Name | None:
    """An acronym that is spoken as a word, such as ADHOC, as a name; None where it is too short."""
    if len(acronym) < _SHORTEST_SPOKEN:
        return None
    return _name([_word(acronym, acronym)])


def _organisation_words(folded: str) -> list[tuple[Word, str]]:
    vocabulary = _vocabulary()
    if " " in folded:
        folded = vocabulary.several.sub(lambda found: found.group().replace(" ", "_"), folded)
        folded = folded.replace("'s ", " ")
    found: list[tuple[Word, str]] = []
    for run in _RUN.findall(folded):
        if run[0] < "\u1780":
            found.append(_latin_word(run))
        else:
            found += _khmer_words(run)
    return found


@lru_cache(maxsize=50_000)
def _latin_word(run: str) -> tuple[Word, str]:
    spelled = run.replace("_", " ").strip()
    forms = _vocabulary().forms
    meaning, sort = (
        forms.get(spelled)
        or forms.get(spelled.removesuffix("s"))
        or _misspelled(spelled)
        or (spelled, "word")
    )
    return _word(spelled.replace(" ", ""), meaning), sort


def _misspelled(spelled: str) -> tuple[str, str] | None:
    """The meaning of a long word with a slip in it: "comittee"."""
    if len(spelled) < _LONG_WORD:
        return None
    near = process.extractOne(spelled, _vocabulary().latin, scorer=OSA.distance, score_cutoff=1)
    return _vocabulary().forms[near[0]] if near else None


@lru_cache(maxsize=50_000)
def _khmer_words(run: str) -> tuple[tuple[Word, str], ...]:
    """The words of a name written without spaces: those that are known, and what stands between them."""
    found: list[tuple[Word, str]] = []
    start = 0
    vocabulary = _vocabulary()
    for match in vocabulary.khmer.finditer(run):
        if match.start() > start:
            found.append(_unknown(run[start : match.start()]))
        meaning, sort = vocabulary.forms[match.group()]
        found.append((_word(match.group(), meaning), sort))
        start = match.end()
    if start < len(run):
        found.append(_unknown(run[start:]))
    return tuple(found)


def _unknown(spelled: str) -> tuple[Word, str]:
    return _word(spelled, spelled), "word"


@lru_cache(maxsize=100_000)
def _word(spelled: str, meaning: str) -> Word:
    """A word whose `key` is "@farmer" or "#bavel" where it is known, else what is written."""
    return _made(meaning, spelled, name_key(spelled).replace(" ", ""))


def _made(key: str, spelled: str, sound: str) -> Word:
    mark = key if key[0] in "@#" or len(sound) < _LONG_SOUND else sound
    return Word(key, spelled, sound, mark, spelled[0] >= "\u1780", spelled.isdigit())


def _initials(every: list[tuple[Word, str]]) -> tuple[str, ...]:
    latin = [(word.spelled[0], sort) for word, sort in every if not (word.khmer or word.number)]
    if len(latin) < _SHORTEST_ACRONYM:
        return ()
    said = ["".join([letter for letter, _sort in latin])]
    for left_out in (("filler",), _WITHOUT_MEANING):
        letters = "".join([letter for letter, sort in latin if sort not in left_out])
        if len(letters) >= _SHORTEST_ACRONYM and letters not in said:
            said.append(letters)
    return tuple(said)


# ---- people ----


@cache
def _honorifics() -> re.Pattern[str]:
    lines = resource("names", "honorifics.csv").read_text(encoding="utf-8").splitlines()[1:]
    forms = sorted((fold(form) for line in lines for form in line.split(" | ")), key=len, reverse=True)
    return re.compile(rf"^(?:(?:{'|'.join(map(re.escape, forms))})[. ]+)+(?=\S)")


@lru_cache(maxsize=30_000)
def person_name(text: str) -> Name | None:
    """The name without forms of address, each part a word; None where nothing is left."""
    return _name([_part(run) for run in _RUN.findall(_honorifics().sub("", fold(text)))], _NO_MARKS)


@lru_cache(maxsize=200_000)
def _part(spelled: str) -> Word:
    return _made(spelled, spelled, name_key(spelled))


# ---- both ----


_NO_MARKS: frozenset[str] = frozenset()
"""Of people, whose words mean nothing."""


def _name(words: list[Word], marks: frozenset[str] | None = None) -> Name | None:
    if not words:
        return None
    return Name(
        "".join([word.spelled for word in words]),
        tuple(words),
        tuple(sorted([word.key for word in words])),
        frozenset([word.mark for word in words]) if marks is None else marks,
        "".join([word.sound for word in words]),
        words[0].khmer,
    )
