"""Compares the journal with itself: numbers without gaps, and the chains that were sealed.

SQLCipher sees a page that was altered, and not one that was put back to what it was before. The journal
does: its changes are numbered and chained, and what is sealed cannot be told otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.bundles.chain import Journal, roll
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
    total = int(connection.exec_driver_sql("SELECT count(*) FROM change").scalar_one())
    done, found = 0, []
    for number in journal.streams:
        first, _chain = journal.start(number)
        count, last = _held(connection, number)
        whole = first + count if count == max(last - first, 0) else _before_the_gap(connection, number, first)
        known = max(last, _known(connection, number))
        sound = _sealed(journal, number, whole)
        if sound < known:
            found.append(Fault(number, sound, known))
        done += count
        if progress is not None:
            progress(done, total)
    return found


def _held(connection: Connection, number: int) -> tuple[int, int]:
    """How many changes of a stream are here, and the number of the last."""
    count, last = connection.exec_driver_sql(
        "SELECT count(*), max(cid) FROM change WHERE cid > ? AND cid < ?",
        (number << SHIFT, (number + 1) << SHIFT),
    ).one()
    return int(count), int(last or 0) & MASK


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


def _before_the_gap(connection: Connection, number: int, first: int) -> int:
    expected = first
    for (cid,) in connection.exec_driver_sql(
        "SELECT cid FROM change WHERE cid > ? AND cid < ? ORDER BY cid",
        (number << SHIFT, (number + 1) << SHIFT),
    ):
        if (int(cid) & MASK) != expected + 1:
            break
        expected += 1
    return expected


def _sealed(journal: Journal, number: int, whole: int) -> int:
    """Up to where a stream is what its seals say; behind the last of them nothing speaks against it."""
    seals = journal.connection.exec_driver_sql(
        "SELECT seq, chain FROM seal WHERE stream = ? ORDER BY seq", (number,)
    ).all()
    at, chain = journal.start(number)
    for seq, sealed in seals:
        if int(seq) > whole:
            break
        try:
            for lines in journal.lines(number, at + 1, int(seq)) if at < int(seq) else ():
                chain = roll(chain, journal.canonical(lines))
        except KeyError:  # a step, a name or a stream that is not there any more
            return at
        if chain != bytes(sealed):
            return at
        at = int(seq)
    return whole
