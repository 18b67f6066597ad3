"""Shows a value as people read it, in the language of the window: dates, phones, places, names."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cso_desk.khmer.dates import show_date, show_quarter
from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.khmer.months import MONTHS_EN, MONTHS_KM
from cso_desk.khmer.phones import show_phone
from cso_desk.places.gazetteer import show_place
from cso_desk.records.kinds import (
    Choice,
    Date,
    Flag,
    Kind,
    Number,
    Phones,
    Place,
    Places,
    Quarter,
    Reference,
    References,
    Several,
    Tags,
    Time,
)
from cso_desk.wording import Words, _, language

Titles = Mapping[str, tuple[str, str]]


def show(kind: Kind, value: Any, titles: Titles | None = None) -> str:
    """One value on one line; "" where nothing is known. `titles` names the records it refers to."""
    if value is None or value in ("", ()):
        return ""
    for cls in type(kind).__mro__:
        if cls in _SHOWN:
            return str(_SHOWN[cls](kind, value, titles or {}))
    return " ".join(str(value).split())


def digits(value: object) -> str:
    """A number in the digits of the language of the window."""
    return to_khmer_digits(str(value)) if language() == "km" else str(value)


def title_of(titles: tuple[str, str], otherwise: str = "") -> str:
    """The title in the language of the window, the other language's where it is empty."""
    return Words(language()).pick(*titles) or otherwise


def short_date(iso: str) -> str:
    """Show "12 Aug 2015" or "១២ សីហា ២០១៥"; months and years alone too."""
    parts = iso[:10].split("-")
    try:
        month = int(parts[1]) if len(parts) > 1 else 0
        names = MONTHS_KM if language() == "km" else [name[:3] for name in MONTHS_EN]
        shown = [str(int(parts[2]))] if len(parts) > 2 else []
        return digits(" ".join([*shown, *([names[month - 1]] if month else []), parts[0]]))
    except (ValueError, IndexError):
        return iso


def long_date(iso: str) -> str:
    try:
        return show_date(iso, language())
    except (ValueError, IndexError):
        return iso


def clock_time(milliseconds: int) -> str:
    """UTC milliseconds as this computer's day and time: "12 Aug 2015, 10:42"."""
    local = dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC).astimezone()
    return f"{short_date(local.date().isoformat())}, {digits(local.strftime('%H:%M'))}"


def _quarter(value: str) -> str:
    try:
        return show_quarter(value, language())
    except (ValueError, KeyError):
        return value


def _choice(kind: Any, value: str, _titles: Titles) -> str:
    return _(kind.choices[value]) if value in kind.choices else value


def _join(items: list[str]) -> str:
    return ", ".join(item for item in items if item)


_SHOWN: dict[type, Any] = {
    Number: lambda _kind, value, _titles: digits(value),
    Flag: lambda _kind, value, _titles: _("Yes") if value else "",
    Date: lambda _kind, value, _titles: short_date(value),
    Quarter: lambda _kind, value, _titles: _quarter(value),
    Time: lambda _kind, value, _titles: digits(value),
    Choice: _choice,
    Phones: lambda _kind, value, _titles: _join([digits(show_phone(one)) for one in value]),
    Tags: lambda kind, value, titles: _join([_choice(kind, one, titles) for one in value]),
    Place: lambda _kind, value, _titles: show_place(value, language(), full=False),
    Places: lambda _kind, value, _titles: _join([show_place(one, language(), full=False) for one in value]),
    Reference: lambda _kind, value, titles: title_of(titles.get(value, ("", ""))),
    References: lambda _kind, value, titles: _join([title_of(titles.get(one, ("", ""))) for one in value]),
    Several: lambda _kind, value, _titles: _join(list(value)),
}
