"""Blocks: up to 4,096 changes as typed columns, MessagePack in a zstd frame.

Neighbours in a column are alike, so columns are a third smaller than rows; and decoding with types is the
validation. Records and steps are told once in a bundle, in the block where they first stand, and numbered on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, repeat
from itertools import chain as joined
from operator import add
from typing import Annotated, TypeVar

import msgspec
import zstandard

from cso_desk.bundles.chain import CHANGES_AT_ONCE, Journal, Line, StepFacts
from cso_desk.journal.erasing import HASH_BYTES
from cso_desk.journal.recorder import SALT_BYTES
from cso_desk.journal.streams import MASK, SHIFT
from cso_desk.records.kinds import Stored

_LEVEL = 12
_TIME_DIGITS = 12
_TAIL_BYTES = 10
_WINDOW_LOG = 23
_NO_SALT = bytes(SALT_BYTES)
MOST_RAW_BLOCK = 16 << 20
_MOST_TEXT = MOST_RAW_BLOCK - (1 << 21)
_BYTES_OF_A_CHARACTER = 4

T = TypeVar("T")
Column = Annotated[list[T], msgspec.Meta(max_length=CHANGES_AT_ONCE)]
"""Its length is looked at first: a few bytes of a frame unfold to millions of empty lists."""


class BadBlockError(Exception):
    """A block that is not what the document says."""


class Block(msgspec.Struct, array_like=True):
    """The columns. Names of columns: docs/bundle-format.md."""

    runs: Column[tuple[int, int, int]]
    step_times: Column[int]
    step_tails: bytes
    step_at: Column[int]
    steps: Column[tuple[str, str, str, str, str]]
    step: Column[int]
    record_times: Column[int]
    record_tails: bytes
    record: Column[int]
    name: Column[int]
    values: Column[Column[str | int | None]]
    milliseconds: Column[int]
    milliseconds_low: bytes
    counter: Column[int]
    salts: bytes
    salt_runs: Column[int]
    prev_stream: Column[int]
    prev_seq: Column[int]
    also: Column[tuple[int, Column[tuple[int, int]]]]


class ErasedBlock(Block, array_like=True):
    """A block in which values were erased: places in it, each with the salted hash of what stood there."""

    erased: Column[tuple[int, bytes]] = []


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(ErasedBlock).decode


def _deltas(numbers: Iterable[int]) -> list[int]:
    before, out = 0, []
    for number in numbers:
        out.append(number - before)
        before = number
    return out


@dataclass
class Writer:
    """Collects changes and gives blocks; the dictionaries of a bundle grow with it.

    `streams` numbers the streams the bundle carries; those only referred to are numbered on. `erased`: values
    were erased of what it took.
    """

    journal: Journal
    streams: dict[int, int]
    names: dict[str, int] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    steps: dict[int, int] = field(default_factory=dict)
    blocks: list[bytes] = field(default_factory=list)
    sizes: list[tuple[int, int, int]] = field(default_factory=list)
    erased: bool = False
    _waiting: list[Line] = field(default_factory=list)
    _runs: list[tuple[int, int, int]] = field(default_factory=list)

    def add(self, stream: int, lines: Sequence[Line]) -> None:
        """Take consecutive changes of the stream with this local number."""
        at = 0
        while at < len(lines):
            some = lines[at : at + CHANGES_AT_ONCE - len(self._waiting)]
            self._waiting.extend(some)
            self._runs.append((self.streams[stream], some[0].seq, len(some)))
            at += len(some)
            if len(self._waiting) == CHANGES_AT_ONCE:
                self.flush()

    def flush(self) -> None:
        """Write what waits as a block, or as several where its texts are long."""
        lines, runs = self._waiting, self._runs
        self._waiting, self._runs = [], []
        if lines:
            self._write(lines, runs)

    def _write(self, lines: list[Line], runs: list[tuple[int, int, int]]) -> None:
        half = len(lines) // 2
        if half and self._text_of(lines) * _BYTES_OF_A_CHARACTER > _MOST_TEXT:
            first, second = _runs_apart(runs, half)
            self._write(lines[:half], first)
            self._write(lines[half:], second)
            return
        raw = _encode(self._block(lines, runs))
        self.erased = self.erased or any(len(line.salt) == HASH_BYTES for line in lines)
        packed = zstandard.ZstdCompressor(level=_LEVEL).compress(raw)
        self.blocks.append(packed)
        self.sizes.append((len(packed), len(raw), len(lines)))

    def _text_of(self, lines: list[Line]) -> int:
        """Characters in the values of some changes and in their steps."""
        steps = {line.step for line in lines} - self.steps.keys()
        told = sum(len(text) for step in steps for text in self.journal.steps[step][1:5])
        return told + sum(len(line.value) for line in lines if type(line.value) is str)

    def _block(self, lines: list[Line], runs: list[tuple[int, int, int]]) -> Block:
        known_steps, known_records = len(self.steps), len(self.records)
        step = [self.steps.setdefault(line.step, len(self.steps)) for line in lines]
        record = [self.records.setdefault(line.record, len(self.records)) for line in lines]
        name = [self.names.setdefault(line.name, len(self.names)) for line in lines]
        told = [self.journal.steps[number] for number in list(self.steps)[known_steps:]]
        salts, salt_runs = _salt_runs(lines)
        prevs = [line.prev for line in lines]
        milliseconds = _deltas(line.clock >> 16 for line in lines)
        step_times, step_tails = _ids_apart([facts[0] for facts in told])
        record_times, record_tails = _ids_apart(list(self.records)[known_records:])
        erased = [(at, line.salt) for at, line in enumerate(lines) if len(line.salt) == HASH_BYTES]
        block = (ErasedBlock if erased else Block)(
            runs=runs,
            step_times=step_times,
            step_tails=step_tails,
            step_at=_deltas(facts[5] for facts in told),
            steps=[(*facts[1:5], facts[6]) for facts in told],
            step=_deltas(step),
            record_times=record_times,
            record_tails=record_tails,
            record=_deltas(record),
            name=name,
            values=_values_by_name(lines),
            milliseconds=[number >> 8 for number in milliseconds],
            milliseconds_low=bytes(number & 0xFF for number in milliseconds),
            counter=[line.clock & 0xFFFF for line in lines],
            salts=salts,
            salt_runs=salt_runs,
            prev_stream=[-1 if prev is None else self._stream(prev) for prev in prevs],
            prev_seq=_deltas(prev & MASK for prev in prevs if prev is not None),
            also=[
                (at, [(self._stream(other), other & MASK) for other in line.also])
                for at, line in enumerate(lines)
                if line.also
            ],
        )
        if isinstance(block, ErasedBlock):
            block.erased = erased
        return block

    def _stream(self, cid: int) -> int:
        return self.streams.setdefault(cid >> SHIFT, len(self.streams))


def _runs_apart(
    runs: Sequence[tuple[int, int, int]], count: int
) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
    """The runs of the first `count` changes, and those of the others."""
    first, second = [], []
    for stream, seq, length in runs:
        here = min(count, length)
        count -= here
        if here:
            first.append((stream, seq, here))
        if here < length:
            second.append((stream, seq + here, length - here))
    return first, second


def _ids_apart(ids: Sequence[str]) -> tuple[list[int], bytes]:
    """Ids of 16 bytes as their first six, which are a time and alike, and their last ten, chance."""
    times = _deltas(int(one[:_TIME_DIGITS], 16) for one in ids)
    return times, bytes.fromhex("".join(one[_TIME_DIGITS:] for one in ids))


def _ids_together(times: Sequence[int], tails: bytes) -> list[str]:
    digits = tails.hex()
    width = 2 * _TAIL_BYTES
    if len(digits) != width * len(times):
        raise ValueError("ids are cut")
    numbers = list(accumulate(times))
    if numbers and not 0 <= min(numbers) <= max(numbers) < 1 << 48:
        raise ValueError("no such time")
    return [f"{number:012x}{digits[i * width : (i + 1) * width]}" for i, number in enumerate(numbers)]


def _values_by_name(lines: Sequence[Line]) -> list[list[Stored]]:
    """The values, those of one name together: what is alike packs smaller. Names come as they first stand."""
    found: dict[str, list[Stored]] = {}
    for line in lines:
        found.setdefault(line.name, []).append(line.value)
    return list(found.values())


def _values_in_order(names: Sequence[int], values: Sequence[list[Stored]]) -> list[Stored]:
    every = dict.fromkeys(names)
    if len(every) != len(values):
        raise ValueError("values")
    waiting = {name: iter(some) for name, some in zip(every, values, strict=True)}
    if sum(map(len, values)) != len(names):
        raise ValueError("values")
    try:
        return [next(waiting[name]) for name in names]
    except StopIteration:
        raise ValueError("values") from None


def _salt_runs(lines: list[Line]) -> tuple[bytes, list[int]]:
    salts: list[bytes] = []
    runs: list[int] = []
    for line in lines:
        salt = line.salt if len(line.salt) == SALT_BYTES else _NO_SALT
        if salts and salts[-1] == salt:
            runs[-1] += 1
        else:
            salts.append(salt)
            runs.append(1)
    return b"".join(salts), runs


@dataclass
class Columns:
    """One block, unpacked: every column has one entry a change."""

    runs: list[tuple[int, int, int]]
    step: list[int]
    record: list[str]
    name: list[int]
    value: list[Stored]
    clock: list[int]
    salt: list[bytes]
    prev: list[tuple[int, int] | None]
    also: dict[int, list[tuple[int, int]]]
    erased: frozenset[int] = frozenset()

    def told(self) -> tuple[list[int], list[Stored]]:
        """Names and values of the changes whose values were not erased."""
        if not self.erased:
            return self.name, self.value
        left = [at for at in range(len(self.name)) if at not in self.erased]
        return [self.name[at] for at in left], [self.value[at] for at in left]


@dataclass
class Reader:
    """Unpacks the blocks of one bundle in order. `streams` and `names`: how many the manifest has."""

    streams: int
    names: int
    records: list[str] = field(default_factory=list)
    steps: list[StepFacts] = field(default_factory=list)

    def read(self, packed: bytes, raw_size: int, count: int) -> Columns:
        """The columns of one block. Raises BadBlockError where anything is not of its form."""
        try:
            block = _decode(_inflate(packed, raw_size))
            self._grow(block)
            columns = self._columns(block)
        except (msgspec.DecodeError, zstandard.ZstdError, ValueError, IndexError, OverflowError) as error:
            raise BadBlockError from error
        if not self._is_sound(block, columns, count):
            raise BadBlockError
        return columns

    def _grow(self, block: ErasedBlock) -> None:
        """Number on the records and steps that this block tells first."""
        self.records += _ids_together(block.record_times, block.record_tails)
        uids = _ids_together(block.step_times, block.step_tails)
        for uid, at, facts in zip(uids, accumulate(block.step_at), block.steps, strict=True):
            self.steps.append((uid, *facts[:4], at, facts[4]))

    def _columns(self, block: ErasedBlock) -> Columns:
        steps, rows = list(accumulate(block.step)), list(accumulate(block.record))
        if rows and (min(rows) < 0 or min(steps) < 0 or max(steps) >= len(self.steps)):
            raise ValueError("no such step or record")
        width = SALT_BYTES
        salts = [block.salts[i : i + width] for i in range(0, len(block.salts), width)]
        if len(salts) != len(block.salt_runs) or min(block.salt_runs, default=1) < 1:
            raise ValueError("salts")
        if sum(block.salt_runs) != len(rows) or len(block.salts) % width:
            raise ValueError("salts")
        seqs = accumulate(block.prev_seq)
        # The low bytes are chance and the high ones alike: kept apart, the latter pack to nothing.
        steps_of_clock = map(add, (high << 8 for high in block.milliseconds), block.milliseconds_low)
        if len(block.milliseconds) != len(block.milliseconds_low):
            raise ValueError("milliseconds")
        records, erased = self.records, dict(block.erased)
        every = list(joined.from_iterable(map(repeat, salts, block.salt_runs)))
        for at, digest in erased.items():
            every[at] = digest
        return Columns(
            runs=block.runs,
            step=steps,
            record=[records[row] for row in rows],
            name=block.name,
            value=_values_in_order(block.name, block.values),
            clock=[ms << 16 | low for ms, low in zip(accumulate(steps_of_clock), block.counter, strict=True)],
            salt=every,
            prev=[None if stream < 0 else (stream, next(seqs, 0)) for stream in block.prev_stream],
            also=dict(block.also),
            erased=frozenset(erased),
        )

    def _is_sound(self, block: ErasedBlock, columns: Columns, count: int) -> bool:
        lengths = {
            len(column)
            for column in (
                columns.step, columns.record, columns.name, columns.value, columns.clock, columns.salt,
                columns.prev,
            )
        }  # fmt: skip
        if lengths != {count} or not 0 < count <= CHANGES_AT_ONCE:
            return False
        told = sum(stream >= 0 for stream in block.prev_stream)
        others = [pair for pairs in columns.also.values() for pair in pairs]
        seqs = [*accumulate(block.prev_seq), *(seq for _stream, seq in others)]
        streams = [*block.prev_stream, *(stream for stream, _seq in others)]
        return (
            told == len(block.prev_seq)
            and len(columns.also) == len(block.also)
            and all(0 <= at < count and pairs for at, pairs in columns.also.items())
            and all(0 < seq <= MASK for seq in seqs)
            and max(streams) < self.streams
            and all(stream >= 0 for stream, _seq in others)
            and min(columns.name) >= 0
            and max(columns.name) < self.names
            and min(columns.clock) > 0
            and max(columns.clock) < 1 << 62
            and min(block.counter) >= 0
            and max(block.counter) <= 0xFFFF
            and len(columns.erased) == len(block.erased)
            and all(0 <= at < count and len(digest) == HASH_BYTES for at, digest in block.erased)
            and all(columns.value[at] is None for at in columns.erased)
            and all(length > 0 and first > 0 and stream >= 0 for stream, first, length in block.runs)
            and sum(length for *_, length in block.runs) == count
        )


def _inflate(packed: bytes, raw_size: int) -> bytes:
    # What a frame says of its own size is believed only where the signed manifest says the same.
    if zstandard.frame_content_size(packed) != raw_size:
        raise ValueError("a block is not as long as it says")
    raw = zstandard.ZstdDecompressor(max_window_size=1 << _WINDOW_LOG).decompress(
        packed, max_output_size=raw_size, allow_extra_data=False
    )
    if len(raw) != raw_size:
        raise ValueError("a block is not as long as it says")
    return raw
