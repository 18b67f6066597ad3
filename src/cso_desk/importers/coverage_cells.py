"""Takes apart cells that name several places: "Banan, Thma Koul", "Battambang (Banan, Sangkae); Kampot"."""

import re

from cso_desk.importers.evidence import known_place
from cso_desk.khmer import list_marks
from cso_desk.khmer.normalise import canonical
from cso_desk.places.gazetteer import Level

_GROUPS = re.compile(r"[;\n|•·]+")
_PLACES = re.compile(rf"\s*(?:[,/+&]|\band\b|(?:^|\s){list_marks.AND})\s*", re.IGNORECASE)
_WITH_PARTS = re.compile(r"\s*([^(:៖]+?)\s*[(:៖]\s*([^()]+?)\s*\)?\s*")
_SEVERAL = re.compile(r"\b(?:provinces|districts|communes|villages|cities)\b", re.IGNORECASE)
_KINDS = re.compile(rf"\s*(?={list_marks.PLACE_KINDS})")
_PROVINCE_DIGITS = 2


def places_of(text: str, within: str = "", level: Level | None = None) -> tuple[tuple[str, ...], str]:
    """The codes of the places a cell names, each once, and what of it is no place.

    A name that several places bear is one of the `level`, if it is said, or in the place whose code is
    `within`, if there is one.
    """
    codes: list[str] = []
    strange: list[str] = []
    for group in _bracketed(text):
        area, names = within, group
        if (found := _WITH_PARTS.fullmatch(group)) and (above := _place(found[1], within, None)):
            area, names = above, found[2]
        for name in _PLACES.split(names):
            _note(name, area, level, codes, strange)
    return tuple(dict.fromkeys(codes)), ", ".join(strange)


def _bracketed(text: str) -> list[str]:
    """The groups of a text, each a place with those in it in brackets or several bare names."""
    apart = re.sub(r"\)\s*[,/]?\s*", ");", text)
    return [group.strip() for group in _GROUPS.split(apart) if group.strip(" ,)")]


def _note(name: str, area: str, level: Level | None, codes: list[str], strange: list[str]) -> None:
    bare = canonical(name).strip(" .,()-–")
    if not bare:
        return
    if code := _place(bare, area, level):
        codes.append(code)
        return
    parts = [part.strip() for part in _KINDS.split(bare) if part.strip()]
    found = [_place(part, area, level) for part in parts]
    if len(parts) > 1 and all(found):
        codes.extend(found)
    else:
        strange.append(bare)


def _place(name: str, area: str, level: Level | None) -> str:
    bare = _SEVERAL.sub("", name).strip()
    if not bare:
        return ""
    if level and (code := known_place(bare, level, area or None) or known_place(bare, level, None)):
        return code
    anywhere = known_place(bare, None, None)
    if len(anywhere) == _PROVINCE_DIGITS or not area:
        return anywhere
    return known_place(bare, None, area) or anywhere
