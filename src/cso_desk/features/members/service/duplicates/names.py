"""Names taken apart for comparing: words that say something, how they sound, what they are short for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise

import msgspec
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from cso_desk.features.members.service.duplicates.vocabulary import (
    BEGINNING,
    LETTERS,
    LONG_WORD,
    RUN,
    SHORTEST_HEARD,
    less_a_letter,
    plain_sound,
    plainly,
    vocabulary,
)
from cso_desk.khmer.names import name_key
from cso_desk.khmer.normalise import fold
from cso_desk.khmer.romanising import heard
from cso_desk.resources import resource

_FOOT = "\u17d2"
_SIGNS = frozenset(map(chr, (*range(0x17B6, 0x17D4), 0x17DD)))
_BRACKETS = re.compile(r"[(\[«]([^()\[\]«»]*)[)\]»]?")
_LONGEST_ACRONYM = 12
_SHORTEST_ACRONYM = 3
_SHORTEST_SPOKEN = 4
_LONG_SOUND = 3
_MOST_HEARD = 3  # words of Latin letters that may be one Khmer word
_HEARD_LONG, _HEARD_SHORT = 60, 75  # how alike what is heard must be, in per cent
_SHORTEST_PART = 3  # letters of a name: shorter ones, such as H., may be the first half of an address
_NOT_IN_ACRONYM = re.compile(f"[^a-z0-9{LETTERS}]")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9&.-]{2,11}")


class Word(msgspec.Struct, eq=False, gc=False):
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


class Name(msgspec.Struct, eq=False, gc=False):
    """A name for comparing. `joined` is what is written, `sound` its consonants, both without spaces.

    `romanised` says that it is Khmer in Latin letters, as far as its words are known.
    """

    joined: str
    words: tuple[Word, ...]
    sound: str
    khmer: bool
    romanised: bool = False

    def marks(self) -> set[str]:
        """What the words are known by where scripts meet."""
        return {word.mark for word in self.words}


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
    if capitals := _CAPITALS.findall(text):
        if capitals[0] == text.strip():
            return OrganisationName(None, (*acronyms, plain_acronym(text)), (), ())
        if not text.isupper():
            forms = vocabulary().forms
            acronyms += [short for short in map(plain_acronym, capitals) if short not in forms]
    every = _organisation_words(_folded(text))
    telling = [word for word in every if word.sort not in _WITHOUT_MEANING]
    legal = [word.key for word in every if word.sort == "legal"] if len(telling) < len(every) else ()
    initials = _initials(every, telling)
    if acronyms:
        telling = [word for word in telling if word.spelled not in acronyms]
    words = telling or [word for word in every if word.sort != "filler" and word.spelled not in acronyms]
    if not words:
        return OrganisationName(None, acronyms, initials, legal)
    name = named(tuple(words))
    if not name.khmer:
        name.romanised = _are_romanised(every)
    return OrganisationName(name, acronyms, initials, legal)


def _are_romanised(words: Iterable[Word]) -> bool:
    """Whether all words that are known, and there are some, are Khmer in Latin letters."""
    known = False
    for word in words:
        if word.key[0] == "@" and word.sort != "filler":
            if not _is_romanised(word.spelled, word.key):
                return False
            known = True
    return known


@lru_cache(maxsize=20_000)
def _is_romanised(spelled: str, key: str) -> bool:
    """Whether a known word of Latin letters is heard as the Khmer word of its meaning."""
    return any(ratio(heard(spelled), heard(form)) >= _HEARD_LONG for form in vocabulary().written[key])


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
    return named((_word(acronym, acronym),))


def _organisation_words(folded: str) -> list[Word]:
    if "'" in folded:
        folded = folded.replace("'s ", " ")
    found: list[Word] = []
    runs = RUN.findall(folded)
    if not vocabulary().several.keys().isdisjoint(pairwise(runs)):
        _put_together(runs)
    further = 1
    for at, run in enumerate(runs):
        if further > 1:
            further -= 1
        elif run >= "\u1780":
            found += _khmer_words(run)
        elif (word := _latin_word(run)).number or word.key[0] in "@#":
            found.append(word)
        else:
            known, further = _heard_word(runs[at : at + _MOST_HEARD])
            found.append(known or word)
    return found


def _heard_word(runs: Sequence[str]) -> tuple[Word | None, int]:
    """The known Khmer word that some words of Latin letters are, by their sound; and of how many."""
    known = vocabulary()
    sound, found = "", []
    for count, run in enumerate(runs, 1):
        sound = plainly(sound + plain_sound(run))
        if sound not in known.sounds_begin:
            break
        if sound in known.sounds:
            found.append((count, known.sounds[sound]))
    for count, form in reversed(found):
        written = "".join(runs[:count])
        if written.isascii() and written.isalpha() and _sounds_like(written, form):
            return _word(written, *known.forms[form]), count
    return None, 1


@lru_cache(maxsize=20_000)
def _sounds_like(written: str, form: str) -> bool:
    least = _HEARD_SHORT if len(plain_sound(form)) <= SHORTEST_HEARD else _HEARD_LONG
    return ratio(heard(written), heard(form)) >= least


def _put_together(runs: list[str]) -> None:
    """Make those words of Latin letters one that mean something together: "self help group"."""
    several = vocabulary().several
    at = 0
    while at < len(runs) - 1:
        for words, form in several.get((runs[at], runs[at + 1]), ()):
            if runs[at : at + len(words)] == words:
                runs[at : at + len(words)] = [form]
                break
        at += 1


@lru_cache(maxsize=50_000)
def _latin_word(run: str) -> Word:
    forms = vocabulary().forms
    meaning, sort = forms.get(run) or forms.get(run.removesuffix("s")) or _misspelled(run) or (run, "word")
    return _word("".join(RUN.findall(run)), meaning, sort)


def _misspelled(spelled: str) -> tuple[str, str] | None:
    """The meaning of a long word with a slip in it: "comittee"."""
    if len(spelled) < LONG_WORD:
        return None
    slips, forms = vocabulary().slips, vocabulary().forms
    for less in sorted(less_a_letter(spelled)):
        for form in slips.get(less, ()):
            if OSA.distance(spelled, form, score_cutoff=1) <= 1:
                return forms[form]
    return None


@lru_cache(maxsize=50_000)
def _khmer_words(run: str) -> tuple[Word, ...]:
    """The words of a name written without spaces: those that are known, and what stands between them."""
    found: list[Word] = []
    forms, beginning = vocabulary().forms, vocabulary().khmer.get
    start = at = 0
    while at < len(run):
        for length in beginning(run[at : at + BEGINNING], ()):
            end = at + length
            # A word neither begins under a letter nor ends before a sign that belongs to its last one.
            if (
                (form := run[at:end]) in forms
                and run[end : end + 1] not in _SIGNS
                and run[at - 1 : at] != _FOOT
            ):
                if at > start:
                    found.append(_word(run[start:at], run[start:at]))
                found.append(_word(form, *forms[form]))
                start = at = end
                break
        else:
            at += 1
    if start < len(run):
        found.append(_word(run[start:], run[start:]))
    return tuple(found)


@lru_cache(maxsize=100_000)
def _word(spelled: str, meaning: str, sort: str = "word") -> Word:
    """A word whose `key` is "@farmer" or "#bavel" where it is known, else what is written."""
    return word_of(meaning, spelled, name_key(spelled).replace(" ", ""), sort)


def word_of(key: str, spelled: str, sound: str, sort: str = "") -> Word:
    """A word by its meaning, and all else that follows from it."""
    mark = key if key[0] in "@#" or len(sound) < _LONG_SOUND else sound
    khmer, number = spelled[0] >= "\u1780", spelled.isdigit()
    return Word(key, spelled, sound, mark, khmer, number, sort, "" if khmer or number else spelled[0])


def _initials(every: list[Word], telling: list[Word]) -> Sequence[str]:
    whole = "".join([word.initial for word in every])
    if len(whole) < _SHORTEST_ACRONYM:
        return ()
    said = [whole]
    if len(telling) < len(every):
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


def person_words(text: str) -> tuple[Word, ...]:
    """The words of the name of a person without forms of address."""
    parts = text.split()
    if parts and _may_address(parts[0]):
        parts = _honorifics().sub("", fold(text)).split()
    if len(parts) == 2:
        return _parts(parts[0]) + _parts(parts[1])
    return tuple(chain.from_iterable(map(_parts, parts)))


@lru_cache(maxsize=50_000)
def _may_address(first: str) -> bool:
    """Whether a name may begin with a form of address, by what stands before its first space."""
    return len(first) < _SHORTEST_PART or _honorifics().match(f"{_part_folded(first)} -") is not None


@lru_cache(maxsize=50_000)
def _part_folded(written: str) -> str:
    return fold(written)


@lru_cache(maxsize=100_000)
def _parts(written: str) -> tuple[Word, ...]:
    """The words of what stands between two spaces: one, as a rule."""
    return tuple([_part(run) for run in RUN.findall(_part_folded(written))])


@lru_cache(maxsize=200_000)
def _part(spelled: str) -> Word:
    return word_of(spelled, spelled, name_key(spelled))


# ---- both ----


def named(words: tuple[Word, ...], *, romanised: bool = False) -> Name:
    """A name of one word or more."""
    first = words[0]
    if len(words) == 1:
        return Name(first.spelled, words, first.sound, first.khmer, romanised)
    if len(words) == 2:
        other = words[1]
        return Name(first.spelled + other.spelled, words, first.sound + other.sound, first.khmer, romanised)
    spelled = "".join([word.spelled for word in words])
    return Name(spelled, words, "".join([word.sound for word in words]), first.khmer, romanised)
