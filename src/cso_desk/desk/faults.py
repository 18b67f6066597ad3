"""Tells in the window what nobody caught: a fault in a slot or in a painting, which would else be silent."""

import sys
import time
import traceback
from contextlib import suppress
from types import TracebackType
from typing import Any

from PySide6.QtCore import QTimer

_REPEATED = 2.0  # seconds within which the same fault is told once: painting comes again and again


def tell_faults(window: Any) -> None:
    """Tell faults from now on in `window.desk`, where there is one; what told them before goes on.

    Python itself would print messages with names in them, and many systems keep what a window prints.
    """
    before = _print if sys.excepthook is sys.__excepthook__ else sys.excepthook
    told: dict[str, float] = {}

    def hook(cls: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        before(cls, error, trace)
        if not isinstance(error, Exception):
            return
        place, now = "".join(traceback.format_tb(trace)[-1:]), time.monotonic()
        again = now - told.get(place, -_REPEATED) < _REPEATED
        told[place] = now
        if not again:
            # Not at once: something may be in the middle of being painted.
            QTimer.singleShot(0, window, lambda: _tell(window.desk, error))

    sys.excepthook = hook


def _print(_cls: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    from cso_desk.log import lines_of  # noqa: PLC0415  not needed before something fails

    if sys.stderr is not None:  # a program with a window alone has none under Windows
        with suppress(OSError):
            sys.stderr.write("\n".join([*lines_of(error), ""]))


def _tell(desk: Any, error: Exception) -> None:
    from cso_desk.widgets.operation import failure_of  # noqa: PLC0415  not needed before something fails

    failure = failure_of(error)  # this notes it, also where there is no desk yet
    if desk is not None:
        desk.complain(failure)
