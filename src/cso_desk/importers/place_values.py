"""Notes the places of a record: those its cells name, those it works in, and those in headings above it."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cso_desk.importers import vocabulary
from cso_desk.importers.coverage_cells import places_of
from cso_desk.importers.evidence import known_place
from cso_desk.importers.place_lines import address_place, place_of_line
from cso_desk.importers.tables import Row
from cso_desk.khmer import list_marks
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.normalise import canonical
from cso_desk.places import gazetteer
from cso_desk.places.gazetteer import Level
from cso_desk.wording import _, language

if TYPE_CHECKING:
    from cso_desk.importers.values import Reader

LEVELS: tuple[Level, ...] = ("province", "district", "commune", "village")
_LEADING_CODE = re.compile(r"^(?:[0-9០-៩]{2}){1,4}[\s.:–-]+(?=\D)")
_SECTION_NUMBER = re.compile(r"^\s*(?:[IVXivx]{1,5}|[0-9០-៩]{1,2}|[A-Zក-អ])\s*[.)\-/៖]\s*")
_SECTION_COUNT = re.compile(r"\s*[(:៖]\s*[0-9០-៩].*$|\s*\([^)]*\)\s*$")
_SECTOR = re.compile(rf"^(?:{list_marks.SECTOR}|sector\b)\s*[:៖]?\s*", re.IGNORECASE)
_KIND = re.compile(rf"^(?:{list_marks.KIND}|type\b|kind\b|category\b)\s*[:៖]?\s*", re.IGNORECASE)


def bare_heading(text: str) -> str:
    """A heading without its number and the count of what stands below it: "II. Banan (12)"."""
    return canonical(_SECTION_COUNT.sub("", _SECTION_NUMBER.sub("", text))) or canonical(text)


def read_sections(reader: "Reader", row: Row, values: dict[str, Any]) -> None:
    """Note what the headings above a row say: its place, its sector or its kind."""
    area = reader.within
    for text in (*reader.above, *row.sections):
        bare = bare_heading(text)
        code = _place_of_section(bare, area)
        if code:
            level = gazetteer.LEVELS[len(code) // 2 - 1]
            values[level], values[f"{level}_code"] = bare, code
            area = code
        elif _SECTOR.match(bare):
            values["sector"] = _SECTOR.sub("", bare) or bare
        elif _KIND.match(bare):
            values["kind"] = _KIND.sub("", bare) or bare
        elif kind := vocabulary.section_kind(bare):
            values[kind] = bare
        values["section"] = bare


def read_places(
    reader: "Reader", row: Row, texts: Mapping[str, tuple[str, str]], values: dict[str, Any]
) -> None:
    """Note the places of a row with their codes; `texts` are their columns and words by meaning."""
    area = reader.within
    for level in LEVELS:
        if level in texts:
            letter, text = texts[level]
            values[level] = text
            values.pop(f"{level}_code", None)
            area = _place(reader, row, letter, text, level, area, values) or area
        elif f"{level}_code" in values:
            area = values[f"{level}_code"]
    if "place" in texts:
        letter, text = texts["place"]
        values["place"] = text
        code = known_place(text, None, area or None) or known_place(text, None, None)
        code = code or _place_of_line(reader, row, "place", text, area)
        if code:
            values["place_code"] = code
        else:
            reader.note(row, letter, "notice", _("“{text}” is not a place of the list of places.", text=text))
    if "coverage" in texts:
        _read_coverage(reader, row, *texts["coverage"], values)
    _read_address(values, area)
    deepest = next((values[f"{lv}_code"] for lv in reversed(LEVELS) if f"{lv}_code" in values), "")
    for digits, level in zip(range(2, len(deepest), 2), LEVELS, strict=False):
        values.setdefault(f"{level}_code", deepest[:digits])


def _read_address(values: dict[str, Any], area: str) -> None:
    """Take the place from an address that says village, commune and district, inside what is known of it."""
    if "place_code" in values or "village_code" in values:
        return
    for key in ("address_km", "address_en", "address"):
        code = address_place(values[key], area) if key in values else ""
        if len(code) > len(area) and code.startswith(area):
            _note_all(values, code)
            return


def _place_of_line(reader: "Reader", row: Row, name: str, text: str, area: str) -> str:
    code, says_more = place_of_line(text, area)
    if code and says_more:
        reader.keep(row, name, text)  # a village that nobody knows, a street: no field takes it
    return code


def _note_all(values: dict[str, Any], code: str) -> None:
    for digits, level in zip(range(2, len(code) + 1, 2), LEVELS, strict=False):
        values[f"{level}_code"] = code[:digits]


def _read_coverage(reader: "Reader", row: Row, letter: str, text: str, values: dict[str, Any]) -> None:
    asked = vocabulary.header_meanings(reader.labels.get(letter, ""))
    level = next((each for each in LEVELS if each in asked), None)
    codes, strange = places_of(text, values.get("province_code") or reader.within, level)
    if codes:
        values["coverage"] = codes
    if strange:
        reader.keep(row, "coverage", strange)
        message = _("“{text}” is not a place of the list of places.", text=strange)
        reader.note(row, letter, "warning", message)


def _place(
    reader: "Reader", row: Row, letter: str, text: str, level: Level, area: str, values: dict[str, Any]
) -> str:
    if text[-1:].isdecimal() and to_latin_digits(text).isdecimal():
        message = _("“{text}” is a code without a name; write the name of the place.", text=text)
        reader.note(row, letter, "warning", message)
        return ""
    depth = (LEVELS.index(level)) * 2
    inside = area[:depth] or None
    within = inside or reader.within
    bare = _LEADING_CODE.sub("", text)  # "0201 Banan"
    code = known_place(text, level, inside) or (known_place(bare, level, inside) if bare != text else "")
    if not code and _says_levels(reader, letter) and (code := known_place(text, None, within)):
        _note_all(values, code)
        return code
    if not code and inside and (code := known_place(text, level, None)):
        message = _(
            "“{text}” lies outside {place}.", text=text, place=gazetteer.show_place(inside, language())
        )
        reader.note(row, letter, "warning", message)
    if code:
        values[f"{level}_code"] = code
    elif code := _place_of_line(reader, row, level, text, within):
        _note_all(values, code)
    else:
        message = _("“{text}” is not in the list of places; choose the right one.", text=text)
        reader.note(row, letter, "warning", message)
    return code


def _says_levels(reader: "Reader", letter: str) -> bool:
    """Whether a header says that places of several levels stand below it: "District / commune"."""
    asked = vocabulary.header_meanings(reader.labels.get(letter, ""))
    return sum(level in asked for level in LEVELS) > 1


def _place_of_section(text: str, area: str) -> str:
    for level in LEVELS:
        inside = area[: LEVELS.index(level) * 2]
        if level == "village" and len(inside) < 6:
            continue
        if code := known_place(text, level, inside or None):
            return code
    return known_place(text, None, None)
