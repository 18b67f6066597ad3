"""What the list of titles tells that no title says itself: copies that are kept, and how many are lent."""

from collections.abc import Mapping, Sequence
from typing import Self

from cso_desk.features.library.service import CopyCount, copy_counts_in
from cso_desk.store.store import Store
from cso_desk.wording import _


class ShelvedCopies(int):
    """How many copies of a title there are; it says of itself how many of them are lent."""

    lent: int

    def __new__(cls, count: CopyCount) -> Self:
        made = super().__new__(cls, count.held)
        made.lent = count.lent
        return made

    def __str__(self) -> str:
        held = int.__repr__(self)
        return _("{held}, {lent} lent", held=held, lent=self.lent) if self.lent else held


def copies_counted(store: Store, titles: Sequence[str]) -> Mapping[str, ShelvedCopies]:
    """The copies of those titles that have any with a number; of others what was told stands."""
    with store.reading() as reading:
        counts = copy_counts_in(reading, titles)
    return {title: ShelvedCopies(count) for title, count in counts.items()}
