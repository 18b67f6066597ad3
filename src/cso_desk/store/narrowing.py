"""The SQL of a list: which rows are in it and in what order, told by words, fields and filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from cso_desk.records.kinds import Choice, Figure, Money, Number, Place, Places, Reference, Several, Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.search import match_queries

Filters = Mapping[str, Sequence[Stored]]
"""Field name -> the stored values of which a row must have one. A place holds what lies inside it; of a field
with several values one is enough; "" and 0 mean that nothing was said."""


@dataclass(frozen=True)
class Narrowing:
    """What a list shows: `text` as it is typed, `where` exact stored values, `filters` chosen values."""

    text: str = ""
    where: Mapping[str, Stored] = field(default_factory=dict)
    filters: Filters = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether every record of the type is shown."""
        return not (self.text.strip() or self.where or any(self.filters.values()))


def rows_of(kind: RecordType, narrowing: Narrowing) -> tuple[str, tuple[Any, ...]]:
    """`FROM … WHERE …` with its values: `e` is the entry, `t` the row of the record."""
    needed = bool(narrowing.where) or any(narrowing.filters.values())
    source = f"FROM entry e JOIN {kind.name} t ON t.id = e.record" if needed else "FROM entry e"
    parts, values = ["e.kind = ?", "e.trash = 0"], [kind.name]
    for name, value in narrowing.where.items():
        parts.append(f"t.{kind.fields[name].name} = ?")
        values.append(value)  # type: ignore[arg-type]
    for name, wanted in narrowing.filters.items():
        if wanted:
            some = [_having(kind, name, value) for value in wanted]
            parts.append(f"({' OR '.join(part for part, _values in some)})")
            values += [value for _part, each in some for value in each]
    if narrowing.text.strip():
        queries = match_queries(narrowing.text, typing=True)
        if any(letter.isdigit() for letter in narrowing.text):
            # Numbers have no sound: what sounds like "group" is not what "group 1" asks for.
            queries = queries[:1]
        found = " UNION ".join("SELECT rowid FROM words WHERE words MATCH ?" for _query in queries)
        parts.append(f"e.no IN ({found})" if queries else "0")
        values += queries
    return f"{source} WHERE {' AND '.join(parts)}", tuple(values)


def _having(kind: RecordType, name: str, value: Stored) -> tuple[str, tuple[Any, ...]]:
    """The condition that a field has one value."""
    column, what = f"t.{kind.fields[name].name}", kind.fields[name].kind
    if value in ("", 0, None):
        return f"({column} IS NULL OR {column} IN ('', 0))", ()
    if isinstance(what, Place):
        return f"substr({column}, 1, ?) = ?", (len(str(value)), value)
    if isinstance(what, Places):
        return f"instr({column}, ?) > 0", (f'"{value}',)
    if isinstance(what, Several):
        return f"instr({column}, ?) > 0", (msgspec.json.encode(str(value)).decode(),)
    return f"{column} = ?", (value,)


def sql_order(  # noqa: PLR0911  one a kind
    kind: RecordType, order: str, *, descending: bool
) -> tuple[str, str, tuple[Any, ...]]:
    """A join and an `ORDER BY` for a field whose stored values can be compared, with its values.

    What is empty comes last both ways; rows that are alike stand in the order of their titles.
    """
    way = "DESC" if descending else "ASC"
    title = f"e.sort {way}, e.no {way}"
    if not order:
        return "", title, ()
    column, what = f"t.{kind.fields[order].name}", kind.fields[order].kind
    if isinstance(what, Reference):
        return f"LEFT JOIN entry r ON r.record = {column}", f"r.no IS NULL, r.sort {way}, {title}", ()
    if isinstance(what, Number):
        return "", f"{column} IS NULL, {column} {way}, {title}", ()
    if isinstance(what, Figure):
        return "", f"{column} = '', CAST({column} AS INTEGER) {way}, {column} {way}, {title}", ()
    if isinstance(what, Money):
        # One currency after the other; the digits of one currency have their point in one place.
        amount = f"CAST(replace({column}, '.', '') AS INTEGER)"
        return "", f"{column} = '', substr({column}, -3) {way}, {amount} {way}, {title}", ()
    if isinstance(what, Choice) and what.choices:
        places = " ".join(f"WHEN ? THEN {place}" for place in range(len(what.choices)))
        told = f"CASE {column} {places} ELSE {len(what.choices)} END"
        return "", f"{column} = '', {told} {way}, {title}", tuple(what.choices)
    return "", f"{column} = '', {column} {way}, {title}", ()
