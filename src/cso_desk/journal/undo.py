"""Takes back a step by new changes that put the earlier values back; redo takes back the undo.

Undo is journalled and shared like everything else. What somebody changed since is left alone and counted.
A bundle taken in is taken back by `bundles`, which removes its changes again; the two share one order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from cso_desk.errors import UserError
from cso_desk.journal.history import StepLine, step_line
from cso_desk.journal.recorder import Head, heads_of
from cso_desk.journal.streams import DELETED, SHIFT, streams
from cso_desk.records.base import RecordId
from cso_desk.records.kinds import Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.erasures import erased_among
from cso_desk.store.reading import Shelves
from cso_desk.store.store import Store
from cso_desk.store.transaction import BEGIN, ERASE, Edit, Step, Transaction
from cso_desk.wording import N_, _

RECEIVE = "receive"
_LABELS = {"undo": N_("Undo: {step}"), "redo": N_("Redo: {step}")}


@dataclass(frozen=True)
class Undone:
    """What an undo or redo did: the step, how many fields it put back, how many it left alone."""

    step: StepLine
    fields: int
    left_alone: int


def undoable(connection: Connection) -> StepLine | None:
    """The step that Undo would take back next; None where there is none."""
    return _newest(connection)


def redoable(connection: Connection) -> StepLine | None:
    """The undo that Redo would take back next; any new step ends redoing."""
    row = connection.exec_driver_sql(
        "SELECT no FROM step s WHERE kind = 'undo' AND NOT EXISTS"
        " (SELECT 1 FROM step r WHERE r.kind = 'redo' AND r.undoes = s.uid)"
        " AND NOT EXISTS (SELECT 1 FROM step x WHERE x.no > s.no AND x.kind NOT IN ('undo', 'redo')"
        " AND (x.kind = 'receive' OR EXISTS (SELECT 1 FROM span WHERE step = x.no)))"
        " AND EXISTS (SELECT 1 FROM span WHERE step = s.no) ORDER BY no DESC LIMIT 1"
    ).first()
    return _line(connection, int(row[0])) if row else None


def undo(store: Store, step_uid: str = "") -> Undone:
    """Take back the newest step made here, or the one named.

    Raises UserError where there is nothing to undo, the step came by a bundle or made the store.
    """
    with store.reading() as reading:
        connection = reading.connection
        line = step_line(connection, step_uid) if step_uid else undoable(connection)
    if line is None:
        raise UserError(_("There is nothing to undo."))
    if line.kind == RECEIVE:
        raise UserError(_("To take back a bundle, open Exchange and take it back there."))
    if line.kind == ERASE:
        raise UserError(_("A person was erased in this step. That cannot be undone."))
    if line.kind == BEGIN:
        raise UserError(_("This step made the store. Change its values instead; it cannot be undone."))
    return _take_back(store, line, "undo")


def redo(store: Store) -> Undone:
    """Do again what the newest undo took back. Raises UserError where there is nothing to redo."""
    with store.reading() as reading:
        line = redoable(reading.connection)
    if line is None:
        raise UserError(_("There is nothing to redo."))
    return _take_back(store, line, "redo")


@dataclass
class _Back:
    """The values that one record gets back, and the changes they supersede."""

    kind: RecordType
    record: RecordId
    scope: str
    values: dict[str, Stored] = field(default_factory=dict)
    over: dict[str, tuple[int, ...]] = field(default_factory=dict)
    others: list[tuple[str, Stored]] = field(default_factory=list)

    def put(self, name: str, value: Stored, over: list[int | None]) -> None:
        known = self.over.get(name, ())
        self.values[name] = value
        self.over[name] = tuple(dict.fromkeys([*known, *(cid for cid in over if cid is not None)]))

    def write(self, transaction: Transaction) -> None:
        if self.values.get("scope") and "scope" in self.over:
            # Going back to another scope is a move, with its withdrawal and its telling anew.
            fields = self.kind.fields
            told = {name: fields[name].kind.from_stored(value) for name, value in self.values.items()}
            transaction.change(self.kind.record, self.record, **told)
            return
        # What stood in conflict before a resolution stands in conflict again; the shown value comes last.
        edits = [self._edit({name: value}) for name, value in self.others]
        transaction.permit([self._edit(self.values)])
        transaction.write([*edits, self._edit(self.values)])

    def _edit(self, values: dict[str, Stored]) -> Edit:
        over = {name: self.over[name] for name in values if name in self.over}
        return Edit(self.kind, self.record, self.scope, values, new=False, over=over)


def _take_back(store: Store, line: StepLine, kind: str) -> Undone:
    named = line if kind == "undo" else None
    details = {"step": named.label, "of": named.details} if named else dict(line.details)
    step = Step(_LABELS[kind], details, kind=kind, undoes=line.uid)
    with store.stepping(step) as transaction:
        backs, left = _edits(transaction.connection, store.shelves, line.uid)
        if not backs:
            raise UserError(_("Everything in this step was changed again since, so nothing was undone."))
        for back in backs:
            back.write(transaction)
    return Undone(line, sum(len(back.values) for back in backs), left)


def _edits(connection: Connection, shelves: Shelves, uid: str) -> tuple[list[_Back], int]:
    """What one step changed and could put back, and how many fields somebody changed since."""
    rows = connection.exec_driver_sql(
        "SELECT c.cid, c.record, n.name, c.name, c.prev, p.value, p.cid FROM span sp"
        " JOIN step s ON s.no = sp.step JOIN change c ON c.cid BETWEEN sp.first AND sp.last"
        " JOIN name n ON n.no = c.name"
        " LEFT JOIN change p ON p.cid = c.prev WHERE s.uid = ? ORDER BY c.clock DESC, c.cid DESC",
        (uid,),
    ).all()
    own = {int(row[0]) for row in rows}
    scopes = {number: stream.scope for number, stream in streams(connection).items()}
    heads = heads_of(connection, list(dict.fromkeys(str(row[1]) for row in rows)))
    born = _born(connection, heads, rows, own)
    gone = erased_among(connection, (str(row[1]) for row in rows))
    backs: dict[str, _Back] = {}
    left = 0
    for cid, record, name, cell, prev, before, held in rows:
        kind_name, _dot, told = str(name).partition(".")
        kind = shelves.types.get(kind_name)
        if kind is None or told not in kind.fields or record in gone:
            left += 1
            continue
        back = backs.setdefault(record, _Back(kind, RecordId(record), scopes[cid >> SHIFT]))
        if record in born:
            back.values = {DELETED: 1}
            continue
        if prev is not None and held is None:
            # What stood before came by a bundle that was taken back: there is nothing to go back to.
            left += 1
            continue
        current = next((head.cid for head in heads[record][cell] if head.win), None)
        if told in back.values or _shows(connection, current, cid):
            was = kind.fields[told].default if prev is None else before
            back.put(told, was, [current, *(h.cid for h in heads[record][cell] if h.cid == cid)])
            back.others.extend((told, value) for value in _other_values(connection, cid))
        else:
            left += prev not in own
    return [back for back in backs.values() if back.values], left


def _shows(connection: Connection, current: int | None, cid: int) -> bool:
    """Whether the head that is shown is this change, or a later undo or redo that came back to it."""
    if current is None or current == cid:
        return current == cid
    return _origin(connection, current) == _origin(connection, cid)


def _origin(connection: Connection, cid: int) -> int | None:
    """The change whose value this one shows: an undo shows what stood before the change it took back."""
    now: int | None = cid
    seen: set[int] = set()
    while now is not None and now not in seen:  # changes from outside may name each other in a circle
        seen.add(now)
        row = connection.exec_driver_sql(
            "SELECT s.kind, (SELECT t.prev FROM change t JOIN step u ON u.no = t.step WHERE u.uid = s.undoes"
            " AND t.record = c.record AND t.name = c.name ORDER BY t.clock, t.cid LIMIT 1)"
            " FROM change c JOIN step s ON s.no = c.step WHERE c.cid = ?",
            (now,),
        ).first()
        if row is None or row[0] not in ("undo", "redo"):
            return now
        now = row[1]
    return None


def _other_values(connection: Connection, cid: int) -> list[Stored]:
    """The values of the further heads that a resolution superseded."""
    rows = connection.exec_driver_sql(
        "SELECT o.value FROM parent p JOIN change o ON o.cid = p.parent JOIN change c ON c.cid = p.cid"
        " WHERE p.cid = ? AND o.record = c.record AND o.name = c.name AND c.value IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM name n WHERE n.no = c.name AND n.name LIKE '%.deleted')",
        (cid,),
    )
    return [value for (value,) in rows]


def _born(
    connection: Connection, heads: Mapping[str, Mapping[int, list[Head]]], rows: Sequence[Any], own: set[int]
) -> set[str]:
    """Records that this step made and nobody else changed since: a new record always says its scope."""
    made = {str(row[1]) for row in rows if str(row[2]).endswith(".scope") and row[4] is None}
    return {
        record
        for record in made
        if all(
            head.cid in own or _origin(connection, head.cid) in own | {None}
            for cell in heads[record].values()
            for head in cell
        )
    }


def _newest(connection: Connection) -> StepLine | None:
    """The newest step that is not undone. An undo that was redone does not count."""
    is_undone = (
        "EXISTS (SELECT 1 FROM step u WHERE u.kind = 'undo' AND u.undoes = s.uid AND NOT EXISTS"
        " (SELECT 1 FROM step r WHERE r.kind = 'redo' AND r.undoes = u.uid))"
    )
    row = connection.exec_driver_sql(
        f"SELECT no FROM step s WHERE s.kind NOT IN ('undo', 'redo', '{BEGIN}', '{ERASE}')"
        " AND (s.kind = 'receive' OR EXISTS (SELECT 1 FROM span WHERE step = s.no))"
        f" AND NOT {is_undone} ORDER BY no DESC LIMIT 1"
    ).first()
    return _line(connection, int(row[0])) if row else None


def _line(connection: Connection, number: int) -> StepLine:
    uid = connection.exec_driver_sql("SELECT uid FROM step WHERE no = ?", (number,)).scalar_one()
    line = step_line(connection, str(uid))
    assert line is not None  # noqa: S101  its uid was just read
    return line
