"""Records that refer to the one on show: its positions, its agenda, who came; edited where they stand."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import Label, button, column, icon_button, line, row
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.folding_bar import FoldingBar
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.putting_away import put_away
from cso_desk.widgets.record_editor import Group, RecordEditor
from cso_desk.widgets.showing import digits
from cso_desk.widgets.table_model import RecordModel
from cso_desk.widgets.table_view import RecordTable
from cso_desk.wording import N_, _, ngettext

if TYPE_CHECKING:
    # The store is opened behind the first paint; its imports must not come before that.
    from cso_desk.store.transaction import Transaction

Keep = Callable[["Transaction", Record], Record]
"""Adds a new line for a record and gives it."""


class RelatedRecords(QWidget):
    """The records of one type whose field `by` refers to the record on show.

    `numbered` is a field that counts new lines. `keep` adds a new line where more is to be said of it than
    that it refers to the record. Without `open_at_once` a line is opened by Enter or a double click only, so
    that the list keeps its room while it is worked through.
    """

    def __init__(
        self,
        host: Host,
        kind: RecordType,
        by: str,
        *,
        columns: Sequence[str] = (),
        groups: Sequence[Group] = (),
        order: str = "",
        numbered: str = "",
        keep: Keep | None = None,
        open_at_once: bool = True,
    ) -> None:
        super().__init__()
        self._open_at_once, self._keep = open_at_once, keep or self._keep_blank
        self._host, self._kind, self._by, self._numbered = host, kind, by, numbered
        self._parent: Record | None = None
        shown = columns or [name for name in kind.columns if name != by]
        self.model = self.make_model(host, kind, shown)
        self.table = RecordTable(self.model, lambda: _(kind.plural))
        if order:
            place = self.model.columns.index(order)
            self.table.horizontalHeader().setSortIndicator(place, Qt.SortOrder.AscendingOrder)
        mine = tuple(groups) or (Group(kind.label, tuple(_own(kind, by))),)
        self.editor = RecordEditor(host, kind, mine)
        self._stack = QStackedWidget()
        self._count = Label("", "quiet")
        self._build()
        self.table.opened.connect(self._moved)
        self.table.entered_record.connect(self._show)
        self.model.modelReset.connect(self._choose_view)
        host.changes.changed.connect(self._on_changed)
        live(self, self._choose_view)

    def show_record(self, record: Record) -> None:
        """Show what refers to this record."""
        if self._parent is not None and self._parent.id == record.id:
            return
        self._parent = record
        self.model.only({self._by: record.id})
        self._lower.hide()

    def _build(self) -> None:
        add = button(lambda: _("Add"), self.add, picture="plus", writes="data")
        self._remove = icon_button("trash", lambda: _("Put into the trash"), self._trash, writes="data")
        self.head = row(self._count, None, self._remove, add, margins=(16, 8, 8, 8))
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.table)
        self._lower = QWidget()
        below = column(line(), self.editor, gap=0)
        self._lower.setLayout(below)
        self._splitter.addWidget(self._lower)
        self._lower.hide()
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self.empty())
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self.bar = FoldingBar(self.head, [add])
        self._whole.addWidget(self.bar)
        self._whole.addWidget(self._stack, 1)

    def empty(self) -> EmptyPage:
        """What is shown before there is a line."""
        return EmptyPage(
            "list",
            lambda: _(self._kind.plural),
            lambda: _("Nothing stands here yet. Press Add for the first line."),
            button(lambda: _("Add"), self.add, name="primary", picture="plus", writes="data"),
        )

    def make_model(self, host: Host, kind: RecordType, columns: Sequence[str]) -> RecordModel:
        """What the table shows."""
        return RecordModel(host, kind, columns)

    def put_below_head(self, line: QWidget) -> None:
        """Put something between the head and the lines."""
        self._whole.insertWidget(1, line)

    def add(self) -> None:
        """Add a line and put the keyboard into its first field."""
        parent, made = self._parent, list[Record]()
        if parent is not None and self._host.change(
            N_("Add a record"), lambda transaction: made.append(self._keep(transaction, parent))
        ):
            self.table.open_record(made[0].id)
            self._show(made[0].id)
            self.editor.focus_first()

    def _keep_blank(self, transaction: "Transaction", parent: Record) -> Record:
        record = self._kind.record()
        setattr(record, self._by, parent.id)
        if self._numbered:
            setattr(record, self._numbered, self.model.rowCount() + 1)
        return transaction.add(record)

    def _moved(self, record_id: str) -> None:
        if self._open_at_once or not self._lower.isHidden():
            self._show(record_id)

    def _show(self, record_id: str) -> None:
        self.editor.save_now()
        with self._host.store.reading() as reading:
            record = reading.get(self._kind.record, record_id)
        if record is not None:
            self.editor.show_record(record)
            if self._lower.isHidden():
                self._lower.show()
                half = max(self._splitter.height() // 2, 1)
                self._splitter.setSizes([half, half])

    def _trash(self) -> None:
        record_id = self.table.current_record()
        if record_id and put_away(self._host, self._kind, record_id):
            self._lower.hide()
            self._host.notify(_("{record} is in the trash.", record=_(self._kind.label)), undo=True)

    def _choose_view(self) -> None:
        count = self.model.rowCount()
        self._count.show_text(ngettext("{number} line", "{number} lines", count, number=digits(count)))
        self._stack.setCurrentIndex(0 if count else 1)
        self._remove.setEnabled(bool(count))

    def _on_changed(self, changed: object) -> None:
        current = self.table.current_record()
        if current and not self._lower.isHidden() and current in changed.ids:  # type: ignore[attr-defined]
            with self._host.store.reading() as reading:
                record = reading.get(self._kind.record, current)
            if record is not None:
                self.editor.show_record(record)


def _own(kind: RecordType, by: str) -> list[str]:
    """What a line is about; who verified it is a matter of the whole record."""
    return [n for n in kind.typed if n not in (by, "sensitivity", "verified_by", "verified_on")]
