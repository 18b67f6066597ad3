"""How a value of each kind of field is shown in one language: in lists, in history, on paper, in commands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cso_desk.khmer.date_ranges import short_date, show_range
from cso_desk.khmer.dates import show_date, show_quarter
from cso_desk.khmer.digits import to_khmer_digits, to_latin_digits
from cso_desk.khmer.phones import show_phone
from cso_desk.places.gazetteer import show_place
from cso_desk.records import kinds
from cso_desk.records.amounts import EXACT, figure_of, money_of
from cso_desk.records.kinds import Kind
from cso_desk.wording import N_, words

Naming = Callable[[str, str], str]
"""What the record with this id is called; the second argument names its type, "" for the record's own."""

YES, NO = N_("Yes"), N_("No")

FIGURES = {
    "about": N_("about {count}"),
    "at_least": N_("at least {count}"),
    "at_most": N_("at most {count}"),
    "more_than": N_("more than {count}"),
    "estimated": N_("estimated {count}"),
    "planned": N_("planned {count}"),
}
"""How a figure is said that is not exact, by its qualifier."""

MONEY = {"KHR": N_("{amount} riel"), "USD": N_("{amount} USD")}


@dataclass(frozen=True, slots=True)
class Manner:
    """In which language values are said, and how fully.

    `between` parts several values; one that holds commas itself, such as a whole place, needs "; ".
    `no`: an answer that is not yes is said as No and not left out. `digits_of`: the language in whose digits
    numbers are shown, "" for the same.
    """

    language: str
    digits_of: str = ""
    long_days: bool = False
    whole_places: bool = False
    between: str = ", "
    no: bool = False

    def digits(self, value: object) -> str:
        """A number in the digits of this manner."""
        return to_khmer_digits(str(value)) if (self.digits_of or self.language) == "km" else str(value)

    def day(self, text: str) -> str:
        """A day or days, as they were put in words in this language."""
        return to_latin_digits(text) if self.digits_of == "en" else text


def show(kind: Kind, value: Any, manner: Manner, name: Naming) -> str:
    """One value on one line; "" where nothing is known. What no version can read is shown as it is stored."""
    if value is None or value in ("", ()):
        return ""
    shown = _showing(type(kind))  # type: ignore[arg-type]
    try:
        return shown(kind, value, manner, name)
    except (ValueError, IndexError, KeyError):
        return str(value)


def named_by(titles: Mapping[str, tuple[str, str]], language: str) -> Naming:
    """Names records by their titles in Khmer and English; a record without one has no name."""
    pick = words(language).pick
    return lambda record, _kind: pick(*titles.get(record, ("", "")))


def _date(_kind: Kind, value: str, manner: Manner, _name: Naming) -> str:
    said = show_date if manner.long_days else short_date
    return manner.day(said(value, manner.language))


def _flag(_kind: Kind, value: bool, manner: Manner, _name: Naming) -> str:
    say = words(manner.language)
    return say(YES) if value else say(NO) if manner.no else ""


def _place(_kind: Kind, value: str, manner: Manner, _name: Naming) -> str:
    return show_place(value, manner.language, full=manner.whole_places)


def _choice(kind: Any, value: str, manner: Manner, _name: Naming) -> str:
    return words(manner.language)(kind.choices[value]) if value in kind.choices else value


def _digits(_kind: Kind, value: object, manner: Manner, _name: Naming) -> str:
    return manner.digits(value)


def _text(_kind: Kind, value: object, _manner: Manner, _name: Naming) -> str:
    return " ".join(str(value).split())


def _quarter(_kind: Kind, value: str, manner: Manner, _name: Naming) -> str:
    return manner.day(show_quarter(value, manner.language))


def _days(_kind: Kind, value: str, manner: Manner, _name: Naming) -> str:
    return manner.day(show_range(value, manner.language, long=manner.long_days))


def _figure(_kind: Kind, value: str, manner: Manner, _name: Naming) -> str:
    figure = figure_of(str(value))
    count = manner.digits(figure.number)
    if figure.qualifier in FIGURES:
        return words(manner.language)(FIGURES[figure.qualifier], count=count)
    return count if figure.qualifier == EXACT else f"{count} ({figure.qualifier})"


def _money(_kind: Kind, value: str, manner: Manner, _name: Naming) -> str:
    money = money_of(value)
    amount = manner.digits(f"{money.amount:,}")
    if money.currency in MONEY:
        return words(manner.language)(MONEY[money.currency], amount=amount)
    return f"{amount} {money.currency}"


def _reference(kind: Any, value: str, _manner: Manner, name: Naming) -> str:
    return name(value, kind.to)


def _phone(_kind: Kind, value: str, manner: Manner, _name: Naming) -> str:
    return manner.digits(show_phone(value))


def _files(_kind: Kind, value: Any, manner: Manner, _name: Naming) -> str:
    if isinstance(value, str):
        raise ValueError("not a list of files")  # noqa: TRY004  shown as it is stored
    return manner.between.join(" ".join(file.name.split()) or file.sha256[:8] for file in value)


_Shown = Callable[[Any, Any, Manner, Naming], str]


def _several(one: _Shown, between: str = "") -> _Shown:
    """Shows every item of a value; `between` parts them whatever the manner says."""

    def shown(kind: Kind, values: Iterable[Any], manner: Manner, name: Naming) -> str:
        items = (one(kind, each, manner, name) for each in values)
        return (between or manner.between).join(item for item in items if item)

    return shown


SHOWN: Mapping[type[Kind], _Shown] = {
    kinds.Text: _text,
    kinds.Number: _digits,
    kinds.Flag: _flag,
    kinds.Date: _date,
    kinds.Days: _days,
    kinds.Quarter: _quarter,
    kinds.Figure: _figure,
    kinds.Money: _money,
    kinds.Time: _digits,
    kinds.Choice: _choice,
    kinds.Several: _several(_text),
    kinds.Phones: _several(_phone, ", "),
    kinds.Tags: _several(_choice, ", "),
    kinds.Place: _place,
    kinds.Places: _several(_place),
    kinds.Reference: _reference,
    kinds.References: _several(_reference),
    kinds.Files: _files,
}
"""Every kind of field and how it is shown."""


@cache
def _showing(kind: type[Kind]) -> _Shown:
    """How a kind is shown: as itself or as the kind it is a special case of."""
    return next(SHOWN[each] for each in kind.__mro__ if each in SHOWN)
