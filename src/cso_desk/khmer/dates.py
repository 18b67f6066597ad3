"""Dates as people write them, whole or only a month or a year, read into ISO text and shown again.

Stored is "2026", "2026-09" or "2026-09-30", always of the Gregorian calendar.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from cso_desk.khmer import months
from cso_desk.khmer.digits import to_khmer_digits, to_latin_digits
from cso_desk.khmer.normalise import canonical, fold
from cso_desk.wording import _

_FIRST_YEAR, _LAST_YEAR = 1850, 2200
_BUDDHIST_YEARS = range(2400, 2700)
_BUDDHIST_OFFSET = 543  # the year most of a Gregorian year shares; four months of it are 544
_CENTURY_TURN = 50  # 49 is 2049, 50 is 1950
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_EXCEL_SERIALS = range(1, 2_958_466)  # up to 9999-12-31

_MONTH_OF = {fold(name): number for number, name in enumerate(months.MONTHS_KM, 1)}
_MONTH_OF |= {fold(name): number for number, name in enumerate(months.MONTHS_EN, 1)}
_MONTH_OF |= {fold(name)[:3]: number for number, name in enumerate(months.MONTHS_EN, 1)}
_MONTH_OF |= {fold(name): number for name, number in months.OTHER_MONTHS.items()}
_MONTH_NAME = re.compile("|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True)))

_WEEKDAYS = [fold(day) for day in months.WEEKDAYS_KM]
_WEEKDAYS += [fold(day) for day in months.WEEKDAYS_EN] + [
    "mon",
    "tues?",
    "wed",
    "thur?s?",
    "fri",
    "sat",
    "sun",
]
_NOISE = re.compile(
    rf"ថ្ងៃ(?:ទី)?(?: ?(?:{'|'.join(_WEEKDAYS)}))?|ខែ|ឆ្នាំ|ទី|គ\.ស\.?|គស|\b(?:{'|'.join(_WEEKDAYS)})\b\.?"
    r"|(?<=\d)(?:st|nd|rd|th)\b|\b(?:of|the|ad|ce|month|year|day)\b"
)
_BUDDHIST_SIGN = re.compile(r"\(?(?:ព\.?ស\.?|\bb\.?e\.?(?=\W|$))\s*\)?")
_TIME = re.compile(r"[t ]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?[ap]m)?(?:z|[+-]\d\d:?\d\d)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ]+(\d{4})")
_QUARTER = re.compile(
    r"(?:(?P<y1>\d{4})[ -/]*)?(?:q|quarter|ត្រីមាស)(?:ទី)? *(?P<q1>[1-4]|iv|i{1,3})"
    r"(?:[ ,/-]*(?:ឆ្នាំ)? *(?P<y2>\d{4}))?"
    r"|(?P<q2>[1-4])(?:st|nd|rd|th)? *(?:q|quarter)[ ,/-]*(?P<y3>\d{4})"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """`iso` is a day, a month or a year; `warning` says in the language of the window what was assumed.

    `ambiguous`: day and month could be meant the other way round; they were read day first.
    """

    iso: str
    warning: str | None = None
    ambiguous: bool = False


def parse_date(value: object, *, excel_serial: bool = False) -> PartialDate | None:
    """The date that `value` is, or None. A bare number is a year unless `excel_serial` says otherwise."""
    if isinstance(value, dt.datetime):
        return PartialDate(value.date().isoformat())
    if isinstance(value, dt.date):
        return PartialDate(value.isoformat())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value, excel_serial=excel_serial)
    return _from_text(value) if isinstance(value, str) else None


def _from_number(value: float, *, excel_serial: bool) -> PartialDate | None:
    if value != value or abs(value) > _EXCEL_SERIALS.stop:  # noqa: PLR0124  only NaN is not itself
        return None
    if excel_serial and int(value) in _EXCEL_SERIALS:
        return PartialDate((_EXCEL_DAY_ZERO + dt.timedelta(days=int(value))).isoformat())
    return _dated(int(value), 0, 0) if value == int(value) else None


def _from_text(text: str) -> PartialDate | None:
    plain = _TIME.sub("", to_latin_digits(canonical(text)).lower())
    key = fold(plain)
    buddhist = bool(_BUDDHIST_SIGN.search(key))
    key = _NOISE.sub(" ", _BUDDHIST_SIGN.sub(" ", key))
    named = _MONTH_NAME.search(key)
    if named:
        return _with_month_name(key, named, buddhist=buddhist)
    return _from_digits(" ".join(key.split()).strip(" .,/-)"), buddhist=buddhist)


def _with_month_name(key: str, named: re.Match[str], *, buddhist: bool) -> PartialDate | None:
    rest = key[: named.start()] + " " + key[named.end() :]
    numbers = re.sub(r"[-/.,()]", " ", rest).split()
    if not all(number.isdecimal() for number in numbers) or len(numbers) not in (1, 2):
        return None
    if len(numbers) == 2 and len(numbers[0]) == 4:  # 2015 August 12
        numbers.reverse()
    if len(numbers) == 1 and len(numbers[0]) not in (2, 4):
        return None
    day = int(numbers[0]) if len(numbers) == 2 else 0
    return _dated(_whole_year(numbers[-1]), _MONTH_OF[named.group()], day, buddhist=buddhist)


def _from_digits(key: str, *, buddhist: bool) -> PartialDate | None:
    if re.fullmatch(r"\d{4}", key):
        return _dated(int(key), 0, 0, buddhist=buddhist)
    if found := _YEAR_FIRST.fullmatch(key):
        year, month, day = found.groups()
        return _dated(
            int(year), int(month), int(day or 0), buddhist=buddhist, no_zero_day=bool(day), no_zero_month=True
        )
    if found := _MONTH_YEAR.fullmatch(key):
        return _dated(int(found[2]), int(found[1]), 0, buddhist=buddhist, no_zero_month=True)
    if found := _DAY_FIRST.fullmatch(key):
        return _day_first(int(found[1]), int(found[2]), _whole_year(found[3]), buddhist=buddhist)
    return None


def _day_first(day: int, month: int, year: int, *, buddhist: bool) -> PartialDate | None:
    if not day or not month:
        return None
    if month > 12 >= day:
        date = _dated(year, day, month, buddhist=buddhist)
        swapped = _("The month stands before the day; read as {date}.", date=date.iso if date else "")
        return date and PartialDate(date.iso, date.warning or swapped)
    date = _dated(year, month, day, buddhist=buddhist)
    return date and PartialDate(date.iso, date.warning, ambiguous=day <= 12 and day != month)


def _whole_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < _CENTURY_TURN else 1900)


def _dated(
    year: int,
    month: int,
    day: int,
    *,
    buddhist: bool = False,
    no_zero_day: bool = False,
    no_zero_month: bool = False,
) -> PartialDate | None:
    warning = None
    if year in _BUDDHIST_YEARS:
        warning = _(
            "{buddhist_year} is a Buddhist year; taken as {year}.",
            buddhist_year=year,
            year=year - _BUDDHIST_OFFSET,
        )
        year -= _BUDDHIST_OFFSET
    elif buddhist:
        return None
    if (no_zero_day and not day) or (no_zero_month and not month) or (day and not month):
        return None
    if not _FIRST_YEAR <= year <= _LAST_YEAR or month > 12:
        return None
    if day > (calendar.monthrange(year, month)[1] if month else 0):
        return None
    parts = (f"{year:04}", f"{month:02}" if month else "", f"{day:02}" if day else "")
    return PartialDate("-".join(part for part in parts if part), warning)


def show_date(iso: str, language: str) -> str:
    """Show "12 August 2015" or "ថ្ងៃទី១២ ខែសីហា ឆ្នាំ២០១៥"; months and years alone too, "" for ""."""
    if not iso:
        return ""
    year, month, day = ([int(part) for part in iso[:10].split("-")] + [0, 0])[:3]
    name = (months.MONTHS_KM if language == "km" else months.MONTHS_EN)[month - 1] if month else ""
    form = months.DAY_FORMS if day else months.MONTH_FORMS if month else months.YEAR_FORMS
    return _in_digits(form[language].format(day=day, month=name, year=year), language)


def _in_digits(text: str, language: str) -> str:
    return to_khmer_digits(text) if language == "km" else text


# ---- quarters ----


def parse_quarter(text: str) -> str | None:
    """Read "2026Q3" from "Q3 2026", "3rd quarter 2026", "ត្រីមាសទី៣ ឆ្នាំ២០២៦"; None without a year."""
    found = _QUARTER.fullmatch(fold(text))
    year = found and (found["y1"] or found["y2"] or found["y3"])
    if not found or not year:
        return None
    quarter = found["q1"] or found["q2"]
    number = _ROMAN.get(quarter) or int(quarter)
    date = _dated(int(year), 0, 0)
    return f"{date.iso}Q{number}" if date else None


def show_quarter(quarter: str, language: str) -> str:
    """Show "Quarter 3, 2026" or "ត្រីមាសទី៣ ឆ្នាំ២០២៦" from "2026Q3"."""
    year, number = quarter.split("Q")
    return _in_digits(months.QUARTER_FORMS[language].format(quarter=number, year=year), language)


def quarter_of(iso: str) -> str | None:
    """The quarter, "2026Q3", of "2026-09-30" or "2026-09"; None from a year alone."""
    year, _dash, rest = iso.partition("-")
    return f"{year}Q{(int(rest[:2]) + 2) // 3}" if rest else None


def quarter_range(quarter: str) -> tuple[str, str]:
    """The first and the last day of "2026Q3": ("2026-07-01", "2026-09-30")."""
    year, number = (int(part) for part in quarter.split("Q"))
    last = number * 3
    return f"{year:04}-{last - 2:02}-01", f"{year:04}-{last:02}-{calendar.monthrange(year, last)[1]:02}"
