"""Has the files of the library read beside the window: those that came, and those a power cut left unread."""
# ruff: noqa: PLC0415  the window stands before anybody reads files

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cso_desk.desk.beside import Beside
from cso_desk.widgets.operation import Progress

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
        self._first = True
        self._work = Beside(session, self._read, self._done, pause=_SOON)
        self._work.soon(_FIRST)
        session.changes.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Read now what waits."""
        self._work.now()

    def stop(self) -> None:
        """Read no more; the store is about to be closed. What was read is kept."""
        self._work.stop()

    def _read(self, progress: Progress) -> int:
        from cso_desk.features.library.service.file_texts import read_waiting

        if self._first:  # what a power cut left
            from cso_desk.features.library.service.taking_in import forget_unnamed

            self._first = False
            forget_unnamed(self._session.store)
        return read_waiting(self._session.store, progress)

    def _on_changed(self, changed: Any) -> None:
        # Not anew with each file of many that are taken in: the first are read meanwhile.
        if changed.kinds & _TOUCHED and not self._work.is_waiting:
            self._work.soon()

    def _done(self, count: int) -> None:
        if count:
            self.read.emit(count)
