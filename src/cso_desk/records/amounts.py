"""Figures and amounts of money as they are stored: exact text in which what belongs together stays together.

A figure is "120", or "120 about" with how exact it is; an amount is "5365088.70 USD" with its currency. One
text is one change: two hubs that correct a figure and its exactness at once differ visibly, instead of
joining one's number with the other's word. Never a binary float.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from cso_desk.wording import N_

EXACT = "exact"
QUALIFIERS = {
    EXACT: N_("Exactly"),
    "about": N_("Roughly"),
    "at_least": N_("At least"),
    "at_most": N_("At most"),
    "more_than": N_("More than"),
    "estimated": N_("Estimated"),
    "planned": N_("As planned"),
}
"""How exact a figure is."""

CURRENCIES = {"KHR": N_("Riel"), "USD": N_("US dollar")}
DECIMALS = {"KHR": 0, "USD": 2}
"""Digits after the point. Riel have none: the sen has not been in use since 1959."""

_FIGURE = re.compile(r"(\d+)(?: ([a-z_]+))?")
_MONEY = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})")


class Figure(NamedTuple):
    """A count and how exact it is; a qualifier of a newer version stays as it is."""

    number: int
    qualifier: str = EXACT


class Money(NamedTuple):
    """An exact amount and the code of its currency (ISO 4217)."""

    amount: Decimal
    currency: str


def figure_of(stored: str) -> Figure:
    """The figure of a stored text. Raises ValueError where it is none."""
    found = _FIGURE.fullmatch(stored)
    if not found:
        raise ValueError(f"no figure: {stored}")
    return Figure(int(found[1]), found[2] or EXACT)


def store_figure(figure: Figure) -> str:
    """The text that is stored. Raises ValueError for a count below nothing."""
    if figure.number < 0:
        raise ValueError(f"a figure below nothing: {figure.number}")
    return f"{figure.number}" if figure.qualifier in ("", EXACT) else f"{figure.number} {figure.qualifier}"


def money_of(stored: str) -> Money:
    """The amount of a stored text. Raises ValueError where it is none."""
    found = _MONEY.fullmatch(stored)
    if not found:
        raise ValueError(f"no amount of money: {stored}")
    return Money(Decimal(found[1]), found[2])


def store_money(money: Money) -> str:
    """The text that is stored, with all digits after the point that the currency has.

    Raises ValueError where the currency is not known here or the amount has more digits than it can have.
    """
    decimals = DECIMALS.get(money.currency)
    if decimals is None:
        raise ValueError(f"no such currency: {money.currency}")
    whole = money.amount * 10**decimals
    if whole != whole.to_integral_value():
        raise ValueError(f"more than {decimals} digits after the point: {money.amount}")
    return f"{money.amount:.{decimals}f} {money.currency}"
