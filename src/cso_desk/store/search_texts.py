"""Finds words in the texts of files, page by page; keeps the index of them, which is derived.

The index holds one token for each Khmer cluster, as that of records does (`khmer.tokens`), so that a word is
found wherever it stands. Which hits are whole words is seen when they are shown: telling words apart while
indexing would take longer than all the rest. A page is numbered by its file and its place in it.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sqlalchemy import Connection

from cso_desk.khmer.tokens import match_query, page_clusters
from cso_desk.store.blob_texts import GOOD, LAYER, PageText, stale_texts, texts_indexed, texts_of
from cso_desk.store.derived import made_anew
from cso_desk.store.reading import Reading
from cso_desk.store.search_snippets import Snippet, Wanted
from cso_desk.store.store import Store

MOST_PAGES = 1 << 16
"""Pages of one file that are indexed."""

_FILES, _PAGES = 300, 500  # at most in one transaction; a file is indexed whole
_MOST_HITS = 200  # pages that are looked at to put whole words first
_ENOUGH = 50


@dataclass(frozen=True)
class PageHit:
    """A page of a file that has the words: where, how it stands there, and whether as whole words."""

    sha256: str
    page: int
    source: str
    snippet: Snippet


def refresh_texts(
    store: Store, progress: Callable[[int, int], None] | None = None, *, once: bool = False
) -> int:
    """Bring the index up to date with the texts of files; gives how many files it took.

    `progress(done, total)` may raise to stop between files. While somebody else writes, the rest waits; with
    `once` it also waits after the first files.
    """
    with store.reading() as reading:
        total = index_behind(reading)
    return made_anew(store, total, _index_some, progress, once=once)


def index_behind(reading: Reading) -> int:
    """How many files have a text that is not indexed yet."""
    return int(reading.connection.exec_driver_sql("SELECT count(*) FROM blob_stale").scalar_one())


def _index_some(connection: Connection) -> int:
    """Index so many of the stale files that whoever wants to write waits for no more."""
    run = connection.exec_driver_sql
    some = stale_texts(connection, _FILES)
    pages = run(
        f"SELECT sha256, count(*) FROM blob_text WHERE sha256 IN ({_marks(some)}) GROUP BY sha256",
        tuple(some),
    )
    counts = {str(sha256): int(count) for sha256, count in pages}
    sums = list(accumulate(counts.get(each, 0) for each in some))
    some = some[: 1 + bisect_left(sums, _PAGES)]
    index_texts(connection, some)
    return len(some)


def index_texts(connection: Connection, sha256s: Sequence[str]) -> None:
    """Index the texts of these files as they are now, in the caller's transaction."""
    if not sha256s:
        return
    run, marks, names = connection.exec_driver_sql, _marks(sha256s), tuple(sha256s)
    known = run(f"SELECT no FROM text_file WHERE sha256 IN ({marks})", names).all()
    for (no,) in known:
        run(
            "DELETE FROM page_words WHERE rowid BETWEEN ? AND ?", (no * MOST_PAGES, (no + 1) * MOST_PAGES - 1)
        )
    run("INSERT INTO text_file(sha256) VALUES (?) ON CONFLICT DO NOTHING", [(each,) for each in sha256s])
    numbers = run(f"SELECT sha256, no * ? FROM text_file WHERE sha256 IN ({marks})", (MOST_PAGES, *names))
    firsts = {str(sha256): int(number) for sha256, number in numbers}
    rows = [
        (firsts[sha256] + page, page_clusters(text))
        for sha256, page, text in _pages_of(connection, sha256s)
        if 0 < page < MOST_PAGES
    ]
    if rows:
        run("INSERT INTO page_words(rowid, clusters) VALUES (?, ?)", rows)
    texts_indexed(connection, sha256s)


def _pages_of(connection: Connection, sha256s: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """The best text of each page of these files: at once of those of which there is one reading."""
    marks, names = _marks(sha256s), tuple(sha256s)
    rows = connection.exec_driver_sql(
        "SELECT t.sha256, t.page, t.text FROM blob_text t JOIN blob_found f ON f.sha256 = t.sha256"
        f" WHERE t.sha256 IN ({marks}) AND f.verdict = ? AND NOT EXISTS"
        " (SELECT 1 FROM blob_text o WHERE o.sha256 = t.sha256 AND o.source <> ?)"
        " AND NOT EXISTS (SELECT 1 FROM page_correction c WHERE c.file = t.sha256 AND c.deleted = 0)",
        (*names, GOOD, LAYER),
    ).all()
    yield from ((str(sha256), int(page), str(text)) for sha256, page, text in rows)
    for sha256 in set(sha256s) - {str(row[0]) for row in rows}:
        yield from ((sha256, each.page, each.text) for each in texts_of(connection, sha256))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def forget_texts(connection: Connection) -> None:
    """Throw the index of the texts of files away; the next refresh makes it anew from them."""
    run = connection.exec_driver_sql
    run("INSERT INTO page_words(page_words) VALUES ('delete-all')")
    run("DELETE FROM text_file")
    run(
        "INSERT INTO blob_stale SELECT sha256 FROM blob_text UNION SELECT file FROM page_correction"
        " WHERE file <> '' ON CONFLICT DO NOTHING"
    )


def pages_with(
    reading: Reading,
    text: str,
    *,
    limit: int = _ENOUGH,
    typing: bool = False,
    only: tuple[str, Sequence[Any]] = ("", ()),
) -> list[PageHit]:
    """Pages that have every word of `text`, whole words first, then by rank.

    With `typing` the last word may be unfinished. `only` narrows to some files: the SQL of a set of SHA-256,
    and its values.
    """
    query = match_query(text, typing=typing)
    if query is None:
        return []
    narrowed, values = only
    where = f" AND f.sha256 IN ({narrowed})" if narrowed else ""
    rows = reading.connection.exec_driver_sql(
        "SELECT f.sha256, w.rowid % ? FROM page_words w CROSS JOIN text_file f ON f.no = w.rowid / ?"
        f" WHERE page_words MATCH ?{where} ORDER BY w.rank LIMIT ?",
        (MOST_PAGES, MOST_PAGES, query, *values, _MOST_HITS),
    ).all()
    wanted, whole, parts = Wanted(text), list[PageHit](), list[PageHit]()
    for sha256, page in rows:
        if len(whole) >= limit:
            break
        shown = _page(reading.connection, str(sha256), int(page))
        if shown is not None:
            hit = PageHit(str(sha256), int(page), shown.source, wanted.snippet(shown.text))
            (whole if hit.snippet.whole else parts).append(hit)
    return (whole + parts)[:limit]


def _page(connection: Connection, sha256: str, page: int) -> PageText | None:
    """The text of a page; most files have one reading of it and no corrections."""
    rows = connection.exec_driver_sql(
        "SELECT source, text FROM blob_text WHERE sha256 = ? AND page = ?"
        " UNION ALL SELECT 'corrected', text FROM page_correction"
        " WHERE file = ? AND page = ? AND deleted = 0",
        (sha256, page, sha256, page),
    ).all()
    if len(rows) == 1:
        return PageText(page, str(rows[0][1]), str(rows[0][0]))
    return next((each for each in texts_of(connection, sha256) if each.page == page), None)
