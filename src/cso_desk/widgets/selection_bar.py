"""What can be done with several selected records at once: one field changed, copied, put into the trash."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import Label, button, column, frame, holder, icon_button, named, row
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.editors.by_kind import editor_for
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, ngettext


class SelectionBar(QWidget):
    """Stands below the bar of a list while several records are selected; `further` does more with them."""

    change_asked = Signal(str, object)
    copy_asked = Signal()
    trash_asked = Signal()
    left = Signal()

    def __init__(self, host: Host, kind: RecordType, further: Sequence[QPushButton] = ()) -> None:
        super().__init__()
        self._host, self._kind = host, kind
        self._count = 0
        self._value: Any = None
        self.editor: Editor | None = None
        self._told = Label("", "group")
        self.fields = CalmComboBox()
        self.fields.setMinimumContentsLength(16)
        self.fields.activated.connect(lambda _place: self._choose())
        named(self.fields, lambda: _("Change a field of the selected records"))
        self.change = button(self._say_change, self._ask, name="primary", writes="data")
        copy = button(lambda: _("Copy"), self.copy_asked.emit, name="flat", picture="copy")
        trash = button(
            lambda: _("Put into the trash"),
            self.trash_asked.emit,
            name="flat",
            picture="trash",
            writes="data",
        )
        leave = icon_button("x", lambda: _("Select nothing"), self.left.emit)
        tools = flowing(self._told, self.fields, *further, copy, trash, leave)
        # The value stands on a line of its own: beside a record there is no room for both on a small screen.
        self._room = row(self.change)
        self._room.addStretch(1)
        self._line = holder(self._room)
        self.setLayout(row(frame("bar", column(tools, self._line, gap=4, margins=(16, 6, 16, 6)))))
        live(self, self._say)
        self._choose()
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many records are selected; the bar is there only for more than one."""
        self._count = count
        self._say_count()
        if count <= 1 and not self.isHidden():
            self.fields.setCurrentIndex(0)
            self._choose()
        self.setVisible(count > 1)

    def _say(self) -> None:
        chosen = self.fields.currentData()
        self.fields.clear()
        self.fields.addItem(_("Change a field…"), "")
        for name in self._kind.typed:
            self.fields.addItem(_(self._kind.fields[name].kind.label), name)
        self.fields.setCurrentIndex(max(0, self.fields.findData(chosen)))
        self._say_count()

    def _say_count(self) -> None:
        self._told.show_text(
            ngettext("{number} selected", "{number} selected", self._count, number=digits(self._count))
        )
        self.change.setText(self._say_change())
        self.change.setAccessibleName(self._say_change())

    def _say_change(self) -> str:
        return ngettext(
            "Change {number} record", "Change {number} records", self._count, number=digits(self._count)
        )

    def _choose(self) -> None:
        """Put the editor of the chosen field beside it."""
        if self.editor is not None:
            self._room.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        name = str(self.fields.currentData() or "")
        self._line.setVisible(bool(name))
        if not name:
            return
        field = self._kind.fields[name]
        made = self.editor = editor_for(field, self._kind, self._host)
        self._value = field.kind.from_stored(field.kind.empty)
        made.show_value(self._value)
        made.name(lambda: _(field.kind.label))
        made.committed.connect(self._keep)
        made.setMinimumWidth(theme.px(160))
        self._room.insertWidget(0, made)
        made.control().setFocus()

    def _keep(self, value: object) -> None:
        self._value = value

    def _ask(self) -> None:
        if self.editor is None:
            return
        self.editor.commit_now()
        if not self.editor.is_typing():
            self.change_asked.emit(str(self.fields.currentData()), self._value)
