"""Reads what was typed into a field as a value of its kind, in Khmer or Latin digits and the usual spellings.

Kinds whose values are looked up (references, places, choices) are not read here but found.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cso_desk.khmer.amounts import parse_figure, parse_money
from cso_desk.khmer.date_ranges import parse_range
from cso_desk.khmer.dates import parse_date, parse_quarter
from cso_desk.khmer.digits import parse_number, to_latin_digits
from cso_desk.khmer.normalise import canonical, fold
from cso_desk.khmer.phones import parse_phones
from cso_desk.records import kinds
from cso_desk.records.amounts import EXACT, Figure, Money, store_figure, store_money
from cso_desk.records.kinds import Kind
from cso_desk.wording import LANGUAGES, _, words

_TIME = re.compile(r"(\d{1,2})[:.h ]?(\d{2})?")
_LARGEST = 2**53  # what every spreadsheet and every JSON reader keeps exactly


class WrongInputError(ValueError):
    """What was typed is no value of this kind; the text is a sentence for the person at the desk."""


@dataclass(frozen=True)
class Reading:
    """What was read from a text; `hint` says what was assumed, "" where nothing was."""

    value: Any
    hint: str = ""


def read(kind: Kind, text: str) -> Reading:
    """The value of a text; an empty text is the empty value. Raises WrongInputError where there is none."""
    if not text.strip():
        return Reading(kind.from_stored(kind.empty))
    return READ[type(kind)](text)


def read_figure(text: str, otherwise: str = EXACT) -> Reading:
    """A figure; `otherwise`: how exact it is where the text does not say. Raises WrongInputError."""
    found = parse_figure(text)
    if found is None or found[0] >= _LARGEST:
        raise WrongInputError(_("Type a whole number here, for example 25 or about 25, or leave it empty."))
    return Reading(store_figure(Figure(found[0], found[1] or otherwise)))


def read_money(text: str, otherwise: str = "") -> Reading:
    """An amount; `otherwise` is its currency where the text does not say. Raises WrongInputError."""
    found = parse_money(text)
    if found is None or abs(found[0]) >= _LARGEST:
        raise WrongInputError(_("Type an amount with its currency, for example 120.50 USD or 40,000 riel."))
    amount, currency = found[0], found[1] or otherwise
    if not currency:
        raise WrongInputError(_("Say in which currency the amount is, for example 120.50 USD."))
    try:
        return Reading(store_money(Money(Decimal(amount), currency)))
    except ValueError:
        raise WrongInputError(
            _("Riel have no digits after the point, dollars at most two. Correct the amount.")
        ) from None


def choice_named(text: str, choices: Mapping[str, str]) -> str:
    """The code that `text` is, or whose label it is in any language; "" where there is none."""
    if text.strip() in choices:
        return text.strip()
    wanted = fold(text)
    for code, label in choices.items():
        if wanted in {fold(code), *(fold(words(each)(label)) for each in LANGUAGES)}:
            return code
    return ""


def split_list(text: str) -> list[str]:
    """The items of a list on one line: parted by semicolons or lines, or else by commas."""
    signs = r"[;\n]" if re.search(r"[;\n]", text) else ","
    return [part.strip() for part in re.split(signs, text) if part.strip()]


def _text(text: str) -> Reading:
    return Reading(canonical(text).strip())


def _number(text: str) -> Reading:
    number = parse_number(text)
    if not isinstance(number, int) or not 0 <= number < _LARGEST:
        raise WrongInputError(_("Type a whole number here, for example 25, or leave it empty."))
    return Reading(number)


def _date(text: str) -> Reading:
    date = parse_date(text)
    if date is None:
        raise WrongInputError(
            _("This is not a day that CSO Desk can read. Type it like 30/09/2026, 09/2026 or 2026.")
        )
    return Reading(date.iso, date.warning or "")


def _days(text: str) -> Reading:
    found = parse_range(text)
    if found is None:
        raise WrongInputError(_("Type one day, or the first and the last one, for example 25-26/09/2026."))
    return Reading(found.stored, found.warning or "")


def _quarter(text: str) -> Reading:
    quarter = parse_quarter(text)
    if quarter is None:
        raise WrongInputError(_("Type a quarter with its year, for example Q3 2026."))
    return Reading(quarter)


def _time(text: str) -> Reading:
    found = _TIME.fullmatch(to_latin_digits(text).strip().lower())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise WrongInputError(_("Type a time of day, for example 8:30 or 14:00."))
    return Reading(f"{hour:02}:{minute:02}")


def _phones(text: str) -> Reading:
    phones = parse_phones(text)
    if not phones:
        raise WrongInputError(_("There is no digit here. Type a phone number, for example 012 345 678."))
    warnings = " ".join(phone.warning for phone in phones if phone.warning)
    return Reading(tuple(phone.e164 for phone in phones), warnings)


def _several(text: str) -> Reading:
    # Some of these fields hold quarters, and are read as such.
    return Reading(tuple(parse_quarter(part) or part for part in map(canonical, split_list(text))))


READ: Mapping[type[Kind], Callable[[str], Reading]] = {
    kinds.Text: _text,
    kinds.Number: _number,
    kinds.Date: _date,
    kinds.Days: _days,
    kinds.Quarter: _quarter,
    kinds.Time: _time,
    kinds.Phones: _phones,
    kinds.Several: _several,
    kinds.Figure: read_figure,
    kinds.Money: read_money,
}
"""Every kind that is read from text alone."""
