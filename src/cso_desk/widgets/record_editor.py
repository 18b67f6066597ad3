"""A record edited in place: every field saves itself when the person leaves it; there is no form to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cso_desk.records.base import Record
from cso_desk.records.kinds import Choice, Date, Number, Quarter, Text, Time
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import Label, part
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.editors.by_kind import editor_for
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

_HALVES_FROM, _PAIRS_FROM = 520, 800  # how wide it must be for short fields, for two languages, side by side
_LABEL_WIDTH = 124
_HALF = (Choice, Date, Number, Quarter, Time)


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under a heading (a message id)."""

    label: str
    fields: tuple[str, ...]


CHECKED = Group(N_("Checked"), ("sensitivity", "verified_by", "verified_on"))
"""What every record has: who may see it, and who last verified it."""


def all_groups(kind: RecordType) -> tuple[Group, ...]:
    """The fields of a record type that has no form of its own: what is special to it, then `CHECKED`."""
    own = tuple(name for name in kind.typed if name not in CHECKED.fields)
    return (Group(kind.label, own), CHECKED)


class RecordEditor(QScrollArea):
    """All editors of one record; Khmer and English stand side by side where there is room."""

    def __init__(self, host: Host, kind: RecordType, groups: Sequence[Group] = ()) -> None:
        super().__init__()
        self._host, self._kind = host, kind
        self._groups = tuple(groups) or all_groups(kind)
        self._record: Record | None = None
        self.editors: dict[str, Editor] = {}
        self._labels: dict[str, Label] = {}
        self._grids: list[QGridLayout] = []
        self._room: tuple[bool, bool] | None = None
        inside = QWidget()
        part(inside, "inside")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*(theme.px(side) for side in (16, 8, 16, 24)))
        layout.setSpacing(theme.px(4))
        for group in self._groups:
            layout.addWidget(_heading(group))
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme.px(8))
            grid.setVerticalSpacing(theme.px(2))
            grid.setColumnStretch(1, 1)
            grid.setColumnStretch(3, 1)
            layout.addLayout(grid)
            layout.addSpacing(theme.px(12))
            self._grids.append(grid)
            for name in group.fields:
                self._make(name)
        layout.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._arrange((False, False))

    @property
    def record(self) -> Record | None:
        """The record that is shown."""
        return self._record

    def show_record(self, record: Record) -> None:
        """Show a record; what the person is typing in a field stays theirs."""
        same = self._record is not None and self._record.id == record.id
        self._record = record
        for name, editor in self.editors.items():
            if not (same and editor.is_typing()):
                editor.show_value(getattr(record, name))

    def save_now(self) -> None:
        """Save what is being typed, as leaving the field would: before the record or the window changes."""
        for editor in self.editors.values():
            editor.commit_now()

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        next(iter(self.editors.values())).control().setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(440), theme.px(480))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.viewport().width()
        self._arrange((width >= theme.px(_HALVES_FROM), width >= theme.px(_PAIRS_FROM)))

    def _make(self, name: str) -> None:
        field = self._kind.fields[name]
        editor = editor_for(field, self._kind, self._host)
        editor.committed.connect(lambda value: self._save(name, value))
        live(editor, lambda: editor.name(lambda: _(field.kind.label)))
        live(editor, lambda: self._say_again(name))
        label = Label(lambda: _(field.kind.label), "label", wrap=True)
        label.setBuddy(editor.control())
        label.setFixedWidth(theme.px(_LABEL_WIDTH))
        self.editors[name] = editor
        self._labels[name] = label

    def _say_again(self, name: str) -> None:
        if self._record is not None and not self.editors[name].is_typing():
            self.editors[name].show_value(getattr(self._record, name))

    def _arrange(self, room: tuple[bool, bool]) -> None:
        """Labels left of their fields; two fields beside each other where there is room."""
        if room == self._room:
            return
        self._room = room
        for group, grid in zip(self._groups, self._grids, strict=True):
            row, right = 0, False
            for name in group.fields:
                half = self._is_half(name, *room)
                if right and not half:
                    row, right = row + 1, False
                top = Qt.AlignmentFlag.AlignTop
                grid.addWidget(self._labels[name], row, 2 if right else 0, top)
                grid.addWidget(self.editors[name], row, 3 if right else 1, 1, 1 if half else 3, top)
                row, right = (row, True) if half and not right else (row + 1, False)

    def _is_half(self, name: str, halves: bool, pairs: bool) -> bool:
        kind = self._kind.fields[name].kind
        if name.endswith(("_km", "_en")):
            return pairs
        short = isinstance(kind, _HALF) or (isinstance(kind, Text) and not kind.long and not kind.searched)
        return halves and short

    def _save(self, name: str, value: Any) -> None:
        record = self._record
        if record is None:
            return
        done = self._host.change(
            N_("Change {record}"),
            lambda transaction: transaction.change(type(record), record.id, **{name: value}),
            record=record.code or _(self._kind.label),
        )
        if done:
            setattr(record, name, value)
        else:
            self.editors[name].show_value(getattr(record, name))


def _heading(group: Group) -> Label:
    return Label(lambda: _(group.label), "group")
