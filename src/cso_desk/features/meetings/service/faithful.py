"""Who comes and who stays away: the attendance rate of each institution, and who is drifting away."""

import json
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service.periods import in_quarters
from cso_desk.features.meetings.service.tallies import listings_in
from cso_desk.features.members.record import Organisation
from cso_desk.store.reading import Reading

DRIFTING = 2
"""So many meetings missed one after the other, after it had come before, make an institution one to ask."""


@dataclass(frozen=True)
class Faithfulness:
    """One institution at the meetings held to which it was invited.

    `held` are the ids of all meetings in the order of days, the same for every institution; `places` are
    those of its own invitations therein, and `answers` has for each a 1 where it came, else a 0.
    """

    organisation: Organisation
    held: tuple[str, ...] = field(repr=False)
    places: "array[int]"
    answers: bytes

    @property
    def invited(self) -> tuple[str, ...]:
        """The meetings to which it was invited, by id."""
        return tuple(self.held[place] for place in self.places)

    @property
    def missed(self) -> tuple[str, ...]:
        """Those of them to which it did not come."""
        return tuple(
            self.held[place] for place, came in zip(self.places, self.answers, strict=True) if not came
        )

    @property
    def times_invited(self) -> int:
        return len(self.places)

    @property
    def times_came(self) -> int:
        return self.answers.count(1)

    @property
    def rate(self) -> int:
        """Per cent of the invitations."""
        return round(100 * self.times_came / self.times_invited)

    @property
    def missed_last(self) -> int:
        """How many meetings it missed since it last came, all where it never did."""
        return len(self.answers) - 1 - self.answers.rfind(1)

    @property
    def drifting(self) -> bool:
        return self.times_came > 0 and self.missed_last >= DRIFTING


def faithfulness_in(reading: Reading, quarters: Sequence[str], hub: str = "") -> list[Faithfulness]:
    """Every institution that was invited in these quarters, the most faithful first."""
    table = reading.table(Meeting)
    chosen = select(table.c.id).where(in_quarters(reading, quarters, hub), table.c.status == "held")
    rows = reading.rows(chosen.order_by(table.c.starts, table.c.id))
    held = tuple(str(meeting) for (meeting,) in rows)
    # Five years of a nation are a million and a half invitations: each is kept as a number and a bit.
    places: dict[str, array[int]] = defaultdict(lambda: array("I"))
    answers: dict[str, bytearray] = defaultdict(bytearray)
    for place, listing in enumerate(listings_in(reading, held)):
        for came, bodies in ((1, listing.came), (0, listing.missed)):
            for body in bodies:
                places[body].append(place)
                answers[body].append(came)
    wanted = func.json_each(json.dumps(sorted(places))).table_valued("value")
    invited = reading.all(Organisation, reading.table(Organisation).c.id.in_(select(wanted.c.value)))
    told = [Faithfulness(each, held, places[each.id], bytes(answers[each.id])) for each in invited]
    return sorted(told, key=lambda each: (-each.rate, -each.times_invited, each.organisation.code))
