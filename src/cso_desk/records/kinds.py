"""The kinds of fields: how a value is stored, read back, checked and shown.

A stored value is what the journal, the tables and the bundles carry: None, an integer or a text. The empty
value is stored as it is ("" or 0), never as NULL, so that "emptied" and "never said" stay apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

import msgspec

Stored = str | int | None


@dataclass(frozen=True)
class Kind:
    """One kind of field. `label` is a message id; `typed` says whether people type it themselves."""

    label: str
    typed: bool = field(default=True, kw_only=True)
    searched: bool = field(default=False, kw_only=True)
    empty: ClassVar[Stored] = ""

    def to_stored(self, value: Any) -> Stored:
        """The value as the journal keeps it."""
        return "" if value is None else str(value)

    def from_stored(self, stored: Stored) -> Any:
        """The value as a record's attribute has it; what a version cannot read is given back raw."""
        return "" if stored is None else stored


@dataclass(frozen=True)
class Text(Kind):
    """One line of text, or several with `long`.

    `both` is what a text in Khmer and its other half in English, `…_km` and `…_en`, are called together.
    """

    long: bool = field(default=False, kw_only=True)
    both: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Number(Kind):
    """A whole number; None where nothing is known."""

    empty: ClassVar[Stored] = None

    def to_stored(self, value: Any) -> Stored:
        return None if value is None or value == "" else int(value)

    def from_stored(self, stored: Stored) -> Any:
        return stored


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no."""

    empty: ClassVar[Stored] = 0

    def to_stored(self, value: Any) -> Stored:
        return int(bool(value))

    def from_stored(self, stored: Stored) -> Any:
        return bool(stored)


@dataclass(frozen=True)
class Date(Kind):
    """A day, a month or a year: "2026-09-30", "2026-09" or "2026"; "" where nothing is known.

    `until` names the field with the last day where this is the first of several; `both` is what the two are
    called together.
    """

    until: str = field(default="", kw_only=True)
    both: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Quarter(Kind):
    """A quarter: "2026Q3"."""


@dataclass(frozen=True)
class Days(Kind):
    """From one day, month or year to another: "2026-09-25/2026-09-26"; an open end is left out."""


@dataclass(frozen=True)
class Figure(Kind):
    """A count and how exact it is: "120" or "120 about", see `amounts`."""


@dataclass(frozen=True)
class Money(Kind):
    """An amount in a currency: "5365088.70 USD", see `amounts`."""


@dataclass(frozen=True)
class Time(Kind):
    """A time of day: "08:30"."""


RANGED = (Date, Number, Figure)
"""The kinds that have an order in which people ask for a part: from one day or figure to another."""


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few codes. `choices` maps code to message id; a code of a newer version stays as it is."""

    choices: Mapping[str, str] = field(default_factory=dict, kw_only=False, hash=False)


_read_list = msgspec.json.Decoder(list).decode


@dataclass(frozen=True)
class Several(Kind):
    """A list of texts, stored as a JSON array without spaces."""

    def to_stored(self, value: Any) -> Stored:
        # A NUL would be written as an escape, which no receiver takes.
        return msgspec.json.encode([str(each).replace("\0", "") for each in value]).decode() if value else ""

    def from_stored(self, stored: Stored) -> Any:
        if not stored:
            return ()
        try:
            return tuple([str(item) for item in _read_list(str(stored))])
        except (msgspec.DecodeError, RecursionError):
            return (str(stored),)


@dataclass(frozen=True)
class Phones(Several):
    """Phone numbers in E.164, as they were typed where no such number exists."""


@dataclass(frozen=True)
class Tags(Several):
    """Several short words, such as sectors. `choices` maps the known ones to message ids.

    `free`: words that are not among them may be added.
    """

    choices: Mapping[str, str] = field(default_factory=dict, hash=False)
    free: bool = field(default=True, kw_only=True)


@dataclass(frozen=True)
class Place(Kind):
    """A code of the gazetteer: province 2, district 4, commune 6, village 8 digits."""


@dataclass(frozen=True)
class Places(Several):
    """Several codes of the gazetteer."""


class StoredFile(msgspec.Struct, frozen=True, array_like=True):
    """A file of a record: the SHA-256 and size of its content, what people call it, its media type.

    The name is for people and never a path: it comes from other computers.
    """

    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    size: Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]
    name: str = ""
    media: str = ""


@dataclass(frozen=True)
class Files(Kind):
    """Files of a record, stored as a JSON array of arrays; their contents stand beside the database."""

    typed: bool = field(default=False, kw_only=True)

    def to_stored(self, value: Any) -> Stored:
        if isinstance(value, str):
            return value
        told = [msgspec.structs.replace(each, name=each.name.replace("\0", "")) for each in value or ()]
        return msgspec.json.encode(told).decode() if told else ""

    def from_stored(self, stored: Stored) -> Any:
        if not stored:
            return ()
        try:
            return tuple(msgspec.json.decode(str(stored), type=list[StoredFile]))
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
            return stored


@dataclass(frozen=True)
class Reference(Kind):
    """The id of another record; `to` is that record type's name, "" for a record of the same type."""

    to: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class References(Several):
    """The ids of several records of one type."""

    to: str = field(default="", kw_only=True)
