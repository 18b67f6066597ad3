"""What a list shows: rows in Khmer order, read in blocks, narrowed by words or by fields."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import select

from cso_desk.khmer.sorting import sort_key
from cso_desk.records.base import Record
from cso_desk.records.kinds import Number, Place, Reference, Stored, Text
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading
from cso_desk.store.search import refresh, search
from cso_desk.store.store import Store

MOST_FOUND = 5000
"""How many rows a list narrowed by words shows at most."""

Titles = tuple[str, str]


class Listing:
    """The rows of one list as they are ordered now; make a new one after a change.

    `text` narrows by words as they are typed, `where` by stored values of fields. `order` is a field name,
    "" for the order of titles. Without any of these only the rows asked for are read; otherwise the ids of
    all rows are kept, never the rows themselves.
    """

    def __init__(
        self,
        store: Store,
        kind: RecordType,
        *,
        text: str = "",
        where: Mapping[str, Stored] | None = None,
        order: str = "",
        descending: bool = False,
    ) -> None:
        self._store, self._kind, self._descending = store, kind, descending
        refresh(store)
        with store.reading() as reading:
            if text.strip() or where or order:
                self._ids: list[str] | None = self._find_ids(reading, text, where or {}, order)
                self.count = len(self._ids)
            else:
                self._ids = None
                self.count = int(
                    reading.connection.exec_driver_sql(
                        "SELECT count(*) FROM entry WHERE kind = ? AND trash = 0", (kind.name,)
                    ).scalar_one()
                )

    def block(self, first: int, count: int) -> tuple[list[Record], dict[str, Titles]]:
        """`count` records from row `first` on, and the titles of the records they refer to."""
        with self._store.reading() as reading:
            ids = self._ids_of(reading, first, count)
            table = self._store.shelves.tables[self._kind.name]
            rows = reading.connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
            found = {row["id"]: self._kind.from_stored(cast("Mapping[str, Any]", row)) for row in rows}
            records = [found[one] for one in ids if one in found]
            return records, titles(reading, _referred(self._kind, records))

    def row_of(self, record: str) -> int | None:
        """The row on which a record stands, None where the list does not hold it."""
        if self._ids is not None:
            return self._ids.index(record) if record in self._ids else None
        sign = ">" if self._descending else "<"
        with self._store.reading() as reading:
            row = reading.connection.exec_driver_sql(
                "SELECT kind, sort, no FROM entry WHERE record = ? AND trash = 0", (record,)
            ).first()
            if row is None or row[0] != self._kind.name:
                return None
            return int(
                reading.connection.exec_driver_sql(
                    f"SELECT count(*) FROM entry WHERE kind = ? AND trash = 0 AND (sort, no) {sign} (?, ?)",
                    tuple(row),
                ).scalar_one()
            )

    def _ids_of(self, reading: Reading, first: int, count: int) -> list[str]:
        if self._ids is not None:
            return self._ids[first : first + count]
        way = "DESC" if self._descending else "ASC"
        rows = reading.connection.exec_driver_sql(
            "SELECT record FROM entry WHERE kind = ? AND trash = 0"
            f" ORDER BY sort {way}, no {way} LIMIT ? OFFSET ?",
            (self._kind.name, count, first),
        )
        return [str(record) for (record,) in rows]

    def _find_ids(self, reading: Reading, text: str, where: Mapping[str, Stored], order: str) -> list[str]:
        table = self._store.shelves.tables[self._kind.name]
        columns = [table.c.id, *([table.c[order]] if order else [])]
        statement = select(*columns).where(table.c.deleted == 0)
        for field, value in where.items():
            statement = statement.where(table.c[field] == value)
        rows = reading.connection.execute(statement).all()
        if text.strip():
            hits = search(self._store, text, (self._kind.name,), limit=MOST_FOUND, typing=True)
            wanted = {hit.record for hit in hits}
            rows = [row for row in rows if row[0] in wanted]
        keys = self._sort_keys(reading, order, [tuple(row) for row in rows])
        return sorted((str(row[0]) for row in rows), key=keys.__getitem__, reverse=self._descending)

    def _sort_keys(self, reading: Reading, order: str, rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
        by_title = {
            str(record): (bytes(key), int(no))
            for record, key, no in reading.connection.exec_driver_sql(
                "SELECT record, sort, no FROM entry WHERE kind = ?", (self._kind.name,)
            )
        }
        last = (b"\xff", 0)
        if not order:
            return {row[0]: by_title.get(row[0], last) for row in rows}
        kind = self._kind.fields[order].kind
        if isinstance(kind, Number):
            return {row[0]: (row[1] is None, row[1] or 0, by_title.get(row[0], last)) for row in rows}
        if isinstance(kind, Reference):
            named = titles(reading, {str(row[1]) for row in rows})
            told = {one: km or en for one, (km, en) in named.items()}
            return {row[0]: (sort_key(told.get(row[1], "")), by_title.get(row[0], last)) for row in rows}
        # Codes of places and dates sort as they are; what is empty comes last.
        make = sort_key if isinstance(kind, Text) and not isinstance(kind, Place) else _plain
        return {row[0]: (not row[1], make(str(row[1])), by_title.get(row[0], last)) for row in rows}


def _plain(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def titles(reading: Reading, records: Iterable[str]) -> dict[str, Titles]:
    """What people call these records, in Khmer and in English; records without a title are left out."""
    wanted = tuple({one for one in records if one})
    found: dict[str, Titles] = {}
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        rows = reading.connection.exec_driver_sql(
            f"SELECT record, title_km, title_en FROM entry WHERE record IN ({','.join('?' * len(some))})",
            some,
        )
        found |= {str(record): (str(km), str(en)) for record, km, en in rows}
    return found


def _referred(kind: RecordType, records: Sequence[Record]) -> set[str]:
    found: set[str] = set()
    for field in kind.fields.values():
        if isinstance(field.kind, Reference):
            found |= {getattr(record, field.name) for record in records}
        elif hasattr(field.kind, "to"):
            found |= {one for record in records for one in getattr(record, field.name)}
    return found
