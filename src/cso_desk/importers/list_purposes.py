"""What a list is for, by the meanings that its columns may have: members, people, meetings, documents."""

from collections.abc import Mapping, Sequence
from typing import Literal

from cso_desk.importers import vocabulary
from cso_desk.importers.evidence import Evidence
from cso_desk.importers.tables import Table

Purpose = Literal["members", "people", "meetings", "attendance", "library"]
PURPOSES: tuple[Purpose, ...] = ("members", "people", "meetings", "attendance", "library")
# How much a meaning says about what the list is for.
_TELLS: Mapping[Purpose, Mapping[str, float]] = {
    "library": {
        "doc_kind": 2, "agency": 1.2, "isbn": 2, "author": 1.5, "publisher": 1.5, "shelf": 2, "copies": 1.5,
        "number": 0.7, "language": 1, "title": 1, "file": 1, "subject": 0.7, "year": 0.5, "summary": 0.5,
        "status": 0.3,
    },
    "meetings": {"venue": 1.5, "chair": 1.5, "total": 1.2, "female": 1, "male": 0.5, "title": 1, "date": 0.5},
    "members": {
        "org": 1.4, "acronym": 1.5, "contact": 1.5, "kind": 0.7, "registration_no": 1, "sector": 0.7,
        "website": 0.7, "address": 0.4, "email": 0.3, "phones": 0.3, "facebook": 0.4, "founded": 1,
        "staff": 0.7, "staff_female": 0.7, "coverage": 0.7, "former_names": 1,
    },
    "people": {
        "name": 1.5, "family_name": 1, "given_name": 1, "sex": 1, "sex_m": 0.7, "sex_f": 0.7, "age": 1,
        "birth_year": 1, "birth_date": 1, "position": 0.6, "phones": 0.3, "village": 0.4, "id_poor": 0.7,
    },
}  # fmt: skip
_TELLS_ENOUGH = 1.0
_OF_INSTITUTIONS = frozenset({
    "coverage", "founded", "registration_no", "registration_date", "staff", "staff_female", "former_names",
    "kind",
})  # fmt: skip
_NO_INSTITUTIONS = frozenset({
    "org", "contact", "sex", "sex_m", "sex_f", "age", "birth_year", "birth_date", "position", "family_name",
    "given_name", "signature", "title", "author", "publisher", "isbn", "venue", "doc_kind", "honorific",
})  # fmt: skip
_BELONGS: Mapping[str, frozenset[str]] = {
    "library": frozenset(_TELLS["library"]) | {"date", "remarks", "no", "place"},
    "meetings": frozenset(_TELLS["meetings"]) | {"no", "remarks", "org"},
    "members": frozenset(_TELLS["members"])
    | {"no", "remarks", "sex", "position", "date", "name", "telegram", "place", "staff_male", "consent"}
    | {"target_groups", "registration_date", "member_until"},
    "people": frozenset(_TELLS["people"])
    | {"no", "org", "remarks", "signature", "date", "address", "email", "place"},
}


def name_institutions(candidates: Sequence[dict[str, float]]) -> None:
    """Read a lone "Name" as that of an institution where the other columns are what only such have."""
    best = [max(found, key=found.__getitem__, default="") for found in candidates]
    if set(best) & _NO_INSTITUTIONS or not set(best) & _OF_INSTITUTIONS:
        return
    for found, meaning in zip(candidates, best, strict=True):
        if meaning == "name":
            found["org"] = found.pop("name") + 0.1


def likely_purpose(
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


def favour(candidates: list[dict[str, float]], purpose: Purpose) -> None:
    """Of two meanings of one word, prefer the one that such a list has."""
    belongs = _BELONGS["people" if purpose == "attendance" else purpose]
    for found in candidates:
        for meaning in found:
            found[meaning] += 0.15 if meaning in belongs else 0.0
        if purpose != "members" and vocabulary.CATEGORY in found and len(found) > 1:
            # "Disability" is a sector of an institution, but a tick beside a person.
            found.pop(vocabulary.CATEGORY)
        if purpose != "members" and "registration_date" in found:
            # A person registers for something, an institution with the ministry.
            found["date"] = max(found.get("date", 0.0), found.pop("registration_date"))
        if purpose == "members" and "chair" in found:
            # Who leads an institution is the one to be asked there.
            found["contact"] = max(found.get("contact", 0.0), found.pop("chair") + 0.15)
        if purpose == "library" and "kind" in found:
            # "Type" of a book is not that of an organisation.
            found["doc_kind"] = max(found.get("doc_kind", 0.0), found.pop("kind") + 0.15)
