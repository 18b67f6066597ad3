"""Counts who came, in a fixed number of queries for however many meetings.

Participations, different people and institutions are three figures. A person who told neither year of birth
nor age group is no youth; whoever prefers not to say counts in the total only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, case, cast, distinct, func, or_, select

from cso_desk.features.hub.record import YOUTH
from cso_desk.features.hub.service import profile_in, youth_ages
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.members.record import Organisation, Person
from cso_desk.khmer.digits import in_digits_of
from cso_desk.store.aliases import as_survivor
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.wording import N_, Words

PARTS = ("female", "male", "youth", "disability", "minority", "id_poor")
"""The figures that are a part of the participations."""


@dataclass(frozen=True)
class Remark:
    """A doubt about a figure: a message id with its values, said in the language of paper or window."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, say: Words, digits: str = "") -> str:
        """The doubt in the digits of the language `digits`, "" for those of its words."""
        shown = {name: in_digits_of(digits or say.language, value) for name, value in self.values.items()}
        return say(self.message, **shown)


@dataclass(frozen=True)
class Totals:
    """The figures of one meeting. `evidence` is "rows", "head_count", "estimate" or "" (nothing known).

    A part that is None is not known, which is something else than none. `participations` counts rows where
    there are rows, else heads; `people` are different people, in rows only. `at_least` names the parts that
    are not known of all whom `participations` counts.
    """

    participations: int = 0
    people: int = 0
    institutions: int = 0
    female: int | None = None
    male: int | None = None
    youth: int | None = None
    disability: int | None = None
    minority: int | None = None
    id_poor: int | None = None
    by_kind: Mapping[str, int] = field(default_factory=dict)
    evidence: str = ""
    qualifier: str = "exact"
    at_least: frozenset[str] = frozenset()

    def qualifier_of(self, part: str) -> str:
        """How exact a part is: "at_least" where some of those counted were not asked."""
        if part == "participations":
            return self.qualifier
        return "at_least" if part in self.at_least else "exact"


@dataclass(frozen=True)
class Conditions:
    """What a row of an attendance list must be to count in a figure, by the figure's name."""

    joined: Select[*tuple[()]]
    figures: Mapping[str, ColumnElement[bool]]
    person: ColumnElement[str]
    organisation: ColumnElement[str]
    kind: ColumnElement[str]
    district: ColumnElement[str]


def conditions(reading: Reading, ages: tuple[int, int] = YOUTH) -> Conditions:
    """The rows of people present, joined to meeting, person and organisation, and what counts as what."""
    rows, people, bodies, meetings = (
        reading.table(each) for each in (Attendance, Person, Organisation, Meeting)
    )
    age = cast(func.substr(meetings.c.starts, 1, 4), Integer) - people.c.birth_year
    by_year = and_(people.c.birth_year.is_not(None), age.between(*ages))
    band = people.c.age_band == f"{ages[0]}-{ages[1]}"
    by_band = and_(people.c.birth_year.is_(None), band)

    def said(name: str, *answers: str) -> ColumnElement[bool]:
        own, persons = rows.c[name], people.c[name]
        return or_(own.in_(answers), and_(own == "", persons.in_(answers)))

    joined = (
        select()
        .select_from(rows)
        .join(meetings, meetings.c.id == rows.c.meeting)
        .outerjoin(people, people.c.id == rows.c.person)
        .outerjoin(bodies, bodies.c.id == rows.c.organisation)
        .where(rows.c.deleted == 0, rows.c.status == "present", meetings.c.deleted == 0)
    )
    # Of two records of one person that were merged, one counts.
    person, organisation = as_survivor(rows.c.person), as_survivor(func.nullif(rows.c.organisation, ""))
    return Conditions(
        joined=joined,
        figures={
            "female": people.c.sex == "F",
            "male": people.c.sex == "M",
            "youth": or_(rows.c.youth == "yes", and_(rows.c.youth == "", or_(by_year, by_band))),
            "disability": said("disability", "yes"),
            "minority": said("minority", "yes"),
            "id_poor": said("id_poor", "1", "2", "yes"),
        },
        person=cast(person, String),
        organisation=cast(organisation, String),
        kind=func.coalesce(bodies.c.kind, ""),
        district=func.substr(func.coalesce(bodies.c.place, ""), 1, 4),
    )


def counted(conditions: Conditions) -> list[ColumnElement[int]]:
    """The columns participations, people, institutions, then PARTS in their order."""
    parts = [func.sum(case((conditions.figures[name], 1), else_=0)) for name in PARTS]
    return [
        func.count(),
        func.count(distinct(conditions.person)),
        func.count(distinct(conditions.organisation)),
        *parts,
    ]


def totals_in(
    reading: Reading, meetings: Iterable[Meeting], *within: ColumnElement[bool], ages: tuple[int, int] = YOUTH
) -> dict[str, Totals]:
    """The totals of every meeting, by id, in two queries; `within` says in SQL which meetings these are."""
    what = conditions(reading, ages)
    of = reading.table(Attendance).c.meeting
    rows = reading.rows(what.joined.add_columns(of, *counted(what)).where(*within).group_by(of))
    institutions = reading.rows(
        what.joined.add_columns(of, what.kind, func.count(distinct(what.organisation)))
        .where(*within, what.organisation.is_not(None))
        .group_by(of, what.kind)
    )
    kinds: dict[str, dict[str, int]] = {}
    for row in institutions:
        kinds.setdefault(str(row[0]), {})[str(row[1])] = int(row[2])
    by_id = {str(row[0]): tuple(int(value or 0) for value in row[1:]) for row in rows}
    return {
        each.id: from_rows(by_id[each.id], kinds.get(each.id, {})) if each.id in by_id else from_heads(each)
        for each in meetings
    }


def from_rows(row: Sequence[int], kinds: Mapping[str, int]) -> Totals:
    """The totals of one row of `counted`."""
    named: dict[str, Any] = dict(zip(("participations", "people", "institutions", *PARTS), row, strict=True))
    return replace(Totals(by_kind=kinds, evidence="rows"), **named)


def from_heads(meeting: Meeting) -> Totals:
    """The totals of a meeting without a sheet."""
    total, female = meeting.total_counted, meeting.female_counted
    if total is None:
        return Totals()
    return Totals(
        participations=total,
        female=female,
        male=None if female is None else total - female,
        evidence=meeting.counted_basis or "head_count",
        qualifier=meeting.counted_qualifier or "exact",
    )


def meeting_totals(store: Store, meeting: str) -> Totals:
    """The figures of one meeting."""
    with store.reading() as reading:
        found = reading.get(Meeting, meeting)
        if found is None:
            return Totals()
        ages = youth_ages(profile_in(reading, store.hub))
        return totals_in(reading, [found], reading.table(Meeting).c.id == meeting, ages=ages)[found.id]


def alarms(meeting: Meeting, totals: Totals) -> list[Remark]:
    """Where the figures of a meeting cannot all be true."""
    found = []
    total, heads, women = totals.participations, meeting.total_counted, meeting.female_counted
    if heads is not None and women is not None and women > heads:
        found.append(
            Remark(
                N_("More women ({female}) than people ({total}) were counted."),
                {"female": women, "total": heads},
            )
        )
    for name in PARTS:
        part = getattr(totals, name)
        if part is not None and part > total:
            found.append(Remark(_PART_ALARMS[name], {"part": part, "total": total}))
    if None not in (totals.female, totals.male) and (totals.female or 0) + (totals.male or 0) > total:
        found.append(
            Remark(
                N_("Women and men together ({sum}) are more than the total ({total})."),
                {"sum": (totals.female or 0) + (totals.male or 0), "total": total},
            )
        )
    return found + _against_paper(meeting, totals)


def _against_paper(meeting: Meeting, totals: Totals) -> list[Remark]:
    found = []
    rows = totals.evidence == "rows"
    if rows and meeting.sheet_total is not None and meeting.sheet_total != totals.participations:
        found.append(
            Remark(
                N_("The sheet says {sheet} people; {rows} were entered."),
                {"sheet": meeting.sheet_total, "rows": totals.participations},
            )
        )
    if rows and meeting.sheet_female is not None and meeting.sheet_female != totals.female:
        found.append(
            Remark(
                N_("The sheet says {sheet} women; {rows} were entered."),
                {"sheet": meeting.sheet_female, "rows": totals.female or 0},
            )
        )
    exact = meeting.counted_qualifier in ("", "exact") and meeting.counted_basis != "estimate"
    if rows and exact and meeting.total_counted not in (None, totals.participations):
        found.append(
            Remark(
                N_("{heads} heads were counted, but {rows} people are on the attendance list."),
                {"heads": meeting.total_counted, "rows": totals.participations},
            )
        )
    unsaid = totals.participations - (totals.female or 0) - (totals.male or 0)
    if rows and unsaid > 0:
        found.append(Remark(N_("The sex of {count} people is not known."), {"count": unsaid}))
    return found


_PART_ALARMS = {
    "female": N_("There are more women ({part}) than people ({total})."),
    "male": N_("There are more men ({part}) than people ({total})."),
    "youth": N_("There are more young people ({part}) than people ({total})."),
    "disability": N_("There are more people with disabilities ({part}) than people ({total})."),
    "minority": N_("There are more people of ethnic minorities ({part}) than people ({total})."),
    "id_poor": N_("There are more people with ID-Poor ({part}) than people ({total})."),
}
