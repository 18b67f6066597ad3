"""The log of this computer: what happened and where it failed, never what was typed, named or opened.

Lines are made of names in this program, types of errors and whole numbers; a message of an error is left out,
for it may quote a name, a telephone number or a path. See docs/decisions/0830.
"""

import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from cso_desk import __version__
from cso_desk.settings import home_folder

FILE_NAME, OLDER = "desk.log", "desk.log.old"

_MOST_BYTES = 256 * 1024  # of each of the two files
_MOST_CAUSES = 5
_NUMBERS = ("errno", "winerror", "sqlite_errorcode")
"""What errors of the system and of SQLite carry that says more than their type."""


class Event(Enum):
    """What is noted beside faults."""

    DESK_OPENED = "desk opened"
    DESK_CLOSED = "desk closed"


def note(event: Event, **counts: int) -> None:
    """Note what happened, with whole numbers only. A log that cannot be written is no reason to stop."""
    told = [event.value, *(f"{name}={int(count)}" for name, count in counts.items())]
    with suppress(OSError):
        _write([" ".join(told)])


def note_fault(error: BaseException) -> Path:
    """Note where a fault happened; gives the log. Raises OSError where it cannot be written."""
    return _write(lines_of(error))


def lines_of(error: BaseException) -> list[str]:
    """An error with its causes: types, numbers and places in the code, without a word of its message."""
    lines = []
    for place, each in enumerate(_with_causes(error)):
        numbers = [f"{name}={n}" for name in _NUMBERS if isinstance(n := _number(each, name), int)]
        lines.append(" ".join([*(("because of",) if place else ()), type(each).__name__, *numbers]))
        for frame, number in traceback.walk_tb(each.__traceback__):
            module = frame.f_globals.get("__name__", "?")
            lines.append(f"  {module}:{number} {frame.f_code.co_name}")
    return lines


def last_lines(most: int = 200) -> list[str]:
    """The newest lines of the log, the oldest first."""
    lines: list[str] = []
    for name in (OLDER, FILE_NAME):
        with suppress(OSError):
            lines += (home_folder() / name).read_text(encoding="utf-8", errors="replace").splitlines()
    return lines[-most:]


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    for _place in range(_MOST_CAUSES):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _number(error: BaseException, name: str) -> object:
    """A number that an error carries, or the error of a driver that SQLAlchemy wrapped."""
    return getattr(error, name, None) or getattr(getattr(error, "orig", None), name, None)


def _write(lines: list[str]) -> Path:
    log = home_folder() / FILE_NAME
    log.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # an earlier log that is being read elsewhere may grow a little
        if log.stat().st_size > _MOST_BYTES:
            log.replace(log.with_name(OLDER))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{now} {__version__} " + "\n".join(lines) + "\n")
    return log
