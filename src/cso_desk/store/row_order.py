"""Puts rows into the order of one field, also millions of them, in a few bytes a row and in any thread."""

import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import merge
from operator import itemgetter
from typing import Any

import msgspec

from cso_desk.khmer.sorting import sort_key
from cso_desk.records.amounts import figure_of, money_of
from cso_desk.records.kinds import Choice, Figure, Flag, Kind, Money, Number, Reference, Several, Text

_RUN = 5000  # different values that are sorted at once: longer would keep the window from painting
_PACK = 500  # keys that are packed together
_BEYOND = 1 << 62
_UNSAID = (None, "")

# A list is sorted anew after every change.
_sort_key = lru_cache(maxsize=20_000)(sort_key)


def in_order(rows: Iterable[tuple[int, Any]], kind: Kind, *, descending: bool) -> "array[int]":
    """The numbers of `rows`, (number, stored value), ordered by their values.

    Rows of one value keep the order in which they come; what is empty comes last both ways. Of a `Reference`
    the value is the sort key of the record it refers to.
    """
    key, nothing = _key_of(kind), array("q")
    runs: list[_Run] = []
    by_key: dict[Any, array[int]] = {}
    by_value: dict[Any, array[int]] = {}
    for number, value in rows:
        if value in _UNSAID:
            nothing.append(number)
            continue
        same = by_value.get(value)
        if same is None:
            if len(by_value) >= _RUN:
                runs.append(_sealed(by_key, descending=descending))
                by_key, by_value = {}, {}
            same = by_value[value] = by_key.setdefault(key(value), array("q"))
        same.append(number)
    runs.append(_sealed(by_key, descending=descending))
    found = runs[0].numbers if len(runs) == 1 else _merged(runs, descending=descending)
    found.extend(nothing)
    return found


@dataclass
class _Run:
    """Rows in order, with their keys packed: sorted keys are alike and need little room."""

    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    lengths: "array[int]" = field(default_factory=lambda: array("q"))
    packs: list[bytes] = field(default_factory=list)

    def groups(self) -> Iterator[tuple[Any, "array[int]"]]:
        """Each key with the numbers of its rows."""
        start, lengths = 0, iter(self.lengths)
        for pack in self.packs:
            for key in msgspec.msgpack.decode(zlib.decompress(pack)):
                end = start + next(lengths)
                yield key, self.numbers[start:end]
                start = end


def _sealed(by_key: dict[Any, "array[int]"], *, descending: bool) -> _Run:
    made, keys = _Run(), sorted(by_key, reverse=descending)
    for start in range(0, len(keys), _PACK):
        some = keys[start : start + _PACK]
        made.packs.append(zlib.compress(msgspec.msgpack.encode(some), 1))
        for key in some:
            made.lengths.append(len(by_key[key]))
            made.numbers.extend(by_key[key])
    return made


def _merged(runs: list[_Run], *, descending: bool) -> "array[int]":
    found = array("q")
    # Of equal keys those of an earlier run come first, as the rows did.
    for _key, numbers in merge(*(run.groups() for run in runs), key=itemgetter(0), reverse=descending):
        found.extend(numbers)
    return found


def _key_of(kind: Kind) -> Callable[[Any], Any]:
    """What makes stored values of a kind comparable: keys of one kind are all numbers or all bytes."""
    if isinstance(kind, Choice) and kind.choices:
        places = {value: place for place, value in enumerate(kind.choices)}
        return lambda value: places.get(value, len(places))
    return next((key for kinds, key in _KEYS if isinstance(kind, kinds)), _bytes_of)


def _integer_of(stored: Any) -> int:
    return stored if isinstance(stored, int) else _BEYOND


def _bytes_of(stored: Any) -> bytes:
    return str(stored).encode()


def _number_of(stored: Any) -> int:
    """How many a figure says, whatever it says of how exact that is."""
    try:
        return figure_of(str(stored)).number
    except ValueError:
        return _BEYOND


def _amount_of(stored: Any) -> bytes:
    """One currency after the other, each by its amounts; the digits after the point are equally many."""
    try:
        amount, currency = money_of(str(stored))
    except ValueError:
        return str(stored).encode()
    cents = int(str(amount).replace(".", ""))
    return currency.encode() + (cents + _BEYOND).to_bytes(16, "big")


_KEYS: tuple[tuple[type[Kind] | tuple[type[Kind], ...], Callable[[Any], Any]], ...] = (
    ((Number, Flag), _integer_of),
    (Figure, _number_of),
    (Money, _amount_of),
    ((Text, Several), lambda stored: _sort_key(str(stored))),
    (Reference, bytes),
)
