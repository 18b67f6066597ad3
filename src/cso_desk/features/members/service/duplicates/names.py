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
_SHORTEST_PART = 3  # letters of a name: shorter ones, such as H., may be the first half of an address
_SHORTEST_PLACE = 4  # letters: shorter ones stand by chance in other words
_NOT_IN_ACRONYM = re.compile(f"[^a-z0-9{_LETTERS}]")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9&.-]{2,11}")


@dataclass(slots=True, eq=False)
class Word:
    """One word of a name. `key` is the same for all its forms in both scripts; `sound` are its consonants.

    `mark` is what it is known by where scripts meet: its meaning, else its sound where that is long enough.
    `sort` is that of a word that is known: "legal" says what sort of body it is, "filler" says nothing.
    `initial` is what it gives to an acronym, "" where that is nothing.
    """

    key: str
    spelled: str
    sound: str
    mark: str
    khmer: bool
    number: bool
    sort: str
    initial: str


@dataclass(slots=True, eq=False)
class Name:
    """A name for comparing. `joined` is what is written, `sound` its consonants, both without spaces.

    `marks` are what the words are known by where scripts meet; people have none.
    """

    joined: str
    words: tuple[Word, ...]
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
    acronyms: Sequence[str]
    initials: Sequence[str]
    legal: Sequence[str]


def organisation_name(text: str) -> OrganisationName:
    """A name of an organisation taken apart."""
    acronyms = []
    if "(" in text or "[" in text:
        for inside in _BRACKETS.findall(text):
            if " " not in inside.strip() and _is_acronym(acronym := plain_acronym(inside)):
                acronyms.append(acronym)
                text = text.replace(inside, " ")
    if _CAPITALS.fullmatch(text.strip()):
        return OrganisationName(None, (*acronyms, plain_acronym(text)), (), ())
    if not text.isupper():
        acronyms += [plain_acronym(found) for found in _CAPITALS.findall(text)]
    every = _organisation_words(_folded(text))
    telling = [word for word in every if word.sort not in _WITHOUT_MEANING]
    legal = [word.key for word in every if word.sort == "legal"]
    initials = _initials(every, telling)
    if acronyms:
        telling = [word for word in telling if word.spelled not in acronyms]
    words = telling or [word for word in every if word.sort != "filler" and word.spelled not in acronyms]
    return OrganisationName(_named(words), acronyms, initials, legal)


def _folded(text: str) -> str:
    """`fold`, with what it changes in most Khmer names that it changes at all done first, as that is quick.

    A text without these two is its own key as a rule, which `fold` sees at one look.
    """
    if text.isascii():
        return fold(text)
    return fold(text.replace("\u17c8", "").replace("\u17d2\u178a", "\u17d2\u178f"))


_WITHOUT_MEANING = frozenset(("legal", "filler"))


def _is_acronym(text: str) -> bool:
    return _SHORTEST_ACRONYM <= len(text) <= _LONGEST_ACRONYM


@lru_cache(maxsize=20_000)
def plain_acronym(text: str) -> str:
    """An acronym without dots and in small letters: "C.C.S.P." is "ccsp"."""
    return _NOT_IN_ACRONYM.sub("", fold(text))


@lru_cache(maxsize=20_000)
def acronym_name(acronym: str) -> Name | None:
    """An acronym that is spoken as a word, such as ADHOC, as a name; None where it is too short."""
    if len(acronym) < _SHORTEST_SPOKEN:
        return None
    return _named([_word(acronym, acronym)])


def _organisation_words(folded: str) -> list[Word]:
    if " " in folded:
        folded = _vocabulary().several.sub(_joined, folded).replace("'s ", " ")
    found: list[Word] = []
    for run in _RUN.findall(folded):
        if run < "\u1780":
            found.append(_latin_word(run))
        else:
            found += _khmer_words(run)
    return found


def _joined(several: re.Match[str]) -> str:
    return several.group().replace(" ", "_")


@lru_cache(maxsize=50_000)
def _latin_word(run: str) -> Word:
    spelled = run.replace("_", " ").strip()
    forms = _vocabulary().forms
    meaning, sort = (
        forms.get(spelled)
        or forms.get(spelled.removesuffix("s"))
        or _misspelled(spelled)
        or (spelled, "word")
    )
    return _word(spelled.replace(" ", ""), meaning, sort)


def _misspelled(spelled: str) -> tuple[str, str] | None:
    """The meaning of a long word with a slip in it: "comittee"."""
    if len(spelled) < _LONG_WORD:
        return None
    near = process.extractOne(spelled, _vocabulary().latin, scorer=OSA.distance, score_cutoff=1)
    return _vocabulary().forms[near[0]] if near else None


@lru_cache(maxsize=50_000)
def _khmer_words(run: str) -> tuple[Word, ...]:
    """The words of a name written without spaces: those that are known, and what stands between them."""
    found: list[Word] = []
    start = 0
    vocabulary = _vocabulary()
    for match in vocabulary.khmer.finditer(run):
        at, end = match.span()
        if at > start:
            found.append(_word(run[start:at], run[start:at]))
        form = run[at:end]
        found.append(_word(form, *vocabulary.forms[form]))
        start = end
    if start < len(run):
        found.append(_word(run[start:], run[start:]))
    return tuple(found)


@lru_cache(maxsize=100_000)
def _word(spelled: str, meaning: str, sort: str = "word") -> Word:
    """A word whose `key` is "@farmer" or "#bavel" where it is known, else what is written."""
    return _made(meaning, spelled, name_key(spelled).replace(" ", ""), sort)


def _made(key: str, spelled: str, sound: str, sort: str = "") -> Word:
    mark = key if key[0] in "@#" or len(sound) < _LONG_SOUND else sound
    khmer, number = spelled[0] >= "\u1780", spelled.isdigit()
    return Word(key, spelled, sound, mark, khmer, number, sort, "" if khmer or number else spelled[0])


def _initials(every: list[Word], telling: list[Word]) -> Sequence[str]:
    whole = "".join([word.initial for word in every])
    if len(whole) < _SHORTEST_ACRONYM:
        return ()
    said = [whole]
    short = "".join([word.initial for word in every if word.sort != "filler"])
    for letters in (short, "".join([word.initial for word in telling])):
        if len(letters) >= _SHORTEST_ACRONYM and letters not in said:
            said.append(letters)
    return said


# ---- people ----


@cache
def _honorifics() -> re.Pattern[str]:
    """Forms of address before a name, with dots or without: "H.E. Mr"."""
    lines = resource("names", "honorifics.csv").read_text(encoding="utf-8").splitlines()[1:]
    forms = sorted((fold(form) for line in lines for form in line.split(" | ")), key=len, reverse=True)
    either = "|".join("[. ]+".join(map(re.escape, form.split())) for form in forms)
    return re.compile(rf"^(?:(?:{either})[. ]+)+(?=\S)")


@lru_cache(maxsize=30_000)
def person_name(text: str) -> Name | None:
    """The name without forms of address, each part a word; None where nothing is left."""
    parts = text.split()
    if parts and _may_address(parts[0]):
        parts = _honorifics().sub("", fold(text)).split()
    words = [word for part in parts for word in _parts(part)]
    return _name(words, _NO_MARKS) if words else None


@lru_cache(maxsize=50_000)
def _may_address(first: str) -> bool:
    """Whether a name may begin with a form of address, by what stands before its first space."""
    return len(first) < _SHORTEST_PART or _honorifics().match(f"{fold(first)} -") is not None


@lru_cache(maxsize=100_000)
def _parts(written: str) -> tuple[Word, ...]:
    """The words of what stands between two spaces: one, as a rule."""
    return tuple([_part(run) for run in _RUN.findall(fold(written))])


@lru_cache(maxsize=200_000)
def _part(spelled: str) -> Word:
    return _made(spelled, spelled, name_key(spelled))


# ---- both ----


_NO_MARKS: frozenset[str] = frozenset()
"""Of people, whose words mean nothing."""


def _named(words: list[Word]) -> Name | None:
    return _name(words, frozenset([word.mark for word in words])) if words else None


def _name(words: list[Word], marks: frozenset[str]) -> Name:
    if len(words) == 1:
        return Name(words[0].spelled, (words[0],), marks, words[0].sound, words[0].khmer)
    return Name(
        "".join([word.spelled for word in words]),
        tuple(words),
        marks,
        "".join([word.sound for word in words]),
        words[0].khmer,
    )
