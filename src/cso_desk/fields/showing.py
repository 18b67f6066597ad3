"""How a value of each kind of field is shown in one language: in lists, in history, on paper, in commands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cso_desk.khmer.dates import show_date, show_quarter
from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.khmer.months import MONTHS_EN, MONTHS_KM
from cso_desk.khmer.phones import show_phone
from cso_desk.places.gazetteer import show_place
from cso_desk.records import kinds
from cso_desk.records.kinds import Kind
from cso_desk.wording import N_, words

Naming = Callable[[str, str], str]
"""What the record with this id is called; the second argument names its type, "" for the record's own."""

YES, NO = N_("Yes"), N_("No")


@dataclass(frozen=True, slots=True)
class Manner:
    """In which language values are said, and how fully.

    `between` parts several values; one that holds commas itself, such as a whole place, needs "; ".
    `no`: an answer that is not yes is said as No and not left out.
    """

    language: str
    long_days: bool = False
    whole_places: bool = False
    between: str = ", "
    no: bool = False

    def digits(self, value: object) -> str:
        """A number in the digits of the language."""
        return to_khmer_digits(str(value)) if self.language == "km" else str(value)


def show(kind: Kind, value: Any, manner: Manner, name: Naming) -> str:
    """One value on one line; "" where nothing is known. What no version can read is shown as it is stored."""
    if value is None or value in ("", ()):
        return ""
    shown = _showing(type(kind))  # type: ignore[arg-type]  mypy takes the class for an instance
    try:
        return shown(kind, value, manner, name)
    except (ValueError, IndexError, KeyError):
        return str(value)


def named_by(titles: Mapping[str, tuple[str, str]], language: str) -> Naming:
    """Names records by their titles in Khmer and English; a record without one has no name."""
    pick = words(language).pick
    return lambda record, _kind: pick(*titles.get(record, ("", "")))


def short_date(iso: str, language: str) -> str:
    """Show "12 Aug 2015" or "១២ សីហា ២០១៥"; months and years alone too. Raises ValueError or IndexError."""
    parts = iso[:10].split("-")
    year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    names = MONTHS_KM if language == "km" else [each[:3] for each in MONTHS_EN]
    day = [str(int(parts[2]))] if len(parts) > 2 else []
    return Manner(language).digits(" ".join([*day, *([names[month - 1]] if month else []), f"{year:04}"]))


def _date(_kind: Kind, value: str, manner: Manner, _name: Naming) -> str:
    return show_date(value, manner.language) if manner.long_days else short_date(value, manner.language)


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
    return show_quarter(value, manner.language)


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
    kinds.Quarter: _quarter,
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
