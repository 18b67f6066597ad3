"""What is kept counted of each meeting, so that a report need not read a million and a half attendances.

A tally is derived from the attendances of one meeting and from its people; it is never exchanged, and losing
all of them loses nothing. Triggers of the database (see the migration) drop the tally of a meeting in the
very statement that changes what it counts, whoever runs that statement. A meeting without a tally is counted
anew, kept by `refresh_tallies` when somebody looks.
"""

import json
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from cso_desk.errors import BusyError
from cso_desk.store.reading import Progress, Reading, plain_rows
from cso_desk.store.store import Store

_BATCH = 400  # meetings counted in one go
_KEPT_AT_ONCE = 100  # meetings in one transaction: whoever saves meanwhile waits for no more than that
WORTH_KEEPING = 20
"""From so many meetings on it is worth a transaction to keep their count."""
_YEARS = 4096  # above every year; what was ticked stands above the year
_TICKS = {"": 0, "yes": 1, "no": 2}
_UNSAID = 3  # any other tick: prefers not to say
_POOR = frozenset({"1", "2", "yes"})
_UNDER, _YOUTH, _ADULT, _OLD, _SILENT, _UNKNOWN = "under", "youth", "adult", "old", "X", ""
AGE_GROUPS = (_UNDER, _YOUTH, _ADULT, _OLD, _SILENT, _UNKNOWN)
"""Younger than youth, youth, older, 60 and over, prefers not to say, not known."""
OLD_AGE, OLDEST = 60, 130
"""From this age on people are old; nobody is older than that: whoever seems so has a wrong year of birth."""
_TOLD = {"under15": _UNDER, "31-59": _ADULT, "60+": _OLD, "X": _SILENT}


class Tally(NamedTuple):
    """The attendances of one meeting, counted. People and institutions are numbers of `tally_no`.

    `ages` are years of birth in order, above them what the sheet ticked for youth; `bands` count those who
    told no year, by tick and age group as told.
    """

    participations: int
    female: int
    male: int
    disability: int
    minority: int
    id_poor: int
    ages: "array[int]"
    bands: Mapping[str, int]
    women: "array[int]"
    men: "array[int]"
    others: "array[int]"
    institutions: "array[int]"

    def by_age(self, year: int, youth: tuple[int, int]) -> Counter[str]:
        """Participations by age group in the year of the meeting. Who was ticked as youth on the sheet is.

        Who was not is none, whatever else is known: then the age group is not known.
        """
        found: Counter[str] = Counter()
        for tick in range(_UNSAID + 1):
            lowest = tick * _YEARS
            left = bisect_left(self.ages, lowest + _YEARS) - bisect_left(self.ages, lowest)
            for group, (youngest, oldest) in _spans(youth).items() if left else ():
                first = bisect_left(self.ages, lowest + max(year - oldest, 0))
                last = bisect_right(self.ages, lowest + min(max(year - youngest, -1), _YEARS - 1))
                if last > first:
                    found[_group(tick, group)] += last - first
                    left -= last - first
            if left:  # born after the meeting, or nobody knows when that was
                found[_group(tick, _UNKNOWN)] += left
        for told, count in self.bands.items():
            said, _colon, band = told.partition(":")
            exact = f"{youth[0]}-{youth[1]}"
            found[_group(int(said), _YOUTH if band == exact else _TOLD.get(band, _UNKNOWN))] += count
        return found


NOTHING = Tally(0, 0, 0, 0, 0, 0, array("H"), {}, array("I"), array("I"), array("I"), array("I"))


def _spans(youth: tuple[int, int]) -> dict[str, tuple[int, int]]:
    """The youngest and oldest age of every group. Where youth is old, there is less or nothing between."""
    youngest, oldest = youth
    spans = {
        _UNDER: (0, youngest - 1),
        _YOUTH: youth,
        _ADULT: (oldest + 1, max(oldest, OLD_AGE - 1)),
        _OLD: (max(OLD_AGE, oldest + 1), OLDEST),
    }
    return {group: span for group, span in spans.items() if span[0] <= span[1]}


def _group(tick: int, group: str) -> str:
    if tick == _TICKS["yes"]:
        return _YOUTH
    if tick == _UNSAID:
        return _SILENT
    return _UNKNOWN if tick == _TICKS["no"] and group == _YOUTH else group


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
            with store.writing(wait=False) as connection:
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
    rows = list(_rows(connection, meetings))
    named = [(record,) for record in sorted({each for row in rows for each in (row[1], row[2]) if each})]
    if named:
        run("INSERT OR IGNORE INTO tally_no(record) VALUES (?)", named)
    numbers = _numbers(connection, [record for (record,) in named])
    tallies = count_rows(rows, numbers)
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


def _rows(connection: Connection, meetings: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Who was present: meeting, person and institution that stand for those named, what is known of them."""
    marks = ",".join("?" * len(meetings))
    return plain_rows(
        connection.exec_driver_sql(
            "SELECT a.meeting, coalesce(s.survivor, a.person), coalesce(o.survivor, a.organisation), p.sex,"
            " p.birth_year, coalesce(p.age_band, ''), a.youth,"
            " CASE a.disability WHEN '' THEN p.disability ELSE a.disability END,"
            " CASE a.minority WHEN '' THEN p.minority ELSE a.minority END,"
            " CASE a.id_poor WHEN '' THEN p.id_poor ELSE a.id_poor END"
            " FROM attendance a LEFT JOIN alias s ON s.record = a.person"
            " LEFT JOIN alias o ON o.record = a.organisation"
            " LEFT JOIN person p ON p.id = coalesce(s.survivor, a.person)"
            f" WHERE a.meeting IN ({marks}) AND a.deleted = 0 AND a.status = 'present'",
            tuple(meetings),
        )
    )


class _Counting:
    """One meeting while it is counted."""

    def __init__(self) -> None:
        self.sums = Counter[str]()
        self.ages: list[int] = []
        self.bands = Counter[str]()
        self.people: dict[str, set[str]] = {"F": set(), "M": set(), "": set()}
        self.institutions: set[str] = set()

    def take(self, row: tuple[Any, ...]) -> None:
        _meeting, person, body, sex, year, band, youth, disability, minority, poor = row
        sums = self.sums
        sums["participations"] += 1
        sums["female"] += sex == "F"
        sums["male"] += sex == "M"
        sums["disability"] += disability == "yes"
        sums["minority"] += minority == "yes"
        sums["id_poor"] += poor in _POOR
        tick = _TICKS.get(youth, _UNSAID)
        if year is None:
            self.bands[f"{tick}:{band}"] += 1
        else:
            # A year that cannot be is kept as one so long ago that it is nobody's youth.
            self.ages.append(tick * _YEARS + (year if 0 < year < _YEARS else 1))
        if person:
            self.people[sex if sex in ("F", "M") else ""].add(person)
        if body:
            self.institutions.add(body)

    def tally(self, numbers: Mapping[str, int]) -> Tally:
        def numbered(records: Iterable[str]) -> "array[int]":
            return array("I", sorted(numbers[each] for each in records))

        sums = self.sums
        women, men, others = (numbered(self.people[sex]) for sex in ("F", "M", ""))
        return Tally(
            participations=sums["participations"],
            female=sums["female"],
            male=sums["male"],
            disability=sums["disability"],
            minority=sums["minority"],
            id_poor=sums["id_poor"],
            ages=array("H", sorted(self.ages)),
            bands=dict(self.bands),
            women=women,
            men=men,
            others=others,
            institutions=numbered(self.institutions),
        )


def count_rows(rows: Iterable[tuple[Any, ...]], numbers: Mapping[str, int]) -> dict[str, Tally]:
    """The tallies of the meetings of these rows, see `_rows`; `numbers` has all who are named."""
    found: dict[str, _Counting] = defaultdict(_Counting)
    for row in rows:
        found[row[0]].take(row)
    return {meeting: each.tally(numbers) for meeting, each in found.items()}


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
    missing = [each for each in meetings if each not in kept]
    rows = [
        row
        for start in range(0, len(missing), _BATCH)
        for row in _rows(connection, missing[start : start + _BATCH])
    ]
    # What has no number yet is given one for this answer only.
    named = sorted({each for row in rows for each in (row[1], row[2]) if each})
    numbers = _numbers(connection, named)
    first = _last_number(connection) + 1
    fresh = {record: first + at for at, record in enumerate(each for each in named if each not in numbers)}
    tallies = kept | count_rows(rows, numbers | fresh)
    bodies = _bodies(connection, {no for each in tallies.values() for no in each.institutions})
    if fresh:
        bodies |= _fresh_bodies(connection, fresh)
    return Tallies(tallies, bodies)


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
    _meeting, total, female, male, disability, minority, poor, ages, bands, *sets = row
    told = json.loads(bands) if bands != "{}" else {}
    women, men, others, institutions = (_array("I", each) for each in sets)
    sums = (total, female, male, disability, minority, poor)
    return Tally(*sums, _array("H", ages), told, women, men, others, institutions)


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
