"""Who is not in a group yet: a list to work through, and an invitation to be pasted into a message."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cso_desk.features.members.form.papers import missing_list
from cso_desk.features.members.record import ContactGroup
from cso_desk.features.members.service import Missing, invitation, missing_from, put_into
from cso_desk.khmer.phones import show_phone
from cso_desk.records.base import Record
from cso_desk.widgets.controls import Label, button, named, row
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.folding_bar import FoldingBar
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, ngettext

_KINDS = frozenset(
    {
        "organisation",
        "organisation_name",
        "person",
        "position",
        "membership",
        "contact_group",
        "group_membership",
    }
)
_COLUMNS = (N_("Institution"), N_("Name"), N_("Phone number"))
_WIDTHS = (200, 150)


class MissingPeople(QWidget):
    """Those who should be in the group on show and are not; who is chosen can be put into it."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._group: ContactGroup | None = None
        self._found: list[Missing] = []
        self._count = Label("", "quiet")
        self.table = QTableWidget(0, len(_COLUMNS))
        self._stack = QStackedWidget()
        self._build()
        host.changes.changed.connect(self._on_changed)
        live(self, self._draw)

    def show_record(self, record: Record) -> None:
        """Show who is missing from a group."""
        self._group = record if isinstance(record, ContactGroup) else None
        self._draw()

    def copy_invitation(self) -> None:
        """Put the invitation on the clipboard, in Khmer whatever the window speaks: it goes to members."""
        if self._group is not None:
            QApplication.clipboard().setText(invitation(self._host.store, self._group))
            self._host.notify(_("The invitation can be pasted into a message now."))

    def put_in(self) -> None:
        """Put the people of the chosen rows into the group from today on, in one step."""
        group = self._group
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        chosen = [self._found[place] for place in rows]
        people = {
            str(each.person.id): str(each.organisation.id) if each.organisation else ""
            for each in chosen
            if each.person is not None
        }
        if group is None or not people:
            self._host.notify(_("Choose rows with the name of a person first."))
            return

        def act() -> None:
            made = put_into(self._host.store, group.id, people, _today())
            said = ngettext(
                "{number} person was put into the group.",
                "{number} people were put into the group.",
                len(made),
                number=digits(len(made)),
            )
            self._host.notify(said, undo=bool(made))

        self._host.attempt(act)

    def print_list(self) -> None:
        """Show the list as it will be printed."""
        if self._group is not None:
            self._host.show_paper(missing_list(self._host.store, self._group))

    def _build(self) -> None:
        put = button(lambda: _("Is in it now"), self.put_in, picture="check", writes="data")
        copy = button(lambda: _("Copy the invitation"), self.copy_invitation, name="primary", picture="copy")
        printed = button(lambda: _("Print"), self.print_list, picture="printer")
        head = row(self._count, None, printed, put, copy, margins=(16, 8, 16, 8))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        named(self.table, lambda: _("Not in the group yet"))
        self.table.cellDoubleClicked.connect(lambda place, _column: self._open(place))
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyPage(
                "check-circle",
                lambda: _("Everybody is in it"),
                lambda: _("Whoever should be in this group is in it. New members appear here by themselves."),
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(FoldingBar(head, [printed, put, copy]))
        layout.addWidget(self._stack, 1)

    def _draw(self) -> None:
        if self._group is None:
            return
        with self._host.store.reading() as reading:
            self._found = missing_from(reading, self._group, _today())
        count = len(self._found)
        self._count.show_text(ngettext("{number} line", "{number} lines", count, number=digits(count)))
        self._stack.setCurrentIndex(0 if count else 1)
        self.table.setHorizontalHeaderLabels([_(each) for each in _COLUMNS])
        self.table.verticalHeader().setDefaultSectionSize(theme.px(32))
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, theme.px(width))
        self.table.setRowCount(count)
        for place, each in enumerate(self._found):
            for column, text in enumerate(_cells(each)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(place, column, item)

    def _open(self, place: int) -> None:
        each = self._found[place]
        if each.person is not None:
            self._host.go_to_record("person", each.person.id)
        elif each.organisation is not None:
            self._host.go_to_record("organisation", each.organisation.id)

    def _on_changed(self, changed: object) -> None:
        if self.isVisible() and _KINDS & changed.kinds:  # type: ignore[attr-defined]
            self._draw()


def _cells(missing: Missing) -> tuple[str, str, str]:
    body, person = missing.organisation, missing.person
    return (
        title_of((body.name_km, body.name_en)) if body else "",
        title_of((person.name_km, person.name_en)) if person else _("Nobody is known"),
        digits(", ".join(show_phone(phone) for phone in missing.phones)),
    )


def _today() -> str:
    return dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
