"""Takes a bundle back: removes exactly what it brought, as if it had never come."""

import json
import time
from collections.abc import Iterable

from sqlalchemy import Connection

from cso_desk.errors import UserError
from cso_desk.journal.branches import authors_of_meanings, branches_of, settle_references
from cso_desk.journal.heads import Range, settle_records, withdraw
from cso_desk.journal.streams import MASK, SHIFT, last_held
from cso_desk.records.base import new_id
from cso_desk.store.reading import Shelves
from cso_desk.store.store import Store, details_text
from cso_desk.store.transaction import Changed
from cso_desk.wording import N_, _

_LABEL = N_("Undo: {step}")


def undo_receive(store: Store, uid: str) -> int:
    """Take back a bundle: its changes are removed as if they had never come; gives how many.

    What was edited here since stays. Raises UserError where a later bundle goes on from this one.
    """
    with store.writing() as connection:
        _refuse_unless_taken(connection, uid)
        ranges = [
            (int(first), int(last))
            for first, last in connection.exec_driver_sql(
                "SELECT first, last FROM taken WHERE bundle = ? ORDER BY first", (uid,)
            )
        ]
        refuse_what_others_need(connection, ranges)
        records = take_out(connection, store.shelves, ranges)
        forget(connection, uid)
    if records:
        kinds = frozenset(records.values())
        store.announce(Changed(kinds, frozenset(records)))
    return sum(last - first + 1 for first, last in ranges)


def take_out(connection: Connection, shelves: Shelves, ranges: list[Range]) -> dict[str, str]:
    """Remove what bundles brought; gives the records it was about, each with its type's name."""
    types = shelves.types.values()
    split = authors_of_meanings(connection, ranges)
    records = records_in(connection, ranges)
    connection.execution_options(journalled=True)
    try:
        withdraw(connection, types, ranges)
        # What others meant by a number may be clear now that one of its branches is gone.
        freed = {record for author in split for record in settle_references(connection, author)}
        settle_records(connection, types, freed)
    finally:
        connection.execution_options(journalled=False)
    for first, last in ranges:
        connection.exec_driver_sql(
            "DELETE FROM seal WHERE stream = ? AND seq BETWEEN ? AND ?",
            (first >> SHIFT, first & MASK, last & MASK),
        )
    return records


def _refuse_unless_taken(connection: Connection, uid: str) -> None:
    row = connection.exec_driver_sql(
        "SELECT status FROM bundle WHERE uid = ? AND direction = 'in'", (uid,)
    ).first()
    if row is None:
        raise UserError(_("This bundle was not taken in here, so there is nothing to take back."))
    if row[0] != "taken":
        raise UserError(_("This bundle was taken back already."))


def refuse_what_others_need(connection: Connection, ranges: list[Range]) -> None:
    """Raise UserError where something held goes on from these changes, or they erased somebody."""
    refuse_erasures(connection, ranges)
    lasts = [last for _first, last in ranges]
    if Needs(connection, lasts).of(lasts):
        raise UserError(_("A later bundle goes on from this one. Take that one back first, then this one."))


def refuse_erasures(connection: Connection, ranges: list[Range]) -> None:
    """Raise UserError where these changes erased somebody: what is gone does not come back."""
    for span in ranges:
        found = connection.exec_driver_sql(
            "SELECT EXISTS (SELECT 1 FROM erasure e CROSS JOIN change c ON c.record = e.id"
            " WHERE c.cid BETWEEN ? AND ?)",
            span,
        ).scalar()
        if found:
            raise UserError(_("This file brought the erasure of a person, which cannot be taken back."))


class Needs:
    """Tells which bundles something held goes on from. `lasts`: the last changes that bundles brought."""

    def __init__(self, connection: Connection, lasts: Iterable[int]) -> None:
        numbers = {last >> SHIFT for last in lasts}
        self._ends = {number: last_held(connection, number) for number in numbers}
        self._behind = {
            number: {one for one in branches_of(connection, number) if last_held(connection, one)}
            for number in numbers
            if connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM fork)").scalar()
        }

    def of(self, lasts: list[int]) -> bool:
        """Whether something goes on from one of these changes, which one bundle brought."""
        own = {last >> SHIFT for last in lasts}
        return any(
            self._ends[last >> SHIFT] != last & MASK or self._behind.get(last >> SHIFT, own) - own
            for last in lasts
        )


def records_in(connection: Connection, ranges: list[Range]) -> dict[str, str]:
    """The records that some changes are about, each with its type's name."""
    found = {}
    for span in ranges:
        for record, name in connection.exec_driver_sql(
            "SELECT DISTINCT c.record, n.name FROM change c JOIN name n ON n.no = c.name"
            " WHERE c.cid BETWEEN ? AND ?",
            span,
        ):
            found[record] = str(name).partition(".")[0]
    return found


def forget(connection: Connection, uid: str) -> None:
    """Note that what a bundle brought is gone, so that Undo does not offer it again."""
    run = connection.exec_driver_sql
    summary = run("SELECT summary FROM bundle WHERE uid = ?", (uid,)).scalar_one()
    step = str(json.loads(summary).get("step", ""))
    run("DELETE FROM taken WHERE bundle = ?", (uid,))
    run("UPDATE bundle SET status = 'undone' WHERE uid = ?", (uid,))
    row = run("SELECT label, details, actor FROM step WHERE uid = ?", (step,)).first()
    if row is None:
        return
    label, details, actor = row
    told = details_text({"step": label, "of": json.loads(details)})
    run(
        "INSERT INTO step(uid, kind, label, details, actor, at, undoes) VALUES (?, 'undo', ?, ?, ?, ?, ?)",
        (new_id(), _LABEL, told, actor, time.time_ns() // 1_000_000, step),
    )
