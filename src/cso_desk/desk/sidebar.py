"""The places to go, in the words of the work; Alt+1, Alt+2 … open them from the keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QVBoxLayout

from cso_desk.desk.pages import Page
from cso_desk.widgets.controls import Label, button, part
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_WIDTH = 184


class Sidebar(QFrame):
    """`chosen` gives the name of the page that was asked for; `trash` and `help` stand at the foot."""

    chosen = Signal(str)
    trash = Signal()
    help = Signal()

    def __init__(self, pages: Sequence[Page]) -> None:
        super().__init__()
        part(self, "rail")
        self._group = QButtonGroup(self)
        self._places: dict[str, int] = {}
        self._badges: dict[str, Label] = {}
        self.brand = Label("CSO Desk", "brand", wrap=True)
        self.hub = Label("", "quiet", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(12), 0, theme.px(12))
        layout.setSpacing(theme.px(4))
        for label in (self.brand, self.hub):
            label.setContentsMargins(theme.px(16), 0, theme.px(8), 0)
            layout.addWidget(label)
        layout.addSpacing(theme.px(12))
        for place, page in enumerate(pages):
            self._add(page, place, layout)
        layout.addStretch(1)
        for say, picture, asked in (
            (lambda: _("Trash"), "trash", self.trash),
            (lambda: _("Help  F1"), "question", self.help),
        ):
            foot = button(say, asked.emit, name="place", picture=picture)
            foot.setIconSize(QSize(theme.px(20), theme.px(20)))
            layout.addWidget(foot)
        self._group.idClicked.connect(lambda place: self.chosen.emit(pages[place].name))
        theme.changed.connect(self._measure)
        self._measure()

    def mark(self, name: str) -> None:
        """Show which page is open; "" for none of them."""
        self._group.setExclusive(False)
        for each in self._group.buttons():
            each.setChecked(False)
        self._group.setExclusive(True)
        if name:
            self._group.button(self._places[name]).setChecked(True)

    def _add(self, page: Page, place: int, layout: QVBoxLayout) -> None:
        made = button(lambda: _(page.label), name="place", picture=page.icon, checkable=True)
        made.setIconSize(QSize(theme.px(20), theme.px(20)))
        self._group.addButton(made, place)
        self._places[page.name] = place
        layout.addWidget(made)
        shortcut = QShortcut(QKeySequence(f"Alt+{place + 1}"), self)
        shortcut.activated.connect(made.click)

    def _measure(self) -> None:
        self.setFixedWidth(theme.px(_WIDTH))
