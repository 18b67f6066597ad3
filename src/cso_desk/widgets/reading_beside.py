"""Reads what a page shows beside the window, again after each change, with no flicker where that is quick."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from cso_desk.widgets.host import Host
from cso_desk.widgets.operation import Failure, Operation

LATE = 400
"""Milliseconds after which a person should be told that something is being read."""


class ReadingBeside(QObject):
    """One reading at a time; whatever is asked for meanwhile is one more reading when it has ended.

    `read` runs in a thread and gives something that can be compared. `came` is told of what it gave only
    where that is other than before; `late` where a reading takes so long that a page should say so.
    """

    came = Signal(object)
    late = Signal()

    def __init__(self, host: Host, read: Callable[[], Any], owner: QObject) -> None:
        super().__init__(owner)
        self._host, self._read = host, read
        self._operation: Operation | None = None
        self._due = False
        self.latest: Any = None
        self.is_late = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(LATE)
        self._clock.timeout.connect(self._say_late)

    def again(self) -> None:
        """Read anew: now, or as soon as the reading under way has ended."""
        if self._operation is not None:
            self._due = True
            return
        read = self._read
        self._operation = operation = Operation("", lambda _progress: read())
        operation.done.connect(self._done)
        operation.failed.connect(self._failed)
        operation.ended.connect(self._ended)
        self._clock.start()
        self._host.runner.start(operation)

    def _done(self, found: Any) -> None:
        fresh = found != self.latest
        self.latest = found
        if fresh or self.is_late:
            self.is_late = False
            self.came.emit(found)

    def _failed(self, failure: Failure) -> None:
        self._host.complain(failure)

    def _ended(self) -> None:
        self._operation = None
        self._clock.stop()
        self.is_late = False
        if self._due:
            self._due = False
            self.again()

    def _say_late(self) -> None:
        self.is_late = True
        self.late.emit()
