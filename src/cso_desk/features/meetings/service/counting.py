"""Counts the attendances of meetings: ages, different people, institutions that came and that stayed away."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

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
    told no year, by tick and age group as told. `missed` are institutions that were on the list and of which
    nobody came. A person takes part once in a meeting, on however many `lines` of its list they stand.
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
    missed: "array[int]"
    lines: int

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


NOTHING = Tally(
    0, 0, 0, 0, 0, 0, array("H"), {}, array("I"), array("I"), array("I"), array("I"), array("I"), 0
)


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


class _Counting:
    """One meeting while it is counted."""

    def __init__(self) -> None:
        self.sums = Counter[str]()
        self.ages: list[int] = []
        self.bands = Counter[str]()
        self.people: dict[str, set[str]] = {"F": set(), "M": set(), "": set()}
        self.institutions: set[str] = set()
        self.away: set[str] = set()

    def take(self, row: tuple[Any, ...]) -> None:
        _meeting, person, body, sex, year, band, youth, disability, minority, poor = row
        if body:
            self.institutions.add(body)
        sums = self.sums
        sums["lines"] += 1
        if person:
            known = self.people[sex if sex in ("F", "M") else ""]
            if person in known:
                return
            known.add(person)
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
            missed=numbered(self.away - self.institutions),
            lines=sums["lines"],
        )


def count_rows(
    rows: Iterable[tuple[Any, ...]], numbers: Mapping[str, int], away: Iterable[tuple[str, str]] = ()
) -> dict[str, Tally]:
    """The tallies of the meetings of these rows, by meeting; `numbers` has all who are named.

    A row is one person present: meeting, person, institution, sex, year of birth, age group as told, and what
    holds for youth, disability, minority and ID-Poor; of two of one person at one meeting the first counts.
    `away` are meetings with institutions on their lists of which somebody did not come.
    """
    found: dict[str, _Counting] = defaultdict(_Counting)
    for row in rows:
        found[row[0]].take(row)
    for meeting, body in away:
        found[meeting].away.add(body)
    return {meeting: each.tally(numbers) for meeting, each in found.items()}
