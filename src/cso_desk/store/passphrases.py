"""Passphrases: how long one would hold somebody up who stole the computer, told low; and new ones to take."""

import math
import re
import secrets
from enum import Enum

from cso_desk.khmer.breaking import word_tokens
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.places.gazetteer import places_above_villages

SHORTEST = 8
"""Fewer letters are refused."""

SUGGESTED_WORDS = 5

_LONGEST_WORD = 10
_WORD = 11.0  # bits: people choose among some two thousand words
_NAME_OR_RARE = 2.5  # bits a letter, where a piece is no plain word
_JUMBLED, _CHARACTER = 4, 4.0  # pieces from which letters, digits and signs count as mixed; bits each
_NUMBER, _YEAR = 3.3, 7.0  # bits a digit; bits of a year or of the digits of a date
_GUESSES = math.log2(10_000)  # a second: ten graphics cards against Argon2id with 128 MiB
_DAY, _YEAR_SECONDS = math.log2(86_400), math.log2(365 * 86_400)
_ROWS = "qwertyuiop asdfghjkl zxcvbnm abcdefghijklmnopqrstuvwxyz 0123456789 9876543210"
_OVERUSED = frozenset(
    [
        "password",
        "passphrase",
        "admin",
        "welcome",
        "letmein",
        "iloveyou",
        "cambodia",
        "khmer",
        "secret",
        "csodesk",
        "lovely",
        "computer",
    ]
)


class Strength(Enum):
    """What a thief with good machines needs to find a passphrase."""

    SHORT = "short"
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    LIFETIMES = "lifetimes"


def suggested(language: str) -> str:
    """A new passphrase of names of places, which everybody here can read, type and remember.

    Any of some 1,300 names (900 in Latin letters) five times over: about 50 bits, whoever knows how.
    """
    places = places_above_villages()
    names = {place.name_km if language == "km" else place.name_en for place in places}
    plain = [name for name in names if 0 < len(name) <= _LONGEST_WORD and not re.search(r"[\d()]", name)]
    return " ".join(secrets.choice(plain).replace(" ", "") for _word in range(SUGGESTED_WORDS))


def strength_of(passphrase: str) -> Strength:
    """How strong a passphrase is; `SHORT` ones cannot be taken."""
    if len(passphrase.strip()) < SHORTEST:
        return Strength.SHORT
    seconds = bits_of(passphrase) - 1 - _GUESSES  # on average half of all tries
    if seconds < _DAY + 5:
        return Strength.DAYS
    if seconds < _YEAR_SECONDS:
        return Strength.MONTHS
    return Strength.YEARS if seconds < _YEAR_SECONDS + 7 else Strength.LIFETIMES


def bits_of(passphrase: str) -> float:
    """Bits that a guesser who knows how people choose would need; repeated pieces count almost nothing."""
    seen: set[str] = set()
    total = 0.0
    for chunk in to_latin_digits(passphrase).split():
        pieces = _pieces(chunk)
        if len(pieces) >= _JUMBLED and len(chunk) < _CHARACTER * len(pieces):
            total += len(chunk) * _CHARACTER
            continue
        for piece in pieces:
            total += 1.0 if piece in seen else _bits(piece)
            seen.add(piece)
    return total


def _pieces(chunk: str) -> list[str]:
    """Words and numbers; Khmer is written without spaces and is parted by the dictionary."""
    parts = re.findall(r"\d+|[^\d]+", chunk.casefold())
    return [piece for part in parts for piece in ([part] if part.isdigit() else word_tokens(part))]


def _bits(piece: str) -> float:
    if piece in _OVERUSED or len(set(piece)) < 3 or (len(piece) > 2 and piece in _ROWS):
        return 3.0
    if piece.isdigit():
        return min(len(piece) * _NUMBER, _YEAR if len(piece) in (4, 6, 8) else 20.0)
    return min(len(piece) * _NAME_OR_RARE, _WORD)
