"""The full check of a whole store beside reading the same files once, from the disk and from memory.

Read plainly means: each file of the store from its first byte to its last, in pieces of one megabyte, and
nothing done with it. Cold is after the system was told to forget the files, warm after they were just read.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from search import WORDS

from cso_desk.assembly import create_store
from cso_desk.bundles.chain import Journal, seal_own
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.members.record import Organisation, Person
from cso_desk.records.kinds import StoredFile
from cso_desk.rescue.checking import check
from cso_desk.store.blobs import FOLDER, blobs_of
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.search import refresh
from cso_desk.store.store import Store

SIZE = 1_000_000_000
SMALL, LARGE = 40_000, 12_000_000
"""Bytes of the smallest and the largest paper of the library."""
LIMIT = 2.0
TURNS = 3
_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Hub:
    """How much a hub has kept; each meeting has 25 guests."""

    organisations: int
    people: int
    meetings: int


GUESTS = 25
MUCH = Hub(1_000, 10_000, 4_000)
USUAL = Hub(200, 2_000, 400)


def big_store(folder: Path, size: int = SIZE, hub: Hub = MUCH) -> Store:
    """A hub's store after many years: `size` bytes, most of it papers and scans."""
    store, _code = create_store(folder, "02", passphrase="three practice words", cost=CHEAP)
    chance = random.Random(8)
    _meetings(store, chance, hub, *_members(store, chance, hub))
    refresh(store)
    with store.writing() as connection:
        seal_own(Journal(connection))
    in_one_file(store)
    _papers(store, chance, size - store.folder.joinpath(DATABASE).stat().st_size)
    refresh(store)
    in_one_file(store)
    return store


def _members(store: Store, chance: random.Random, hub: Hub) -> tuple[list[str], list[str]]:
    with store.transaction("Import") as t:
        organisations = [
            Organisation(
                name_km="".join(chance.choices(WORDS, k=4)), name_en=f"Organisation {n}", place="0202",
                phones=(f"+8551{n:07}",),
            )
            for n in range(hub.organisations)
        ]  # fmt: skip
        t.add_all(organisations)
    with store.transaction("Import") as t:
        people = [
            Person(
                name_km="".join(chance.choices(WORDS, k=2)), name_en=f"Person {n}", sex=chance.choice("FM"),
                birth_year=chance.randrange(1950, 2008), phones=(f"+8559{n:07}",), place="0202",
            )
            for n in range(hub.people)
        ]  # fmt: skip
        t.add_all(people)
    return [each.id for each in organisations], [each.id for each in people]


def _meetings(
    store: Store, chance: random.Random, hub: Hub, organisations: list[str], people: list[str]
) -> None:
    """Each was planned with its guests and written down afterwards: who came, and in what row."""
    for n in range(hub.meetings):
        day = f"{2014 + n // 340}-{1 + n // 28 % 12:02}-{1 + n % 28:02}"
        meeting = Meeting(
            title_km="".join(chance.choices(WORDS, k=5)), title_en=f"Meeting {n}", starts=day, place="0202"
        )
        guests = [
            Attendance(meeting=meeting.id, person=person, organisation=chance.choice(organisations))
            for person in chance.sample(people, GUESTS)
        ]
        with store.transaction("Plan") as t:
            t.add(meeting)
            t.add_all(guests)
        with store.transaction("Write down") as t:
            t.change(meeting, status="held")
            for row, guest in enumerate(guests):
                t.change(guest, status=chance.choice(("present", "present", "absent")), sheet_row=row + 1)


def _papers(store: Store, chance: random.Random, size: int) -> None:
    blobs, files = blobs_of(store), []
    while size > 0:
        length = min(size, int(SMALL * (LARGE / SMALL) ** chance.random()))
        blob = blobs.add(BytesIO(chance.randbytes(length)))
        files.append(StoredFile(blob.sha256, blob.size, "paper.pdf", "application/pdf"))
        size -= length
    with store.transaction("Add") as t:
        t.add_all(LibraryTitle(title_en=f"Paper {n}", files=(each,)) for n, each in enumerate(files))


def in_one_file(store: Store) -> None:
    """Bring the log into the database file."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()


def files_of(store: Store, *, papers: bool) -> list[Path]:
    """The files that a check reads."""
    found = store.folder.joinpath(FOLDER).glob("*/*") if papers else ()
    return [store.folder / DATABASE, *sorted(path for path in found if path.is_file())]


def forget(paths: list[Path]) -> None:
    """Let the system forget what it holds of these files in memory."""
    for path in paths:
        with path.open("rb", buffering=0) as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read_plainly(paths: list[Path]) -> None:
    """Read files once from end to end."""
    for path in paths:
        with path.open("rb", buffering=0) as file:
            while file.read(_AT_ONCE):
                pass


def taken(act: Callable[[], object]) -> tuple[float, float]:
    """How long something took, and how much work of processors that was."""
    began, before = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - began, time.process_time() - before


@cache
def full_check() -> tuple[dict[str, Any], ...]:
    with tempfile.TemporaryDirectory(prefix="full-check-") as folder:
        store = big_store(Path(folder) / "store")
        lines = (*measured(store, "store"), *measured(store, "database", papers=False))
        store.close()
        return lines


@cache
def usual_check() -> tuple[dict[str, Any], ...]:
    """As much to read, but a database as most hubs have it."""
    with tempfile.TemporaryDirectory(prefix="full-check-") as folder:
        store = big_store(Path(folder) / "store", hub=USUAL)
        lines = tuple(measured(store, "usual"))
        store.close()
        return lines


def measured(store: Store, what: str, *, papers: bool = True) -> Iterator[dict[str, Any]]:
    """The check of a store beside reading its files; `papers`: with the files beside the database."""
    paths = files_of(store, papers=papers)
    size = sum(path.stat().st_size for path in paths) / 1e6

    def checked() -> None:
        if not check(store, files=papers).sound:
            raise SystemExit("the store is damaged")

    found: dict[str, list[tuple[float, float]]] = {}
    for _turn in range(TURNS):
        for name, act in (("read", lambda: read_plainly(paths)), ("check", checked)):
            forget(paths)
            found.setdefault(f"{name} cold", []).append(taken(act))
            found.setdefault(f"{name} warm", []).append(taken(act))
    middle = {name: statistics.median_low(each) for name, each in found.items()}
    for state in ("cold", "warm"):
        (plain, _), (ours, work) = middle[f"read {state}"], middle[f"check {state}"]
        yield {
            "name": f"full-check-{what}-{state}",
            "ratio": round(ours / plain, 2),
            "ours": round(ours * 1000),
            "limit": LIMIT,
            "unit": f"ms, beside {plain * 1000:.0f} ms to read the same files plainly",
            "note": f"{size:.0f} MB: {size / ours:.0f} MB a second, {work:.1f} s of work; "
            f"read at {size / plain:.0f} MB a second",
        }


MEASURES: dict[str, Callable[[], Any]] = {
    f"full-check-{what}-{state}": usual_check if what == "usual" else full_check
    for what in ("store", "database", "usual")
    for state in ("cold", "warm")
}
