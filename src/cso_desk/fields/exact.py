"""A value as the text of one cell that reads back as the very same value: workbooks of ours come home whole.

What people read comes first: "25/09/2026", "about 25", "Thma Koul District, Battambang". Where that would
read as something else, the stored form stands between ⟨ and ⟩. A record that is referred to is written with
its code, "BTB-P0042 Sok Dara", and read back by whoever can find records.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any

from cso_desk.fields.reading import WrongInputError, choice_named, read, split_list
from cso_desk.fields.showing import NO, YES, Manner, show
from cso_desk.khmer.normalise import canonical, fold
from cso_desk.places.finding import find_places
from cso_desk.places.gazetteer import show_place
from cso_desk.records.kinds import (
    Choice,
    Files,
    Flag,
    Kind,
    Phones,
    Place,
    Places,
    Reference,
    References,
    Several,
    Tags,
    Text,
)
from cso_desk.wording import LANGUAGES, _

_OPEN, _CLOSE = "⟨", "⟩"
_NO_SIGNS = str.maketrans({_OPEN: "(", _CLOSE: ")", ";": ","})
_NO_COMMAS = str.maketrans(dict.fromkeys(",", " "))
NOT_HERE = (Files,)
"""The kinds whose values a cell cannot hold."""
REFERRING = (Reference, References)
"""The kinds whose values are other records."""
Finding = Callable[[str, str], str]
"""The id of the record of a type ("" for the type whose field it is) that a text means, "" for none."""


@lru_cache(maxsize=50_000)
def exact_text(kind: Kind, value: Any, language: str) -> str:
    """The text of a value of any kind but REFERRING and NOT_HERE, "" where nothing is known."""
    stored = kind.to_stored(value)
    if stored in (None, "", 0) and stored == kind.empty:
        return ""
    if isinstance(kind, Text) and not str(value).startswith(_OPEN):
        return str(value)
    usual = _usual(kind, value, language)
    with suppress(WrongInputError):
        if usual and not usual.startswith(_OPEN) and kind.to_stored(read_exact(kind, usual)) == stored:
            return usual
    return f"{_OPEN}{stored}{_CLOSE}"


def _usual(kind: Kind, value: Any, language: str) -> str:
    manner = Manner(language, whole_places=True, between="; ", no=True)
    if isinstance(kind, Flag):
        return "✓" if value else ""
    return show(kind, value, manner, lambda record, _kind: record)


def exact_reference(record: str, code: str, title: str) -> str:
    """The text of a record that is referred to; one without a code is told by its id."""
    title = " ".join(title.translate(_NO_SIGNS).split())
    return f"{code} {title}".strip() if code else f"{title} {_OPEN}{record}{_CLOSE}".strip()


def exact_references(texts: Iterable[str]) -> str:
    """Several such texts in one cell, where a comma would part them."""
    return "; ".join(text.translate(_NO_COMMAS) for text in texts)


def code_or_id(text: str) -> tuple[str, str]:
    """What may be the code, and what is the id, in a text such as exact_reference gives; "" for neither."""
    name, sign, rest = text.strip().partition(_OPEN)
    if sign and rest.endswith(_CLOSE):
        return "", rest[:-1]
    return (name.split() or [""])[0], ""


def read_exact(kind: Kind, text: str, find: Finding | None = None) -> Any:
    """The value of a cell, of ours or typed by hand. Raises WrongInputError where it is none.

    Without `find` nothing is known of other records.
    """
    text = text.strip()
    if not text:
        return kind.from_stored(kind.empty)
    if isinstance(kind, Reference):
        return _record(kind.to, text, find)
    if isinstance(kind, References):
        return tuple(dict.fromkeys(_record(kind.to, part, find) for part in split_list(text)))
    if text.startswith(_OPEN) and text.endswith(_CLOSE):
        return _from_stored(kind, text[1:-1])
    for kinds, reading in _READERS:
        if isinstance(kind, kinds):
            return reading(kind, text)
    return read(kind, text).value


def _from_stored(kind: Kind, stored: str) -> Any:
    whole = isinstance(kind.empty, int) or kind.empty is None
    try:
        return kind.from_stored(int(stored) if whole else stored)
    except ValueError:
        raise _not_found(stored) from None


def _record(kind: str, text: str, find: Finding | None) -> str:
    if record := find(kind, text) if find else "":
        return record
    raise _not_found(text)


def _text(kind: Any, text: str) -> str:
    return canonical(text, prose=kind.long).strip()


def _ticked(_kind: Kind, text: str) -> bool:
    said = choice_named(text, {"1": YES, "0": NO}) or {"✓": "1", "x": "1"}.get(text.lower(), "")
    if not said:
        raise _not_found(text)
    return said == "1"


def _choice(kind: Any, text: str) -> str:
    code = choice_named(text, kind.choices)
    if not code:
        raise _not_found(text)
    return code


def _tags(kind: Any, text: str) -> tuple[str, ...]:
    parts = split_list(text)
    found = (choice_named(part, kind.choices) or (canonical(part) if kind.free else "") for part in parts)
    tags = tuple(dict.fromkeys(found))
    if "" in tags:
        raise _not_found(text)
    return tags


def _place(_kind: Kind, text: str) -> str:
    return _place_named(text)


def _names(code: str) -> list[str]:
    return [fold(show_place(code, each, full=full)) for each in LANGUAGES for full in (True, False)]


@lru_cache(maxsize=20_000)
def _place_named(text: str) -> str:
    wanted, found = fold(text), find_places(text, limit=8)
    named = (place.code for place in found if wanted in _names(place.code))
    code = next(named, "") or (found[0].code if len(found) == 1 else "")
    if not code:
        raise _not_found(text)
    return code


def _places(kind: Kind, text: str) -> tuple[str, ...]:
    # A place may be written with the one it lies in: "Thma Koul District, Battambang".
    with suppress(WrongInputError):
        whole = (_place(kind, part) for part in text.split(";") if part.strip())
        return tuple(dict.fromkeys(whole))
    return tuple(dict.fromkeys(_place(kind, part) for part in split_list(text)))


def _several(_kind: Kind, text: str) -> tuple[str, ...]:
    return tuple(canonical(part) for part in split_list(text))


_READERS: tuple[tuple[type[Kind], Callable[[Any, str], Any]], ...] = (
    (Text, _text),
    (Flag, _ticked),
    (Choice, _choice),
    (Tags, _tags),
    (Place, _place),
    (Places, _places),
    (Phones, lambda kind, text: read(kind, text).value),
    (Several, _several),
)


def _not_found(text: str) -> WrongInputError:
    return WrongInputError(_("“{text}” was not found.", text=text))
