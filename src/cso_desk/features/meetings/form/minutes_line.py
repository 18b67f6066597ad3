"""One paragraph of the minutes as it is typed: Enter ends it, Ctrl with a digit changes its kind."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QWidget

from cso_desk.features.meetings.record import ENTRY_KINDS
from cso_desk.features.meetings.service import Line
from cso_desk.khmer.normalise import canonical
from cso_desk.widgets.controls import Label, button, column, holder, named, part, row
from cso_desk.widgets.editors.base import grow
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

KINDS = tuple(ENTRY_KINDS)
"""In the order of their keys: Ctrl+1 to Ctrl+9, then Ctrl+0."""
CONCERNS = ("concern_cso", "concern_authority")
ASIDE = (N_("Raised by"), N_("Answer on the spot"), N_("Referred to"))
_KIND_WIDTH, _ASIDE_WIDTH = 176, 200
_BESIDE_FROM = 520
_KHMER_ZERO = 0x17E0
_POPUPS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


class Writing(QPlainTextEdit):
    """A text that grows; what other keys than letters mean is told by signals."""

    ended = Signal()
    stepped = Signal(int)
    emptied = Signal()
    numbered = Signal(int)
    left = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._grow)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = _digit(event)
        if number is not None:
            self.numbered.emit(number)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()  # the page goes to the actions
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.insertPlainText("\n")
            else:
                self.ended.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.toPlainText() and not self.isReadOnly():
            self.emptied.emit()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._is_at_edge(event.key()):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _is_at_edge(self, key: int) -> bool:
        """Whether there is no further line of this text where the arrow goes."""
        way = QTextCursor.MoveOperation.Up if key == Qt.Key.Key_Up else QTextCursor.MoveOperation.Down
        return not QTextCursor(self.textCursor()).movePosition(way)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        grow(self, least=1, most=40)


class _Aside(QLineEdit):
    """Who raised a concern, the answer, whom it was referred to."""

    numbered = Signal(int)
    left = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = _digit(event)
        if number is not None:
            self.numbered.emit(number)
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit(event.reason())


class MinutesLine(QWidget):
    """A kind, its text, and for a concern who raised it and what was answered.

    `edited` at every letter, `left` when the keyboard goes elsewhere, `ended` by Enter in the last field,
    `stepped` by the arrows, `emptied` by Backspace in an empty text.
    """

    edited = Signal()
    left = Signal()
    ended = Signal()
    stepped = Signal(int)
    emptied = Signal()

    def __init__(self, line: Line, *, locked: bool = False) -> None:
        super().__init__()
        self._kept, self._kind = line, line.kind
        self.kind = button(self._kind_said, self._open_kinds, name="flat", writes="data")
        self.kind.setFixedWidth(theme.px(_KIND_WIDTH))
        self.kind.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.kind.setEnabled(not locked)
        self.text = Writing()
        self.text.setReadOnly(locked)
        self.aside = tuple(_Aside() for _each in ASIDE)
        for each, label in zip(self.aside, ASIDE, strict=True):
            part(each, "quiet")
            each.setReadOnly(locked)
            each.setMinimumWidth(theme.px(_ASIDE_WIDTH))
            named(each, partial(_, label))
            live(each, partial(self._hint, each, label))
        part(self.text, "quiet")
        named(self.text, self._kind_said)
        self.wrong = Label("", "bad", wrap=True)
        self.wrong.hide()
        self._beside = flowing(*self.aside)
        right = column(self.text, self._beside, self.wrong, gap=2)
        self._inside = row(holder(column(self.kind, None, gap=0)), holder(right), gap=8)
        self._inside.setStretch(1, 1)
        self.setLayout(self._inside)
        self.show_line(line)
        self._join()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the kind stands above the text."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        beside = self.width() >= theme.px(_BESIDE_FROM)
        self._inside.setDirection(way.LeftToRight if beside else way.TopToBottom)

    # --- what it says ---

    def typed(self) -> Line:
        """The line as it stands in the fields, in one spelling."""
        lines = [canonical(each).rstrip() for each in self.text.toPlainText().splitlines()]
        raised, answer, referred = (canonical(each.text()).strip() for each in self.aside)
        kept = self._kept
        if self._kind not in CONCERNS:
            raised = answer = referred = ""
        return Line(
            self._kind, "\n".join(lines).strip(), raised, answer, referred, kept.agenda_item, kept.record,
            kept.number, kept.khmer, kept.other,
        )  # fmt: skip

    @property
    def record(self) -> str:
        """The id of its record, "" while it is new."""
        return self._kept.record

    @property
    def is_typing(self) -> bool:
        """Whether it says something else than what is kept."""
        now = self.typed()
        if not self._kept.record:
            return not now.is_empty
        return now != self._kept

    def show_line(self, line: Line) -> None:
        """Show a line as it is kept."""
        self._kept = line
        self._show(line)
        self.tell("")

    def put_back(self, line: Line) -> None:
        """Show what was being typed, which is not kept yet."""
        self._show(line)

    def take_kind(self, kind: str) -> None:
        """Turn into another kind of entry."""
        if kind == self._kind or not self.kind.isEnabled():
            return
        self._kind = kind
        self._say_kind()
        self.edited.emit()

    def tell(self, text: str) -> None:
        """Say below the line why it could not be kept."""
        self.wrong.show_text(text)
        self.wrong.setVisible(bool(text))

    def begin(self, *, at_end: bool = True) -> None:
        """Put the keyboard into the text."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.text.moveCursor(QTextCursor.MoveOperation.End if at_end else QTextCursor.MoveOperation.Start)

    # --- parts ---

    def _show(self, line: Line) -> None:
        self._kind = line.kind
        with QSignalBlocker(self.text):
            self.text.setPlainText(line.text)
        grow(self.text, least=1, most=40)
        for each, text in zip(self.aside, (line.raised_by, line.answer, line.referred_to), strict=True):
            with QSignalBlocker(each):
                each.setText(text)
        self._say_kind()

    def _join(self) -> None:
        self.text.textChanged.connect(self.edited)
        self.text.ended.connect(self._on_enter)
        self.text.stepped.connect(self.stepped)
        self.text.emptied.connect(self.emptied)
        for place, each in enumerate(self.aside):
            each.textEdited.connect(self.edited)
            each.returnPressed.connect(partial(self._on_aside, place))
        fields: tuple[Writing | _Aside, ...] = (self.text, *self.aside)
        for field in fields:
            field.numbered.connect(self._on_digit)
            field.left.connect(self._on_left)

    def _on_enter(self) -> None:
        if self._kind in CONCERNS and not self.text.isReadOnly() and self.text.toPlainText().strip():
            self.aside[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.ended.emit()

    def _on_aside(self, place: int) -> None:
        if place + 1 < len(self.aside):
            self.aside[place + 1].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.ended.emit()

    def _on_digit(self, number: int) -> None:
        self.take_kind(KINDS[(number - 1) % 10])

    def _on_left(self, reason: object) -> None:
        now = QApplication.focusWidget()
        if reason not in _POPUPS and not (now is not None and self.isAncestorOf(now)):
            self.left.emit()

    def _open_kinds(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, kind in enumerate(KINDS, start=1):
            said = f"{_(ENTRY_KINDS[kind])}\tCtrl+{place % 10}"
            menu.addAction(said).triggered.connect(partial(self._choose, kind))
        menu.popup(self.kind.mapToGlobal(self.kind.rect().bottomLeft()))

    def _choose(self, kind: str, *_checked: bool) -> None:
        self.take_kind(kind)
        self.begin()

    def _kind_said(self) -> str:
        said = _(ENTRY_KINDS.get(self._kind, self._kind))
        return (
            f"{said} {digits(self._kept.number)}" if self._kept.number and self._kind == "decision" else said
        )

    def _say_kind(self) -> None:
        self._beside.setVisible(self._kind in CONCERNS)
        self.kind.setText(self._kind_said().replace("&", "&&"))
        self.kind.setAccessibleName(self._kind_said())
        self.kind.setToolTip(self._kind_said())
        self.text.setAccessibleName(self._kind_said())
        font = theme.font(bold=self._kind == "decision")
        self.text.setFont(font)

    def _hint(self, field: QLineEdit, label: str) -> None:
        field.setPlaceholderText(_(label))


def _digit(event: QKeyEvent) -> int | None:
    """The digit that is pressed together with Ctrl, in either layout of the keyboard; None for other keys."""
    if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    for first in (Qt.Key.Key_0, _KHMER_ZERO):
        if first <= event.key() < first + 10:
            return event.key() - first
    # Where the layout has signs on these keys, as the French one.
    return event.nativeVirtualKey() - 0x30 if 0x30 <= event.nativeVirtualKey() <= 0x39 else None
