"""Numbers that stand for what doubles share: the same on every day and computer, so that they may be kept.

The highest bits of a key say how it counts: how many records may stand under it, and what it says alone.
"""

from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

from cso_desk.features.members.service.duplicates.names import Name
from cso_desk.features.members.service.duplicates.vocabulary import plainly

_HASHED = 52
PLAIN = (1 << _HASHED) - 1
"""The bits of a key that tell what is shared."""

_ONE = 1 << _HASHED
MANY, SOME, FEW = 40 * _ONE, 12 * _ONE, 8 * _ONE
"""How many records under one key are still compared with each other, by how much the key says."""

MOST = 63 * _ONE
"""The bits of a key that hold how many records may stand under it."""
HINT = 64 * _ONE
"""The bit of a key that says little alone."""
NEARBY = 128 * _ONE
"""The bit of a key that says nothing of two whom a place, a sex or a sort of body sets apart."""

SOME_HINT, FEW_NEARBY = SOME | HINT, FEW | NEARBY
SOME_NEARBY = SOME | NEARBY

IS_PLACE = 1
"""The bit of the number of a word that names a place."""

_ALL, _BUT_ONE = 5, 7  # tell these keys from others
_OWN_SOUND = 4  # consonants of what no other is called
_MARKS = 4  # words of a name under which it stands


def too_many(standing: int, key: int) -> bool:
    """Whether so many records stand under a key that it says nothing."""
    return standing * _ONE > key & MOST


def most(key: int) -> int:
    """How many records may stand under a key."""
    return (key & MOST) // _ONE


def number_of(text: str) -> int:
    """A number for a text, of 40 bits."""
    written = text.encode()
    return crc32(written) | (len(written) & 0xFF) << 32


@lru_cache(maxsize=50_000)
def known_number(text: str) -> int:
    """The same for what comes again and again."""
    return number_of(text)


@lru_cache(maxsize=50_000)
def mark_number(mark: str) -> int:
    """The number of a word by its mark; odd where it names a place."""
    return number_of(mark) << 1 | (mark[0] == "#")


def both(one: int, other: int) -> int:
    """The number of two numbers in this order."""
    return (one * 0x1003F ^ other * 0x9E3B1) & PLAIN


# ---- organisations ----


def keys_of_names(names: Iterable[Name], shortened: Iterable[str]) -> tuple[set[int], set[int]]:
    """What an organisation stands under by what it is called and `shortened` to, wherever it is.

    Beside these keys the numbers of all its words.
    """
    keys = {number_of("acronym " + short) | SOME_HINT for short in shortened}
    words: set[int] = set()
    for name in names:
        _add_keys_of_name(keys, words, name)
    return keys, words


def _add_keys_of_name(keys: set[int], words: set[int], name: Name) -> None:
    own = "".join([word.sound for word in name.words if word.key[0] not in "@#"])
    if len(own) >= _OWN_SOUND and len(own := plainly(own)) >= _OWN_SOUND:
        keys.add(number_of("own " + own) | FEW_NEARBY)
    heard = sound_number(name.sound) if len(name.sound) > 1 else number_of("name " + name.joined)
    keys.add(heard | FEW_NEARBY)
    # Words that are no known ones tell more: "@" and "#" come before all letters.
    numbers = [mark_number(mark) for mark in sorted(name.marks(), reverse=True)]
    words.update(numbers)
    if len(numbers) == 1:
        keys.add(number_of("words " + name.words[0].key) | MANY)
        return
    every = sum(numbers)
    keys.add(both(every, _ALL) | MANY)
    keys.update([number | SOME_HINT for number in numbers[:_MARKS]])
    if len(numbers) > 2:
        # One word may be written so that nobody knows it again.
        keys.update([both(every - number, _BUT_ONE) | FEW_NEARBY for number in numbers])


@lru_cache(maxsize=50_000)
def sound_number(sound: str) -> int:
    """The number of how a name sounds."""
    return number_of("sound " + sound)
