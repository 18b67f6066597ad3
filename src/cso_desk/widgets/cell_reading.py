"""Reads the cells of a block that was copied from a spreadsheet as values of fields, as the editors do."""

import csv
import io
from contextlib import suppress
from typing import Any

from cso_desk.fields.reading import WrongInputError, choice_named, read, split_list
from cso_desk.fields.showing import NO, YES
from cso_desk.khmer.normalise import canonical, fold
from cso_desk.places.finding import find_places
from cso_desk.places.gazetteer import show_place
from cso_desk.records.kinds import (
    Choice,
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
from cso_desk.records.record_type import Field, RecordType
from cso_desk.widgets.host import Host
from cso_desk.wording import LANGUAGES, _


def cells_of(text: str) -> list[list[str]]:
    """The cells of a text that a spreadsheet put on the clipboard; rows are made equally long."""
    rows = list(csv.reader(io.StringIO(text.rstrip("\r\n"), newline=""), dialect="excel-tab"))
    width = max((len(each) for each in rows), default=0)
    return [each + [""] * (width - len(each)) for each in rows if width]


class CellReader:
    """Reads cells as values of the fields of one record type; every text is looked up once."""

    def __init__(self, host: Host, kind: RecordType) -> None:
        self._host, self.kind = host, kind
        self._read: dict[tuple[str, str], Any] = {}

    def read(self, field: Field, text: str) -> Any:
        """The value of a cell. Raises WrongInputError where the text is no value of the field."""
        key = (field.name, text)
        if key not in self._read:
            try:
                self._read[key] = self._value(field, text.strip())
            except WrongInputError as error:
                self._read[key] = error
        found = self._read[key]
        if isinstance(found, WrongInputError):
            raise found
        return found

    def _value(self, field: Field, text: str) -> Any:
        kind = field.kind
        if not text:
            return kind.from_stored(kind.empty)
        if isinstance(kind, Text) and kind.long:
            return canonical(text, prose=True).strip()
        if isinstance(kind, Flag):
            return _ticked(text)
        if isinstance(kind, Several) and not isinstance(kind, Phones):
            return self._several(kind, text)
        if isinstance(kind, (Choice, Place, Reference)):
            return self._one(kind, text)
        return read(kind, text).value

    def _several(self, kind: Several, text: str) -> tuple[str, ...]:
        if not isinstance(kind, (Tags, Places, References)):
            return tuple(canonical(part) for part in split_list(text))
        parts = split_list(text)
        if len(parts) > 1 and isinstance(kind, Places) and ";" not in text:
            # A place may be written with the one that it lies in: "Thma Koul District, Battambang".
            with suppress(WrongInputError):
                return (self._one(kind, text),)
        return tuple(dict.fromkeys(self._one(kind, part) for part in parts))

    def _one(self, kind: Kind, text: str) -> str:
        if isinstance(kind, (Place, Places)):
            return _place(text)
        if isinstance(kind, (Reference, References)):
            return self._record(kind.to or self.kind.name, text)
        code = choice_named(text, getattr(kind, "choices", {}))
        if not code and isinstance(kind, Tags) and kind.free:
            return canonical(text)
        if not code:
            raise _not_found(text)
        return code

    def _record(self, kind: str, text: str) -> str:
        from cso_desk.store.search import search  # noqa: PLC0415  see RecordModel.load

        wanted = fold(text)
        hits = search(self._host.store, text, (kind,), limit=20)
        same = {
            hit.record for hit in hits if wanted in (fold(hit.title_km), fold(hit.title_en), fold(hit.code))
        }
        if len(same) != 1:
            raise _not_found(text)
        return same.pop()


def _ticked(text: str) -> bool:
    """Whether a cell says yes, in words of either language or with a sign."""
    said = choice_named(text, {"1": YES, "0": NO}) or {"✓": "1", "x": "1"}.get(text.lower(), "")
    if not said:
        raise _not_found(text)
    return said == "1"


def _place(text: str) -> str:
    wanted, found = fold(text), find_places(text, limit=8)
    for place in found:
        names = (show_place(place.code, each, full=full) for each in LANGUAGES for full in (True, False))
        if wanted in map(fold, names):
            return place.code
    if len(found) != 1:
        raise _not_found(text)
    return found[0].code


def _not_found(text: str) -> WrongInputError:
    return WrongInputError(_("“{text}” was not found.", text=text))
