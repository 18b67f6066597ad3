"""Rows that may be about somebody who is there already: asked about all at once, each with its reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service import Known, Match
from cso_desk.features.members.service.duplicates import KindName, Likely, surest_of_each
from cso_desk.features.members.service.duplicates.evidence import REASONS
from cso_desk.records.base import RecordId
from cso_desk.store.store import Store
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.features.members.importing.plan import PlannedRow, Progress

Sort = Literal["name", "reached", "alike"]
"""The same name; the same telephone, e-mail or number under another name; or names that are alike."""

_SORT_OF: dict[str, Sort] = {
    REASONS["name"]: "name", REASONS["reordered"]: "name",
    REASONS["phone"]: "reached", REASONS["email"]: "reached", REASONS["number"]: "reached",
}  # fmt: skip


@dataclass(frozen=True)
class Doubt:
    """The record that a row may be about, and why: `reasons` are message ids, the weightiest first.

    `kind` is its type; `further_up` is the row of the list that the record would come from, 0 where it is
    kept already.
    """

    kind: str
    record: RecordId
    reasons: tuple[str, ...]
    further_up: int = 0
    told_sort: Sort | Literal[""] = ""

    @property
    def sort(self) -> Sort:
        """The kind of doubt: the one that was told, else by what speaks most for it."""
        if self.told_sort:
            return self.told_sort
        return _SORT_OF.get(self.reasons[0], "alike") if self.reasons else "alike"


def doubt_of(match: Match, kind: KindName, further_up: int = 0) -> Doubt:
    """The doubt that a match which is not certain leaves."""
    return Doubt(kind, match.record, (REASONS[match.by],), further_up)


def ask_about(
    store: Store,
    everything: Known,
    rows: Iterable["tuple[PlannedRow, Organisation | Person]"],
    progress: "Progress | None" = None,
) -> None:
    """Let every new row that is likely somebody kept say so; it stays new until a person chooses.

    Each row comes with the record it would make. `progress` may raise CancelledError.
    """
    told: dict[KindName, list[tuple[PlannedRow, Organisation | Person]]] = {"organisation": [], "person": []}
    for row, record in rows:
        told["person" if isinstance(record, Person) else "organisation"].append((row, record))
    for kind, some in told.items():
        if some:
            _ask(store, everything, kind, some, progress)


def _ask(
    store: Store,
    everything: Known,
    kind: KindName,
    some: "Sequence[tuple[PlannedRow, Organisation | Person]]",
    progress: "Progress | None",
) -> None:
    found = surest_of_each(store, kind, [record for _row, record in some], progress=progress)
    kept = everything.people if kind == "person" else everything.organisations
    for (row, _record), likely in zip(some, found, strict=True):
        if likely is not None and likely.record in kept:
            if row.doubt is not None:
                row.problems.pop()  # what is likely says more than the telephone alone
            row.existing = likely.record
            row.doubt = Doubt(kind, likely.record, likely.reasons)
            row.problems.append(_sentence(kept[likely.record], likely))


def _sentence(other: Organisation | Person, likely: Likely) -> str:
    return _(
        "May be the same as {name} ({code}): {reasons}.",
        name=other.name_km or other.name_en,
        code=other.code,
        reasons="; ".join(_(each) for each in likely.reasons[:2]),
    )
