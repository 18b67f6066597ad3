"""Where a Khmer line may break and where a Khmer word ends, by the dictionary of ICU.

Khmer is written without spaces between words, and Qt, PDF writers and spreadsheets do not know where to break
it. U+200B is put in for showing and printing only, never into stored text.
"""

import re
import threading
from collections.abc import Iterator

import icu

from cso_desk.khmer.normalise import canonical

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_MAKERS = {
    "line": icu.BreakIterator.createLineInstance,
    "word": icu.BreakIterator.createWordInstance,
}
# An ICU iterator holds the text it walks over, so every thread has its own.
_of_this_thread = threading.local()


STACKED_WORD = "ស្ត្រី"
"""A word whose letters stand on top of each other: shaped, it has fewer glyphs than characters."""


def _boundaries(text: str, kind: str) -> list[int]:
    """Offsets into `text` of all boundaries after the start, the end included."""
    iterator = getattr(_of_this_thread, kind, None)
    if iterator is None:
        iterator = _MAKERS[kind](icu.Locale("km"))
        setattr(_of_this_thread, kind, iterator)
    iterator.setText(icu.UnicodeString(text) if text.isascii() else _units(text))
    ends = list(iterator)
    return ends if len(text) == ends[-1] else _as_characters(text, ends)


def _units(text: str) -> icu.UnicodeString:
    # A lone surrogate is no character and ICU refuses it; one stand-in keeps the offsets.
    return icu.UnicodeString(text.encode("utf-16-le", "replace").decode("utf-16-le"))


def _as_characters(text: str, ends: list[int]) -> list[int]:
    """ICU counts UTF-16 units; characters beyond U+FFFF are two of them."""
    at_unit: dict[int, int] = {}
    unit = 0
    for offset, character in enumerate(text):
        at_unit[unit] = offset
        unit += 2 if ord(character) > 0xFFFF else 1
    at_unit[unit] = len(text)
    return [at_unit[end] for end in ends if end in at_unit]


def line_breaks(text: str) -> list[int]:
    """Offsets inside `text` where a new line may begin; neither 0 nor the end."""
    return [end for end in _boundaries(text, "line") if end < len(text)] if text else []


def breakable(text: str) -> str:
    """`text` with U+200B wherever a line may break between two letters; for showing and printing only."""
    if text.isascii():
        return text
    pieces = []
    start = 0
    for end in line_breaks(text):
        pieces.append(text[start:end])
        if not text[end - 1].isspace() and text[end - 1] not in "-\u200b" and text[end] != "\u200b":
            pieces.append("\u200b")
        start = end
    pieces.append(text[start:])
    return "".join(pieces)


def word_tokens(text: str) -> list[str]:
    """The words of `text` in order, without spaces and punctuation."""
    return list(_words(canonical(text))) if text else []


def word_boundaries(text: str) -> list[int]:
    """Offsets into `text` of all word boundaries after the start, the end included."""
    return _boundaries(text, "word") if text else []


def _words(text: str) -> Iterator[str]:
    if text.isascii():
        # ICU's rules and dictionary are needed for Khmer only, and cost more than all the rest.
        yield from "".join(c if c.isalnum() else " " for c in text).split()
        return
    start = 0
    for end in _boundaries(text, "word"):
        word = text[start:end]
        if _LETTER_OR_DIGIT.search(word):
            yield word
        start = end
