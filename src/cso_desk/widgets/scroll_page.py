"""A page of cards below one another, drawn anew when something it tells of has changed."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cso_desk.widgets.controls import part
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.theme import theme

WIDEST = 1180
_ALL = 10_000  # a share beside which what is left and right of the page gets nothing before it is full


class ScrollPage(QScrollArea):
    """Subclasses say what stands on the page in `cards`; it is asked again after changes and languages.

    The page fills a laptop; in wider windows it stands in the middle, `widest` at text of 10 points, so that
    lines stay short enough to read. 0 = as wide as the window.
    """

    widest = WIDEST

    def __init__(self, host: Host, kinds: frozenset[str] | None = None) -> None:
        super().__init__()
        self.host = host
        self._kinds = kinds
        self._loaded = False
        self._stale = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        host.changes.changed.connect(self._on_changed)
        live(self, self.draw)

    def load(self) -> None:
        """Draw the page for the first time."""
        self._loaded = True
        self.draw()

    def cards(self) -> list[QWidget]:
        """What stands on the page, from above to below."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw the page as things are now."""
        if not self._loaded:
            return
        seen = self.verticalScrollBar().value()
        inside = QWidget()
        part(inside, "canvas")
        middle = QWidget()
        if self.widest:
            middle.setMaximumWidth(theme.px(self.widest))
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(*(theme.px(side) for side in (24, 16, 24, 24)))
        layout.setSpacing(theme.px(12))
        for card in self.cards():
            layout.addWidget(card)
        layout.addStretch(1)
        # Between what is free: a column alone would reckon the height of its lines too wide.
        whole = QHBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addWidget(middle, _ALL)
        whole.addStretch(1)
        before = self.takeWidget()
        if before is not None:
            before.deleteLater()  # a button of it may be what asks for this
        self.setWidget(inside)
        self.verticalScrollBar().setValue(seen)

    def _on_changed(self, changed: Any) -> None:
        if self._kinds is None or changed.kinds & self._kinds:
            self.look_again()

    def look_again(self) -> None:
        """Draw the page after a change: now, or when somebody sees it."""
        if self.isVisible():
            self.draw()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.look_again()
