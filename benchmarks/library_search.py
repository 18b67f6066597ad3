"""Searching the texts of 50,000 files, making their index, and opening a catalogue of 50,000 titles."""

import hashlib
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from cso_desk.assembly import create_store
from cso_desk.features.library.record import LIBRARY_TITLE, LibraryTitle
from cso_desk.khmer.breaking import word_tokens
from cso_desk.khmer.tokens import match_query
from cso_desk.store.blob_texts import GOOD, BlobFound, put_found, put_text
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.listing import Listing
from cso_desk.store.search import refresh
from cso_desk.store.search_texts import forget_texts, pages_with, refresh_texts
from cso_desk.store.store import Store

DOCUMENTS, BYTES = 50_000, 2000
_SENTENCES = Path(__file__).resolve().parents[1] / "translations" / "km.po"
_WORST = 0.95


def sentences() -> list[list[str]]:
    """The Khmer sentences of the program itself, told apart into words."""
    said = re.findall(r'^msgstr(?:\[\d\])? "(.+)"', _SENTENCES.read_text(encoding="utf-8"), re.MULTILINE)
    return [word_tokens(sentence) for sentence in dict.fromkeys(said)]


def vocabulary() -> list[str]:
    """Their words, as often as they stand there."""
    words = [word for sentence in sentences() for word in sentence]
    return [word for word in words if re.fullmatch("[\u1780-\u17dd]{2,}", word)]


def texts(count: int, words: list[str], seed: int = 1) -> Iterator[str]:
    """Documents of `BYTES` bytes: phrases of words drawn anew, so that no phrase is met again and again."""
    chance = random.Random(seed)
    for _each in range(count):
        parts: list[str] = []
        size = 0
        while size < BYTES:
            phrase = "".join(chance.choices(words, k=chance.randint(2, 8))) + chance.choice(["", "", "", "។"])
            parts.append(phrase)
            size += len(phrase.encode()) + 1
        yield " ".join(parts)


def filled(folder: Path, documents: Iterable[str]) -> Store:
    store, _code = create_store(folder, "02", passphrase="three practice words", cost=CHEAP)
    with store.writing() as connection:
        for text in documents:
            name = hashlib.sha256(text.encode()).hexdigest()
            put_found(connection, BlobFound(name, 1, "pdf", 1, GOOD))
            put_text(connection, name, [(1, text)])
    return store


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * _WORST)]


def used(store: Store) -> int:
    """Bytes of the database that hold something."""
    with store.reading() as reading:
        run = reading.connection.exec_driver_sql
        count, free, size = (
            int(run(f"PRAGMA {each}").scalar_one()) for each in ("page_count", "freelist_count", "page_size")
        )
    return (count - free) * size


def plain(store: Store) -> None:
    """What the same texts cost in an index as SQLite makes it, in the same store."""
    with store.writing() as connection:
        run = connection.exec_driver_sql
        run("DROP TABLE IF EXISTS plain")
        run("CREATE VIRTUAL TABLE plain USING fts5(text, content='', contentless_delete=1)")
    last = 0
    while True:
        with store.writing() as connection:
            run = connection.exec_driver_sql
            rows = run("SELECT no, text FROM blob_text WHERE no > ? ORDER BY no LIMIT 300", (last,)).all()
            if not rows:
                return
            run("INSERT INTO plain(rowid, text) VALUES (?, ?)", [tuple(row) for row in rows])
            last = rows[-1][0]


def queries(words: list[str]) -> list[str]:
    chance = random.Random(2)
    rare = sorted(set(words))
    one = [*chance.choices(words, k=60), *chance.choices(rare, k=60)]
    return [
        *one,
        *(f"{a} {b}" for a, b in zip(chance.choices(words, k=60), chance.choices(words, k=60), strict=True)),
    ]


def bare(store: Store, text: str) -> object:
    with store.reading() as reading:
        return reading.connection.exec_driver_sql(
            "SELECT rowid FROM page_words WHERE page_words MATCH ? ORDER BY rank LIMIT 50",
            (match_query(text),),
        ).all()


def ours(store: Store, text: str) -> object:
    with store.reading() as reading:
        return pages_with(reading, text)


def texts_50k() -> Iterator[dict[str, Any]]:
    words = vocabulary()
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder) / "store", texts(DOCUMENTS, words))
        theirs = seconds(lambda: plain(store), time.process_time)
        built = seconds(lambda: refresh_texts(store), time.process_time)
        yield _line(
            "texts-index-time", built / theirs, built, theirs, "s", "50,000 texts of 2 kB; goal: at most 2"
        )
        with store.writing() as connection:
            connection.exec_driver_sql("DROP TABLE plain")
            size = connection.exec_driver_sql(
                "SELECT sum(length(CAST(text AS BLOB))) FROM blob_text"
            ).scalar_one()
        whole = used(store)
        with store.writing() as connection:
            forget_texts(connection)
            connection.exec_driver_sql("INSERT INTO page_words(page_words) VALUES ('optimize')")
            connection.exec_driver_sql("DELETE FROM blob_stale")
        index = whole - used(store)
        with store.writing() as connection:
            forget_texts(connection)
        refresh_texts(store)
        note = "the index against its text; goal: at most 0.8"
        yield _line("texts-index-size", index / size, index / 1e6, size / 1e6, "MB", note)
        bare_times, our_times = [], []
        for text in queries(words):
            bare_times.append(seconds(lambda text=text: bare(store, text)))
            our_times.append(seconds(lambda text=text: ours(store, text)))
        a, b = p95(our_times) * 1000, p95(bare_times) * 1000
        yield _line("texts-search-50k", a / b, a, b, "ms, 95th percentile", "with snippets; goal: at most 2")
        store.close()


def quality() -> dict[str, Any]:
    """How many of the first ten pages have a word as a whole one, and how many of those that do are found."""
    chance = random.Random(3)
    right = wanted = found = there = 0
    with tempfile.TemporaryDirectory() as folder:
        said = {"".join(each): set(each) for each in sentences() if each}
        store = filled(Path(folder) / "store", said)
        refresh_texts(store)
        has = {hashlib.sha256(text.encode()).hexdigest(): words for text, words in said.items()}
        for word in chance.sample(sorted(set(vocabulary())), 500):
            true = {name for name, words in has.items() if word in words}
            with store.reading() as reading:
                first = [hit.sha256 for hit in pages_with(reading, word, limit=10)]
                right += sum(name in true for name in first[: len(true)])
                wanted += min(10, len(true))
                rows = reading.connection.exec_driver_sql(
                    "SELECT f.sha256 FROM page_words w JOIN text_file f ON f.no = w.rowid >> 16"
                    " WHERE page_words MATCH ?",
                    (match_query(word),),
                )
                found += len({str(name) for (name,) in rows} & true)
                there += len(true)
        store.close()
    note = f"precision at 10 of 500 words; goal: at least 0.95; recall {found / there:.4f}, goal: 1"
    return _line("texts-quality", right / wanted, right, wanted, "pages", note)


def catalogue() -> dict[str, Any]:
    """Opening the list of all titles, and its first rows."""
    times = [_opening(count) for count in (500, DOCUMENTS)]
    few, many = (each * 1000 for each in times)
    return _line("catalogue-50k", many / few, many, few, "ms", "50,000 titles against 500; goal: about 1")


def _opening(count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        store, _code = create_store(
            Path(folder) / "store", "02", passphrase="three practice words", cost=CHEAP
        )
        with store.transaction("Fill") as t:
            t.add_all(LibraryTitle(title_en=f"Title {i}", number=str(i), kind="prakas") for i in range(count))
        refresh(store)
        best = min(seconds(lambda: Listing(store, LIBRARY_TITLE).block(0, 50)) for _each in range(9))
        store.close()
    return best


def _line(name: str, ratio: float, ours: float, limit: float, unit: str, note: str) -> dict[str, Any]:
    return {
        "name": name,
        "ratio": round(ratio, 2),
        "ours": round(ours, 2),
        "limit": round(limit, 2),
        "unit": unit,
        "note": note,
    }


MEASURES = {
    "texts-index-time": texts_50k,
    "texts-index-size": texts_50k,
    "texts-search-50k": texts_50k,
    "texts-quality": quality,
    "catalogue-50k": catalogue,
}
