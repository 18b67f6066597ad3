"""Whether the text within a file can be trusted: many Khmer PDFs show letters that are none inside."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cso_desk.khmer.legacy_fonts import encoding_of
from cso_desk.store.blob_texts import BROKEN, GOOD, MISSING

_KHMER = re.compile("[\u1780-\u17b3]")
_MARKS = "\u17b6-\u17d1\u17d3\u17dd"
_CARRIERS = f"\u1780-\u17b3{_MARKS}\u200b-\u200d"
# A mark or a foot that stands on nothing, a coeng without its letter, and one vowel twice: all come of text
# kept in the order in which it is drawn. What stands before is looked at last: most signs are no marks.
_ORPHANS = re.compile(
    f"[{_MARKS}](?<![{_CARRIERS}\u25cc][{_MARKS}])|\u17d2(?:(?![\u1780-\u17b3])|(?<![{_CARRIERS}]\u17d2))"
    "|([\u17b6-\u17c5])\\1"
)
# What Limon and ABC look like under another font: signs and accents in the middle of words.
_GARBAGE_WORD = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*|\w*[¡-¿×÷À-ÿ<>&@|^~{}\[\]]\w*[^\W\d_]\w*")
_WORD = re.compile(r"\S+")

_LEAST_LETTERS = 15  # on a page with text
_MISSING_SHARE, _ORPHAN_SHARE, _PRIVATE_SHARE, _GARBAGE_SHARE = 0.2, 0.04, 0.02, 0.3
_LEAST_WORDS = 20
_JUDGED, _JUDGED_LETTERS = 8, 1_000  # pages, and of each so much


@dataclass(frozen=True)
class Measures:
    """Shares from 0 to 1: pages with text, wrong Khmer marks, private signs, words that are none."""

    with_text: float
    orphans: float
    private: float
    garbage: float


def measures(texts: Sequence[str]) -> Measures:
    """What the pages of a file show."""
    pages = [_signs(text) for text in texts]
    letters, khmer, private = (sum(page[place] for page in pages) for place in range(3))
    whole = "\n".join(texts)
    words = _WORD.findall(whole) if not khmer else []
    odd = sum(1 for word in words if _GARBAGE_WORD.fullmatch(word))
    filled = sum(1 for in_page, _khmer, hidden in pages if in_page + hidden >= _LEAST_LETTERS)
    return Measures(
        filled / max(len(texts), 1),
        sum(1 for _each in _ORPHANS.finditer(whole)) / khmer if khmer > _LEAST_LETTERS else 0.0,
        private / max(letters + private, 1),
        odd / len(words) if len(words) >= _LEAST_WORDS else 0.0,
    )


def _signs(text: str) -> tuple[int, int, int]:
    """How many letters, Khmer letters among them and private signs a text has; each sign is judged once."""
    letters = khmer = private = 0
    for sign, count in Counter(text).items():
        if sign.isalnum() and not sign.isdecimal():
            letters += count
            khmer += count if "\u1780" <= sign <= "\u17b3" else 0
        elif "\ue000" <= sign <= "\uf8ff" or sign == "\ufffd":
            private += count
    return letters, khmer, private


def _some(texts: Sequence[str]) -> Sequence[str]:
    """Beginnings of pages from all over a long file; they say as much as all."""
    step = max(1, len(texts) // _JUDGED)
    return [text[:_JUDGED_LETTERS] for text in texts[::step]]


def verdict_on(texts: Sequence[str], fonts: Sequence[str] = (), *, drawn: bool = True) -> str:
    """`GOOD`, `MISSING` or `BROKEN`. `fonts` are the names a PDF gives; `drawn`: its pages can be seen.

    What cannot be seen as a page, a letter or a sheet, has the text it has.
    """
    found = measures(_some(texts))
    if not drawn:
        return BROKEN if found.private > _PRIVATE_SHARE else GOOD
    if found.with_text < _MISSING_SHARE and not (len(texts) == 1 and found.with_text):
        return MISSING
    if found.private > _PRIVATE_SHARE or found.orphans > _ORPHAN_SHARE or found.garbage > _GARBAGE_SHARE:
        return BROKEN
    has_khmer = any(_KHMER.search(text) for text in texts)
    if not has_khmer and any(encoding_of(name) for name in fonts):
        return BROKEN
    return GOOD
