"""How often and when records were changed: the same on every computer that holds the same changes."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, text

from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading

_AT_ONCE = 500


@dataclass(frozen=True)
class Revision:
    """`number`: how many steps changed a record after the first; `at`: the last of them, UTC milliseconds."""

    number: int
    at: int


def revisions(
    reading: Reading, kind: RecordType, records: Collection[str], fields: Collection[str]
) -> dict[str, Revision]:
    """By record, how often one of these `fields` was changed. It never shrinks, whatever else comes in."""
    statement = text(
        "SELECT c.record, count(DISTINCT c.step), max(s.at) FROM change c JOIN name n ON n.no = c.name"
        " JOIN step s ON s.no = c.step WHERE c.record IN :records AND n.name IN :names GROUP BY c.record"
    ).bindparams(bindparam("records", expanding=True), bindparam("names", expanding=True))
    names = [f"{kind.name}.{field}" for field in fields]
    wanted, found = list(records), {}
    for first in range(0, len(wanted), _AT_ONCE):
        some = statement.params(records=wanted[first : first + _AT_ONCE], names=names)
        for record, steps, at in reading.rows(some):
            found[str(record)] = Revision(int(steps) - 1, int(at))
    return found
