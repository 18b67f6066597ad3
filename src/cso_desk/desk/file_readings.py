"""Has the files of the library read beside the window: those that came, and those a power cut left unread."""
# ruff: noqa: PLC0415  the window stands before anybody reads files

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from cso_desk.widgets.operation import Operation, Progress

if TYPE_CHECKING:
    from cso_desk.desk.session import Session

_FIRST, _SOON = 8_000, 2_000  # milliseconds after the window stands, and after a change
_TOUCHED = frozenset(("library_title", "title_version"))


class FileReadings(QObject):
    """One reading at a time; `read` says after it how many files were read."""

    read = Signal(int)

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self._session = session
        self._running: Operation | None = None
        self._due, self._first = False, True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.begin)
        self._timer.start(_FIRST)
        session.changes.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Read now what waits."""
        if self._running is not None:
            self._due = True
            return
        from cso_desk.features.library.service.file_texts import read_waiting

        store, first = self._session.store, self._first
        self._first = False

        def work(progress: Progress) -> int:
            if first:  # what a power cut left
                from cso_desk.features.library.service.taking_in import forget_unnamed

                forget_unnamed(store)
            return read_waiting(store, progress)

        self._running = operation = Operation("", work)
        operation.done.connect(self._done)
        operation.ended.connect(self._ended)
        self._session.runner.start(operation)

    def stop(self) -> None:
        """Read no more; the store is about to be closed. What was read is kept."""
        self._timer.stop()
        self._due = False
        if self._running is not None:
            self._running.cancel()

    def _on_changed(self, changed: Any) -> None:
        if changed.kinds & _TOUCHED and not self._timer.isActive():
            self._timer.start(_SOON)

    def _done(self, count: int) -> None:
        if count:
            self.read.emit(count)

    def _ended(self) -> None:
        self._running = None
        if self._due:
            self._due = False
            self._timer.start(_SOON)
