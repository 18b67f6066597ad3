"""A page with a list on the left and the record under its cursor on the right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cso_desk.records.record_type import RecordType
from cso_desk.store.borrowed import Lend
from cso_desk.widgets.column_list import column_button
from cso_desk.widgets.controls import Label, button, column, icon_button, named, part, row
from cso_desk.widgets.empty import EmptyPage, NothingFound
from cso_desk.widgets.filters import FilterBar
from cso_desk.widgets.folding_bar import FoldingBar
from cso_desk.widgets.host import Host, Paper
from cso_desk.widgets.list_changes import ListChanges
from cso_desk.widgets.live import live
from cso_desk.widgets.record_editor import Group
from cso_desk.widgets.record_pane import RecordPane, TabMaker
from cso_desk.widgets.showing import digits
from cso_desk.widgets.table_model import RecordModel
from cso_desk.widgets.table_view import RecordTable
from cso_desk.widgets.theme import theme
from cso_desk.widgets.views import View, Views
from cso_desk.wording import N_, _

_LONG = 250  # milliseconds until a list that is still being counted says so
_PANE, _MOST = 480, 0.66  # the width a record is given in a narrow window, and its part of the page at most


class ListPage(QWidget):
    """The list of one record type with everything around it.

    `lead` stands first in the bar; `pane_share` is the part of the width that the record takes; `actions`
    makes the buttons that do something with it; `export` makes a paper of what the list shows, or of the
    rows that are selected there; `for_selected` are buttons that do something with those; `tidings` are what
    there is to say below the bar.
    """

    def __init__(
        self,
        host: Host,
        kind: RecordType,
        empty: Callable[["ListPage"], EmptyPage],
        *,
        groups: Sequence[Group] = (),
        tabs: Sequence[TabMaker] = (),
        buttons: Sequence[QPushButton] = (),
        columns: Sequence[str] = (),
        borrow: Mapping[str, Lend] | None = None,
        actions: Callable[[], Sequence[QPushButton]] = tuple,
        lead: QWidget | None = None,
        export: Callable[["ListPage"], Paper] | None = None,
        pane_share: float = 0.42,
        tidings: QWidget | None = None,
        for_selected: Sequence[QPushButton] = (),
    ) -> None:
        super().__init__()
        part(self, "surface")
        self._lead, self._pane_share, self._tidings = lead, pane_share, tidings
        self.host, self.kind = host, kind
        self._columns, self._export = list(columns or kind.columns), export
        self.model = RecordModel(host, kind, columns, borrow=borrow)
        kept: dict[str, Any] = host.lists.setdefault(kind.name, {})
        self.table = RecordTable(self.model, lambda: _(kind.plural), kept)
        self.filters = FilterBar(kind, self._value_counts)
        self.views = Views(kept, self.show_view, self.view, host.changes.lists_remember)
        self.table.columns_changed.connect(host.changes.lists_remember)
        self._groups, self._tabs, self._actions = groups, tabs, actions
        self._pane: RecordPane | None = None
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(False)
        self.filter.setMinimumWidth(theme.px(108))
        self.filter.setMaximumWidth(theme.px(260))
        self._count, self._counting = Label("", "count"), QTimer(self)
        self._stack = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._nothing = NothingFound(self._show_whole)
        if export is not None:
            for_selected = (
                *for_selected,
                button(lambda: _("Export"), self.export, name="flat", picture="export"),
            )
        self.changes = ListChanges(self, for_selected)
        self._build(list(buttons), empty(self))

    @property
    def pane(self) -> RecordPane:
        """The record beside the list, made when one is first opened: its many editors take their time."""
        if self._pane is None:
            made = self._pane = RecordPane(self.host, self.kind, groups=self._groups, tabs=self._tabs)
            for each in self._actions():
                made.actions_row.addWidget(each)
            made.setMinimumWidth(theme.px(360))
            made.hide()
            made.closed.connect(self._close)
            made.alone.connect(self._leave_alone)
            self._splitter.addWidget(made)
            self._splitter.setStretchFactor(1, 2)
        return self._pane

    def open_record(self, record: str) -> None:
        """Show a record, also one that the list leaves out at the moment."""
        if not self.table.open_record(record):
            self._show_all()
            self.table.open_record(record)
        self._open(record)

    def add(self) -> None:
        """Add an empty record and put the keyboard into its first field."""
        record = self.kind.record()
        if self.host.change(N_("Add a record"), lambda transaction: transaction.add(record)):
            self.pane.alike.expect(record.id)
            self.open_record(record.id)
            self.pane.open_tab(0)
            self.pane.editor.focus_first()

    def load(self) -> None:
        """Read the list; called when the page is first looked at."""
        self.model.load()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy: Tab would take the page for its list and pass over the bar above it.
        super().focusInEvent(event)
        self.table.setFocus(event.reason())

    def save_now(self) -> None:
        if self._pane is not None:
            self._pane.editor.save_now()

    def view(self) -> View:
        """What is shown now, to be saved."""
        return {
            "text": self.filter.text(),
            "filters": {name: list(values) for name, values in self.filters.filters.items()},
            "columns": self.table.shown_columns(),
            "order": self.model.order,
            "descending": self.model.descending,
        }

    def show_view(self, view: View) -> None:
        """Show a saved view; an empty one is the whole list as it was at first."""
        fields = self.kind.fields
        self.model.order = str(view.get("order", "")) if view.get("order") in fields else ""
        self.model.descending = bool(view.get("descending")) and bool(self.model.order)
        columns = [name for name in view.get("columns", ()) if name in fields]
        self.table.show_columns(columns or self._columns)
        self.filter.setText(str(view.get("text", "")))
        self.filters.set_filters(view.get("filters", {}))

    def chosen(self) -> frozenset[str]:
        """The records that are selected, where those are several: what is meant is these and not the list."""
        ids = self.table.selected_ids() if self.table.selected_count() > 1 else []
        return frozenset(ids)

    def export(self) -> None:
        """Show what the list shows, or what is selected in it, as it will be printed or saved."""
        if self._export is not None:
            self.host.show_paper(self._export(self))

    def _value_counts(self, name: str) -> Any:
        from cso_desk.store.listing import value_counts  # noqa: PLC0415  see RecordModel

        return value_counts(
            self.host.store, self.kind, name, text=self.filter.text(), filters=self.filters.filters
        )

    def _build(self, buttons: list[QPushButton], empty: EmptyPage) -> None:
        named(self.filter, lambda: _("Narrow the list"))
        live(self.filter, lambda: self.filter.setPlaceholderText(_("Narrow the list…")))
        self.filter.textChanged.connect(self.model.narrow)
        lead = [self._lead] if self._lead is not None else []
        small = [self.views.button, column_button(self.table, self.kind, self._groups)]
        if self._export is not None:
            small.insert(0, icon_button("export", lambda: _("Export what I see"), self.export))
        by_field = self.filters.menu_button()
        tools = row(*lead, self.filter, by_field, self._count, None, *buttons, *small, margins=(16, 8, 16, 8))
        self._left = QWidget()
        whole = QVBoxLayout(self._left)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        if self._tidings is not None:
            whole.addWidget(self._tidings)
        for each in (self.filters, self.changes.selection, self.changes.paste, self.views.bar):
            whole.addWidget(each)
        whole.addWidget(self.table, 1)
        self._nothing.hide()
        whole.addWidget(self._nothing, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self._left)
        self._splitter.setStretchFactor(0, 3)
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(empty)
        self._bar = FoldingBar(tools, [by_field, *buttons])
        self.setLayout(column(self._bar, self._stack, gap=0))
        self.filters.changed.connect(lambda: self.model.filter_by(self.filters.filters))
        self.table.opened.connect(self._open)
        self.table.entered_record.connect(self._enter)
        self.model.modelReset.connect(self._choose_view)
        self.model.completed.connect(self._say_count)
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self._say_so_far)
        live(self, self._say_count)

    def _show_all(self) -> None:
        """Take away what narrows the list; columns and order stay."""
        self.filter.clear()
        self.filters.set_filters({})

    def _show_whole(self) -> None:
        self._show_all()
        self.filter.setFocus()

    def _open(self, record: str) -> None:
        if record:
            self._stack.setCurrentIndex(0)
            self.pane.show_record(record)
            if self.pane.isHidden():
                self.pane.show()
                self.pane.give_room()
                whole = self.width() or theme.px(1100)
                pane = max(round(whole * self._pane_share), min(theme.px(_PANE), round(whole * _MOST)))
                self._splitter.setSizes([whole - pane, pane])

    def _enter(self, record: str) -> None:
        self._open(record)
        self.pane.editor.focus_first()

    def _leave_alone(self, alone: bool) -> None:
        """Leave the whole page to the record, or give the list and its bar their room back."""
        focused = self.focusWidget()
        if alone and focused is not None and not self.pane.isAncestorOf(focused):
            self.pane.focus_tab()  # else it would go to the first button there is
        self._left.setHidden(alone)
        self._bar.setHidden(alone)

    def _close(self) -> None:
        self._leave_alone(False)
        self.pane.hide()
        self.table.clearSelection()
        self.table.setFocus()

    def _choose_view(self) -> None:
        count, narrowed = self.model.rowCount(), bool(self.filter.text() or self.filters.filters)
        self._stack.setCurrentIndex(0 if count or narrowed else 1)
        self.table.setVisible(bool(count))
        self._nothing.setVisible(narrowed and not count)
        self._say_count()

    def _say_count(self) -> None:
        """Say how many rows there are; only where that takes its time how many are known so far."""
        if self.model.complete:
            self._count.show_text(digits(f"{self.model.rowCount():,}"))
        else:
            self._counting.start(_LONG)

    def _say_so_far(self) -> None:
        if not self.model.complete:
            self._count.show_text(digits(f"{self.model.rowCount():,}+"))
