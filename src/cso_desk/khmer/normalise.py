"""One stored form for Khmer text, and one search key for everything that looks or reads the same.

NFC leaves Khmer as it was typed: the same word on screen may be stored in several orders of marks. The order
here is that of the Unicode Standard, chapter 16.4: base, robat, feet (RO last), shifter, vowel, signs.
"""

import re
import unicodedata

_ROBAT = "\u17cc"
_FOOT = "\u17d2"
# Marks by the place they take after the feet; robat comes before them.
_SHIFTERS = "\u17c9\u17ca"
_VOWELS = "\u17b6-\u17c5"
_NIKAHIT = "\u17c6"
_SIGNS = "\u17cb\u17cd-\u17d1\u17d3\u17dd"
_FINALS = "\u17c7\u17c8"
_LETTERS = "\u1780-\u17b3"
_ANY_MARK = "\u17b4-\u17d1\u17d3\u17dd"

_ORDER = {_ROBAT: 0}
_ORDER |= dict.fromkeys(_SHIFTERS, 1)
_ORDER |= {chr(code): 2 for code in range(0x17B6, 0x17C6)}
_ORDER |= {_NIKAHIT: 3, "\u17c7": 5, "\u17c8": 5}

_CLUSTER = re.compile(f"[{_LETTERS}\u25cc](?:{_FOOT}[{_LETTERS}]|[{_ANY_MARK}\u200b])+")
_FOOT_PAIR = re.compile(f"{_FOOT}[{_LETTERS}]")
_SPLIT_VOWEL = re.compile("\u17c1\u17b8|\u17b8\u17c1|\u17c1\u17b6|\u17b6\u17c1")
_DEPRECATED = {0x17A3: "\u17a2", 0x17A4: "\u17a2\u17b6", 0x17B4: None, 0x17B5: None}

# Characters nobody sees, and spaces that only look like the space. Controls would break files and searches.
_UNSEEN = "\u17b4\u17b5\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_STRAY = re.compile(f"[{_UNSEEN}\u200b]")
_STRAY_IN_PROSE = re.compile(f"[{_UNSEEN}]")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_SPACES = "\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

# One look decides: text that matches is in its stored form already, as nearly all text is.
# Atomic groups, not `(?:…)*+`: in Debian's Python 3.11.2 that goes on where a look ahead in it failed.
_KHMER = f"{_LETTERS}{_FOOT}{_ANY_MARK}"
_GOOD_CLUSTER = (
    f"(?![\u17a3\u17a4])[{_LETTERS}]{_ROBAT}?(?>(?:{_FOOT}(?![\u179a\u17a3\u17a4])[{_LETTERS}])*)(?:{_FOOT}\u179a)?"
    f"[{_SHIFTERS}]?[{_VOWELS}]?{_NIKAHIT}?[{_SIGNS}]?[{_FINALS}]?"
)
_IN_ORDER = re.compile(f"(?>(?:[^{_KHMER}]++|{_GOOD_CLUSTER})*)")
_STORED = re.compile(rf"(?! )(?>(?:{_GOOD_CLUSTER}|[^{_KHMER}{_UNSEEN}{_SPACES}\u200b\s]++|[ ](?=[^\s]))*)")
_STORED_PROSE = re.compile(rf"(?>(?:{_GOOD_CLUSTER}|[^{_KHMER}{_UNSEEN}{_SPACES}\r]++)*)")
_LONGEST_REPAIR = 8


def canonical(text: str, *, prose: bool = False) -> str:
    """The form in which `text` is stored; what is seen stays the same.

    Prose keeps line ends, runs of spaces and U+200B between words; everything else is one trimmed line.
    """
    if (_STORED_PROSE if prose else _STORED).fullmatch(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = _without_strays(unicodedata.normalize("NFC", text), prose=prose)
    return text if _IN_ORDER.fullmatch(text) else _repaired(text)


def _without_strays(text: str, *, prose: bool) -> str:
    text = _ODD_SPACE.sub(" ", text)
    if prose:
        return _STRAY_IN_PROSE.sub("", _LINE_END.sub("\n", text))
    return " ".join(_STRAY.sub("", _LINE_END.sub(" ", text)).split())


def _repaired(text: str) -> str:
    """Repair until nothing changes: one repair may bring the halves of a vowel together for the next."""
    for _attempt in range(_LONGEST_REPAIR):
        before = text
        text = _CLUSTER.sub(_in_order, text.translate(_DEPRECATED))
        text = unicodedata.normalize("NFC", _SPLIT_VOWEL.sub(_whole_vowel, text))
        if text == before:
            break
    return text


def _whole_vowel(halves: re.Match[str]) -> str:
    return "\u17be" if "\u17b8" in halves.group() else "\u17c4"


def _in_order(match: re.Match[str]) -> str:
    cluster = match.group()
    after = "\u200b" if cluster.endswith("\u200b") else ""
    cluster = cluster.replace("\u200b", "")
    feet = _FOOT_PAIR.findall(cluster)
    marks = sorted(_FOOT_PAIR.sub("", cluster[1:]), key=lambda mark: _ORDER.get(mark, 4))
    single = [mark for place, mark in enumerate(marks) if place == 0 or marks[place - 1] != mark]
    robat = _ROBAT if _ROBAT in single else ""
    under_ro = [foot for foot in feet if foot[1] != "\u179a"]
    ro = [foot for foot in feet if foot[1] == "\u179a"][:1]
    return cluster[0] + robat + "".join(under_ro + ro + [m for m in single if m != _ROBAT]) + after


# ---- the search key ----

_LOOK_ALIKE = str.maketrans("០១២៣៤៥៦៧៨៩ឲ៖‘’“”–—", "0123456789ឱ:''\"\"--")
_HAS_LOOK_ALIKE = re.compile("[០-៩ឲ៖\u2013-\u201d]")
_FOLDED_AWAY = re.compile(
    "[០-៩ឲ៖\u17c8:\u17d7\u2013-\u201d\u17c9\u17ca]|\u17d2\u178a|[\u17b7-\u17ba\u17be]\u17bb"
)
# Other scripts and Latin letters with accents; not what stands in Khmer text and is dealt with anyhow.
_NOT_KHMER = re.compile("[^\x00-\x7f\u1780-\u17ff\u200b\u00a0«»‘’“”–—]")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_KHMER_COLON = re.compile(f"(?<=[{_LETTERS}{_ANY_MARK}{_FOOT}])(?: *[\u17c8:])+")
_SHIFTER_AS_U = re.compile(f"[{_SHIFTERS}](?=[\u17b7-\u17ba\u17be])")
_U_AFTER_VOWEL = re.compile("([\u17b7-\u17ba\u17be])\u17bb")
_SPACE_BEFORE_REPEAT = re.compile(" +\u17d7")

# Text that matches is its own key already.
_I_VOWELS = "\u17b7-\u17ba\u17be"
_FOLDED = re.compile(
    rf"(?! )(?>(?:(?![\u17a3\u17a4ឲ])[{_LETTERS}]{_ROBAT}?"
    rf"(?>(?:{_FOOT}(?![\u178a\u179a\u17a3\u17a4])[{_LETTERS}])*)(?:{_FOOT}\u179a)?"
    rf"(?:[{_SHIFTERS}](?![{_I_VOWELS}])|\u17bb(?=[{_I_VOWELS}]))?[{_VOWELS}]?{_NIKAHIT}?[{_SIGNS}]?\u17c7?"
    r"|[!-9;-@\[-~។]++|[ ](?=[^\s\u17d7:]))*)"
)

# Names of provinces and towns that are written as one word and as two; the key holds two.
_WRITTEN_AS_ONE = {
    "banteaymeanchey": "banteay meanchey",
    "kampongcham": "kampong cham",
    "kampongchhnang": "kampong chhnang",
    "kampongspeu": "kampong speu",
    "kampongthom": "kampong thom",
    "kohkong": "koh kong",
    "oddarmeanchey": "oddar meanchey",
    "phnompenh": "phnom penh",
    "preahsihanouk": "preah sihanouk",
    "preahvihear": "preah vihear",
    "preyveng": "prey veng",
    "siemreap": "siem reap",
    "steungtreng": "steung treng",
    "stungtreng": "stung treng",
    "svayrieng": "svay rieng",
    "tboungkhmum": "tboung khmum",
}
_PLAIN_LATIN = re.compile("[!-~]++(?: [!-~]++)*+")
_AS_ONE = re.compile(rf"\b(?:{'|'.join(_WRITTEN_AS_ONE)})\b")


def fold(text: str) -> str:
    """The key under which `text` is searched and compared; never shown.

    Two writings that look or read the same have the same key: the foot TA and DA, a shifter drawn as U,
    colon and U+17C8 at the end of a label, Khmer and Latin digits, letter case, accents.
    """
    if text.isascii():
        if _PLAIN_LATIN.fullmatch(text):
            return _AS_ONE.sub(_as_several, text.lower())
    elif _FOLDED.fullmatch(text) and not _ANY_LATIN.search(text):
        return text
    key = _folded(text)
    # What one step takes away may bring together what another joins; that is rare and ends soon.
    for _attempt in range(_LONGEST_REPAIR):
        if key == text or _FOLDED.fullmatch(key):
            break
        text, key = key, _folded(key)
    return key


def _folded(text: str) -> str:
    if not text.isascii() and _NOT_KHMER.search(text):
        text = _plain_letters(text)
    text = canonical(text).casefold()
    if not text.isascii():
        if _FOLDED_AWAY.search(text):
            text = _khmer_folded(text)
        if not _ANY_LATIN.search(text):
            return text
    return _AS_ONE.sub(_as_several, text)


def _as_several(name: re.Match[str]) -> str:
    return _WRITTEN_AS_ONE[name.group()]


_ANY_LATIN = re.compile("[a-z]")


def _plain_letters(text: str) -> str:
    for _twice in range(2):  # casefolding may bring an accent of its own: İ
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return unicodedata.normalize("NFC", text)


def _khmer_folded(text: str) -> str:
    if _HAS_LOOK_ALIKE.search(text):
        text = text.translate(_LOOK_ALIKE)
    text = text.replace("\u17d2\u178a", "\u17d2\u178f")
    text = _KHMER_COLON.sub("", text).replace("\u17c8", ":")
    text = _U_AFTER_VOWEL.sub("\u17bb\\1", _SHIFTER_AS_U.sub("\u17bb", text))
    return _SPACE_BEFORE_REPEAT.sub("\u17d7", text)


def is_khmer(text: str) -> bool:
    """Whether there is a Khmer letter in a text."""
    return any("\u1780" <= letter <= "\u17ff" for letter in text)
