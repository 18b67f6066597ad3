"""What the formats of other library programs share: scripts, days, languages, plain lines."""

import datetime as dt
import re
from collections.abc import Iterable

from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.normalise import is_khmer

FORMAT_NAMES = {"mrc": "MARC 21", "xml": "MARCXML", "ris": "RIS", "bib": "BibTeX"}
"""How formats are called, by the endings of their files; what reads and writes them is heavy to import."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_DAY = re.compile(r"(\d{4})[-/]?(\d\d)[-/]?(\d\d)(?!\d)")
_MARC_OF = {"km": "khm", "en": "eng", "fr": "fre"}
_CODE_OF = {
    "khm": "km",
    "eng": "en",
    "fre": "fr",
    "fra": "fr",
    "khmer": "km",
    "english": "en",
    "french": "fr",
}


def one_line(text: str) -> str:
    """The text without line ends and controls, which would end a field of these formats."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def in_scripts(*titles: str) -> tuple[str, str]:
    """The first title in Khmer letters and the first in others."""
    said = [each for each in titles if each]
    km = next((each for each in said if is_khmer(each)), "")
    return km, next((each for each in said if not is_khmer(each)), "")


def day_of(text: str) -> str:
    """A day, as "2015-08-12", "2015/08/12" or "20150812" says it; "" for anything else."""
    found = _DAY.match(to_latin_digits(text.strip()))
    if not found:
        return ""
    try:
        return dt.date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return ""


def year_of(*texts: str) -> int | None:
    """The first year from 1500 to 2099 that one of the texts names."""
    for text in texts:
        found = _YEAR.search(to_latin_digits(text))
        if found:
            return int(found[0])
    return None


def isbn_of(text: str) -> str:
    """An ISBN without what is written behind it, as "(paperback)"."""
    return re.sub(r"\s*[(:].*$", "", text).strip()


def marc_languages(codes: Iterable[str]) -> list[str]:
    """Our codes of languages as the three letters of MARC; others as they are."""
    return [_MARC_OF.get(each, each) for each in codes]


def language_codes(said: Iterable[str]) -> tuple[str, ...]:
    """Languages by our codes; what is not among them is left out of fixed fields and kept elsewhere."""
    found = (each.strip().lower() for each in said)
    return tuple(dict.fromkeys(_CODE_OF.get(each, each) for each in found if each.isalpha()))
