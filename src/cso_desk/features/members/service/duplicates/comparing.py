"""Two names word by word: the same, written otherwise, heard alike, one part of the other, or different."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import msgspec
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from cso_desk.features.members.service.duplicates.names import Name, Word
from cso_desk.khmer.romanising import heard

Rarity = Callable[[Word], float]

EXACT, REORDERED, NEAR, SOUND, INITIAL, PART, OTHER = range(7)
"""How two names agree, the surest first."""

_ALIKE = 0.75  # of how two words are heard
_ALIKE_VOWELS = 0.6  # where the consonants are the same
_ALIKE_SOUND = 70  # of their consonants, in per cent
_LONG_WORD = 7
_SHORT_WORD = 4
_VOWELS = frozenset("aeiou")
_SILENT_LETTER = "\u17a2"  # carries a vowel at the beginning of a word
_STANDING_VOWELS = frozenset(map(chr, range(0x17A5, 0x17B4)))
_MOST_WORDS = 9  # pairs of words that are compared letter by letter: more that differ are no slips


class Likeness(msgspec.Struct, eq=False, gc=False):
    """How two names agree: `level`, and how far from equal the words are that were taken for the same.

    `blur` is from 0 to 1; `matched` is how much the words tell that both have. `ours` and `theirs` are the
    words that only one has, `crossed` says that the two are written in two scripts, or in two languages.
    """

    level: int
    blur: float = 0.0
    matched: float = 1.0
    ours: Sequence[Word] = ()
    theirs: Sequence[Word] = ()
    crossed: bool = False


def _telling(words: Sequence[Word], rarity: Rarity) -> float:
    return sum([rarity(word) for word in words])


def compare_names(one: Name, other: Name, rarity: Rarity) -> Likeness:
    """How two names agree; both may be in any script."""
    if one.joined == other.joined:
        return Likeness(EXACT, matched=_telling(one.words, rarity))
    crossed = one.khmer != other.khmer
    if len(one.words) == len(other.words) and _same_words(one, other):
        return Likeness(SOUND if crossed else REORDERED, matched=_telling(one.words, rarity))
    ours, theirs, matched = _apart(one, other, rarity)
    blur = 0.0
    if ours and theirs and len(ours) * len(theirs) <= _MOST_WORDS:
        told, blur = _match_alike(ours, theirs, rarity)
        matched += told
    if ours and theirs and len(ours) + len(theirs) > 2:
        for mine, yours in _put_together(ours, theirs):
            if (more := _as_one(mine, yours)) is not None:
                blur = max(blur, more)
                matched += _telling(mine, rarity)
                ours = [word for word in ours if word not in mine]
                theirs = [word for word in theirs if word not in yours]
                break
    short = bool(ours and theirs) and _take_initials(ours, theirs)
    if not ours and not theirs:
        return Likeness(INITIAL if short else SOUND if crossed else NEAR, blur, matched)
    if not (ours and theirs) and not crossed and _slipped(one, other, ours or theirs):
        return Likeness(NEAR, blur, matched)
    crossed = crossed or one.romanised != other.romanised
    return Likeness(OTHER if ours and theirs else PART, blur, matched, ours, theirs, crossed)


def _take_initials(ours: list[Word], theirs: list[Word]) -> bool:
    """Take away letters that stand for a word of the other, with that word: the S. of "S. Rattana"."""
    taken = False
    for short, long in ((ours, theirs), (theirs, ours)):
        for letter in [word for word in short if word.initial == word.spelled]:
            word = next((each for each in long if _begins(each, letter)), None)
            if word is not None:
                short.remove(letter)
                long.remove(word)
                taken = True
    return taken


def _begins(word: Word, letter: Word) -> bool:
    if not word.khmer:
        return word.spelled[0] == letter.spelled
    if letter.spelled in _VOWELS:
        return word.spelled[0] == _SILENT_LETTER or word.spelled[0] in _STANDING_VOWELS
    return word.sound[:1] == letter.sound


def _put_together(ours: list[Word], theirs: list[Word]) -> Iterator[tuple[list[Word], list[Word]]]:
    """What is left of both that may be the same without spaces: all, or the words that mean nothing known."""
    yield ours, theirs
    mine, yours = ([word for word in words if word.key[0] not in "@#"] for words in (ours, theirs))
    if mine and yours and 2 < len(mine) + len(yours) < len(ours) + len(theirs):
        yield mine, yours


def _same_words(one: Name, other: Name) -> bool:
    if len(one.words) == 1:
        return one.words[0].key == other.words[0].key
    return sorted([word.key for word in one.words]) == sorted([word.key for word in other.words])


def _slipped(one: Name, other: Name, left: list[Word]) -> bool:
    """Whether a name differs by a slip that makes a known word and a bit more of it."""
    if len(one.joined) < _LONG_WORD or any(word.number for word in left):
        return False
    return OSA.distance(one.joined, other.joined, score_cutoff=2) <= 2


def _apart(one: Name, other: Name, rarity: Rarity) -> tuple[list[Word], list[Word], float]:
    """The words that only one has, those that only the other has, and how much those tell that both have."""
    theirs = list(other.words)
    ours: list[Word] = []
    matched = 0.0
    for word in one.words:
        for at, each in enumerate(theirs):
            if each.key == word.key:
                del theirs[at]
                matched += rarity(word)
                break
        else:
            ours.append(word)
    return ours, theirs, matched


def _match_alike(ours: list[Word], theirs: list[Word], rarity: Rarity) -> tuple[float, float]:
    """Take away the words that are alike; gives what they tell, and how far apart the worst two are."""
    told = blur = 0.0
    for word in list(ours):
        best, at = 0.0, -1
        for place, each in enumerate(theirs):
            likeness = _alike(word, each)
            if likeness > best:
                best, at = likeness, place
        if at >= 0:
            told += max(rarity(word), rarity(theirs[at])) * best
            ours.remove(word)
            del theirs[at]
            blur = max(blur, 1 - best)
    return told, blur


def _alike(one: Word, other: Word) -> float:
    """How alike two words are, 0 to 1."""
    if one.number or other.number:
        return 0.0
    same_sound = one.sound == other.sound
    if one.khmer == other.khmer:
        longest = max(len(one.spelled), len(other.spelled))
        allowed = 2 if longest >= _LONG_WORD else 1
        if longest >= _SHORT_WORD:
            slips = OSA.distance(one.spelled, other.spelled, score_cutoff=allowed)
            if slips <= allowed:
                return 1 - slips / longest
        if not same_sound or len(one.sound) < 2:
            return 0.0
    elif not same_sound and ratio(one.sound, other.sound) < _ALIKE_SOUND:
        return 0.0
    likeness = _sounds(one.spelled, other.spelled)
    return likeness if likeness >= (_ALIKE_VOWELS if same_sound else _ALIKE) else 0.0


@lru_cache(maxsize=50_000)
def _heard(spelled: str) -> str:
    return heard(spelled)


def _sounds(first: str, second: str) -> float:
    return ratio(_heard(first), _heard(second)) / 100


def _as_one(ours: list[Word], theirs: list[Word]) -> float | None:
    """How far apart what is left of both is when words are put together; None where it is not the same."""
    if any(word.number for word in (*ours, *theirs)):
        return None
    if ours[0].khmer == theirs[0].khmer:
        first, second = "".join([word.spelled for word in ours]), "".join([word.spelled for word in theirs])
        longest = max(len(first), len(second))
        allowed = 2 if longest >= _LONG_WORD else 1 if longest >= _SHORT_WORD else 0
        slips = OSA.distance(first, second, score_cutoff=allowed)
        return slips / longest if slips <= allowed else None
    if ratio("".join([word.sound for word in ours]), "".join([word.sound for word in theirs])) < _ALIKE_SOUND:
        return None
    heard_ours, heard_theirs = ("".join([_heard(word.spelled) for word in words]) for words in (ours, theirs))
    likeness = ratio(heard_ours, heard_theirs) / 100
    return 1 - likeness if likeness >= _ALIKE else None
