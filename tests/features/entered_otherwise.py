"""A second truth, of `hub_people` and `hub_institutions`: records that tell how they were written.

No weight was fitted by hand to these lists. Each record that is another one again tells in `ways` how it was
written, and each that only looks like another tells why; so what is missed can be counted by kind.
"""

import random
from dataclasses import dataclass, field, replace

from entered_twice import Entered

from cso_desk.places.gazetteer import children
from cso_desk.places.gazetteer import place as place_of

PROVINCES = ("02", "17", "01", "21")


@dataclass
class Told(Entered):
    """Also says of each record how it came to be, and of people in which institutions they are."""

    ways: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, frozenset[str]] = field(default_factory=dict)


class Maker:
    """Collects records of one kind with whoever each of them is."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.told = Told([], [])
        self.people = 0

    def add(self, record, who: int | None, way: str, body: str = "") -> int:
        """Keep a record; `who` is a new one where it is None."""
        if who is None:
            who, self.people = self.people, self.people + 1
        self.told.records.append(record)
        self.told.truth.append(who)
        self.told.ways[record.id] = way
        if body:
            self.told.bodies[record.id] = frozenset((body,))
        return who

    def shuffled(self) -> Told:
        order = list(range(len(self.told.records)))
        self.chance.shuffle(order)
        return replace(
            self.told,
            records=[self.told.records[each] for each in order],
            truth=[self.told.truth[each] for each in order],
        )


def commune(chance: random.Random, within: str) -> str:
    code = within
    while len(code) < 6:
        code = chance.choice([each.code for each in children(code)])
    return code


def wrong_digit(chance: random.Random, phone: str) -> str:
    """A telephone with two figures the wrong way round, or one that was misread."""
    at = chance.randrange(6, len(phone) - 1)
    if phone[at] != phone[at + 1] and chance.random() < 0.5:
        return phone[:at] + phone[at + 1] + phone[at] + phone[at + 2 :]
    return phone[:at] + str((int(phone[at]) + chance.randint(1, 8)) % 10) + phone[at + 1 :]


def called(code: str) -> tuple[str, str]:
    found = place_of(code)
    assert found is not None
    return found.name_km, found.name_en
