"""From one day to another: whether something that is dated held on a day."""

from contextlib import suppress
from datetime import date, timedelta

from cso_desk.khmer.dates import quarter_range


def holds_on(start: str, end: str, day: str) -> bool:
    """Whether what lasted from `start` to `end` (days, months, quarters, years or "") held on `day`.

    The first and the last day belong to it. A month, quarter or year begins with its first day and ends with
    its last one: what lasted until "2025-06" held on 30 June.
    """
    last = _of_quarter(end, 1)
    return _of_quarter(start, 0) <= day and day[: len(last)] <= last if last else _of_quarter(start, 0) <= day


def _of_quarter(said: str, side: int) -> str:
    """The first or the last day of a quarter; anything else as it is."""
    if "Q" in said:
        with suppress(ValueError):
            return quarter_range(said)[side]
    return said


def day_before(start: str) -> str:
    """The day before something began; "" where no day can be told."""
    with suppress(ValueError):
        first = date.fromisoformat((_of_quarter(start, 0) + "-01-01")[:10])
        return (first - timedelta(days=1)).isoformat()
    return ""


def day_after(end: str) -> str:
    """The day after something ended; "" where no day can be told."""
    with suppress(ValueError):
        said = [int(part) for part in _of_quarter(end, 1).split("-")]
        if len(said) == 3:
            return (date(said[0], said[1], said[2]) + timedelta(days=1)).isoformat()
        year, month = divmod(said[0] * 12 + (said[1] if len(said) == 2 else 12), 12)
        return date(year, month + 1, 1).isoformat()
    return ""
