"""Notices that nobody has touched keyboard or mouse for a while."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

_TOUCHES = frozenset(
    int(kind)
    for kind in (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    )
)
_LOOK_EVERY = 10_000  # milliseconds


class IdleWatch(QObject):
    """`idle` is told once nobody has worked for `minutes`; 0 minutes: never. `clock` gives seconds."""

    idle = Signal()

    def __init__(self, minutes: int, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self.minutes = minutes
        self._clock = clock
        self._last = clock()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_EVERY)
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def look(self) -> None:
        """See how long nothing was touched. The time a computer slept counts where its clock counts it."""
        if self.minutes and self._clock() - self._last >= self.minutes * 60:
            self._last = self._clock()
            self.idle.emit()

    def stop(self) -> None:
        self._timer.stop()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if int(event.type()) in _TOUCHES:
            self._last = self._clock()
        return False
