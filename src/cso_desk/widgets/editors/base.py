"""What every editor of a field has in common: a value shown, a value typed, a sentence where it is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from cso_desk.widgets.controls import Label, repaint_part
from cso_desk.widgets.theme import theme


class WrongInputError(ValueError):
    """What was typed is no value of this kind; the text is a sentence for the person at the desk."""


@dataclass(frozen=True)
class Reading:
    """What was read from the text in a field; `hint` says what was assumed, "" where nothing was."""

    value: Any
    hint: str = ""


class Editor(QWidget):
    """Edits one value. `committed` gives the new value when the person leaves the field."""

    committed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._hint = Label("", "quiet", wrap=True)
        self._hint.hide()

    def control(self) -> QWidget:
        """The part that takes the keyboard."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value from the store; nothing is committed."""
        raise NotImplementedError

    def commit_now(self) -> None:
        """Commit what was typed, as if the person had left the field."""

    def is_typing(self) -> bool:
        """Whether something was typed that is not committed yet."""
        return False

    def name(self, say: Callable[[], str]) -> None:
        """Name the control for screen readers; called again when the language changes."""
        self.control().setAccessibleName(say())

    def place(self, widget: QWidget) -> None:
        """Put the control above the hint."""
        self._layout.addWidget(widget)
        self._layout.addWidget(self._hint)

    def tell(self, sentence: str, *, wrong: bool) -> None:
        """Say below the field what is wrong with it, or what was assumed; "" takes that away."""
        self._hint.show_text(sentence)
        self._hint.setVisible(bool(sentence))
        self._hint.become("bad" if wrong else "warn")
        control = self.control()
        control.setProperty("wrong", "yes" if wrong else "")
        control.setAccessibleDescription(sentence)
        repaint_part(control)

    def hint(self) -> str:
        return self._hint.text_shown()


class LineEditor(Editor):
    """A value typed on one line. Subclasses say how it is read and shown."""

    def __init__(self) -> None:
        super().__init__()
        self._value: Any = None
        self._told = ""
        self._line = QLineEdit()
        self._line.setProperty("part", "quiet")
        self._line.editingFinished.connect(self.commit_now)
        self.place(self._line)

    def read(self, text: str) -> Reading:
        """The value of a text. Raises WrongInputError where there is none."""
        raise NotImplementedError

    def shown(self, value: Any) -> str:
        """The text of a value."""
        raise NotImplementedError

    def control(self) -> QLineEdit:
        return self._line

    def is_typing(self) -> bool:
        return self._line.text() != self._told

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
        try:
            reading = self.read(self._line.text())
        except WrongInputError as error:
            self.tell(str(error), wrong=True)
            return
        changed = reading.value != self._value
        self.show_value(reading.value)
        self.tell(reading.hint, wrong=False)
        if changed:
            self.committed.emit(reading.value)


def grow(editor: QPlainTextEdit, *, least: int = 2, most: int = 8) -> None:
    """Make a long text as high as its lines, between `least` and `most` of them."""
    lines = min(max(editor.document().size().height(), least), most)
    spacing = editor.fontMetrics().lineSpacing()
    editor.setFixedHeight(round(lines * spacing) + theme.px(16))
