"""Notices a stick that is plugged in while the Exchange page is open."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from cso_desk.store.sticks import Stick, sticks

_EVERY = 2500  # milliseconds between two looks


class StickWatch(QObject):
    """Looks every few seconds while `page` is seen; `now` holds the sticks that are plugged in."""

    came = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.now: list[Stick] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        page.installEventFilter(self)

    def look(self) -> None:
        """Look which sticks are there, and tell where one came or went."""
        found = sticks()
        if found != self.now:
            self.now = found
            self.came.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self.now = sticks()
            self._timer.start()
        elif event.type() == QEvent.Type.Hide:
            self._timer.stop()
        return super().eventFilter(watched, event)
