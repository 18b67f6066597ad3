"""What the library did in a quarter, for the report.

The library is a neighbour that meetings do not know: its records are counted by the names of their types and
fields, which never change their meaning once they were released.
"""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select

from cso_desk.khmer.dates import quarter_range
from cso_desk.records.base import hub_scope
from cso_desk.store.reading import Reading
from cso_desk.wording import N_

LIBRARY = {
    "library_copy.acquired_on": N_("New copies in the library"),
    "loan.lent_on": N_("Books lent"),
    "distribution.given_on": N_("Papers given to institutions"),
}
"""What is counted, by record type and the day that places it in a quarter."""


def library_counts_in(reading: Reading, quarters: Sequence[str], hub: str = "") -> dict[str, int]:
    """How many of each of `LIBRARY` in these quarters; a record type that is not here is left out."""
    counts = {}
    for name in LIBRARY:
        kind, _dot, field = name.partition(".")
        table = reading.shelves.tables.get(kind)
        if table is None or field not in table.c:
            continue
        spans = (quarter_range(quarter) for quarter in quarters)
        day = table.c[field]
        within = or_(*(and_(day >= first[:7], day <= last) for first, last in spans))
        ours = [table.c.scope == hub_scope(hub)] if hub else []
        rows = reading.rows(
            select(func.count()).select_from(table).where(within, table.c.deleted == 0, *ours)
        )
        counts[name] = int(rows[0][0])
    return counts
