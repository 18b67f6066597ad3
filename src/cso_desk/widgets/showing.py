"""Shows a value as people read it, in the language of the window: dates, phones, places, names."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cso_desk.fields import showing
from cso_desk.fields.showing import Manner, named_by
from cso_desk.khmer import date_ranges
from cso_desk.khmer.dates import show_date, show_quarter
from cso_desk.records.kinds import Kind
from cso_desk.wording import Words, digits_of, language

Titles = Mapping[str, tuple[str, str]]


def show(kind: Kind, value: Any, titles: Titles | None = None, *, no: bool = False) -> str:
    """One value on one line; "" where nothing is known. `titles` names the records it refers to.

    `no`: an answer that is not yes is said as No, where it stands alone.
    """
    return showing.show(kind, value, manner(no=no), named_by(titles or {}, language()))


def manner(**more: Any) -> Manner:
    """How the window says values now: its language, its digits, and what `more` of `Manner` is asked for."""
    return Manner(language(), digits_of(), **more)


def digits(value: object) -> str:
    """A number in the digits of the window."""
    return manner().digits(value)


def title_of(titles: tuple[str, str], otherwise: str = "") -> str:
    """The title in the language of the window, the other language's where it is empty."""
    return Words(language()).pick(*titles) or otherwise


def short_date(iso: str) -> str:
    """Show "12 Aug 2015" or "១២ សីហា ២០១៥"; months and years alone too."""
    try:
        return manner().day(date_ranges.short_date(iso, language()))
    except (ValueError, IndexError):
        return iso


def long_date(iso: str) -> str:
    try:
        return manner().day(show_date(iso, language()))
    except (ValueError, IndexError):
        return iso


def quarter(code: str) -> str:
    """Show "Quarter 3, 2026" for "2026Q3"."""
    return manner().day(show_quarter(code, language()))


def days(stored: str) -> str:
    """Show a day, a year, or from one day to another."""
    return manner().day(date_ranges.show_range(stored, language()))


def clock_time(milliseconds: int) -> str:
    """UTC milliseconds as this computer's day and time: "12 Aug 2015, 10:42"."""
    local = dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC).astimezone()
    return f"{short_date(local.date().isoformat())}, {digits(local.strftime('%H:%M'))}"
