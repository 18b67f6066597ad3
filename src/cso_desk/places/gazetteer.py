"""Every province, district, commune and village of Cambodia by its official code.

Each two digits of a code are one level: 02 Battambang, 0202 Thma Koul, 020201 and so on. The 14,578 villages
are read only when one is asked for.
"""

import csv
import gzip
import io
from dataclasses import dataclass
from functools import cache
from typing import Literal

from cso_desk.resources import resource

Level = Literal["province", "district", "commune", "village"]
LEVELS: tuple[Level, ...] = ("province", "district", "commune", "village")
_VILLAGE_DIGITS = 8

# The word that belongs to the official name, with the place of the name in it.
_NAME_KM = {
    "capital": "រាជធានី{}", "province": "ខេត្ត{}", "municipality": "ក្រុង{}", "district": "ស្រុក{}",
    "khan": "ខណ្ឌ{}", "commune": "ឃុំ{}", "sangkat": "សង្កាត់{}", "village": "ភូមិ{}",
}  # fmt: skip
_NAME_EN = {
    "capital": "{} Capital", "province": "{} Province", "municipality": "{} Municipality",
    "district": "{} District", "khan": "{} Khan", "commune": "{} Commune", "sangkat": "{} Sangkat",
    "village": "{} Village",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """`kind` is capital, province, municipality, district, khan, commune, sangkat or village.

    `parent` is the code of the place above, "" for provinces; `other_names` are spellings met elsewhere.
    """

    code: str
    kind: str
    name_km: str
    name_en: str
    parent: str
    other_names: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        return LEVELS[len(self.code) // 2 - 1]


def _read(text: str) -> dict[str, Place]:
    rows = csv.reader(io.StringIO(text))
    next(rows)
    return {
        code: Place(code, kind, km, en, code[:-2], tuple(others.split("|")) if others else ())
        for code, kind, km, en, others in rows
    }


@cache
def _places() -> dict[str, Place]:
    return _read(resource("places", "places.csv").read_text(encoding="utf-8"))


@cache
def _villages() -> dict[str, Place]:
    packed = resource("places", "villages.csv.gz").read_bytes()
    return _read(gzip.decompress(packed).decode("utf-8"))


@cache
def _children() -> dict[str, list[Place]]:
    return _by_parent(_places())


@cache
def _village_children() -> dict[str, list[Place]]:
    return _by_parent(_villages())


def _by_parent(places: dict[str, Place]) -> dict[str, list[Place]]:
    below: dict[str, list[Place]] = {}
    for one in places.values():
        below.setdefault(one.parent, []).append(one)
    return below


def places_above_villages() -> list[Place]:
    """All provinces, districts and communes in the order of their codes."""
    return list(_places().values())


def villages() -> list[Place]:
    """All villages in the order of their codes."""
    return list(_villages().values())


def place(code: str) -> Place | None:
    """The place of an official code, or None where there is no such code."""
    return _villages().get(code) if len(code) == _VILLAGE_DIGITS else _places().get(code)


def children(code: str) -> list[Place]:
    """The places directly below `code`; the provinces for ""."""
    below = _village_children() if len(code) == _VILLAGE_DIGITS - 2 else _children()
    return list(below.get(code, ()))


def path(code: str) -> list[Place]:
    """From the province down to the place itself; empty for an unknown code."""
    if place(code) is None:
        return []
    steps = (place(code[:digits]) for digits in range(2, len(code) + 1, 2))
    return [step for step in steps if step is not None]


def show_place(code: str, language: str, *, full: bool = True) -> str:
    """Show "ស្រុកថ្មគោល ខេត្តបាត់ដំបង" or "Thma Koul District, Battambang"; `full=False` only the first part.

    A code that is not in the list is shown as it is, so that nothing disappears.
    """
    steps = path(code)[::-1]
    if not steps:
        return code
    if language == "km":
        return " ".join(_NAME_KM[one.kind].format(one.name_km) for one in (steps if full else steps[:1]))
    shown = [_NAME_EN[one.kind].format(one.name_en) for one in steps]
    if len(steps) > 1:
        shown[-1] = steps[-1].name_en
    return ", ".join(shown if full else shown[:1])


# ---- short names of provinces ----


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    """Code to its short names, the usual one first."""
    text = resource("places", "abbreviations.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return {code: (usual, *filter(None, others.split("|"))) for code, usual, others in rows}


def province_abbreviation(code: str) -> str | None:
    """The province's short name: "BTB" for "02" and for every place in it; None for an unknown code."""
    names = _abbreviations().get(code[:2])
    return names[0] if names else None


def province_by_abbreviation(text: str) -> Place | None:
    """The province of "BTB", in any letter case; None where no province is called so."""
    wanted = text.strip().upper()
    for code, names in _abbreviations().items():
        if wanted in names:
            return place(code)
    return None
