"""Editors of what is typed: on one line, on one line with its unit beside it, on several lines."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from cso_desk.fields.reading import Reading, WrongInputError, read, read_figure, read_money
from cso_desk.fields.showing import show
from cso_desk.khmer.normalise import canonical
from cso_desk.records.amounts import CURRENCIES, EXACT, QUALIFIERS, figure_of, money_of
from cso_desk.records.kinds import Kind, Text
from cso_desk.widgets.controls import named, row, writing
from cso_desk.widgets.editors.base import Editor, grow
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, manner
from cso_desk.wording import N_, _


class LineEditor(Editor):
    """A value that is typed on one line and shown in full where the person does not type."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._kind = kind
        self._value: Any = None
        self._told = ""
        self._line = QLineEdit()
        self._line.setProperty("part", "quiet")
        self._line.editingFinished.connect(self.commit_now)
        self.place(self.around(self._line))

    def around(self, line: QLineEdit) -> QWidget:
        """The line with what stands beside it."""
        return line

    def read(self, text: str) -> Reading:
        """The value of a text. Raises WrongInputError where there is none."""
        return read(self._kind, text)

    def shown(self, value: Any) -> str:
        """The text of a value: what is read from it is this value again."""
        if isinstance(self._kind, Text):
            return str(value or "")
        return show_to_edit(self._kind, value)

    def control(self) -> QLineEdit:
        return self._line

    def is_typing(self) -> bool:
        return self._line.text() != self._told

    def typed(self) -> str:
        return self._line.text()

    def type_in(self, text: str) -> None:
        self._line.setText(text)

    def give_up(self) -> None:
        self._told = self.shown(self._value)
        self._line.setText(self._told)
        self.tell("", wrong=False)

    def show_value(self, value: Any) -> None:
        told = self.shown(value)
        if (value, told) == (self._value, self._line.text()):
            # Shown already, and what was said about it stays.
            self._told = told
            return
        self._value, self._told = value, told
        self._line.setText(told)
        self._line.setCursorPosition(0)
        self.tell("", wrong=False)

    def commit_now(self) -> None:
        if self._line.text() == self._told:
            return
        self._commit(self._line.text())

    def _commit(self, text: str) -> None:
        try:
            reading = self.read(text)
        except WrongInputError as error:
            self.tell(str(error), wrong=True)
            return
        changed = reading.value != self._value
        self.show_value(reading.value)
        self.tell(reading.hint, wrong=False)
        if changed:
            self.committed.emit(reading.value)


def show_to_edit(kind: Kind, value: Any) -> str:
    """A value as it stands in a line where it can be corrected."""
    between = "; " if isinstance(value, tuple) and any("," in str(each) for each in value) else ", "
    return show(kind, value, manner(long_days=True, between=between), lambda record, _kind: record)


class UnitEditor(LineEditor):
    """A number and the word that belongs to it: how exact it is, in which currency. The word may be typed."""

    def __init__(
        self,
        kind: Kind,
        units: Mapping[str, str],
        label: str,
        take_apart: Callable[[str], tuple[str, str]],
        put_together: Callable[[str, str], Reading],
    ) -> None:
        self._units, self._label = units, label
        self._take_apart, self._put_together = take_apart, put_together
        self._box = CalmComboBox()
        super().__init__(kind)
        self._box.activated.connect(self._chosen)
        live(self, self._say_units)

    def around(self, line: QLineEdit) -> QWidget:
        self._box.setProperty("part", "quiet")
        named(self._box, lambda: _(self._label))
        writing(self._box)
        whole = QWidget()
        layout = row(line, self._box, gap=4)
        layout.setStretch(0, 1)
        whole.setLayout(layout)
        return whole

    def unit(self) -> str:
        """The code of the word that is chosen now."""
        return str(self._box.currentData() or "")

    def read(self, text: str) -> Reading:
        return self._put_together(text, self.unit()) if text.strip() else Reading("")

    def shown(self, value: Any) -> str:
        try:
            return self._take_apart(str(value))[0] if value else ""
        except ValueError:
            return str(value)

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self._show_unit()

    def give_up(self) -> None:
        super().give_up()
        self._show_unit()

    def _show_unit(self) -> None:
        try:
            unit = self._take_apart(str(self._value))[1] if self._value else next(iter(self._units))
        except ValueError:
            return
        if self._box.findData(unit) < 0:
            self._box.addItem(unit, unit)  # of a newer version
        self._box.setCurrentIndex(self._box.findData(unit))

    def _say_units(self) -> None:
        now = self.unit()
        self._box.clear()
        for code, label in self._units.items():
            self._box.addItem(_(label), code)
        self._box.setCurrentIndex(max(0, self._box.findData(now)))
        self._show_unit()

    def _chosen(self, _place: int) -> None:
        if self._line.text().strip():
            self._commit(self._line.text())


def figure_editor(kind: Kind) -> UnitEditor:
    """A figure with how exact it is."""

    def take_apart(stored: str) -> tuple[str, str]:
        figure = figure_of(stored)
        return digits(figure.number), figure.qualifier

    return UnitEditor(
        kind, QUALIFIERS, N_("How exact"), take_apart, lambda text, unit: read_figure(text, unit or EXACT)
    )


def money_editor(kind: Kind) -> UnitEditor:
    """An amount of money in its currency."""

    def take_apart(stored: str) -> tuple[str, str]:
        money = money_of(stored)
        return digits(f"{money.amount:,}"), money.currency

    return UnitEditor(kind, CURRENCIES, N_("Currency"), take_apart, read_money)


class LongTextEditor(Editor):
    """Running text of several lines; grows with what is in it. Tab leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self._value = ""
        self._area = QPlainTextEdit()
        self._area.setProperty("part", "quiet")
        self._area.setTabChangesFocus(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._area.textChanged.connect(self._grow)
        self.place(self._area)
        self._grow()

    def control(self) -> QPlainTextEdit:
        return self._area

    def is_typing(self) -> bool:
        # A text is not always given back letter by letter: only what a person changed is typed.
        return self._area.document().isModified() and self._area.toPlainText() != self._value

    def typed(self) -> str:
        return self._area.toPlainText()

    def type_in(self, text: str) -> None:
        self._area.setPlainText(text)
        self._area.document().setModified(True)

    def give_up(self) -> None:
        self._area.setPlainText(self._value)

    def show_value(self, value: Any) -> None:
        self._value = str(value or "")
        self._area.setPlainText(self._value)

    def commit_now(self) -> None:
        if not self.is_typing():
            return
        lines = [canonical(line).rstrip() for line in self._area.toPlainText().splitlines()]
        text = "\n".join(lines).strip()
        if text != self._value:
            self.show_value(text)
            self.committed.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.commit_now()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            ended = (
                event.key() == Qt.Key.Key_Return and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            )
            if ended:
                self.commit_now()
                return True
        return super().eventFilter(watched, event)

    def _grow(self) -> None:
        grow(self._area)
