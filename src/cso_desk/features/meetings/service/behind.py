"""The rows behind a figure: who and what was counted, found in the records and not in what is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, literal, or_, select

from cso_desk.features.hub.record import YOUTH
from cso_desk.features.hub.service import profile_in, youth_ages
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service.attendance import AttendanceRow, names_in, rows_of
from cso_desk.features.meetings.service.counting import OLD_AGE, OLDEST
from cso_desk.features.meetings.service.figures import DISTRICT
from cso_desk.features.meetings.service.periods import in_quarters
from cso_desk.features.members.record import Organisation, Person
from cso_desk.store.aliases import ALIAS
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store

Chosen = TypeVarTuple("Chosen")
_FEWEST, _MOST = 4, 64  # meetings whose rows are read at once


@dataclass(frozen=True)
class Asked:
    """Whose rows are asked for. `figure` is "participations", "people", "institutions" or a part of them.

    Of one `meeting`, or of all that were held in the `quarters`; `kind`, `district` and `age` leave only
    institutions of that kind, of that district, people of that age group; "" is what was not said.
    """

    figure: str
    quarters: Sequence[str] = ()
    meeting: str = ""
    hub: str = ""
    kind: str | None = None
    district: str | None = None
    age: str | None = None


@dataclass(frozen=True)
class Conditions:
    """What a row of an attendance list must be to count in a figure, by the figure's name."""

    joined: Select[*tuple[()]]
    person: ColumnElement[str]
    organisation: ColumnElement[str]
    figures: Mapping[str, ColumnElement[bool]]
    kind: ColumnElement[str]
    district: ColumnElement[str]
    age: ColumnElement[str]


@dataclass(frozen=True)
class Behind:
    """The first rows behind a figure, and how many there are of them."""

    rows: tuple[AttendanceRow, ...]
    count: int


def first_behind(store: Store, asked: Asked, most: int) -> Behind:
    """The first `most` rows behind a figure, in the order of days; the others are counted only."""
    with store.reading() as reading:
        ages = youth_ages(profile_in(reading, asked.hub or store.hub))
        rows = tuple(islice(rows_behind_in(reading, asked, ages), most))
        return Behind(rows, count_behind_in(reading, asked, ages))


def count_behind(store: Store, asked: Asked) -> int:
    """How many rows stand behind a figure."""
    with store.reading() as reading:
        return count_behind_in(reading, asked, youth_ages(profile_in(reading, asked.hub or store.hub)))


def rows_behind(store: Store, asked: Asked) -> Iterator[AttendanceRow]:
    """The people or institutions that a figure counted, one row each, read while they are asked for."""
    with store.reading() as reading:
        yield from rows_behind_in(reading, asked, youth_ages(profile_in(reading, asked.hub or store.hub)))


def count_behind_in(reading: Reading, asked: Asked, ages: tuple[int, int] = YOUTH) -> int:
    """As `count_behind`, inside a look at the store."""
    what = conditions(reading, ages)
    once = _once(what, asked.figure)
    counted = func.count() if once is None else func.count(func.nullif(once, "").distinct())
    held = select(reading.table(Meeting).c.id).where(*_held(reading, asked))
    chosen = _chosen(what, asked).where(*_held(reading, asked)).add_columns(counted)
    return int(reading.rows(_each_once(reading, chosen, what, once, held))[0][0])


def rows_behind_in(reading: Reading, asked: Asked, ages: tuple[int, int] = YOUTH) -> Iterator[AttendanceRow]:
    """As `rows_behind`, inside a look at the store: a few meetings first, then more and more at once."""
    what, names = conditions(reading, ages), names_in(reading)
    table, meetings = reading.table(Attendance), reading.table(Meeting)
    once = _once(what, asked.figure)
    chosen = (
        _chosen(what, asked)
        .add_columns(table.c.id, literal("") if once is None else once)
        .order_by(meetings.c.starts, meetings.c.id, func.coalesce(table.c.sheet_row, 0), table.c.id)
    )
    seen = {""}  # whoever is not named is nobody
    for some in _growing(_meetings(reading, asked)):
        found = reading.rows(_each_once(reading, chosen.where(meetings.c.id.in_(some)), what, once, some))
        if once is None:
            wanted = [str(attendance) for attendance, _whose in found]
        else:
            first = {str(whose): str(attendance) for attendance, whose in reversed(found)}
            wanted = [first[whose] for whose in first.keys() - seen]
            seen |= first.keys()
        place = {str(attendance): number for number, (attendance, _whose) in enumerate(found)}
        attendances = reading.all(Attendance, table.c.id.in_(wanted)) if wanted else []
        yield from rows_of(reading, sorted(attendances, key=lambda each: place[each.id]), names)


def _growing(meetings: Sequence[str]) -> Iterator[Sequence[str]]:
    """The first rows come at once; later ones in fewer queries."""
    start, size = 0, _FEWEST
    while start < len(meetings):
        yield meetings[start : start + size]
        start, size = start + size, min(2 * size, _MOST)


def _held(reading: Reading, asked: Asked) -> list[ColumnElement[bool]]:
    """The meetings that are asked for."""
    table = reading.table(Meeting)
    chosen = []
    if asked.quarters:
        chosen += [in_quarters(reading, asked.quarters, asked.hub), table.c.status == "held"]
    if asked.meeting:
        chosen.append(table.c.id == asked.meeting)
    return chosen


def _meetings(reading: Reading, asked: Asked) -> list[str]:
    table = reading.table(Meeting)
    found = select(table.c.id).where(*_held(reading, asked)).order_by(table.c.starts, table.c.id)
    return [str(meeting) for (meeting,) in reading.rows(found)]


def _chosen(what: Conditions, asked: Asked) -> Select[*tuple[()]]:
    """The attendances that count in what is asked for, of whatever meetings."""
    chosen = what.joined
    for column, wanted in ((what.kind, asked.kind), (what.district, asked.district), (what.age, asked.age)):
        if wanted is not None:
            chosen = chosen.where(column == wanted)
    return chosen.where(what.figures[asked.figure]) if asked.figure in what.figures else chosen


def _each_once(
    reading: Reading,
    chosen: Select[*Chosen],
    what: Conditions,
    once: ColumnElement[str] | None,
    meetings: Sequence[str] | Select[*tuple[str]],
) -> Select[*Chosen]:
    """Without the further lines of people who stand twice on the list of one of the meetings.

    Where people or institutions are counted once anyway (`once`) every line may stand for them.
    """
    if once is not None:
        return chosen
    table = reading.table(Attendance)
    line = func.row_number().over(partition_by=[table.c.meeting, what.person], order_by=table.c.id)
    present = (
        what.joined.add_columns(table.c.id, line.label("line"))
        .where(table.c.meeting.in_(meetings), table.c.person != "")
        .subquery()
    )
    return chosen.where(table.c.id.not_in(select(present.c.id).where(present.c.line > 1)))


def _once(what: Conditions, figure: str) -> ColumnElement[str] | None:
    """What is counted once however often it came; None where every row counts."""
    if figure.startswith("people"):
        return what.person
    return what.organisation if figure == "institutions" else None


def conditions(reading: Reading, ages: tuple[int, int] = YOUTH) -> Conditions:
    """The rows of people present, joined to meeting, person and organisation, and what counts as what."""
    rows, people, bodies, meetings = (
        reading.table(each) for each in (Attendance, Person, Organisation, Meeting)
    )
    # Of two records of one person that were merged, the one counts that stands for both.
    whose, where = ALIAS.alias("whose"), ALIAS.alias("where_from")
    person = func.coalesce(whose.c.survivor, rows.c.person)
    organisation = func.coalesce(where.c.survivor, rows.c.organisation)
    joined = (
        select()
        .select_from(rows)
        .join(meetings, meetings.c.id == rows.c.meeting)
        .outerjoin(whose, whose.c.record == rows.c.person)
        .outerjoin(where, where.c.record == rows.c.organisation)
        .outerjoin(people, people.c.id == person)
        .outerjoin(bodies, bodies.c.id == organisation)
        .where(rows.c.deleted == 0, rows.c.status == "present", meetings.c.deleted == 0)
    )
    age = _age(reading, ages)

    def said(name: str, *answers: str) -> ColumnElement[bool]:
        own, persons = rows.c[name], people.c[name]
        return or_(own.in_(answers), and_(own == "", persons.in_(answers)))

    woman, man = people.c.sex == "F", people.c.sex == "M"
    place = func.substr(func.coalesce(bodies.c.place, ""), 1, DISTRICT)
    return Conditions(
        joined=joined,
        person=person,
        organisation=organisation,
        figures={
            "female": woman,
            "male": man,
            "people_female": woman,
            "people_male": man,
            "youth": age == "youth",
            "disability": said("disability", "yes"),
            "minority": said("minority", "yes"),
            "id_poor": said("id_poor", "1", "2", "yes"),
        },
        kind=func.coalesce(bodies.c.kind, ""),
        district=case((func.length(place) == DISTRICT, place), else_=""),
        age=age,
    )


def _age(reading: Reading, ages: tuple[int, int]) -> ColumnElement[str]:
    """The age group of a row, see `tallies.Tally.by_age`."""
    rows, people, meetings = (reading.table(each) for each in (Attendance, Person, Meeting))
    youngest, oldest = ages
    old = max(OLD_AGE, oldest + 1)
    year = cast(func.substr(meetings.c.starts, 1, 4), Integer) - people.c.birth_year
    by_year = case(
        (or_(people.c.birth_year < 1, year < 0, year > OLDEST), ""),
        (year < youngest, "under"),
        (year <= oldest, "youth"),
        (year < old, "adult"),
        else_="old",
    )
    told = {"under15": "under", "31-59": "adult", "60+": "old", "X": "X", f"{youngest}-{oldest}": "youth"}
    by_band = case(told, value=people.c.age_band, else_="")
    known = case((people.c.birth_year.is_not(None), by_year), else_=by_band)
    return case(
        (rows.c.youth == "yes", "youth"),
        (rows.c.youth == "", known),
        (rows.c.youth == "no", case((known == "youth", ""), else_=known)),
        else_="X",
    )
