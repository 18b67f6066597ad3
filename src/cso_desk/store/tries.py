"""Wrong passphrases make whoever guesses wait, also after the program was started anew.

The wait never grows beyond half a minute, so that nobody is locked out of their own store; and it is told
from how long ago the last try was, so that a clock that was put right or wrong meanwhile changes it by no
more than that. What keeps a thief out is the cost of a try: this keeps out whoever guesses at the keyboard.
"""

import contextlib
import json
import time
from collections.abc import Callable
from pathlib import Path

from cso_desk.errors import UserError
from cso_desk.wording import ngettext

FILE_NAME = "tries.json"
FREE = 3
"""Wrong passphrases in a row before one has to wait."""
LONGEST = 30
"""Seconds."""

_MOST = 1000

Clock = Callable[[], float]


class TooSoonError(UserError):
    """A passphrase was tried while one had to wait; `seconds` are left."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            ngettext(
                "Wait {number} second, then try again.",
                "Wait {number} seconds, then try again.",
                seconds,
                number=seconds,
            )
        )
        self.seconds = seconds


def seconds_left(folder: Path, clock: Clock = time.time) -> int:
    """For how many seconds no passphrase is looked at; 0 where one may be tried."""
    wrong, at = _read(folder)
    if wrong < FREE:
        return 0
    wait: int = min(1 << (wrong - FREE), LONGEST)
    gone = clock() - at
    if gone < 0:
        # A clock that was put back tells nothing of how long ago it was: the wait begins anew, once.
        _keep(folder, wrong, clock())
        gone = 0
    return max(0, round(wait - gone))


def _read(folder: Path) -> tuple[int, float]:
    """How many wrong passphrases in a row there were, and when the last one was (seconds since 1970)."""
    try:
        found = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        return min(max(int(found["wrong"]), 0), _MOST), float(found["at"])
    except (OSError, ValueError, LookupError, TypeError, OverflowError):
        return 0, 0.0


def count_wrong(folder: Path, clock: Clock = time.time) -> None:
    """Note a wrong passphrase."""
    _keep(folder, _read(folder)[0] + 1, clock())


def forget_wrong(folder: Path) -> None:
    """The right passphrase was typed."""
    with contextlib.suppress(OSError):
        (folder / FILE_NAME).unlink(missing_ok=True)


def _keep(folder: Path, wrong: int, at: float) -> None:
    # Where nobody may write there is nothing to keep it in.
    with contextlib.suppress(OSError):
        (folder / FILE_NAME).write_text(json.dumps({"wrong": wrong, "at": at}), encoding="utf-8")
