"""The merge meeting: from the first file on the board until it is closed, over as many days as it takes."""

import json
import time
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.bundles.progress import Progress
from cso_desk.bundles.taking_back import forget, refuse_what_others_need, take_out
from cso_desk.errors import UserError
from cso_desk.journal.heads import Range
from cso_desk.journal.streams import DELETED, SHIFT
from cso_desk.records.base import RecordId
from cso_desk.records.kinds import Stored
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.reading import stoppable
from cso_desk.store.store import Store
from cso_desk.store.transaction import Edit, Step, Transaction
from cso_desk.wording import N_plural, _

_FACT = "merges"
_KEPT = 40
_LABEL = N_plural("Take back a whole merge: {count} file", "Take back a whole merge: {count} files")


@dataclass(frozen=True)
class MergeMeeting:
    """When a merge began and was closed, UTC milliseconds; `ended` is 0 while it goes on."""

    began: int
    ended: int = 0

    def holds(self, at: int) -> bool:
        """Whether a moment lies in it."""
        return self.began <= at and (not self.ended or at <= self.ended)


@dataclass(frozen=True)
class TakenBack:
    """What taking a merge back did: files and changes that are gone, decisions that were set back."""

    bundles: int
    changes: int
    decisions: int


def merges(store: Store) -> list[MergeMeeting]:
    """Every merge that was held here, newest first."""
    text = kept_fact(store, _FACT)
    return [MergeMeeting(*each) for each in json.loads(text)] if text else []


def open_merge(store: Store) -> MergeMeeting | None:
    """The merge that goes on, None where none does."""
    return next((each for each in merges(store) if not each.ended), None)


def begin_merge(store: Store) -> MergeMeeting:
    """Begin a merge, or go on with the one that was not closed."""
    held = merges(store)
    if held and not held[0].ended:
        return held[0]
    made = MergeMeeting(_now())
    _keep(store, [made, *held])
    return made


def end_merge(store: Store) -> None:
    """Close the merge that goes on. One in which nothing was taken in is forgotten."""
    held = merges(store)
    if held and not held[0].ended:
        closed = MergeMeeting(held[0].began, _now())
        _keep(store, ([closed] if bundles_in_merge(store, closed) else []) + held[1:])


def bundles_in_merge(store: Store, merge: MergeMeeting) -> list[str]:
    """The uids of the bundles with changes that were taken in during a merge and not taken back."""
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql(
            "SELECT uid, at FROM bundle WHERE direction = 'in' AND status = 'taken'"
            " AND kind IN ('delta', 'full') ORDER BY at DESC, uid DESC"
        ).all()
    return [str(uid) for uid, at in rows if merge.holds(int(at))]


def take_back_merge(store: Store, merge: MergeMeeting, progress: Progress | None = None) -> TakenBack:
    """Take back everything that a merge brought, all of it or nothing.

    Decisions made here about what it brought are set back to what stood here before; what was typed here
    since stays. Raises UserError where there is nothing to take back, or a file taken in later goes on from
    one of these.
    """
    uids = bundles_in_merge(store, merge)
    if not uids:
        raise UserError(_("Nothing that was taken in at this merge is left to take back."))
    step = Step(_LABEL, {"count": len(uids)}, kind="undo")
    with store.stepping(step) as transaction, stoppable(transaction, progress):
        connection = transaction.connection
        ranges = _ranges(connection, uids)
        refuse_what_others_need(connection, ranges)
        decided = _decided_about(connection, ranges)
        touched = take_out(connection, store.shelves, ranges)
        for uid in uids:
            forget(connection, uid)
        edits = [edit for each in decided for edit in each.edits(transaction)]
        transaction.write(edits)
        transaction.flush()
        _mark_undone(connection, {each.step for each in decided})
        transaction.touched.update((kind, record) for record, kind in touched.items())
    return TakenBack(len(uids), sum(last - first + 1 for first, last in ranges), len(decided))


def _ranges(connection: Connection, uids: list[str]) -> list[Range]:
    """What the bundles brought, stretches that follow each other as one."""
    rows = connection.exec_driver_sql(
        f"SELECT first, last FROM taken WHERE bundle IN ({','.join('?' * len(uids))}) ORDER BY first",
        tuple(uids),
    )
    found: list[Range] = []
    for first, last in rows:
        if found and found[-1][1] + 1 == first:
            found[-1] = (found[-1][0], int(last))
        else:
            found.append((int(first), int(last)))
    return found


@dataclass(frozen=True)
class _Decision:
    """A decision made here about something that is taken back; `before` are the changes it stood above."""

    cid: int
    step: int
    record: str
    name: str
    before: tuple[int, ...]

    def edits(self, transaction: Transaction) -> list[Edit]:
        """What sets it back to the value that was here before."""
        kind_name, _dot, told = self.name.partition(".")
        kind = transaction.shelves.types[kind_name]
        connection = transaction.connection
        row = connection.exec_driver_sql(
            f"SELECT scope FROM {kind.name} WHERE id = ?", (self.record,)
        ).first()
        if row is None:
            return []
        scope, value = str(row[0]), kind.fields[told].default
        for cid in self.before:
            found = connection.exec_driver_sql("SELECT value FROM change WHERE cid = ?", (cid,)).first()
            if found is not None:
                value = found[0]
                break
        values: dict[str, Stored] = {told: value}
        record, over = RecordId(self.record), {told: (self.cid,)}
        if scope:
            return [Edit(kind, record, scope, values, new=False, over=over)]
        # Nothing else is left of a record that came with the files only. A delete names what it saw, so it
        # comes last.
        home = _scope_of(connection, self.cid)
        gone: dict[str, Stored] = {DELETED: 1}
        told_back = Edit(kind, record, home, values, new=False, over=over)
        return [told_back, Edit(kind, record, home, gone, new=False)]


def _decided_about(connection: Connection, ranges: list[Range]) -> list[_Decision]:
    """Decisions of this device that still show and stand above something that these ranges hold."""
    inside = " OR ".join("{0} BETWEEN %d AND %d" % span for span in ranges)  # noqa: UP031  braces stay
    rows = connection.exec_driver_sql(
        "SELECT r.cid, r.step, r.record, n.name, r.prev FROM step s JOIN span x ON x.step = s.no"
        " JOIN change r ON r.cid BETWEEN x.first AND x.last JOIN name n ON n.no = r.name"
        " JOIN head h ON h.record = r.record AND h.name = r.name AND h.cid = r.cid AND h.win = 1"
        f" WHERE s.kind = 'resolve' AND ({inside.format('r.prev')} OR EXISTS (SELECT 1 FROM parent p"
        f" WHERE p.cid = r.cid AND ({inside.format('p.parent')})))"
    ).all()
    found = []
    for cid, step, record, name, prev in rows:
        parents = connection.exec_driver_sql(
            "SELECT p.parent FROM parent p JOIN change c ON c.cid = p.parent JOIN change r ON r.cid = p.cid"
            " WHERE p.cid = ? AND c.name = r.name ORDER BY c.clock DESC",
            (cid,),
        ).scalars()
        found.append(_Decision(int(cid), int(step), record, str(name), (prev, *map(int, parents))))
    return found


def _scope_of(connection: Connection, cid: int) -> str:
    return str(
        connection.exec_driver_sql("SELECT scope FROM stream WHERE no = ?", (cid >> SHIFT,)).scalar_one()
    )


def _mark_undone(connection: Connection, steps: set[int]) -> None:
    """Steps of which nothing shows any more are no longer what Undo would take back."""
    for step in sorted(steps):
        connection.exec_driver_sql(
            "INSERT INTO step(uid, kind, label, details, actor, at, undoes)"
            " SELECT lower(hex(randomblob(16))), 'undo', label, details, actor, ?, uid FROM step s"
            " WHERE s.no = ? AND NOT EXISTS (SELECT 1 FROM span x JOIN change c ON c.cid BETWEEN x.first"
            " AND x.last JOIN head h ON h.record = c.record AND h.name = c.name AND h.cid = c.cid"
            " WHERE x.step = s.no)",
            (_now(), step),
        )


def _keep(store: Store, held: list[MergeMeeting]) -> None:
    keep_fact(store, _FACT, json.dumps([(each.began, each.ended) for each in held[:_KEPT]]))


def _now() -> int:
    return time.time_ns() // 1_000_000
