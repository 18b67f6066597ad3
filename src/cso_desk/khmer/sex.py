"""The sex of a person as lists write it: ប, ស, ប្រុស, ស្រី, M, F, or only a title before the name."""

from typing import Literal

from cso_desk.khmer.normalise import fold

_MALE = ("ប", "ប្រុស", "បុរស", "ភេទប្រុស", "លោក", "ឯកឧត្តម", "ព្រះតេជគុណ", "លោកគ្រូ", "m", "male", "man", "boy", "mr")
_FEMALE = (
    "ស", "ស្រី", "ស្ត្រី", "នារី", "ភេទស្រី", "លោកស្រី", "លោកជំទាវ", "អ្នកស្រី", "កញ្ញា", "អ្នកគ្រូ", "នាង",
    "f", "female", "woman", "girl", "mrs", "ms", "miss",
)  # fmt: skip
_MEANING: dict[str, Literal["F", "M"]] = {fold(word): "M" for word in _MALE}
_MEANING |= {fold(word): "F" for word in _FEMALE}


def parse_sex(text: str) -> Literal["F", "M"] | None:
    """The sex, or None where the text tells none; "ភេទ ស្រី" and "Mrs." are understood."""
    key = fold(text).replace(" ", "").strip(".:()/-")
    return _MEANING.get(key) or _MEANING.get(key.removeprefix("ភេទ")) or _MEANING.get(key.removeprefix("sex"))
