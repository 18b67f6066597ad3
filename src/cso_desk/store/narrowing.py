"""The SQL of a list: which rows are in it, told by words, fields and filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from cso_desk.khmer.date_ranges import split_range
from cso_desk.records.kinds import RANGED, Date, Place, Places, Reference, Several, Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.search import match_queries, number_queries

Filters = Mapping[str, Sequence[Stored]]
"""Field name -> the stored values of which a row must have one. A place holds what lies inside it; of a field
with several values one is enough; "" and 0 mean that nothing was said. Of `RANGED` kinds a value is a range
"first/last", either of which may be left out; a date of which only the year is known lies in all its days."""

_AFTER = "~"  # stands after every digit and dash: the last day of a month or a year that is named alone


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


def rows_of(kind: RecordType, narrowing: Narrowing, value: str = "") -> tuple[str, tuple[Any, ...]]:
    """`FROM … WHERE …` with its values: `e` is the entry, `t` the row of the record.

    `value` is a field that is wanted too: `t` is there then, and `r`, the entry that a reference refers to.
    """
    source = "FROM entry e"
    if value or narrowing.where or any(narrowing.filters.values()):
        source += f" JOIN {kind.name} t ON t.id = e.record"
    if value and isinstance(kind.fields[value].kind, Reference):
        source += f" LEFT JOIN entry r ON r.record = t.{kind.fields[value].name}"
    parts, values = ["e.kind = ?", "e.trash = 0"], [kind.name]
    for name, exact in narrowing.where.items():
        column = f"t.{kind.fields[name].name}"
        if isinstance(kind.fields[name].kind, Reference) and exact:
            # What refers to a record that was merged belongs to the survivor.
            parts.append(f"{column} IN (SELECT ? UNION ALL SELECT record FROM alias WHERE survivor = ?)")
            values += [exact, exact]  # type: ignore[list-item]
        else:
            parts.append(f"{column} = ?")
            values.append(exact)  # type: ignore[arg-type]
    for name, wanted in narrowing.filters.items():
        if wanted:
            some = [_having(kind, name, value) for value in wanted]
            parts.append(f"({' OR '.join(part for part, _values in some)})")
            values += [value for _part, each in some for value in each]
    if narrowing.text.strip():
        queries = match_queries(narrowing.text, typing=True)
        if any(letter.isdigit() for letter in narrowing.text):
            # Numbers have no sound: what sounds like "group" is not what "group 1" asks for.
            queries = [*queries[:1], *number_queries(narrowing.text)]
        found = " UNION ".join("SELECT rowid FROM words WHERE words MATCH ?" for _query in queries)
        parts.append(f"e.no IN ({found})" if queries else "0")
        values += queries
    return f"{source} WHERE {' AND '.join(parts)}", tuple(values)


def _having(kind: RecordType, name: str, value: Stored) -> tuple[str, tuple[Any, ...]]:
    """The condition that a field has one value."""
    column, what = f"t.{kind.fields[name].name}", kind.fields[name].kind
    if value in ("", 0, None):
        return f"({column} IS NULL OR {column} IN ('', 0))", ()
    if isinstance(what, RANGED):
        return _within(column, str(value), days=isinstance(what, Date))
    if isinstance(what, Place):
        return f"substr({column}, 1, ?) = ?", (len(str(value)), value)
    if isinstance(what, Places):
        return f"instr({column}, ?) > 0", (f'"{value}',)
    if isinstance(what, Several):
        return f"instr({column}, ?) > 0", (msgspec.json.encode(str(value)).decode(),)
    return f"{column} = ?", (value,)


def _within(column: str, wanted: str, *, days: bool) -> tuple[str, tuple[Any, ...]]:
    """The condition that a day or a figure lies in a range."""
    first, last = split_range(wanted)
    begin, end = (column, f"{column} || '{_AFTER}'") if days else (f"CAST({column} AS INTEGER)",) * 2
    parts, values = [f"{column} IS NOT NULL AND {column} <> ''"], []
    if first:
        # What is known in part ends after all its days.
        parts.append(f"{end} >= ?")
        values.append(first if days else int(first))
    if last:
        parts.append(f"{begin} <= ?")
        values.append(f"{last}{_AFTER}" if days else int(last))
    return f"({' AND '.join(parts)})", tuple(values)
