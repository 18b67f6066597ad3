"""Finds records of a list that are one thing twice, and titles that are one document in two languages."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from cso_desk.importers import vocabulary
from cso_desk.khmer.digits import to_latin_digits

Pairs = list[tuple[int, int]]
_KHMER = re.compile("[\u1780-\u17b3]")
_LATIN = re.compile("[A-Za-z]")


def _key(value: object) -> str:
    return vocabulary.key(str(value)) if value not in (None, "") else ""


def _document(row: dict[str, Any]) -> str:
    title = _key(row.get("title"))
    return f"{title}|{number_key(row)}|{row.get('date', row.get('year', ''))}" if title else ""


def _organisation(row: dict[str, Any]) -> str:
    name = _key(row.get("org_km")) or _key(row.get("org_en")) or _key(row.get("org"))
    # One organisation may stand in the list with several of its people.
    return f"{name}|{_key(row.get('contact'))}" if name else ""


def _person(row: dict[str, Any]) -> str:
    name = _key(row.get("name"))
    more = row.get("phone") or _key(row.get("org")) or row.get("birth_date") or row.get("birth_year") or ""
    return f"{name}|{row.get('sex', '')}|{more}" if name and more else ""


def _meeting(row: dict[str, Any]) -> str:
    title = _key(row.get("title"))
    place = _key(row.get("venue")) or row.get("district_code") or row.get("province_code") or ""
    return f"{title}|{row['date']}|{place}" if title and row.get("date") else ""


_IDENTITY: dict[str, Callable[[dict[str, Any]], str]] = {
    "library": _document,
    "members": _organisation,
    "people": _person,
    "attendance": _person,
    "meetings": _meeting,
}


def number_key(row: dict[str, Any]) -> str:
    """The figures of a document's number: NS/RKM/0815/009 and នស/រកម/០៨១៥/០០៩ are one number."""
    return "/".join(re.findall(r"\d+", to_latin_digits(str(row.get("number", "")))))


def find_duplicates(rows: Sequence[dict[str, Any]], purpose: str) -> Pairs:
    """Pairs of record positions, counted from 1: the first of its kind and each later one like it."""
    identity = _IDENTITY[purpose]
    first: dict[str, int] = {}
    pairs: Pairs = []
    for place, row in enumerate(rows, 1):
        key = identity(row)
        if key and first.setdefault(key, place) != place:
            pairs.append((first[key], place))
    return pairs


def find_translations(rows: Sequence[dict[str, Any]], duplicates: Pairs) -> Pairs:
    """Pairs of documents with one number and one date whose titles are in Khmer and in another language."""
    repeated = {second for _first, second in duplicates}
    groups: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(rows, 1):
        number, date = number_key(row), str(row.get("date", ""))
        if number and date and row.get("title") and place not in repeated:
            groups.setdefault((number, date), []).append(place)
    pairs: Pairs = []
    for places in groups.values():
        khmer = [place for place in places if _KHMER.search(str(rows[place - 1]["title"]))]
        latin = [
            place for place in places if place not in khmer and _LATIN.search(str(rows[place - 1]["title"]))
        ]
        pairs += [(min(one, two), max(one, two)) for one, two in zip(khmer, latin, strict=False)]
    return sorted(pairs)
