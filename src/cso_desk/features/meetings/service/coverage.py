"""Where and when: what was planned and held by place and quarter, and which districts were reached."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cso_desk.features.meetings.service.figures import DISTRICT
from cso_desk.features.meetings.service.periods import quarters_of
from cso_desk.features.meetings.service.quarter import MeetingLine, QuarterFigures
from cso_desk.places.gazetteer import children
from cso_desk.store.store import NATIONAL

PROVINCE = 2
"""Digits of the code of a province."""

Cell = tuple[MeetingLine, ...]


@dataclass(frozen=True)
class Grid:
    """Meetings by place (rows) and quarter (columns); of two quarters one stands in both columns.

    `places` are codes of provinces or of districts, "" where none was said.
    """

    places: tuple[str, ...]
    quarters: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]

    def of(self, place: str, quarter: str) -> Cell:
        return self.cells.get((place, quarter), ())

    def of_place(self, place: str) -> Cell:
        """All meetings of a row, each once."""
        lines = (line for quarter in self.quarters for line in self.of(place, quarter))
        return tuple({line.meeting.id: line for line in lines}.values())


@dataclass(frozen=True)
class Covered:
    """One district: the meetings held there, and how many institutions with their place there took part."""

    district: str
    meetings: Cell
    institutions: int

    @property
    def reached(self) -> bool:
        return bool(self.meetings or self.institutions)


def held_of(lines: Iterable[MeetingLine]) -> int:
    """How many of them were held."""
    return sum(line.held for line in lines)


def grid_of(figures: QuarterFigures) -> Grid:
    """What was planned and held in each province; for one hub in each district."""
    digits = DISTRICT if figures.hub else PROVINCE
    found: dict[tuple[str, str], list[MeetingLine]] = defaultdict(list)
    for line in figures.lines:
        code = line.meeting.place[:digits]
        place = code if len(code) == digits else line.hub if digits == PROVINCE else ""
        for quarter in quarters_of(line.meeting):
            if quarter in figures.quarters:
                found[place, quarter].append(line)
    places = sorted({place for place, _quarter in found}, key=lambda code: (not code, code))
    return Grid(tuple(places), figures.quarters, {key: tuple(lines) for key, lines in found.items()})


def provinces_of(figures: QuarterFigures) -> list[str]:
    """The provinces whose districts a report speaks of: that of its hub, or those whose hubs reported."""
    hubs = [figures.hub] if figures.hub else sorted(figures.by_hub)
    return [hub for hub in hubs if hub not in ("", NATIONAL)]


def coverage_of(figures: QuarterFigures, provinces: Sequence[str]) -> list[Covered]:
    """Every district of these provinces by the codes of the gazetteer, reached or not."""
    met: dict[str, list[MeetingLine]] = defaultdict(list)
    for line in figures.held:
        met[line.meeting.place[:DISTRICT]].append(line)
    reached = figures.total.totals.by_district
    return [
        Covered(each.code, tuple(met.get(each.code, ())), reached.get(each.code, 0))
        for province in provinces
        for each in children(province)
    ]
