"""The bar above every page: search for everything, steps back and forth, language, look."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton

from cso_desk.desk.languages import language_switch
from cso_desk.settings import TEXT_SIZES
from cso_desk.widgets.controls import icon_button, named, part
from cso_desk.widgets.editors.finding import FindLine
from cso_desk.widgets.live import live
from cso_desk.widgets.palette import PALETTES
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _


class TopBar(QFrame):
    """`undo`, `redo` and `settings` are asked for; `look_changed`: language, palette or size changed."""

    undo = Signal()
    redo = Signal()
    look_changed = Signal()
    settings = Signal()

    def __init__(self, find: FindLine) -> None:
        super().__init__()
        part(self, "bar")
        self.search = find
        part(find, "search")
        find.setMaximumWidth(theme.px(520))
        named(find, lambda: _("Search everything"))
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
        layout.addWidget(language_switch(self.look_changed.emit))
        layout.addSpacing(theme.px(4))
        layout.addWidget(look_button(self.look_changed.emit, self.settings.emit))
        for keys, act in (
            ("Ctrl+K", self.focus_search),
            ("Ctrl+Z", self.undo.emit),
            ("Ctrl+Y", self.redo.emit),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self._names = ("", "")
        live(self, self._say_steps)
        live(self, self._say_hint)

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def name_steps(self, undo: str, redo: str) -> None:
        """Say what Undo and Redo would do; "" greys them."""
        self._names = (undo, redo)
        self._say_steps()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_hint()

    def _say_hint(self) -> None:
        """Say in the empty field what it is for, in as many words as it has room for."""
        room = self.search.width() - theme.px(32)
        hints = (
            _("Search everything: a name, a phone number, 182…   Ctrl+K"),
            _("Search everything") + "   Ctrl+K",
            _("Search everything"),
        )
        width = self.search.fontMetrics().horizontalAdvance
        self.search.setPlaceholderText(next((each for each in hints if width(each) <= room), ""))

    def _say_steps(self) -> None:
        undo, redo = self._names
        for made, name, plain, full in (
            (self.undo_button, undo, _("Undo"), _("Undo: {step}", step=undo)),
            (self.redo_button, redo, _("Redo"), _("Redo: {step}", step=redo)),
        ):
            if made.hasFocus() and not name:
                # Left to Qt, the keyboard would go on to the switch of languages.
                self.search.setFocus()
            made.setEnabled(bool(name))
            made.setToolTip(full if name else plain)
            made.setAccessibleName(full if name else plain)


def look_button(changed: Callable[[], object], settings: Callable[[], object]) -> QToolButton:
    """A button whose menu sets the palette and the size of the text, and leads to all settings."""
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
        menu.addSeparator()
        menu.addAction(_("Settings…")).triggered.connect(lambda *_on: settings())

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
