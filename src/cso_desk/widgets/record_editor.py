"""A record edited in place: every field saves itself when the person leaves it; there is no form to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cso_desk.errors import UserError
from cso_desk.khmer.date_ranges import join_range, split_range
from cso_desk.records.base import NETWORK, Record
from cso_desk.records.kinds import Choice, Date, Days, Figure, Money, Number, Quarter, Text, Time
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import Label, part
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.editors.by_kind import editor_for
from cso_desk.widgets.editors.lines import LineEditor
from cso_desk.widgets.field_lines import Line, beside, lines_of, turn
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

if TYPE_CHECKING:
    # The store is opened behind the first paint; its imports must not come before that.
    from cso_desk.store.transaction import Transaction

_BESIDE_FROM = 400  # how wide it must be for labels beside their fields
_HALVES_FROM = 520  # how wide it must be for two short fields, or for two languages, side by side
_LABEL_WIDTH = 124
_ANY_WIDTH = 16_777_215  # QWIDGETSIZE_MAX
_HALF = (Choice, Date, Days, Figure, Money, Number, Quarter, Time)


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
    """All editors of one record; Khmer and English stand side by side where there is room.

    What could not be read or saved stays with its record and stands in its field when that is shown again.
    """

    def __init__(self, host: Host, kind: RecordType, groups: Sequence[Group] = ()) -> None:
        super().__init__()
        self._host, self._kind = host, kind
        self._record: Record | None = None
        self.editors: dict[str, Editor] = {}
        self._spans: dict[str, str] = {}
        self._fresh: list[Record] = []
        self._unsaved: dict[tuple[str, str], str] = {}
        self._lines: list[tuple[QGridLayout, list[tuple[Line, Label, QWidget]]]] = []
        self._shape: tuple[bool, bool] | None = None
        self._needed = 0  # pixels for two fields side by side, as far as it is known
        inside = self._inside = QWidget()
        part(inside, "inside")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*(theme.px(side) for side in (16, 8, 16, 24)))
        layout.setSpacing(theme.px(4))
        for group in tuple(groups) or all_groups(kind):
            layout.addWidget(_heading(group))
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme.px(8))
            grid.setVerticalSpacing(theme.px(2))
            grid.setColumnStretch(1, 1)
            grid.setColumnStretch(3, 1)
            layout.addLayout(grid)
            layout.addSpacing(theme.px(12))
            self._lines.append((grid, [self._make(each) for each in lines_of(kind, group.fields)]))
        layout.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._arrange(apart=True, wide=False)

    @property
    def kind(self) -> RecordType:
        """What is edited."""
        return self._kind

    @property
    def record(self) -> Record | None:
        """The record that is shown."""
        return self._record

    def unsaved(self) -> dict[tuple[str, str], str]:
        """What was typed and is not saved, by the id of its record and the field; also what was put aside."""
        found = dict(self._unsaved)
        if self._record is not None:
            typing = ((name, each) for name, each in self.editors.items() if each.is_typing())
            found |= {(self._record.id, name): each.typed() for name, each in typing}
        return found

    def show_record(self, record: Record) -> None:
        """Show a record; what the person is typing in a field stays theirs."""
        same = self._record is not None and self._record.id == record.id
        if not same:
            self._put_aside()
        self._record = record
        for name, editor in self.editors.items():
            editor.owner = record.id
            if not (same and editor.is_typing()):
                editor.show_value(self._value(name))
        if not same:
            self._take_up()

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
        apart = width >= theme.px(_BESIDE_FROM)
        wide = width >= max(theme.px(_HALVES_FROM), self._needed)
        self._arrange(apart=apart, wide=wide)
        if wide and (needed := self._inside.minimumSizeHint().width()) > width:
            # Fields side by side may need more than there is; what is cut off cannot be scrolled to.
            self._needed = needed
            self._arrange(apart=apart, wide=False)

    # --- building ---

    def _make(self, line: Line) -> tuple[Line, Label, QWidget]:
        label = Label(lambda: _(line.label), "label", wrap=True)
        if line.span:
            self._spans[line.fields[0]] = line.fields[1]
            made = [self._editor(line.fields[0], LineEditor(Days(line.label)), line.label)]
        else:
            made = [self._editor(name) for name in line.fields]
        label.setBuddy(made[0].control())
        return line, label, made[0] if len(made) == 1 else beside(made)

    def _editor(self, name: str, editor: Editor | None = None, label: str = "") -> Editor:
        field = self._kind.fields[name]
        made = editor or editor_for(field, self._kind, self._host, self._keep)
        made.committed.connect(lambda value: self._save(name, value))
        live(made, lambda: made.name(lambda: _(label or field.kind.label)))
        live(made, lambda: self._say_again(name))
        self.editors[name] = made
        return made

    def _say_again(self, name: str) -> None:
        if self._record is not None and not self.editors[name].is_typing():
            self.editors[name].show_value(self._value(name))

    def _arrange(self, *, apart: bool, wide: bool) -> None:
        """Labels above or left of their fields; short fields and languages two in a row where it is wide."""
        if (apart, wide) == self._shape:
            return
        self._shape = (apart, wide)
        top = Qt.AlignmentFlag.AlignTop
        for grid, lines in self._lines:
            row, right = 0, False
            for line, label, field in lines:
                half = wide and self._is_half(line)
                if right and not half:
                    row, right = row + 1, False
                label.setMinimumWidth(theme.px(_LABEL_WIDTH) if apart else 0)
                label.setMaximumWidth(theme.px(_LABEL_WIDTH) if apart else _ANY_WIDTH)
                if apart:
                    grid.addWidget(label, row, 2 if right else 0, top)
                    grid.addWidget(field, row, 3 if right else 1, 1, 1 if half else 3, top)
                else:
                    grid.addWidget(label, row, 0, 1, 4)
                    row += 1
                    grid.addWidget(field, row, 0, 1, 4, top)
                row, right = (row, True) if half and not right else (row + 1, False)
                turn(field, line, wide=wide)

    def _is_half(self, line: Line) -> bool:
        kind = self._kind.fields[line.fields[0]].kind
        short = isinstance(kind, Text) and not kind.long and not kind.searched
        return (isinstance(kind, _HALF) and not line.span) or (short and len(line.fields) == 1)

    # --- values ---

    def _value(self, name: str) -> Any:
        value = getattr(self._record, name)
        return join_range(value, getattr(self._record, self._spans[name])) if name in self._spans else value

    def _keep(self, record: Record) -> bool:
        """A record that was made on the spot waits for the field that refers to it: both are one step."""
        self._fresh.append(record)
        return True

    def _save(self, name: str, value: Any) -> None:
        record, fresh = self._record, self._fresh
        self._fresh = []
        if record is None:
            return
        values = {name: value}
        if name in self._spans:
            values = dict(zip((name, self._spans[name]), split_range(value), strict=True))
        try:
            self._kind.keep_called({each: getattr(record, each) for each in self._kind.called}, values)
        except UserError as error:
            self.editors[name].show_value(self._value(name))
            self.editors[name].tell(str(error), wrong=True)
            return
        told = value if isinstance(value, tuple) else (value,)

        def act(transaction: "Transaction") -> None:
            transaction.add_all(each for each in fresh if each.id in told)
            transaction.change(type(record), record.id, **values)

        editor, text = self.editors[name], self.editors[name].typed()
        if self._host.change(N_("Change {record}"), act, record=record.code or _(self._kind.label)):
            for each, said in values.items():
                setattr(record, each, said)
            self._unsaved.pop((record.id, name), None)
            if fresh:
                editor.show_value(self._value(name))  # its name is known now
            if name in (self._kind.consent, "sensitivity"):
                self._tell_withdrawn(record)
            return
        editor.show_value(self._value(name))
        if text and text != editor.typed():
            editor.type_in(text)
            editor.tell(_("This is not saved yet. Press Enter to try again."), wrong=True)

    def _tell_withdrawn(self, record: Record) -> None:
        """Say what it means for other hubs where a record was just taken out of the network."""
        before = record.scope
        with self._host.store.reading() as reading:
            now = reading.get(type(record), record.id)
        record.scope = now.scope if now is not None else before
        if before == NETWORK != record.scope:
            said = _(
                "{record} is shared no more, nor what belongs to it. Hubs that have it already find it in "
                "their trash after the next bundle and can still read it there, as can hubs that receive "
                "the earlier changes only now.",
                record=record.code or _(self._kind.label),
            )
            self._host.notify(said, undo=True)

    def _put_aside(self) -> None:
        """Keep what could not be saved for when this record is shown again, and say so."""
        if self._record is None:
            return
        for name, editor in self.editors.items():
            if editor.is_typing() and editor.typed().strip():
                self._unsaved[self._record.id, name] = editor.typed()
                self._host.notify(
                    _(
                        "“{text}” could not be saved. It waits in the field {field} of {record}.",
                        text=editor.typed(),
                        field=_(self._kind.fields[name].kind.label),
                        record=self._record.code or _(self._kind.label),
                    )
                )

    def _take_up(self) -> None:
        """Put what was put aside for this record into its fields again, with what is wrong about it."""
        if self._record is None:
            return
        for name, editor in self.editors.items():
            text = self._unsaved.pop((self._record.id, name), None)
            if text is not None:
                editor.type_in(text)
                editor.commit_now()


def _heading(group: Group) -> Label:
    return Label(lambda: _(group.label), "group")


def focus_field(page: QWidget, record: str, name: str) -> None:
    """Put the keyboard into a field of the record that is open on a page: what stands there is typed over."""
    for each in page.findChildren(RecordEditor):
        if each.record is not None and each.record.id == record:
            each.editors[name].control().setFocus(Qt.FocusReason.TabFocusReason)
