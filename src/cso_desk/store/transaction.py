"""Collects the changes of one labelled step and hands them to the recorder, which writes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, event

from cso_desk.records.base import NETWORK, Record, RecordId, new_id
from cso_desk.records.kinds import Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading, Shelves
from cso_desk.store.sharing import Sharing
from cso_desk.store.users import User

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Edit:
    """New values of one record, as stored. `scope` is where the change is to be journalled.

    `over` names, field by field, the changes (local numbers) that the new one supersedes; without it that is
    the head that was shown. Resolving names all heads, so that the conflict is settled everywhere.
    """

    kind: RecordType
    record: RecordId
    scope: str
    values: dict[str, Stored]
    new: bool
    over: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


BEGIN = "begin"
"""The kind of a step that is a part of making the store: it cannot be undone, only changed."""

ERASE = "erase"
"""The kind of a step in which a person was erased: nothing of it can be taken back."""


@dataclass
class Step:
    """One labelled transaction. `label` is a message id with placeholders, filled from `details`.

    `kind` is "edit", "import", "undo", "redo", "resolve", "receive", `BEGIN` or
    `ERASE`; `undoes` is the uid of the
    step that an undo takes back. Details never hold personal data: they stay when a person's data is erased.
    """

    label: str
    details: dict[str, Any] = field(default_factory=dict)
    kind: str = "edit"
    undoes: str = ""
    uid: str = field(default_factory=new_id)


class Recorder(Protocol):
    """Writes edits to the journal and to the tables, in the caller's database transaction."""

    replica: str
    actor: str

    def write(self, connection: Connection, step: Step, edits: list[Edit]) -> None: ...


class _EveryRecord(frozenset[str]):
    """Holds every id there is."""

    def __contains__(self, _record: object) -> bool:
        return True


EVERY_RECORD = _EveryRecord()
"""For `Changed.ids`, where nobody knows what was touched."""


@dataclass(frozen=True)
class Changed:
    """What a committed step touched: type names and record ids, and who did it ("" = unknown)."""

    kinds: frozenset[str]
    ids: frozenset[str]
    initiator: object = None


class Transaction(Reading):
    """Reads and changes records inside `with store.transaction(...)`. Outside one, a change is an error."""

    def __init__(
        self,
        connection: Connection,
        shelves: Shelves,
        recorder: Recorder,
        step: Step,
        home: str,
        prefix: str,
        user: User | None = None,
    ) -> None:
        super().__init__(connection, shelves, user)
        self.step = step
        self.touched: set[tuple[str, str]] = set()
        self._recorder = recorder
        self._sharing = Sharing(connection, shelves, home)
        self._prefix = prefix
        self._edits: list[Edit] = []
        self._waiting: set[str] = set()
        self._numbers: dict[str, int] = {}

    def add(self, record: R) -> R:
        """Keep a new record. Its code is given here, and its scope unless set: see `sharing`.

        Raises UserError where a guard of its type refuses it.
        """
        kind = self.shelves.type_of(record)
        if kind.name in self.shelves.guards:
            self.shelves.guards[kind.name](self, {}, kind.to_stored(record))
        record.scope = self._sharing.of_new(kind, record.scope, kind.to_stored(record))
        if not record.code and kind.letter is not None:
            record.code = self._next_code(kind)
        self.write([Edit(kind, record.id, record.scope, kind.to_stored(record), new=True)])
        self._sharing.remember(record.id, record.scope)
        return record

    def add_all(self, records: Iterable[R]) -> list[R]:
        return [self.add(record) for record in records]

    def change(self, record: type[R] | R, record_id: str = "", /, **values: Any) -> None:
        """Give fields of one record new values. Values that are the same already are left alone.

        `t.change(organisation, name_km="…")` or `t.change(Organisation, record_id, name_km="…")`.
        A record or a field that is not there is a fault of ours and raises KeyError. Raises UserError where
        it would take the only name of a record, or a guard of its type refuses it.
        """
        cls = record if isinstance(record, type) else type(record)
        record_id = record_id if isinstance(record, type) else record.id
        kind = self.shelves.type_of(cls)
        # What waits of other records is written later, with this: set by set and not one by one.
        if record_id in self._waiting:
            self.flush()
        before = self._row(kind, record_id)
        stored = {name: kind.fields[name].kind.to_stored(value) for name, value in values.items()}
        kind.keep_called(before, stored)
        fresh = {name: value for name, value in stored.items() if value != before[name]}
        self._ask_guard(kind, before, stored)
        if fresh:
            stored["scope"] = self._sharing.after(kind, before, fresh)
            fresh = {name: value for name, value in stored.items() if value != before[name]}
        if not fresh:
            return
        if "scope" in fresh:
            # A record that moves is told anew in its new scope, whose holders know nothing of it.
            self._move(kind, RecordId(record_id), before | fresh)
            self._take_along(kind, RecordId(record_id), str(fresh["scope"]))
        else:
            scope = str(before["scope"])
            self.write([Edit(kind, RecordId(record_id), scope, fresh, new=False)])

    def new_code(self, record: type[R] | R, record_id: str = "", /) -> str:
        """Give a record the next code, where two laptops gave the same one twice; gives that code."""
        cls = record if isinstance(record, type) else type(record)
        code = self._next_code(self.shelves.type_of(cls))
        self.change(record, record_id, code=code)
        return code

    def trash(self, record: type[R] | R, record_id: str = "", /) -> None:
        """Put a record into the trash, from which it can be restored."""
        self.change(record, record_id, deleted=True)

    def restore(self, record: type[R] | R, record_id: str = "", /) -> None:
        self.change(record, record_id, deleted=False)

    def permit(self, edits: Iterable[Edit]) -> None:
        """Raises UserError where a guard refuses one of these edits of records that are there."""
        for edit in edits:
            if edit.kind.name in self.shelves.guards:
                self._ask_guard(edit.kind, self._row(edit.kind, edit.record), edit.values)

    def _ask_guard(self, kind: RecordType, before: dict[str, Stored], told: dict[str, Stored]) -> None:
        guard = self.shelves.guards.get(kind.name)
        if guard is not None:
            guard(self, before, before | told)

    def write(self, edits: Iterable[Edit]) -> None:
        """Take edits whose values are stored values already, as undo and resolving make them."""
        for edit in edits:
            self._edits.append(edit)
            self._sharing.remember(edit.record, "")
            self._waiting.add(edit.record)

    def flush(self) -> None:
        """Write what was collected, so that reading sees it."""
        edits, self._edits, self._waiting = self._edits, [], set()
        if edits:
            self._keep_numbers()
            self._recorder.write(self.connection, self.step, edits)
            self.touched.update((edit.kind.name, edit.record) for edit in edits)

    def get(self, record: type[R], record_id: str, *, trash: bool = True) -> R | None:
        self.flush()
        return super().get(record, record_id, trash=trash)

    def all(self, record: type[R], *conditions: Any, **options: Any) -> list[R]:
        self.flush()
        return super().all(record, *conditions, **options)

    def set_meta(self, key: str, value: str) -> None:
        """Write one of the store's own facts; these stay in this store and are not journalled."""
        self.connection.exec_driver_sql(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def _row(self, kind: RecordType, record_id: str) -> dict[str, Stored]:
        """Every field of one record as stored; composed by SQLAlchemy, a change would cost twice as much."""
        columns = ", ".join(kind.fields)
        row = self.connection.exec_driver_sql(
            f"SELECT {columns} FROM {kind.name} WHERE id = ?", (record_id,)
        ).first()
        if row is None:
            raise KeyError(f"no {kind.name} {record_id}")
        return dict(zip(kind.fields, row, strict=True))

    def _move(self, kind: RecordType, record_id: RecordId, values: dict[str, Stored]) -> None:
        old = str(
            self.connection.exec_driver_sql(
                f"SELECT scope FROM {kind.name} WHERE id = ?", (record_id,)
            ).scalar_one()
        )
        new = str(values["scope"])
        if _is_narrower(new, old):
            # Those who held it only through the wide scope put it into their trash; holders of the narrow one
            # see the re-statement below, which supersedes this.
            self.write([Edit(kind, record_id, old, {"deleted": 1}, new=False)])
            self.flush()
        before = self._told_before(kind, record_id, new)
        said = {n: v for n, v in values.items() if v != kind.fields[n].default or n in before}
        said |= self._unknown(kind, record_id)
        said |= {"scope": new, "deleted": 0}
        over = {name: before[name] for name in said if name in before}
        self.write([Edit(kind, record_id, new, said, new=False, over=over)])
        if values["deleted"]:
            # A delete names what it saw, so it comes after the telling.
            self.write([Edit(kind, record_id, new, {"deleted": 1}, new=False)])

    def _take_along(self, kind: RecordType, record_id: RecordId, scope: str) -> None:
        """Move what is held only where this record is, in the same step."""
        self.flush()
        self._sharing.remember(record_id, scope)
        for other, part, new in list(self._sharing.following(kind, record_id)):
            self.change(other.record, part, scope=new)

    def _unknown(self, kind: RecordType, record_id: RecordId) -> dict[str, Stored]:
        """What is shown of a record in fields that only a newer version knows."""
        rows = self.connection.exec_driver_sql(
            "SELECT n.name, c.value FROM head h JOIN change c ON c.cid = h.cid JOIN name n ON n.no = h.name"
            " WHERE h.record = ? AND h.win = 1",
            (record_id,),
        )
        told = {str(name): value for name, value in rows}
        ours = f"{kind.name}."
        return {
            name.removeprefix(ours): value
            for name, value in told.items()
            if name.startswith(ours) and not self.shelves.knows(name)
        }

    def _told_before(self, kind: RecordType, record_id: RecordId, scope: str) -> dict[str, tuple[int, ...]]:
        """What telling a record anew supersedes, by field: the heads that are shown, then whatever was said
        in that scope and superseded elsewhere since, of which the holders of that scope know nothing.
        """
        rows = self.connection.exec_driver_sql(
            "SELECT n.name, c.cid FROM change c JOIN name n ON n.no = c.name"
            " JOIN stream s ON s.no = c.cid >> 40"
            " LEFT JOIN head h ON h.record = c.record AND h.name = c.name AND h.cid = c.cid"
            " WHERE c.record = ? AND (h.win = 1 OR (h.win IS NULL AND s.scope = ?))"
            " ORDER BY h.win IS NULL, c.clock DESC",
            (record_id, scope),
        )
        found: dict[str, tuple[int, ...]] = {}
        for name, cid in rows:
            field_name = str(name).removeprefix(f"{kind.name}.")
            found[field_name] = (*found.get(field_name, ()), int(cid))
        return found

    def _next_code(self, kind: RecordType) -> str:
        prefix = f"{self._prefix}-{kind.letter}"
        if prefix not in self._numbers:
            self._numbers[prefix] = self._last_number(kind, prefix)
        self._numbers[prefix] += 1
        return f"{prefix}{self._numbers[prefix]:04d}"

    def _last_number(self, kind: RecordType, prefix: str) -> int:
        """The highest number given here, or by another laptop of this hub whose records came by bundle."""
        run = self.connection.exec_driver_sql
        given = run("SELECT last FROM counter WHERE prefix = ?", (prefix,)).scalar() or 0
        held = run(
            f"SELECT max(CAST(substr(code, {len(prefix) + 1}) AS INTEGER)) FROM {kind.name}"
            " WHERE code >= ? AND code < ?",
            (f"{prefix}0", f"{prefix}:"),
        ).scalar()
        return max(int(given), int(held or 0))

    def _keep_numbers(self) -> None:
        # Kept even where the records are erased one day: a number on old papers is not given twice.
        for prefix, last in self._numbers.items():
            self.connection.exec_driver_sql(
                "INSERT INTO counter VALUES (?, ?) ON CONFLICT(prefix) DO UPDATE SET last = excluded.last",
                (prefix, last),
            )


def _is_narrower(scope: str, than: str) -> bool:
    """Whether fewer hold a scope: a hub's own fewer than the network, its laptops alone the fewest."""
    if than == NETWORK:
        return scope != NETWORK
    return scope.startswith("private/") and not than.startswith("private/")


def refuse_unseen_changes(engine: Engine, shelves: Shelves) -> None:
    """Make any INSERT, UPDATE or DELETE on a record's table raise unless the journal itself runs it."""
    guarded = tuple(shelves.tables)

    def check(connection: Connection, _cursor: Any, sql: str, *_rest: Any) -> None:
        words = sql.replace("(", " ").replace('"', " ").split(None, 6)
        verb = words[0].upper() if words else ""
        if verb not in ("INSERT", "UPDATE", "DELETE", "REPLACE"):
            return
        if connection.get_execution_options().get("journalled"):
            return
        if any(word.strip(";") in guarded for word in words[1:5]):
            raise RuntimeError("a change of a record must go through a transaction, or the journal misses it")

    event.listen(engine, "before_cursor_execute", check)
