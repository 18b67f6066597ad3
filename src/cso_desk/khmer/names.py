"""A key under which a name in Khmer and the same name in Latin letters meet.

It keeps the consonants in classes and drops the vowels, which every family romanises its own way. The key
finds people who may be the same; it never decides that they are.
"""

import re
import unicodedata

from cso_desk.khmer.normalise import canonical

ERASED = ("បុគ្គលដែលបានលុប", "Erased person")
"""What somebody who was erased is called in both languages; stores hold it, so it never changes."""

_CLASSES = {
    "K": "កខគឃ", "G": "ង", "C": "ចឆជឈ", "T": "ដឋឌឍតថទធ", "N": "ណនញ", "P": "បផពភ", "M": "ម",
    "Y": "យ", "R": "រឫឬ", "L": "លឡឭឮ", "V": "វ", "S": "សឝឞ", "H": "ហ",
}  # fmt: skip
_KHMER = {letter: name for name, letters in _CLASSES.items() for letter in letters}
_LATIN = {
    "chh": "C", "ch": "C", "kh": "K", "gh": "K", "ph": "P", "th": "T", "nh": "N", "ng": "G", "sh": "S",
    "j": "C", "k": "K", "c": "K", "q": "K", "g": "K", "d": "T", "t": "T", "b": "P", "p": "P", "f": "P",
    "n": "N", "m": "M", "r": "R", "l": "L", "v": "V", "w": "V", "s": "S", "z": "S", "x": "S", "h": "H",
    "y": "Y",
}  # fmt: skip
_LATIN_SOUND = re.compile("|".join(_LATIN))

_SILENT = re.compile("[ក-អ](?:\u17d2[ក-អ])*[\u17b7\u17bb]?\u17cd")
_SHIFTER = re.compile("[\u17c9\u17ca]")
# HA over another letter only changes its register: ហ្ន is N, ហ្វ is F.
_HA_OVER = (("ហ\u17d2គ", "គ"), ("ហ\u17d2វ", "ផ"), ("ហ\u17d2ន", "ន"), ("ហ\u17d2ម", "ម"), ("ហ\u17d2ល", "ល"),
            ("ហ\u17d2ង", "ង"), ("ហ\u17d2ក", "ក"))  # fmt: skip
_VOWEL_Y = re.compile("y(?![aeiou])")
_MUTE_END = re.compile("(?<=[aeiou])[hr]$")
_MUTE_R = re.compile("(?<=[aeiou])r(?=[nms]+(?:$|[^aeiou]))")
_REPEATED = re.compile(r"(.)\1+")
_IS_KHMER = re.compile("[\u1780-\u17b3]")
_BETWEEN_WORDS = re.compile(r"[^\w\u1780-\u17d3\u17dd]+")
_NO_LETTER = re.compile("[^a-z]")


def name_key(name: str) -> str:
    """One skeleton per word, in the order written: "សុខ ចន្ថា" and "Sok Chantha" are both "SK CNT"."""
    keys = (_word_key(word) for word in _BETWEEN_WORDS.split(canonical(name)) if word)
    return " ".join(key for key in keys if key)


def _word_key(word: str) -> str:
    if _IS_KHMER.search(word):
        return _skeleton(_khmer_sounds(word)) or "A"
    plain = word if word.isascii() else unicodedata.normalize("NFKD", word)
    letters = _NO_LETTER.sub("", plain.lower())
    return (_skeleton(_latin_sounds(letters)) or "A") if letters else ""


def _khmer_sounds(word: str) -> str:
    if "\u17cd" in word:
        word = _SILENT.sub("", word)
    word = _SHIFTER.sub("", word).replace("\u17b6\u17c6ង", "\u17b6ង").replace("\u17c6", "ម")
    if "ហ\u17d2" in word:
        for written, heard in _HA_OVER:
            word = word.replace(written, heard)
    return "".join([_KHMER.get(letter, "") for letter in word])


def _latin_sounds(letters: str) -> str:
    heard = _MUTE_R.sub("", _MUTE_END.sub("", _VOWEL_Y.sub("", letters)))
    return "".join(_LATIN[sound] for sound in _LATIN_SOUND.findall(heard))


def _skeleton(sounds: str) -> str:
    if _REPEATED.search(sounds):
        sounds = _REPEATED.sub(r"\1", sounds)
    if len(sounds) > 1 and sounds[-1] in "RHY":  # ends that are written and not heard
        sounds = sounds[:-1]
    return sounds.replace("V", "") or sounds
