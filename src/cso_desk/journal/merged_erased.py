"""Finds people who are one with somebody erased: one hub merged them before it heard of the erasure.

Nobody is erased for that alone. Who merges people need not have entered them, and may be wrong; an erasure is
for good. See docs/decisions/0833.
"""

from dataclasses import dataclass
from typing import Any

from cso_desk.journal.erasure_rights import may_erase
from cso_desk.journal.forgetting import erased_root
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.store.erasures import PEOPLE
from cso_desk.store.reading import Reading
from cso_desk.store.rules import Finding, approve_findings, approved_in
from cso_desk.store.store import Store
from cso_desk.wording import N_


@dataclass(frozen=True)
class MergedWithErased:
    """Somebody who is still there, and somebody erased who was merged with them."""

    person: RecordId
    erased: RecordId

    @property
    def question(self) -> Finding:
        """What "they are two" answers; the same at every hub."""
        return Finding("merged_with_erased", _ASKED, (("person", self.person), ("person", self.erased)))


_ASKED = N_("This person was merged with somebody who was erased.")


def merged_with_erased(store: Store) -> list[MergedWithErased]:
    """Everybody of whom this hub has to say whether they are the person that was erased."""
    with store.reading() as reading:
        found = _found(reading)
        if not found:
            return []
        apart, may = approved_in(reading), may_erase(reading.connection, erased_root(reading), store.hub)
        return [each for each in found if each.question.key not in apart and may(each.person)]


def part_from_erased(store: Store, found: MergedWithErased, *, initiator: object = None) -> None:
    """Somebody is another person than the erased one that was merged with them, and stays.

    Where the erased one stood for them they stand for themselves again. Nothing that was said of who was
    erased can be changed, so otherwise it is remembered, here and wherever both are held.
    """
    with store.reading() as reading:
        kind = erased_root(reading)
        person: Any = reading.get(kind.record, found.person)
    if person is None or person.merged_into != found.erased:
        approve_findings(store, [found.question], initiator=initiator)
        return
    with store.transaction(N_("Separate two people again"), initiator=initiator) as t:
        t.change(kind.record, found.person, merged_into=NOBODY)


def _found(reading: Reading) -> list[MergedWithErased]:
    rows = reading.connection.exec_driver_sql(
        "WITH one(record, survivor) AS (SELECT record, survivor FROM alias UNION SELECT survivor, survivor"
        " FROM alias), gone(record, survivor) AS (SELECT record, survivor FROM one JOIN erased USING (record)"
        " WHERE root = 1) SELECT one.record, min(gone.record) FROM one JOIN gone USING (survivor)"
        f" WHERE one.record NOT IN ({PEOPLE}) GROUP BY one.record ORDER BY 1"
    )
    return [MergedWithErased(RecordId(person), RecordId(erased)) for person, erased in rows]
