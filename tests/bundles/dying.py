"""The program dies where a transaction begins: at whichever of them a test says."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event


class DeadError(Exception):
    """The program died here."""


@contextmanager
def dying(engine: Engine | type[Engine], last: int) -> Iterator[list[int]]:
    """Let `last` transactions begin and none after them; what is given grows with each that tries."""
    begun: list[int] = []

    def die(_connection: object) -> None:
        begun.append(len(begun))
        if len(begun) > last:
            raise DeadError

    event.listen(engine, "begin", die)
    try:
        yield begun
    finally:
        event.remove(engine, "begin", die)
