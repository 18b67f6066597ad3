"""Adds meetings up: participations are summed, different people and institutions are counted once."""

from collections import Counter
from collections.abc import Iterable, Mapping

from cso_desk.features.meetings.service.counting import Tally
from cso_desk.features.meetings.service.figures import PARTS, Totals, districts_of, in_order, kinds_of
from cso_desk.features.meetings.service.tallies import Body

_SUMMED = ("participations", *PARTS, "lines")
_AT_LEAST = frozenset({"at_least", "more_than"})


class Gathered:
    """Several meetings together. Heads of meetings without a list are kept apart from counted people."""

    def __init__(self) -> None:
        self.sums = Counter[str]()
        self.by_age = Counter[str]()
        self.women: set[int] = set()
        self.men: set[int] = set()
        self.others: set[int] = set()
        self.institutions: set[int] = set()
        self.heads, self.by_heads = 0, 0
        self._unasked: set[str] = set()
        self._qualifiers: set[str] = set()

    def add_rows(self, totals: Totals, tally: Tally) -> None:
        """A meeting with a list."""
        for name in _SUMMED:
            self.sums[name] += getattr(totals, name) or 0
        self.by_age.update(totals.by_age)
        self.women.update(tally.women)
        self.men.update(tally.men)
        self.others.update(tally.others)
        self.institutions.update(tally.institutions)

    def add_heads(self, totals: Totals) -> None:
        """A meeting of which the heads were counted: nobody knows which people."""
        self.heads += totals.participations
        self.by_heads += 1
        for name in _SUMMED:
            self.sums[name] += getattr(totals, name) or 0
        self._unasked |= {name for name in PARTS if getattr(totals, name) is None}
        if totals.qualifier != "exact" or totals.evidence == "estimate":
            self._qualifiers.add("about" if totals.evidence == "estimate" else totals.qualifier)

    def totals(self, bodies: Mapping[int, Body]) -> Totals:
        """The figures of all of them."""
        named = self.sums["participations"] > self.heads
        return Totals(
            **{name: self.sums[name] for name in _SUMMED},
            people=len(self.women) + len(self.men) + len(self.others),
            institutions=len(self.institutions),
            people_female=len(self.women),
            people_male=len(self.men),
            by_kind=kinds_of(self.institutions, bodies),
            by_district=districts_of(self.institutions, bodies),
            by_age=in_order(self.by_age),
            evidence="rows" if not self.by_heads else "mixed" if named else "head_count",
            qualifier=self._qualifier(),
            at_least=frozenset(self._unasked),
        )

    def _qualifier(self) -> str:
        if not self._qualifiers:
            return "exact"
        return "at_least" if self._qualifiers <= _AT_LEAST else "about"


def gather(meetings: Iterable[tuple[Totals, Tally]]) -> Gathered:
    """The figures of several meetings, each with its tally."""
    found = Gathered()
    for totals, tally in meetings:
        if totals.evidence == "rows":
            found.add_rows(totals, tally)
        elif totals.evidence:
            found.add_heads(totals)
    return found
