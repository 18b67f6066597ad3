"""What the cells of a row say of one thing: codes, names in two scripts, a place, a year, notes."""

import csv
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any

from cso_desk.importers.columns import Meaning, base_of
from cso_desk.importers.vocabulary import key
from cso_desk.places import gazetteer
from cso_desk.resources import resource
from cso_desk.wording import language

Values = Mapping[str, Any]


@cache
def _choice_words() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with resource("columns", "choice_words.csv").open(encoding="utf-8", newline="") as source:
        for field_name, code, words in list(csv.reader(source))[1:]:
            for word in words.split(" | "):
                found.setdefault(field_name, {}).setdefault(key(word), code)
    return found


def choice_code(field_name: str, text: str) -> str:
    """The code that lists mean with `text`: "CBO" is "cbo"; "" where it is not known."""
    return _choice_words()[field_name].get(key(text), "") if text else ""


@lru_cache(maxsize=20_000)
def choice_of_beginning(field_name: str, text: str) -> str:
    """The code of the longest known word that `text` begins or ends with: names say what they name."""
    whole = key(text)
    best = ("", "")
    for word, code in _choice_words()[field_name].items():
        if code == "other":  # says nothing in a name, and every "brother" ends with it
            continue
        if len(word) >= 4 and len(word) > len(best[0]) and (whole.startswith(word) or whole.endswith(word)):
            best = (word, code)
    return best[1]


def choice_inside(field_name: str, code: str, text: str) -> bool:
    """Whether a word for `code` stands anywhere in `text`, such as a title over a list."""
    whole = key(text)
    return any(
        len(word) >= 4 and word in whole for word, at in _choice_words()[field_name].items() if at == code
    )


def text_of(values: Values, name: str) -> str:
    """The text of one meaning, without line ends."""
    return " ".join(str(values.get(name, "")).split())


def pair_of(values: Values, name: str) -> tuple[str, str]:
    """A name in Khmer and in Latin letters: {"org_km": …, "org_en": …} or only "org"."""
    km, en = text_of(values, f"{name}_km"), text_of(values, f"{name}_en")
    if not (km or en):
        whole = text_of(values, name)
        khmer = any("\u1780" <= letter <= "\u17b3" for letter in whole)
        km, en = (whole, "") if khmer else ("", whole)
    return km, en


def place_of(values: Values) -> str:
    """The code of the smallest place that the row names."""
    for level in ("village", "commune", "district", "place", "province"):
        if code := str(values.get(f"{level}_code", "")):
            return code
    return ""


def notes_of(values: Values, columns: Sequence[Meaning] = (), taken: Container[str] = ()) -> str:
    """Remarks, and what no field could take, so that nothing of the row is lost.

    With the `columns` of the list and the meanings that are `taken`, each such cell comes with its heading.
    """
    lines = [str(values.get("remarks", "")).strip()]
    if columns:
        lines += _left_over(values, columns, taken)
    else:
        lines += [str(text) for text in values.get("_unread", {}).values()]
        lines += [str(text) for text in values.get("_other", {}).values()]
    lines += values.get("emails", ())[1:]
    if not place_of(values):
        lines += [text_of(values, name) for name in ("place", "district", "province") if values.get(name)]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def _left_over(values: Values, columns: Sequence[Meaning], taken: Container[str]) -> Iterator[str]:
    """What stands in cells that no field takes, each once: "Staff: 12"."""
    told = set()
    for column in columns:
        name = base_of(column.meaning)
        if not name:
            said = values.get("_other", {}).get(column.letter)
        elif name in told:
            continue
        else:
            told.add(name)
            said = values.get("_unread", {}).get(name) or ("" if name in taken else values.get(name))
        if said not in (None, "", False):
            text = "✓" if said is True else _named(said)
            heading = " ".join(column.header.split())
            yield f"{heading}: {text}" if heading else text


def _named(said: object) -> str:
    """A value in words: places by their names."""
    if isinstance(said, tuple):
        return ", ".join(gazetteer.show_place(code, language(), full=False) for code in said)
    return str(said)


def year_of(values: Values, this_year: int) -> int | None:
    """The year of birth, from the age where only that is said."""
    if values.get("birth_year"):
        return int(values["birth_year"])
    with suppress(TypeError, ValueError):
        return this_year - int(values["age"]) if values.get("age") else None
    return None
