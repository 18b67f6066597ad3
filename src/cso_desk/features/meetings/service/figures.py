"""The figures of who came to a meeting, and where they cannot all be true.

Participations, different people and institutions are three figures. A person who told neither year of birth
nor age group is no youth; whoever prefers not to say counts in the total only.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cso_desk.features.hub.record import YOUTH
from cso_desk.features.hub.service import profile_in, youth_ages
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service.counting import AGE_GROUPS, Tally
from cso_desk.features.meetings.service.tallies import Body, Tallies, tallies_in
from cso_desk.khmer.digits import in_digits_of
from cso_desk.store.store import Store
from cso_desk.wording import N_, Words

DISTRICT = 4
"""Digits of the code of a district."""

AGE_NAMES = {
    "under": N_("Younger than youth"),
    "youth": N_("Youth"),
    "adult": N_("Older than youth, under 60"),
    "old": N_("60 and over"),
    "X": N_("Prefers not to say"),
    "": N_("Not known"),
}
"""What the age groups are called."""

NO_ATTENDANCE = N_("The meeting was held, but nobody who came is recorded, not even by heads.")
"""The doubt about a meeting of which nothing is counted."""

PARTS = ("female", "male", "youth", "disability", "minority", "id_poor")
"""The figures that are a part of the participations."""


@dataclass(frozen=True)
class Remark:
    """A doubt about a figure: a message id with its values, said in the language of paper or window.

    `meetings` are the ids of those that it is about.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    meetings: tuple[str, ...] = ()

    def said(self, say: Words, digits: str = "") -> str:
        """The doubt in the digits of the language `digits`, "" for those of its words."""
        shown = {name: in_digits_of(digits or say.language, value) for name, value in self.values.items()}
        return say(self.message, **shown)


@dataclass(frozen=True)
class Totals:
    """The figures of one meeting. `evidence` is "rows", "head_count", "estimate" or "" (nothing known).

    A part that is None is not known, which is something else than none. `participations` counts rows where
    there are rows, else heads; whoever stands on several `lines` of one list took part once. `people` are
    different people, in rows only, as are `people_female` and `people_male`. `by_kind` and `by_district`
    count different institutions, `by_age` participations in rows. `at_least` names the parts that are not
    known of all whom `participations` counts.
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
    people_female: int = 0
    people_male: int = 0
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_district: Mapping[str, int] = field(default_factory=dict)
    by_age: Mapping[str, int] = field(default_factory=dict)
    lines: int = 0
    evidence: str = ""
    qualifier: str = "exact"
    at_least: frozenset[str] = frozenset()

    def qualifier_of(self, part: str) -> str:
        """How exact a part is: "at_least" where some of those counted were not asked."""
        if part == "participations":
            return self.qualifier
        return "at_least" if part in self.at_least else "exact"


def from_tally(
    tally: Tally, starts: str, bodies: Mapping[int, Body], ages: tuple[int, int] = YOUTH
) -> Totals:
    """The totals of one meeting that began on the day `starts`; `ages` are the ages of youth."""
    by_age = tally.by_age(year_of(starts), ages)
    return Totals(
        participations=tally.participations,
        people=len(tally.women) + len(tally.men) + len(tally.others),
        institutions=len(tally.institutions),
        female=tally.female,
        male=tally.male,
        youth=by_age["youth"],
        disability=tally.disability,
        minority=tally.minority,
        id_poor=tally.id_poor,
        people_female=len(tally.women),
        people_male=len(tally.men),
        by_kind=kinds_of(tally.institutions, bodies),
        by_district=districts_of(tally.institutions, bodies),
        by_age=in_order(by_age),
        lines=tally.lines,
        evidence="rows",
    )


def year_of(starts: str) -> int:
    """The year of a day, 0 where none was said."""
    return int(starts[:4]) if starts[:4].isdigit() else 0


def in_order(by_age: Mapping[str, int]) -> dict[str, int]:
    """Age groups from young to old, those that nobody is in left out."""
    return {group: by_age[group] for group in AGE_GROUPS if by_age.get(group)}


def kinds_of(institutions: Iterable[int], bodies: Mapping[int, Body]) -> dict[str, int]:
    """How many of these institutions are of each kind, "" for those that did not say or are not here."""
    return dict(Counter(bodies[no].kind if no in bodies else "" for no in institutions))


def districts_of(institutions: Iterable[int], bodies: Mapping[int, Body]) -> dict[str, int]:
    """How many of these institutions have their place in each district, "" for no district said."""
    places = (bodies[no].place[:4] if no in bodies else "" for no in institutions)
    return dict(Counter(place if len(place) == DISTRICT else "" for place in places))


def totals_of(meeting: Meeting, tallies: Tallies, ages: tuple[int, int] = YOUTH) -> Totals:
    """The figures of one meeting: by its list, or else by the heads that were counted."""
    tally = tallies.of(meeting.id)
    return (
        from_tally(tally, meeting.starts, tallies.bodies, ages)
        if tally.participations
        else from_heads(meeting)
    )


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
        return totals_of(found, tallies_in(reading, [found.id]), ages)


def alarms(meeting: Meeting, totals: Totals) -> list[Remark]:
    """Where the figures of a meeting cannot all be true."""
    found = []
    if meeting.status == "held" and not totals.evidence:
        found.append(Remark(NO_ATTENDANCE))
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
    # Whoever spoke for two institutions has signed twice.
    twice = totals.lines - totals.participations
    if rows and meeting.sheet_total not in (None, totals.lines, totals.participations):
        found.append(
            Remark(
                N_("The sheet says {sheet} people; {rows} were entered."),
                {"sheet": meeting.sheet_total, "rows": totals.participations},
            )
        )
    women = totals.female or 0
    if rows and meeting.sheet_female is not None and not women <= meeting.sheet_female <= women + twice:
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
