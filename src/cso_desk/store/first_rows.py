"""The first rows of a list, read with a bare connection: something to look at while the rest is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.errors import UserError
from cso_desk.records.base import Record
from cso_desk.records.kinds import Reference
from cso_desk.records.record_type import RecordType
from cso_desk.store.cipher import connector

Titles = tuple[str, str]


@dataclass(frozen=True)
class FirstRows:
    """As `listing.Listing`, with only its first block; `count` is the length of the whole list."""

    count: int
    records: list[Record]
    titles: dict[str, Titles]

    def block(self, first: int, count: int) -> tuple[list[Record], dict[str, Titles]]:
        return self.records[first : first + count], self.titles

    def row_of(self, record: str) -> int | None:
        return next((row for row, each in enumerate(self.records) if each.id == record), None)


def first_rows(path: Path, key: bytes | None, kind: RecordType, count: int) -> FirstRows | None:
    """The first `count` records of a list, in the order of titles. Nothing is written.

    None where the file cannot be read so: it is damaged, busy, or of another version. Whoever opens the store
    afterwards tells why.
    """
    try:
        connection = connector(path, key)()
    except UserError:
        return None
    try:
        return _read(connection, kind, count)
    except (sqlcipher.Error, ValueError):
        return None
    finally:
        connection.close()


def _read(connection: Any, kind: RecordType, count: int) -> FirstRows:
    ((whole,),) = connection.execute(
        "SELECT count(*) FROM entry WHERE kind = ? AND trash = 0", (kind.name,)
    ).fetchall()
    names = ("id", *kind.fields)
    columns = ", ".join(f"t.{name}" for name in names)
    rows = connection.execute(
        f"SELECT {columns} FROM entry e JOIN {kind.name} t ON t.id = e.record"
        " WHERE e.kind = ? AND e.trash = 0 ORDER BY e.sort, e.no LIMIT ?",
        (kind.name, count),
    ).fetchall()
    records = [kind.from_stored(dict(zip(names, row, strict=True))) for row in rows]
    return FirstRows(int(whole), records, _titles(connection, kind, records))


def _titles(connection: Any, kind: RecordType, records: Sequence[Record]) -> dict[str, Titles]:
    referring = [name for name, field in kind.fields.items() if isinstance(field.kind, Reference)]
    wanted = sorted({getattr(record, name) for record in records for name in referring} - {""})[:500]
    rows = connection.execute(
        f"SELECT record, title_km, title_en FROM entry WHERE record IN ({','.join('?' * len(wanted))})",
        wanted,
    )
    return {str(record): (str(km), str(en)) for record, km, en in rows}
