"""The forms of stored values: whether a text is a date, a time or an amount as such fields keep it.

Whoever shows a value, counts with it or prints it relies on its form; what comes from outside is looked at
here.
"""

import calendar
import re
from collections.abc import Callable

from cso_desk.records.amounts import figure_of, money_of
from cso_desk.records.kinds import Date, Days, Figure, Files, Kind, Money, Quarter, Several, Text, Time

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_QUARTER = re.compile(r"[0-9]{4}Q[1-4]")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
MOST_TEXT = 1 << 20
"""Characters of a text of several lines, or of one that the program writes."""

MOST_LIST = 100_000
"""Characters of a list of short texts, or of files."""

MOST_SHORT = 10_000
"""Characters of everything else, such as a name: comparing and painting longer ones takes minutes."""

_MOST_AMOUNT = 60
"""Characters of a figure or an amount: more than any of them has, and little enough to be counted with."""


def most_characters(kind: Kind) -> int:
    """How long a stored text of this kind may be."""
    if isinstance(kind, Text) and (kind.long or not kind.typed):  # such as a picture
        return MOST_TEXT
    return MOST_LIST if isinstance(kind, (Several, Files)) else MOST_SHORT


def form_of(kind: Kind) -> Callable[[str], bool] | None:
    """Tells of a stored text that is not empty whether it has the form of this kind; None: it has any."""
    return next((form for of, form in _FORMS.items() if isinstance(kind, of)), None)


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if found is None or int(found[1]) < 1:
        return False
    month, day = int(found[2] or 1), int(found[3] or 1)
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(int(found[1]), month)[1]


def _is_days(text: str) -> bool:
    ends = text.split("/")
    return len(ends) <= 2 and all(not end or _is_date(end) for end in ends)


def _is_quarter(text: str) -> bool:
    return _QUARTER.fullmatch(text) is not None and _is_date(text[:4])


def _is_time(text: str) -> bool:
    return _TIME.fullmatch(text) is not None


def _is_amount(read: Callable[[str], object]) -> Callable[[str], bool]:
    def is_amount(text: str) -> bool:
        try:
            return len(text) <= _MOST_AMOUNT and text.isascii() and read(text) is not None
        except ValueError:
            return False

    return is_amount


_FORMS: dict[type[Kind], Callable[[str], bool]] = {
    Date: _is_date,
    Days: _is_days,
    Quarter: _is_quarter,
    Time: _is_time,
    Figure: _is_amount(figure_of),
    Money: _is_amount(money_of),
}
