"""Takes the honorific off a name that is written with it: "លោកស្រី សុខ ចាន់ថា", "Mr. Sok Dara"."""

import re
from functools import cache

from cso_desk.khmer.normalise import fold
from cso_desk.resources import resource

_APART = r"[\s.\u200b]*"
_FEMALE = frozenset({"លោកជំទាវ", "លោកស្រី", "លោកយាយ", "អ្នកស្រី", "អ្នកនាង", "កញ្ញា", "នាង"})
_FEMALE_LATIN = frozenset({"mrs", "ms", "miss", "madam", "mme", "lok chumteav", "lokchumteav", "neak srey"})
_MALE_LATIN = frozenset({"mr", "sir"})


@cache
def _beginning() -> re.Pattern[str]:
    """An honorific at the beginning of a name; one in Latin letters ends where its letters end."""
    lines = resource("names", "honorifics.csv").read_text(encoding="utf-8").splitlines()[1:]
    words = sorted((word for line in lines for word in line.split(" | ")), key=len, reverse=True)
    forms = []
    for word in words:
        letters = _APART.join(map(re.escape, word.split()))
        # A Khmer name may begin as the honorific does: only a space tells.
        forms.append(rf"{letters}[\s\u200b]+" if word[0] > "\u1700" else rf"{letters}(?:\.\s*|\s+)")
    return re.compile(rf"\s*({'|'.join(forms)})(?=\S)", re.IGNORECASE)


def part_honorific(name: str) -> tuple[str, str]:
    """The honorific of a name as it is written, "" where it has none, and the name without it."""
    found = _beginning().match(name)
    if found is None:
        return "", name
    return found[1].strip(), name[found.end() :].strip()


def sex_of_honorific(honorific: str) -> str:
    """The sex that an honorific says: "F", "M", or "" where it says none."""
    word = fold(honorific).strip(" .")
    if honorific.strip() in _FEMALE or word in _FEMALE_LATIN:
        return "F"
    return "M" if honorific.strip() == "លោក" or word in _MALE_LATIN else ""
