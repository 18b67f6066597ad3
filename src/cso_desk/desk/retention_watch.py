"""Finds beside the window whom nobody met for years: once a day, for all that is dated has to be read."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cso_desk.desk.beside import Beside
from cso_desk.features.hub.service import profile
from cso_desk.journal.retention import Suggestion, still_there, suggestions
from cso_desk.widgets.operation import Progress

if TYPE_CHECKING:
    from cso_desk.desk.session import Session

_SOON = 3000  # milliseconds: what the window needs first is read before this

_AskedFor = tuple[dt.date, int | None]  # the day, and after how many years


class RetentionWatch(QObject):
    """Knows whom it found last; who is erased or kept meanwhile leaves at once. `counted`: it is another."""

    counted = Signal()

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self._session = session
        self.found: list[Suggestion] = []
        self._counted_for: _AskedFor | None = None
        self._work = Beside(session, self._look, self._counted, pause=_SOON)
        session.changes.changed.connect(self._on_changed)

    def ask(self) -> None:
        """Say that somebody wants to know; it is found out unless that was done today."""
        asked = self._asked_for()
        if asked == self._counted_for:
            return
        if self._counted_for is not None and asked[1] != self._counted_for[1]:
            self._counted_for, self.found = None, []  # by other years, they are others
        self._work.ask()

    def count(self) -> None:
        """Find out now, beside the window; where that goes wrong nobody is suggested."""
        self._work.now()

    def drop(self, people: Collection[str]) -> None:
        """These are to be kept."""
        self._take([each for each in self.found if each.person not in people])

    def stop(self) -> None:
        """Look no more; the store is about to be closed."""
        self._work.stop()

    def _look(self, progress: Progress) -> tuple[_AskedFor, list[Suggestion]]:
        asked, store = self._asked_for(), self._session.store
        return asked, still_there(store, suggestions(store, *asked, progress))

    def _counted(self, found: tuple[_AskedFor, list[Suggestion]]) -> None:
        self._counted_for, people = found
        self._take(people)

    def _asked_for(self) -> _AskedFor:
        return today(), profile(self._session.store).retain_years

    def _on_changed(self, changed: Any) -> None:
        if any(each.person in changed.ids for each in self.found):
            self._session.attempt(lambda: self._take(still_there(self._session.store, self.found)))

    def _take(self, found: list[Suggestion]) -> None:
        if found != self.found:
            self.found = found
            self.counted.emit()


def today() -> dt.date:
    """The day on the wall."""
    return dt.date.today()  # noqa: DTZ011
