"""Numbers of the journal: streams, names of fields, changes.

A stream is the changes of one replica in one scope, numbered 1, 2, 3 … without gaps. A change's local number
(cid) is its stream's local number << 40 | its number in the stream: one stream is one range of the key.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

SHIFT = 40
MASK = (1 << SHIFT) - 1
DELETED = "deleted"


@dataclass(frozen=True, order=True)
class Stream:
    """Whose changes, in which scope. `replica` is a branch's own name where a history split."""

    replica: str
    scope: str


def stream_number(connection: Connection, stream: Stream, author: str = "") -> int:
    """The local number of a stream; a new one is given where the stream was unknown.

    `author` is the replica that wrote it, where it is a branch under a name of its own.
    """
    key = (stream.replica, stream.scope)
    find = "SELECT no FROM stream WHERE replica = ? AND scope = ?"
    row = connection.exec_driver_sql(find, key).first()
    if row is None:
        connection.exec_driver_sql(
            "INSERT INTO stream(replica, scope, author) VALUES (?, ?, ?)", (*key, author or stream.replica)
        )
        row = connection.exec_driver_sql(find, key).first()
    assert row is not None  # noqa: S101  it was inserted two lines above
    return int(row[0])


def streams(connection: Connection) -> dict[int, Stream]:
    """Every stream this store has heard of, by local number, held or not."""
    rows = connection.exec_driver_sql("SELECT no, replica, scope FROM stream ORDER BY no")
    return {int(no): Stream(str(replica), str(scope)) for no, replica, scope in rows}


def authors(connection: Connection) -> dict[int, str]:
    """The replica that wrote each stream, by local number."""
    rows = connection.exec_driver_sql("SELECT no, author FROM stream")
    return {int(no): str(author) for no, author in rows}


def last_held(connection: Connection, number: int) -> int:
    """How far a stream is held: the number of its last change here, 0 where there is none."""
    low, high = number << SHIFT, (number + 1) << SHIFT
    last = connection.exec_driver_sql(
        "SELECT max(cid) FROM change WHERE cid > ? AND cid < ?", (low, high)
    ).scalar()
    return int(last) & MASK if last else 0


def held(connection: Connection) -> dict[Stream, int]:
    """How far each stream is held; streams of which nothing is held are left out."""
    every = {stream: last_held(connection, number) for number, stream in streams(connection).items()}
    return {stream: last for stream, last in every.items() if last}


def name_numbers(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """The local numbers of field names ("organisation.name_km"); unknown ones are given one."""
    wanted = list(dict.fromkeys(names))
    known = all_names(connection)
    missing = [(name,) for name in wanted if name not in known]
    if missing:
        connection.exec_driver_sql("INSERT INTO name(name) VALUES (?)", missing)
        known = all_names(connection)
    return {name: known[name] for name in wanted}


def all_names(connection: Connection) -> Mapping[str, int]:
    return {str(name): int(no) for no, name in connection.exec_driver_sql("SELECT no, name FROM name")}


def listed(numbers: Iterable[int]) -> str:
    """Local numbers as a statement lists them."""
    return ",".join(map(str, numbers))
