"""From one day to another, as people write it, read into ISO text and shown again.

Stored is one day, month or year ("2026-09"), or two parted by a slash ("2026-09-25/2026-09-26"); an end
that is open is left out: "2020/", "/2024" (ISO 8601 intervals, with days as `dates` stores them).
"""

import re
from dataclasses import dataclass

from cso_desk.khmer.dates import parse_date, parse_quarter, quarter_range, show_date
from cso_desk.khmer.digits import to_khmer_digits, to_latin_digits
from cso_desk.khmer.months import MONTHS_EN, MONTHS_KM
from cso_desk.khmer.normalise import canonical
from cso_desk.wording import N_, words

_UNTIL = r"(?:\b(?:to|till?|until|through)\b|ដល់|រហូតដល់|រហូតមកដល់)"
_APART = re.compile(rf"\s*(?:[–—→]|\s-\s|\.\.+|{_UNTIL})\s*")
_SINCE = re.compile(r"^(?:(?:from|since|between|as of)\b|ចាប់ពី|ចាប់តាំងពី|តាំងពី|ពី)\s*")
_OPEN = re.compile(r"^(?:now|today|present|បច្ចុប្បន្ន|សព្វថ្ងៃ|ឥឡូវ)$")
_INTERVAL = re.compile(r"(\d{4}(?:-\d\d){0,2})?/(\d{4}(?:-\d\d){0,2})?")
_DAYS_OF_ONE_MONTH = re.compile(r"(\d{1,2})\s*-\s*(\d{1,2})(?!\d)([-/. \w].*)", re.DOTALL)
_YEARS = re.compile(r"(\d{4})\s*-\s*(\d{4})")
_NUMBER = re.compile(r"\d+")
_BARE_DAY = re.compile(r"[^\da-z]*\d{1,2}(?:st|nd|rd|th)?")
_YEAR = re.compile(r"\d{4}")

SINCE, UNTIL = N_("since {start}"), N_("until {end}")


@dataclass(frozen=True, slots=True)
class DateRange:
    """`stored` as above; `warning` says in the language of the window what was assumed."""

    stored: str
    warning: str | None = None


def parse_range(text: str) -> DateRange | None:
    """The range that a text means, None where it means none or runs backwards."""
    plain = to_latin_digits(canonical(text)).strip().lower()
    quarter = parse_quarter(plain)
    if quarter:
        return DateRange("/".join(quarter_range(quarter)))
    interval = _INTERVAL.fullmatch(plain)
    if interval and any(interval.groups()):
        return _joined(interval[1] or "", interval[2] or "")
    whole = parse_date(plain)
    if whole:
        return DateRange(whole.iso, whole.warning)
    return _two(plain)


def split_range(stored: str) -> tuple[str, str]:
    """The first and the last day; one day alone is both, "" where an end is open."""
    first, slash, last = stored.partition("/")
    return first, last if slash else first


def join_range(first: str, last: str) -> str:
    """The stored text of a first and a last day, "" where both are."""
    return first if first == last else f"{first}/{last}"


def show_range(stored: str, language: str, *, long: bool = False) -> str:
    """Show "25–26 Sep 2026", with `long` "25 September 2026 – 2 October 2026". Raises ValueError."""
    say = words(language)
    first, last = split_range(stored)
    if first == last:
        return _shown(first, language, long)
    if not (first and last):
        end = _shown(first or last, language, long)
        return say(SINCE, start=end) if first else say(UNTIL, end=end)
    if not long and len(first) == len(last) == 10 and first[:7] == last[:7]:
        day = str(int(first[8:]))
        return f"{to_khmer_digits(day) if language == 'km' else day}–{_shown(last, language, long)}"
    return f"{_shown(first, language, long)} – {_shown(last, language, long)}"


def short_date(iso: str, language: str) -> str:
    """Show "12 Aug 2015" or "១២ សីហា ២០១៥"; months and years alone too. Raises ValueError or IndexError."""
    parts = iso[:10].split("-")
    year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    names = MONTHS_KM if language == "km" else [each[:3] for each in MONTHS_EN]
    day = [str(int(parts[2]))] if len(parts) > 2 else []
    shown = " ".join([*day, *([names[month - 1]] if month else []), f"{year:04}"])
    return to_khmer_digits(shown) if language == "km" else shown


def _shown(iso: str, language: str, long: bool) -> str:
    return show_date(iso, language) if long else short_date(iso, language)


def _two(text: str) -> DateRange | None:
    since = _SINCE.search(text)
    rest = text[since.end() :] if since else text
    sides = _APART.split(rest, maxsplit=1)
    if len(sides) == 1:
        if since:
            alone = parse_date(rest)
            return _joined(alone.iso, "") if alone else None
        shorthand = _DAYS_OF_ONE_MONTH.fullmatch(rest)
        years = _YEARS.fullmatch(rest)
        if not (shorthand or years):
            return _apart_by_hyphen(rest)
        sides = [years[1], years[2]] if years else [shorthand[1], shorthand[2] + shorthand[3]]  # type: ignore[index]
    return _of_sides(sides[0].strip(" ,"), sides[1].strip(" ,"))


def _apart_by_hyphen(text: str) -> DateRange | None:
    """25/9/2026-26/9/2026, and days whose month stands between: 30 September-2 October 2026."""
    for place in (found.start() for found in re.finditer("-", text)):
        found = _of_sides(text[:place].strip(" ,"), text[place + 1 :].strip(" ,"))
        if found:
            return found
    return None


def _of_sides(left: str, right: str) -> DateRange | None:
    if not left or not right or _OPEN.fullmatch(right):
        alone = parse_date(left or right)
        if alone is None:
            return None
        return _joined(alone.iso, "") if left else _joined("", alone.iso)
    last = parse_date(right)
    if last is None:
        return None
    first = next((found for each in _completed(left, right) if (found := parse_date(each))), None)
    return _joined(first.iso, last.iso, first.warning or last.warning) if first else None


def _completed(left: str, right: str) -> list[str]:
    """What the first day may be in full, where its month and year are said with the last one only."""
    year = _YEAR.search(right)
    if _YEAR.search(left) or not year:
        return [left]
    if _BARE_DAY.fullmatch(left):
        return [_NUMBER.sub(_NUMBER.findall(left)[0], right, count=1)]  # 25 – 26 September 2026
    return [f"{left} {year.group()}", f"{left}/{year.group()}", left]  # 30 September – 2 October 2026


def _joined(first: str, last: str, warning: str | None = None) -> DateRange | None:
    shared = min(len(first), len(last))
    if first and last and first[:shared] > last[:shared]:
        return None
    return DateRange(join_range(first, last), warning)
