"""Recognises what each column of a table means: by the words above it and by what stands in its cells."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from cso_desk.importers import vocabulary
from cso_desk.importers.evidence import Evidence, weigh_cells
from cso_desk.importers.tables import Column, Table

Purpose = Literal["members", "people", "meetings", "attendance", "library"]
PURPOSES: tuple[Purpose, ...] = ("members", "people", "meetings", "attendance", "library")

BILINGUAL = frozenset({"org", "name", "contact", "title", "position", "address", "venue", "kind"})
SEVERAL = frozenset({"phones", "remarks", "signature", "email", "website", "category"})

# How much a meaning says about what the list is for.
_TELLS: Mapping[Purpose, Mapping[str, float]] = {
    "library": {
        "doc_kind": 2, "agency": 1.2, "isbn": 2, "author": 1.5, "publisher": 1.5, "shelf": 2, "copies": 1.5,
        "number": 0.7, "language": 1, "title": 1, "file": 1, "year": 0.5, "summary": 0.5, "status": 0.3,
    },
    "meetings": {"venue": 1.5, "chair": 1.5, "total": 1.2, "female": 1, "male": 0.5, "title": 1, "date": 0.5},
    "members": {
        "org": 1.4, "acronym": 1.5, "contact": 1.5, "kind": 0.7, "registration_no": 1, "sector": 0.7,
        "website": 0.7, "address": 0.4, "email": 0.3, "phones": 0.3, "facebook": 0.4,
    },
    "people": {
        "name": 1.5, "family_name": 1, "given_name": 1, "sex": 1, "sex_m": 0.7, "sex_f": 0.7, "age": 1,
        "birth_year": 1, "birth_date": 1, "position": 0.6, "phones": 0.3, "village": 0.4, "id_poor": 0.7,
    },
}  # fmt: skip
_TELLS_ENOUGH = 1.0
_TICKED = frozenset({"youth", "disability", "minority", "id_poor", "sex_m", "sex_f"})
_BELONGS: Mapping[str, frozenset[str]] = {
    "library": frozenset(_TELLS["library"]) | {"date", "remarks", "no", "place"},
    "meetings": frozenset(_TELLS["meetings"]) | {"no", "remarks", "org"},
    "members": frozenset(_TELLS["members"])
    | {"no", "remarks", "sex", "position", "date", "name", "telegram", "place"},
    "people": frozenset(_TELLS["people"])
    | {"no", "org", "remarks", "signature", "date", "address", "email", "place"},
}


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
        _candidates(column, found, place == table.number_column)
        for place, (column, found) in enumerate(zip(table.columns, evidence, strict=True))
    ]
    _pair_names(table.columns, candidates, evidence)
    likely = purpose or _likely_purpose(candidates, evidence, table)
    _favour(candidates, likely)
    meanings = _assign(table.columns, candidates, evidence)
    if corrections:
        meanings = correct(meanings, corrections)
    return meanings, likely


def _candidates(column: Column, found: Evidence, is_number: bool) -> dict[str, float]:
    """Every meaning a column may have, by header, then weighed by what its cells hold."""
    by_header = _by_header(column)
    if vocabulary.NOTHING in by_header:
        return {}
    if column.labels and found.ticks >= 0.8 and _is_category(column):
        # "NGO | CBO | Health" with a cross in one of them.
        said = {meaning: by_header[meaning] for meaning in by_header.keys() & _TICKED}
        return {vocabulary.CATEGORY: 1.2} | said
    weighed = {meaning: score + found.fit(meaning) for meaning, score in by_header.items()}
    for ticked, counted in (("sex_m", "male"), ("sex_f", "female")):
        if ticked in by_header and found.numbers >= 0.5 and found.ticks < 0.8:
            # "Women" above figures is how many women there were.
            weighed[counted] = max(weighed.get(counted, 0.0), by_header[ticked])
            weighed.pop(ticked)
    for meaning, score in found.suggestions(named=bool(by_header), labelled=bool(column.labels)).items():
        weighed[meaning] = max(weighed.get(meaning, 0.0), score)
    if is_number:
        weighed["no"] = max(weighed.get("no", 0.0), 1.2)
    return {meaning: score for meaning, score in weighed.items() if score >= 0.4}


def _is_category(column: Column) -> bool:
    """Whether a column is called like a kind or a sector, or stands below a heading that says so."""
    above = (vocabulary.header_meanings(label) for label in column.labels[:-1])
    return vocabulary.is_category(column.labels[-1]) or any(
        found.get(meaning, 0.0) >= vocabulary.PART for found in above for meaning in ("sector", "kind")
    )


def _by_header(column: Column) -> dict[str, float]:
    if not column.labels:
        return {}
    labels = list(column.labels)
    while len(labels) > 1 and vocabulary.only_language(labels[-1]):
        labels.pop()
    own = dict(vocabulary.header_meanings(labels[-1]))
    group: dict[str, float] = {}
    for label in labels[:-1]:
        for meaning, score in vocabulary.header_meanings(label).items():
            group[meaning] = max(group.get(meaning, 0.0), score)
    if not any(letter.isalpha() for letter in labels[-1]):
        group.pop("age", None)  # "Age / 18-35" is ticked, not an age
    if not own:
        return {meaning: 0.85 * score for meaning, score in group.items()}
    return _within_group(own, group)


def _within_group(own: dict[str, float], group: dict[str, float]) -> dict[str, float]:
    """Read "Contact / Name" as the name of a contact, "Participants / Women" as a number of women."""
    if group.get("signature", 0.0) >= vocabulary.NEARLY:
        # "Signature / Day 1", "Signature / Morning"
        return {"signature": group["signature"]}
    if "registration_no" in group and own.keys() & {"number", "no"}:
        return {"registration_no": 0.95}
    if "name" in own:
        for meaning in ("contact", "org", "title"):
            if group.get(meaning, 0.0) >= 0.6 and "name" not in group:
                return {meaning: own["name"], **{m: s for m, s in own.items() if m != "name"}}
    if "total" in group or "name" in group:
        counted = {"sex_m": "male", "sex_f": "female"}
        for ticked, number in counted.items():
            if ticked in own:
                own[number] = max(own.get(number, 0.0), own[ticked])
    return own


def _pair_names(
    columns: Sequence[Column], candidates: Sequence[dict[str, float]], evidence: Sequence[Evidence]
) -> None:
    """A lone "Name in English" right of the institution's Khmer name is its other name, not a person's."""
    best = [max(found, key=found.__getitem__, default="") for found in candidates]
    if best.count("name") != 1 or best.index("name") == 0:
        return
    place = best.index("name")
    said = vocabulary.header_language(columns[place].header)
    if (
        said
        and best[place - 1] == "org"
        and _language(columns[place - 1], evidence[place - 1]) not in ("", said)
    ):
        candidates[place]["org"] = candidates[place].pop("name")


def _likely_purpose(
    candidates: Sequence[Mapping[str, float]], evidence: Sequence[Evidence], table: Table
) -> Purpose:
    scores: dict[str, float] = {}
    for purpose, tells in _TELLS.items():
        scores[purpose] = sum(
            max(
                (weight * min(found.get(meaning, 0.0), 1.0) for meaning, weight in tells.items()), default=0.0
            )
            for found in candidates
        )
    has = {max(found, key=lambda meaning: found[meaning]) for found in candidates if found}
    titles = " ".join(table.titles)
    signs = "signature" in has
    says_attendance = any(word in vocabulary.key(titles) for word in vocabulary.row_words("attendance"))
    if "sex" in has or "phones" in has or signs:
        scores["meetings"] -= 1.5
    if not has & {"title", "venue", "chair"}:
        scores["meetings"] -= 1.0
    if not has & {"org", "contact", "acronym"}:
        scores["members"] -= 2.0
    if "name" in has:
        # A person's own column: the organisation beside it is where that person comes from.
        scores["people"] += 1.0
    for found, cells in zip(candidates, evidence, strict=True):
        if found.get("org", 0.0) >= 0.7 and cells.distinct >= 0.95 and cells.count >= 3 and "name" not in has:
            scores["members"] += 0.7
    best = max(_TELLS, key=lambda purpose: scores[purpose])
    if scores[best] < _TELLS_ENOUGH:
        best = "people"
    if best in {"people", "members"} and "name" in has and (signs or says_attendance):
        return "attendance"
    return best


def _favour(candidates: list[dict[str, float]], purpose: Purpose) -> None:
    """Of two meanings of one word, prefer the one that such a list has."""
    belongs = _BELONGS["people" if purpose == "attendance" else purpose]
    for found in candidates:
        for meaning in found:
            found[meaning] += 0.15 if meaning in belongs else 0.0
        if purpose != "members" and vocabulary.CATEGORY in found and len(found) > 1:
            # "Disability" is a sector of an institution, but a tick beside a person.
            found.pop(vocabulary.CATEGORY)
        if purpose == "members" and "chair" in found:
            # Who leads an institution is the one to be asked there.
            found["contact"] = max(found.get("contact", 0.0), found.pop("chair") + 0.15)
        if purpose == "library" and "kind" in found:
            # "Type" of a book is not that of an organisation.
            found["doc_kind"] = max(found.get("doc_kind", 0.0), found.pop("kind") + 0.15)


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
    mine, theirs = (_language(columns[one], evidence[one]) for one in (place, other))
    return bool(mine and theirs and mine != theirs)


def _language(column: Column, found: Evidence) -> str:
    named = vocabulary.header_language(" ".join(column.labels[-1:])) or vocabulary.header_language(
        column.header
    )
    return named or found.script


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
            language = _language(columns[place], evidence[place])
            said = vocabulary.header_language(columns[place].header)
            paired = len(places) > 1 and columns[places[0]].labels != columns[places[1]].labels
            if language and (paired or said or meaning == "org"):
                names[place] = f"{meaning}_{language}"
    return names


@cache
def base_of(meaning: str) -> str:
    """Give "org" for "org_km"; every other meaning as it is."""
    return re.sub(r"_(?:km|en)$", "", meaning)
