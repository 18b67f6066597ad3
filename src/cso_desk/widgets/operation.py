"""Long work beside the window: a thread, progress, a Cancel that cancels, an error told as a sentence."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread, local
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from cso_desk.errors import CancelledError, UserError
from cso_desk.log import lines_of, note_fault
from cso_desk.resources import program_is_there
from cso_desk.widgets.controls import Label, button, frame, row
from cso_desk.wording import _

Progress = Callable[[int, int], None]
"""Tell (done, total); total 0 where nobody knows. Raises CancelledError once the person pressed Cancel."""

Work = Callable[[Progress], Any]

Act = Callable[[], object]
Hand = Callable[[Act], object]
"""Takes what is to be done in another thread."""

_ASKED = 8  # milliseconds between two looks for what threads have to tell
_this_thread = local()


@dataclass(frozen=True)
class Failure:
    """Why work ended without a result. `details` is empty where the sentence says all there is to say.

    `cause` is what refused, for whoever knows a way out of it.
    """

    sentence: str
    details: str = ""
    cancelled: bool = False
    cause: UserError | None = field(default=None, compare=False)


class Operation(QObject):
    """One piece of long work. Its signals arrive in the thread of the window."""

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, title: str, work: Work) -> None:
        super().__init__()
        self.title = title
        self._work = work
        self._cancelled = False
        self._hand: Hand = _at_once

    def cancel(self) -> None:
        """Ask the work to stop; it does at its next word of progress."""
        self._cancelled = True

    def run(self, hand: Hand | None = None) -> None:
        """Do the work in the thread of the caller and tell how it went.

        With `hand`, which is the way to the thread of the window, this thread tells nothing itself.
        """
        _this_thread.hand = self._hand = hand or _at_once
        try:
            result = self._work(self._progress)
        except Exception as error:  # noqa: BLE001  whatever went wrong in a thread has to reach the window
            failure = failure_of(error)
            self._hand(lambda: self.failed.emit(failure))
        else:
            self._hand(lambda: self.done.emit(result))
        finally:
            self._hand(self._end)
            _this_thread.hand = _at_once

    def _end(self) -> None:
        self.ended.emit()

    def _progress(self, done: int, total: int) -> None:
        if self._cancelled:
            raise CancelledError(_("Stopped. Nothing was changed."))
        self._hand(lambda: self.progressed.emit(done, total))


def in_window(act: Act) -> None:
    """Do something in the thread of the window: now where this is it, soon where an operation runs in it."""
    getattr(_this_thread, "hand", _at_once)(act)


def _at_once(act: Act) -> None:
    act()


def failure_of(error: Exception) -> Failure:
    """What the window says of an error: its own sentence; of a fault of ours what is safe and what to do.

    What fails because the stick with the program is gone is none. A fault is noted in the log. Its details
    are handed to helpers, so they hold no more than the log does.
    """
    if isinstance(error, UserError):
        return Failure(str(error), cancelled=isinstance(error, CancelledError), cause=error)
    if not program_is_there():
        return Failure(
            _(
                "The program cannot be reached any more; was the stick pulled out? Everything that was saved "
                "is safe. Plug the stick in again, then close this window and open the desk anew."
            )
        )
    said = _(
        "Something went wrong inside the program. Everything that was saved is safe, and nothing was done by "
        "half. Try once more; if it happens again, close the program and open it anew. Whoever helps you "
        "needs the details."
    )
    with suppress(OSError):
        note_fault(error)
    return Failure(said, "\n".join(lines_of(error)))


class Runner(Protocol):
    """Starts operations."""

    def start(self, operation: Operation) -> None: ...


class ThreadRunner:
    """Runs operations in threads, and keeps them alive until they ended.

    No thread emits a signal: what it has to tell waits until the thread of the window asks for it, many times
    a second while anything runs. See docs/decisions/0310.
    """

    def __init__(self) -> None:
        self._told: SimpleQueue[Act] = SimpleQueue()
        self._running: dict[Operation, Thread] = {}
        self._timer: QTimer | None = None

    def start(self, operation: Operation) -> None:
        def work() -> None:
            operation.run(self._told.put)
            self._told.put(lambda: self._forget(operation))

        # No daemon: whoever leaves Python waits for it, and nothing is cut off.
        self._running[operation] = thread = Thread(target=work)
        if self._timer is None:
            self._timer = QTimer()
            self._timer.timeout.connect(self._deliver)
            self._timer.start(_ASKED)
        thread.start()

    def wait(self) -> None:
        """Wait until nothing runs. What was not told by then is told when the window has its turn."""
        for thread in list(self._running.values()):
            thread.join()

    def _deliver(self) -> None:
        # Only this thread takes, also where an act opens a window of its own and this begins again inside.
        while not self._told.empty():
            self._told.get_nowait()()

    def _forget(self, operation: Operation) -> None:
        del self._running[operation]
        if not self._running and self._timer is not None:
            self._timer.deleteLater()
            self._timer = None


class RunnerAtOnce:
    """Runs an operation before `start` returns: for tests and for pictures of the window."""

    def start(self, operation: Operation) -> None:
        operation.run()


class ProgressBar(QWidget):
    """What runs now, how far it is, and the button that stops it."""

    def __init__(self) -> None:
        super().__init__()
        self._operation: Operation | None = None
        self._label = Label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("")
        self._cancel = button(lambda: _("Cancel"), self._stop, name="flat", picture="x")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            frame("bar", row(self._label, self._bar, self._cancel, gap=12, margins=(16, 4, 16, 4)))
        )
        self.hide()

    def watch(self, operation: Operation) -> None:
        """Show this operation until it ends."""
        self._operation = operation
        self._label.show_text(operation.title)
        self._bar.setAccessibleName(operation.title)
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        operation.progressed.connect(self._move)
        operation.ended.connect(self.hide)
        self.show()

    def _move(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _stop(self) -> None:
        if self._operation is not None:
            self._operation.cancel()
            self._cancel.setEnabled(False)
            self._label.show_text(_("Stopping…"))
