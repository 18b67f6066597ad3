"""Chains and seals: every change of a stream enters one hash after the other, and its author signs the last.

A relay can therefore neither alter nor leave out a change of somebody else. The hash of a value is salted and
stands in the chain instead of the value, so that value and salt are blanked without breaking it when a person
is erased.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection

from cso_desk.journal.branches import written_as
from cso_desk.journal.erasing import HASH_BYTES, value_hash
from cso_desk.journal.streams import MASK, SHIFT, Stream, all_names, authors, last_held, streams
from cso_desk.records.kinds import Stored
from cso_desk.trust.signing import SEAL, seal_text, sign

CHANGES_AT_ONCE = 4096
_START = "cso-desk stream 1"
_encode = msgspec.msgpack.Encoder().encode
_sha256 = hashlib.sha256

Reference = tuple[str, str, int]
"""A change as everybody names it: replica, scope, number in the stream."""

Tick = Callable[[int], None]

StepFacts = tuple[str, str, str, str, str, int, str]
"""A step as everybody tells it: uid, kind, label, details, actor, at, undoes."""


class Line(NamedTuple):
    """One change as this store keeps it: `step`, `prev` and `also` are local numbers."""

    seq: int
    clock: int
    step: int
    record: str
    name: str
    value: Stored
    prev: int | None
    also: tuple[int, ...]
    salt: bytes


class Journal:
    """Reads the changes of streams in order, and what they refer to."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.streams = streams(connection)
        self.names = {number: name for name, number in all_names(connection).items()}
        self.authors = authors(connection)
        self.steps: dict[int, StepFacts] = {}
        self._step_hashes: dict[int, bytes] = {}
        rows = connection.exec_driver_sql(
            "SELECT s.no, f.seq, f.before FROM fork f"
            " JOIN stream s ON s.replica = f.branch AND s.scope = f.scope"
        )
        self.starts = {int(no): (int(seq), bytes(before)) for no, seq, before in rows}
        self._written = written_as(connection)

    def lines(self, number: int, first: int, last: int) -> Iterator[list[Line]]:
        """The changes first..last of a stream, some thousands at a time."""
        also, names = self._also(number, first, last), self.names
        for some in self._rows(number, first, last):
            self._know_steps({row[2] for row in some})
            yield [
                Line(
                    cid & MASK, clock, step, record, names[name], value, self._as_written(cid, prev),
                    self._in_order(cid, also[cid]) if cid in also else (), salt,
                )
                for cid, clock, step, record, name, value, prev, salt in some
            ]  # fmt: skip

    def rolled(
        self, number: int, at: int, last: int, chain: bytes, tick: Tick | None = None
    ) -> tuple[int, bytes]:
        """Roll the chain, which stands at `at`, to change `last`; gives how far no gap was, and the chain.

        It is what `lines`, `canonical` and `roll` give, without an object for each change. `tick` is told how
        many more were read; it may raise to stop. Raises KeyError where a step, name or stream is missing.
        """
        also, names, refer = self._also(number, at + 1, last), self.names, self.reference
        sha, encode, hashes, several = _sha256, _encode, self._step_hashes, number << SHIFT
        for some in self._rows(number, at + 1, last):
            self._know_steps({row[2] for row in some} - hashes.keys())
            for cid, clock, step, record, name, value, prev, salt in some:
                if cid - several != at + 1:
                    return at, chain
                told = hashes.get(step)
                if told is None:
                    told = hashes[step] = step_hash(self.steps[step])
                before = None if prev is None else refer(self._as_written(cid, prev) or prev)
                others = tuple(map(refer, self._in_order(cid, also[cid]))) if cid in also else ()
                hashed = salt if len(salt) == HASH_BYTES else sha(salt + encode(value)).digest()
                at += 1
                change = (at, clock, told, record, names[name], before, others, hashed)
                chain = sha(chain + encode(change)).digest()
            if tick is not None:
                tick(len(some))
        return at, chain

    def start(self, number: int) -> tuple[int, bytes]:
        """Where a stream begins, and its chain there: a branch begins where its history split."""
        return self.starts.get(number) or (0, start_of(self.streams[number]))

    def sealed_as(self, number: int) -> Stream:
        """The stream under the name that its author signs."""
        return Stream(self.authors[number], self.streams[number].scope)

    def reference(self, cid: int) -> Reference:
        stream = self.streams[cid >> SHIFT]
        return stream.replica, stream.scope, cid & MASK

    def canonical(self, lines: Iterable[Line]) -> list[tuple[Any, ...]]:
        """The changes as they enter the chain."""
        refer, steps, hashes = self.reference, self.steps, self._step_hashes
        out = []
        for seq, clock, step, record, name, value, prev, also, salt in lines:
            told = hashes.get(step)
            if told is None:
                told = hashes[step] = step_hash(steps[step])
            before = None if prev is None else refer(prev)
            others = tuple(map(refer, also))
            out.append((seq, clock, told, record, name, before, others, value_hash(salt, value)))
        return out

    def _rows(self, number: int, first: int, last: int) -> Iterator[Sequence[Any]]:
        """The changes first..last of a stream as the database gives them, row objects would cost too much."""
        found = self.connection.exec_driver_sql(
            "SELECT cid, clock, step, record, name, value, prev, salt FROM change"
            " WHERE cid BETWEEN ? AND ? ORDER BY cid",
            (number << SHIFT | first, number << SHIFT | last),
        )
        while found.cursor is not None and (some := found.cursor.fetchmany(CHANGES_AT_ONCE)):
            yield some
        found.close()

    def _also(self, number: int, first: int, last: int) -> dict[int, list[int]]:
        """What the changes first..last supersede beside their `prev`."""
        also: dict[int, list[int]] = {}
        for cid, parent in self.connection.exec_driver_sql(
            "SELECT cid, parent FROM parent WHERE cid BETWEEN ? AND ?",
            (number << SHIFT | first, number << SHIFT | last),
        ):
            also.setdefault(cid, []).append(parent)
        return also

    def _as_written(self, cid: int, prev: int | None) -> int | None:
        return self._written.get((cid, prev), prev) if self._written and prev is not None else prev

    def _in_order(self, cid: int, parents: list[int]) -> tuple[int, ...]:
        # Local numbers differ from store to store; the order that everybody has is that of the names.
        return tuple(sorted((self._written.get((cid, one), one) for one in parents), key=self.reference))

    def _know_steps(self, numbers: set[int]) -> None:
        missing = list(numbers - self.steps.keys())
        for start in range(0, len(missing), 500):
            some = tuple(missing[start : start + 500])
            marks = ",".join("?" * len(some))
            for number, *facts in self.connection.exec_driver_sql(
                f"SELECT no, uid, kind, label, details, actor, at, undoes FROM step WHERE no IN ({marks})",
                some,
            ):
                self.steps[number] = tuple(facts)


def step_hash(step: StepFacts) -> bytes:
    return _sha256(_encode(step)).digest()


def start_of(stream: Stream) -> bytes:
    """The chain of a stream of which nothing is there yet."""
    return _sha256(_encode((_START, stream.replica, stream.scope))).digest()


def roll(chain: bytes, changes: Iterable[Sequence[Any]]) -> bytes:
    """The chain after some more changes in canonical form."""
    sha, encode = _sha256, _encode
    for change in changes:
        chain = sha(chain + encode(change)).digest()
    return chain


def hashes_of(salts: Iterable[bytes], values: Iterable[Stored]) -> list[bytes]:
    """The hashes of many values at once; see `value_hash`."""
    sha, encode = _sha256, _encode
    return [
        salt if len(salt) == HASH_BYTES else sha(salt + encode(value)).digest()
        for salt, value in zip(salts, values, strict=True)
    ]


def chain_at(journal: Journal, number: int, seq: int) -> bytes:
    """The chain of a stream after its change `seq`, all of which must be held."""
    row = journal.connection.exec_driver_sql(
        "SELECT seq, chain FROM seal WHERE stream = ? AND seq <= ? ORDER BY seq DESC LIMIT 1", (number, seq)
    ).first()
    sealed, chain = (int(row[0]), bytes(row[1])) if row else journal.start(number)
    return journal.rolled(number, sealed, seq, chain)[1]


def chain_start(chain: bytes) -> str:
    """The first eight bytes of a chain: enough to tell honest histories apart."""
    return chain[:8].hex()


def seal_own(journal: Journal) -> None:
    """Sign the ends of this device's own streams, and of those of its earlier selves."""
    connection = journal.connection
    keys: dict[str, bytes] = {
        replica: bytes(key)
        for replica, key in connection.exec_driver_sql("SELECT replica, sign_key FROM secret")
    }
    for number in journal.streams:
        key, last = keys.get(journal.authors[number]), last_held(connection, number)
        if key is None or not last or seal_of(connection, number, last) is not None:
            continue
        chain = chain_at(journal, number, last)
        signed = sign(key, SEAL, seal_text(journal.sealed_as(number), last, chain))
        keep_seal(connection, number, last, chain, signed)


def seal_of(connection: Connection, number: int, seq: int) -> tuple[bytes, bytes] | None:
    """Chain and signature of a seal held here."""
    row = connection.exec_driver_sql(
        "SELECT chain, signature FROM seal WHERE stream = ? AND seq = ?", (number, seq)
    ).first()
    return (bytes(row[0]), bytes(row[1])) if row else None


def keep_seal(connection: Connection, number: int, seq: int, chain: bytes, signature: bytes) -> None:
    connection.exec_driver_sql(
        "INSERT INTO seal VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (number, seq, chain, signature)
    )
