"""Rules of the work: what is formally right and yet looks wrong after a merge, for people to judge.

A feature says its rules as functions over the store; the catalogue lists them. Nothing is ever refused
because of one: what it finds is shown, and goes away when it was mended or a person said that it is right so.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from cso_desk.records.base import NETWORK, Record, RecordId
from cso_desk.records.kinds import Several, Text
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Progress, Reading, stoppable
from cso_desk.store.store import Store
from cso_desk.wording import N_

_SPACE = uuid.UUID("5a0f3f0e-6f0e-5c5e-9a44-0c5f5d3b7e21")


@dataclass(frozen=True)
class Finding:
    """Records that a rule doubts. `message` is a message id filled from `values`.

    `records` are (record type, id) of those to look at; the same records found again are the same finding.
    """

    rule: str
    message: str
    records: tuple[tuple[str, RecordId], ...]
    values: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def key(self) -> RecordId:
        """The same at every hub, whoever finds it first."""
        told = "\n".join([self.rule, *sorted(record for _kind, record in self.records)])
        return RecordId(uuid.uuid5(_SPACE, told).hex)


@dataclass(frozen=True)
class Rule:
    """One rule. `name` is written into stores and never changes its meaning; `label` is a message id."""

    name: str
    label: str
    find: Callable[[Reading], Iterable[Finding]]


@dataclass(kw_only=True, slots=True)
class Approval(Record):
    """Somebody said of a finding that it is right so. Its id is the finding's key, the same at every hub."""

    rule: Annotated[str, Text(N_("Rule"), typed=False)] = ""
    records: Annotated[tuple[str, ...], Several(N_("Records"), typed=False)] = ()
    reason: Annotated[str, Text(N_("Why it is right"))] = ""


APPROVAL = RecordType(
    name="approval",
    record=Approval,
    label=N_("Approval"),
    plural=N_("Approvals"),
    columns=("rule", "reason"),
    title=lambda each: (each.reason, each.reason),
)


def findings(
    store: Store, rules: Sequence[Rule], progress: Progress | None = None, *, approved: bool = False
) -> list[Finding]:
    """What the rules find now and nobody approved, rule by rule; with `approved` all of it.

    Takes seconds in a big store.
    """
    with store.reading() as reading, stoppable(reading, progress):
        right = set() if approved else approved_in(reading)
        found = []
        for place, rule in enumerate(rules):
            if progress is not None:
                progress(place, len(rules))
            found += [each for each in rule.find(reading) if each.key not in right]
    return found


def approved_in(reading: Reading) -> set[RecordId]:
    """The keys of the findings of which somebody said that they are right."""
    return {each.id for each in reading.all(Approval)}


def approve_finding(store: Store, finding: Finding, reason: str = "", *, initiator: object = None) -> None:
    """Remember that it is right so, here and wherever these records are held. Undo takes it back."""
    approve_findings(store, (finding,), reason, initiator=initiator)


def approve_findings(
    store: Store, found: Iterable[Finding], reason: str = "", *, initiator: object = None
) -> None:
    """Remember of several findings that they are right so, as one step.

    A hub that does not hold all records of one has nothing to approve, so the approval goes no further than
    the narrowest of them.
    """
    with store.transaction(N_("Say that it is right so"), initiator=initiator) as t:
        for finding in found:
            known = t.get(Approval, finding.key)
            if known is not None:
                t.change(known, deleted=False, reason=reason or known.reason)
                continue
            scopes = scopes_of(t, finding)
            scope = next((each for each in scopes if each != NETWORK), NETWORK)
            records = tuple(sorted(record for _kind, record in finding.records))
            t.add(Approval(id=finding.key, rule=finding.rule, records=records, reason=reason, scope=scope))


def scopes_of(reading: Reading, finding: Finding) -> list[str]:
    """Where the records of a finding may be held."""
    found = []
    for kind, record in finding.records:
        held = reading.get(reading.shelves.types[kind].record, record)
        found += [held.scope] if held is not None else []
    return sorted(found)
