"""How place names are compared although everyone spells them another way.

The exact key is the search key without spaces. The loose key also takes all vowels of the Latin letters as
one, H after a consonant as nothing (Kompong Thum, Kampong Thom), and long and short Khmer vowels as the same.
"""

import re
from collections.abc import Iterator

from cso_desk.khmer.normalise import fold

_NO_LETTER = re.compile(r"[^a-z0-9\u1780-\u17d3\u17dd]+")
_KHMER = re.compile("[\u1780-\u17b3]")

# Latin: who writes KH, TH, PH, CHH or NH, and R or H after a vowel, does not mean another place.
_H_AFTER = re.compile("(?<=[bcdfgjklmnpqrstvwxz])h+")
_END_OF_VOWEL = re.compile(r"(?<=[aeiou])[rh](?=[^aeiouy]|$)")
_VOWELS = re.compile("[aeiou]+(?:y(?![aeiou]))?|y(?![aeiou])")
_REPEATED = re.compile(r"(.)\1+")
_SAME_SOUND = str.maketrans("wjzqgbd", "vcskkpt")

# Khmer: signs that change little in the sound, and pairs of vowels and letters that are mixed up.
_SMALL_SIGNS = re.compile("[ក-អ]\u17cd|[\u17c7-\u17d1]")
_MIXED_UP = str.maketrans("ីឺូឬឮណឡ", "ិឹុឫឭនល")

_TYPE_WORDS = {
    "capital": ("រាជធានី", "capital"),
    "province": ("ខេត្ត", "province", "prov", "khet", "khaet"),
    "municipality": ("ក្រុង", "krong", "municipality", "city", "town"),
    "district": ("ស្រុក", "srok", "district", "dist"),
    "khan": ("ខណ្ឌ", "khan"),
    "commune": ("ឃុំ", "khum", "commune"),
    "sangkat": ("សង្កាត់", "sangkat", "quarter"),
    "village": ("ភូមិ", "phum", "village"),
}
# Papers in English call every place of a level by one word.
_MEANT_BY = {
    "capital": ("capital", "province"),
    "province": ("province", "capital"),
    "municipality": ("municipality", "capital"),
    "district": ("district", "khan", "municipality"),
    "khan": ("khan",),
    "commune": ("commune", "sangkat"),
    "sangkat": ("sangkat",),
    "village": ("village",),
}
_KIND_OF = {fold(word): kind for kind, words in _TYPE_WORDS.items() for word in words}
_KHMER_TYPES = "|".join(word for word in _KIND_OF if _KHMER.match(word))
_LATIN_TYPES = "|".join(sorted((word for word in _KIND_OF if word.isascii()), key=len, reverse=True))
_BEFORE = re.compile(rf"(?:({_KHMER_TYPES})|({_LATIN_TYPES})\.?\s)\s*(?=\S)")
_BEHIND = re.compile(rf"\s({_LATIN_TYPES})\.?$|(?:\s|\s?\()({_KHMER_TYPES})\)?$")
_NEXT_PLACE = re.compile(
    rf"\s*[,;/>]\s*|\s+(?=(?:{_KHMER_TYPES})\S)|(?<= district)\s+|(?<= commune)\s+|(?<= sangkat)\s+"
)


def exact_key(name: str) -> str:
    return _NO_LETTER.sub("", fold(name))


def loose_key(key: str) -> str:
    """The loose key of an exact key."""
    if _KHMER.search(key):
        return _SMALL_SIGNS.sub("", key).translate(_MIXED_UP)
    key = _END_OF_VOWEL.sub("", _H_AFTER.sub("", key.replace("ck", "k")))
    return _REPEATED.sub(r"\1", _VOWELS.sub("a", key.translate(_SAME_SOUND)))


def one_letter_less(key: str) -> Iterator[str]:
    """`key` and all it becomes when one letter is left out: two keys one slip apart share one of these."""
    yield key
    for place in range(len(key)):
        yield key[:place] + key[place + 1 :]


def parts(text: str) -> list[str]:
    """Take "Thma Koul District, Battambang" apart into places, the smallest first."""
    return [part for part in _NEXT_PLACE.split(fold(text)) if part.strip()]


def without_type_word(folded: str) -> tuple[str, tuple[str, ...]]:
    """The bare name and the kinds of place that the type word may mean; no kinds without a type word."""
    found = _BEHIND.search(folded)
    if found:
        name = folded[: found.start()]
    else:
        found = _BEFORE.match(folded)
        name = folded[found.end() :] if found else folded
    if not found or not name.strip():
        return folded, ()
    return name.strip(), _MEANT_BY[_KIND_OF[found.group(1) or found.group(2)]]
