"""How far a long action is, when changes and bytes are steps of one way."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Is called with steps done and steps in all; it stops the work by raising CancelledError."""

_BYTES = 4096
"""Bytes of a file that are one step, as one change is."""


class Steps:
    """Counts steps on a way whose length becomes known bit by bit."""

    def __init__(self, progress: Progress | None, total: int = 0) -> None:
        self.total = total
        self._progress = progress
        self._done = 0
        self._bytes = 0

    def expect_bytes(self, size: int) -> None:
        self.total += size // _BYTES

    def add(self, steps: int) -> None:
        self._done += steps
        if self._progress is not None:
            self._progress(min(self._done, self.total), max(self.total, 1))

    def add_bytes(self, size: int) -> None:
        self._bytes += size
        if self._bytes >= _BYTES:
            steps, self._bytes = divmod(self._bytes, _BYTES)
            self.add(steps)

    def wait(self, _bytes: int) -> None:
        """Something is done that counts for nothing yet; it can be stopped all the same."""
        self.add(0)

    def part(self) -> Progress:
        """The progress of a part of the way that counts by itself."""
        before = self._done

        def tell(done: int, _total: int) -> None:
            self.add(before + done - self._done)

        return tell
