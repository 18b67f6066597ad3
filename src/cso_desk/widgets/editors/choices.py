"""Editors of what is chosen: one of a few, yes or no."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox

from cso_desk.records.kinds import Choice
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.live import live
from cso_desk.wording import _


class CalmComboBox(QComboBox):
    """Is not turned by a wheel that only wants to scroll the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceEditor(Editor):
    """One of a few codes, or nothing; a code of a newer version is kept and shown as it is."""

    def __init__(self, kind: Choice) -> None:
        super().__init__()
        self._kind = kind
        self._box = CalmComboBox()
        self._box.setProperty("part", "quiet")
        self._box.activated.connect(self._chosen)
        self._value = ""
        self.place(self._box)
        live(self, self._fill)

    def control(self) -> QComboBox:
        return self._box

    def show_value(self, value: Any) -> None:
        self._value = str(value or "")
        self._fill()

    def _fill(self) -> None:
        self._box.clear()
        self._box.addItem("—", "")
        for code, label in self._kind.choices.items():
            self._box.addItem(_(label), code)
        if self._value and self._value not in self._kind.choices:
            self._box.addItem(self._value, self._value)
        self._box.setCurrentIndex(max(0, self._box.findData(self._value)))

    def _chosen(self, _index: int) -> None:
        value = str(self._box.currentData())
        if value != self._value:
            self._value = value
            self.committed.emit(value)


class FlagEditor(Editor):
    """Yes or no."""

    def __init__(self) -> None:
        super().__init__()
        self._tick = QCheckBox()
        self._tick.clicked.connect(self.committed.emit)
        self.place(self._tick)
        live(self, lambda: self._tick.setText(_("Yes")))

    def control(self) -> QCheckBox:
        return self._tick

    def show_value(self, value: Any) -> None:
        self._tick.setChecked(bool(value))
