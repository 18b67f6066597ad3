"""Finds texts that seem to name a person: in the fields of other records and in what was read from files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cso_desk.records.kinds import Text
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading

FILES = "files"
"""The field of a mention that stands in a file of a record."""

_LEAST = 2  # letters of a part of a name
_SHORTEST = 4  # letters of a whole name


@dataclass(frozen=True, order=True)
class Mention:
    """A field of a record in which every part of the person's name stands."""

    kind: str
    record: str
    field: str


def mentions_of(reading: Reading, root: RecordType, people: Sequence[str]) -> list[Mention]:
    """Where the names of these people stand in records that are not about them, in order."""
    every = _names(reading, root, people)
    found: set[Mention] = set()
    for parts in every:
        for kind in reading.shelves.types.values():
            if kind.personal is None:
                found.update(_in_records(reading, kind, parts))
        found.update(_in_files(reading, parts))
    return sorted(found)


def _names(reading: Reading, root: RecordType, people: Sequence[str]) -> set[tuple[str, ...]]:
    """The names of these people, each in its parts: they are written in either order."""
    found = set()
    for person in people:
        record = reading.get(root.record, person)
        for field in root.called:
            parts = tuple(str(getattr(record, field, "")).lower().split())
            if sum(map(len, parts)) >= _SHORTEST:
                found.add(tuple(part for part in parts if len(part) >= _LEAST))
    return {parts for parts in found if parts}


def _in_records(reading: Reading, kind: RecordType, parts: Sequence[str]) -> Iterator[Mention]:
    fields = [f.name for f in kind.fields.values() if isinstance(f.kind, Text) and f.name not in _OWN]
    for field in fields:
        where, values = _holding(field, parts)
        rows = reading.connection.exec_driver_sql(f"SELECT id FROM {kind.name} WHERE {where}", values)
        yield from (Mention(kind.name, str(record), field) for (record,) in rows)


_OWN = frozenset({"code", "scope"})


def _in_files(reading: Reading, parts: Sequence[str]) -> Iterator[Mention]:
    where, values = _holding("t.text", parts)
    rows = reading.connection.exec_driver_sql(
        "SELECT DISTINCT e.kind, e.record FROM blob_text t JOIN file_owner o ON o.sha256 = t.sha256"
        f" JOIN entry e ON e.record = o.record WHERE {where}",
        values,
    )
    yield from (Mention(str(kind), str(record), FILES) for kind, record in rows)


def _holding(column: str, parts: Iterable[str]) -> tuple[str, tuple[Any, ...]]:
    """SQL for a column that has every part of a name, and its values."""
    some = tuple(parts)
    return " AND ".join(f"instr(lower({column}), ?) > 0" for _part in some), some
