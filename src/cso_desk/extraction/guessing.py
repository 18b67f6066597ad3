"""What the first pages of a paper say about it: title, kind, number, date, issuer. A person confirms each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import PurePath

from cso_desk.khmer import official_words as words
from cso_desk.khmer.dates import parse_date
from cso_desk.khmer.digits import to_khmer_digits, to_latin_digits
from cso_desk.khmer.law_numbers import LawNumber, mentions, written
from cso_desk.khmer.months import MONTHS_EN, MONTHS_KM, OTHER_MONTHS
from cso_desk.khmer.normalise import canonical, fold

_FIRST_LINES, _LAST_LINES = 60, 40
_JUDGED = 5_000  # letters by which languages are told
_TITLE_LINES, _LONGEST_TITLE, _LONGEST_LINE = 4, 300, 400
_LEAST_LETTERS = 6
_SURE_LINES = 25  # in which the paper's own number stands
_HEAD_LINES = 6  # in which whose paper it is stands alone
_BEFORE_DATE = 12  # letters in which a word stands that says whose date it is
_KHMER = re.compile("[\u1780-\u17d3]+")
_LATIN = re.compile("[A-Za-z]+")
_LETTER = re.compile(r"[^\W\d_]")
_TWO_LETTERS = re.compile(r"[^\W\d_].*?[^\W\d_]")
_DIGIT = re.compile(r"\d")
_PARTS_OF_NAME = re.compile(r"[_\-\s.]+")
_HIDDEN = re.compile("[\u200b-\u200d\ufeff\u00ad]")


@dataclass(frozen=True)
class Guess:
    """What a paper seems to be. Dates as `khmer.dates` stores them; `kind` a code of legal texts or ""."""

    title_km: str = ""
    title_en: str = ""
    kind: str = ""
    number: str = ""
    date: str = ""
    agency: str = ""
    languages: tuple[str, ...] = ()


def guess(pages: Sequence[str], name: str = "") -> Guess:
    """What the text of a file says of it; from its `name` alone where there is no text to be trusted."""
    first = _lines(pages[:2], _FIRST_LINES)
    last = _lines(pages[-2:], -_LAST_LINES)
    law = next(mentions("\n".join(first[:_SURE_LINES])), None) or next(mentions(_spoken(name)), None)
    title = _title(first, law) or _spoken(name)
    is_khmer = bool(_KHMER.search(title))
    return Guess(
        title if is_khmer else "",
        "" if is_khmer else title,
        law.kind if law else "",
        _number(law, khmer=bool(_KHMER.search("".join(first)) or is_khmer)) if law else "",
        _date(first, last) or _date_of(law),
        _agency(first, law)[:_LONGEST_TITLE],
        _languages("\n".join(pages[:3])[:_JUDGED]),
    )


def _agency(lines: Sequence[str], law: LawNumber | None) -> str:
    """Who issued the paper; of a paper without a legal number perhaps a body of civil society."""
    found = next((line for line in lines[:_SURE_LINES] if _begins(line, words.AGENCIES)), "")
    if found or law is not None:
        return found
    head = lines[:_HEAD_LINES]
    return next((line for line in head if _begins(line, words.SOCIETIES) and not _is_sentence(line)), "")


def _lines(pages: Iterable[str], most: int) -> list[str]:
    """The first lines that say something, as they are compared and shown; with a negative `most` the last."""
    every = "\n".join(pages).split("\n")
    said = (plain for line in (every if most > 0 else reversed(every)) if (plain := _said(line)))
    found = list(islice(said, abs(most)))
    return found if most > 0 else found[::-1]


def _said(line: str) -> str:
    if not _TWO_LETTERS.search(line):
        return ""
    plain = _HIDDEN.sub("", canonical(line[:_LONGEST_LINE], prose=True))
    return " ".join(plain.split()).strip(" *~-_•")


def _spoken(name: str) -> str:
    """The name of a file as words."""
    return " ".join(_PARTS_OF_NAME.sub(" ", PurePath(name).stem).split())[:_LONGEST_TITLE]


@cache
def _keys(some: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_key(word) for word in some)


def _key(text: str) -> str:
    return re.sub(r"[\s,.\-–:*]+", "", fold(text))


def _begins(line: str, some: tuple[str, ...]) -> bool:
    return _key(line).startswith(_keys(some))


def _is_head(line: str) -> bool:
    return _key(line) in _keys(words.HEAD)


def _title(lines: Sequence[str], law: LawNumber | None) -> str:
    """The lines about what the paper is, or the first that is no part of its head."""
    for place, line in enumerate(lines):
        if _begins(line, words.BODY):
            break
        if place and _says_about(line) and not _begins(line, words.AGENCIES):
            return _joined(lines, place, kind_before=_begins(line, words.ABOUT), law=law)
    for place, line in enumerate(lines):
        if _is_head(line) or _is_number(line) or _begins(line, words.AGENCIES):
            continue
        if len(_LETTER.findall(line)) >= _LEAST_LETTERS and not _has_date(line):
            return _joined(lines, place, kind_before=False, law=law) if _says_about(line) else line
    return ""


def _says_about(line: str) -> bool:
    key = fold(line)
    if _KHMER.search(line):
        return fold(words.ABOUT[0]) in key or key.startswith(tuple(map(fold, words.ABOUT[1:3])))
    return key.startswith(tuple(f"{word} " for word in words.ABOUT[3:]))


def _joined(lines: Sequence[str], place: int, *, kind_before: bool, law: LawNumber | None) -> str:
    """A title over several lines, with the kind of paper that stands above it."""
    before = lines[place - 1] if place else ""
    parts = (
        [_without_number(before, law)]
        if kind_before and not _is_head(before) and not _has_date(before)
        else []
    )
    parts.append(lines[place])
    for line in lines[place + 1 : place + _TITLE_LINES]:
        if (
            _ends_title(line)
            or (law is None and _is_whole(parts[-1], line))
            or len(" ".join([*parts, line])) > _LONGEST_TITLE
        ):
            break
        parts.append(line)
    joined = " ".join(part for part in parts if part)
    # Khmer is written without spaces: a line that was broken is one line again.
    return re.sub(f"(?<=[\u1780-\u17d3]) (?={re.escape(words.ABOUT[0])})", "", joined)


def _is_whole(said: str, line: str) -> bool:
    """Whether a title is told, and `line` below it says whose paper it is."""
    about = fold(said).partition(fold(words.ABOUT[0]))[2].strip()
    return bool(about) and _begins(line, words.SOCIETIES) and not said.endswith(words.JOINING)


def _is_sentence(line: str) -> bool:
    return words.SENTENCE_END in line


def _without_number(line: str, law: LawNumber | None) -> str:
    """The kind of paper alone, where its number stands on the same line."""
    if law is None:
        return line
    cut = re.split("|".join(map(re.escape, words.NUMBER_WORDS)), line, maxsplit=1)[0]
    return cut.strip(" :.")


def _ends_title(line: str) -> bool:
    return (
        _begins(line, words.BODY) or _begins(line, words.AGENCIES) or _is_number(line) or _has_date(line)
        or _is_head(line) or _is_sentence(line)
    )  # fmt: skip


def _is_number(line: str) -> bool:
    return _begins(line, words.NUMBER_WORDS) and bool(re.search(r"\d", to_latin_digits(line)))


def _number(law: LawNumber, *, khmer: bool) -> str:
    """The number as it stands in registers: with its letters where those are a part of it."""
    if law.month:
        return written(law, "km" if khmer else "en")
    number = f"{law.number}/{law.year}" if law.year else str(law.number)
    return to_khmer_digits(number) if khmer else number


# --- dates ---


@cache
def _dates() -> re.Pattern[str]:
    khmer = "|".join(map(re.escape, (*MONTHS_KM, *(name for name in OTHER_MONTHS if not name.isascii()))))
    english = "|".join(f"{name}|{name[:3]}" for name in MONTHS_EN)
    return re.compile(
        rf"\d{{1,2}} *(?:{words.MONTH})? *(?:{khmer}) *(?:{words.YEAR})? *\d{{4}}"
        rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{english})\.?,? \d{{4}}"
        rf"|(?:{english})\.? \d{{1,2}},? \d{{4}}",
        re.IGNORECASE,
    )


def _has_date(line: str) -> bool:
    return bool(_dates().search(to_latin_digits(line)))


def _date(first: Sequence[str], last: Sequence[str]) -> str:
    """The day on which the paper was signed: beside a place, else the last that belongs to no other paper."""
    found: list[tuple[bool, str]] = []
    for line in filter(_DIGIT.search, (*first, *last)):
        plain = to_latin_digits(line)
        for match in _dates().finditer(plain):
            said = parse_date(match.group())
            if said is not None and not _is_referred(plain[: match.start()]):
                found.append((any(place in line for place in words.PLACES), said.iso))
    placed = [iso for beside, iso in found if beside]
    return placed[-1] if placed else found[-1][1] if found else ""


def _is_referred(before: str) -> bool:
    """Whether a date is that of a paper which is only named."""
    tail = "".join(before.split())[-_BEFORE_DATE:]
    return words.REFERRED[0] in tail or tail.lower().endswith(words.REFERRED[1:])


def _date_of(law: LawNumber | None) -> str:
    """The month that the number of a kram tells."""
    return f"{law.year:04}-{law.month:02}" if law and law.year and law.month else ""


def _languages(text: str) -> tuple[str, ...]:
    khmer, latin = (sum(map(len, runs.findall(text))) for runs in (_KHMER, _LATIN))
    whole = khmer + latin
    if not whole:
        return ()
    return tuple(code for code, count in (("km", khmer), ("en", latin)) if count / whole > 0.25)
