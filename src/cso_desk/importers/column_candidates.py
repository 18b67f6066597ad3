"""The meanings one column may have: by the words above it, weighed by what stands in its cells."""

import re
from collections.abc import Sequence

from cso_desk.importers import vocabulary
from cso_desk.importers.evidence import Evidence
from cso_desk.importers.tables import Column

_TICKED = frozenset({"youth", "disability", "minority", "id_poor", "sex_m", "sex_f"})

_OF_STAFF = {
    "female": "staff_female", "sex_f": "staff_female", "male": "staff_male", "sex_m": "staff_male",
    "total": "staff",
}  # fmt: skip
_CERTAIN = 0.9
_PATH = re.compile(r"[a-z0-9_.\-]+(?:/[a-z0-9_.\-]+)+")
_PAIRS, _HONORIFICS = 0.5, 0.85
_GROUP = 0.5  # "Information on the organisation" holds the word and more


def candidates_of(column: Column, found: Evidence, is_number: bool) -> dict[str, float]:
    """Every meaning a column may have, by header, then weighed by what its cells hold."""
    by_header = _by_header(column)
    if by_header.pop(vocabulary.NOTHING, 0.0) == vocabulary.EXACT:
        return {}
    if column.labels and found.ticks >= 0.8 and _is_category(column):
        # "NGO | CBO | Health" with a cross in one of them.
        people = {meaning: by_header[meaning] for meaning in by_header.keys() & _TICKED}
        return {vocabulary.CATEGORY: 1.2} | people
    said = vocabulary.person_and_organisation(column.labels[-1] if column.labels else "")
    if said[0] and found.pairs >= _PAIRS:
        return {said[0]: 1.2}
    if "title" in by_header and found.honorifics >= _HONORIFICS > found.sexes:
        return {"honorific": 1.2}
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


def labels_of(column: Column) -> list[str]:
    """The labels of a column; the path of a question, as Kobo and ODK write it, parted into them."""
    *groups, own = column.labels
    known = max(vocabulary.header_meanings(own).values(), default=0.0)
    if _PATH.fullmatch(own) and known < vocabulary.EXACT:
        return [*groups, *own.split("/")]
    return [*groups, own]


def _is_category(column: Column) -> bool:
    """Whether a column is called like a kind or a sector, or stands below a heading that says so."""
    labels = labels_of(column)
    above = (vocabulary.header_meanings(label) for label in labels[:-1])
    return vocabulary.is_category(labels[-1]) or any(
        found.get(meaning, 0.0) >= vocabulary.PART for found in above for meaning in ("sector", "kind")
    )


def _by_header(column: Column) -> dict[str, float]:
    if not column.labels:
        return {}
    labels = labels_of(column)
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
    if "staff" in group and (
        found := {_OF_STAFF[meaning]: score for meaning, score in own.items() if meaning in _OF_STAFF}
    ):
        return found
    if "registration_no" in group and own.keys() & {"number", "no", "date"}:
        return {"registration_date" if "date" in own else "registration_no": 0.95}
    if "name" in own:
        for meaning in ("contact", "org", "title"):
            if group.get(meaning, 0.0) >= _GROUP and "name" not in group:
                return {meaning: own["name"], **{m: s for m, s in own.items() if m != "name"}}
    if "total" in group or "name" in group:
        counted = {"sex_m": "male", "sex_f": "female"}
        for ticked, number in counted.items():
            if ticked in own:
                own[number] = max(own.get(number, 0.0), own[ticked])
    return own


def pair_names(
    columns: Sequence[Column], candidates: Sequence[dict[str, float]], evidence: Sequence[Evidence]
) -> None:
    """Two columns may say one thing in two languages, although only one of them says what.

    A lone "Name in English" right of the institution's Khmer name is its other name, not a person's.
    """
    for place in range(1, len(columns)):
        if _differ_in_language(columns[place - 1], columns[place]):
            pair = candidates[place - 1], candidates[place]
            surest = max(pair, key=lambda found: max(found.values(), default=0.0))
            if surest:
                meaning = max(surest, key=surest.__getitem__)
                for found in pair:
                    found[meaning] = max(found.values(), default=0.0) + 0.1
    best = [max(found, key=found.__getitem__, default="") for found in candidates]
    if best.count("name") != 1 or best.index("name") == 0:
        return
    place = best.index("name")
    said = vocabulary.header_language(columns[place].header)
    if (
        said
        and best[place - 1] == "org"
        and language_of(columns[place - 1], evidence[place - 1]) not in ("", said)
    ):
        candidates[place]["org"] = candidates[place].pop("name")


def _differ_in_language(one: Column, other: Column) -> bool:
    """Whether two columns stand below one heading: "Members / Khmer", "Members / English"."""
    return (
        len(one.labels) > 1
        and one.labels[:-1] == other.labels[:-1]
        and vocabulary.only_language(one.labels[-1])
        and vocabulary.only_language(other.labels[-1])
    )


def count_staff(candidates: Sequence[dict[str, float]]) -> None:
    """Read "Staff | Women", or "Staff | Women | Men", as how many of the staff are women and men."""
    for place, found in enumerate(candidates):
        if found.get("staff", 0.0) < _CERTAIN:
            continue
        for beside in candidates[place + 1 : place + 3]:
            said = [meaning for meaning in ("female", "male") if beside.get(meaning, 0.0) >= _CERTAIN]
            if len(said) != 1:
                break
            beside[_OF_STAFF[said[0]]] = beside[said[0]] + 0.1


def language_of(column: Column, found: Evidence) -> str:
    named = vocabulary.header_language(" ".join(column.labels[-1:])) or vocabulary.header_language(
        column.header
    )
    return named or found.script
