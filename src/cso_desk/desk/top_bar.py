"""The bar above every page: search for everything, steps back and forth, language, look."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton

from cso_desk.widgets.controls import button, holder, icon_button, named, part, row
from cso_desk.widgets.editors.finding import FindLine
from cso_desk.widgets.live import live
from cso_desk.widgets.palette import PALETTES
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import TEXT_SIZES, theme
from cso_desk.wording import LANGUAGES, _, language, use_language

LANGUAGE_NAMES = {"km": "ខ្មែរ", "en": "English"}  # each in its own language, whatever the window speaks


class TopBar(QFrame):
    """`undo` and `redo` are asked for; `look_changed` is told when language, palette or size changed."""

    undo = Signal()
    redo = Signal()
    look_changed = Signal()

    def __init__(self, find: FindLine) -> None:
        super().__init__()
        part(self, "bar")
        self.search = find
        part(find, "search")
        find.setMaximumWidth(theme.px(520))
        named(find, lambda: _("Search everything"))
        live(
            find,
            lambda: find.setPlaceholderText(_("Search everything: a name, a phone number, 182…   Ctrl+K")),
        )
        self.undo_button = icon_button("arrow-counter-clockwise", lambda: _("Undo"), self.undo.emit)
        self.redo_button = icon_button("arrow-clockwise", lambda: _("Redo"), self.redo.emit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*(theme.px(side) for side in (16, 6, 12, 6)))
        layout.setSpacing(theme.px(4))
        layout.addWidget(find, 1)
        layout.addStretch(1)
        layout.addWidget(self.undo_button)
        layout.addWidget(self.redo_button)
        layout.addSpacing(theme.px(8))
        layout.addWidget(holder(row(*_language_buttons(self), gap=0)))
        layout.addSpacing(theme.px(4))
        layout.addWidget(look_button(self.look_changed.emit))
        for keys, act in (
            ("Ctrl+K", self.focus_search),
            ("Ctrl+Z", self.undo.emit),
            ("Ctrl+Y", self.redo.emit),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self._names = ("", "")
        live(self, self._say_steps)

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def name_steps(self, undo: str, redo: str) -> None:
        """Say what Undo and Redo would do; "" greys them."""
        self._names = (undo, redo)
        self._say_steps()

    def _say_steps(self) -> None:
        undo, redo = self._names
        for made, name, plain, full in (
            (self.undo_button, undo, _("Undo"), _("Undo: {step}", step=undo)),
            (self.redo_button, redo, _("Redo"), _("Redo: {step}", step=redo)),
        ):
            made.setEnabled(bool(name))
            made.setToolTip(full if name else plain)
            made.setAccessibleName(full if name else plain)


def _language_buttons(bar: TopBar) -> list[QPushButton]:
    group = QButtonGroup(bar)
    made = []
    for place, code in enumerate(LANGUAGES):
        each = _language_button(bar, code)
        each.setProperty("place", "last" if place else "first")
        group.addButton(each)
        made.append(each)
    return made


def _language_button(bar: TopBar, code: str) -> QPushButton:
    made = button(lambda: LANGUAGE_NAMES[code], lambda: _speak(bar, code), name="segment", checkable=True)
    live(made, lambda: made.setChecked(language() == code))
    return made


def _speak(bar: TopBar, code: str) -> None:
    use_language(code)
    bar.look_changed.emit()


def look_button(changed: Callable[[], object]) -> QToolButton:
    """A button whose menu sets the palette and the size of the text."""
    made = icon_button("palette", lambda: _("Colours and text size"))
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(made)
    made.setMenu(menu)

    def fill() -> None:
        menu.clear()
        colours, sizes = QActionGroup(menu), QActionGroup(menu)
        for name, palette in PALETTES.items():
            wear = lambda *_on, name=name: _wear(changed, palette=name)  # noqa: E731
            _offer(menu, colours, _(palette.label), name == theme.palette.name, wear)
        menu.addSeparator()
        for size in TEXT_SIZES:
            wear = lambda *_on, size=size: _wear(changed, size=size)  # noqa: E731
            text = _("Text size {points}", points=digits(size))
            _offer(menu, sizes, text, size == theme.size, wear)

    menu.aboutToShow.connect(fill)
    return made


def _wear(changed: Callable[[], object], palette: str | None = None, size: int | None = None) -> None:
    theme.wear(palette, size)
    changed()


def _offer(menu: QMenu, group: QActionGroup, text: str, chosen: bool, act: Callable[..., object]) -> None:
    action = QAction(text, menu, checkable=True, checked=chosen)
    action.triggered.connect(act)
    group.addAction(action)
    menu.addAction(action)
