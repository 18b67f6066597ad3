"""The quarter in figures, and the quarterly report made of them."""

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from cso_desk.desk.reports_comers import comer_cards
from cso_desk.desk.reports_figures import figure_cards, table_cards
from cso_desk.desk.reports_look import COMERS, FIGURES, PLACES, REPORT, SIDES, Found, Look, found_behind, look
from cso_desk.desk.reports_places import place_cards
from cso_desk.desk.reports_rows import Opened, Opening, rows_card
from cso_desk.desk.reports_tables import CARD
from cso_desk.desk.reports_words import QuarterCards
from cso_desk.desk.session import Session
from cso_desk.features.bulletin.form import BulletinPage
from cso_desk.features.meetings.form import quarter_report
from cso_desk.features.meetings.service import QuarterFigures, Remark, latest_quarter, quarter_by
from cso_desk.features.meetings.service.tallies import refresh_tallies
from cso_desk.khmer.dates import quarter_of
from cso_desk.store.store import NATIONAL
from cso_desk.widgets.controls import Label, button, column, frame, holder, icon_button, row, segments
from cso_desk.widgets.reading_beside import ReadingBeside
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits, quarter
from cso_desk.wording import _, digits_of, language, ngettext, words

_KINDS = frozenset(
    {
        "meeting", "attendance", "decision", "action", "person", "organisation",
        "quarter_report", "quarter_result",
    }
)  # fmt: skip


class ReportsPage(ScrollPage):
    """One quarter at a time, at first the latest in which there were meetings; read beside the window."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _KINDS)
        self._session = session
        today = dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
        self.quarter = quarter_of(today) or ""
        self.side = FIGURES
        self.opened: Opened | None = None
        self.counting = False
        self._put_off = False
        self.below = QuarterCards(session)
        self._reading = ReadingBeside(session, self._read, self)
        self._reading.came.connect(self._came)
        self._reading.late.connect(self.draw)
        self._rows = ReadingBeside(session, self._read_rows, self)
        self._rows.came.connect(lambda _found: self.draw())

    # --- what is shown ---

    def load(self) -> None:
        """Open the quarter that has something to report: the present one is often still empty."""
        self.quarter = latest_quarter(self._session.store, self._own()) or self.quarter
        super().load()
        self._reading.again()

    def look_again(self) -> None:
        """Read anew after a change; drawn where what was read is other than before."""
        if not self.isVisible():
            super().look_again()
            return
        if self.side == REPORT:
            self.draw()  # words and results are read while drawing
        self._reading.again()
        if self.opened is not None and self.opened.asked is not None:
            self._rows.again()

    def go_by(self, quarters: int) -> None:
        """Show an earlier or a later quarter."""
        self.go_to(quarter_by(self.quarter, quarters), self.side)

    def go_to(self, of: str, side: int) -> None:
        """Show a side of a quarter."""
        self.quarter, self.side, self.opened = of, side, None
        self._reading.again()

    def open_rows(self, opened: Opened) -> None:
        """Show what stands behind a figure, above the figures."""
        self.opened = opened
        self.draw()
        self._focus(_("Close"))
        self.verticalScrollBar().setValue(0)
        if opened.asked is not None:
            self._rows.again()

    def close_rows(self) -> None:
        """Show the figures alone again."""
        came_from = self.opened.heading if self.opened else ""
        self.opened = None
        self.draw()
        self._focus(came_from)

    def open_of_kind(self, kind: str, record: str) -> None:
        """Open the words or a result of a quarter."""
        with self._session.store.reading() as reading:
            found: Any = reading.get(self._session.store.shelves.types[kind].record, record)
        if found is None:
            return
        self.go_to(found.quarter or self.quarter, REPORT)
        if kind == "quarter_result":
            self.below.open_result(found.id)
        elif found.hub == self._session.store.hub:
            self.below.write(found.quarter)

    # --- reading and counting ---

    def _read(self) -> Look:
        return look(self._session.store, self.quarter, self._own(), self.side)

    def _read_rows(self) -> Found | None:
        return found_behind(self._session.store, self.opened.asked if self.opened else None)

    def _came(self, found: Look) -> None:
        if found.uncounted and not self.counting and not self._put_off:
            self.count()
        self.draw()

    def count(self) -> None:
        """Count the meetings of which no count is kept; who cancels keeps what was counted by then."""
        store = self._session.store
        self.counting = self._put_off = True
        self._session.work(
            _("Counting who came to the meetings…"),
            lambda progress: refresh_tallies(store, progress),
            self._has_counted,
            ended=self._end_counting,
        )

    def _has_counted(self, meetings: int) -> None:
        self._put_off = not meetings  # nothing could be kept: somebody else writes

    def _end_counting(self) -> None:
        self.counting = False
        self.draw()
        self._reading.again()

    # --- drawing ---

    def draw(self) -> None:
        """Draw the page; the keyboard stays where it was."""
        focused = QApplication.focusWidget()
        inside = focused is not None and focused is not self and self.isAncestorOf(focused)
        name = focused.accessibleName() if inside and focused is not None else ""
        super().draw()
        self._focus(name)

    def _focus(self, name: str) -> None:
        found = (each for each in self.findChildren(QWidget) if name and each.accessibleName() == name)
        for each in found:
            each.setFocus(Qt.FocusReason.OtherFocusReason)

    def cards(self) -> list[QWidget]:
        found: Look | None = self._reading.latest
        current = found is not None and (found.quarter, found.side) == (self.quarter, self.side)
        if found is None or not current:
            said = _("The figures are being counted…") if self._reading.is_late else ""
            return [self._head(), Label(said, "quiet")]
        if found.figures is None:
            return [self._head(), self._uncounted(found.uncounted)]
        return [self._head(), *self._side(found, found.figures)]

    def _side(self, found: Look, figures: QuarterFigures) -> list[QWidget]:
        opening = Opening(self._session, self.quarter, self._own(), self.open_rows)
        around = found.around or figures
        shown: list[QWidget] = []
        if self.opened is not None:
            rows: Found | None = self._rows.latest
            ready = rows if rows is not None and rows.asked == self.opened.asked else None
            shown.append(rows_card(self._session, self.opened, around.lines, ready, self.close_rows))
        if self.side == PLACES:
            return [*shown, *place_cards(figures, around, opening)]
        if self.side == COMERS:
            return [*shown, *comer_cards(found.faithful, around.quarters, opening)]
        if self.side == REPORT:
            return [*shown, *self._notes(figures), *self.below.cards(figures, self._own())]
        return [
            *shown,
            *figure_cards(figures, opening),
            *self._notes(figures),
            *table_cards(figures, opening),
        ]

    def _uncounted(self, count: int) -> QFrame:
        said = ngettext(
            "{number} meeting is still to be counted. The figures are shown when that is done; "
            "you can go on working meanwhile.",
            "{number} meetings are still to be counted. The figures are shown when that is done; "
            "you can go on working meanwhile.",
            count,
            number=digits(count),
        )
        beside = row(Label(said, wrap=True))
        beside.setStretch(0, 1)
        if not self.counting:
            beside.addWidget(button(lambda: _("Count now"), self.count, name="primary"))
        inside = column(margins=CARD)
        inside.addLayout(beside)
        return frame("card", inside)

    def _notes(self, figures: QuarterFigures) -> list[QWidget]:
        if not figures.notes:
            return []
        inside = column(Label(_("To check"), "heading"), gap=2, margins=CARD)
        for each in figures.notes:
            inside.addWidget(self._note(each))
        return [frame("card", inside)]

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
        above = row(
            icon_button("caret-left", lambda: _("Quarter before"), lambda: self.go_by(-1)),
            name,
            icon_button("caret-right", lambda: _("Quarter after"), lambda: self.go_by(1)),
            None,
            button(lambda: _("Bulletin"), self._open_bulletin, picture="article"),
            button(lambda: _("Quarterly report"), self._print, name="primary", picture="printer"),
        )
        says = [partial(_, each) for each in SIDES]
        below = row(segments(says, self.side, lambda side: self.go_to(self.quarter, side)), None)
        inside = column(gap=8)
        inside.addLayout(above)
        inside.addLayout(below)
        return holder(inside)

    def _open_bulletin(self) -> None:
        self._session.show_over(BulletinPage(self._session, self.quarter))

    def _print(self) -> None:
        self._session.show_paper(quarter_report(self._session, self.quarter))
