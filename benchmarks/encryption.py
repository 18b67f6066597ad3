"""An encrypted store beside an open one: same records, library, process; and the seals of its pages."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from full_check import forget, in_one_file, read_plainly, taken
from search import WORDS

from cso_desk.assembly import create_store
from cso_desk.bundles.chain import Journal, seal_own
from cso_desk.features.members.record import ORGANISATION, Organisation
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.listing import Listing
from cso_desk.store.search import refresh, search
from cso_desk.store.store import Store

RECORDS, IMPORTED, TIMES = 20_000, 4_000, 5
PASSPHRASE = "three practice words"
LIMITS = {"reads": 1.1, "import": 1.4, "search": 1.2}


def made(folder: Path, passphrase: str | None) -> Store:
    store, _code = create_store(folder, "02", passphrase=passphrase, cost=CHEAP)
    take_in(store, RECORDS)
    refresh(store)
    with store.writing() as connection:
        seal_own(Journal(connection))
    return store


def take_in(store: Store, count: int) -> None:
    chance = random.Random(count)
    with store.transaction("Import {count} institutions", count=count) as t:
        t.add_all(
            Organisation(
                name_km="".join(chance.choices(WORDS, k=4)),
                name_en=f"Organisation {n} of {chance.choice(['Hope', 'Light', 'Rice'])}",
                place="0202",
                phones=(f"+8551{n:07}",),
            )
            for n in range(count)
        )


def read(store: Store) -> None:
    """Every record in the order of their names, as a list and a workbook read them."""
    for _some, _titles in Listing(store, ORGANISATION, small=False).finish().records():
        pass


def look_for(store: Store) -> None:
    for word in WORDS:
        search(store, word, typing=True)
    search(store, "organisation hope")


def seconds(act: Callable[[Store], object], store: Store) -> float:
    began = time.process_time()
    act(store)
    return time.process_time() - began


def encryption() -> Iterator[dict[str, Any]]:
    """Each work in both stores by turns; the first time is left out, so what is read is warm."""
    with tempfile.TemporaryDirectory() as folder:
        stores = made(Path(folder) / "closed", PASSPHRASE), made(Path(folder) / "open", None)
        for name, act in (
            ("reads", read),
            ("search", look_for),
            ("import", lambda store: take_in(store, IMPORTED)),
        ):
            for store in stores:
                act(store)
            pairs = [[seconds(act, store) for store in stores] for _time in range(TIMES)]
            closed, plain = (statistics.median(each) for each in zip(*pairs, strict=True))
            spread = sorted(a / b for a, b in pairs)
            yield {
                "name": f"encryption-{name}",
                "ratio": round(closed / plain, 3),
                "ours": round(closed * 1000, 1),
                "limit": LIMITS[name],
                "unit": f"ms of work, beside {plain * 1000:.1f} ms in an open store",
                "note": f"{RECORDS:,} institutions; {spread[0]:.2f} to {spread[-1]:.2f} in {TIMES} turns",
            }
        yield checking(stores[0])
        for store in stores:
            store.close()


def checking(store: Store) -> dict[str, Any]:
    """How long the check of every seal takes beside reading the file from the disk; see also `full_check`."""
    database = store.folder / DATABASE
    in_one_file(store)
    size = database.stat().st_size / 1e6
    turns = []
    for _time in range(3):
        forget([database])
        turns.append((taken(lambda: read_plainly([database]))[0], taken(lambda: seals(store))))
    plain = statistics.median(each for each, _ours in turns)
    ours, work = statistics.median_low([each for _plain, each in turns])
    return {
        "name": "check-pages",
        "ratio": round(ours / plain, 3),
        "ours": round(ours * 1000, 1),
        "limit": 2.0,
        "unit": f"ms, beside {plain * 1000:.1f} ms to read the file from the disk",
        "note": f"{size:.0f} MB; {work * 1000:.0f} ms of work, {size / work:.0f} MB a second of it",
    }


def seals(store: Store) -> None:
    with closing(store.engine.raw_connection()) as connection:
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise SystemExit("the store is damaged")


MEASURES: dict[str, Callable[[], Any]] = dict.fromkeys(
    (*(f"encryption-{name}" for name in LIMITS), "check-pages"), encryption
)
