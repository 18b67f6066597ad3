"""Retention: the setting, what Today says of people nobody met for years, and the list to decide from."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from cso_desk.desk.attention import attention
from cso_desk.desk.erasure_page import open_erasure
from cso_desk.desk.retention_watch import today
from cso_desk.desk.session import Session
from cso_desk.desk.settings_grid import put, settings_card, settings_grid
from cso_desk.features.hub.service import profile, save_retention
from cso_desk.journal.retention import Suggestion, keep_people
from cso_desk.store.listing import titles
from cso_desk.widgets.controls import (
    Label,
    button,
    column,
    frame,
    holder,
    line,
    named,
    row,
    writing,
)
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.wording import _, ngettext

YEARS = (2, 3, 5, 7, 10)
"""After how many years people may be suggested."""

_MOST = 50  # people shown at once
_CARD = (20, 16, 20, 20)


def retention_card(session: Session) -> QWidget:
    """The setting, for coordinators; off where nobody chose."""
    now = profile(session.store).retain_years
    box = CalmComboBox()
    box.addItem(_("Never"), None)
    for years in sorted({*YEARS, *([now] if now else [])}):
        box.addItem(_("After {number} years", number=digits(years)), years)
    box.setCurrentIndex(box.findData(now))
    say = lambda: _("Suggest to erase people whom nobody met")  # noqa: E731
    writing(box, "decision")

    def choose(_place: int) -> None:
        if not session.attempt(lambda: save_retention(session.store, box.currentData())):
            box.setCurrentIndex(box.findData(profile(session.store).retain_years))

    box.activated.connect(choose)
    said = Label(
        lambda: _(
            "Guests of long ago and people whose positions ended. Today lists them then; nothing is ever "
            "erased by itself. It holds for every computer of this hub."
        ),
        "quiet",
        wrap=True,
    )
    grid = settings_grid()
    put(grid, 0, say, box)
    grid.addWidget(said, 1, 1)
    made = settings_card(lambda: _("Data about people"), grid)
    made.setObjectName("retention")
    return made


def retention_due(session: Session) -> list[QWidget]:
    """What Today says; nothing where the setting is off, nobody is due, or it is not found out yet."""
    session.retention.ask()
    count = len(session.retention.found)
    if not count:
        return []
    said = ngettext(
        "{number} person was not met for years. Look whether their data is still needed.",
        "{number} people were not met for years. Look whether their data is still needed.",
        count,
        number=digits(count),
    )
    go = button(lambda: _("Look at the list…"), lambda: session.show_over(RetentionPage(session)))
    return [attention("users", said, go, warns=False)]


class RetentionPage(ScrollPage):
    """Whom nobody met for years: each can be erased, those that are ticked are kept."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setProperty("help", "settings")
        self.session = session
        self.ticks: dict[str, QCheckBox] = {}
        self._ticked: set[str] = set()
        self._shown = _MOST
        session.retention.counted.connect(self.look_again)
        self.load()
        session.retention.count()  # what Today said may be of this morning

    def title(self) -> str:
        return _("People nobody met for years")

    def cards(self) -> list[QWidget]:
        found, self.ticks = self.session.retention.found, {}
        if not found:
            done = Label(lambda: _("Nobody is due. Nothing has to be done here."), wrap=True)
            return [frame("card", column(done, margins=_CARD))]
        told = Label(
            lambda: _(
                "Erase whose data is not needed any more. Who is kept is suggested again only after as many "
                "years as the settings say."
            ),
            wrap=True,
        )
        self._keep = button(lambda: _("Keep those ticked"), self.keep, picture="check", writes="decision")
        inside = column(told, holder(row(self._keep, None)), gap=8, margins=_CARD)
        shown = found[: self._shown]
        with self.session.store.reading() as reading:
            called = titles(reading, [each.person for each in shown])
        for each in shown:
            inside.addWidget(line())
            inside.addWidget(self._line(each, title_of(called.get(each.person, ("", "")), "–")))
        if len(found) > len(shown):
            inside.addWidget(line())
            inside.addWidget(self._more(len(found) - len(shown)))
        self._tick()
        return [frame("card", inside)]

    def keep(self) -> None:
        """Suggest those who are ticked no more for as many years."""
        chosen = [person for person, tick in self.ticks.items() if tick.isChecked()]
        if chosen and self.session.attempt(lambda: keep_people(self.session.store, chosen, today())):
            self._ticked.clear()
            self.session.retention.drop(chosen)

    def _more(self, count: int) -> QWidget:
        """Says how many are not shown, and shows more of them."""

        def show() -> None:
            self._shown += _MOST
            self.draw()

        said = Label(lambda: _("and {count} more", count=digits(count)), "quiet")
        inside = row(said, None, button(lambda: _("Show more"), show, name="flat"))
        return holder(inside)

    def _tick(self) -> None:
        """There is something to keep only where somebody is ticked; a page drawn anew keeps the ticks."""
        self._ticked = {person for person, tick in self.ticks.items() if tick.isChecked()}
        self._keep.setEnabled(bool(self._ticked))

    def _line(self, each: Suggestion, called: str) -> QWidget:
        tick = self.ticks[each.person] = QCheckBox()
        tick.setChecked(each.person in self._ticked)
        tick.toggled.connect(lambda _on: self._tick())
        named(tick, lambda: called)
        last = Label(lambda: _("met last: {day}", day=short_date(each.last)), "quiet")
        show = partial(self.session.go_to_record, "person", each.person)
        go = button(lambda: _("Open"), show, name="flat", picture="arrow-right")
        erase = button(
            lambda: _("Erase…"), partial(open_erasure, self.session, each.person), picture="trash",
            writes="decision",
        )  # fmt: skip
        inside = row(tick, holder(column(Label(called, wrap=True), last, gap=0)), go, erase, gap=12)
        inside.setStretch(1, 1)
        return holder(inside)
