"""What speaks for and against two records being one, as numbers that are weighed and reasons people read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, log
from operator import itemgetter

from rapidfuzz.distance import OSA

from cso_desk.features.members.service.duplicates.glances import have_parts, heard_alike, look_alike
from cso_desk.features.members.service.duplicates.index import Index
from cso_desk.features.members.service.duplicates.name_evidence import (
    AGREEMENT,
    MOST_TELLING,
    Evidence,
    of_names,
)
from cso_desk.features.members.service.duplicates.profiles import Profile
from cso_desk.features.members.service.duplicates.weights import ORGANISATION_WEIGHTS, PERSON_WEIGHTS
from cso_desk.wording import N_

_PROVINCE = 2  # figures of its code
_PLACES = ((6, "commune"), (4, "district"), (2, "province"))


@dataclass(slots=True, eq=False)
class Judgement:
    """How likely two records are one (0 to 1), and why: message ids, the weightiest first."""

    score: float
    reasons: tuple[str, ...]


REASONS = {
    "phone": N_("the same telephone"),
    "near_phone": N_("the telephone differs in one figure"),
    "email": N_("the same e-mail"),
    "number": N_("the same registration number"),
    "name": N_("the same name"),
    "reordered": N_("the same name in another order"),
    "near": N_("the name is written almost the same"),
    "sound": N_("the name is the same in the other script"),
    "initial": N_("one name is shortened to a letter in the other"),
    "part": N_("one name is a part of the other"),
    "also": N_("the names agree in both scripts"),
    "former": N_("a former name is the same"),
    "acronym": N_("the same acronym"),
    "initials": N_("one name is the acronym of the other"),
    "body": N_("the same institution"),
    "year": N_("the same year of birth"),
    "commune": N_("the same commune"),
    "district": N_("the same district"),
}
"""What speaks for it, in the words of a sentence that goes on."""


def judge(one: Profile, other: Profile, index: Index) -> Judgement:
    """How likely it is that two records are one, by what the records of `index` usually look like."""
    found = evidence(one, other, index)
    weights = _weights(index)
    return _judged(found, _score(_weighed(found, weights, weights["always"])), weights)


def judge_likely(one: Profile, other: Profile, index: Index, least: float) -> Judgement | None:
    """What `judge` says where it comes to `least`, else None; names are not compared where that is sure."""
    weights = _weights(index)
    found = _beside_names(one, other, index)
    odds = _weighed(found, weights, weights["always"])
    if not _may_come_to(_odds(least) - odds, found, one, other, index):
        return None
    names = of_names(found, one, other, index)
    score = _score(_weighed(names, weights, odds))
    return _judged(found | names, score, weights) if score >= least else None


def _weights(index: Index) -> Mapping[str, float]:
    return PERSON_WEIGHTS if index.people else ORGANISATION_WEIGHTS


def _weighed(found: Evidence, weights: Mapping[str, float], before: float) -> float:
    """How much pieces of evidence say, in nats, with what was known `before`."""
    weight = weights.get
    for name, amount in found.items():
        before += weight(name, 0.0) * amount
    return before


@lru_cache(maxsize=8)
def _odds(score: float) -> float:
    """What comes to a score, in nats."""
    return log(score / (1 - score)) if 0 < score < 1 else inf if score > 0 else -inf


def _score(odds: float) -> float:
    return 1 / (1 + exp(-max(-50.0, min(50.0, odds))))


def _judged(found: Evidence, score: float, weights: Mapping[str, float]) -> Judgement:
    told = [(-weights.get(name, 0.0) * amount, name) for name, amount in found.items() if name in REASONS]
    told.sort(key=itemgetter(0))
    return Judgement(score, tuple([REASONS[name] for _weight, name in told]))


def _may_come_to(wanted: float, found: Evidence, one: Profile, other: Profile, index: Index) -> bool:
    """Whether the names of these two may say `wanted`, in nats."""
    if index.people:
        return wanted <= _MOST_OF_PERSON and _people_may_come_to(wanted, one, other, index)
    if wanted > _MOST_OF_ORGANISATION or not _organisations_may_come_to(wanted, one, other, index):
        return False
    return not _TELLING.isdisjoint(found) or look_alike(one, other)


def _people_may_come_to(wanted: float, one: Profile, other: Profile, index: Index) -> bool:
    """Whether the names of two people may say `wanted`, in nats."""
    if wanted <= _OTHER_PERSON:
        return True
    if wanted <= _PART_OF_PERSON and have_parts(one, other):
        return True
    return heard_alike(one, other) and wanted <= _MOST_OF_PERSON - _least_common(one, other, index)


def _organisations_may_come_to(wanted: float, one: Profile, other: Profile, index: Index) -> bool:
    """Whether the names of these two may say `wanted`, in nats, by how much their words tell."""
    told = max(index.most_telling(one), index.most_telling(other))
    if wanted <= _OTHER_ORGANISATION + ORGANISATION_WEIGHTS["matched"] * told:
        return True
    wanted -= _AGREEING_ORGANISATIONS + ORGANISATION_WEIGHTS["telling"] * min(told, MOST_TELLING)
    if not one.legal or one.legal != other.legal:
        wanted += ORGANISATION_WEIGHTS["sort"]
    if wanted > max(0.0, ORGANISATION_WEIGHTS["former"]):
        return False
    ours, theirs = one.read(), other.read()
    if ours.former or ours.spoken or theirs.former or theirs.spoken:
        return wanted <= ORGANISATION_WEIGHTS["former"]
    return wanted <= 0 and wanted <= -_least_common(one, other, index)


def _least_common(one: Profile, other: Profile, index: Index) -> float:
    """How much at least it says against two that others have the name in which they agree."""
    called = one.read()
    if called.former or other.former:
        return 0.0
    shared = min([index.sharing("sound", name.sound) for name in called.names], default=1)
    return -_weights(index)["common"] * log(shared)


_TELLING = frozenset(("phone", "near_phone", "email", "number", "acronym", "initials"))
"""Any of these is enough to compare the names of two organisations word by word."""


_BESIDE_AGREEING = ("also", "former", "sort")
"""What may be said too where names agree."""


def _most_of_names(weights: Mapping[str, float]) -> float:
    """More than names can ever speak for it."""
    told = {name: weights.get(name, 0.0) for name in (*AGREEMENT.values(), *_BESIDE_AGREEING, "telling")}
    agreeing = max(told[name] for name in ("name", "reordered", "near", "sound", "initial"))
    return agreeing + sum(max(0.0, told[name]) for name in _BESIDE_AGREEING) + MOST_TELLING * told["telling"]


def evidence(one: Profile, other: Profile, index: Index) -> Evidence:
    """Everything that two records agree and disagree in."""
    found = _beside_names(one, other, index)
    return found | of_names(found, one, other, index)


def _beside_names(one: Profile, other: Profile, index: Index) -> Evidence:
    """What all but the names says. Nothing is called where nothing is known: most records say little."""
    found: Evidence = {}
    if one.phones and other.phones:
        _of_phones(found, one, other, index)
    if one.email and other.email:
        _of_emails(found, one, other, index)
    if one.place and other.place:
        shared, told = _of_places(one.place, other.place)
        found.update(told)
        if shared:
            found["placed"] = index.placed(shared)
    if index.people:
        _of_the_person(found, one, other)
    else:
        if one.acronyms or other.acronyms:
            _of_acronyms(found, one, other, index)
        _of_the_body(found, one, other)
    return found


# ---- all but the names ----


def _of_acronyms(found: Evidence, one: Profile, other: Profile, index: Index) -> None:
    ours, theirs = one.acronyms, other.acronyms
    shared = [each for each in ours if each in theirs]
    if shared:
        found["acronym"] = 1.0
        found["acronym_common"] = log(min([index.sharing("acronym", each) for each in shared]))
        return
    spelled = [
        *[each for each in ours if each in other.initials],
        *[each for each in theirs if each in one.initials],
    ]
    if spelled:
        found["initials"] = 1.0
        found["acronym_common"] = log(min([index.sharing("acronym", each) for each in spelled]))
    elif ours and theirs and not _turned(ours) & _turned(theirs):
        found["other_acronym"] = 1.0


def _turned(acronyms: Sequence[str]) -> set[str]:
    """Acronyms whose words stand in another order are no other ones."""
    return {"".join(sorted(each)) for each in acronyms}


def _of_the_body(found: Evidence, one: Profile, other: Profile) -> None:
    if one.number and other.number:
        found["number" if one.number == other.number else "other_number"] = 1.0
    ours, theirs = one.legal, other.legal
    if ours and theirs and ours - theirs and theirs - ours:
        found["other_sort"] = 1.0


def _of_phones(found: Evidence, one: Profile, other: Profile, index: Index) -> None:
    shared = [phone for phone in one.phones if phone in other.phones]
    if shared:
        found["phone"] = 1.0
        found["phone_common"] = log(max(2, min([index.sharing("phone", phone) for phone in shared])) / 2)
    elif any(misread(mine, yours) for mine in one.phones for yours in other.phones):
        found["near_phone"] = 1.0
    else:
        found["other_phone"] = 1.0


def misread(one: str, other: str) -> bool:
    """Whether two telephones differ in a figure, or in two that changed places."""
    return len(one) == len(other) and OSA.distance(one, other, score_cutoff=1) <= 1


def _of_emails(found: Evidence, one: Profile, other: Profile, index: Index) -> None:
    if one.email == other.email:
        found["email"] = 1.0
        found["email_common"] = log(max(2, index.sharing("email", one.email)) / 2)
    else:
        found["other_email"] = 1.0


@lru_cache(maxsize=20_000)
def _of_places(one: str, other: str) -> tuple[str, Evidence]:
    """By the codes of two places: the code of what both are in, and whether they are apart in it."""
    if one[:_PROVINCE] != other[:_PROVINCE]:
        return "", {"far": 1.0}
    shortest = min(len(one), len(other))
    within = one[:shortest] == other[:shortest]
    for digits, name in _PLACES:
        if shortest >= digits and (within or one[:digits] == other[:digits]):
            return one[:digits], {name: 1.0} if within else {name: 1.0, "other_place": 1.0}
    return "", {}


def _of_the_person(found: Evidence, one: Profile, other: Profile) -> None:
    if one.sex and other.sex:
        found["sex" if one.sex == other.sex else "other_sex"] = 1.0
    if one.year and other.year:
        found["year" if one.year == other.year else "other_year"] = 1.0
    if one.bodies and other.bodies:
        found["body" if one.bodies & other.bodies else "other_body"] = 1.0


_MOST_OF_ORGANISATION = _most_of_names(ORGANISATION_WEIGHTS)
_AGREEING_ORGANISATIONS = _MOST_OF_ORGANISATION - (
    MOST_TELLING * ORGANISATION_WEIGHTS["telling"] + ORGANISATION_WEIGHTS["former"]
)
_OTHER_ORGANISATION = max(
    ORGANISATION_WEIGHTS["part"], ORGANISATION_WEIGHTS["other"] + ORGANISATION_WEIGHTS["untold"]
)
"""What names say at the most where one has words that the other lacks, without those that both have."""
_MOST_OF_PERSON = _most_of_names(PERSON_WEIGHTS)
_OTHER_PERSON = PERSON_WEIGHTS["other"] + PERSON_WEIGHTS["left"]
"""What names of people say at the most where each has a word that the other lacks."""
_PART_OF_PERSON = PERSON_WEIGHTS["part"] + PERSON_WEIGHTS["left"]
"""What they say at the most where only one of them has such a word."""
