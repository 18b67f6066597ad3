"""Writes every edit to the journal and to its record's table, in one database transaction.

What a change supersedes is the only evidence of order between replicas: causality, not clocks. The clock
(milliseconds << 16 | counter) only chooses which of several heads is shown, so it is set above the heads of
its cell, and a wrong clock on this computer or another neither blocks nor hides anything.
"""

import os
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from cso_desk.errors import UserError
from cso_desk.journal.erasing import refuse_erased
from cso_desk.journal.heads import rebuild_rows
from cso_desk.journal.streams import (
    DELETED,
    SHIFT,
    Stream,
    last_held,
    name_numbers,
    stream_number,
    streams,
)
from cso_desk.records.forms import MOST_SHORT, MOST_TEXT, most_characters
from cso_desk.records.kinds import Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.store import details_text
from cso_desk.store.transaction import Edit, Step
from cso_desk.wording import _

SALT_BYTES = 12
MOST_INTEGER = 1 << 53
"""Integers beyond this do not survive every reader of JSON and of workbooks."""

MOST_CLOCK = (1 << 62) - 1
MOST_TIME = 32_503_680_000_000
"""UTC milliseconds from here on, the year 3000, cannot be shown on every computer."""

MOST_LINE = 1000
"""Characters of the name of a person, and of the label of a step."""

_UNSAFE = re.compile("[\x00\u202a-\u202e\u2066-\u2069]")
_CHUNK = 500


def milliseconds() -> int:
    """The time of this computer's clock, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Head:
    """A change nobody superseded, in one cell."""

    cid: int
    clock: int
    win: bool


Cell = tuple[str, int]


class _Salts:
    """The salts of one edit: one for what stays when the person is erased, another one for what goes.

    Whoever knows the salt of a hash tries out all telephone numbers in a minute. So no change that keeps its
    salt may share it with one that loses it.
    """

    def __init__(self, edit: Edit) -> None:
        self._names = edit.values
        self._stays = edit.kind.personal.stays if edit.kind.personal else frozenset()
        self._salts = (os.urandom(SALT_BYTES), os.urandom(SALT_BYTES))

    def of(self, name: str) -> bytes:
        return self._salts[name in self._stays]

    def in_order(self) -> list[str]:
        """The names of the fields, those of one salt together: a bundle tells it once for a run of them."""
        return sorted(self._names, key=self._stays.__contains__) if self._stays else list(self._names)


@dataclass
class _Page:
    """What one flush writes."""

    changes: list[tuple[Any, ...]] = field(default_factory=list)
    parents: list[tuple[int, int]] = field(default_factory=list)
    heads: list[tuple[Any, ...]] = field(default_factory=list)
    gone: list[tuple[str, int, int]] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)


class JournalRecorder:
    """The recorder of one replica. `clock` gives milliseconds; tests pass their own."""

    def __init__(self, replica: str, clock: Callable[[], int] = milliseconds) -> None:
        self.replica = replica
        self.clock = clock
        self.actor = ""  # whoever opened the store with an own passphrase

    def write(self, connection: Connection, step: Step, edits: list[Edit]) -> None:
        journalled = connection.execution_options(journalled=True)
        try:
            self._write(journalled, step, edits)
        finally:
            connection.execution_options(journalled=False)

    def _write(self, connection: Connection, step: Step, edits: list[Edit]) -> None:
        for edit in edits:
            fit_to_travel(edit.values, edit.kind)
        refuse_erased(connection, edits)
        number = self._step_number(connection, step)
        fields = {(edit.kind.name, name) for edit in edits for name in edit.values}
        names = name_numbers(connection, sorted(f"{kind}.{name}" for kind, name in fields))
        # The same record may stand twice in one flush; each edit must see the heads the one before left.
        for batch in _without_repeats(edits):
            page = _Page()
            heads = heads_of(connection, [edit.record for edit in batch if not edit.new])
            deleted = _deleting(connection, heads, names)
            lines = _Lines(self, connection, number, page, heads, deleted, names)
            for edit in batch:
                lines.add(edit)
            _insert(connection, number, page)
            _write_rows(connection, batch)

    def _step_number(self, connection: Connection, step: Step) -> int:
        row = connection.exec_driver_sql("SELECT no FROM step WHERE uid = ?", (step.uid,)).first()
        if row is None:
            actor = self.actor or actor_kept(connection)
            connection.exec_driver_sql(
                "INSERT INTO step(uid, kind, label, details, actor, at, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    step.uid,
                    step.kind,
                    step.label,
                    readable(details_text(step.details)),
                    readable(actor)[:MOST_LINE],
                    min(max(self.clock(), 0), MOST_TIME - 1),
                    step.undoes,
                ),
            )
            row = connection.exec_driver_sql("SELECT no FROM step WHERE uid = ?", (step.uid,)).one()
        return int(row[0])


def actor_kept(connection: Connection) -> str:
    """The name of whoever works at a store that needs no passphrase."""
    return str(connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'actor'").scalar() or "")


class _Lines:
    """Turns edits into changes, one stream after the other."""

    def __init__(
        self,
        recorder: JournalRecorder,
        connection: Connection,
        step: int,
        page: _Page,
        heads: dict[str, dict[int, list[Head]]],
        deleted: dict[str, list[int]],
        names: dict[str, int],
    ) -> None:
        self._recorder = recorder
        self._connection = connection
        self._step = step
        self._page = page
        self._heads = heads
        self._deleted = deleted
        self._names = names
        self._now = min(max(recorder.clock(), 1) << 16, MOST_CLOCK)
        self._last: dict[str, int] = {}

    def add(self, edit: Edit) -> None:
        if edit.new:
            self._add_new(edit)
            return
        salts = _Salts(edit)
        cells = self._heads.get(edit.record, {})
        scope = edit.scope or self._last_scope(cells)
        for name in edit.values:
            number = self._names[f"{edit.kind.name}.{name}"]
            over, seen = self._supersedes(edit, name, cells, number)
            cid = self._next(scope)
            clock = max([self._now, *(head.clock + 1 for head in cells.get(number, ()))])
            # Somebody's clock may stand at its end; what supersedes what is said by the changes themselves.
            clock = min(clock, MOST_CLOCK)
            first = over[0] if over else None
            row = (cid, self._step, clock, edit.record, number, edit.values[name], first, salts.of(name))
            self._page.changes.append(row)
            self._page.parents.extend((cid, other) for other in [*over[1:], *seen])
            self._page.gone.extend((edit.record, number, other) for other in over)
            self._page.heads.append((edit.record, number, cid, clock))

    def _add_new(self, edit: Edit) -> None:
        """Write of a new record what says more than the default, and its scope; it supersedes nothing."""
        fields, kind, page, record = edit.kind.fields, edit.kind.name, self._page, edit.record
        salts = _Salts(edit)
        for name in salts.in_order():
            value = edit.values[name]
            if value != fields[name].default or name == "scope":
                number, cid = self._names[f"{kind}.{name}"], self._next(edit.scope)
                page.changes.append((cid, self._step, self._now, record, number, value, None, salts.of(name)))
                page.heads.append((record, number, cid, self._now))

    def _supersedes(
        self, edit: Edit, name: str, cells: dict[int, list[Head]], number: int
    ) -> tuple[list[int], list[int]]:
        """The changes of the same cell this one supersedes, and those of other cells its author saw."""
        own = cells.get(number, [])
        over = list(edit.over.get(name, ())) or [head.cid for head in own if head.win]
        if name != DELETED:
            return over, self._deleted.get(edit.record, [])
        # To delete or to restore speaks of the whole record: it settles what others said of that, and a
        # delete says what it saw, so that an edit made elsewhere meanwhile can keep the record.
        over = list(dict.fromkeys([*(head.cid for head in own), *over]))
        if edit.values[name] != 1:
            return over, []
        return over, [head.cid for other, heads in cells.items() if other != number for head in heads]

    def _last_scope(self, cells: dict[int, list[Head]]) -> str:
        """Where a record was spoken of last. What said its scope was taken back; an edit here stayed."""
        newest = max((head for heads in cells.values() for head in heads), key=lambda head: head.clock)
        return streams(self._connection)[newest.cid >> SHIFT].scope

    def _next(self, scope: str) -> int:
        if scope not in self._last:
            stream = stream_number(self._connection, Stream(self._recorder.replica, scope))
            self._last[scope] = stream << SHIFT | last_held(self._connection, stream)
        self._last[scope] += 1
        cid = self._last[scope]
        stream = cid >> SHIFT
        first, _ = self._page.spans.get(stream, (cid, cid))
        self._page.spans[stream] = (first, cid)
        return cid


def fit_to_travel(values: dict[str, Stored], kind: RecordType) -> None:
    """Take out of new values what every receiver refuses. Raises UserError where that loses something."""
    for name, value in values.items():
        if isinstance(value, str):
            if not value.isascii() or "\0" in value:
                values[name] = readable(value)
            if len(value) > MOST_SHORT and len(value) > _most(kind, name):
                raise UserError(_("This text is too long to be kept. Make it shorter, or split it."))
        elif isinstance(value, int) and abs(value) > MOST_INTEGER:
            raise UserError(_("The number {number} is too big to be kept.", number=value))


def _most(kind: RecordType, name: str) -> int:
    """How many characters a field may have; one that only a newer version knows may be any text."""
    field = kind.fields.get(name)
    return MOST_TEXT if field is None else most_characters(field.kind)


def readable(text: str) -> str:
    """The text without NUL and without the controls that make a text read as another one."""
    return _UNSAFE.sub("", text)


def _without_repeats(edits: list[Edit]) -> Iterable[list[Edit]]:
    batch: list[Edit] = []
    seen: set[str] = set()
    for edit in edits:
        if edit.record in seen:
            yield batch
            batch, seen = [], set()
        batch.append(edit)
        seen.add(edit.record)
    if batch:
        yield batch


def heads_of(connection: Connection, records: Sequence[str]) -> dict[str, dict[int, list[Head]]]:
    """The heads of some records, by record and by the local number of the field's name."""
    found: dict[str, dict[int, list[Head]]] = defaultdict(lambda: defaultdict(list))
    for start in range(0, len(records), _CHUNK):
        some = tuple(records[start : start + _CHUNK])
        marks = ",".join("?" * len(some))
        for record, name, cid, clock, win in connection.exec_driver_sql(
            f"SELECT record, name, cid, clock, win FROM head WHERE record IN ({marks})", some
        ):
            found[record][name].append(Head(cid, clock, bool(win)))
    return found


def _deleting(
    connection: Connection, heads: dict[str, dict[int, list[Head]]], names: dict[str, int]
) -> dict[str, list[int]]:
    """The heads that say "deleted", by record: an edit in the trash was made by somebody who saw them."""
    trash = {
        int(no)
        for (no,) in connection.exec_driver_sql("SELECT no FROM name WHERE name LIKE ?", (f"%.{DELETED}",))
    } | {number for name, number in names.items() if name.endswith(f".{DELETED}")}
    found: dict[str, list[int]] = {}
    for record, cells in heads.items():
        for number in trash & cells.keys():
            for head in cells[number]:
                value = connection.exec_driver_sql(
                    "SELECT value FROM change WHERE cid = ?", (head.cid,)
                ).scalar()
                if value == 1:
                    found.setdefault(record, []).append(head.cid)
    return found


def _insert(connection: Connection, step: int, page: _Page) -> None:
    run = connection.exec_driver_sql
    run("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)", page.changes)
    if page.parents:
        run("INSERT INTO parent VALUES (?, ?)", page.parents)
    if page.gone:
        run("DELETE FROM head WHERE record = ? AND name = ? AND cid = ?", page.gone)
    run("INSERT INTO head(record, name, cid, clock) VALUES (?, ?, ?, ?)", page.heads)
    run(
        "INSERT INTO span VALUES (?, ?, ?)",
        [(step, first, last) for first, last in page.spans.values()],
    )


def _write_rows(connection: Connection, edits: list[Edit]) -> None:
    new: dict[str, list[Edit]] = defaultdict(list)
    known: dict[RecordType, list[str]] = defaultdict(list)
    for edit in edits:
        if edit.new:
            new[edit.kind.name].append(edit)
        else:
            known[edit.kind].append(edit.record)
    for name, some in new.items():
        fields = tuple(some[0].kind.fields)
        marks = ",".join("?" * (1 + len(fields)))
        values_of = itemgetter(*fields)
        rows = [(edit.record, *values_of(edit.values)) for edit in some]
        connection.exec_driver_sql(f"INSERT INTO {name}(id, {', '.join(fields)}) VALUES ({marks})", rows)
    for kind, records in known.items():
        rebuild_rows(connection, kind, records)
    connection.exec_driver_sql(
        "INSERT INTO stale VALUES (?, ?) ON CONFLICT DO NOTHING", [(e.record, e.kind.name) for e in edits]
    )
