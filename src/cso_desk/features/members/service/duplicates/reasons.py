"""Why two records may be one, with what of them says so: the telephone, the two names, the commune."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.fuzz import ratio

from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service.duplicates.evidence import REASONS, misread
from cso_desk.features.members.service.duplicates.profiles import profile_of
from cso_desk.khmer.normalise import fold
from cso_desk.khmer.phones import show_phone
from cso_desk.wording import N_

Sort = Literal["text", "number", "place"]

_BY_MESSAGE = {message: name for name, message in REASONS.items()}
_OF_NAMES = ("name", "reordered", "near", "sound", "initial", "part", "initials")
_DIGITS = {"commune": 6, "district": 4}
_FIELDS = {"email": "email", "year": "birth_year", "number": "registration_number"}
_SORTS: dict[str, Sort] = {
    "phone": "number",
    "near_phone": "number",
    "year": "number",
    "commune": "place",
    "district": "place",
}

LEVELS = ((0.97, N_("Nearly certain")), (0.85, N_("Very likely")), (0.0, N_("Likely")))
"""From which score on it is said how sure it is that two are one."""


def how_sure(score: float) -> str:
    """How likely it is, as a message id."""
    return next(said for least, said in LEVELS if score >= least)


@dataclass(frozen=True)
class Reason:
    """One reason: a message id, and what both records have, "" where there is no more to say.

    `sort` says whether `detail` is a text, a number or the code of a place.
    """

    message: str
    detail: str = ""
    sort: Sort = "text"


def reasons_of(
    one: Organisation | Person, other: Organisation | Person, messages: Sequence[str]
) -> list[Reason]:
    """The reasons of a pair with their details, in the order given."""
    return [_told(_BY_MESSAGE.get(message, ""), message, one, other) for message in messages]


def _told(name: str, message: str, one: Organisation | Person, other: Organisation | Person) -> Reason:
    detail, sort = "", _SORTS.get(name, "text")
    if name == "phone":
        detail = ", ".join(show_phone(phone) for phone in one.phones if phone in other.phones)
    elif name == "near_phone":
        near = ((a, b) for a in one.phones for b in other.phones if misread(a, b))
        detail = " / ".join(map(show_phone, next(near, ())))
    elif name in _DIGITS:
        detail = one.place[: _DIGITS[name]]
    elif name in _FIELDS:
        detail = str(getattr(one, _FIELDS[name], "") or "")
    elif name == "acronym":
        theirs = profile_of(other).acronyms
        detail = ", ".join(each for each in profile_of(one).acronyms if each in theirs).upper()
    elif name == "former":
        detail = _nearest(_former_too(one), _former_too(other), crossed=None)
    elif name in _OF_NAMES:
        crossed = {"sound": True, "initials": None}.get(name, False)
        detail = _nearest(_names(one, name), _names(other, name), crossed=crossed)
    return Reason(message, detail, sort)


def _names(record: Organisation | Person, name: str) -> list[str]:
    names = [record.name_km, record.name_en]
    if isinstance(record, Organisation) and name == "initials":
        names.insert(0, record.acronym)
    return [each for each in names if each]


def _former_too(record: Organisation | Person) -> list[str]:
    return [*_names(record, "former"), *getattr(record, "former_names", ())]


def _nearest(ours: Sequence[str], theirs: Sequence[str], *, crossed: bool | None) -> str:
    """Those two names that are most alike: "A / B", or "A" where they are written the same.

    `crossed`: whether they are of two scripts; None where that does not matter.
    """
    both = [(a, b) for a in ours for b in theirs if crossed is None or (_khmer(a) != _khmer(b)) == crossed]
    if not both:
        return ""
    first, second = max(both, key=lambda names: ratio(fold(names[0]), fold(names[1])))
    return first if first == second else f"{first} / {second}"


def _khmer(text: str) -> bool:
    return any("\u1780" <= letter <= "\u17ff" for letter in text)
