"""Takes apart cells that say two things: two days, a name in two languages, an acronym in brackets."""

import re
from functools import lru_cache
from typing import Any

from cso_desk.importers import vocabulary
from cso_desk.importers.reading import Cell
from cso_desk.khmer import list_marks
from cso_desk.khmer.dates import PartialDate, parse_date
from cso_desk.khmer.digits import to_latin_digits

_FIRST_SERIAL = 10_000  # 1927 as Excel counts days; smaller numbers are years
_TO = rf"(?:-|–|—|~|&|to\b|till\b|until\b|and\b|{list_marks.TO_DAY}|{list_marks.AND})"
_TWO_DAYS = re.compile(rf"(?<!\d)(\d{{1,2}})\s*(?:st|nd|rd|th)?\s*{_TO}\s*(\d{{1,2}})(?!\d)", re.IGNORECASE)
_TWO_DATES = re.compile(
    rf"(.*?\d.*?)\s*(?:\s{_TO}|–|—|~|{list_marks.TO})\s*(\D{{0,12}}\d.*\d.*)", re.IGNORECASE | re.DOTALL
)
_FROM = re.compile(rf"^\s*(?:from\b|since\b|{list_marks.FROM})\s*", re.IGNORECASE)
_YEAR_AT_END = re.compile(rf"[\s/.\-,]*(?:{list_marks.YEAR}\s*)?\d{{4}}\s*$")
_POWER = re.compile(r"\s*\d(?:\.\d+)?[eE]\+?\d{1,2}\s*")

_KHMER = re.compile("[\u1780-\u17b3]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_APART = re.compile(r"\s*[/|\n]\s*|\s+[-–]\s+")
_BRACKETS = re.compile(r"(.*[^\s(\[])\s*[(\[]([^()\[\]]+)[)\]]\s*", re.DOTALL)
_TWO_THINGS = re.compile(
    r"(.*?[^\s(\[])(?:\s*[(（\[]([^()\[\]]+)[)）\]]|\s+[-–—]\s+(.+)|\s*[/|\n,]\s*(.+))\s*", re.DOTALL
)
_PEOPLE_APART = re.compile(rf"\s*[/;&\n]\s*|\s+(?:and|{list_marks.AND})\s+", re.IGNORECASE)
_NO_NAME = re.compile(r"[\d@(),:៖០-៩]")
_LONGEST_NAME = 5
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&.\-/]{1,11}")
_KHMER_ACRONYM = re.compile(r"(?:[\u1780-\u17a2]\.){1,7}[\u1780-\u17a2]?\.?")
_BEHIND_A_DASH = re.compile(r"(.*\S)\s+[-–—]\s+(\S+)\s*", re.DOTALL)
_TWO_LANGUAGES = ("org", "name", "contact", "title", "position", "venue")


@lru_cache(maxsize=50_000)
def _days_of_text(text: str) -> tuple[PartialDate | None, PartialDate | None]:
    whole = parse_date(text)
    if whole is not None or not any(letter.isdigit() for letter in text):
        return whole, None
    bare = _FROM.sub("", to_latin_digits(text))
    if bare != text and (whole := parse_date(bare)):
        return whole, None
    if found := _TWO_DAYS.search(bare):
        first, last = (parse_date(_TWO_DAYS.sub(day, bare, count=1)) for day in found.groups())
        if first and last and first.iso < last.iso:
            return first, last
    if found := _TWO_DATES.fullmatch(bare):
        last = parse_date(found[2])
        year = _YEAR_AT_END.search(found[2])
        # "30 Sep" alone could be September 2030: the year of the last day comes first.
        first = (parse_date(found[1] + year[0]) if year else None) or parse_date(found[1])
        if first and last and first.iso <= last.iso:
            return first, last
    return None, None


def days_of(cell: Cell) -> tuple[PartialDate | None, PartialDate | None]:
    """The day a cell holds and, where it holds the first and the last day of something, the last one."""
    if isinstance(cell, str):
        return _days_of_text(cell)
    if isinstance(cell, bool):
        return None, None
    if isinstance(cell, (int, float)):
        return parse_date(cell, excel_serial=cell >= _FIRST_SERIAL), None
    return parse_date(cell), None


def phone_text(cell: Cell) -> str:
    """The text of a cell of phone numbers; a number cell regains the zero that Excel took from it."""
    if isinstance(cell, str) and _POWER.fullmatch(cell):
        value = float(cell)  # 1.2345678E7: a number that went through another program
        cell = int(value) if value.is_integer() else cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        digits = str(int(cell))
        return f"0{digits}" if len(digits) in (8, 9) else digits
    return str(cell) if cell is not None else ""


def _in_two_languages(text: str) -> tuple[str, str]:
    """The Khmer and the Latin half of a name that is written in both, else two empty texts."""
    halves = _halves(text)
    khmer = [half for half in halves if _KHMER.search(half) and not _LATIN.search(half)]
    latin = [half for half in halves if _LATIN.search(half) and not _KHMER.search(half)]
    return (khmer[0], latin[0]) if len(khmer) == len(latin) == 1 else ("", "")


def _halves(text: str) -> list[str]:
    """What stands before and behind the one place where a text of several parts changes its letters."""
    marks = list(_APART.finditer(text))
    starts, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(text)]
    khmer = [bool(_KHMER.search(text[start:end])) for start, end in zip(starts, ends, strict=True)]
    changes = [at for at in range(1, len(khmer)) if khmer[at] != khmer[at - 1]]
    if len(changes) != 1:
        return []
    return [text[: ends[changes[0] - 1]], text[starts[changes[0]] :]]


def on_one_line(text: str) -> str:
    """A text whose lines say one thing in two languages, with a stroke between them; others as they are."""
    return " / ".join(halves) if "\n" in text and all(halves := _in_two_languages(text)) else text


def two_things(text: str) -> tuple[str, str]:
    """The two halves of "Sok Dara (Light)" or "Sok Dara / Light", else the text and ""."""
    found = _TWO_THINGS.fullmatch(text.strip())
    if not found:
        return text, ""
    return found[1].strip(), next(part for part in found.groups()[1:] if part).strip()


def people_of(text: str) -> list[str]:
    """The people whose names stand in one cell, or the text alone where it is one name or something else."""
    parts = [part.strip() for part in _PEOPLE_APART.split(text.strip()) if part.strip()]
    khmer = {bool(_KHMER.search(part)) for part in parts}
    names = all(map(_may_be_a_name, parts))
    return parts if len(parts) > 1 and len(khmer) == 1 and names else [text]


def _may_be_a_name(text: str) -> bool:
    words = len(text.split())
    return (
        2 <= words <= _LONGEST_NAME
        and not _NO_NAME.search(text)
        and not vocabulary.starts_as("position", text)
        and not vocabulary.is_organisation(text)
    )


def _is_acronym(text: str) -> bool:
    capitals = sum(1 for letter in text if letter.isupper())
    if _KHMER_ACRONYM.fullmatch(text):
        return True
    return bool(_ACRONYM.fullmatch(text)) and capitals >= 2 and capitals >= 0.5 * len(text)


def split_names(values: dict[str, Any]) -> None:
    """Part the names of a record that are written in two languages; take an acronym out of its brackets."""
    for name in ("org_km", "org_en", "org"):
        if name in values:
            _take_brackets(values, name)
    for name in _TWO_LANGUAGES:
        for key in (name, f"{name}_km", f"{name}_en"):
            if key not in values:
                continue
            _put_by_letters(values, name, key)
            khmer, latin = _in_two_languages(values.get(key, ""))
            other = f"{name}_en" if key == f"{name}_km" else f"{name}_km" if key == f"{name}_en" else ""
            if khmer and (not other or other not in values):
                values.update({f"{name}_km": khmer, f"{name}_en": latin, name: khmer})
    for name in ("org_en", "org"):
        found = _BEHIND_A_DASH.fullmatch(values.get(name, ""))
        if found and _is_acronym(found[2]) and values.setdefault("acronym", found[2]) == found[2]:
            values[name] = found[1]


def _put_by_letters(values: dict[str, Any], name: str, key: str) -> None:
    """Put an English name that stands among Khmer ones where it belongs."""
    text = values[key]
    if key == f"{name}_km" and f"{name}_en" not in values and text.isascii() and _LATIN.search(text):
        values[f"{name}_en"] = values.pop(key)


def _take_brackets(values: dict[str, Any], name: str) -> None:
    found = _BRACKETS.fullmatch(values[name])
    if not found:
        return
    outside, inside = found[1], found[2].strip()
    if _is_acronym(inside) and values.setdefault("acronym", inside) == inside:
        values[name] = outside
        return
    khmer, latin = _in_two_languages(f"{outside}/{inside}")
    if khmer and not {"org_km", "org_en"} <= set(values):
        values.update(org_km=khmer, org_en=latin, org=khmer)
