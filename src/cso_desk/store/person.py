"""Who works at this store now: the name that stands in the history of every change from here on."""

from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store

_KEY = "actor"


def person(store: Store) -> str:
    """Whoever opened the store with an own passphrase; else the name that was typed for this computer."""
    return (store.user.name if store.user else "") or kept_fact(store, _KEY)


def person_in(reading: Reading) -> str:
    """As `person`, inside a look at the store or a step."""
    return (reading.user.name if reading.user else "") or reading.meta(_KEY)


def name_person(store: Store, name: str) -> None:
    """Changes made before keep the name under which they were made."""
    keep_fact(store, _KEY, " ".join(name.split()))
