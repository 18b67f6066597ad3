"""The place that one cell names together with those it lies in: "ភូមិ… ឃុំ… ស្រុក…", "Bavel / Khnach Romeas"."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from cso_desk.importers.evidence import known_place
from cso_desk.places.gazetteer import LEVELS, Level
from cso_desk.places.spelling import parts, without_type_word

_APART = re.compile(r"\s*[-–—|\n]\s*")
_LEVEL_OF: Mapping[str, Level] = {
    "capital": "province", "province": "province", "municipality": "district", "district": "district",
    "khan": "district", "commune": "commune", "sangkat": "commune",
}  # fmt: skip
_DISTRICT = 4  # digits of its code
_MOST = 8
"""Parts of a line: more are no address."""


@lru_cache(maxsize=20_000)
def place_of_line(text: str, within: str = "") -> tuple[str, bool]:
    """The code of the smallest place that a line names inside those it names with it, "" where none is known;
    and whether the line says more.

    Either the smallest comes first, as in an address, or the largest. What comes before the smallest known
    one, such as a house and a street, may be anything; what stands between two places must lie between them.
    """
    names = [name for part in _APART.split(text) for name in parts(part)]
    if not 1 < len(names) <= _MOST:
        return "", False
    for way in (names[::-1], names):
        known, code = _followed(way, within)
        if known > 1 or (known and _is_one_of_a_sort(way)):
            return code, known < len(names)
    return "", False


def _is_one_of_a_sort(names: Sequence[str]) -> bool:
    """Whether the first says what sort of place it is, and no other says the same: no two districts."""
    first, *others = (set(without_type_word(name)[1]) for name in names)
    return bool(first) and all(first.isdisjoint(other) for other in others)


def address_place(text: str, within: str = "") -> str:
    """What `place_of_line` finds in an address that says of two parts or more what sort of place each is."""
    # Houses and streets, of which each row has others, are not looked up.
    told = [name for name in parts(text) if without_type_word(name)[1]]
    return place_of_line(", ".join(told), within)[0] if len(told) > 1 else ""


def _followed(names: Sequence[str], within: str) -> tuple[int, str]:
    """How many places are known one inside the other, from the first on, and the code of the last."""
    area, known = within, 0
    for name in names:
        code = _inside(name, area, first=not known)
        if not code:
            break
        area, known = code, known + 1
    return known, area


def _inside(name: str, area: str, *, first: bool) -> str:
    said = {_LEVEL_OF.get(kind, "village") for kind in without_type_word(name)[1]}
    if first and (not said or "province" in said) and (code := known_place(name, "province", None)):
        return code
    deeper = [level for level in LEVELS[len(area) // 2 :] if level != "village" or len(area) >= _DISTRICT]
    # What it says it is comes first, though communes are called "new village", too.
    for level in sorted(deeper, key=lambda level: level not in said):
        if code := known_place(name, level, area or None):
            return code
    return ""
