"""Finds words in the texts of files, page by page; keeps the index of them, which is derived.

The index holds one token for each Khmer cluster, as that of records does (`khmer.tokens`), so that a word is
found wherever it stands. Which hits are whole words is seen when they are shown: telling words apart while
indexing would take longer than all the rest. A page is numbered by its file and its place in it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from cso_desk.errors import BusyError
from cso_desk.khmer.tokens import match_query, page_clusters
from cso_desk.store.blob_texts import PageText, stale_texts, texts_indexed, texts_of
from cso_desk.store.reading import Reading
from cso_desk.store.search_snippets import Snippet, Wanted
from cso_desk.store.store import Store

MOST_PAGES = 1 << 16
"""Pages of one file that are indexed."""

_FILES = 50  # in one transaction: whoever wants to write waits for no more
_MOST_HITS = 200  # pages that are looked at to put whole words first
_ENOUGH = 50


@dataclass(frozen=True)
class PageHit:
    """A page of a file that has the words: where, how it stands there, and whether as whole words."""

    sha256: str
    page: int
    source: str
    snippet: Snippet


def refresh_texts(store: Store, progress: Callable[[int, int], None] | None = None) -> int:
    """Bring the index up to date with the texts of files; gives how many files it took.

    `progress(done, total)` may raise to stop between files. While somebody else writes, the rest waits.
    """
    with store.reading() as reading:
        total = int(reading.connection.exec_driver_sql("SELECT count(*) FROM blob_stale").scalar_one())
    done = 0
    while done < total:
        try:
            with store.writing(wait=False) as connection:
                some = stale_texts(connection, _FILES)
                index_texts(connection, some)
        except BusyError:
            break
        if not some:
            break
        done += len(some)
        if progress is not None:
            progress(min(done, total), total)
    return done


def index_texts(connection: Connection, sha256s: Sequence[str]) -> None:
    """Index the texts of these files as they are now, in the caller's transaction."""
    run = connection.exec_driver_sql
    for sha256 in sha256s:
        run("INSERT INTO text_file(sha256) VALUES (?) ON CONFLICT DO NOTHING", (sha256,))
        first = MOST_PAGES * int(run("SELECT no FROM text_file WHERE sha256 = ?", (sha256,)).scalar_one())
        run("DELETE FROM page_words WHERE rowid BETWEEN ? AND ?", (first, first + MOST_PAGES - 1))
        rows = [
            (first + each.page, page_clusters(each.text))
            for each in texts_of(connection, sha256)
            if 0 < each.page < MOST_PAGES
        ]
        if rows:
            run("INSERT INTO page_words(rowid, clusters) VALUES (?, ?)", rows)
    texts_indexed(connection, sha256s)


def forget_index(connection: Connection) -> None:
    """Throw the index away; the next refresh makes it anew from the texts."""
    run = connection.exec_driver_sql
    run("DELETE FROM page_words")
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
