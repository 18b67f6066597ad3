"""Long work of the window itself, cut into pieces: between two of them it answers whoever touches it."""

import sys
from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QObject, QTimer

Failing = Callable[[Exception], object]
"""Is told of a fault inside a piece."""


def in_pieces(owner: QObject, pieces: Iterator[object], failing: Failing) -> None:
    """Run up to the next `yield` at each turn of the event loop; stops where `owner` is gone."""
    # Not `QTimer.singleShot`: without a delay Qt posts an event, and what is posted while posted events are
    # delivered comes in the same turn, before the mouse, the keys and every other timer.
    turn = QTimer(owner)
    turn.setSingleShot(True)

    def run() -> None:
        try:
            for _piece in pieces:
                turn.start(0)
                return
        except Exception as error:  # noqa: BLE001  nobody else would tell that the window stays as it is
            _tell(error, failing)
        turn.deleteLater()

    turn.timeout.connect(run)
    run()


def at_once(pieces: Iterable[object], failing: Failing | None = None) -> None:
    """Run all the pieces before returning. Without `failing` a fault is raised."""
    try:
        for _piece in pieces:
            pass
    except Exception as error:
        if failing is None:
            raise
        _tell(error, failing)


def _tell(error: Exception, failing: Failing) -> None:
    failing(error)
    # Noted where every fault that nobody caught is noted.
    sys.excepthook(type(error), error, error.__traceback__)
