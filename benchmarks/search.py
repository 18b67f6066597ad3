"""Searching 50,000 institutions in Khmer, against the bare FTS5 query on the same table."""

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cso_desk.assembly import create_store
from cso_desk.features.members.record import Organisation
from cso_desk.khmer.tokens import match_query
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.search import refresh, search
from cso_desk.store.store import Store

RECORDS = 50_000
WORDS = [
    "អង្គការ",
    "សមាគម",
    "ស្ត្រី",
    "យុវជន",
    "អភិវឌ្ឍន៍",
    "សហគមន៍",
    "កសិករ",
    "នេសាទ",
    "ព្រៃឈើ",
    "សិទ្ធិ",
    "ដីធ្លី",
    "អប់រំ",
    "សុខភាព",
    "ទឹកស្អាត",
    "ជនពិការ",
    "សន្តិភាព",
    "បណ្តាញ",
    "ពន្លឺ",
    "ផ្កាឈូក",
    "កុមារ",
    "មូលដ្ឋាន",
    "គ្រួសារ",
    "បឹង",
    "ភ្នំ",
    "ត្បែង",
    "ស្ទឹង",
    "សង្កែ",
    "គំរូ",
    "រួមគ្នា",
    "ជាតិ",
]


def filled(folder: Path) -> Store:
    chance = random.Random(1)
    store, _code = create_store(folder, "02", passphrase="three practice words", cost=CHEAP)
    with store.transaction("Fill") as t:
        t.add_all(
            Organisation(
                name_km="".join(chance.choices(WORDS, k=4)),
                name_en=f"Organisation {i} of {chance.choice(['Hope', 'Light', 'Rice'])}",
                acronym=f"A{i}",
                phones=(f"+8551200{i % 10_000:04d}",),
            )
            for i in range(RECORDS)
        )
    refresh(store)
    return store


def queries() -> list[str]:
    chance = random.Random(2)
    pairs = zip(chance.choices(WORDS, k=40), chance.choices(WORDS, k=40), strict=True)
    return [*chance.choices(WORDS, k=40), *(f"{a} {b}" for a, b in pairs)]


def bare(store: Store, text: str) -> Sequence[Any]:
    with store.reading() as reading:
        return reading.connection.exec_driver_sql(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 50", (match_query(text),)
        ).all()


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def search_50k() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder) / "store")
        ours, theirs = [], []
        for text in queries() * 2:
            theirs.append(seconds(lambda text=text: bare(store, text)))
            ours.append(seconds(lambda text=text: search(store, text)))
        store.close()
    return {
        "name": "search-50k",
        "ratio": round(p95(ours) / p95(theirs), 2),
        "ours": round(p95(ours) * 1000, 2),
        "limit": round(p95(theirs) * 1000, 2),
        "unit": "ms, 95th percentile",
        "note": "50,000 institutions, Khmer words and pairs of words; goal: at most 3",
    }


MEASURES = {"search-50k": search_50k}
