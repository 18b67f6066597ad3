"""The quarter in figures, and the quarterly report made of them."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from cso_desk.desk.session import Session, hub_name
from cso_desk.features.meetings.form import quarter_report
from cso_desk.features.meetings.service import (
    MeetingLine,
    QuarterFigures,
    Sum,
    Totals,
    latest_quarter,
    quarter_figures,
)
from cso_desk.khmer.dates import quarter_of
from cso_desk.store.store import NATIONAL
from cso_desk.widgets.controls import Label, button, column, frame, holder, icon_button, line, row
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits, quarter, short_date, title_of
from cso_desk.widgets.wrapped_link import WrappedLink
from cso_desk.wording import _, digits_of, language, words

_KINDS = frozenset({"meeting", "attendance", "decision", "action", "person", "organisation"})


class ReportsPage(ScrollPage):
    """One quarter at a time, at first the latest in which there were meetings."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _KINDS)
        self._session = session
        today = dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
        self.quarter = quarter_of(today) or ""

    def load(self) -> None:
        """Open the quarter that has something to report: the present one is often still empty."""
        self.quarter = latest_quarter(self._session.store, self._own()) or self.quarter
        super().load()

    def go_by(self, quarters: int) -> None:
        """Show an earlier or a later quarter."""
        year, number = (int(part) for part in self.quarter.split("Q"))
        place = year * 4 + number - 1 + quarters
        self.quarter = f"{place // 4}Q{place % 4 + 1}"
        self.draw()

    def cards(self) -> list[QWidget]:
        store = self._session.store
        own = self._own()
        figures = quarter_figures(store, self.quarter, hub=own)
        shown: list[QWidget] = [self._head(), self._highlights(figures.total)]
        if not own:
            shown.append(self._hubs(figures))
        shown.append(self._meetings(figures))
        said = [each.said(words(language()), digits_of()) for each in figures.notes]
        notes = [Label(f"•  {each}", "warn", wrap=True) for each in said]
        if notes:
            inside = column(Label(_("To check"), "heading"), *notes, gap=2, margins=(20, 12, 20, 14))
            shown.append(frame("card", inside))
        return shown

    def _own(self) -> str:
        """The hub whose meetings are counted, "" for every hub."""
        hub = self._session.store.hub
        return "" if hub == NATIONAL else hub

    def _head(self) -> QWidget:
        name = Label(quarter(self.quarter), "title")
        return holder(
            row(
                icon_button("caret-left", lambda: _("Quarter before"), lambda: self.go_by(-1)),
                name,
                icon_button("caret-right", lambda: _("Quarter after"), lambda: self.go_by(1)),
                None,
                button(lambda: _("Quarterly report"), self._print, name="primary", picture="printer"),
            )
        )

    def _highlights(self, total: Sum) -> QFrame:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        figures = [
            (_("Meetings held, of those planned"), f"{digits(total.held)} / {digits(total.planned)}"),
            (_("Participations"), digits(total.totals.participations)),
            (_("Different people"), digits(total.totals.people)),
            (_("Institutions"), digits(total.totals.institutions)),
            (_("Women"), _part(total.totals.female, total.totals)),
            (_("Youth"), _part(total.totals.youth, total.totals)),
            (_("Districts reached"), digits(len(total.districts_reached))),
            (_("Decisions"), digits(total.decisions)),
        ]
        for place, (label, figure) in enumerate(figures):
            cell = column(Label(figure, "figure"), Label(label, "quiet", wrap=True), None, gap=0)
            grid.addLayout(cell, place // 4, place % 4)
        for place in range(4):
            grid.setColumnStretch(place, 1)
        inside = column(margins=(20, 8, 20, 12))
        inside.addLayout(grid)
        return frame("card", inside)

    def _hubs(self, figures: QuarterFigures) -> QFrame:
        heads = [_("Hub"), _("Meetings held"), _("Participations"), _("Women")]
        rows = [
            [hub_name(hub), digits(each.held), digits(each.totals.participations),
             _part(each.totals.female, each.totals)]
            for hub, each in sorted(figures.by_hub.items())
        ]  # fmt: skip
        rows += [[hub_name(hub), _("nothing received"), "", ""] for hub in figures.missing]
        return _table_card(_("Hubs"), heads, [[Label(cell) for cell in each] for each in rows])

    def _meetings(self, figures: QuarterFigures) -> QFrame:
        heads = [_("Day"), _("Meeting"), _("Participations"), _("Women"), _("Institutions")]
        rows = [self._meeting_row(each) for each in figures.lines]
        return _table_card(_("Meetings of the quarter"), heads, rows)

    def _meeting_row(self, each: MeetingLine) -> list[QWidget]:
        meeting, totals = each.meeting, each.totals
        name = title_of((meeting.title_km, meeting.title_en), meeting.code)
        go = WrappedLink(name, lambda: self._session.go_to_record("meeting", meeting.id))
        known = bool(totals.evidence)
        return [
            Label(short_date(meeting.starts)),
            go,
            Label(digits(totals.participations) if known else "—"),
            Label(_part(totals.female, totals) if known else "—"),
            Label(digits(totals.institutions) if known else "—"),
        ]

    def _print(self) -> None:
        self._session.show_paper(quarter_report(self._session, self.quarter))


def _part(count: int | None, totals: Totals) -> str:
    """A part with its share: "18 (53 %)"."""
    if count is None:
        return "—"
    if not totals.participations:
        return digits(count)
    return f"{digits(count)} ({digits(round(100 * count / totals.participations))} %)"


def _table_card(heading: str, heads: list[str], rows: list[list[QWidget]]) -> QFrame:
    inside = column(Label(heading, "heading"), margins=(20, 12, 20, 14))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(0)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    numbers_from = len(heads) - 3
    for place, head in enumerate(heads):
        titled = Label(head, "group", wrap=place >= numbers_from)
        titled.setAlignment(right if place >= numbers_from else left)
        grid.addWidget(titled, 0, place)
        grid.setColumnStretch(place, 3 if place == numbers_from - 1 else 1)
    for number, cells in enumerate(rows, 1):
        grid.addWidget(line(), number * 2 - 1, 0, 1, len(heads))
        for place, cell in enumerate(cells):
            if isinstance(cell, WrappedLink):
                grid.addWidget(cell, number * 2, place)  # as wide as its column
            else:
                grid.addWidget(cell, number * 2, place, right if place >= numbers_from else left)
    inside.addLayout(grid)
    if not rows:
        inside.addWidget(Label(_("Nothing yet."), "quiet"))
    return frame("card", inside)
