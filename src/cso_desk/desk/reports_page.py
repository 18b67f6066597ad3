"""The quarter in figures, and the quarterly report made of them."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from cso_desk.desk.reports_rows import Opened, rows_card
from cso_desk.desk.reports_words import QuarterCards
from cso_desk.desk.session import Session, hub_name
from cso_desk.features.meetings.form import quarter_report
from cso_desk.features.meetings.service import (
    AGE_NAMES,
    Asked,
    MeetingLine,
    QuarterFigures,
    Remark,
    Totals,
    latest_quarter,
    quarter_by,
    quarter_figures,
)
from cso_desk.features.meetings.service.figures import DISTRICT
from cso_desk.features.members.record import ORGANISATION_KINDS
from cso_desk.khmer.dates import quarter_of
from cso_desk.places.gazetteer import show_place
from cso_desk.store.store import NATIONAL
from cso_desk.widgets.controls import Label, button, column, frame, holder, icon_button, line, row
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits, quarter, short_date, title_of
from cso_desk.widgets.wrapped_link import WrappedLink
from cso_desk.wording import N_, _, digits_of, language, words

_KINDS = frozenset(
    {
        "meeting", "attendance", "decision", "action", "person", "organisation",
        "quarter_report", "quarter_result",
    }
)  # fmt: skip


class ReportsPage(ScrollPage):
    """One quarter at a time, at first the latest in which there were meetings."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _KINDS)
        self._session = session
        today = dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
        self.quarter = quarter_of(today) or ""
        self.opened: Opened | None = None
        self.below = QuarterCards(session)

    def load(self) -> None:
        """Open the quarter that has something to report: the present one is often still empty."""
        self.quarter = latest_quarter(self._session.store, self._own()) or self.quarter
        super().load()

    def go_by(self, quarters: int) -> None:
        """Show an earlier or a later quarter."""
        self.quarter, self.opened = quarter_by(self.quarter, quarters), None
        self.draw()

    def open_rows(self, opened: Opened) -> None:
        """Show what stands behind a figure, above the figures."""
        self.opened = opened
        self.draw()
        self.verticalScrollBar().setValue(0)

    def close_rows(self) -> None:
        """Show the figures alone again."""
        self.opened = None
        self.draw()

    def open_of_kind(self, kind: str, record: str) -> None:
        """Open the words or a result of a quarter."""
        with self._session.store.reading() as reading:
            found: Any = reading.get(self._session.store.shelves.types[kind].record, record)
        if found is None:
            return
        self.quarter = found.quarter or self.quarter
        self.draw()
        if kind == "quarter_result":
            self.below.open_result(found.id)
        elif found.hub == self._session.store.hub:
            self.below.write(found.quarter)

    def cards(self) -> list[QWidget]:
        store = self._session.store
        own = self._own()
        figures = quarter_figures(store, self.quarter, hub=own)
        shown: list[QWidget] = [self._head()]
        if self.opened is not None:
            shown.append(rows_card(self._session, self.opened, figures.lines, self.close_rows))
        shown += [self._highlights(figures), *self._parts(figures)]
        if not own:
            shown.append(self._hubs(figures))
        shown.append(self._meetings(figures))
        if figures.notes:
            inside = column(Label(_("To check"), "heading"), gap=2, margins=(20, 12, 20, 14))
            for each in figures.notes:
                inside.addWidget(self._note(each))
            shown.append(frame("card", inside))
        return [*shown, *self.below.cards(figures, own)]

    def _note(self, note: Remark) -> QWidget:
        """A doubt, with a way to the meetings that it is about."""
        said = note.said(words(language()), digits_of())
        text = Label(f"•  {said}", "warn", wrap=True)
        if not note.meetings:
            return text
        opened = Opened(said, meetings=note.meetings)
        show = button(lambda: _("Show"), partial(self.open_rows, opened), name="link")
        show.setAccessibleName(said)
        beside = row(text, show)
        beside.setStretch(0, 1)
        return holder(beside)

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

    def _highlights(self, found: QuarterFigures) -> QFrame:
        total, totals = found.total, found.total.totals
        held = tuple(each.meeting.id for each in found.held)
        of_districts = tuple(each.meeting.id for each in found.held if len(each.meeting.place) >= DISTRICT)
        figures = [
            (_("Meetings held, of those planned"), f"{digits(total.held)} / {digits(total.planned)}",
             Opened(_("Meetings held"), meetings=held)),
            (_("Participations"), digits(totals.participations), self._asked("participations")),
            (_("Different people"), digits(totals.people), self._asked("people")),
            (_("Institutions"), digits(totals.institutions), self._asked("institutions")),
            (_("Women"), _part(totals.female, totals), self._asked("female")),
            (_("Different women"), digits(totals.people_female), self._asked("people_female")),
            (_("Districts where meetings were held"), digits(len(total.districts_met)),
             Opened(_("Districts where meetings were held"), meetings=of_districts)),
            (_("Counted by heads, without names"), digits(total.heads),
             Opened(_("Counted by heads, without names"), meetings=_by_heads(found))),
        ]  # fmt: skip
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for place, (label, figure, opened) in enumerate(figures):
            grid.addWidget(self._figure(label, figure, opened), place // 4, place % 4)
        for place in range(4):
            grid.setColumnStretch(place, 1)
        inside = column(margins=(20, 8, 20, 12))
        inside.addLayout(grid)
        return frame("card", inside)

    def _asked(self, figure: str, **more: str) -> Opened:
        return Opened("", Asked(figure, (self.quarter,), hub=self._own(), **more))

    def _figure(self, label: str, figure: str, opened: Opened) -> QWidget:
        """A figure that is pressed to see what it counts."""
        shown = Opened(f"{label}: {figure}", opened.asked, opened.meetings)
        press = button(lambda: figure, partial(self.open_rows, shown), name="figure-link")
        press.setAccessibleName(shown.heading)
        return holder(column(press, Label(label, "quiet", wrap=True), None, gap=0))

    def _parts(self, found: QuarterFigures) -> list[QWidget]:
        """Who they were: what was asked beside the sex, age, and the institutions by kind and district."""
        totals = found.total.totals
        asked = [
            (_(label), getattr(totals, name), self._asked(name))
            for name, label in (("male", N_("Men")), ("youth", N_("Youth")), ("disability", N_("Disability")),
                                ("minority", N_("Ethnic minority")), ("id_poor", N_("ID-Poor")))
        ]  # fmt: skip
        ages = [
            (_(AGE_NAMES[group]), count, self._asked("participations", age=group))
            for group, count in totals.by_age.items()
        ]
        kinds = [
            (_(ORGANISATION_KINDS[kind]) if kind in ORGANISATION_KINDS else kind or _("Kind not said"), count,
             self._asked("institutions", kind=kind))
            for kind, count in sorted(totals.by_kind.items(), key=lambda pair: -pair[1])
        ]  # fmt: skip
        districts = [
            (show_place(code, language(), full=not self._own()) if code else _("Place not said"), count,
             self._asked("institutions", district=code))
            for code, count in sorted(totals.by_district.items(), key=lambda pair: (not pair[0], pair[0]))
        ]  # fmt: skip
        pairs = (
            (self._counts(_("Participations"), asked), self._counts(_("By age, of those on lists"), ages)),
            (
                self._counts(_("Institutions by kind"), kinds),
                self._counts(_("Institutions by district"), districts),
            ),
        )
        cards = []
        for left, right in pairs:
            beside = row(left, right, gap=12)
            beside.setStretch(0, 1)
            beside.setStretch(1, 1)
            cards.append(holder(beside))
        return cards

    def _counts(self, heading: str, counts: Sequence[tuple[str, int | None, Opened]]) -> QFrame:
        inside = column(Label(heading, "heading"), gap=0, margins=(20, 12, 20, 14))
        for name, count, opened in counts:
            if count is None:
                continue
            shown = Opened(f"{heading} · {name}: {digits(count)}", opened.asked)
            press = button(partial(digits, count), partial(self.open_rows, shown), name="link")
            press.setAccessibleName(f"{name}: {digits(count)}")
            each = row(Label(name, wrap=True), press)
            each.setStretch(0, 1)
            inside.addLayout(each)
        if not counts:
            inside.addWidget(Label(_("Nothing yet."), "quiet"))
        inside.addStretch(1)
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


def _by_heads(found: QuarterFigures) -> tuple[str, ...]:
    return tuple(each.meeting.id for each in found.held if each.totals.evidence not in ("rows", ""))


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
