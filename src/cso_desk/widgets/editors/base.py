"""What every editor of a field has in common: a value shown, a value typed, a sentence where it is wrong."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from cso_desk.widgets.controls import Label, repaint_part, writing
from cso_desk.widgets.theme import theme

_STEPS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class Editor(QWidget):
    """Edits one value. `committed` gives the new value when the person leaves the field.

    What cannot be read stays as it was typed, with a sentence below it, until it is put right or Escape shows
    what is stored.
    """

    committed = Signal(object)
    owner = ""
    """The id of the record whose value is shown; only an editor that writes by itself needs it."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._hint = Label("", "quiet", wrap=True)
        self._hint.hide()
        self._wrong = False

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

    def typed(self) -> str:
        """The text in the field, as it was typed."""
        return ""

    def type_in(self, text: str) -> None:
        """Put a text into the field as if it were being typed."""

    def give_up(self) -> None:
        """Show what is stored again; what was typed is gone."""

    def name(self, say: Callable[[], str]) -> None:
        """Name the control for screen readers; called again when the language changes."""
        self.control().setAccessibleName(say())

    def place(self, widget: QWidget) -> None:
        """Put the control above the hint."""
        self._layout.addWidget(widget)
        self._layout.addWidget(self._hint)
        self.control().installEventFilter(self)
        writing(self.control())

    def tell(self, sentence: str, *, wrong: bool) -> None:
        """Say below the field what is wrong with it, or what was assumed; "" takes that away."""
        self._wrong = wrong
        self._hint.show_text(sentence)
        self._hint.setVisible(bool(sentence))
        self._hint.become("bad" if wrong else "warn")
        self._give_room()
        control = self.control()
        control.setProperty("wrong", "yes" if wrong else "")
        control.setAccessibleDescription(sentence)
        repaint_part(control)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        """As much height as the sentence needs in this width: a grid reckons with that of a wider field."""
        shown = bool(self._hint.text())
        self._hint.setMinimumHeight(max(0, self._hint.heightForWidth(self.width())) if shown else 0)

    def hint(self) -> str:
        return self._hint.text_shown()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        unsaved = self.is_typing() or self._wrong
        escape = event.key() == Qt.Key.Key_Escape and unsaved
        if event.type() == QEvent.Type.ShortcutOverride:
            if escape:
                event.accept()
                return True
            if not unsaved and any(event.matches(step) for step in _STEPS):
                # Nothing is being typed: Ctrl+Z means the newest step, not the letters of this field.
                event.ignore()
                return True
        if escape and event.type() == QEvent.Type.KeyPress:
            self.give_up()
            return True
        return False


def grow(editor: QPlainTextEdit, *, least: int = 2, most: int = 8) -> None:
    """Make a long text as high as its lines, between `least` and `most` of them."""
    lines = min(max(editor.document().size().height(), least), most)
    spacing = editor.fontMetrics().lineSpacing()
    editor.setFixedHeight(round(lines * spacing) + theme.px(16))
