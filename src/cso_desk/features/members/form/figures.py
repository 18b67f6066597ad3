"""The network in figures for any day, with the papers of that day; every figure opens its rows."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from cso_desk.features.members.form.papers import PAPERS
from cso_desk.features.members.form.parts import PART_LISTS
from cso_desk.features.members.record import ORGANISATION_KINDS, SECTORS, SEXES
from cso_desk.features.members.service import (
    Chosen,
    DirectoryRow,
    MemberFigures,
    day_after,
    day_before,
    grid_of,
    member_figures,
)
from cso_desk.features.members.service.papers import Asked, asked_today
from cso_desk.khmer.phones import show_phone
from cso_desk.places.gazetteer import show_place
from cso_desk.records.kinds import Date
from cso_desk.widgets.controls import Label, button, column, frame, holder, icon_button, line, named, row
from cso_desk.widgets.editors.lines import LineEditor
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.folding_bar import FoldingBar
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits, long_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, language, ngettext

_KINDS = frozenset({"organisation", "organisation_name", "person", "position", "membership"})
_CARD = (20, 12, 20, 14)
_MOST = 200  # rows behind a figure that are listed
_PLACE_COLUMN, _SECTOR_COLUMN, _MOST_ROWS = 104, 208, 12

Naming = Callable[[str], str]


class MemberFiguresSide(QWidget):
    """A bar with the day and who is meant, above the figures of that day."""

    def __init__(self, host: Host, lead: QWidget) -> None:
        super().__init__()
        self.figures = MemberFiguresPage(host)
        self.day = LineEditor(Date(N_("As of")))
        self.day.name(lambda: _("As of"))
        self.day.show_value(self.figures.asked.day.isoformat())
        self.day.committed.connect(self._ask_day)
        self.day.setFixedWidth(theme.px(260))
        self.outside = QCheckBox()
        live(self.outside, lambda: self.outside.setText(_("Only who agreed to be shared")))
        named(self.outside, lambda: _("Only who agreed to be shared"))
        self.outside.toggled.connect(lambda on: self.figures.ask(outside=on))
        said = Label(lambda: _("As of"), "label")
        said.setBuddy(self.day.control())
        tools = row(lead, said, self.day, self.outside, None, margins=(16, 8, 16, 8))
        self.setLayout(column(FoldingBar(tools, []), self.figures, gap=0))

    def load(self) -> None:
        """Count for the first time."""
        self.figures.load()

    def save_now(self) -> None:
        """Take over the day that is being typed."""
        self.day.commit_now()

    def _ask_day(self, said: str) -> None:
        """Of a month or a year its last day is meant; without any, today."""
        whole = day_before(day_after(said)) or asked_today().day.isoformat()
        self.day.show_value(whole)
        self.figures.ask(dt.date.fromisoformat(whole))


class MemberFiguresPage(ScrollPage):
    """The institutions of one day, counted."""

    def __init__(self, host: Host) -> None:
        self.asked = asked_today()
        self.chosen: tuple[str, Chosen] | None = None
        super().__init__(host, _KINDS)

    def ask(self, day: dt.date | None = None, *, outside: bool | None = None) -> None:
        """Show the figures of another day, or only those who agreed to be shared."""
        meant = self.asked.outside if outside is None else outside
        self.asked, self.chosen = Asked(day or self.asked.day, meant), None
        self.draw()

    def open_rows(self, heading: str, chosen: Chosen) -> None:
        """Show the institutions that a figure counts, above the figures."""
        self.chosen = (heading, chosen)
        self.draw()
        self.verticalScrollBar().setValue(0)

    def close_rows(self) -> None:
        """Show the figures alone again."""
        self.chosen = None
        self.draw()

    def cards(self) -> list[QWidget]:
        with self.host.store.reading() as reading:
            found = member_figures(reading, self.asked.day.isoformat(), outside=self.asked.outside)
        shown: list[QWidget] = [Label(_title(found), "title", wrap=True)]
        if self.chosen is not None:
            shown.append(self._rows(found, *self.chosen))
        shown += [self._papers(), self._highlights(found)]
        pairs = (
            (self._counts(N_("By kind"), found.by_kind, _kind, "kind"),
             self._counts(N_("By district"), found.by_district, _place, "district")),
            (self._counts(N_("By sector"), found.by_sector, _sector, "sector"),
             self._counts(N_("By sex of the head"), found.by_head, _sex, "head")),
        )  # fmt: skip
        for left, right in pairs:
            beside = row(left, right, gap=12)
            beside.setStretch(0, 1)
            beside.setStretch(1, 1)
            shown.append(holder(beside))
        return [*shown, self._grid(found)]

    # --- parts ---

    def _highlights(self, found: MemberFigures) -> QFrame:
        standings = found.standings
        figures = (
            (N_("Institutions"), len(found.rows), Chosen()),
            (N_("Members with a known membership"), standings.get("member", 0), Chosen(standing="member")),
            (N_("Members who may vote"), standings.get("vote", 0), Chosen(standing="vote")),
            (N_("Have applied"), found.applicants, None),
        )
        cells = [self._figure(label, count, chosen) for label, count, chosen in figures]
        beside = row(*cells, gap=24)
        for place in range(len(cells)):
            beside.setStretch(place, 1)
        inside = column(margins=(20, 8, 20, 12))
        inside.addLayout(beside)
        if found.staff_told:
            said = _(
                "Staff: {female} women and {male} men, as {count} institutions told.",
                female=digits(found.staff_female),
                male=digits(found.staff_male),
                count=digits(found.staff_told),
            )
            inside.addWidget(Label(said, "quiet", wrap=True))
        return frame("card", inside)

    def _figure(self, label: str, count: int, chosen: Chosen | None) -> QWidget:
        """A figure above what it counts; that can be pressed where there are rows to be seen."""
        inside = column(Label(digits(count), "figure"), Label(_(label), "quiet", wrap=True), gap=0)
        if chosen is not None and count:
            show = button(lambda: _("Show"), partial(self.open_rows, _(label), chosen), name="link")
            show.setAccessibleName(f"{_(label)}: {digits(count)}")
            inside.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        return holder(inside)

    def _papers(self) -> QFrame:
        made = [
            button(partial(_, label), partial(self._show, make), picture="printer") for label, make in PAPERS
        ]
        lists = [
            button(partial(_, label), partial(self._show_list, make), picture="export")
            for label, make in PART_LISTS
        ]
        return frame(
            "card",
            column(
                Label(_("Papers of this day"), "heading"),
                flowing(*made),
                Label(_("Lists of all days, to work on in Excel and to bring back"), "quiet", wrap=True),
                flowing(*lists),
                margins=_CARD,
            ),
        )

    def _show_list(self, make: Callable[..., object]) -> None:
        self.host.show_paper(make(self.host.store, outside=self.asked.outside))  # type: ignore[arg-type]

    def _show(self, make: Callable[..., object]) -> None:
        self.host.show_paper(make(self.host.store, self.asked))  # type: ignore[arg-type]

    def _counts(self, heading: str, counts: Mapping[str, int], naming: Naming, by: str) -> QFrame:
        inside = column(Label(_(heading), "heading"), gap=0, margins=_CARD)
        for code, count in counts.items():
            name = naming(code)
            chosen = Chosen(**{by: code})
            open_it = button(partial(digits, count), partial(self.open_rows, name, chosen), name="link")
            open_it.setAccessibleName(f"{name}: {digits(count)}")
            each = row(Label(name, wrap=True), open_it)
            each.setStretch(0, 1)
            inside.addLayout(each)
        if not counts:
            inside.addWidget(Label(_("Nothing yet."), "quiet"))
        inside.addStretch(1)
        return frame("card", inside)

    def _grid(self, found: MemberFigures) -> QFrame:
        """Sectors by places; moved sideways in a narrow window, as lists are."""
        sectors, places, counts = grid_of(found)
        table = QTableWidget(len(sectors), len(places) + 1)
        named(table, lambda: _("Sectors by district"))
        table.setHorizontalHeaderLabels([_("Sector"), *(_place(code, full=False) for code in places)])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.px(32))
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for at, sector in enumerate(sectors):
            table.setItem(at, 0, _cell(_sector(sector), at_end=False))
            for across, place in enumerate(places, 1):
                count = counts.get((sector, place), 0)
                table.setItem(at, across, _cell(digits(count) if count else ""))
        for across in range(table.columnCount()):
            table.setColumnWidth(across, theme.px(_PLACE_COLUMN if across else _SECTOR_COLUMN))
        rows = min(len(sectors), _MOST_ROWS)
        table.setFixedHeight(
            theme.px(32) * rows + table.horizontalHeader().sizeHint().height() + theme.px(20)
        )

        def open_cell(at: int, across: int) -> None:
            chosen = Chosen(sector=sectors[at], district=places[across - 1] if across else None)
            place = _place(places[across - 1], full=False) if across else ""
            self.open_rows(" · ".join(filter(None, (_sector(sectors[at]), place))), chosen)

        table.cellActivated.connect(open_cell)
        table.cellClicked.connect(open_cell)
        said = _("An institution counts in each of its sectors. Press a figure to see who it is.")
        hint = Label(said, "quiet", wrap=True)
        return frame("card", column(Label(_("Sectors by district"), "heading"), hint, table, margins=_CARD))

    def _rows(self, found: MemberFigures, heading: str, chosen: Chosen) -> QFrame:
        rows = found.chosen(chosen)
        said = ngettext("{number} institution", "{number} institutions", len(rows), number=digits(len(rows)))
        close = icon_button("x", lambda: _("Close"), self.close_rows)
        head = row(Label(heading, "heading", wrap=True), Label(said, "quiet"), close)
        head.setStretch(0, 1)
        inside = column(gap=2, margins=_CARD)
        inside.addLayout(head)
        for each in rows[:_MOST]:
            inside.addWidget(line())
            inside.addWidget(self._institution(each))
        if len(rows) > _MOST:
            inside.addWidget(Label(_("and {count} more", count=digits(len(rows) - _MOST)), "quiet"))
        return frame("card", inside)

    def _institution(self, each: DirectoryRow) -> QWidget:
        body, person = each.organisation, each.person
        name = title_of((body.name_km, body.name_en), body.code)
        go = button(lambda: name, lambda: self.host.go_to_record("organisation", body.id), name="link")
        who = title_of((person.name_km, person.name_en)) if person else ""
        phones = digits(", ".join(show_phone(phone) for phone in each.phones))
        inside = column(gap=0)
        inside.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        if who or phones:
            inside.addWidget(Label("   ·   ".join(filter(None, (who, phones))), "quiet", wrap=True))
        return holder(inside)


def _title(found: MemberFigures) -> str:
    count = len(found.rows)
    return ngettext(
        "{number} institution as of {day}",
        "{number} institutions as of {day}",
        count,
        number=digits(count),
        day=long_date(found.day),
    )


def _cell(text: str, *, at_end: bool = True) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(text)
    if at_end:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _choice(choices: Mapping[str, str], code: str) -> str:
    return _(choices[code]) if code in choices else code or _("Not said")


def _kind(code: str) -> str:
    return _choice(ORGANISATION_KINDS, code)


def _sector(code: str) -> str:
    return _choice(SECTORS, code)


def _sex(code: str) -> str:
    return _choice(SEXES, code)


def _place(code: str, *, full: bool = True) -> str:
    return show_place(code, language(), full=full) if code else _("Not said")
