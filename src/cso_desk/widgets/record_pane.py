"""One record beside its list: what it is called, its tabs, and what can be done with it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cso_desk.records.base import Record
from cso_desk.records.dated import has_timeline
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.alike_line import AlikeLine
from cso_desk.widgets.controls import Label, Say, button, column, frame, icon_button, line, part, row
from cso_desk.widgets.flow import FlowLayout
from cso_desk.widgets.history import HistoryPanel
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.putting_away import put_away
from cso_desk.widgets.record_editor import Group, RecordEditor
from cso_desk.widgets.showing import title_of
from cso_desk.widgets.theme import theme
from cso_desk.widgets.timeline import TimelinePanel
from cso_desk.wording import _

_LOW = 460  # pixels below which a record is too low for its buttons and for rows at once
_LEAST = 290  # pixels below which it has no room for its buttons above its details either
_LOWEST = 520  # pixels below which a window has no room for the list beside the rows of a record


class Tab(Protocol):
    """A part of the pane that shows something of a record."""

    def show_record(self, record: Record) -> None: ...


TabMaker = tuple[Say, Callable[[], QWidget]]
"""The word on a tab, and what makes its content when it is first looked at."""


class RecordPane(QFrame):
    """Shows and edits the record it is given; tabs are built when they are first looked at."""

    closed = Signal()
    alone = Signal(bool)
    """Whether the tab needs the room of the whole page: the rows of a tab in a low window."""

    def __init__(
        self, host: Host, kind: RecordType, *, groups: Sequence[Group] = (), tabs: Sequence[TabMaker] = ()
    ) -> None:
        super().__init__()
        part(self, "pane")
        self._host, self._kind = host, kind
        self.record: Record | None = None
        self.editor = RecordEditor(host, kind, groups)
        self.alike = AlikeLine(host, kind)
        self._title = Label("", "heading", wrap=True)
        self._code = Label("", "code")
        self._makers: list[TabMaker] = [
            (lambda: _("Details"), lambda: self.editor),
            *tabs,
            (lambda: _("History"), lambda: HistoryPanel(host, kind)),
        ]
        self.history = len(self._makers) - 1  # its place among the tabs
        if has_timeline(host.store.shelves.types, kind):
            self._makers.append((lambda: _("Timeline"), lambda: TimelinePanel(host, kind)))
        self._stack = QStackedWidget()
        self._shown: dict[int, QWidget] = {}
        self._buttons = QButtonGroup(self)
        self._actions = QWidget()
        self.actions_row = FlowLayout(self._actions, gap=8)
        self._build()
        host.changes.changed.connect(self._on_changed)
        live(self, self._say_title)

    def show_record(self, record_id: str) -> None:
        """Show the record with this id; what is being typed in another one is saved first."""
        if self.record is not None and self.record.id != record_id:
            self.editor.save_now()
        with self._host.store.reading() as reading:
            found = reading.get(self._kind.record, record_id)
        if found is None:
            self.closed.emit()
            return
        self.record = found
        self._say_title()
        self.editor.show_record(found)
        self.alike.show_record(found)
        self._show_on_tab()

    def open_tab(self, place: int) -> None:
        """Open a tab by its place, 0 for the details."""
        self._buttons.button(place).setChecked(True)
        self._open(place)

    def focus_tab(self) -> None:
        """Put the keyboard on the word of the open tab."""
        self._buttons.button(self._buttons.checkedId()).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        tab_row = QWidget()
        flow = FlowLayout(tab_row, gap=0)
        for place, (say, _make) in enumerate(self._makers):
            made: QPushButton = button(say, name="tab", checkable=True)
            self._buttons.addButton(made, place)
            flow.addWidget(made)
        self._buttons.idClicked.connect(self._open)
        trash = icon_button("trash", lambda: _("Put into the trash"), self._trash, writes="data")
        close = icon_button("x", lambda: _("Close"), self.closed.emit)
        head = row(self._title, self._code, trash, close)
        head.setStretch(0, 1)
        top = column(gap=2, margins=(16, 8, 8, 0))
        top.addLayout(head)
        top.addWidget(self._actions)
        top.addWidget(tab_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(line())
        layout.addWidget(self.alike)
        layout.addWidget(self._stack, 1)
        self.open_tab(0)

    def _open(self, place: int) -> None:
        if place not in self._shown:
            self._shown[place] = self._makers[place][1]()
            self._stack.addWidget(self._shown[place])
        self._stack.setCurrentWidget(self._shown[place])
        for each in self._shown.values():
            # A tab that is not looked at must not make the window higher.
            across, seen = each.sizePolicy().horizontalPolicy(), each is self._shown[place]
            each.setSizePolicy(across, QSizePolicy.Policy.Preferred if seen else QSizePolicy.Policy.Ignored)
        self.give_room()
        self._show_on_tab()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.give_room()

    def give_room(self) -> None:
        """In a low window rows get the line of the buttons; in the lowest the place of the list as well."""
        rows = self._stack.currentWidget() is not self.editor
        self._actions.setVisible(self.height() >= theme.px(_LOW if rows else _LEAST))
        self.alone.emit(rows and not self.isHidden() and self.window().height() < theme.px(_LOWEST))

    def _show_on_tab(self) -> None:
        tab = self._stack.currentWidget()
        if self.record is not None and tab is not None and tab is not self.editor:
            tab.show_record(self.record)  # type: ignore[attr-defined]

    def _say_title(self) -> None:
        if self.record is not None:
            self._title.show_text(title_of(self._kind.title(self.record), _(self._kind.label)))
            state = _("In the trash") if self.record.deleted else ""
            self._code.show_text("  ·  ".join(filter(None, (self.record.code, state))))
            self._code.setVisible(bool(self._code.text()))

    def _trash(self) -> None:
        record = self.record
        if record is None:
            return
        if put_away(self._host, self._kind, record.id, record.code):
            self._host.notify(_("{record} is in the trash.", record=self._title.text_shown()), undo=True)
            self.closed.emit()

    def _on_changed(self, changed: object) -> None:
        if self.record is not None and self.record.id in changed.ids:  # type: ignore[attr-defined]
            self.show_record(self.record.id)


def card(*widgets: QWidget) -> QFrame:
    """Widgets on a surface of their own."""
    return frame("card", column(*widgets, margins=(16, 12, 16, 12)))
