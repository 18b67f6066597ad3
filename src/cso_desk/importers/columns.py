"""Gives each column of a table one meaning; no two the same, unless they may share it."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cso_desk.importers import vocabulary
from cso_desk.importers.column_candidates import candidates_of, count_staff, language_of, pair_names
from cso_desk.importers.evidence import Evidence, weigh_cells
from cso_desk.importers.list_purposes import Purpose, favour, likely_purpose, name_institutions
from cso_desk.importers.tables import Column, Table

BILINGUAL = frozenset({"org", "name", "contact", "title", "position", "address", "venue", "kind"})
SEVERAL = frozenset({"phones", "remarks", "signature", "email", "website", "category", "coverage"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one column means: a code name, "" where nothing fits; `certainty` from 0 to 1."""

    letter: str
    header: str
    meaning: str
    certainty: float = 0.0
    corrected: bool = False


def header_signature(table: Table) -> str:
    """A short text that two tables share if their columns are called the same, to remember corrections by."""
    words = "\n".join(f"{column.letter}:{vocabulary.key(column.header)}" for column in table.columns)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def correct(meanings: Sequence[Meaning], corrections: Mapping[str, str]) -> list[Meaning]:
    """The meanings with those a person set, by letter; a meaning moved elsewhere leaves its old column."""
    taken = {meaning for meaning in corrections.values() if meaning and meaning not in SEVERAL}
    corrected: list[Meaning] = []
    for one in meanings:
        if one.letter in corrections:
            corrected.append(replace(one, meaning=corrections[one.letter], certainty=1.0, corrected=True))
        elif one.meaning in taken:
            corrected.append(replace(one, meaning="", certainty=0.0))
        else:
            corrected.append(one)
    return corrected


def recognise(
    table: Table, *, purpose: Purpose | None = None, corrections: Mapping[str, str] | None = None
) -> tuple[list[Meaning], Purpose]:
    """What every column means and what the list is for."""
    evidence = [weigh_cells(table, place) for place in range(len(table.columns))]
    candidates = [
        _of_sheets(table)
        if column.letter == table.sheet_letter
        else candidates_of(column, found, place == table.number_column)
        for place, (column, found) in enumerate(zip(table.columns, evidence, strict=True))
    ]
    pair_names(table.columns, candidates, evidence)
    count_staff(candidates)
    name_institutions(candidates)
    likely = purpose or likely_purpose(candidates, evidence, table)
    if likely == "members":
        for column, found in zip(table.columns, candidates, strict=True):
            if column.labels and "date" not in vocabulary.header_meanings(column.labels[-1]):
                found.pop("date", None)  # a day alone does not say since when an institution is a member
    favour(candidates, likely)
    meanings = _assign(table.columns, candidates, evidence)
    if corrections:
        meanings = correct(meanings, corrections)
    return meanings, likely


def _of_sheets(table: Table) -> dict[str, float]:
    """What the names of sheets may mean where several are one list."""
    return {table.sheet_level: 0.9} if table.sheet_level else {}


def _assign(
    columns: Sequence[Column], candidates: Sequence[Mapping[str, float]], evidence: Sequence[Evidence]
) -> list[Meaning]:
    """Give every column its best meaning; no two columns the same one, unless languages part them."""
    ranked = sorted(
        (
            (score, -place, meaning)
            for place, found in enumerate(candidates)
            for meaning, score in found.items()
        ),
        reverse=True,
    )
    chosen: dict[int, tuple[str, float]] = {}
    holders: dict[str, list[int]] = {}
    for score, minus_place, meaning in ranked:
        place = -minus_place
        if place in chosen:
            continue
        before = holders.get(meaning, [])
        if before and not _may_share(meaning, place, before, columns, evidence):
            continue
        chosen[place] = (meaning, min(score, 1.0))
        holders.setdefault(meaning, []).append(place)
    if "family_name" in holders and "given_name" not in holders and "name" not in holders:
        place = holders["family_name"][0]
        chosen[place] = ("name", chosen[place][1])
        holders["name"] = holders.pop("family_name")
    _part_given_name(columns, chosen, holders)
    names = _with_languages(chosen, holders, columns, evidence)
    return [
        Meaning(column.letter, column.header, names.get(place, ""), round(chosen.get(place, ("", 0.0))[1], 2))
        for place, column in enumerate(columns)
    ]


def _part_given_name(
    columns: Sequence[Column], chosen: dict[int, tuple[str, float]], holders: dict[str, list[int]]
) -> None:
    """Beside a family name a bare "Name" is the given name; "Full name" is the whole of it."""
    if "family_name" not in holders or "given_name" in holders:
        return
    for place in holders.get("name", ()):
        if vocabulary.is_word("bare_name", columns[place].labels[-1] if columns[place].labels else ""):
            chosen[place] = ("given_name", chosen[place][1])
            holders["name"].remove(place)
            holders["given_name"] = [place]
            return


def _may_share(
    meaning: str, place: int, before: Sequence[int], columns: Sequence[Column], evidence: Sequence[Evidence]
) -> bool:
    if meaning in SEVERAL:
        return True
    if meaning not in BILINGUAL or len(before) > 1:
        return False
    other = before[0]
    if columns[place].labels == columns[other].labels and abs(place - other) == 1 and meaning == "name":
        # One heading merged over two columns: family name and given name.
        return True
    mine, theirs = (language_of(columns[one], evidence[one]) for one in (place, other))
    return bool(mine and theirs and mine != theirs)


def _with_languages(
    chosen: Mapping[int, tuple[str, float]],
    holders: Mapping[str, Sequence[int]],
    columns: Sequence[Column],
    evidence: Sequence[Evidence],
) -> dict[int, str]:
    names = {place: meaning for place, (meaning, _score) in chosen.items()}
    for meaning in BILINGUAL & set(holders):
        places = holders[meaning]
        for place in places:
            language = language_of(columns[place], evidence[place])
            said = vocabulary.header_language(columns[place].header)
            paired = len(places) > 1 and columns[places[0]].labels != columns[places[1]].labels
            if language and (paired or said or meaning == "org"):
                names[place] = f"{meaning}_{language}"
    return names


@cache
def base_of(meaning: str) -> str:
    """Give "org" for "org_km"; every other meaning as it is."""
    return re.sub(r"_(?:km|en)$", "", meaning)
