"""Breaks stores on purpose, in ways that a seed chooses."""

import random
from pathlib import Path

from cso_desk.assembly import create_store
from cso_desk.features.members.record import Organisation, Person
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store

WORDS = "green rice field water"
PAGE = 4096


def filled(folder: Path, hub: str = "02", steps: int = 6) -> Store:
    """A store with some steps of work, its log brought into the file."""
    store, _code = create_store(folder, hub, passphrase=WORDS, cost=CHEAP)
    work(store, steps)
    return store


def work(store: Store, steps: int, word: str = "name") -> None:
    for number in range(steps):
        with store.transaction("Add") as t:
            for one in range(12):
                t.add(Organisation(name_en=f"{word} {number} {one}", notes=f"{word} note " * 20))
            t.add(Person(name_en=f"{word} person {number}"))


def in_one_file(store: Store) -> None:
    """Bring the log into the database file."""
    with store.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def flip(path: Path, chance: random.Random, bits: int = 1, first: int = 0) -> None:
    """Flip single bits behind the byte `first`."""
    raw = bytearray(path.read_bytes())
    for _ in range(bits):
        raw[chance.randrange(first, len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)


def swap_pages(path: Path, before: bytes, chance: random.Random, count: int) -> int:
    """Put pages back to what they were in `before`; gives how many differ now from what they were."""
    raw = bytearray(path.read_bytes())
    shared = range(1, min(len(raw), len(before)) // PAGE)
    other = [page for page in shared if raw[page * PAGE :][:PAGE] != before[page * PAGE :][:PAGE]]
    some = chance.sample(other, min(count, len(other)))
    for page in some:
        raw[page * PAGE : (page + 1) * PAGE] = before[page * PAGE : (page + 1) * PAGE]
    path.write_bytes(raw)
    return len(some)


def database_of(store: Store) -> Path:
    return store.folder / DATABASE


def shown(store: Store) -> dict[str, tuple[str, str]]:
    """What a person sees: name and notes of every institution and person, by id."""
    with store.reading() as reading:
        every = [*reading.all(Organisation), *reading.all(Person)]
        return {one.id: (one.name_en, one.notes) for one in every}


def is_no_lie(now: dict[str, tuple[str, str]], truth: dict[str, tuple[str, str]]) -> bool:
    """Whether everything that is shown now was once true; something may be missing."""
    return all(
        record in truth and all(one in ("", true) for one, true in zip(told, truth[record], strict=True))
        for record, told in now.items()
    )
