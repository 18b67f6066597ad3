"""The minutes on a projector: the item, the text as it is typed, decisions and actions, in large letters.

It is a picture of what the note-taker types and takes no keys itself: typing goes on behind it, on one
screen or on two. It is given nothing but what is to be read aloud, and what looks like a telephone number is
covered.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication, QPalette, QScreen
from PySide6.QtWidgets import QLabel, QLayout, QVBoxLayout, QWidget

from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.phones import parse_phones
from cso_desk.widgets.live import breakable
from cso_desk.widgets.palette import DARK, LIGHT
from cso_desk.wording import _

_LINES = 22  # so many letters high is a screen
_SMALLEST = 16  # pixels
_HEAD, _LESS, _SMALL = 1.25, 0.85, 0.6  # beside the body text
_MOST = 3  # decisions and actions that are seen at once
_NUMBERS = re.compile(r"\+?[\d០-៩](?:[\s.\-/]?[\d០-៩]){7,}")
_CARET = "\u258f"
_COVER = "\u2022" * 6


@dataclass(frozen=True)
class Shown:
    """What the room sees. `said` are (kind, text) pairs of the item, the line that is being typed last.

    `decisions` are (number, text), `actions` (what, who and by when); `typing`: the caret stands at the end.
    """

    meeting: str = ""
    item: str = ""
    said: Sequence[tuple[str, str]] = field(default_factory=tuple)
    decisions: Sequence[tuple[str, str]] = field(default_factory=tuple)
    actions: Sequence[tuple[str, str]] = field(default_factory=tuple)
    typing: bool = False


class Projector(QWidget):
    """Fills the second screen where there is one, else the only one. `dark`: light letters on black."""

    closed = Signal()

    def __init__(self, desk: QWidget, *, dark: bool = True) -> None:
        flags = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(desk, flags | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoFillBackground(True)
        self.dark, self._shown = dark, Shown()
        self._inside = QVBoxLayout(self)
        # A long text makes the window no higher than the screen.
        self._inside.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._desk = desk
        self.setWindowTitle(_("Minutes on the projector"))

    def begin(self) -> None:
        """Cover a screen; the keyboard stays where it is."""
        screen = _other_screen(self._desk)
        self.setGeometry(screen.geometry())
        # Not showFullScreen: that would ask for the keyboard.
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.show()
        # Some systems give a new window the keyboard whatever it says of itself.
        self._desk.activateWindow()
        self._draw()

    def turn(self) -> None:
        """Change between light on dark and dark on light."""
        self.dark = not self.dark
        self._draw()

    def show_now(self, shown: Shown) -> None:
        """Show what stands in the minutes at this moment."""
        if shown != self._shown:
            self._shown = shown
            self._draw()

    def texts(self) -> list[str]:
        """Everything that can be read on the screen."""
        return [
            each.text().replace("\u200b", "") for each in self.findChildren(QLabel) if each.isVisibleTo(self)
        ]

    # --- drawing ---

    def _draw(self) -> None:
        self._clear()
        colours = DARK if self.dark else LIGHT
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(colours.canvas))
        self.setPalette(palette)
        size = max(_SMALLEST, self.height() / _LINES)
        side = round(size * 1.2)
        self._inside.setContentsMargins(side, round(side * 0.6), side, round(side * 0.4))
        self._inside.setSpacing(round(size * 0.15))
        shown = self._shown
        self._put(shown.meeting, size * _SMALL, colours.quiet)
        self._put(shown.item, size * _HEAD, colours.accent, bold=True)
        said: list[list[QLabel]] = []
        for place, (kind, text) in enumerate(shown.said, start=1):
            caret = _CARET if place == len(shown.said) and shown.typing else ""
            said.append([
                *self._put(kind, size * _SMALL, colours.quiet),
                *self._put(f"{covered(text)}{caret}", size, colours.text),
            ])  # fmt: skip
        self._inside.addStretch(1)
        for number, text in shown.decisions[-_MOST:]:
            decided = _("Decision {number}: {text}", number=number, text=covered(text))
            self._put(decided, size * _LESS, colours.good, bold=True)
        for what, who in shown.actions[-_MOST:]:
            self._put(f"\u2192 {covered(what)}   {covered(who)}", size * _LESS, colours.text)
        self._put(_("Esc ends it, Shift+F11 turns light and dark"), size * _SMALL, colours.quiet)
        self._drop_what_has_no_room(said)

    def _put(self, text: str, pixels: float, colour: str, *, bold: bool = False) -> list[QLabel]:
        """Put a text below the others, where there is one."""
        if not text.strip():
            return []
        label = QLabel(breakable(text))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setIndent(0)
        weight = "bold" if bold else "normal"
        # The application's own style sheet would make every label as large as the desk's.
        label.setStyleSheet(
            f"font-size: {round(pixels)}px; font-weight: {weight}; color: {colour}; background: transparent;"
        )
        self._inside.addWidget(label)
        label.show()
        margins = self._inside.contentsMargins()
        label.ensurePolished()
        # Khmer reaches below its line, more than a label reckons with.
        room = label.heightForWidth(self.width() - margins.left() - margins.right()) + round(pixels * 0.25)
        label.setMinimumHeight(room)
        return [label]

    def _drop_what_has_no_room(self, said: list[list[QLabel]]) -> None:
        """Take away what was said first until the rest has room; the line that is typed stays."""
        margins = self._inside.contentsMargins()
        room = self.height() - margins.top() - margins.bottom()
        labels = [each for each in self.findChildren(QLabel) if not each.isHidden()]
        needed = sum(each.minimumHeight() + self._inside.spacing() for each in labels)
        while needed > room and len(said) > 1:
            for each in said.pop(0):
                needed -= each.minimumHeight() + self._inside.spacing()
                self._inside.removeWidget(each)
                each.hide()
                each.deleteLater()

    def _clear(self) -> None:
        while self._inside.count():
            item = self._inside.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()


def covered(text: str) -> str:
    """The text with dots in place of what may be a telephone number."""

    def cover(match: re.Match[str]) -> str:
        typed = to_latin_digits(match.group())
        numbers = parse_phones(typed)
        return _COVER if any(not number.warning for number in numbers) else match.group()

    return _NUMBERS.sub(cover, text)


def _other_screen(desk: QWidget) -> QScreen:
    """A screen on which the desk does not stand, else the only one."""
    here = desk.screen()
    return next((each for each in QGuiApplication.screens() if each is not here), here)
