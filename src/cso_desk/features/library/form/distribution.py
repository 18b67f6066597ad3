"""A page on which titles are handed out to many institutions at once, with the papers of it."""
# Drawing papers is heavy to import, and the page is open long before somebody prints.
# ruff: noqa: PLC0415

import datetime as dt
from collections.abc import Collection
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from cso_desk.features.hub.form import paper
from cso_desk.features.library.form.distribution_rows import Meaning, Stand, has_now_said, stands_in
from cso_desk.features.library.record import VERSION_STATES, WAYS, LibraryTitle, TitleVersion
from cso_desk.features.library.service.distribution import HandOut, hand_out, versions_of
from cso_desk.records.kinds import Date, Number
from cso_desk.widgets.controls import Label, button, column, frame, holder, named, part, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.editors.finders import record_finder
from cso_desk.widgets.editors.finding import FindLine
from cso_desk.widgets.editors.lines import LineEditor
from cso_desk.widgets.editors.picking import ManyEditor
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.folding_bar import FoldingBar
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.table_view import dense
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, ngettext

_HEADS = (N_("Institution"), N_("Who speaks for it"), N_("Has now"))
_WIDTHS = (380, 240)
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


def hand_out_from(host: Host, titles: Collection[str] = ()) -> None:
    """Open the page on which titles are handed out."""
    host.show_over(HandOutPage(host, titles))


class HandOutPage(QWidget):
    """Titles, a day and ticked institutions become lines of the register, or the sheet that they sign."""

    finished = Signal()

    def __init__(self, host: Host, titles: Collection[str] = ()) -> None:
        super().__init__()
        part(self, "surface")
        self._host = host
        self._among: set[str] | None = None
        self._extra: set[str] = set()
        self._stands: list[Stand] = []
        self._titles: tuple[str, ...] = tuple(titles)
        self.titles = ManyEditor(*record_finder(host, "library_title", lambda _record: False))
        self.version, self.way = CalmComboBox(), CalmComboBox()
        self.day, self.copies = LineEditor(Date(N_("Given on"))), LineEditor(Number(N_("Copies")))
        self.who = FindLine(Meaning(host).suggest)
        self.signed = QCheckBox()
        self.table = QTableWidget(0, len(_HEADS))
        self._count = Label("", "quiet")
        self._build()
        self._day = _today()
        self._copies: int | None = 1
        self.day.show_value(self._day)
        self.copies.show_value(self._copies)
        self.titles.show_value(self._titles)
        live(self, self._say)

    def title(self) -> str:
        return _("Hand out")

    # --- what can be done ---

    def mean(self, meaning: Any) -> None:
        """Show the institutions of a group or view, or one more that was named: that one is ticked."""
        self.who.clear()
        ids, all_meant = meaning(self._day)
        if all_meant:
            self._among, self._extra = ids, set()
            self.draw()
            return
        self._extra |= ids
        self.draw(self._ticked() | ids)

    def tick_those_without(self) -> None:
        """Tick who has not received all of it."""
        self.draw({each.id for each in self._stands if not each.received})

    def enter(self) -> None:
        """Enter the titles for every ticked institution, as one step."""
        for each in (self.titles, self.day, self.copies):
            each.commit_now()
        chosen = self._ticked()
        speakers = {each.id: each.row.person.id for each in self._stands if each.row.person}
        given = HandOut(
            list(self._versions()), [each.id for each in self._stands if each.id in chosen], self._day,
            self._versions(), str(self.way.currentData() or ""), self._copies,
            {body: speakers[body] for body in chosen if body in speakers} if self.signed.isChecked() else {},
        )  # fmt: skip

        def act() -> None:
            made = hand_out(self._host.store, given)
            said = ngettext(
                "{number} line was entered.", "{number} lines were entered.", len(made),
                number=digits(len(made)),
            )  # fmt: skip
            self._host.notify(said, undo=bool(made))
            self.draw()

        self._host.attempt(act)

    def print_sheet(self) -> None:
        """Show the sheet to sign for the ticked institutions, or for all where none is ticked."""
        from cso_desk.features.library.printing.distribution import (
            distribution_sheet,
            distribution_sheet_workbook,
        )

        store, meant, day, chosen = self._host.store, self._meant(), self._day, self._ticked()
        found = [each.titles[0] for each in self._stands if each.titles and (not chosen or each.id in chosen)]
        if not meant:
            self._host.notify(_("Choose at least one title that is handed out."))
            return
        self._host.show_paper(
            paper(
                lambda: _("Distribution sheet"),
                "distribution-sheet",
                lambda chosen: distribution_sheet(store, meant, found, day, chosen),
                lambda chosen: distribution_sheet_workbook(store, meant, found, chosen),
            )
        )

    def print_missing(self) -> None:
        """Show who has not received the title yet."""
        from cso_desk.features.library.printing.distribution import (
            not_received_paper,
            not_received_workbook,
        )

        store, meant, day = self._host.store, self._meant(), self._day
        if len(meant) != 1:
            self._host.notify(_("Choose one title only: the list says who lacks it."))
            return
        found = [each.titles[0] for each in self._stands if not each.received]
        self._host.show_paper(
            paper(
                lambda: _("Not received yet"),
                "not-received",
                lambda chosen: not_received_paper(store, meant[0], found, day, chosen),
                lambda chosen: not_received_workbook(store, found, chosen),
            )
        )

    # --- what is shown ---

    def draw(self, ticked: Collection[str] = ()) -> None:
        """Show the institutions as they stand now, some of them ticked."""
        among = None if self._among is None else self._among | self._extra
        with self._host.store.reading() as reading:
            self._stands = stands_in(reading, self._versions(), self._day or _today(), among)
            if self._among is None and self._extra - {each.id for each in self._stands}:
                every = {each.id for each in self._stands} | self._extra
                self._stands = stands_in(reading, self._versions(), self._day or _today(), every)
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._stands))
        for place, each in enumerate(self._stands):
            for at, text in enumerate(_cells(each)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(place, at, item)
            self._tick(place).setCheckState(_ON if each.id in ticked else _OFF)
        self.table.blockSignals(False)
        self._say_count()

    def _build(self) -> None:
        dense(self.table)
        named(self.table, lambda: _("Institutions"))
        self.table.itemChanged.connect(lambda _item: self._say_count())
        self.titles.name(lambda: _("Library titles"))
        self.titles.committed.connect(self._take_titles)
        self.version.activated.connect(lambda _place: self.draw(self._ticked()))
        self.day.name(lambda: _("Given on"))
        self.day.committed.connect(self._take_day)
        self.copies.name(lambda: _("Copies"))
        self.copies.committed.connect(self._take_copies)
        self.who.chosen.connect(self.mean)
        self.who.setMinimumWidth(theme.px(300))
        self.version.setMinimumContentsLength(28)
        named(self.version, lambda: _("Version"))
        named(self.way, lambda: _("How it was given"))
        named(self.who, lambda: _("For whom"))
        live(self.who, lambda: self.who.setPlaceholderText(_("Members, group, saved view or institution; ↓")))
        live(self.signed, lambda: self.signed.setText(_("Who speaks for it signed")))
        self.day.setFixedWidth(theme.px(150))
        self.copies.setFixedWidth(theme.px(64))
        facts = flowing(
            self.version, self.way, Label(lambda: _("Given on"), "quiet"), self.day,
            Label(lambda: _("Copies"), "quiet"), self.copies,
        )  # fmt: skip
        whom = flowing(
            self.who, button(lambda: _("Tick those without"), self.tick_those_without), self.signed
        )
        sheet = button(lambda: _("Sheet to sign"), self.print_sheet, picture="printer")
        lacking = button(lambda: _("Who has not received it"), self.print_missing, picture="printer")
        enter = button(lambda: _("Enter these"), self.enter, name="primary", picture="check", writes="data")
        bar = row(self._count, None, lacking, sheet, enter, margins=(16, 8, 16, 8))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        inside = column(self.titles, holder(row(facts)), holder(row(whom)), gap=6, margins=(16, 8, 16, 8))
        layout.addWidget(frame("bar", inside))
        layout.addWidget(self.table, 1)
        layout.addWidget(FoldingBar(bar, [lacking, sheet, enter]))

    def _say(self) -> None:
        way = self.way.currentData() or "by_hand"
        self.way.clear()
        for code, label in WAYS.items():
            self.way.addItem(_(label), code)
        self.way.setCurrentIndex(max(0, self.way.findData(way)))
        self.table.setHorizontalHeaderLabels([_(each) for each in _HEADS])
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, theme.px(width))
        self._titles_changed()

    def _take_titles(self, value: object) -> None:
        self._titles = tuple(value) if isinstance(value, tuple) else ()
        self._titles_changed()

    def _titles_changed(self) -> None:
        """Offer the versions of the title; of several titles the newest of each is meant."""
        self.version.clear()
        chosen = self._titles
        if len(chosen) == 1:
            with self._host.store.reading() as reading:
                found = versions_of(reading, chosen[0])
            for each in found:
                self.version.addItem(version_said(each), each.id)
            self.version.addItem(_("Version not said"), "")
        self.version.setVisible(self.version.count() > 1)
        self.draw(self._ticked())

    def _versions(self) -> dict[str, str]:
        """The titles, and for each the version that is meant."""
        chosen = self._titles
        if len(chosen) == 1:
            return {chosen[0]: str(self.version.currentData() or "")}
        with self._host.store.reading() as reading:
            newest = {title: versions_of(reading, title)[:1] for title in chosen}
        return {title: found[0].id if found else "" for title, found in newest.items()}

    def _meant(self) -> list[Any]:
        from cso_desk.features.library.printing.distribution import Meant

        found = []
        with self._host.store.reading() as reading:
            for title, version in self._versions().items():
                record = reading.get(LibraryTitle, title)
                if record is not None:
                    found.append(Meant(record, reading.get(TitleVersion, version) if version else None))
        return found

    def _take_day(self, value: object) -> None:
        self._day = str(value or "")
        self.draw(self._ticked())

    def _take_copies(self, value: object) -> None:
        self._copies = value if isinstance(value, int) else None

    def _tick(self, place: int) -> QTableWidgetItem:
        item = self.table.item(place, 0)
        assert item is not None  # noqa: S101  every row has one
        return item

    def _ticked(self) -> set[str]:
        shown = range(min(self.table.rowCount(), len(self._stands)))
        return {self._stands[place].id for place in shown if self._tick(place).checkState() == _ON}

    def _say_count(self) -> None:
        without = sum(not each.received for each in self._stands)
        self._count.show_text(
            _(
                "{ticked} of {number} ticked, {without} have not received it",
                ticked=digits(len(self._ticked())),
                number=digits(len(self._stands)),
                without=digits(without),
            )
        )


def _cells(each: Stand) -> tuple[str, str, str]:
    body, person = each.row.organisation, each.row.person
    return (
        title_of((body.name_km, body.name_en), body.code),
        title_of((person.name_km, person.name_en), person.code) if person else "",
        has_now_said(each),
    )


def version_said(version: TitleVersion) -> str:
    """A version in a list of them: its label, its kind, its day."""
    state = _(VERSION_STATES[version.state]) if version.state in VERSION_STATES else ""
    return " · ".join(filter(None, (version.label, state, short_date(version.dated))))


def _today() -> str:
    return dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
