"""Reads records: by id, by code, by condition, always without the trash unless asked."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, CursorResult, Executable, Row, Table, exc, func, select

from cso_desk.errors import CancelledError
from cso_desk.records.base import Record, RecordId
from cso_desk.records.kinds import Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.tables import tables_of
from cso_desk.store.users import Role, User

R = TypeVar("R", bound=Record)

Progress = Callable[[int, int], None]
"""Called again and again with (done, total) during long work; raises CancelledError to stop it."""

Guard = Callable[["Reading", Mapping[str, Stored], Mapping[str, Stored]], None]
"""Asked with the stored values before ({} for a new record) and those that are to stand from now on.

Raises UserError where people may not change that now, for example a line of locked minutes. What comes by
bundle is not asked about: it was written elsewhere, and old data are never judged by today's rules.
"""


def all_of(*guards: Mapping[str, Guard]) -> dict[str, Guard]:
    """Guards of several kinds together: by record type, one that asks each."""

    def asking(name: str) -> Guard:
        asked = [each[name] for each in guards if name in each]

        def ask(reading: "Reading", before: Mapping[str, Stored], after: Mapping[str, Stored]) -> None:
            for guard in asked:
                guard(reading, before, after)

        return ask

    return {name: asking(name) for each in guards for name in each}


_FETCHED = 5000  # rows at once
_STEPS = 100_000  # of SQLite's virtual machine between two questions whether to stop: a few milliseconds


class Shelves:
    """The record types of this program, their tables, and what guards some of them, by type name."""

    def __init__(self, types: Iterable[RecordType], guards: Mapping[str, Guard] | None = None) -> None:
        self.guards: Mapping[str, Guard] = guards or {}
        self.types: Mapping[str, RecordType] = {kind.name: kind for kind in types}
        self.tables: Mapping[str, Table] = tables_of(self.types.values())
        self._by_class = {kind.record: kind for kind in self.types.values()}

    def knows(self, name: str) -> bool:
        """Whether this version knows a field of the journal, `type.field`."""
        kind, _dot, field = name.partition(".")
        return kind in self.types and field in self.types[kind].fields

    def type_of(self, record: type[Record] | Record) -> RecordType:
        return self._by_class[record if isinstance(record, type) else type(record)]

    def table_of(self, record: type[Record]) -> Table:
        return self.tables[self.type_of(record).name]


class Reading:
    """A look at the store as it was at one moment."""

    def __init__(self, connection: Connection, shelves: Shelves, user: User | None = None) -> None:
        self.connection = connection
        self.shelves = shelves
        self.user = user

    @property
    def role(self) -> Role:
        """What whoever opened the store may do."""
        return self.user.role if self.user else Role.COORDINATOR

    def table(self, record: type[Record]) -> Table:
        """The table of a record class, for conditions: `r.table(Person).c.sex == "F"`."""
        return self.shelves.table_of(record)

    def get(self, record: type[R], record_id: str, *, trash: bool = True) -> R | None:
        """The record with this id, or None; one in the trash is given too unless `trash` is False."""
        table = self.table(record)
        found = self.all(record, table.c.id == record_id, trash=trash, limit=1)
        return found[0] if found else None

    def all(
        self,
        record: type[R],
        *conditions: ColumnElement[bool],
        order_by: Sequence[Any] = (),
        limit: int | None = None,
        offset: int | None = None,
        trash: bool = False,
    ) -> list[R]:
        """Every record that meets the conditions, without those in the trash unless `trash`."""
        kind, table = self.shelves.type_of(record), self.table(record)
        statement = select(table).where(*conditions).order_by(*order_by).limit(limit).offset(offset)
        if not trash:
            statement = statement.where(table.c.deleted == 0)
        rows = self.connection.execute(statement).mappings()
        return [cast("R", kind.from_stored(cast("Mapping[str, Any]", row))) for row in rows]

    def count(self, record: type[Record], *conditions: ColumnElement[bool], trash: bool = False) -> int:
        table = self.table(record)
        statement = select(func.count()).select_from(table).where(*conditions)
        if not trash:
            statement = statement.where(table.c.deleted == 0)
        return int(self.connection.execute(statement).scalar_one())

    def rows(self, statement: Executable) -> Sequence[Row[*tuple[Any, ...]]]:
        """The rows of any SELECT."""
        return self.connection.execute(statement).all()

    def by_code(self, code: str) -> tuple[RecordType, Record] | None:
        """The record with this code or id, in whatever table; None where there is none."""
        for kind in self.shelves.types.values():
            table = self.shelves.tables[kind.name]
            for column in (table.c.code, table.c.id):
                row = self.connection.execute(select(table).where(column == code)).mappings().first()
                if row is not None and code:
                    return kind, kind.from_stored(cast("Mapping[str, Any]", row))
        return None

    def meta(self, key: str, default: str = "") -> str:
        """One of the store's own facts, such as its hub."""
        row = self.connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).first()
        return default if row is None else str(row[0])


def ids(records: Iterable[Record]) -> list[RecordId]:
    return [record.id for record in records]


def plain_rows(found: CursorResult[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows straight from the cursor: a row object for each of a million costs more than the query."""
    while found.cursor is not None and (some := found.cursor.fetchmany(_FETCHED)):
        yield from some
    found.close()


@contextmanager
def stoppable(reading: Reading, progress: Progress | None) -> Iterator[None]:
    """Let `progress` stop the database in the middle of a statement."""
    if progress is None:
        yield
        return
    stopped: list[CancelledError] = []

    def ask() -> int:
        try:
            progress(0, 0)
        except CancelledError as error:
            stopped.append(error)
        return len(stopped)

    connection: Any = reading.connection.connection.dbapi_connection
    connection.set_progress_handler(ask, _STEPS)
    try:
        yield
    except (exc.DatabaseError, connection.Error):
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
