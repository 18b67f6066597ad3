"""What a trial is: one part of the program does what it is there for, or says what went wrong."""

import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path


class FailedError(Exception):
    """A part of the program did something else than it should; the text says what."""


@dataclass(frozen=True)
class Trial:
    """How one part did; `name` is a message id, `milliseconds` are those of the clock on the wall."""

    name: str
    ok: bool
    milliseconds: int
    problem: str = ""


def tried(name: str, work: str, folder: Path) -> Trial:
    """Try one part in a folder by a function of this package ("module.function"); any trouble is told.

    Its module is read only now: where one cannot be read, the others are tried all the same.
    """
    began = time.monotonic()
    problem = ""
    try:
        module, _dot, function = work.partition(".")
        getattr(import_module(f"{__package__}.{module}"), function)(folder)
    except Exception as error:  # noqa: BLE001  whatever goes wrong is what is being looked for
        problem = f"{type(error).__name__}: {error}"
    return Trial(name, not problem, round((time.monotonic() - began) * 1000), problem)


def check(fact: object, what: str) -> None:
    """Raise FailedError with `what` unless the fact holds."""
    if not fact:
        raise FailedError(what)
