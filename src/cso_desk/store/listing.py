"""What a list shows: rows in Khmer order, read in blocks, narrowed by words, fields and filters."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from cso_desk.khmer.sorting import sort_key
from cso_desk.records.base import Record
from cso_desk.records.kinds import Place, Reference, Several, Stored, Text
from cso_desk.records.record_type import RecordType
from cso_desk.store.narrowing import Filters, Narrowing, rows_of, sql_order
from cso_desk.store.reading import Reading
from cso_desk.store.search import refresh
from cso_desk.store.store import Store

QUICK = 20_000
"""Lists of record types with at most so many records are complete when they are made."""

_STRIDE = 1000  # rows between two anchors
_SOME, _FETCHED = 500, 5000
PROVINCE, DISTRICT = 2, 4  # digits of their codes in the gazetteer

Titles = tuple[str, str]
_Key = tuple[bytes, int]


class Listing:
    """The rows of one list as they are ordered now; make a new one after a change.

    `text` narrows by words as they are typed, `where` by stored values of fields, `filters` by some values of
    each field. `order` is a field name, "" for the order of titles.

    A list of a very big record type is not `complete` at first: the first rows of all records can be read
    already, a narrowed or ordered list is empty. `finish()`, which may run in a thread, completes it. In the
    order of titles only the key of every thousandth row is kept, otherwise a number of 8 bytes for each row.
    """

    def __init__(
        self,
        store: Store,
        kind: RecordType,
        *,
        text: str = "",
        where: Mapping[str, Stored] | None = None,
        filters: Filters | None = None,
        order: str = "",
        descending: bool = False,
    ) -> None:
        self._store, self._kind, self._order, self._descending = store, kind, order, descending
        self._narrowing = Narrowing(text, where or {}, filters or {})
        self._numbers: array[int] | None = None
        self._anchors: list[_Key] = []
        refresh(store)
        with store.reading() as reading:
            self.count = self._count_quickly(reading)
            self.complete = self.count <= QUICK
            if not (self._narrowing.is_empty and not order) and (self.complete or where):
                self._find_numbers(reading)
            elif not self.complete:
                self.count = QUICK if self._narrowing.is_empty and not order else 0

    # --- completing a big list ---

    def finish(self) -> "Listing":
        """Find out how many rows there are and where they stand; a second or two for a million."""
        if not self.complete:
            with self._store.reading() as reading:
                if self._narrowing.is_empty and not self._order:
                    self._find_anchors(reading)
                else:
                    self._find_numbers(reading)
                # The pages that were read to count a million rows are of no use to anybody.
                reading.connection.exec_driver_sql("PRAGMA shrink_memory")
        return self

    def _count_quickly(self, reading: Reading) -> int:
        found = reading.connection.exec_driver_sql(
            "SELECT count(*) FROM (SELECT 1 FROM entry WHERE kind = ? AND trash = 0 LIMIT ?)",
            (self._kind.name, QUICK + 1),
        )
        return int(found.scalar_one())

    def _find_anchors(self, reading: Reading) -> None:
        way = "DESC" if self._descending else "ASC"
        rows = reading.connection.exec_driver_sql(
            "SELECT sort, no FROM"
            f" (SELECT sort, no, row_number() OVER (ORDER BY sort {way}, no {way}) AS place FROM entry"
            f" WHERE kind = ? AND trash = 0) WHERE place % {_STRIDE} = 1",
            (self._kind.name,),
        )
        self._anchors = [(bytes(key), int(no)) for key, no in rows]
        self.count = int(
            reading.connection.exec_driver_sql(
                "SELECT count(*) FROM entry WHERE kind = ? AND trash = 0", (self._kind.name,)
            ).scalar_one()
        )
        self.complete = True

    def _find_numbers(self, reading: Reading) -> None:
        kind = self._kind.fields[self._order].kind if self._order else None
        if isinstance(kind, (Text, Several)):
            self._numbers = self._sorted_by_text(reading)
        else:
            self._numbers = self._sorted_by_sql(reading)
        self.count = len(self._numbers)
        self.complete = True

    def _sorted_by_sql(self, reading: Reading) -> "array[int]":
        source, values = self._source()
        join, order, ordering = sql_order(self._kind, self._order, descending=self._descending)
        rows = reading.connection.exec_driver_sql(
            f"SELECT e.no {source.replace(' WHERE ', f' {join} WHERE ', 1)} ORDER BY {order}",
            (*values, *ordering),
        )
        numbers = array("q")
        # Straight from the cursor: a row object for each of a million numbers costs more than the query.
        while rows.cursor is not None and (some := rows.cursor.fetchmany(_FETCHED)):
            numbers.extend([number for (number,) in some])
        rows.close()
        return numbers

    def _sorted_by_text(self, reading: Reading) -> "array[int]":
        source, values = self._source()
        way = "DESC" if self._descending else "ASC"
        rows = reading.connection.exec_driver_sql(
            f"SELECT e.no, t.{self._order} {source} ORDER BY e.sort {way}, e.no {way}", values
        ).all()
        keys = {text: sort_key(str(text)) for text in {row[1] for row in rows}}
        said = sorted((row for row in rows if row[1]), key=lambda row: keys[row[1]], reverse=self._descending)
        return array("q", (row[0] for row in [*said, *(row for row in rows if not row[1])]))

    def _source(self) -> tuple[str, tuple[Any, ...]]:
        source, values = rows_of(self._kind, self._narrowing)
        if self._order and " JOIN " not in source:
            source = source.replace(
                "FROM entry e", f"FROM entry e JOIN {self._kind.name} t ON t.id = e.record", 1
            )
        return source, values

    # --- reading rows ---

    def block(self, first: int, count: int) -> tuple[list[Record], dict[str, Titles]]:
        """`count` records from row `first` on, and the titles of the records they refer to."""
        with self._store.reading() as reading:
            numbers = self._numbers_of(reading, first, count)
            rows = reading.connection.exec_driver_sql(
                f"SELECT e.no AS entry_no, t.* FROM entry e JOIN {self._kind.name} t ON t.id = e.record"
                f" WHERE e.no IN ({','.join('?' * len(numbers))})",
                tuple(numbers),
            ).mappings()
            found = {row["entry_no"]: self._kind.from_stored(cast("Mapping[str, Any]", row)) for row in rows}
            records = [found[one] for one in numbers if one in found]
            return records, titles(reading, _referred(self._kind, records))

    def records(self, step: int = _SOME) -> Iterator[tuple[list[Record], dict[str, Titles]]]:
        """Every row, some at a time."""
        for first in range(0, self.count, step):
            yield self.block(first, step)

    def ids(self, first: int, count: int) -> list[str]:
        """The ids of `count` records from row `first` on."""
        found: list[str] = []
        with self._store.reading() as reading:
            for start in range(first, first + count, _SOME):
                numbers = self._numbers_of(reading, start, min(_SOME, first + count - start))
                rows = reading.connection.exec_driver_sql(
                    f"SELECT no, record FROM entry WHERE no IN ({','.join('?' * len(numbers))})",
                    tuple(numbers),
                )
                by_number = {int(no): str(record) for no, record in rows}
                found += [by_number[one] for one in numbers if one in by_number]
        return found

    def row_of(self, record: str) -> int | None:
        """The row on which a record stands, None where the list does not hold it."""
        with self._store.reading() as reading:
            row = reading.connection.exec_driver_sql(
                "SELECT kind, sort, no FROM entry WHERE record = ? AND trash = 0", (record,)
            ).first()
            if row is None or row[0] != self._kind.name:
                return None
            if self._numbers is not None:
                number = int(row[2])
                return self._numbers.index(number) if number in self._numbers else None
            if self._order or not self._narrowing.is_empty:
                return None
            return self._place_of(reading, (bytes(row[1]), int(row[2])))

    def _numbers_of(self, reading: Reading, first: int, count: int) -> Sequence[int]:
        if self._numbers is not None:
            return self._numbers[first : first + count]
        if self._order or not self._narrowing.is_empty or count <= 0:
            return []
        place = first // _STRIDE
        if place >= len(self._anchors):
            return self._after(reading, None, first, count)
        return self._after(reading, self._anchors[place], first % _STRIDE, count)

    def _after(self, reading: Reading, anchor: _Key | None, skip: int, count: int) -> list[int]:
        """Rows from an anchor on. Rows with the anchor's own key come first: SQLite compares a pair of
        columns by its first one only, which would read all of them from the start.
        """
        way, sign = ("DESC", "<") if self._descending else ("ASC", ">")
        said = f"SELECT no FROM entry WHERE kind = ? AND trash = 0 {{}} ORDER BY sort {way}, no {way} LIMIT ?"
        wanted, kind, run = skip + count, self._kind.name, reading.connection.exec_driver_sql
        if anchor is None:
            rows = run(f"{said.format('')} OFFSET ?", (kind, count, skip))
            return [int(no) for (no,) in rows]
        same = run(said.format(f"AND sort = ? AND no {sign}= ?"), (kind, *anchor, wanted))
        found = [int(no) for (no,) in same]
        if len(found) < wanted:
            later = run(said.format(f"AND sort {sign} ?"), (kind, anchor[0], wanted - len(found)))
            found += [int(no) for (no,) in later]
        return found[skip:]

    def _place_of(self, reading: Reading, key: _Key) -> int:
        """How many rows stand before a key, counted from the last anchor before it."""
        sign = ">" if self._descending else "<"
        if self._descending or not self._anchors:
            start, since, values = 0, "", ()
        else:
            start = max(0, bisect_right(self._anchors, key) - 1)
            since, values = "AND (sort > ? OR (sort = ? AND no >= ?))", self._since(start)
        run, kind = reading.connection.exec_driver_sql, self._kind.name
        said = f"SELECT count(*) FROM entry WHERE kind = ? AND trash = 0 {since} AND {{}}"
        before = run(said.format(f"sort {sign} ?"), (kind, *values, key[0])).scalar_one()
        alike = run(said.format(f"sort = ? AND no {sign} ?"), (kind, *values, *key)).scalar_one()
        return start * _STRIDE + int(before) + int(alike)

    def _since(self, start: int) -> tuple[Any, ...]:
        key, number = self._anchors[start]
        return key, key, number


def value_counts(
    store: Store, kind: RecordType, field: str, *, text: str = "", filters: Filters | None = None
) -> dict[Stored, int]:
    """How many rows have each stored value of a field, "" where nothing was said; most frequent first.

    `text` and `filters` narrow as in `Listing`; what is filtered by this field itself is left aside. A place
    counts for its province and its district.
    """
    others = {name: values for name, values in (filters or {}).items() if name != field}
    what = kind.fields[field].kind
    source, values = rows_of(kind, Narrowing(text, {}, others))
    if " JOIN " not in source:
        source = source.replace("FROM entry e", f"FROM entry e JOIN {kind.name} t ON t.id = e.record", 1)
    column = f"substr(t.{field}, 1, {DISTRICT})" if isinstance(what, Place) else f"t.{field}"
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql(
            f"SELECT {column}, count(*) {source} GROUP BY 1 ORDER BY 2 DESC", values
        ).all()
    counts: dict[Stored, int] = {}
    for stored, count in rows:
        for value in _single(what, stored):
            counts[value] = counts.get(value, 0) + int(count)
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def _single(kind: Any, stored: Stored) -> set[Stored]:
    if isinstance(kind, Several):
        return set(kind.from_stored(stored)) or {""}
    if isinstance(kind, Place):
        code = str(stored or "")
        return {code[:PROVINCE], code}
    return {stored if stored is not None else ""}


def titles(reading: Reading, records: Iterable[str]) -> dict[str, Titles]:
    """What people call these records, in Khmer and in English; records without a title are left out."""
    wanted = tuple({one for one in records if one})
    found: dict[str, Titles] = {}
    for start in range(0, len(wanted), _SOME):
        some = wanted[start : start + _SOME]
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
