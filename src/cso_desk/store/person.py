"""Who works at this store now: the name that stands in the history of every change from here on."""

from cso_desk.store.store import Store

_KEY = "actor"


def person(store: Store) -> str:
    with store.reading() as reading:
        return reading.meta(_KEY)


def name_person(store: Store, name: str) -> None:
    """Changes made before keep the name under which they were made."""
    with store.writing() as connection:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", (_KEY, " ".join(name.split()))
        )
