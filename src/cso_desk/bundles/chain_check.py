"""Compares the journal with itself: numbers without gaps, and the chains that were sealed.

SQLCipher sees a page that was altered, and not one that was put back to what it was before. The journal
does: its changes are numbered and chained, and what is sealed cannot be told otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.bundles.chain import Journal, Tick
from cso_desk.journal.streams import MASK, SHIFT

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Fault:
    """A stream that holds only up to `sound`: its later changes are missing, torn or other than sealed.

    `stream` is its local number, `last` how far it is known to have gone.
    """

    stream: int
    sound: int
    last: int


def chain_faults(connection: Connection, progress: Progress | None = None) -> list[Fault]:
    """The streams that are not what their seals say, or that have gaps."""
    journal = Journal(connection)
    ends = {number: _last(connection, number) for number in journal.streams}
    total = sum(ends[number] - journal.start(number)[0] for number in journal.streams)
    done, found = 0, []

    def tick(count: int) -> None:
        nonlocal done
        done += count
        if progress is not None:
            progress(min(done, total), total)

    for number, last in ends.items():
        known = max(last, _known(connection, number))
        sound = _sound(journal, number, last, tick)
        if sound < known:
            found.append(Fault(number, sound, known))
    return found


def _last(connection: Connection, number: int) -> int:
    """The number of the last change of a stream that is here."""
    last = connection.exec_driver_sql(
        "SELECT max(cid) FROM change WHERE cid > ? AND cid < ?", (number << SHIFT, (number + 1) << SHIFT)
    ).scalar_one()
    return int(last or 0) & MASK


def _known(connection: Connection, number: int) -> int:
    """How far a stream went by what else speaks of it: its seals, its steps, and what bundles brought."""
    low, high = number << SHIFT, (number + 1) << SHIFT
    told = connection.exec_driver_sql(
        "SELECT max((SELECT coalesce(max(seq), 0) FROM seal WHERE stream = ?),"
        " (SELECT coalesce(max(last), 0) & ? FROM span WHERE last > ? AND last < ?),"
        " (SELECT coalesce(max(last), 0) & ? FROM taken WHERE stream = ?))",
        (number, MASK, low, high, MASK, number),
    ).scalar_one()
    return int(told)


def _sound(journal: Journal, number: int, last: int, tick: Tick) -> int:
    """Up to where a stream has no gap and is what its seals say; nothing speaks against what follows them."""
    seals = journal.connection.exec_driver_sql(
        "SELECT seq, chain FROM seal WHERE stream = ? ORDER BY seq", (number,)
    ).all()
    at, chain = journal.start(number)
    for seq, sealed in seals:
        try:
            reached, chain = journal.rolled(number, at, int(seq), chain, tick)
        except KeyError:  # a step, a name or a stream that is not there any more
            return at
        if reached < int(seq):
            return reached
        if chain != bytes(sealed):
            return at
        at = int(seq)
    return _before_the_gap(journal.connection, number, at, last)


def _before_the_gap(connection: Connection, number: int, at: int, last: int) -> int:
    """Up to where the changes behind `at` follow each other; nothing sealed them yet."""
    expected = at
    for (cid,) in connection.exec_driver_sql(
        "SELECT cid FROM change WHERE cid > ? AND cid <= ? ORDER BY cid",
        (number << SHIFT | at, number << SHIFT | last),
    ):
        if (int(cid) & MASK) != expected + 1:
            break
        expected += 1
    return expected
