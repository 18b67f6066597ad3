"""Suggests people to erase whom nobody met for years: a list for somebody to decide, never an act.

Somebody is met by whatever is dated and refers to them; what binds them and has no end (a position, a place
in a group, a loan) keeps them out of the list. See docs/decisions/0832.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cso_desk.journal.erasure_rights import may_erase
from cso_desk.journal.forgetting import erased_root
from cso_desk.records.dated import sources
from cso_desk.records.kinds import Reference
from cso_desk.records.record_type import RecordType
from cso_desk.store.facts import keep_fact
from cso_desk.store.reading import Reading, stoppable
from cso_desk.store.store import Store
from cso_desk.store.users import Role, refuse_unless

_KEPT = "retained"
_NEVER = "9999"


@dataclass(frozen=True, order=True)
class Suggestion:
    """Somebody who may be erased: `last` is when they were met last, an ISO day or a part of one."""

    last: str
    person: str


def suggestions(
    store: Store, day: dt.date, years: int | None, progress: Callable[[int, int], None] | None = None
) -> list[Suggestion]:
    """Whom nobody met for so many years before `day`, the longest ago first; none where `years` is empty.

    Left out are people whom another hub alone may erase, and who was kept within these years. It reads all
    that is dated: half a second for 100,000 lines of attendance, 7 for 1,500,000. `progress` may stop it.
    """
    if not years:
        return []
    limit = _before(day, years)
    with store.reading() as reading, stoppable(reading, progress):
        kept = _kept(reading)
        found = [each for each in _unmet(reading, limit) if kept.get(each.person, "") < limit]
        may = may_erase(reading.connection, erased_root(reading), store.hub)
        return sorted(each for each in found if may(each.person))


def still_there(store: Store, some: Sequence[Suggestion]) -> list[Suggestion]:
    """Those of some suggestions whom nobody erased, put away or merged since."""
    with store.reading() as reading:
        root = erased_root(reading)
        rows = reading.connection.exec_driver_sql(
            f"SELECT id FROM {root.name} WHERE id IN (SELECT value FROM json_each(?)) AND deleted = 0"
            " AND merged_into = ''",
            (json.dumps([each.person for each in some]),),
        )
        here = {str(person) for (person,) in rows}
    return [each for each in some if each.person in here]


def keep_people(store: Store, people: Iterable[str], day: dt.date) -> None:
    """Suggest these people no more until as many years have passed again. Raises UserError."""
    refuse_unless(store.role, Role.COORDINATOR)
    with store.reading() as reading:
        kept = _kept(reading)
    keep_fact(store, _KEPT, json.dumps(kept | dict.fromkeys(people, day.isoformat())))


def _kept(reading: Reading) -> dict[str, str]:
    return dict(json.loads(reading.meta(_KEPT) or "{}"))


def _before(day: dt.date, years: int) -> str:
    """The same day so many years earlier; of the 29th of February the 28th."""
    start = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return start.replace(year=max(start.year - years, 1)).isoformat()


def _unmet(reading: Reading, limit: str) -> Iterator[Suggestion]:
    types = reading.shelves.types
    root = next((k for k in types.values() if k.personal is not None and not k.personal.by), None)
    signs = [] if root is None else list(dict.fromkeys(_signs(reading, root)))
    if root is None or not signs:
        return
    # What is known to a month or a year may have been on its last day.
    rows = reading.connection.exec_driver_sql(
        f"SELECT p.id, max(s.day) FROM ({' UNION ALL '.join(signs)}) s"
        " LEFT JOIN alias a ON a.record = s.who"
        f" JOIN {root.name} p ON p.id = coalesce(a.survivor, s.who) AND p.deleted = 0 AND p.merged_into = ''"
        " GROUP BY p.id HAVING max(s.day) || '-99' < ?",
        (limit,),
    )
    yield from (Suggestion(str(last), str(person)) for person, last in rows)


def _signs(reading: Reading, root: RecordType) -> Iterator[str]:
    """SQL for whom each kind of record that is dated shows to be there still, and when."""
    for source in sources(reading.shelves.types, root):
        kind, via, parent = source.kind, source.via, source.parent
        if not via or not isinstance(kind.fields[via].kind, Reference):
            continue
        until = kind.personal.until if kind.personal else ""
        day = f"t.{until}" if until else f"{'p' if parent else 't'}.{source.field}"
        joined = f" JOIN {parent.name} p ON p.id = t.{kind.parent} AND p.deleted = 0" if parent else ""
        yield (
            f"SELECT t.{via} AS who, coalesce(nullif({day}, ''), '{_NEVER}') AS day"
            f" FROM {kind.name} t{joined} WHERE t.deleted = 0 AND t.{via} <> ''"
        )
