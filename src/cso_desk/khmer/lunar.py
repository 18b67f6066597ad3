"""The date line of the Khmer lunar calendar, as official papers carry it above the Gregorian one.

The lengths of months follow the published rules of the calendar (aharkun, avoman, bodithey); months are laid
end to end from 1 January 1900, taken as 1 កើត of បុស្ស. Good from 1901 to 2099.
"""

import bisect
import datetime as dt
from dataclasses import dataclass
from functools import cache

from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.khmer.months import WEEKDAYS_KM

LUNAR_MONTHS = (
    "មិគសិរ", "បុស្ស", "មាឃ", "ផល្គុន", "ចេត្រ", "ពិសាខ", "ជេស្ឋ", "អាសាឍ", "ស្រាពណ៍", "ភទ្របទ", "អស្សុជ", "កត្តិក",
    "បឋមាសាឍ", "ទុតិយាសាឍ",
)  # fmt: skip
_ANIMALS = ("ជូត", "ឆ្លូវ", "ខាល", "ថោះ", "រោង", "ម្សាញ់", "មមី", "មមែ", "វក", "រកា", "ច", "កុរ")
_ERAS = (
    "សំរឹទ្ធិស័ក", "ឯកស័ក", "ទោស័ក", "ត្រីស័ក", "ចត្វាស័ក", "បញ្ចស័ក", "ឆស័ក", "សប្តស័ក", "អដ្ឋស័ក", "នព្វស័ក",
)  # fmt: skip
_PISAKH, _JESTH, _ASADH, _SRAPON, _FIRST_ASADH, _SECOND_ASADH = 5, 6, 7, 8, 12, 13
_LONG_MONTHS = frozenset({1, 3, 5, 7, 9, 11, _FIRST_ASADH, _SECOND_ASADH})
_FIRST_YEAR, _LAST_YEAR = 1901, 2099

# The solar year of the calendar: 292207 days in 800 years, counted from the year 638.
_DAYS, _YEARS = 292_207, 800
_LERNG_SAK_EPOCH = 232_743  # ordinal of the day from which years of the small era are counted
_SONGKRAN_BEFORE_LERNG_SAK = 1732  # in 800ths of a day: 2.165 days from New Year to Lerng Sak


@dataclass(frozen=True, slots=True)
class LunarDate:
    """`day` 1-15 of the waxing (`waxing`) or waning half of `month`; `buddhist_year` as people count it."""

    day: int
    waxing: bool
    month: str
    animal: str
    era: str
    buddhist_year: int


def lunar_date(date: dt.date) -> str:
    """Say "ថ្ងៃចន្ទ ៤រោច ខែមិគសិរ ឆ្នាំខាល ចត្វាស័ក ព.ស.២៥៦៦" for 12 December 2022.

    A year outside 1901-2099 is a ValueError.
    """
    lunar = to_lunar(date)
    half = "កើត" if lunar.waxing else "រោច"
    return to_khmer_digits(
        f"ថ្ងៃ{WEEKDAYS_KM[date.weekday()]} {lunar.day}{half} ខែ{lunar.month} "
        f"ឆ្នាំ{lunar.animal} {lunar.era} ព.ស.{lunar.buddhist_year}"
    )


def to_lunar(date: dt.date) -> LunarDate:
    """The lunar date of a day from 1901 to 2099; any other day is a ValueError."""
    if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
        raise ValueError(f"the lunar calendar is known from {_FIRST_YEAR} to {_LAST_YEAR}")
    starts, numbers = _months()
    place = bisect.bisect_right(starts, date.toordinal()) - 1
    passed = date.toordinal() - starts[place]
    # The animal turns with New Year, the era at Lerng Sak, the Buddhist year after Visak Bochea.
    animal_year = date.year if date >= khmer_new_year(date.year) else date.year - 1
    era_year = date.year if date >= lerng_sak(date.year) else date.year - 1
    return LunarDate(
        day=passed % 15 + 1,
        waxing=passed < 15,
        month=LUNAR_MONTHS[numbers[place]],
        animal=_ANIMALS[(animal_year + 8) % 12],
        era=_ERAS[(era_year + 2) % 10],
        buddhist_year=_buddhist_year(date.toordinal(), place),
    )


def lerng_sak(year: int) -> dt.date:
    """The last day of the New Year feast, on which the small era turns."""
    return dt.date.fromordinal(_LERNG_SAK_EPOCH + _solar_moment(year) // _YEARS)


def khmer_new_year(year: int) -> dt.date:
    """The day on which the sun enters Aries by the rules of the calendar."""
    return dt.date.fromordinal(
        _LERNG_SAK_EPOCH + (_solar_moment(year) - _SONGKRAN_BEFORE_LERNG_SAK) // _YEARS
    )


def _solar_moment(year: int) -> int:
    """When a solar year begins, in 800ths of a day after the epoch."""
    return (year - 638) * _DAYS + 373


def _buddhist_year(ordinal: int, place: int) -> int:
    """The Buddhist year turns on 1 រោច of ពិសាខ."""
    starts, numbers = _months()
    while numbers[place] != _PISAKH or starts[place] + 15 > ordinal:
        place -= 1
    return dt.date.fromordinal(starts[place] + 15).year + 544


@cache
def _months() -> tuple[list[int], list[int]]:
    """The first day (an ordinal) and the number of every month from 1900 on, laid end to end."""
    starts, numbers = [], []
    day, month = dt.date(1900, 1, 1).toordinal(), 1
    while day <= dt.date(_LAST_YEAR, 12, 31).toordinal():
        starts.append(day)
        numbers.append(month)
        date = dt.date.fromordinal(day)
        kind = _leap(date.year + (543 if date.month <= 4 else 544))
        long = month in _LONG_MONTHS or (month == _JESTH and kind == "day")
        day += 30 if long else 29
        month = _month_after(month, kind)
    return starts, numbers


def _month_after(month: int, kind: str) -> int:
    if month == _JESTH:
        return _FIRST_ASADH if kind == "month" else _ASADH
    if month == _FIRST_ASADH:
        return _SECOND_ASADH
    if month == _SECOND_ASADH:
        return _SRAPON
    return (month + 1) % 12


# ---- which years have one day or one month more ----


def _aharkun(year: int) -> int:
    return (year * _DAYS + 499) // _YEARS + 4


def _avoman(year: int) -> int:
    return (11 * _aharkun(year) + 25) % 692


def _bodithey(year: int) -> int:
    return ((11 * _aharkun(year) + 25) // 692 + _aharkun(year) + 29) % 30


def _has_leap_month(year: int) -> bool:
    age = _bodithey(year)
    if age == 25 and _bodithey(year + 1) == 5:
        return False
    if age == 24 and _bodithey(year + 1) == 6:
        return True
    return age >= 25 or age <= 5


def _has_leap_day(year: int) -> bool:
    avoman = _avoman(year)
    solar_leap = _YEARS - (year * _DAYS + 499) % _YEARS <= 207
    if solar_leap:
        return avoman <= 126
    return avoman <= 137 and not (avoman == 137 and _avoman(year + 1) == 0)


def _leap(buddhist_year: int) -> str:
    """What a year has more, "month", "day" or nothing; due both, it has the month and the next the day."""
    if _has_leap_month(buddhist_year):
        return "month"
    put_off = _has_leap_month(buddhist_year - 1) and _has_leap_day(buddhist_year - 1)
    return "day" if _has_leap_day(buddhist_year) or put_off else ""
