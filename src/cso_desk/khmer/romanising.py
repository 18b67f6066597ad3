"""Roughly how a name is heard, in plain Latin letters, from either script: for comparing, never for showing.

Families write one name in many ways: Sophea, Sophia, Sopea. Khmer letters are put into Latin ones by their
series, and both scripts lose what spellings disagree about; what is left is near to itself in all of them.
"""

import re
import unicodedata

_FIRST = {
    "ក": "k", "ខ": "kh", "ច": "ch", "ឆ": "ch", "ដ": "d", "ឋ": "th", "ណ": "n", "ត": "t", "ថ": "th", "ប": "b",
    "ផ": "ph", "ស": "s", "ឝ": "s", "ឞ": "s", "ហ": "h", "ឡ": "l", "អ": "",
}  # fmt: skip
_SECOND = {
    "គ": "k", "ឃ": "kh", "ង": "ng", "ជ": "ch", "ឈ": "ch", "ញ": "nh", "ឌ": "d", "ឍ": "th", "ទ": "t", "ធ": "th",
    "ន": "n", "ព": "p", "ភ": "ph", "ម": "m", "យ": "y", "រ": "r", "ល": "l", "វ": "v",
}  # fmt: skip
_LETTER = _FIRST | _SECOND
_WEAK = frozenset("ងញនមយរលវ")
"""Letters that leave the series of the letter they stand under as it is."""

_VOWELS = {
    "": ("a", "o"), "ា": ("a", "ea"), "ិ": ("e", "i"), "ី": ("ei", "i"), "ឹ": ("e", "i"), "ឺ": ("eu", "eu"),
    "ុ": ("o", "u"), "ូ": ("o", "u"), "ួ": ("uo", "uo"), "ើ": ("eu", "eu"), "ឿ": ("eu", "eu"),
    "ៀ": ("ie", "ie"), "េ": ("e", "e"), "ែ": ("e", "e"), "ៃ": ("ai", "ei"), "ោ": ("ao", "o"),
    "ៅ": ("au", "ov"),
}  # fmt: skip
_STANDING = {
    "ឥ": "e", "ឦ": "ei", "ឧ": "o", "ឩ": "ou", "ឪ": "ov", "ឫ": "rit", "ឬ": "reu", "ឭ": "lit", "ឮ": "leu",
    "ឯ": "e", "ឰ": "ai", "ឱ": "ao", "ឲ": "ao", "ឳ": "au",
}  # fmt: skip
_SYLLABLE = re.compile(
    "(?P<letter>[ក-អ])(?P<feet>(?:\u17d2[ក-អ])*)(?P<shift>[\u17c9\u17ca]?)(?P<vowel>[\u17b6-\u17c5]?)"
    "(?P<m>\u17c6?)(?P<signs>[\u17c7-\u17d1\u17dd]*)|(?P<standing>[ឥ-ឳ])"
)
_SILENT = "\u17cd"

_SPELLINGS = tuple(
    (re.compile(written), heard)
    for written, heard in (
        ("chh", "ch"), ("kh", "k"), ("ph", "p"), ("th", "t"), ("gn$|nh", "n"), ("(?<=[aeiou])h", ""),
        ("rn", "n"), ("(?<=[aeiou])r(?=$|[bcdfghjklmnpqrstvwxyz])", ""), ("w", "v"), ("f", "p"), ("q", "k"),
        ("x", "s"), ("z", "s"), ("j", "ch"), ("c(?!h)", "k"), ("g(?<!ng)", "k"), ("d", "t"), ("b", "p"),
        ("oeu|eou|oe|eu|ue", "e"), ("ev$", "eo"), ("ov$|ow$|ou|oo|uo", "u"), ("eay|ay|ey|ei|ai|y|ee|ii", "i"),
        ("ao|au", "o"), ("ea|ia|ie", "a"), ("ae", "e"), ("o", "a"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


def heard(word: str) -> str:
    """How one word of a name sounds, spelled alike from both scripts: សុភា and Sophea are both "sapa"."""
    plain = _romanised(word) if any("\u1780" <= letter <= "\u17b3" for letter in word) else word
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
    plain = "".join(letter for letter in plain.lower() if letter.isascii() and letter.isalnum())
    for written, sound in _SPELLINGS:
        plain = written.sub(sound, plain)
    return plain


def _romanised(word: str) -> str:
    found = list(_SYLLABLE.finditer(word))
    parts = []
    for place, each in enumerate(found):
        if each["standing"]:
            parts.append(_STANDING.get(each["standing"], ""))
            continue
        if _SILENT in each["signs"]:
            continue
        following = found[place + 1] if place + 1 < len(found) else None
        if place > 0 and following is None and _is_mute_end(each):
            parts.append(_LETTER[each["letter"]])
        else:
            parts.append(_syllable(each, ends=place > 0 and _closes(each, following)))
    return "".join(parts)


def _is_mute_end(each: re.Match[str]) -> bool:
    """Of letters that stand under one another at the end of a word only the first is heard: ពេជ្រ, ភក្តិ."""
    return bool(each["feet"]) and each["vowel"] in ("", "\u17b7") and not (each["m"] or each["shift"])


def _closes(each: re.Match[str], following: re.Match[str] | None) -> bool:
    """Whether a letter without a vowel ends the syllable before it."""
    if each["feet"] or each["vowel"] or each["m"] or each["shift"]:
        return False
    return following is None or bool(each["signs"] or following["vowel"] or following["m"])


def _syllable(each: re.Match[str], *, ends: bool) -> str:
    letters = each["letter"] + each["feet"].replace("\u17d2", "")
    sounds = "".join(_LETTER[letter] for letter in letters)
    if ends:
        return sounds
    strong = next((letter for letter in reversed(letters) if letter not in _WEAK), letters[0])
    second = strong in _SECOND
    if each["shift"]:
        second = each["shift"] == "\u17ca"
    vowel = _VOWELS.get(each["vowel"], ("a", "o"))[second]
    if each["m"]:
        vowel = {"": ("om", "um"), "ុ": ("om", "um"), "ា": ("am", "oam")}.get(
            each["vowel"], (vowel + "m", vowel + "m")
        )[second]
    return sounds + vowel
