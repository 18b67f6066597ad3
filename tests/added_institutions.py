"""Institutions that have only a name, put into a store and read back."""

from cso_desk.features.members.record import Organisation
from cso_desk.records.base import RecordId
from cso_desk.store.store import Store


def add(store: Store, *names: str) -> list[RecordId]:
    with store.transaction("Add") as t:
        return [t.add(Organisation(name_en=name)).id for name in names]


def names(store: Store) -> list[str]:
    with store.reading() as reading:
        return sorted(one.name_en for one in reading.all(Organisation))
