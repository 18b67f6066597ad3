"""What a list shows: rows in Khmer order, read in blocks, narrowed by words, fields and filters."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cso_desk.records.base import Record
from cso_desk.records.kinds import Kind, Place, Reference, References, Several, Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.borrowed import Lend, borrows
from cso_desk.store.narrowing import Filters, Narrowing, rows_of
from cso_desk.store.reading import Progress, Reading, plain_rows, stoppable
from cso_desk.store.row_order import in_order
from cso_desk.store.search import refresh
from cso_desk.store.store import Store

QUICK = 20_000
"""Lists of record types with at most so many records need no thread."""

BLOCK = 50
"""So many rows of a narrowed list are found at first."""

_STRIDE = 1000  # rows between two anchors
_SOME = 500
PROVINCE, DISTRICT = 2, 4  # digits of their codes in the gazetteer

Titles = tuple[str, str]
_Key = tuple[bytes, int]


class Listing:
    """The rows of one list as they are ordered now; make a new one after a change.

    `text` narrows by words as they are typed, `where` by stored values of fields, `filters` by some values of
    each field. `order` is a field name, "" for the order of titles. `small` says that the record type has at
    most `QUICK` records, `ordered` how all of them stand in this order: where an earlier list knew it and
    nothing was changed since. `lend` gives values of `order` for records, by their ids, that have none.

    A list is not always `complete` at first: of one that is narrowed the first block is there, of a very big
    record type the first rows of all records, or nothing where it is narrowed or ordered. `finish()`, which
    may run in a thread, completes it. In the order of titles only the key of every thousandth row is kept,
    otherwise a number of 8 bytes for each row.
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
        small: bool | None = None,
        ordered: "array[int] | None" = None,
        lend: Lend | None = None,
    ) -> None:
        self._store, self._kind, self._order, self._descending = store, kind, order, descending
        self._lend = lend
        self._narrowing = Narrowing(text, where or {}, filters or {})
        self._is_whole = self._narrowing.is_empty and not order
        self._numbers: array[int] | None = None
        self._anchors: list[_Key] = []
        self.count, self.complete = 0, False
        self.ordered = ordered
        refresh(store)
        with store.reading() as reading:
            count = self._count_all(reading) if small is None or self._is_whole else 0
            self.small = count <= QUICK if small is None else small
            self._begin(reading, count)

    def _begin(self, reading: Reading, count: int) -> None:
        """Find as many rows as can be found at once."""
        if self._is_whole:
            self.count, self.complete = min(count, QUICK), count <= QUICK
        elif self._narrowing.where:
            self._keep(self._find_numbers(reading))
        elif self.small and self._order:
            self._keep(self._find_in_order(reading))
        elif self.small:
            first = self._find_numbers(reading, BLOCK + 1)
            self._numbers, self.count, self.complete = first[:BLOCK], len(first[:BLOCK]), len(first) <= BLOCK

    # --- completing a list ---

    def finish(self, progress: Progress | None = None) -> "Listing":
        """Find out how many rows there are and where they stand; seconds for a million.

        `progress` is called again and again and may raise CancelledError to stop.
        """
        if not self.complete:
            with self._store.reading() as reading, stoppable(reading, progress):
                if self._is_whole:
                    self._find_anchors(reading)
                else:
                    self._keep(self._find_numbers(reading))
                if not self.small:
                    # The pages that were read to count a million rows are of no use to anybody.
                    reading.connection.exec_driver_sql("PRAGMA shrink_memory")
        return self

    def _count_all(self, reading: Reading) -> int:
        found = reading.connection.exec_driver_sql(
            "SELECT count FROM entry_count WHERE kind = ?", (self._kind.name,)
        )
        return int(found.scalar() or 0)

    def _find_anchors(self, reading: Reading) -> None:
        way = "DESC" if self._descending else "ASC"
        rows = reading.connection.exec_driver_sql(
            "SELECT sort, no FROM"
            f" (SELECT sort, no, row_number() OVER (ORDER BY sort {way}, no {way}) AS place FROM entry"
            f" WHERE kind = ? AND trash = 0) WHERE place % {_STRIDE} = 1",
            (self._kind.name,),
        )
        self._anchors = [(bytes(key), int(no)) for key, no in rows]
        self.count, self.complete = self._count_all(reading), True

    def _keep(self, numbers: "array[int]") -> None:
        self._numbers, self.count, self.complete = numbers, len(numbers), True

    def _find_in_order(self, reading: Reading) -> "array[int]":
        """Order all records once, then only look at each key that is typed which of them are meant."""
        if self.ordered is None:
            self.ordered = self._find_numbers(reading, narrowing=Narrowing())
        if self._narrowing.is_empty:
            return self.ordered
        source, values = rows_of(self._kind, self._narrowing)
        found = plain_rows(reading.connection.exec_driver_sql(f"SELECT e.no {source}", values))
        meant = {number for (number,) in found}
        return array("q", (number for number in self.ordered if number in meant))

    def _find_numbers(
        self, reading: Reading, limit: int = -1, narrowing: Narrowing | None = None
    ) -> "array[int]":
        order = self._order
        source, values = rows_of(self._kind, narrowing or self._narrowing, order)
        kind = self._kind.fields[order].kind if order else None
        way = "DESC" if self._descending else "ASC"
        value = "0" if kind is None else "r.sort" if isinstance(kind, Reference) else f"t.{order}"
        found = reading.connection.exec_driver_sql(
            f"SELECT e.no, {value}, e.record {source} ORDER BY e.sort {way}, e.no {way} LIMIT {limit}", values
        )
        rows = plain_rows(found)
        if kind is None:
            return array("q", (row[0] for row in rows))
        if self._lend is not None:
            rows = _lent(rows, kind, self._lend)
        return in_order(((row[0], row[1]) for row in rows), kind, descending=self._descending)

    # --- reading rows ---

    def rows(
        self, first: int, count: int, names: Sequence[str]
    ) -> tuple[list[tuple[Any, ...]], dict[str, Titles]]:
        """(id, stored value, …) of `count` rows from row `first` on, with the titles they refer to.

        `names` are the fields whose values are wanted.
        """
        columns = ", ".join(["e.no", "t.id", *(f"t.{self._kind.fields[name].name}" for name in names)])
        with self._store.reading() as reading:
            numbers = self._numbers_of(reading, first, count)
            found = reading.connection.exec_driver_sql(
                f"SELECT {columns} FROM entry e JOIN {self._kind.name} t ON t.id = e.record"
                f" WHERE e.no IN ({','.join('?' * len(numbers))})",
                tuple(numbers),
            )
            by_number = {row[0]: row[1:] for row in plain_rows(found)}
            rows = [by_number[one] for one in numbers if one in by_number]
            return rows, titles(reading, _referred(self._kind, rows, names))

    def block(self, first: int, count: int) -> tuple[list[Record], dict[str, Titles]]:
        """`count` records from row `first` on, and the titles of the records they refer to."""
        names = tuple(self._kind.fields)
        rows, named = self.rows(first, count, names)
        keys = ("id", *names)
        return [self._kind.from_stored(dict(zip(keys, row, strict=True))) for row in rows], named

    def records(
        self, first: int = 0, end: int | None = None
    ) -> Iterator[tuple[list[Record], dict[str, Titles]]]:
        """The records from row `first` to before row `end`, by default all, some at a time."""
        last = self.count if end is None else min(end, self.count)
        for start in range(first, last, _SOME):
            yield self.block(start, min(_SOME, last - start))

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
            if not self._is_whole:
                return None
            return self._place_of(reading, (bytes(row[1]), int(row[2])))

    def _numbers_of(self, reading: Reading, first: int, count: int) -> Sequence[int]:
        if self._numbers is not None:
            return self._numbers[first : first + count]
        if not self._is_whole or count <= 0:
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
    source, values = rows_of(kind, Narrowing(text, {}, others), field)
    column = f"substr(t.{field}, 1, {DISTRICT})" if isinstance(what, Place) else f"t.{field}"
    refresh(store)
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


def _lent(rows: Iterable[tuple[Any, ...]], kind: Kind, lend: Lend) -> Iterator[tuple[Any, ...]]:
    """Rows (number, stored value, record) with what is lent to those that borrow."""
    rows = list(rows)
    without = [record for _number, value, record in rows if borrows(lend, value)]
    lent: dict[str, Any] = {}
    for start in range(0, len(without), _SOME):
        lent.update(lend(without[start : start + _SOME]))
    for number, value, record in rows:
        yield number, kind.to_stored(lent[record]) if record in lent else value, record


def titles(reading: Reading, records: Iterable[str]) -> dict[str, Titles]:
    """What people call these records, in Khmer and in English; records without a title are left out."""
    return {record: (km, en) for record, _code, km, en in _entries(reading, records)}


def codes(reading: Reading, records: Iterable[str]) -> dict[str, str]:
    """The codes of these records, "" for those without one."""
    return {record: code for record, code, _km, _en in _entries(reading, records)}


def _entries(reading: Reading, records: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    wanted = tuple({one for one in records if one})
    for start in range(0, len(wanted), _SOME):
        some = wanted[start : start + _SOME]
        yield from reading.connection.exec_driver_sql(
            "SELECT record, code, title_km, title_en FROM entry"
            f" WHERE record IN ({','.join('?' * len(some))})",
            some,
        )


def in_trash(reading: Reading, record: str) -> bool:
    """Whether a record was put away."""
    said = "SELECT 1 FROM entry WHERE record = ? AND trash = 1"
    return reading.connection.exec_driver_sql(said, (record,)).first() is not None


def _referred(kind: RecordType, rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> set[str]:
    """The ids of the records to which rows (id, stored value, …) refer."""
    found: set[str] = set()
    for place, name in enumerate(names, 1):
        what = kind.fields[name].kind
        if isinstance(what, Reference):
            found.update(row[place] for row in rows)
        elif isinstance(what, References):
            found.update(one for row in rows for one in what.from_stored(row[place]))
    return found
