"""Where and when there were meetings, and which districts had none."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.desk.reports_rows import Opened, Opening
from cso_desk.desk.reports_tables import CARD, table_card
from cso_desk.features.meetings.service import Covered, Grid, QuarterFigures, coverage_of, grid_of, held_of
from cso_desk.features.meetings.service.coverage import Cell, provinces_of
from cso_desk.places.gazetteer import show_place
from cso_desk.widgets.controls import Label, column, frame
from cso_desk.widgets.showing import digits, quarter
from cso_desk.wording import _, language


def place_cards(figures: QuarterFigures, around: QuarterFigures, opening: Opening) -> list[QWidget]:
    """Held of planned by place over four quarters, and the districts of the quarter."""
    covered = coverage_of(figures, provinces_of(figures))
    districts = _districts(covered, opening) if opening.hub else _provinces(covered)
    return [_grid(grid_of(around), opening), *districts]


def _grid(grid: Grid, opening: Opening) -> QFrame:
    heads = [_("Place"), *(quarter(each) for each in grid.quarters), _("Together")]
    rows = []
    for code in grid.places:
        name = _named(code)
        cells = [_held(grid.of(code, each), f"{name} · {quarter(each)}", opening) for each in grid.quarters]
        together = _held(grid.of_place(code), f"{name} · {_('Together')}", opening)
        rows.append([Label(name, wrap=True), *cells, together])
    heading = _("Meetings held, of those planned")
    return table_card(heading, heads, rows, numbers=len(heads) - 1)


def _held(cell: Cell, heading: str, opening: Opening) -> QWidget:
    if not cell:
        return Label("–", "quiet")
    said = _("{held} of {planned}", held=digits(held_of(cell)), planned=digits(len(cell)))
    stayed = {str(each.meeting.id): _("not held") for each in cell if not each.held}
    opened = Opened("", meetings=tuple(each.meeting.id for each in cell), said=stayed)
    return opening.link(said, heading, opened)


def _named(code: str) -> str:
    return show_place(code, language(), full=False) if code else _("Place not said")


def _districts(covered: Sequence[Covered], opening: Opening) -> list[QWidget]:
    """The districts of a province: one row each, those that nobody came from or went to said so."""
    heads = [_("District"), _("Meetings held"), _("Institutions that took part")]
    rows = [_district(each, opening) for each in covered]
    return [table_card(_reached(covered), heads, rows, numbers=2)]


def _reached(covered: Sequence[Covered]) -> str:
    reached = sum(each.reached for each in covered)
    return _("Districts reached: {count} of {total}.", count=digits(reached), total=digits(len(covered)))


def _district(each: Covered, opening: Opening) -> list[QWidget]:
    name = _named(each.district)
    if not each.reached:
        return [Label(name, "warn", wrap=True), Label(), Label(_("Not reached"), "warn")]
    return [Label(name, wrap=True), *_figures_of(each, name, opening)]


def _figures_of(each: Covered, name: str, opening: Opening) -> list[QWidget]:
    met = Opened("", meetings=tuple(line.meeting.id for line in each.meetings))
    took_part = opening.asked("institutions", district=each.district)
    return [
        opening.link(digits(len(each.meetings)), f"{name} · {_('Meetings held')}", met),
        opening.link(digits(each.institutions), f"{name} · {_('Institutions that took part')}", took_part),
    ]


def _provinces(covered: Sequence[Covered]) -> list[QWidget]:
    """Province by province how many districts were reached, and the names of those that were not."""
    by_province: dict[str, list[Covered]] = {}
    for each in covered:
        by_province.setdefault(each.district[:2], []).append(each)
    inside = column(Label(_reached(covered), "heading"), gap=4, margins=CARD)
    for province, districts in by_province.items():
        missed = [_named(each.district) for each in districts if not each.reached]
        inside.addWidget(Label(f"{_named(province)} · {_reached(districts)}", "group", wrap=True))
        if missed:
            inside.addWidget(Label(_("Not reached: {places}", places=", ".join(missed)), wrap=True))
    return [frame("card", inside)] if by_province else []
