"""Merges a bundle into the journal: every change verified on the way in, sets instead of rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from cso_desk.bundles.blocks import BadBlockError, Columns, Reader
from cso_desk.bundles.chain import (
    Journal,
    StepFacts,
    chain_at,
    hashes_of,
    keep_seal,
    roll,
    step_hash,
)
from cso_desk.bundles.envelope import damaged
from cso_desk.bundles.manifest import Manifest, StreamPart
from cso_desk.bundles.opening import Opened, Plan, fork, no_right
from cso_desk.bundles.values import Types, check_scopes, check_steps, check_values, types_of
from cso_desk.journal.heads import Range, settle
from cso_desk.journal.streams import DELETED, SHIFT, Stream, name_numbers, stream_number, streams
from cso_desk.records.record_type import RecordType
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.rights import may_hold

_SOME = 500


@dataclass
class _Incoming:
    """One carried stream on its way in. `chain` is that after `at`; one that is `left` brings nothing now."""

    part: StreamPart
    number: int
    hub: str
    held: int
    at: int
    chain: bytes
    held_chain: bytes

    left: bool = False

    @property
    def first(self) -> int:
        """The first change that is new here."""
        return max(self.held, self.part.base) + 1

    @property
    def new(self) -> int:
        return 0 if self.left else max(0, self.part.last - self.first + 1)


@dataclass
class Merge:
    """One bundle being merged inside the caller's transaction; `ranges` are the changes that were new."""

    connection: Connection
    opened: Opened
    plan: Plan
    types: Mapping[str, RecordType]
    ranges: list[Range] = field(default_factory=list)
    _incoming: list[_Incoming] = field(default_factory=list)
    _local: list[int] = field(default_factory=list)
    _step_hashes: list[bytes] = field(default_factory=list)
    _step_numbers: dict[int, int] = field(default_factory=dict)

    def run(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Insert what is new, verify all of it, and settle heads and rows. Raises UserError."""
        manifest = self.opened.manifest
        self._prepare(manifest)
        if any(one.new for one in self._incoming):
            try:
                self._read(manifest, progress)
            except BadBlockError as error:
                raise damaged() from error
        for one in self._incoming:
            if one.new and (one.at != one.part.last or one.chain.hex() != one.part.chain):
                raise damaged()
            if one.new:
                self.ranges.append((one.number << SHIFT | one.first, one.number << SHIFT | one.part.last))
            if not one.left:
                keep_seal(
                    self.connection, one.number, one.part.last,
                    bytes.fromhex(one.part.chain), bytes.fromhex(one.part.signature),
                )  # fmt: skip
        if self.ranges:
            self._refuse_intruders()
            settle(self.connection, self.types.values(), self.ranges)

    def _prepare(self, manifest: Manifest) -> None:
        every = [part.stream for part in manifest.streams]
        every += [Stream(replica, scope) for replica, scope in manifest.referred]
        self._local = [stream_number(self.connection, stream) for stream in every]
        self._streams = every
        journal = Journal(self.connection)
        for part, number, held in zip(manifest.streams, self._local, self.plan.held, strict=False):
            hub = self.plan.known[part.replica].hub
            base = bytes.fromhex(part.base_chain)
            # A stream that begins here begins with what its name says, whatever the manifest says.
            start = chain_at(journal, number, 0) if part.base == 0 else base
            overlaps = part.base < held < part.last
            mine = chain_at(journal, number, held) if overlaps else b""
            left = part.replica in self.plan.waiting
            self._incoming.append(_Incoming(part, number, hub, held, part.base, start, mine, left))

    def _read(self, manifest: Manifest, progress: Callable[[int, int], None] | None) -> None:
        reader = Reader(len(self._streams), len(manifest.names))
        names = name_numbers(self.connection, manifest.names)
        local_names = [names[name] for name in manifest.names]
        rules = _Rules.of(manifest.names, self.types)
        done = 0
        for packed, (_size, raw, count) in zip(self.opened.blocks, manifest.blocks, strict=True):
            columns = reader.read(packed, raw, count)
            check_steps(reader.steps[len(self._step_hashes) :])
            self._step_hashes += map(step_hash, reader.steps[len(self._step_hashes) :])
            check_values(columns.name, columns.value, rules.types, rules.flags)
            self._take(columns, reader.steps, manifest.names, local_names, rules)
            done += count
            if progress is not None:
                progress(done, manifest.changes)

    def _take(
        self,
        columns: Columns,
        steps: Sequence[StepFacts],
        names: Sequence[str],
        local_names: Sequence[int],
        rules: "_Rules",
    ) -> None:
        """Verify the runs of one block and insert what is new of them."""
        refer = [(stream.replica, stream.scope) for stream in self._streams]
        before = [None if prev is None else (*refer[prev[0]], prev[1]) for prev in columns.prev]
        others: list[tuple[tuple[str, str, int], ...]] = [()] * len(before)
        for at, pairs in columns.also.items():
            others[at] = tuple((*refer[stream], seq) for stream, seq in pairs)
            if any(a >= b for a, b in zip(others[at], others[at][1:], strict=False)):
                raise BadBlockError
        told = [self._step_hashes[step] for step in columns.step]
        field_names = [names[name] for name in columns.name]
        values = hashes_of(columns.salt, columns.value)
        fresh: list[tuple[int, int, int]] = []
        start = 0
        for stream, first, length in columns.runs:
            if stream >= len(self._incoming):
                raise BadBlockError
            one, end = self._incoming[stream], start + length
            if first != one.at + 1 or end > len(told):
                raise BadBlockError
            self._check_rights(one, stream, columns, start, end, rules)
            part = slice(start, end)
            canonical = list(
                zip(
                    range(first, first + length), columns.clock[part], told[part], columns.record[part],
                    field_names[part], before[part], others[part], values[part], strict=True,
                )
            )  # fmt: skip
            self._roll(one, canonical)
            skipped = min(length, max(0, one.held - first + 1))
            if skipped < length and not one.left:
                fresh.append((start + skipped, end, one.number << SHIFT | first + skipped))
            start = end
        self._insert(columns, steps, local_names, fresh)

    def _roll(self, one: _Incoming, canonical: list[tuple[Any, ...]]) -> None:
        if not one.new:
            one.at += len(canonical)
            return
        cut = max(0, one.held - one.at) if one.held_chain else 0
        if 0 < cut <= len(canonical):
            one.chain = roll(one.chain, canonical[:cut])
            if one.chain != one.held_chain:
                raise fork(one.hub)
            one.chain = roll(one.chain, canonical[cut:])
        else:
            one.chain = roll(one.chain, canonical)
        one.at += len(canonical)

    def _check_rights(
        self, one: _Incoming, stream: int, columns: Columns, start: int, end: int, rules: "_Rules"
    ) -> None:
        """Nobody overwrites what they may not hold, nor what they have not written yet."""
        prevs = [prev for prev in columns.prev[start:end] if prev is not None]
        prevs += [pair for at, pairs in columns.also.items() if start <= at < end for pair in pairs]
        if any(not may_hold(one.hub, self._streams[other].scope) for other in {s for s, _seq in prevs}):
            raise no_right(one.hub)
        for at in range(start, end):
            prev = columns.prev[at]
            if prev is not None and prev[0] == stream and prev[1] > one.at + at - start:
                raise BadBlockError
        if not check_scopes(columns.name[start:end], columns.value[start:end], rules.scopes, one.hub):
            raise no_right(one.hub)

    def _insert(
        self,
        columns: Columns,
        steps: Sequence[StepFacts],
        local_names: Sequence[int],
        fresh: list[tuple[int, int, int]],
    ) -> None:
        """Insert changes: each of `fresh` is a stretch of the block and the local number of its first."""
        used = {step for start, end, _cid in fresh for step in columns.step[start:end]}
        numbers, local = self._number_steps(steps, used), self._local
        for start, end, cid in fresh:
            part = slice(start, end)
            rows = zip(
                range(cid, cid + end - start),
                [numbers[step] for step in columns.step[part]],
                columns.clock[part],
                columns.record[part],
                [local_names[name] for name in columns.name[part]],
                columns.value[part],
                [None if p is None else local[p[0]] << SHIFT | p[1] for p in columns.prev[part]],
                columns.salt[part],
                strict=True,
            )
            self.connection.exec_driver_sql("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?)", list(rows))
            parents = [
                (cid + at - start, local[stream] << SHIFT | seq)
                for at, pairs in columns.also.items()
                if start <= at < end
                for stream, seq in pairs
            ]
            if parents:
                self.connection.exec_driver_sql("INSERT INTO parent VALUES (?, ?)", parents)

    def _number_steps(self, steps: Sequence[StepFacts], used: set[int]) -> dict[int, int]:
        """The local numbers of some steps of the bundle; new ones are kept."""
        run = self.connection.exec_driver_sql
        missing = sorted(used - self._step_numbers.keys())
        if missing:
            run(
                "INSERT INTO step(uid, kind, label, details, actor, at, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT(uid) DO NOTHING",
                [steps[at] for at in missing],
            )
        for start in range(0, len(missing), _SOME):
            some = missing[start : start + _SOME]
            places = {steps[at][0]: at for at in some}
            marks = ",".join("?" * len(places))
            for number, *facts in run(
                f"SELECT no, uid, kind, label, details, actor, at, undoes FROM step WHERE uid IN ({marks})",
                tuple(places),
            ):
                at = places[facts[0]]
                # Two steps of one uid: one of them is forged, and neither may stand in for the other.
                if tuple(facts) != steps[at]:
                    raise BadBlockError
                self._step_numbers[at] = number
            if len(places) != len(some):
                raise BadBlockError
        return self._step_numbers

    def _refuse_intruders(self) -> None:
        """No hub makes changes to records it cannot have heard of. See docs/decisions/0205."""
        known = streams(self.connection)
        for one in self._incoming:
            closed = [no for no, stream in known.items() if not may_hold(one.hub, stream.scope)]
            if not one.new or not closed:
                continue
            own = {no for no, s in known.items() if self._hub_of(s.replica) == one.hub}
            open_to = [no for no in known if no not in closed and no not in own]
            low, high = one.number << SHIFT | one.first, one.number << SHIFT | one.part.last
            row = self.connection.exec_driver_sql(
                "SELECT 1 FROM (SELECT DISTINCT record FROM change WHERE cid BETWEEN ? AND ?) i"
                " WHERE EXISTS (SELECT 1 FROM change c WHERE c.record = i.record AND"
                f" c.cid >> {SHIFT} IN ({_list(closed)})) AND NOT EXISTS (SELECT 1 FROM change c"
                f" WHERE c.record = i.record AND c.cid >> {SHIFT} IN ({_list(open_to)})) LIMIT 1",
                (low, high),
            ).first()
            if row is not None:
                raise no_right(one.hub)

    def _hub_of(self, replica: str) -> str:
        certificate: Certificate | None = self.plan.known.get(replica)
        return certificate.hub if certificate else ""


@dataclass(frozen=True)
class _Rules:
    """What the names of a bundle mean to this version."""

    types: Types
    flags: frozenset[int]
    scopes: frozenset[int]

    @classmethod
    def of(cls, names: Sequence[str], types: Mapping[str, RecordType]) -> "_Rules":
        known = types_of(names, types)
        flags = frozenset(
            at
            for at, name in enumerate(names)
            if known.get(at) == frozenset({int}) or name.endswith(f".{DELETED}")
        )
        return cls(known, flags, frozenset(at for at, name in enumerate(names) if name.endswith(".scope")))


def _list(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))
