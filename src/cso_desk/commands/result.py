"""What a verb gives back: an object for programs, lines for people, and an honest exit code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

DONE, OUR_FAULT, USER_MUST_ACT = 0, 1, 2
"""The exit codes of every verb."""


@dataclass(frozen=True)
class Result:
    """`data` has stable English keys; `lines` and `notes`, which are doubts, speak the user's language."""

    data: Mapping[str, Any]
    lines: Sequence[str] = ()
    notes: Sequence[str] = field(default=())
    code: int = DONE
