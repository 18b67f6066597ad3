"""The words that stand above columns and in rows that are no records, read from resources/columns."""

import csv
import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache
from types import MappingProxyType

from cso_desk.khmer import list_marks
from cso_desk.khmer.normalise import fold
from cso_desk.resources import resource

EXACT, PART, INSIDE, NEARLY = 1.0, 0.9, 0.7, 0.8
_NOT_A_LETTER = re.compile(r"[^0-9a-z\u00c0-\u024f\u1780-\u17d3\u17dd]+")
# "Number of families" is no number of participants, "Receipt No" no running number.
_ALIKE, _ALIKE_KHMER = 0.84, 0.83  # one Khmer letter of six may be another one
_COUNTS_ANYTHING = frozenset({*list_marks.COUNT_WORDS, "total", "number", "nombre"})
_QUESTION, _LONGEST_QUESTION = 30, 300
"""A heading with more letters is a question of a form."""
_LEVELS = frozenset({"province", "district", "commune", "village"})
_SAYS_WHOSE = frozenset(
    {"org", "contact", "name", "title", "no", "number", "place", "total", "agency", "kind", "language"}
)
_PARTS = re.compile(r"[()\[\]\n:,/]+|\s[-–]\s")


@lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """`text` without case, spaces, punctuation and writing variants; a lone sign stays itself."""
    folded = fold(text)
    return _NOT_A_LETTER.sub("", folded) or folded.strip()


@cache
def _rows(name: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    with resource("columns", name).open(encoding="utf-8", newline="") as source:
        lines = list(csv.reader(source))[1:]
    return tuple((kind, language, tuple(words.split(" | "))) for kind, language, words in lines)


@cache
def _headers() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Key of a header word -> its (meaning, language) pairs in the order of the file."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for meaning, language, words in _rows("headers.csv"):
        for word in words:
            found.setdefault(key(word), {})[meaning, language] = None
    return MappingProxyType({word: tuple(pairs) for word, pairs in found.items()})


@cache
def row_words(kind: str) -> frozenset[str]:
    """The keys of the words of one kind of row or cell: "total", "footer", "section", "empty", …"""
    return frozenset(
        key(word) for name, _language, words in _rows("row_words.csv") if name == kind for word in words
    )


@cache
def raw_words(kind: str) -> frozenset[str]:
    """The words of one kind as they are written, case folded."""
    return frozenset(
        word.casefold() for name, _language, words in _rows("row_words.csv") if name == kind for word in words
    )


@lru_cache(maxsize=20_000)
def header_meanings(text: str) -> Mapping[str, float]:
    """What a header text may mean, each with a certainty from 0 to 1; empty where nothing is known."""
    found: dict[str, float] = {}

    def note(word: str, certainty: float) -> None:
        for meaning, _language in _headers().get(word, ()):
            found[meaning] = max(found.get(meaning, 0.0), certainty)

    whole = key(text)
    if not whole or len(whole) > _LONGEST_QUESTION:
        return MappingProxyType({})
    note(whole, EXACT)
    parts = [part for part in (key(part) for part in _PARTS.split(text)) if part]
    for place, part in enumerate(parts):
        note(part, PART - 0.02 * place)
    if not found and len(whole) <= _QUESTION:
        _note_nearly(whole, found)
    if max(found.values(), default=0.0) < NEARLY:
        _note_inside(text, whole, found)
    return MappingProxyType(found)


@lru_cache(maxsize=20_000)
def is_header_word(text: str) -> bool:
    """Whether a text, or its first part, is a known header as it stands; quick, for every row of a sheet."""
    if len(text) > 80:
        return False
    if key(text) in _headers():
        return True
    parts = [part for part in (key(part) for part in _PARTS.split(text)) if part]
    return len(parts) > 1 and parts[0] in _headers()


def _note_inside(text: str, whole: str, found: dict[str, float]) -> None:
    """A known word inside a longer header: "ល.ទូរស័ព្ទ (ដៃ)", "Phone of the director"."""
    latin_words = _latin_words(text)
    inside: dict[str, str] = {}
    for word in _headers():
        if word in _COUNTS_ANYTHING:
            continue
        khmer = word[0] > "\u1700"
        if (len(word) >= 4 and word in whole) if khmer else (len(word) >= 3 and word in latin_words):
            inside[word] = _headers()[word][0][0]
    if not inside:
        return
    for words, weight in _by_what_is_asked(inside):
        best = max(words, key=len)
        share = 1.0 if len(whole) > _QUESTION else len(best) / len(whole)
        for meaning, _language in _headers()[best]:
            certainty = weight * INSIDE * (0.6 + 0.4 * share)
            found[meaning] = max(found.get(meaning, 0.0), certainty)
    if found.keys() & _LEVELS and latin_words & row_words("works_there"):
        found["coverage"] = PART  # "In which districts do you work?"
    elif found.keys() & _LEVELS and any(
        word in whole for word in row_words("works_there") if word > "\u1700"
    ):
        found["coverage"] = PART


def _latin_words(text: str) -> set[str]:
    """The keys of the words of a text, also without their s, and of every two or three beside each other."""
    words = [key(word) for word in re.split(r"[\W_]+", text) if word]
    several = {"".join(words[at : at + count]) for count in (2, 3) for at in range(len(words) - count + 1)}
    return {*words, *several, *(word.removesuffix("s") for word in words)}


def _by_what_is_asked(inside: dict[str, str]) -> Iterator[tuple[list[str], float]]:
    """Part the words in a header by how much they tell, each part with its weight.

    "Telephone of the director of your organisation" is a telephone.
    """
    weight = 1.0
    for kinds in ((), ("contact",), ("org",), _SAYS_WHOSE):
        words = [
            word
            for word, meaning in inside.items()
            if (meaning in kinds if kinds else meaning not in _SAYS_WHOSE)
        ]
        if words:
            yield words, weight
            weight *= 0.8


def _note_nearly(whole: str, found: dict[str, float]) -> None:
    """A misspelt word: one letter in six may be wrong."""
    if len(whole) < 5:
        return
    letters = set(whole)
    alike = _ALIKE_KHMER if whole[0] > "\u1700" else _ALIKE
    matcher = SequenceMatcher(None, b=whole, autojunk=False)
    for word, pairs in _headers().items():
        if abs(len(word) - len(whole)) <= 2 and len(word) >= 5 and len(letters ^ set(word)) <= 4:
            matcher.set_seq1(word)
            if matcher.quick_ratio() >= alike and (ratio := matcher.ratio()) >= alike:
                for meaning, _language in pairs:
                    found[meaning] = max(found.get(meaning, 0.0), NEARLY * ratio)


def header_language(text: str) -> str:
    """Give "km" or "en" where a header names a language ("ភាសាអង់គ្លេស", "Name (EN)"), else ""."""
    for part in [text, *_PARTS.split(text), *re.split(r"[\s_]+", text)]:
        word = key(part)
        if word in row_words("language_km"):
            return "km"
        if word in row_words("language_en"):
            return "en"
    whole = key(text)
    if any(word in whole for word in list_marks.IN_ENGLISH) or "english" in whole or "latin" in whole:
        return "en"
    return "km" if any(word in whole for word in list_marks.IN_KHMER) or "khmer" in whole else ""


def only_language(text: str) -> bool:
    """Whether a header says nothing but a language."""
    return key(text) in row_words("language_km") | row_words("language_en")


_BEFORE_WORD = " \t\r\n\u200b\u00a0*-.:("


@cache
def _beginnings(kind: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """The first letters of the words of a kind, and what a folded text that begins with one looks like."""
    folded = sorted({fold(word) for word in raw_words(kind)}, key=len, reverse=True)
    # A Khmer word runs on into the next one; a Latin word ends where its letters end.
    forms = [re.escape(word) + ("" if word[-1] > "\u1700" else r"(?![^\W\d_])") for word in folded]
    return frozenset(word[0] for word in folded), re.compile("|".join(forms))


def starts_as(kind: str, text: str) -> bool:
    """Whether `text` begins with a word of this kind as a whole word ("Total: 12", "សរុប ៣ នាក់")."""
    bare = text.lstrip(_BEFORE_WORD)
    first_letters, pattern = _beginnings(kind)
    if bare[:1].casefold() not in first_letters:
        return False
    return bool(pattern.match(fold(bare[:80]))) or key(text) in row_words(kind)


def ends_as(kind: str, text: str) -> bool:
    """Whether the last word of `text` is of this kind ("Bavel District")."""
    last = text.rstrip(" .:)").rpartition(" ")
    return bool(last[0]) and key(last[2]) in row_words(kind)


@lru_cache(maxsize=20_000)
def is_organisation(text: str) -> bool:
    """Whether a text names an organisation by saying what it is: "សមាគម…", "… Association"."""
    words = {key(word) for word in re.split(r"[\s,()/-]+", text)}
    whole = key(text)
    known = row_words("organisation")
    return bool(words & known) or any(whole.startswith(word) for word in known if word > "\u1700")


def section_kind(text: str) -> str:
    """What a heading between rows names: "sector" (Health), "kind" (Local NGOs), or ""."""
    if starts_as("sector", text):
        return "sector"
    words = {key(word).removesuffix("s") for word in re.split(r"[\s,()/-]+", text)}
    is_kind = starts_as("organisation", text) if text[:1] > "\u1700" else words & row_words("organisation")
    return "kind" if is_kind else ""


def is_word(kind: str, text: str) -> bool:
    """Whether `text` is a word of this kind and nothing else."""
    return text.strip().casefold() in raw_words(kind) or (len(text) < 40 and key(text) in row_words(kind))


def is_empty(value: object) -> bool:
    """Whether a cell says nothing: blank, "-", "N/A", "គ្មាន"."""
    if value is None or value == "":
        return True
    return isinstance(value, str) and (
        not (bare := value.strip(" \t\r\n\u200b\u00a0\ufeff")) or bare.casefold() in raw_words("empty")
    )


@lru_cache(maxsize=1_000)
def names_position_too(header: str) -> bool:
    """Whether a header says that a name and a position stand in one cell: "ឈ្មោះ និងតួនាទី"."""
    whole = key(header)
    positions = [word for word, pairs in _headers().items() if ("position" in dict(pairs)) and len(word) >= 5]
    return any(word in whole and word != whole for word in positions)


_PEOPLE = ("name", "contact")
_BEFORE_NAME = re.compile(rf"^(?:from\b|of\b|{list_marks.AND}|{list_marks.COMES_FROM})\s*", re.IGNORECASE)


@lru_cache(maxsize=1_000)
def person_and_organisation(header: str) -> tuple[str, str]:
    """The two meanings of "Participant (Organization)", as they stand; two empty ones for other headers."""
    parts = [part for part in (part.strip() for part in re.split(r"[()\[\]\n/&+,]|\band\b", header)) if part]
    if len(parts) != 2 or key(header) in _headers():
        return "", ""
    found = []
    for part in parts:
        known = _exactly(part)
        found.append("org" if "org" in known else next((one for one in _PEOPLE if one in known), ""))
    return (found[0], found[1]) if "org" in found and set(found) & set(_PEOPLE) else ("", "")


def _exactly(text: str) -> set[str]:
    """The meanings of a header word as it stands, "and" and "from" before it left out."""
    bare = _BEFORE_NAME.sub("", text.strip())
    return {meaning for meaning, _language in _headers().get(key(bare), ())}


NOTHING, CATEGORY = "nothing", "category"
"""Columns that say something only to another program; columns that are ticked for a kind or a sector."""


def all_meanings() -> tuple[str, ...]:
    """Every meaning that a column may have, in the order of the alphabet."""
    known = {meaning for found in _headers().values() for meaning, _lang in found}
    return tuple(sorted((known | {CATEGORY}) - {NOTHING}))


@cache
def _categories() -> frozenset[str]:
    """The keys of the words for kinds of institutions and for sectors."""
    rows = _rows("choice_words.csv")
    return frozenset(
        key(word) for name, _code, words in rows if name in ("organisation_kind", "sector") for word in words
    )


def is_category(text: str) -> bool:
    """Whether a header is the name of a kind of institution or of a sector."""
    return key(text) in _categories()
