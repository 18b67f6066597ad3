"""What one try of a passphrase costs whoever guesses: Argon2id, its limits, and the choice for a computer.

The limits are checked before anything is computed, so that a tampered file can neither make this computer
work for hours nor take all its memory.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

KEY_BYTES = 32

_MEMORY, _ROUNDS, _LANES = (19 * 1024, 1024 * 1024), (2, 16), (1, 8)
_MOST_WORK = 4 * 1024 * 1024  # KiB x rounds of all tries together: some ten seconds at worst
_MOST_KINDS = 4


@dataclass(frozen=True)
class Cost:
    """What one try of a passphrase costs: memory in KiB, rounds, lanes (Argon2id)."""

    memory: int = 128 * 1024
    rounds: int = 3
    lanes: int = 4

    @property
    def is_allowed(self) -> bool:
        """Whether the numbers are whole and within what the file format allows."""
        return all(
            type(value) is int and least <= value <= most
            for value, (least, most) in (
                (self.memory, _MEMORY), (self.rounds, _ROUNDS), (self.lanes, _LANES),
            )
        )  # fmt: skip


FLOOR = Cost(64 * 1024, 3, 4)
"""The least of a real store: the second choice of RFC 9106."""

CHEAP = Cost(19 * 1024, 2, 1)
"""The least the file format allows; for tests and examples."""

_MEMORIES = (96, 128, 192, 256)  # MiB; a computer with 4 GB has other things to hold
_WANTED = 1.0  # seconds of work of one processor


def are_bearable(costs: Collection[Cost]) -> bool:
    """Whether trying a passphrase at all these costs ends soon; they are of one file."""
    return (
        len(costs) <= _MOST_KINDS
        and all(cost.is_allowed for cost in costs)
        and sum(cost.memory * cost.rounds for cost in costs) <= _MOST_WORK
    )


def derived(secret: bytes, cost: Cost, salt: bytes) -> bytes:
    """32 bytes made from a passphrase. Raises ValueError where the cost or the salt is not allowed."""
    if not cost.is_allowed:
        raise ValueError("a cost beyond the limits")
    return Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.rounds, lanes=cost.lanes, memory_cost=cost.memory
    ).derive(secret)


def calibrated() -> Cost:
    """The cost at which one try takes about a second of work on this computer.

    It tries once at the floor, which takes a fraction of a second.
    """
    before = time.process_time()
    derived(b"how fast is this computer", FLOOR, bytes(16))
    return cost_for(time.process_time() - before)


def cost_for(seconds: float) -> Cost:
    """The dearest cost that keeps one try below a second, where it takes so many seconds at the floor."""
    fitting = [mebi * 1024 for mebi in _MEMORIES if seconds * mebi * 1024 <= _WANTED * FLOOR.memory]
    return replace(FLOOR, memory=fitting[-1]) if fitting else FLOOR
