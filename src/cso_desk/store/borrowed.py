"""What other records lend to the records of a list: to those without a value, or in place of what all say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Lend = Callable[[Sequence[str]], Mapping[str, Any]]
"""Gives values of one field for records: ids -> id -> value. They are shown in a quieter colour."""


@dataclass(frozen=True)
class Counted:
    """Lends a field to all records, also to those that say something: it is counted, and that is surer.

    What is counted is shown as a record's own value is.
    """

    lend: Lend

    def __call__(self, records: Sequence[str]) -> Mapping[str, Any]:
        return self.lend(records)


def borrows(lend: Lend, own: object) -> bool:
    """Whether a record that says `own` itself is asked about."""
    return isinstance(lend, Counted) or not own
