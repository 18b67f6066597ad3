"""Labels and buttons that know the language, the theme and their name for a screen reader."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cso_desk.widgets.icons import icon, icon_pixmap
from cso_desk.widgets.live import breakable, live
from cso_desk.widgets.theme import theme

Say = Callable[[], str]
"""Gives a text in the language of the moment: `lambda: _("Members")`."""

ICON_SIDE = 18

WRITES = "writes"
"""The property of a control that says what it writes, see `writing`."""


def part(widget: QWidget, name: str) -> None:
    """Say what the widget is to the stylesheet."""
    widget.setProperty("part", name)


def repaint_part(widget: QWidget) -> None:
    """Let the stylesheet look again at the widget's properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def writing(widget: QWidget, what: str = "data") -> None:
    """Say that a control writes: the window makes it rest, with the reason, where that may not be.

    "data" of records, which viewers may not; "decision", which only coordinators may; "folder", anything on
    this computer that belongs to the store.
    """
    widget.setProperty(WRITES, what)


class Label(QLabel):
    """A text that people read. Always plain: what comes from records never becomes markup."""

    def __init__(self, say: Say | str = "", name: str = "", *, wrap: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        # Else Qt moves a text in by half an x, larger texts more than the lines below them.
        self.setIndent(0)
        if name:
            part(self, name)
        if callable(say):
            live(self, lambda: self.show_text(say()))
        else:
            self.show_text(say)

    def show_text(self, text: str) -> None:
        self.setText(breakable(text) if self.wordWrap() else text)

    def text_shown(self) -> str:
        """The text without the marks put in for line breaks."""
        return self.text().replace("\u200b", "")

    def become(self, name: str) -> None:
        """Turn into another part: "bad" for a problem, "quiet" for a hint."""
        part(self, name)
        repaint_part(self)


class IconLabel(QLabel):
    """An icon beside a text; says nothing to a screen reader."""

    def __init__(self, name: str, side: int = ICON_SIDE, colour: str = "quiet") -> None:
        super().__init__()
        self._name, self._side, self._colour = name, side, colour
        self.draw()
        theme.changed.connect(self.draw)

    def draw(self) -> None:
        self.setPixmap(icon_pixmap(self._name, theme.px(self._side), self._colour, self.devicePixelRatioF()))


def button(
    say: Say,
    action: Callable[[], object] | None = None,
    *,
    name: str = "",
    picture: str = "",
    hint: Say | None = None,
    checkable: bool = False,
    writes: str = "",
) -> QPushButton:
    """A button with a text. `name` is its part: "primary", "flat", "link", "tab"; "" for an ordinary one.

    `writes`: what it writes, see `writing`; "" for nothing.
    """
    made = QPushButton()
    if writes:
        writing(made, writes)
    made.setAutoDefault(False)
    made.setCheckable(checkable)
    if name:
        part(made, name)
    if picture:
        made.setIcon(icon(picture, "on_accent" if name == "primary" else "text"))
        made.setIconSize(QSize(theme.px(ICON_SIDE), theme.px(ICON_SIDE)))
    live(made, lambda: _speak(made, say, hint))
    if action is not None:
        made.clicked.connect(lambda *_checked: action())
    return made


def _speak(made: QPushButton, say: Say, hint: Say | None) -> None:
    # An ampersand in a record's name is no shortcut.
    made.setText(say().replace("&", "&&"))
    made.setAccessibleName(say())
    made.setToolTip(hint() if hint else "")


def icon_button(
    picture: str, say: Say, action: Callable[[], object] | None = None, *, writes: str = ""
) -> QToolButton:
    """A button that is only an icon; its words are its tooltip and its name for a screen reader."""
    made = QToolButton()
    if writes:
        writing(made, writes)
    part(made, "flat")
    made.setIcon(icon(picture))
    made.setIconSize(QSize(theme.px(ICON_SIDE), theme.px(ICON_SIDE)))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def speak() -> None:
        made.setToolTip(say())
        made.setAccessibleName(say())

    live(made, speak)
    if action is not None:
        made.clicked.connect(lambda *_checked: action())
    return made


def named(widget: QWidget, say: Say) -> None:
    """Give a control its name for screen readers, in the language of the moment."""
    live(widget, lambda: widget.setAccessibleName(say()))


def frame(name: str, layout: QBoxLayout) -> QFrame:
    """A frame of some part around a layout."""
    made = QFrame()
    part(made, name)
    made.setLayout(layout)
    return made


def row(
    *widgets: QWidget | int | None, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Widgets side by side; a number is a space of that many pixels, None takes what is free."""
    return _fill(QHBoxLayout(), widgets, gap, margins)  # type: ignore[return-value]


def column(
    *widgets: QWidget | int | None, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Widgets below one another."""
    return _fill(QVBoxLayout(), widgets, gap, margins)  # type: ignore[return-value]


def _fill(
    layout: QBoxLayout,
    widgets: tuple[QWidget | int | None, ...],
    gap: int,
    margins: tuple[int, int, int, int],
) -> QBoxLayout:
    layout.setSpacing(theme.px(gap))
    layout.setContentsMargins(*(theme.px(margin) for margin in margins))
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        elif isinstance(widget, int):
            layout.addSpacing(theme.px(widget))
        else:
            layout.addWidget(widget)
    return layout


def line() -> QFrame:
    """A hairline between two things."""
    made = QFrame()
    part(made, "rule")
    return made


def holder(layout: QBoxLayout, name: str = "") -> QWidget:
    """A plain widget around a layout."""
    made = QWidget()
    if name:
        part(made, name)
    made.setLayout(layout)
    return made


def segments(says: Sequence[Say], chosen: int, act: Callable[[int], object]) -> QWidget:
    """Buttons of which one is pressed: sides of one page. Pressing another calls `act` with its place.

    This one stays as it is: the other side of the page has segments of its own.
    """
    group = QButtonGroup()
    made: list[QPushButton] = []
    for place, say in enumerate(says):
        each = button(say, name="segment", checkable=True)
        each.setProperty("place", "first" if not place else "last" if place == len(says) - 1 else "")
        each.setChecked(place == chosen)
        each.clicked.connect(lambda *_on, place=place: act(place))
        each.clicked.connect(lambda *_on: made[chosen].setChecked(True))
        group.addButton(each)
        made.append(each)
    whole = holder(row(*made, gap=0))
    group.setParent(whole)
    return whole
