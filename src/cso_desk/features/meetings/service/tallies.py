"""What is kept counted of each meeting, so that a report need not read a million and a half attendances.

A tally is derived from the attendances of one meeting and from its people; it is never exchanged, and losing
all of them loses nothing. Triggers of the database (see the migration) drop the tally of a meeting in the
very statement that changes what it counts, whoever runs that statement. A meeting without a tally is counted
anew, kept by `refresh_tallies` when somebody looks.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from cso_desk.errors import BusyError
from cso_desk.features.meetings.service.counting import NOTHING, Tally, count_rows
from cso_desk.store.reading import Progress, Reading, plain_rows
from cso_desk.store.store import Store

_BATCH = 400  # meetings counted in one go
_KEPT_AT_ONCE = 100  # meetings in one transaction: whoever saves meanwhile waits for no more than that
WORTH_KEEPING = 20
"""From so many meetings on it is worth a transaction to keep their count."""
_COLUMNS = ", ".join(Tally._fields)


# --- keeping ---


def refresh_tallies(store: Store, progress: Progress | None = None, *, at_least: int = 1) -> int:
    """Keep the count of meetings that have no tally; gives how many. `progress` may raise between batches.

    Below `at_least` nothing is written: a few are counted sooner by whoever looks than they are kept. Nor is
    while somebody else writes. What was kept before `progress` raised stays kept.
    """
    with store.reading() as reading:
        due = _due(reading.connection)
    if len(due) < at_least:
        return 0
    done = 0
    for start in range(0, len(due), _KEPT_AT_ONCE):
        if progress is not None:
            progress(done, len(due))
        some = due[start : start + _KEPT_AT_ONCE]
        try:
            with store.writing(wait=False, derived=True) as connection:
                _keep(connection, some)
        except BusyError:
            break
        done += len(some)
    return done


_WITHOUT = "FROM meeting m WHERE NOT EXISTS (SELECT 1 FROM tally t WHERE t.meeting = m.id)"


def uncounted_in(reading: Reading) -> int:
    """How many meetings have no tally: from `WORTH_KEEPING` of them on, counting takes a while."""
    return int(reading.connection.exec_driver_sql(f"SELECT count(*) {_WITHOUT}").scalar_one())


def _due(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql(f"SELECT m.id {_WITHOUT}")
    return [str(meeting) for (meeting,) in rows]


def _keep(connection: Connection, meetings: Sequence[str]) -> None:
    run = connection.exec_driver_sql
    listed = _listed(connection, meetings)
    if listed.named:
        run("INSERT OR IGNORE INTO tally_no(record) VALUES (?)", [(record,) for record in listed.named])
    tallies = count_rows(listed.rows, _numbers(connection, listed.named), listed.away)
    marks = ", ".join("?" * len(Tally._fields))
    run(
        f"INSERT OR REPLACE INTO tally(meeting, {_COLUMNS}) VALUES (?, {marks})",
        [(each, *_packed(tallies.get(each, NOTHING))) for each in meetings],
    )


def _numbers(connection: Connection, records: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(records), _BATCH):
        some = tuple(records[start : start + _BATCH])
        marks = ",".join("?" * len(some))
        rows = connection.exec_driver_sql(f"SELECT record, no FROM tally_no WHERE record IN ({marks})", some)
        found |= {str(record): int(no) for record, no in rows}
    return found


def _packed(tally: Tally) -> Iterator[object]:
    for value in tally:
        if isinstance(value, array):
            yield value.tobytes()
        elif isinstance(value, Mapping):
            yield json.dumps(value, separators=(",", ":"), sort_keys=True)
        else:
            yield value


# --- counting ---


@dataclass(frozen=True)
class _Listed:
    """What the lists of some meetings say, see `counting.count_rows`; `named` are all records in it."""

    rows: Sequence[tuple[Any, ...]]
    away: Sequence[tuple[str, str]]

    @property
    def named(self) -> list[str]:
        here = {each for row in self.rows for each in (row[1], row[2]) if each}
        return sorted(here | {body for _meeting, body in self.away})


def _listed(connection: Connection, meetings: Sequence[str]) -> _Listed:
    """The lists of these meetings, with the records that stand for those that were merged."""
    marks, values = ",".join("?" * len(meetings)), tuple(meetings)
    rows = connection.exec_driver_sql(
        "SELECT a.meeting, coalesce(s.survivor, a.person), coalesce(o.survivor, a.organisation), p.sex,"
        " p.birth_year, coalesce(p.age_band, ''), a.youth,"
        " CASE a.disability WHEN '' THEN p.disability ELSE a.disability END,"
        " CASE a.minority WHEN '' THEN p.minority ELSE a.minority END,"
        " CASE a.id_poor WHEN '' THEN p.id_poor ELSE a.id_poor END"
        " FROM attendance a LEFT JOIN alias s ON s.record = a.person"
        " LEFT JOIN alias o ON o.record = a.organisation"
        " LEFT JOIN person p ON p.id = coalesce(s.survivor, a.person)"
        f" WHERE a.meeting IN ({marks}) AND a.deleted = 0 AND a.status = 'present' ORDER BY a.id",
        values,
    )
    away = connection.exec_driver_sql(
        "SELECT DISTINCT a.meeting, coalesce(o.survivor, a.organisation)"
        " FROM attendance a LEFT JOIN alias o ON o.record = a.organisation"
        f" WHERE a.meeting IN ({marks}) AND a.deleted = 0 AND a.status <> 'present' AND a.organisation <> ''",
        values,
    )
    return _Listed(list(plain_rows(rows)), [(meeting, body) for meeting, body in plain_rows(away)])


# --- reading ---


@dataclass(frozen=True)
class Body:
    """What figures say of an institution."""

    record: str
    kind: str
    place: str


@dataclass(frozen=True)
class Tallies:
    """The tallies of some meetings, and the institutions that their numbers mean."""

    by_meeting: Mapping[str, Tally]
    bodies: Mapping[int, Body]

    def of(self, meeting: str) -> Tally:
        return self.by_meeting.get(meeting, NOTHING)


def tallies_in(reading: Reading, meetings: Sequence[str]) -> Tallies:
    """The tallies of these meetings, kept or counted now; nothing is written."""
    connection = reading.connection
    kept = _kept(connection, meetings)
    tallies, fresh = _counted_now(connection, [each for each in meetings if each not in kept])
    tallies |= kept
    bodies = _bodies(connection, {no for each in tallies.values() for no in each.institutions})
    if fresh:
        bodies |= _fresh_bodies(connection, fresh)
    return Tallies(tallies, bodies)


def _counted_now(
    connection: Connection, meetings: Sequence[str]
) -> tuple[dict[str, Tally], Mapping[str, int]]:
    """The tallies of meetings of which none is kept, and the numbers given for this answer only."""
    tallies: dict[str, Tally] = {}
    numbers: dict[str, int] = {}
    fresh: dict[str, int] = {}
    first = _last_number(connection) + 1 if meetings else 0
    for start in range(0, len(meetings), _BATCH):
        listed = _listed(connection, meetings[start : start + _BATCH])
        new = [each for each in listed.named if each not in numbers]
        numbers |= _numbers(connection, new)
        for record in new:
            if record not in numbers:
                numbers[record] = fresh[record] = first + len(fresh)
        tallies |= count_rows(listed.rows, numbers, listed.away)
    return tallies, fresh


def _last_number(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT coalesce(max(no), 0) FROM tally_no").scalar_one())


def _kept(connection: Connection, meetings: Sequence[str]) -> dict[str, Tally]:
    """One statement however many: the ids go over as one text."""
    rows = connection.exec_driver_sql(
        f"SELECT meeting, {_COLUMNS} FROM tally WHERE meeting IN (SELECT value FROM json_each(?))",
        (json.dumps(list(meetings)),),
    )
    return {row[0]: _unpacked(row) for row in plain_rows(rows)}


def _unpacked(row: tuple[Any, ...]) -> Tally:
    _meeting, total, female, male, disability, minority, poor, ages, bands, *sets, lines = row
    told = json.loads(bands) if bands != "{}" else {}
    women, men, others, institutions, missed = (_array("I", each) for each in sets)
    sums = (total, female, male, disability, minority, poor)
    return Tally(*sums, _array("H", ages), told, women, men, others, institutions, missed, lines)


@dataclass(frozen=True)
class Listing:
    """Which institutions were on the list of a meeting, by id: those that came, and those that did not."""

    meeting: str
    came: Sequence[str]
    missed: Sequence[str]


def listings_in(reading: Reading, meetings: Sequence[str]) -> Iterator[Listing]:
    """The institutions of these meetings in their order, read some at a time; none that is in the trash."""
    connection = reading.connection
    bodies = connection.exec_driver_sql(
        "SELECT o.id, n.no FROM organisation o LEFT JOIN tally_no n ON n.record = o.id WHERE o.deleted = 0"
    )
    number_of = dict(plain_rows(bodies))
    called = {no: body for body, no in number_of.items() if no is not None}

    def named(packed: bytes) -> list[str]:
        return [called[no] for no in _array("I", packed) if no in called]

    for start in range(0, len(meetings), _BATCH):
        some = meetings[start : start + _BATCH]
        kept = connection.exec_driver_sql(
            "SELECT meeting, institutions, missed FROM tally"
            " WHERE meeting IN (SELECT value FROM json_each(?))",
            (json.dumps(list(some)),),
        )
        found = {row[0]: Listing(row[0], named(row[1]), named(row[2])) for row in plain_rows(kept)}
        found |= _listings_now(connection, [each for each in some if each not in found], number_of)
        yield from (found[each] for each in some)


def _listings_now(
    connection: Connection, meetings: Sequence[str], bodies: Container[str]
) -> dict[str, Listing]:
    """The institutions of meetings of which no tally is kept."""
    listed = _listed(connection, meetings) if meetings else _Listed((), ())
    came: dict[str, set[str]] = defaultdict(set)
    away: dict[str, set[str]] = defaultdict(set)
    for meeting, _person, body, *_rest in listed.rows:
        came[meeting].add(body)
    for meeting, body in listed.away:
        away[meeting].add(body)
    return {
        meeting: Listing(
            meeting,
            [each for each in came[meeting] if each in bodies],
            [each for each in away[meeting] - came[meeting] if each in bodies],
        )
        for meeting in meetings
    }


def _array(code: str, packed: bytes) -> "array[int]":
    found = array(code)
    found.frombytes(packed)
    return found


def _bodies(connection: Connection, numbers: Iterable[int]) -> dict[int, Body]:
    rows = connection.exec_driver_sql(
        "SELECT n.no, o.id, o.kind, o.place FROM tally_no n JOIN organisation o ON o.id = n.record"
        " WHERE n.no IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(numbers)),),
    )
    return {no: Body(record, kind, place) for no, record, kind, place in plain_rows(rows)}


def _fresh_bodies(connection: Connection, numbers: Mapping[str, int]) -> dict[int, Body]:
    rows = connection.exec_driver_sql(
        "SELECT id, kind, place FROM organisation WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    )
    return {numbers[record]: Body(record, kind, place) for record, kind, place in plain_rows(rows)}
