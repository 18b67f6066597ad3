"""Who has received a title and who has not, on its tab; by version, with the way to hand it out."""
# Drawing papers is heavy to import, and the tab is open long before somebody prints.
# ruff: noqa: PLC0415

import datetime as dt

from PySide6.QtWidgets import QWidget

from cso_desk.features.hub.form import paper
from cso_desk.features.library.form.distribution import hand_out_from, version_said
from cso_desk.features.library.form.distribution_rows import Stand, has_now_said
from cso_desk.features.library.record import LibraryTitle, TitleVersion
from cso_desk.features.library.service.distribution import Standing, standings, versions_of
from cso_desk.records.base import Record
from cso_desk.widgets.controls import Label, button, column, holder, named
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.register_table import Head, RegisterModel, RegisterTable, Row
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import N_, _, ngettext

_HEADS = (Head(N_("Institution"), 0), Head(N_("Has now"), 190))
_KINDS = frozenset({"distribution", "title_version", "membership", "organisation"})
_BOX = 16  # letters


class ReceivedTab(QWidget):
    """The members that lack the version that is asked about come first; the others tell what they have."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._title: LibraryTitle | None = None
        self._found: list[Standing] = []
        self.said, self.version = Label("", "group", wrap=True), CalmComboBox()
        self.version.setMinimumContentsLength(_BOX)
        named(self.version, lambda: _("Version"))
        self.version.activated.connect(lambda _place: self._draw())
        self.model = RegisterModel(_HEADS)
        self.table = RegisterTable(self.model, lambda: _("Who has received it"))
        self.table.opened.connect(lambda body: host.go_to_record("organisation", body))
        give = button(lambda: _("Hand out…"), self.hand_out, name="primary", picture="plus", writes="data")
        lacking = button(lambda: _("Print who lacks it"), self.print_missing, picture="printer")
        head = column(self.said, flowing(self.version, give, lacking), gap=6, margins=(16, 8, 16, 8))
        self.setLayout(column(holder(head), self.table, gap=0))
        host.changes.changed.connect(self._on_changed)
        live(self, self._offer)

    def show_record(self, record: Record) -> None:
        """Show who has received this title."""
        if isinstance(record, LibraryTitle):
            self._title = record
            self._offer()

    def hand_out(self) -> None:
        """Hand the title out."""
        if self._title is not None:
            hand_out_from(self._host, [self._title.id])

    def print_missing(self) -> None:
        """Show who lacks the version, as it will be printed."""
        from cso_desk.features.library.printing.distribution import (
            Meant,
            not_received_paper,
            not_received_workbook,
        )

        store, title = self._host.store, self._title
        if title is None:
            return
        with store.reading() as reading:
            version = reading.get(TitleVersion, str(self.version.currentData() or ""))
        meant, day = Meant(title, version), _today()
        lacking = [each for each in self._found if not each.received]
        self._host.show_paper(
            paper(
                lambda: _("Not received yet"),
                "not-received",
                lambda chosen: not_received_paper(store, meant, lacking, day, chosen),
                lambda chosen: not_received_workbook(store, lacking, chosen),
            )
        )

    def _offer(self) -> None:
        """Offer the versions of the title, the newest chosen."""
        if self._title is None:
            return
        before = self.version.currentData()
        with self._host.store.reading() as reading:
            found = versions_of(reading, self._title.id)
        self.version.clear()
        for each in found:
            self.version.addItem(version_said(each) or each.code or _("Version"), each.id)
        self.version.addItem(_("Any version"), "")
        self.version.setCurrentIndex(max(0, self.version.findData(before)))
        self.version.setVisible(bool(found))
        self._draw()

    def _draw(self) -> None:
        title = self._title
        if title is None:
            return
        asked = str(self.version.currentData() or "")
        with self._host.store.reading() as reading:
            self._found = standings(reading, title.id, _today(), version=asked)
        self._found.sort(key=lambda each: each.received)
        lacking = sum(not each.received for each in self._found)
        self.model.show([_row(each) for each in self._found])
        self.said.show_text(
            ngettext(
                "{number} of {all} has not received it",
                "{number} of {all} have not received it",
                lacking,
                number=digits(lacking),
                all=digits(len(self._found)),
            )
        )

    def _on_changed(self, changed: object) -> None:
        if self.isVisible() and _KINDS & changed.kinds:  # type: ignore[attr-defined]
            self._offer()


def _row(each: Standing) -> Row:
    body = each.organisation
    said = has_now_said(Stand(each.row, (each,)))
    return Row(
        body.id,
        (title_of((body.name_km, body.name_en), body.code), said),
        (1, "" if each.received else "warn"),
    )


def _today() -> str:
    return dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
