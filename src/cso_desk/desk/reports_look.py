"""What a side of the Reports page shows of a quarter, read beside the window."""

from dataclasses import dataclass

from cso_desk.features.meetings.service import (
    Asked,
    Behind,
    Faithfulness,
    QuarterFigures,
    faithfulness_in,
    first_behind,
    quarters_until,
)
from cso_desk.features.meetings.service.quarter import quarter_figures_in
from cso_desk.features.meetings.service.tallies import WORTH_KEEPING, uncounted_in
from cso_desk.store.store import Store
from cso_desk.wording import N_

SIDES = (N_("Figures"), N_("By place"), N_("Who comes"), N_("The report"))
"""What is seen of a quarter at a time."""
FIGURES, PLACES, COMERS, REPORT = range(4)
MOST = 100
"""So many rows are listed; the workbook has all of them."""


@dataclass(frozen=True)
class Look:
    """One side of one quarter. `uncounted` meetings have to be counted before there are figures.

    `around` are the four quarters of which this one is the last: what is compared over time stands on them.
    """

    quarter: str
    side: int
    uncounted: int = 0
    figures: QuarterFigures | None = None
    around: QuarterFigures | None = None
    faithful: tuple[Faithfulness, ...] = ()


def look(store: Store, quarter: str, hub: str, side: int) -> Look:
    """Read what the side shows; `hub` "" means every hub. Nothing is written."""
    at = hub or store.hub
    with store.reading() as reading:
        uncounted = uncounted_in(reading)
        if uncounted >= WORTH_KEEPING:
            return Look(quarter, side, uncounted)
        figures = quarter_figures_in(reading, (quarter,), hub=hub, at=at)
        if side not in (PLACES, COMERS):
            return Look(quarter, side, figures=figures)
        year = quarters_until(quarter)
        around = quarter_figures_in(reading, year, hub=hub, at=at)
        faithful = faithfulness_in(reading, year, hub) if side == COMERS else []
    return Look(quarter, side, figures=figures, around=around, faithful=tuple(faithful))


@dataclass(frozen=True)
class Found:
    """The first rows behind a figure that was pressed."""

    asked: Asked
    behind: Behind


def found_behind(store: Store, asked: Asked | None) -> Found | None:
    """The first rows that are asked for, None where none are."""
    return Found(asked, first_behind(store, asked, MOST)) if asked is not None else None
