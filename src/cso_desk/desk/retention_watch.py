"""Finds beside the window whom nobody met for years: once a day, for all that is dated has to be read."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from cso_desk.features.hub.service import profile
from cso_desk.journal.retention import Suggestion, still_there, suggestions
from cso_desk.widgets.operation import Operation

if TYPE_CHECKING:
    from cso_desk.desk.session import Session

_SOON = 3000  # milliseconds: what the window needs first is read before this


class RetentionWatch(QObject):
    """Knows whom it found last; who is erased or kept meanwhile leaves at once. `counted`: it is another."""

    counted = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self._session = session
        self.found: list[Suggestion] = []
        self._counted_for: tuple[dt.date, int | None] | None = None
        self._running: Operation | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.count)
        session.changes.changed.connect(self._on_changed)

    def ask(self) -> None:
        """Say that somebody wants to know; it is found out unless that was done today."""
        asked = self._asked_for()
        if asked == self._counted_for:
            return
        if self._counted_for is not None and asked[1] != self._counted_for[1]:
            self.found = []  # by other years, they are others
        if not self._timer.isActive() and self._running is None:
            self._timer.start(_SOON)

    def count(self) -> None:
        """Find out now, beside the window; where that goes wrong nobody is suggested."""
        if self._running is not None:
            return
        self._timer.stop()
        day, years = self._counted_for = self._asked_for()
        store = self._session.store
        operation = Operation(
            "", lambda progress: still_there(store, suggestions(store, day, years, progress))
        )
        self._running = operation
        operation.done.connect(self._take)
        operation.ended.connect(self._ended)
        self._session.runner.start(operation)

    def drop(self, people: Collection[str]) -> None:
        """These are to be kept."""
        self._take([each for each in self.found if each.person not in people])

    def stop(self) -> None:
        """Look no more; the store is about to be closed."""
        self._timer.stop()
        if self._running is not None:
            self._running.cancel()

    def _asked_for(self) -> tuple[dt.date, int | None]:
        return today(), profile(self._session.store).retain_years

    def _on_changed(self, changed: Any) -> None:
        if any(each.person in changed.ids for each in self.found):
            self._session.attempt(lambda: self._take(still_there(self._session.store, self.found)))

    def _take(self, found: list[Suggestion]) -> None:
        if found != self.found:
            self.found = found
            self.counted.emit()

    def _ended(self) -> None:
        self._running = None


def today() -> dt.date:
    """The day on the wall."""
    return dt.date.today()  # noqa: DTZ011
