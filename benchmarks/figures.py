"""The national report's figures over a million and a half attendances, beside plain indexed SQL; who came
over five years, beside grouping the rows; and what keeping it counted costs when a meeting is saved.
"""

import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from cso_desk.assembly import create_store
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service import faithfulness_in, quarter_figures, quarters_until
from cso_desk.features.meetings.service.figures import from_tally
from cso_desk.features.meetings.service.gathering import gather
from cso_desk.features.meetings.service.tallies import refresh_tallies, tallies_in
from cso_desk.features.members.record import Organisation, Person
from cso_desk.khmer.dates import quarter_range
from cso_desk.places.gazetteer import children
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store

MEETINGS, GUESTS, PEOPLE, BODIES = 25_000, 60, 100_000, 5_000
QUARTERS = quarters_until("2026Q3", 20)
LIMIT, SAVING_LIMIT = 0.35, 1.3
TIMES = 3

_PARTS = """count(*), count(DISTINCT a.person), count(DISTINCT nullif(a.organisation, '')),
 sum(p.sex = 'F'), sum(p.sex = 'M'),
 sum(a.youth = 'yes' OR (a.youth = '' AND substr(m.starts, 1, 4) - p.birth_year BETWEEN 15 AND 30)),
 sum(a.disability = 'yes' OR (a.disability = '' AND p.disability = 'yes')),
 sum(a.minority = 'yes' OR (a.minority = '' AND p.minority = 'yes')),
 sum(a.id_poor IN ('1', '2', 'yes') OR (a.id_poor = '' AND p.id_poor IN ('1', '2', 'yes')))"""
_JOINED = """FROM meeting m JOIN attendance a ON a.meeting = m.id LEFT JOIN person p ON p.id = a.person
 LEFT JOIN organisation o ON o.id = a.organisation
 WHERE m.starts BETWEEN ? AND ? AND m.status = 'held' AND m.deleted = 0 AND a.deleted = 0
 AND a.status = 'present'"""
PLAIN = (
    f"SELECT {_PARTS} {_JOINED}",
    f"SELECT m.scope, {_PARTS} {_JOINED} GROUP BY m.scope",
    f"SELECT m.id, {_PARTS} {_JOINED} GROUP BY m.id",
    f"SELECT m.scope, o.kind, count(DISTINCT o.id) {_JOINED} GROUP BY m.scope, o.kind",
    f"SELECT DISTINCT m.scope, substr(o.place, 1, 4) {_JOINED}",
)
"""What the report says in figures, asked of the records in the plainest way; every join has its index."""
COMERS = """SELECT a.organisation, m.id, max(a.status = 'present') FROM meeting m
 JOIN attendance a ON a.meeting = m.id WHERE m.starts BETWEEN ? AND ? AND m.status = 'held' AND m.deleted = 0
 AND a.deleted = 0 AND a.organisation <> '' GROUP BY a.organisation, m.id ORDER BY m.starts"""


@contextmanager
def nation() -> Iterator[Store]:
    """A national store, encrypted as every real one is, with five years of 25 hubs."""
    with tempfile.TemporaryDirectory() as folder:
        store, _code = create_store(Path(folder) / "store", "00", passphrase="bench passphrase", cost=CHEAP)
        with store.writing() as connection:
            connection.execution_options(journalled=True)
            fill(connection)
            connection.execution_options(journalled=False)
            connection.exec_driver_sql("ANALYZE")
        yield store
        store.close()


def fill(connection: Connection) -> None:
    run = connection.exec_driver_sql
    hubs = [each.code for each in children("")]
    kinds, sexes = ("ngo", "cbo", "association", "administration_district"), ("F", "M", "F", "M", "X")
    run(
        "INSERT INTO organisation(id, name_en, kind, place, scope) VALUES (?, ?, ?, ?, ?)",
        [
            (f"o{n:031}", f"Organisation {n}", kinds[n % 4], f"{hubs[n % 25]}0{1 + n // 25 % 8}", hub(n))
            for n in range(BODIES)
        ],
    )
    run(
        "INSERT INTO person(id, name_en, sex, birth_year, disability, minority, id_poor, scope)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (f"p{n:031}", f"Person {n}", sexes[n % 5], 1950 + n % 60, *ticks(n, 11, 13, 17), hub(n))
            for n in range(PEOPLE)
        ],
    )
    run(
        "INSERT INTO meeting(id, title_en, starts, status, place, scope) VALUES (?, ?, ?, 'held', ?, ?)",
        [
            (f"m{n:031}", f"Meeting {n}", day(n), f"{hubs[n % 25]}0{1 + n // 25 % 8}", hub(n))
            for n in range(MEETINGS)
        ],
    )
    for start in range(0, MEETINGS, 1000):
        rows = [row(meeting, place) for meeting in range(start, start + 1000) for place in range(GUESTS)]
        run(
            "INSERT INTO attendance(id, meeting, person, organisation, status, youth, scope)"
            " VALUES (?, ?, ?, ?, 'present', ?, ?)",
            rows,
        )


def hub(number: int) -> str:
    return f"hub/{1 + number % 25:02}"


def ticks(number: int, *each: int) -> tuple[str, ...]:
    *two, poor = each
    return (*("yes" if number % one == 0 else "" for one in two), "1" if number % poor == 0 else "")


def day(number: int) -> str:
    first, _last = quarter_range(QUARTERS[number // 25 % len(QUARTERS)])
    return f"{first[:8]}{1 + number % 28:02}"


def row(meeting: int, place: int) -> tuple[str, ...]:
    """The guest of a row: people and institutions of the meeting's own hub, spread as in life."""
    guest = (meeting * 7919 + place * 104_729) % (PEOPLE // 25) * 25 + meeting % 25
    body = guest // 25 % (BODIES // 25) * 25 + meeting % 25
    number = meeting * GUESTS + place
    return (
        f"a{number:031}",
        f"m{meeting:031}",
        f"p{guest:031}",
        f"o{body:031}",
        "yes" if number % 9 == 0 else "",
        hub(meeting),
    )


def plain(store: Store, first: str, last: str) -> list[Any]:
    with store.reading() as reading:
        run = reading.connection.exec_driver_sql
        return [run(statement, (first, last)).all() for statement in PLAIN]


def kept(store: Store, first: str, last: str) -> list[Any]:
    """The same figures out of what is kept: for all, for each hub and for each meeting."""
    with store.reading() as reading:
        found = reading.connection.exec_driver_sql(
            "SELECT id, scope, starts FROM meeting WHERE starts BETWEEN ? AND ? AND status = 'held'"
            " AND deleted = 0",
            (first, last),
        ).all()
        tallies = tallies_in(reading, [each[0] for each in found])
    lines = [
        (scope, from_tally(tallies.of(id_), starts, tallies.bodies), tallies.of(id_))
        for id_, scope, starts in found
    ]
    hubs = sorted({scope for scope, *_rest in lines})
    whole = gather((totals, tally) for _scope, totals, tally in lines).totals(tallies.bodies)
    return [whole, [gather((t, y) for s, t, y in lines if s == each).totals(tallies.bodies) for each in hubs]]


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def side_by_side(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    pairs = [(seconds(ours), seconds(theirs)) for _time in range(TIMES)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def told(name: str, ours: float, theirs: float, limit: float, note: str) -> dict[str, Any]:
    return {
        "name": name,
        "ratio": round(ours / theirs, 3),
        "ours": round(ours * 1000, 1),
        "limit": limit,
        "unit": f"ms, beside {theirs * 1000:.1f} ms",
        "note": note,
    }


def figures() -> Iterator[dict[str, Any]]:
    with nation() as store:
        rebuilt = seconds(lambda: refresh_tallies(store))
        for name, count in (("quarter", 1), ("year", 4)):
            yield from measured(store, name, QUARTERS[-count:], rebuilt)
        yield comers(store, QUARTERS)


def comers(store: Store, quarters: tuple[str, ...]) -> dict[str, Any]:
    """Which institutions came how often, with the memory that the answer needs."""
    span = quarter_range(quarters[0])[0], quarter_range(quarters[-1])[1]

    def ours() -> int:
        with store.reading() as reading:
            return sum(each.times_came for each in faithfulness_in(reading, quarters))

    def theirs() -> int:
        with store.reading() as reading:
            rows = reading.connection.exec_driver_sql(COMERS, span)
            return sum(came for _body, _meeting, came in rows)

    if ours() != theirs():
        raise SystemExit("those who came differ")
    tracemalloc.start()
    ours()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    note = f"{len(quarters)} quarters; {most / 1e6:.0f} MB of Python's memory at most"
    return told("figures-comers", *side_by_side(ours, theirs), LIMIT, note)


def measured(store: Store, name: str, quarters: tuple[str, ...], rebuilt: float) -> Iterator[dict[str, Any]]:
    first, last = quarter_range(quarters[0])[0], quarter_range(quarters[-1])[1]
    whole, _hubs = kept(store, first, last)
    by_sql = tuple(plain(store, first, last)[0][0][:3])
    if (whole.participations, whole.people, whole.institutions) != by_sql:
        raise SystemExit(f"the figures differ: {whole} and {by_sql}")
    ours, theirs = side_by_side(lambda: kept(store, first, last), lambda: plain(store, first, last))
    rows = f"{whole.participations:,} of {MEETINGS * GUESTS:,} rows, {whole.people:,} different people"
    yield told(f"figures-{name}", ours, theirs, LIMIT, f"{rows}; all counted from nothing in {rebuilt:.1f} s")
    entire = statistics.median(seconds(lambda: quarter_figures(store, quarters)) for _time in range(TIMES))
    note = f"{rows}; with every meeting as a record, doubts, decisions and actions"
    yield told(f"figures-{name}-report", entire, theirs, LIMIT, note)


def saving() -> Iterator[dict[str, Any]]:
    """A meeting with 60 rows, with the figures kept and without."""
    with tempfile.TemporaryDirectory() as folder:
        store, _code = create_store(Path(folder) / "store", "02", passphrase="bench passphrase", cost=CHEAP)
        with store.transaction("Fill") as t:
            people = t.add_all([Person(name_en=f"Person {n}", sex="FM"[n % 2]) for n in range(2000)])
            bodies = t.add_all([Organisation(name_en=f"Organisation {n}") for n in range(200)])
        triggers = dropped(store)
        number = 0

        def save() -> str:
            nonlocal number
            number += 1
            with store.transaction("Save") as t:
                meeting = t.add(Meeting(title_en=f"Meeting {number}", starts="2026-08-01", status="held"))
                t.add_all(
                    [
                        Attendance(
                            meeting=meeting.id,
                            person=people[(number * 31 + n) % 2000].id,
                            organisation=bodies[n].id,
                            status="present",
                        )
                        for n in range(60)
                    ]
                )
            return meeting.id

        def save_and_count() -> None:
            meeting = save()
            with store.reading() as reading:
                tallies_in(reading, [meeting])

        with_them, without = [], []
        for _time in range(40):
            with store.writing() as connection:
                for name, _sql in triggers:
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
            without.append(seconds(save))
            with store.writing() as connection:
                for _name, sql in triggers:
                    connection.exec_driver_sql(sql)
            refresh_tallies(store)
            with_them.append(seconds(save_and_count))
        yield told(
            "figures-saving",
            statistics.median(with_them),
            statistics.median(without),
            SAVING_LIMIT,
            "a meeting with 60 attendances, then its count; beside saving where nothing is kept",
        )
        store.close()


def dropped(store: Store) -> list[tuple[str, str]]:
    """The triggers that keep the figures true."""
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'tally%'"
        )
        return [(str(name), str(sql)) for name, sql in rows]


MEASURES: dict[str, Callable[[], Any]] = {
    **dict.fromkeys(
        (
            "figures-quarter",
            "figures-quarter-report",
            "figures-year",
            "figures-year-report",
            "figures-comers",
        ),
        figures,
    ),
    "figures-saving": saving,
}
