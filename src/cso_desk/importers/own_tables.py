"""Knows a list that this program wrote by its headings and codes: each row below is a record as it stands."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from cso_desk.fields.exact import NOT_HERE
from cso_desk.importers.grid import is_blank, letter, show
from cso_desk.importers.reading import Cell, Sheet
from cso_desk.importers.tables import Column, Row, Table
from cso_desk.khmer.normalise import fold
from cso_desk.records.record_type import RecordType
from cso_desk.wording import LANGUAGES, words

_CODE = "code"
_DEEPEST = 8  # so many rows may stand above the headings: a stamp, a title of somebody's
_LOOKED_AT = 200  # rows are enough to know codes by
_SHARE, _SHARE_WITH_CODES = 0.8, 0.5  # of the headings must be names of fields
_REFERRED = re.compile(r"\w+-[A-Z]?\d{4,}(?: .*)?|.*⟨[0-9a-f]{32}⟩", re.DOTALL)


@dataclass(frozen=True, slots=True)
class OwnColumns:
    """The record type that a list of ours is of, and the field of each of its columns, by letter."""

    kind: RecordType
    columns: Mapping[str, str]


def own_table(sheet: Sheet, kinds: Iterable[RecordType]) -> tuple[OwnColumns, Table] | None:
    """The table of a sheet that this program wrote, with lists of these types; None for anybody else's."""
    for at, cells in enumerate(sheet.rows[:_DEEPEST]):
        headings = {place: fold(show(cell)) for place, cell in enumerate(cells) if not is_blank(cell)}
        if len(headings) < 2:
            continue
        below = sheet.rows[at + 1 :]
        found = [(kind, _fields(kind, headings)) for kind in kinds]
        likely = [
            (len(fields), _is_called(kind, sheet.name), -place, kind, fields)
            for place, (kind, fields) in enumerate(found)
            if _is_of(kind, fields, headings, sheet.name, below[:_LOOKED_AT])
        ]
        if likely:
            *_why, kind, fields = max(likely, key=lambda each: each[:3])
            own = OwnColumns(kind, {letter(place): name for place, name in fields.items()})
            return own, _table(sheet, at, below)
    return None


def _fields(kind: RecordType, headings: Mapping[int, str]) -> dict[int, str]:
    """The field of each column whose heading is the name of one."""
    names = _labels(kind)
    return {place: names[heading] for place, heading in headings.items() if heading in names}


@cache
def _labels(kind: RecordType) -> dict[str, str]:
    """The names of the fields that a cell can hold, by their headings in every language."""
    return {
        fold(words(language)(field.kind.label)): name
        for name, field in kind.fields.items()
        if (field.kind.typed or name == _CODE) and not isinstance(field.kind, NOT_HERE)
        for language in LANGUAGES
    }


def _is_of(
    kind: RecordType,
    fields: Mapping[int, str],
    headings: Mapping[int, str],
    name: str,
    rows: Sequence[Sequence[Cell]],
) -> bool:
    named = list(fields.values())
    if len(named) < 2 or len(set(named)) < len(named):
        return False
    share = len(named) / len(headings)
    if kind.letter is not None:
        codes = _cells(fields, named, _CODE, rows) if _CODE in named else None
        if codes is None:  # somebody deleted the column of codes
            return share == 1 and _is_called(kind, name) and any(each in named for each in kind.called)
        if not codes:
            return share >= _SHARE
        form = re.compile(rf"\w+-{kind.letter}\d{{4,}}", re.IGNORECASE)
        return _most(codes, form) and share >= _SHARE_WITH_CODES
    if kind.parent is None or kind.parent not in named or share < 1:
        return False
    return _is_called(kind, name) or _most(_cells(fields, named, kind.parent, rows), _REFERRED)


def _is_called(kind: RecordType, name: str) -> bool:
    """Whether a sheet has the name that this program gives to one of such records."""
    return fold(name) in {fold(words(language)(kind.plural)) for language in LANGUAGES}


def _cells(
    fields: Mapping[int, str], named: Sequence[str], name: str, rows: Sequence[Sequence[Cell]]
) -> list[str]:
    """What stands below the heading of a field."""
    place = list(fields)[named.index(name)]
    texts = (show(row[place]) for row in rows if place < len(row))
    return [text for text in texts if text]


def _most(texts: Sequence[str], form: re.Pattern[str]) -> bool:
    return sum(form.fullmatch(text) is not None for text in texts) > len(texts) / 2


def _table(sheet: Sheet, at: int, below: Sequence[list[Cell]]) -> Table:
    heads = sheet.rows[at]
    shown = [place for place, cell in enumerate(heads) if not is_blank(cell)]
    columns = [Column(letter(place), show(heads[place]), place, (show(heads[place]),)) for place in shown]
    records = [
        Row(number, [row[place] if place < len(row) else None for place in shown])
        for number, row in enumerate(below, sheet.first_row + at + 1)
        if not all(is_blank(row[place]) for place in shown if place < len(row))
    ]
    return Table([sheet.first_row + at], columns, records, confidence=1.0)
