"""Finds changes to records that their author cannot have heard of; see docs/decisions/0205."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.journal.heads import Range
from cso_desk.journal.streams import SHIFT, authors, listed, streams
from cso_desk.trust.keeping import Limits
from cso_desk.trust.rights import may_hold


@dataclass(frozen=True)
class Intruder:
    """A change of `span` is about a record that was never told where its author could hear it.

    `unsure`: it goes on from something that is not here, so the telling may merely be missing, as after a
    restored backup.
    """

    record: str
    unsure: bool


class Hearing:
    """Who can have heard of which record, by the streams held now. `hub_of` tells an author's hub."""

    def __init__(self, connection: Connection, hub_of: Callable[[str], str]) -> None:
        self._connection = connection
        self._scopes = {number: stream.scope for number, stream in streams(connection).items()}
        wrote = authors(connection)
        self._hubs = {number: hub_of(wrote[number]) for number in self._scopes}
        # What a computer told others before it was ended may never come here.
        self._unheard = Limits(connection).unheard

    def intruder(self, hub: str, ranges: Sequence[Range]) -> Intruder | None:
        """The first record that a hub cannot know and yet changed in these changes; None where it may all."""
        may = (hub, *self._unheard)
        closed = [no for no, scope in self._scopes.items() if not any(may_hold(one, scope) for one in may)]
        if not closed:
            return None
        own = [no for no in self._scopes if self._hubs[no] == hub]
        told = [no for no in self._scopes if no not in closed and no not in own]
        # Somebody who goes on from what was told in the open heard it there, though it is here no more.
        heard = (
            f"c.cid >> {SHIFT} NOT IN ({listed(own)}) AND"
            f" (c.cid >> {SHIFT} IN ({listed(told)}) OR c.prev >> {SHIFT} IN ({listed([*told, *own])}))"
        )
        for span in ranges:
            record = self._connection.exec_driver_sql(
                "SELECT i.record FROM (SELECT DISTINCT record FROM change WHERE cid BETWEEN ? AND ?) i"
                " WHERE EXISTS (SELECT 1 FROM change c WHERE c.record = i.record"
                f" AND c.cid >> {SHIFT} IN ({listed(closed)}))"
                f" AND NOT EXISTS (SELECT 1 FROM change c WHERE c.record = i.record AND {heard}) LIMIT 1",
                span,
            ).scalar()
            if record is not None:
                return Intruder(str(record), self._goes_on_from_nothing(span, str(record)))
        return None

    def _goes_on_from_nothing(self, span: Range, record: str) -> bool:
        row = self._connection.exec_driver_sql(
            "SELECT 1 FROM change i WHERE i.cid BETWEEN ? AND ? AND i.record = ?"
            " AND i.prev NOT IN (SELECT cid FROM change WHERE record = i.record) LIMIT 1",
            (*span, record),
        ).first()
        return row is not None
