"""Erasures: that a person is to be known nowhere any more, as a record that travels to all who held them.

An erasure names the record and the day, never the person, and is never taken back. What follows from it in
the journal is `journal.erasing`. `erased` lists, derived, the records it took values from.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from sqlalchemy import Connection

from cso_desk.records.base import Record, RecordId
from cso_desk.records.kinds import Date, Text
from cso_desk.records.record_type import RecordType
from cso_desk.wording import N_

_SPACE = uuid.UUID("7c1c2f52-5d0b-5b60-9f0e-0f6f3f1f2a61")


@dataclass(kw_only=True, slots=True)
class Erasure(Record):
    """That the record `target` of the type `of` was erased on a day. Its id follows from the target."""

    of: Annotated[str, Text(N_("Kind of record"), typed=False)] = ""
    target: Annotated[str, Text(N_("Erased record"), typed=False)] = ""
    day: Annotated[str, Date(N_("Erased on"), typed=False)] = ""


ERASURE = RecordType(
    name="erasure",
    record=Erasure,
    label=N_("Erasure"),
    plural=N_("Erasures"),
    columns=("of", "day"),
    title=lambda each: (each.day, each.day),
)


def erasure_id(target: str) -> RecordId:
    """The same at every hub, whoever erases first."""
    return RecordId(uuid.uuid5(_SPACE, target).hex)


PEOPLE = "SELECT record FROM erased WHERE root = 1"
"""SQL for the people who were erased."""


def erased_people(connection: Connection) -> list[str]:
    """The ids of the people who were erased, in order."""
    rows = connection.exec_driver_sql(f"{PEOPLE} ORDER BY record")
    return [str(record) for (record,) in rows]


def all_erased(connection: Connection, *, whole: bool = False) -> frozenset[str]:
    """The records that an erasure took values from; with `whole` those of which nothing is shown any more."""
    rows = connection.exec_driver_sql("SELECT record FROM erased WHERE whole >= ?", (int(whole),))
    return frozenset(str(record) for (record,) in rows)


def erased_among(connection: Connection, records: Iterable[str]) -> frozenset[str]:
    """Those of some records that an erasure took values from."""
    return all_erased(connection).intersection(records)


GOES = (
    N_(
        "Name, telephone numbers, e-mail, place, notes and positions go, also from the history of this "
        "store, from the search and from what was typed and not saved. This cannot be undone."
    ),
    N_(
        "Lists of attendance keep a line without a name. Woman or man, year of birth, disability, minority "
        "and ID-Poor stay with it, so that figures that were told do not change."
    ),
)
"""What an erasure does here, as sentences (message ids)."""

ELSEWHERE = (
    N_(
        "Other hubs that hold this person lose them with the next file they take in. A hub that takes in no "
        "file, or works with an older version of CSO Desk, keeps what it has until it does."
    ),
    N_(
        "Nobody looks through papers that were printed, files that were saved elsewhere, photographs and "
        "scans, or mail. Look after them yourselves."
    ),
)
"""What it does not reach by itself, as sentences (message ids)."""

BACKUPS = N_(
    "Backups made before still hold this person, those beside the store until {day} at the latest. A copy on "
    "a stick goes when it is renewed after that day. A backup that is restored loses the person again."
)
"""What becomes of backups; {day} is the last day."""
