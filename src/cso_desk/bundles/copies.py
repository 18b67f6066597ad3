"""A computer that was copied whole: this one notices that a copy of it writes, and becomes somebody else."""

from sqlalchemy import Connection

from cso_desk.bundles.merging import Merge
from cso_desk.journal.branches import is_split
from cso_desk.journal.identity import become_another, replica_here
from cso_desk.journal.streams import SHIFT, authors
from cso_desk.trust.devices import own_certificate


def be_another_where_copied(connection: Connection, merge: Merge) -> str:
    """Take a new identity where somebody else writes under this one; gives it, "" where nobody does.

    What both wrote until now stays, each branch under its own name; only the numbers to come must not meet.
    """
    here = replica_here(connection)
    wrote = authors(connection)
    elsewhere = any(wrote[first >> SHIFT] == here for first, _last in merge.ranges)
    if not elsewhere and not is_split(connection, here):
        return ""
    now = become_another(connection)
    own_certificate(connection)
    return now
