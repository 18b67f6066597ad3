"""Text typed for fonts that draw Khmer over Latin letters (Limon, ABC) becomes Unicode.

Such text is kept as it is drawn, from left to right: a vowel that stands left of its consonant comes first,
and so does the foot RO. Which letters its bytes stand for is read from resources/legacy_fonts.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from cso_desk.khmer.normalise import canonical
from cso_desk.resources import resource

_LETTER = "[\u1780-\u17b3]"
_ATOM = re.compile(f"\u17d2{_LETTER}|.", re.DOTALL)
_HAS_KHMER = re.compile("[\u1780-\u17ff]")
# Addresses stand in such cells too; drawn in these fonts they would be nonsense, so nobody means that.
_ADDRESS = re.compile(r"\s*(?:\S+@\S+\.\S+|(?:https?://|www\.)\S+)\s*", re.IGNORECASE)
_LEFT = frozenset("\u17c1\u17c2\u17c3")
_RO = "\u17d2\u179a"
_WITH_E = {"\u17b8": "\u17be", "\u17b6": "\u17c4", "\u17c5": "\u17c5", "\u17c0": "\u17c0", "\u17bf": "\u17bf"}
_AA, _E, _U, _PO, _NYO = "\u17b6", "\u17c1", "\u17bb", "\u1796", "\u1789"
_ABOVE = frozenset("\u17b6\u17b7\u17b8\u17b9\u17ba\u17be\u17d0\u17c1")
_TAKES_TRIISAP = frozenset("\u179f\u17a0\u17a2")
_PALATAL = frozenset("ចឆជឈញ")
_UNDER_PO_AA = frozenset("តនភយរលវ")
_OTHER_SIGNS = {"\u03bc": 0xB5, "\u02dc": 0x98}  # Greek mu where a program took the micro sign for it
_PRIVATE = range(0xF020, 0xF100)  # symbol fonts keep their bytes here


@cache
def _families() -> tuple[tuple[str, str, str], ...]:
    """Beginning of a font's name, code of its encoding and what people call it."""
    with resource("legacy_fonts", "families.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.reader(source))[1:]
    return tuple((name, code, label) for code, label, names in rows for name in names.split(" | "))


def old_font_beginnings() -> list[str]:
    """How the names of such fonts begin, in small letters with spaces between words."""
    return [beginning for beginning, _code, _label in _families()]


@lru_cache(maxsize=1_000)
def encoding_of(font: str) -> str:
    """The encoding of a font by its name: "limon", "abc", or "" for every font that is drawn as usual."""
    name = " ".join(font.casefold().replace("-", " ").replace("_", " ").split())
    for beginning, code, _label in _families():
        if name.startswith(beginning) and not (code == "abc" and _differs(name)):
            return code
    return ""


def _differs(name: str) -> bool:
    """ABC fonts of which a few glyphs lie elsewhere."""
    return name.endswith("a") or name in {"abc text 06", "abc text 11", "abc text 24"}


@cache
def _pieces(encoding: str) -> tuple[Mapping[bytes, str], int]:
    """Bytes and the text they stand for, and how many bytes the longest group has."""
    with resource("legacy_fonts", f"{encoding}.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.reader(source))[1:]
    pieces = {bytes.fromhex(code): text for code, text in rows}
    return pieces, max(map(len, pieces))


@lru_cache(maxsize=50_000)
def to_unicode(text: str, encoding: str) -> str:
    """`text` as it was typed for a font of `encoding`, in Unicode; signs the font does not know stay.

    Text that holds Khmer letters already, and addresses of mail and sites, are given back as they are.
    """
    if _HAS_KHMER.search(text) or _ADDRESS.fullmatch(text):
        return text
    return canonical(_logical(_drawn(text, encoding)), prose=True)


def _drawn(text: str, encoding: str) -> str:
    """The Khmer letters in the order in which they are drawn."""
    pieces, longest = _pieces(encoding)
    drawn: list[str] = []
    place = 0
    while place < len(text):
        for length in range(min(longest, len(text) - place), 0, -1):
            group = _bytes_of(text[place : place + length])
            if group is not None and group in pieces:
                drawn.append(pieces[group])
                place += length
                break
        else:
            drawn.append(text[place])
            place += 1
    return "".join(drawn)


@lru_cache(maxsize=5_000)
def _bytes_of(text: str) -> bytes | None:
    """The bytes that a few signs were before a program took them for Windows-1252, or None."""
    found = bytearray()
    for sign in text:
        point = ord(sign)
        if point in _PRIVATE:
            found.append(point & 0xFF)
        elif sign in _OTHER_SIGNS:
            found.append(_OTHER_SIGNS[sign])
        elif point < 0x100:
            found.append(point)
        else:
            try:
                found += sign.encode("cp1252")
            except UnicodeEncodeError:
                return None
    return bytes(found)


@dataclass
class _Cluster:
    """What is drawn around one letter. `left` stands before it, `rest` after it, in the order of drawing."""

    left: list[str] = field(default_factory=list)
    base: str = ""
    rest: list[str] = field(default_factory=list)


def _logical(drawn: str) -> str:
    """Text in the order of drawing, in the order of Unicode."""
    done: list[str] = []
    now = _Cluster()
    for atom in _ATOM.findall(drawn):
        if atom in _LEFT or atom == _RO:
            if now.base or now.rest:
                done.append(_composed(now))
                now = _Cluster()
            now.left.append(atom)
        elif "\u1780" <= atom[0] <= "\u17b3":
            if now.base or now.rest:
                done.append(_composed(now))
                now = _Cluster()
            now.base = atom
        elif "\u17b4" <= atom[0] <= "\u17d3" or atom[0] == "\u17dd":
            now.rest.append(atom)
        elif atom != "\u200b":
            done += [_composed(now), atom]
            now = _Cluster()
    return "".join([*done, _composed(now)])


def _composed(cluster: _Cluster) -> str:
    """One cluster in the order of Unicode, but for what `canonical` puts right."""
    base, rest = cluster.base, list(cluster.rest)
    feet = [atom for atom in rest if len(atom) == 2]
    if base == _PO and _draws_nyo(rest, feet):
        base = _NYO
        rest.remove(_AA)
    vowels = [atom for atom in cluster.left if atom != _RO]
    marks = [atom for atom in rest if len(atom) == 1]
    if _E in vowels:
        right = next((mark for mark in marks if mark in _WITH_E), "")
        if right:
            marks[marks.index(right)] = _WITH_E[right]
            vowels.remove(_E)
    if _U in marks and any(mark in _ABOVE for mark in (*marks, *vowels)):
        # A shifter below a vowel is drawn as U.
        letters = [foot[1] for foot in feet if foot[1] in _TAKES_TRIISAP]
        triisap = bool(letters) or base in _TAKES_TRIISAP
        marks[marks.index(_U)] = "\u17ca" if triisap else "\u17c9"
    ro = [_RO] if _RO in cluster.left else []
    return "".join([base, *feet, *ro, *vowels, *marks])


def _draws_nyo(rest: list[str], feet: list[str]) -> bool:
    """Whether PO and AA with this foot are NYO: its upper half is drawn as they are."""
    if _AA not in rest or not feet:
        return False
    letter = feet[0][1]
    first = rest.index(_AA) < rest.index(feet[0])
    return letter in _PALATAL or rest.count(_AA) > 1 or (first and letter not in _UNDER_PO_AA)
