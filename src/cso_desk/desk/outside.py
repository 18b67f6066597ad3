"""Shows what a command in another program wrote to the open store."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from cso_desk.store.outside import OutsideWatch
from cso_desk.store.transaction import EVERY_RECORD, Changed
from cso_desk.widgets.operation import Operation
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.desk.session import Session

_EVERY = 3000  # milliseconds


class OutsideChanges(QObject):
    """Looks every few seconds, and whenever the window gets the keyboard back, in a thread."""

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self._session = session
        self._watch = OutsideWatch(session.store)
        self._looking: Operation | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY)
        application = QCoreApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_state)

    def look(self) -> None:
        """Look once, unless a look is under way."""
        if self._looking is not None or not self._timer.isActive():
            return
        self._looking = Operation("", lambda _progress: self._watch.look())
        self._looking.done.connect(self._tell)
        self._looking.ended.connect(self._looked)
        self._session.runner.start(self._looking)

    def stop(self) -> None:
        """Look no more: the store is about to be closed."""
        self._timer.stop()

    def _looked(self) -> None:
        self._looking = None

    def _tell(self, outside: bool) -> None:
        if outside and self._timer.isActive():
            kinds = frozenset(self._session.store.shelves.types)
            self._session.changes.changed.emit(Changed(kinds, EVERY_RECORD, self))
            self._session.say(_("Another program changed the data. You see it as it is now."))

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.look()
