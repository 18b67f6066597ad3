"""The rows behind a figure: who and what was counted, found in the records and not in what is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, or_, select

from cso_desk.features.hub.record import YOUTH
from cso_desk.features.hub.service import profile_in, youth_ages
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service.attendance import AttendanceRow, rows_of
from cso_desk.features.meetings.service.counting import OLD_AGE, OLDEST
from cso_desk.features.meetings.service.figures import DISTRICT
from cso_desk.features.meetings.service.periods import in_quarters
from cso_desk.features.members.record import Organisation, Person
from cso_desk.records.base import RecordId
from cso_desk.store.aliases import ALIAS, aliases
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store


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
    figures: Mapping[str, ColumnElement[bool]]
    kind: ColumnElement[str]
    district: ColumnElement[str]
    age: ColumnElement[str]


def rows_behind(store: Store, asked: Asked) -> list[AttendanceRow]:
    """The people or institutions that a figure counted, one row each."""
    with store.reading() as reading:
        return rows_behind_in(reading, asked, youth_ages(profile_in(reading, asked.hub or store.hub)))


def rows_behind_in(reading: Reading, asked: Asked, ages: tuple[int, int] = YOUTH) -> list[AttendanceRow]:
    """As `rows_behind`, inside a look at the store."""
    what = conditions(reading, ages)
    table, meetings = reading.table(Attendance), reading.table(Meeting)
    chosen = what.joined.add_columns(table.c.id)
    if asked.quarters:
        chosen = chosen.where(in_quarters(reading, asked.quarters, asked.hub), meetings.c.status == "held")
    if asked.meeting:
        chosen = chosen.where(meetings.c.id == asked.meeting)
    for column, wanted in ((what.kind, asked.kind), (what.district, asked.district), (what.age, asked.age)):
        if wanted is not None:
            chosen = chosen.where(column == wanted)
    if asked.figure in what.figures:
        chosen = chosen.where(what.figures[asked.figure])
    ids = select(chosen.subquery().c.id)
    order = [table.c.meeting, table.c.sheet_row, table.c.id]
    rows = rows_of(reading, reading.all(Attendance, table.c.id.in_(ids), order_by=order))
    return _once(rows, asked.figure, aliases(reading))


def conditions(reading: Reading, ages: tuple[int, int] = YOUTH) -> Conditions:
    """The rows of people present, joined to meeting, person and organisation, and what counts as what."""
    rows, people, bodies, meetings = (
        reading.table(each) for each in (Attendance, Person, Organisation, Meeting)
    )
    # Of two records of one person that were merged, the one counts that stands for both.
    whose, where = ALIAS.alias("whose"), ALIAS.alias("where_from")
    joined = (
        select()
        .select_from(rows)
        .join(meetings, meetings.c.id == rows.c.meeting)
        .outerjoin(whose, whose.c.record == rows.c.person)
        .outerjoin(where, where.c.record == rows.c.organisation)
        .outerjoin(people, people.c.id == func.coalesce(whose.c.survivor, rows.c.person))
        .outerjoin(bodies, bodies.c.id == func.coalesce(where.c.survivor, rows.c.organisation))
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


def _once(rows: list[AttendanceRow], figure: str, into: Mapping[str, RecordId]) -> list[AttendanceRow]:
    if figure.startswith("people"):
        known = [row for row in rows if row.person.id]
        return list({into.get(row.person.id, row.person.id): row for row in known}.values())
    if figure == "institutions":
        named = [(row.organisation, row) for row in rows if row.organisation]
        return list({into.get(each.id, each.id): row for each, row in named}.values())
    return rows
