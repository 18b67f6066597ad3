"""What a registrar decides, in one transaction with everything that follows from it in its own store."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from cso_desk.bundles.cuts import apply_cuts
from cso_desk.journal.forgetting import tell_again
from cso_desk.store.store import Store
from cso_desk.store.transaction import Changed
from cso_desk.trust.devices import own_certificate

T = TypeVar("T")


def register(store: Store, decide: Callable[[Connection], T]) -> T:
    """Do something of `trust.registrar`, for example `partial(suspend, replica=…)`. Raises UserError."""
    with store.writing() as connection:
        own_certificate(connection)
        done = decide(connection)
        cut_off = apply_cuts(store, connection)
    records = {record: kind for each in cut_off for record, kind in each.records.items()}
    if records:
        store.announce(Changed(frozenset(records.values()), frozenset(records)))
        tell_again(store, records)
    return done
