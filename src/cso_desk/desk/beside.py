"""One piece of work at a time beside the window, begun a moment after somebody wants it, ended for good."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from cso_desk.widgets.operation import Operation, Progress

if TYPE_CHECKING:
    from cso_desk.desk.session import Session


class Beside(QObject):
    """Has `work` done in a thread and gives `done` its result in the thread of the window.

    What is asked for while it runs is one more run, `pause` milliseconds after it has ended. Where it goes
    wrong that is noted in the log, and `done` is told nothing.
    """

    def __init__(
        self,
        session: "Session",
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        *,
        pause: int,
    ) -> None:
        super().__init__()
        self._session, self._work, self._done = session, work, done
        self._running: Operation | None = None
        self._again = self._stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause)
        self._timer.timeout.connect(self.now)

    @property
    def is_waiting(self) -> bool:
        """Whether it is about to begin."""
        return self._timer.isActive()

    @property
    def is_running(self) -> bool:
        """Whether a run has begun and not ended."""
        return self._running is not None

    def ask(self) -> None:
        """Begin after the pause, unless it is about to begin or runs."""
        if not self.is_waiting and not self.is_running:
            self.soon()

    def soon(self, milliseconds: int | None = None) -> None:
        """Begin after the pause, or after so long; asked again meanwhile, it waits anew."""
        if self._stopped:
            return
        self._timer.start(self._timer.interval() if milliseconds is None else milliseconds)

    def now(self) -> None:
        """Begin at once, or again when the run under way has ended."""
        if self._stopped:
            return
        self._timer.stop()
        if self._running is not None:
            self._again = True
            return
        self._running = operation = Operation("", self._work)
        operation.done.connect(self._done)
        operation.ended.connect(self._ended)
        self._session.runner.start(operation)

    def stop(self) -> None:
        """Begin nothing more, and end what runs: the store is about to be closed."""
        self._stopped = True
        self._timer.stop()
        if self._running is not None:
            self._running.cancel()

    def _ended(self) -> None:
        self._running = None
        if self._again:
            self._again = False
            self.soon()
