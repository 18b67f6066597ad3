"""Merges a bundle into the journal: every change verified on the way in, sets instead of rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from cso_desk.bundles.blocks import BadBlockError, Columns, Reader
from cso_desk.bundles.chain import Journal, StepFacts, hashes_of, keep_seal, step_hash
from cso_desk.bundles.envelope import damaged
from cso_desk.bundles.forks import Point, Standing, Tree, standings_of
from cso_desk.bundles.intruders import Hearing
from cso_desk.bundles.manifest import Manifest
from cso_desk.bundles.opening import Opened, Plan, earlier_missing, no_right
from cso_desk.bundles.values import (
    Forms,
    Types,
    check_forms,
    check_scopes,
    check_steps,
    check_values,
    forms_of,
    types_of,
)
from cso_desk.bundles.walking import ApartError, BeyondCutError, SplitError, Walk
from cso_desk.journal.branches import (
    Segment,
    authors_of_meanings,
    branch_name,
    forks,
    held_through,
    settle_references,
    split,
)
from cso_desk.journal.erasing import Applied, apply_erasures, unexplained
from cso_desk.journal.heads import Range, settle, settle_records
from cso_desk.journal.streams import DELETED, SHIFT, Stream, name_numbers, stream_number
from cso_desk.records.record_type import RecordType
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.keeping import Limits
from cso_desk.trust.rights import may_hold

_SOME = 500
_TRIES = 4


@dataclass
class Merge:
    """One bundle being merged inside the caller's transaction; `ranges` are the changes that were new.

    `split`: the authors of histories that split here; `found_copies`: the hubs of those that were not known
    to have split.
    """

    connection: Connection
    opened: Opened
    plan: Plan
    types: Mapping[str, RecordType]
    ranges: list[Range] = field(default_factory=list)
    split: set[Stream] = field(default_factory=set)
    found_copies: list[str] = field(default_factory=list)
    applied: Applied = field(default_factory=Applied)
    _has_erased: bool = False
    _walks: list[Walk] = field(default_factory=list)
    _streams: list[Stream] = field(default_factory=list)
    _local: list[int] = field(default_factory=list)
    _step_hashes: list[bytes] = field(default_factory=list)
    _step_numbers: dict[int, int] = field(default_factory=dict)
    _closely: set[int] = field(default_factory=set)
    _left_out: set[int] = field(default_factory=set)

    @property
    def changes(self) -> int:
        """How many changes were new."""
        return sum(last - first + 1 for first, last in self.ranges)

    def run(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Insert what is new, verify all of it, and settle heads and rows. Raises UserError."""
        known = set(forks(self.connection))
        # Where a history turns out to split, what is held gets its names first and all begins anew.
        for _attempt in range(_TRIES * (len(self.plan.standings) + 1)):
            # What is raised here ends the caller's transaction, which ends this too.
            savepoint = self.connection.begin_nested()
            obstacle = self._attempt(progress)
            if obstacle is None:
                savepoint.commit()
                break
            savepoint.rollback()
            if isinstance(obstacle, SplitError):
                self._split(obstacle)
        else:
            raise damaged()
        if self.ranges:
            self._refuse_intruders()
            settle(self.connection, self.types.values(), self.ranges)
        self._settle_branches()
        self.applied = apply_erasures(self.connection, self.types.values(), self.ranges)
        if self._has_erased and unexplained(self.connection, self.types.values(), self.ranges):
            # Only an erasure takes values away: whoever passes changes on may not.
            raise damaged()
        found = {fork.replica for fork in set(forks(self.connection)) - known}
        self.found_copies = sorted({self._hub_of(replica) for replica in found})

    def _settle_branches(self) -> None:
        records: set[str] = set()
        for author in self.split | authors_of_meanings(self.connection, self.ranges):
            records |= settle_references(self.connection, author)
        settle_records(self.connection, self.types.values(), records)

    def _attempt(self, progress: Callable[[int, int], None] | None) -> Exception | None:
        """Insert all that is new, or say what is in the way."""
        manifest = self.opened.manifest
        self._prepare(manifest)
        try:
            if not all(walk.done for walk in self._walks):
                self._read(manifest, progress)
            for walk in self._walks:
                self._finish(walk)
            if unproved := self._unproved():
                self._left_out |= unproved
                return BeyondCutError()
        except BadBlockError as error:
            raise damaged() from error
        except ApartError as error:
            self._closely |= {place for place, walk in enumerate(self._walks) if walk.is_apart}
            return error
        except SplitError as error:
            return error
        except BeyondCutError as error:
            self._left_out |= {place for place, walk in enumerate(self._walks) if walk.is_beyond}
            return error
        return None

    def _unproved(self) -> set[int]:
        """The parts without a seal whose branches were all left out, because they leave it before the cut."""
        return {
            place
            for place, walk in enumerate(self._walks)
            if not walk.part.signature
            and walk.ranges
            and walk.standing.stop == walk.part.last
            and not any(other.ranges and other.part.goes_on(walk.part) for other in self._walks)
            and not (walk.cut is not None and walk.cut.seq == walk.part.last)
        }

    def _split(self, found: SplitError) -> None:
        tree, segment, seq = found.tree, found.segment, found.seq
        name = branch_name(tree.chain(segment, seq + 1))
        split(self.connection, tree.author, segment, seq, tree.chain(segment, seq), name)
        self.split.add(tree.author)

    def _finish(self, walk: Walk) -> None:
        part, stop = walk.part, walk.standing.stop
        if not walk.done:
            walk.finish()
            self.ranges += walk.ranges
        chain, signature = part.chain, part.signature
        if walk.cut is not None and stop == walk.cut.seq:
            chain, signature = walk.cut.chain, walk.cut.signature
        if walk.segment is not None and signature:
            keep_seal(self.connection, walk.number, stop, bytes.fromhex(chain), bytes.fromhex(signature))

    def _prepare(self, manifest: Manifest) -> None:
        every = [part.stream for part in manifest.streams]
        every += [Stream(replica, scope) for replica, scope in manifest.referred]
        self._local = [stream_number(self.connection, stream) for stream in every]
        for part in manifest.streams:
            stream_number(self.connection, part.sealed_as)
        self._streams, self._walks, self.ranges = every, [], []
        self._step_hashes, self._step_numbers = [], {}
        # A walk needs the tree as it is when it begins; the first look is that before any of them.
        journal, limits = Journal(self.connection), Limits(self.connection)
        standings = standings_of(self.connection, manifest, limits, self.plan.waiting)
        ends: dict[Point, Segment] = {}
        for place, (part, standing) in enumerate(zip(manifest.streams, standings, strict=True)):
            tree, cut = Tree(journal, part.sealed_as), limits.of(part.replica, part.scope)
            counts = Standing(0, part.base, done=True) if place in self._left_out else standing
            hub = self.plan.known[part.replica].hub if part.replica in self.plan.known else ""
            self._walks.append(Walk(part, hub, tree, counts, cut, ends, closely=place in self._closely))

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
            check_values(*columns.told(), rules.types, rules.flags)
            check_forms(*columns.told(), rules.forms)
            self._has_erased = self._has_erased or bool(columns.erased)
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
            if stream >= len(self._walks):
                raise BadBlockError
            walk, end = self._walks[stream], start + length
            if first != walk.seen + 1 or end > len(told):
                raise BadBlockError
            walk.seen += length
            counts = start + walk.counts(length)
            if counts > start:
                self._check_rights(walk, stream, columns, start, counts, rules)
                part = slice(start, counts)
                canonical = list(
                    zip(
                        range(first, first + counts - start), columns.clock[part], told[part],
                        columns.record[part], field_names[part], before[part], others[part], values[part],
                        strict=True,
                    )
                )  # fmt: skip
                fresh += [(start + low, start + high, cid) for low, high, cid in walk.take(canonical)]
            start = end
        self._insert(columns, steps, local_names, fresh)

    def _check_rights(
        self, one: Walk, stream: int, columns: Columns, start: int, end: int, rules: "_Rules"
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
        if not check_scopes(columns.name[start:end], columns.value[start:end], rules.scopes, one.part.scope):
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
        hearing = Hearing(self.connection, self._hub_of)
        for walk in self._walks:
            found = hearing.intruder(walk.hub, walk.ranges) if walk.ranges else None
            if found is not None:
                unsure = found.unsure or self._sender_holds_more()
                raise earlier_missing(self.opened.manifest) if unsure else no_right(walk.hub)

    def _sender_holds_more(self) -> bool:
        """Whether the sender was told something that it takes for known here and that is not."""
        have = held_through(self.connection)
        vector = self.opened.manifest.vector
        return any(seq > have.get(Stream(replica, scope), 0) for replica, scope, seq, _chain in vector)

    def _hub_of(self, replica: str) -> str:
        certificate: Certificate | None = self.plan.known.get(replica)
        return certificate.hub if certificate else ""


@dataclass(frozen=True)
class _Rules:
    """What the names of a bundle mean to this version."""

    types: Types
    flags: frozenset[int]
    scopes: frozenset[int]
    forms: Forms

    @classmethod
    def of(cls, names: Sequence[str], types: Mapping[str, RecordType]) -> "_Rules":
        known = types_of(names, types)
        flags = frozenset(
            at
            for at, name in enumerate(names)
            if known.get(at) == frozenset({int}) or name.endswith(f".{DELETED}")
        )
        return cls(
            known,
            flags,
            frozenset(at for at, name in enumerate(names) if name.endswith(".scope")),
            forms_of(names, types),
        )
