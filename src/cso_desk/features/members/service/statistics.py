"""The network in figures on a day: institutions by kind, district, sector and sex of their head."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import select

from cso_desk.features.members.record import Membership, Organisation, Person, Position
from cso_desk.features.members.service.directory import DirectoryRow, directory_in
from cso_desk.features.members.service.memberships import (
    Own,
    counts_on,
    is_member_on,
    may_vote_on,
    own_memberships,
    spans_of,
)
from cso_desk.features.members.service.spans import holds_on
from cso_desk.records.amounts import figure_of
from cso_desk.records.base import RecordId
from cso_desk.store.aliases import aliases, is_shown
from cso_desk.store.reading import Reading

UNKNOWN = ""
"""Under which code stands what was not said."""

_DISTRICT, _PROVINCE = 4, 2  # digits of the code of a district, and of a province
_MANY = 16  # districts beyond which provinces are told in a grid


@dataclass(frozen=True)
class Chosen:
    """Which institutions a figure counts; None: whatever it is. "" is what was not said."""

    kind: str | None = None
    district: str | None = None
    sector: str | None = None
    head: str | None = None
    standing: str | None = None


@dataclass(frozen=True)
class Counted:
    """One institution with all by which it is counted."""

    row: DirectoryRow
    district: str
    sectors: tuple[str, ...]
    head: str
    standings: frozenset[str]

    def is_among(self, chosen: Chosen) -> bool:
        return (
            chosen.kind in (None, self.row.organisation.kind)
            and (chosen.district is None or _inside(self.district, chosen.district))
            and (chosen.sector is None or chosen.sector in self.sectors)
            and chosen.head in (None, self.head)
            and (chosen.standing is None or chosen.standing in self.standings)
        )


def _inside(district: str, place: str) -> bool:
    """Whether a district is this one, or lies in this province; what was not said is in none."""
    return district == place or (bool(place) and district.startswith(place))


@dataclass(frozen=True)
class MemberFigures:
    """The institutions of a day and their counts; an institution counts in each of its sectors.

    `standings` counts "member", "vote" and "no_membership". Staff are sums of the figures that are known,
    `staff_told` of how many institutions.
    """

    day: str
    rows: Sequence[Counted]
    applicants: int
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_district: Mapping[str, int] = field(default_factory=dict)
    by_sector: Mapping[str, int] = field(default_factory=dict)
    by_head: Mapping[str, int] = field(default_factory=dict)
    standings: Mapping[str, int] = field(default_factory=dict)
    grid: Mapping[tuple[str, str], int] = field(default_factory=dict)
    staff_female: int = 0
    staff_male: int = 0
    staff_told: int = 0

    def chosen(self, chosen: Chosen) -> list[DirectoryRow]:
        """The rows behind a figure."""
        return [each.row for each in self.rows if each.is_among(chosen)]


def member_figures(reading: Reading, day: str, *, outside: bool = False) -> MemberFigures:
    """The network in figures on `day` (ISO). The number of statements is fixed."""
    rows = directory_in(reading, day, outside=outside)
    own, heads = own_memberships(reading), _sex_of_heads(reading, day)
    counted = []
    for row in rows:
        body = row.organisation
        spans = spans_of(body, own)
        standings = {"member"} if is_member_on(body, own, day) else set()
        standings |= {"vote"} if any(may_vote_on(each, day) for each in spans) else set()
        standings |= set() if spans else {"no_membership"}
        district = body.place[:_DISTRICT] if len(body.place) >= _DISTRICT else UNKNOWN
        sectors = tuple(dict.fromkeys(body.sectors)) or (UNKNOWN,)
        counted.append(Counted(row, district, sectors, heads.get(body.id, UNKNOWN), frozenset(standings)))
    return _figures(day, counted, _applicants(reading, own, day))


def grid_of(found: MemberFigures) -> tuple[list[str], list[str], dict[tuple[str, str], int]]:
    """Sectors, places and counts: districts, or provinces where there are many districts."""
    places = list(found.by_district)
    length = _DISTRICT if len(places) <= _MANY else _PROVINCE
    counts: dict[tuple[str, str], int] = {}
    for (district, sector), count in found.grid.items():
        key = sector, district[:length]
        counts[key] = counts.get(key, 0) + count
    shown = sorted({place[:length] for place in places}, key=lambda code: (not code, code))
    return list(found.by_sector), shown, counts


def _figures(day: str, rows: Sequence[Counted], applicants: int) -> MemberFigures:
    female, male, told = 0, 0, 0
    for each in rows:
        body = each.row.organisation
        women, men = _number(body.staff_female), _number(body.staff_male)
        female, male = female + (women or 0), male + (men or 0)
        told += women is not None or men is not None
    return MemberFigures(
        day,
        rows,
        applicants,
        by_kind=_most_first(Counter(each.row.organisation.kind for each in rows)),
        by_district=dict(sorted(Counter(each.district for each in rows).items(), key=_unknown_last)),
        by_sector=_most_first(Counter(sector for each in rows for sector in each.sectors)),
        by_head=_most_first(Counter(each.head for each in rows)),
        standings=Counter(standing for each in rows for standing in each.standings),
        grid=Counter((each.district, sector) for each in rows for sector in each.sectors),
        staff_female=female,
        staff_male=male,
        staff_told=told,
    )


def _number(stored: str) -> int | None:
    with suppress(ValueError):
        return figure_of(stored).number
    return None


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (not pair[0], -pair[1], pair[0])))


def _unknown_last(pair: tuple[str, int]) -> tuple[bool, str]:
    return not pair[0], pair[0]


def _applicants(reading: Reading, own: Own, day: str) -> int:
    """How many have applied and are no members yet."""
    table = reading.table(Organisation)
    shown = reading.rows(select(table.c.id).where(table.c.deleted == 0, is_shown(table.c.id)))
    spans = [own.get(RecordId(str(body)), ()) for (body,) in shown]
    return sum(any(_applied(one, day) for one in each) and not _counts(each, day) for each in spans)


def _applied(membership: Membership, day: str) -> bool:
    return membership.status == "applicant" and holds_on(membership.since, membership.until, day)


def _counts(spans: Sequence[Membership], day: str) -> bool:
    return any(counts_on(each, day) for each in spans)


def _sex_of_heads(reading: Reading, day: str) -> dict[RecordId, str]:
    """The sex of the head of each institution: of the newest where two are said to be."""
    table, people = reading.table(Position), reading.table(Person)
    into = aliases(reading)
    told = reading.rows(select(people.c.id, people.c.sex).where(people.c.deleted == 0))
    sexes = {str(one): str(sex) for one, sex in told}
    found: dict[RecordId, str] = {}
    for each in reading.all(Position, table.c.role == "head", order_by=[table.c.from_date, table.c.id]):
        if holds_on(each.from_date, each.to_date, day):
            sex = sexes.get(into.get(each.person, each.person), UNKNOWN)
            found[into.get(each.organisation, each.organisation)] = sex
    return found
